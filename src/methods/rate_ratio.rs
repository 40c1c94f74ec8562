//! `rate_ratio`: the ratio of two incidence rates.

use super::events::two_rates;
use super::option::choice;
use super::statistic::{At, number};
use super::{Groups, Input, Method, Options, OutcomeKind, Output, Use};
use crate::number::Quantity;
use crate::stats::rates::{rate_ratio, rate_ratio_exact, rate_ratio_test, rate_ratio_wald};

pub const METHOD: Method = Method {
    name: "rate_ratio",
    title: "Ratio of incidence rates",
    citation: "Rothman KJ, Greenland S, Lash TL. Modern Epidemiology, 3rd ed. 2008, chapter 14; Przyborowski J, Wilenski H. Biometrika 1940;31:313–323",
    takes: &[OutcomeKind::Events],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &["rate_ratio"],
    groups: Groups::Two,
    reads: &[],
    needs: &[],
    options: &[choice(
        "interval",
        &["exact", "wald"],
        Some("exact"),
        "The exact interval given all events, or Wald's on the logarithm.",
    )],
    option_reads: &[],
    conditions: &[],
    never: &[],
    variant: Some("interval"),
    page: include_str!("pages/rate_ratio.md"),
    run,
};

fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output::default();
    let rates = two_rates(input);
    let interval = rates.clone().and_then(|(a, b)| match options.word("interval") {
        "wald" => rate_ratio_wald(a, b, input.level),
        _ => rate_ratio_exact(a, b, input.level),
    });
    let at = At::estimate().in_(Quantity::Ratio);
    output.push_interval(&at, rates.clone().and_then(|(a, b)| rate_ratio(a, b)), interval);
    let p_value = rates.and_then(|(a, b)| rate_ratio_test(a, b));
    output.push("p_value", At::test().in_(Quantity::PValue), number(p_value));
    output
}
