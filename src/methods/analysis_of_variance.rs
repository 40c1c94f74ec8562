//! `analysis_of_variance`, `kruskal_wallis`, `bartlett` and `variance_ratio`: several groups of a continuous outcome.

use super::chi_squared::push_test;
use super::continuous::{groups, two_groups};
use super::option::choice;
use super::statistic::{At, number};
use super::{Groups, Input, Method, Options, OutcomeKind, Output, Use};
use crate::number::Quantity;
use crate::stats::continuous::groups::{F, analysis_of_variance, bartlett, kruskal_wallis, welch};
use crate::stats::continuous::means::{VarianceRatio, variance_ratio};

pub const ANALYSIS_OF_VARIANCE: Method = Method {
    name: "analysis_of_variance",
    title: "One-way analysis of variance",
    citation: "Fisher RA. Statistical Methods for Research Workers. 1925; Welch BL. Biometrika 1951;38:330–336",
    takes: &[OutcomeKind::Continuous],
    uses: &[Use::Decide],
    estimates: &[],
    groups: Groups::Several,
    reads: &[],
    needs: &[],
    options: &[choice(
        "variance",
        &["equal", "unequal"],
        Some("equal"),
        "One variance for all groups, or each its own (Welch).",
    )],
    option_reads: &[],
    conditions: &[],
    never: &[],
    variant: Some("variance"),
    page: include_str!("pages/analysis_of_variance.md"),
    run: run_analysis_of_variance,
};

pub const KRUSKAL_WALLIS: Method = Method {
    name: "kruskal_wallis",
    title: "Kruskal–Wallis test",
    citation: "Kruskal WH, Wallis WA. J Am Stat Assoc 1952;47:583–621",
    takes: &[OutcomeKind::Continuous],
    uses: &[Use::Decide],
    estimates: &[],
    groups: Groups::Several,
    reads: &[],
    needs: &[],
    options: &[],
    option_reads: &[],
    conditions: &[],
    never: &[],
    variant: None,
    page: include_str!("pages/kruskal_wallis.md"),
    run: run_kruskal_wallis,
};

pub const BARTLETT: Method = Method {
    name: "bartlett",
    title: "Bartlett's test of equal variances",
    citation: "Bartlett MS. Proc R Soc Lond A 1937;160:268–282",
    takes: &[OutcomeKind::Continuous],
    uses: &[Use::Assumption],
    estimates: &[],
    groups: Groups::Several,
    reads: &[],
    needs: &[],
    options: &[],
    option_reads: &[],
    conditions: &[],
    never: &[],
    variant: None,
    page: include_str!("pages/bartlett.md"),
    run: run_bartlett,
};

pub const VARIANCE_RATIO: Method = Method {
    name: "variance_ratio",
    title: "Ratio of two variances, F test",
    citation: "Snedecor GW, Cochran WG. Statistical Methods, 8th ed. 1989, section 6.12",
    takes: &[OutcomeKind::Continuous],
    uses: &[Use::Estimate, Use::Assumption],
    estimates: &["variance_ratio"],
    groups: Groups::Two,
    reads: &[],
    needs: &[],
    options: &[],
    option_reads: &[],
    conditions: &[],
    never: &[],
    variant: None,
    page: include_str!("pages/variance_ratio.md"),
    run: run_variance_ratio,
};

fn run_analysis_of_variance(input: &Input, options: &Options) -> Output {
    let mut output = Output::default();
    let f = groups(input).and_then(|g| match options.word("variance") {
        "unequal" => welch(&g),
        _ => analysis_of_variance(&g),
    });
    let at = At::test();
    output.push("f", at.clone(), number(f.clone().map(|f| f.statistic)));
    output.push("df", at.clone(), number(f.clone().map(|f| f.df1)));
    output.push("df_within", at.clone(), number(f.clone().map(|f| f.df2)));
    output.push("p_value", at.in_(Quantity::PValue), number(f.map(F::p_value)));
    output
}

fn run_kruskal_wallis(input: &Input, _: &Options) -> Output {
    let mut output = Output::default();
    push_test(&mut output, &At::test(), &groups(input).and_then(|g| kruskal_wallis(&g)));
    output
}

fn run_bartlett(input: &Input, _: &Options) -> Output {
    let mut output = Output::default();
    push_test(&mut output, &At::test(), &groups(input).and_then(|g| bartlett(&g)));
    output
}

fn run_variance_ratio(input: &Input, _: &Options) -> Output {
    let mut output = Output::default();
    let ratio = two_groups(input).and_then(|(a, b)| variance_ratio(&a, &b));
    let interval = ratio.clone().map(|r| r.interval(input.level));
    output.push_interval(&At::estimate().in_(Quantity::Ratio), ratio.clone().map(|r| r.estimate), interval);
    output.push("p_value", At::test().in_(Quantity::PValue), number(ratio.map(VarianceRatio::p_value)));
    output
}
