//! `gray`: whether the cumulative incidence of each cause differs between the groups.

use super::competing::{causes, competing_times};
use super::log_rank::add_test;
use super::statistic::At;
use super::{Groups, Input, Limits, Method, OptionKind, OptionSpec, Options, OutcomeKind, Output, Reads, Use};
use crate::number::NotEstimable;
use crate::stats::survival::competing::gray::gray_test;

pub const METHOD: Method = Method {
    name: "gray",
    title: "Gray's test of cumulative incidence",
    citation: "Gray RJ. Ann Stat 1988;16:1141–1154",
    takes: &[OutcomeKind::CompetingRisks],
    uses: &[Use::Decide, Use::Estimate],
    estimates: &[],
    groups: Groups::Several,
    reads: &[Reads::Strata],
    needs: &[],
    options: &[OptionSpec {
        name: "rho",
        kind: OptionKind::Number(Limits::ANY),
        default: Some("0"),
        about: "The power of one minus the incidence by which times are weighted.",
    }],
    option_reads: &[],
    conditions: &[],
    never: &[],
    variant: None,
    page: include_str!("pages/gray.md"),
    run,
};

fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output::default();
    let times = competing_times(input);
    let rho = match options.number("rho") {
        Some(rho) if rho.is_finite() => Ok(rho),
        _ => Err(NotEstimable::new("rho is a number")),
    };
    for (place, name) in causes(input).iter().enumerate() {
        let test = times.clone().and_then(|times| {
            gray_test(&times, place + 1, &input.group, input.groups, input.strata.as_deref(), rho.clone()?)
        });
        add_test(&mut output, &At::test().term(name), &test);
    }
    output
}
