//! `poisson_test`: the exact test of a given incidence rate.

use super::events::rates;
use super::option::plain;
use super::statistic::{At, number};
use super::{Groups, Input, Limits, Method, Options, OutcomeKind, Output, Use};
use crate::number::{NotEstimable, Quantity};
use crate::stats::rates::poisson_test;

pub const METHOD: Method = Method {
    name: "poisson_test",
    title: "Exact test of an incidence rate",
    citation: "Garwood F. Biometrika 1936;28:437–442; Hirji KF. Exact Analysis of Discrete Data. 2006, chapter 2",
    takes: &[OutcomeKind::Events],
    uses: &[Use::Decide],
    estimates: &[],
    groups: Groups::Any,
    reads: &[],
    needs: &[],
    options: &[
        plain("null", Limits::NOT_NEGATIVE, "1", "The rate that is tested."),
        plain(
            "per",
            Limits::POSITIVE,
            "36525",
            "The time to which that rate refers, in the unit of the time at risk; 36525 days are 100 years.",
        ),
    ],
    option_reads: &[],
    conditions: &[],
    never: &[],
    variant: None,
    page: include_str!("pages/poisson_test.md"),
    run,
};

fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output::default();
    let rates = rates(input);
    let null = match (options.number("null"), options.number("per")) {
        (Some(null), Some(per)) if per > 0.0 => Ok(null / per),
        _ => Err(NotEstimable::new("no rate to test")),
    };
    for group in 0..input.groups {
        let rate = rates.clone().map(|r| r.get(group).copied().unwrap_or_default());
        let p_value = rate.and_then(|r| null.clone().and_then(|null| poisson_test(r, null)));
        output.push("p_value", At::test().group(group).in_(Quantity::PValue), number(p_value));
    }
    output
}
