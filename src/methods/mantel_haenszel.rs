//! `mantel_haenszel`: two groups over strata, test and common measure.

use super::chi_squared::push_test;
use super::option::{choice, correction};
use super::statistic::{At, number};
use super::table::two_groups_by_stratum;
use super::{Condition, Fact, Groups, Input, Method, Never, Options, OutcomeKind, Output, Reads, Use};
use crate::number::{NotEstimable, Quantity};
use crate::stats::contingency::fisher::Alternative;
use crate::stats::contingency::mantel_haenszel as mh;

pub const METHOD: Method = Method {
    name: "mantel_haenszel",
    title: "Mantel–Haenszel test and common measure over strata",
    citation: "Mantel N, Haenszel W. J Natl Cancer Inst 1959;22:719–748; Robins J, Breslow N, Greenland S. Biometrics 1986;42:311–323; Greenland S, Robins JM. Biometrics 1985;41:55–68; Sato T. Biometrics 1989;45:1323–1324",
    takes: &[OutcomeKind::YesNo],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &["odds_ratio", "risk_ratio", "risk_difference"],
    groups: Groups::Two,
    reads: &[Reads::Strata],
    needs: &[Reads::Strata],
    options: &[
        choice(
            "measure",
            &["odds_ratio", "risk_ratio", "risk_difference"],
            Some("odds_ratio"),
            "What is taken as common to the strata.",
        ),
        choice(
            "form",
            &["asymptotic", "exact"],
            Some("asymptotic"),
            "The chi-squared test, or the exact conditional test with its odds ratio and interval.",
        ),
        correction("Continuity correction of the chi-squared test."),
    ],
    option_reads: &[],
    conditions: &[Condition { option: "correction", when: "form", is: &["asymptotic"] }],
    never: &[Never {
        all: &[Fact::Option("form", &["exact"]), Fact::Option("measure", &["risk_ratio", "risk_difference"])],
        because: "the exact form is defined for the odds ratio",
    }],
    variant: Some("measure"),
    page: include_str!("pages/mantel_haenszel.md"),
    run,
};

fn run(input: &Input, options: &Options) -> Output {
    let strata = two_groups_by_stratum(input);
    match options.word("form") {
        "exact" => exact(input, options, strata),
        _ => asymptotic(input, options, strata),
    }
}

fn asymptotic(input: &Input, options: &Options, strata: Result<Vec<mh::Stratum>, NotEstimable>) -> Output {
    let mut output = Output::default();
    let level = input.level;
    let (estimate, interval, quantity) = match options.word("measure") {
        "risk_ratio" => (
            strata.clone().and_then(|s| mh::risk_ratio(&s)),
            strata.clone().and_then(|s| mh::risk_ratio_interval(&s, level)),
            Quantity::Ratio,
        ),
        "risk_difference" => (
            strata.clone().and_then(|s| mh::risk_difference(&s)),
            strata.clone().and_then(|s| mh::risk_difference_interval(&s, level)),
            Quantity::ProportionDifference,
        ),
        _ => (
            strata.clone().and_then(|s| mh::odds_ratio(&s)),
            strata.clone().and_then(|s| mh::odds_ratio_interval(&s, level)),
            Quantity::Ratio,
        ),
    };
    output.push_interval(&At::estimate().in_(quantity), estimate, interval);
    let corrected = options.word("correction") == "yes";
    push_test(&mut output, &At::test(), &strata.and_then(|s| mh::test(&s, corrected)));
    output
}

fn exact(input: &Input, options: &Options, strata: Result<Vec<mh::Stratum>, NotEstimable>) -> Output {
    let mut output = Output::default();
    let table = match (options.word("measure"), options.word("correction")) {
        ("odds_ratio", "no") => strata.and_then(|s| mh::conditional(&s)),
        ("odds_ratio", _) => Err(NotEstimable::new("the exact form has no continuity correction")),
        _ => Err(NotEstimable::new("the exact form is defined for the odds ratio")),
    };
    let estimate = table.clone().and_then(|t| t.odds_ratio());
    let interval = table.clone().map(|t| t.interval(input.level));
    output.push_interval(&At::estimate().in_(Quantity::Ratio), estimate, interval);
    let p_value = table.map(|t| t.p_value(Alternative::TwoSided));
    output.push("p_value", At::test().in_(Quantity::PValue), number(p_value));
    output
}
