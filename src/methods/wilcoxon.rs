//! `rank_sum` and `signed_rank`: Wilcoxon's tests with the shift they test.

use super::continuous::{pair_differences, two_groups};
use super::option::{choice, correction};
use super::statistic::{At, number};
use super::yes_no::{incomplete_sets, with_width};
use super::{Condition, Groups, Input, Method, OptionSpec, Options, OutcomeKind, Output, Reads, Use};
use crate::number::{NotEstimable, Quantity};
use crate::stats::continuous::rank_sum::{RankSum, ShiftInterval};
use crate::stats::continuous::signed_rank::SignedRank;

const FORM: OptionSpec = choice(
    "form",
    &["asymptotic", "exact"],
    Some("asymptotic"),
    "The normal approximation, or the exact distribution given the values.",
);
const CORRECTION: OptionSpec = correction("Continuity correction of the asymptotic p-value.");
const INTERVAL: OptionSpec = choice(
    "interval",
    &["moses", "exact", "inverted"],
    Some("moses"),
    "Limits by the normal approximation or the exact distribution without ties, or by inverting the corrected test.",
);

const TIED: &str = "the differences are tied so often that the interval has no width";

pub const RANK_SUM: Method = Method {
    name: "rank_sum",
    title: "Wilcoxon rank-sum (Mann–Whitney) test with Hodges–Lehmann shift",
    citation: "Wilcoxon F. Biometrics Bull 1945;1:80–83; Mann HB, Whitney DR. Ann Math Stat 1947;18:50–60; Hodges JL, Lehmann EL. Ann Math Stat 1963;34:598–611",
    takes: &[OutcomeKind::Continuous],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &["location_shift"],
    groups: Groups::Two,
    reads: &[],
    needs: &[],
    options: &[FORM, CORRECTION, INTERVAL],
    option_reads: &[],
    conditions: &[Condition { option: "correction", when: "form", is: &["asymptotic"] }],
    never: &[],
    variant: None,
    page: include_str!("pages/rank_sum.md"),
    run: rank_sum,
};

pub const SIGNED_RANK: Method = Method {
    name: "signed_rank",
    title: "Wilcoxon signed-rank test of pairs with Hodges–Lehmann centre",
    citation: "Wilcoxon F. Biometrics Bull 1945;1:80–83; Hollander M, Wolfe DA, Chicken E. Nonparametric Statistical Methods, 3rd ed. 2014, chapter 3",
    takes: &[OutcomeKind::Continuous],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &["location_shift"],
    groups: Groups::Two,
    reads: &[],
    needs: &[Reads::Pairs],
    options: &[FORM, CORRECTION, INTERVAL],
    option_reads: &[],
    conditions: &[Condition { option: "correction", when: "form", is: &["asymptotic"] }],
    never: &[],
    variant: None,
    page: include_str!("pages/signed_rank.md"),
    run: signed_rank,
};

pub const SIGN_TEST: Method = Method {
    name: "sign_test",
    title: "Sign test of pairs",
    citation: "Dixon WJ, Mood AM. J Am Stat Assoc 1946;41:557–566",
    takes: &[OutcomeKind::Continuous],
    uses: &[Use::Decide],
    estimates: &[],
    groups: Groups::Two,
    reads: &[],
    needs: &[Reads::Pairs],
    options: &[],
    option_reads: &[],
    conditions: &[],
    never: &[],
    variant: None,
    page: include_str!("pages/sign_test.md"),
    run: sign_test,
};

fn kind(options: &Options) -> ShiftInterval {
    match options.word("interval") {
        "exact" => ShiftInterval::Exact,
        "inverted" => ShiftInterval::Inverted,
        _ => ShiftInterval::Moses,
    }
}

/// Whether the exact form and whether the correction is asked for; both together are no method.
fn form(options: &Options) -> Result<(bool, bool), NotEstimable> {
    match (options.word("form") == "exact", options.word("correction") == "yes") {
        (true, true) => Err(NotEstimable::new("the exact form has no continuity correction")),
        form => Ok(form),
    }
}

fn rank_sum(input: &Input, options: &Options) -> Output {
    let mut output = Output::default();
    let ranks = two_groups(input).and_then(|(a, b)| RankSum::new(&a, &b));
    let interval = ranks.clone().and_then(|r| with_width(r.shift_interval(input.level, kind(options))?, TIED));
    output.push_interval(&At::estimate(), ranks.clone().and_then(|r| r.shift()), interval);
    let probability = ranks.clone().map(|r| r.probability());
    output.push("probability_larger", At::estimate().in_(Quantity::Proportion), number(probability));
    output.push("u", At::test(), number(ranks.clone().map(|r| r.u())));
    let p_value = ranks.and_then(|r| match form(options)? {
        (true, _) => r.exact(),
        (_, corrected) => r.asymptotic(corrected),
    });
    output.push("p_value", At::test().in_(Quantity::PValue), number(p_value));
    output
}

fn signed_rank(input: &Input, options: &Options) -> Output {
    let mut output = Output { incomplete_sets: incomplete_sets(input), ..Output::default() };
    let ranks = pair_differences(input).and_then(|d| SignedRank::new(&d));
    let interval = ranks.clone().and_then(|r| with_width(r.centre_interval(input.level, kind(options))?, TIED));
    output.push_interval(&At::estimate(), ranks.clone().and_then(|r| r.centre()), interval);
    output.push("v", At::test(), number(ranks.clone().map(|r| r.v())));
    let p_value = ranks.and_then(|r| match form(options)? {
        (true, _) => r.exact(),
        (_, corrected) => r.asymptotic(corrected),
    });
    output.push("p_value", At::test().in_(Quantity::PValue), number(p_value));
    output
}

fn sign_test(input: &Input, _: &Options) -> Output {
    let mut output = Output { incomplete_sets: incomplete_sets(input), ..Output::default() };
    let p_value = pair_differences(input).and_then(|d| SignedRank::new(&d)).and_then(|r| r.sign_test());
    output.push("p_value", At::test().in_(Quantity::PValue), number(p_value));
    output
}
