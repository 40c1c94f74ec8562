//! `mantel_haenszel`: two groups over strata, test and common measure.

use super::Input;
use super::chi_squared::push_test;
use super::statistic::{Answer, At, number};
use super::table::two_groups_by_stratum;
use crate::catalogue::YesNo;
use crate::catalogue::mantel_haenszel::{self as declared, Bounded, Gives, Options};
use crate::number::NotEstimable;
use crate::stats::contingency::fisher::Alternative;
use crate::stats::contingency::mantel_haenszel as mh;

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let strata = two_groups_by_stratum(input);
    match options.form {
        declared::Form::Exact => exact(input, options, strata),
        declared::Form::Asymptotic => asymptotic(input, options, strata),
    }
}

fn asymptotic(input: &Input, options: &Options, strata: Result<Vec<mh::Stratum>, NotEstimable>) -> Answer<Gives> {
    let mut output = Answer::default();
    let level = input.level;
    let (measure, estimate, interval) = match options.measure {
        declared::Measure::RiskRatio => (
            Bounded::Estimate,
            strata.clone().and_then(|s| mh::risk_ratio(&s)),
            strata.clone().and_then(|s| mh::risk_ratio_interval(&s, level)),
        ),
        declared::Measure::RiskDifference => (
            Bounded::Difference,
            strata.clone().and_then(|s| mh::risk_difference(&s)),
            strata.clone().and_then(|s| mh::risk_difference_interval(&s, level)),
        ),
        declared::Measure::OddsRatio => (
            Bounded::Estimate,
            strata.clone().and_then(|s| mh::odds_ratio(&s)),
            strata.clone().and_then(|s| mh::odds_ratio_interval(&s, level)),
        ),
    };
    output.push_interval(measure, &At::all(), estimate, interval);
    let corrected = options.correction.is_yes();
    push_test(
        &mut output,
        [Gives::ChiSquared, Gives::Df, Gives::PValue],
        &At::all(),
        &strata.and_then(|s| mh::test(&s, corrected)),
    );
    output
}

fn exact(input: &Input, options: &Options, strata: Result<Vec<mh::Stratum>, NotEstimable>) -> Answer<Gives> {
    let mut output = Answer::default();
    let table = match (options.measure, options.correction) {
        (declared::Measure::OddsRatio, YesNo::No) => strata.and_then(|s| mh::conditional(&s)),
        (declared::Measure::OddsRatio, YesNo::Yes) => Err(NotEstimable::CorrectionOfAsymptoticFormOnly),
        (declared::Measure::RiskRatio | declared::Measure::RiskDifference, _) => {
            Err(NotEstimable::ExactFormForOddsRatio)
        }
    };
    let estimate = table.clone().and_then(|t| t.odds_ratio());
    let interval = table.clone().map(|t| t.interval(input.level));
    output.push_interval(Bounded::Estimate, &At::all(), estimate, interval);
    let p_value = table.map(|t| t.p_value(Alternative::TwoSided));
    output.push(Gives::PValue, &At::all(), number(p_value));
    output
}
