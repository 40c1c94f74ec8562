//! `mantel_haenszel`: two groups over strata, test and common measure.

use super::chi_squared::push_test;
use super::statistic::{At, number};
use super::table::two_groups_by_stratum;
use super::{Input, Output};
use crate::catalogue::mantel_haenszel::{self as declared, Options};
use crate::catalogue::{Statistic, YesNo};
use crate::number::{NotEstimable, Quantity};
use crate::stats::contingency::fisher::Alternative;
use crate::stats::contingency::mantel_haenszel as mh;

pub(super) fn run(input: &Input, options: &Options) -> Output {
    let strata = two_groups_by_stratum(input);
    match options.form {
        declared::Form::Exact => exact(input, options, strata),
        declared::Form::Asymptotic => asymptotic(input, options, strata),
    }
}

fn asymptotic(input: &Input, options: &Options, strata: Result<Vec<mh::Stratum>, NotEstimable>) -> Output {
    let mut output = Output::default();
    let level = input.level;
    let (estimate, interval, quantity) = match options.measure {
        declared::Measure::RiskRatio => (
            strata.clone().and_then(|s| mh::risk_ratio(&s)),
            strata.clone().and_then(|s| mh::risk_ratio_interval(&s, level)),
            Quantity::Ratio,
        ),
        declared::Measure::RiskDifference => (
            strata.clone().and_then(|s| mh::risk_difference(&s)),
            strata.clone().and_then(|s| mh::risk_difference_interval(&s, level)),
            Quantity::ProportionDifference,
        ),
        declared::Measure::OddsRatio => (
            strata.clone().and_then(|s| mh::odds_ratio(&s)),
            strata.clone().and_then(|s| mh::odds_ratio_interval(&s, level)),
            Quantity::Ratio,
        ),
    };
    output.push_interval(&At::estimate().in_(quantity), estimate, interval);
    let corrected = options.correction.is_yes();
    push_test(&mut output, &At::test(), &strata.and_then(|s| mh::test(&s, corrected)));
    output
}

fn exact(input: &Input, options: &Options, strata: Result<Vec<mh::Stratum>, NotEstimable>) -> Output {
    let mut output = Output::default();
    let table = match (options.measure, options.correction) {
        (declared::Measure::OddsRatio, YesNo::No) => strata.and_then(|s| mh::conditional(&s)),
        (declared::Measure::OddsRatio, YesNo::Yes) => Err(NotEstimable::CorrectionOfAsymptoticFormOnly),
        (declared::Measure::RiskRatio | declared::Measure::RiskDifference, _) => {
            Err(NotEstimable::ExactFormForOddsRatio)
        }
    };
    let estimate = table.clone().and_then(|t| t.odds_ratio());
    let interval = table.clone().map(|t| t.interval(input.level));
    output.push_interval(&At::estimate().in_(Quantity::Ratio), estimate, interval);
    let p_value = table.map(|t| t.p_value(Alternative::TwoSided));
    output.push(Statistic::PValue, At::test().in_(Quantity::PValue), number(p_value));
    output
}
