//! `mantel_haenszel`: two groups over strata, test and common measure.

use super::chi_squared::push_test;
use super::statistic::{At, number};
use super::table::two_groups_by_stratum;
use super::{Input, Output};
use crate::catalogue::{Options, Statistic};
use crate::number::{NotEstimable, Quantity};
use crate::stats::contingency::fisher::Alternative;
use crate::stats::contingency::mantel_haenszel as mh;

pub(super) fn run(input: &Input, options: &Options) -> Output {
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
        ("odds_ratio", _) => Err(NotEstimable::CorrectionOfAsymptoticFormOnly),
        _ => Err(NotEstimable::ExactFormForOddsRatio),
    };
    let estimate = table.clone().and_then(|t| t.odds_ratio());
    let interval = table.clone().map(|t| t.interval(input.level));
    output.push_interval(&At::estimate().in_(Quantity::Ratio), estimate, interval);
    let p_value = table.map(|t| t.p_value(Alternative::TwoSided));
    output.push(Statistic::PValue, At::test().in_(Quantity::PValue), number(p_value));
    output
}
