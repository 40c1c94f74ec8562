//! What an assumption says that an estimate estimates.

use crate::catalogue::{Effect, Method};
use crate::plan::ir::{Analysis, Assumed, AssumedOutcome, Assumption, Compare, Plan, StatedEffect};
use crate::results::Record;
use crate::simulate::{hazard, real};

/// Under what patients are made.
#[derive(Clone, Copy)]
pub(super) enum Truth<'a> {
    /// No two arms differ.
    NoEffect,
    Assumed(&'a Assumption),
}

/// The effect that an estimate of an analysis is of.
fn effect(analysis: &Analysis, method: &Method) -> Option<Effect> {
    match (analysis.effect, method.estimates) {
        (Some(StatedEffect::Of(effect)), estimates) if estimates.contains(&effect) => Some(effect),
        (_, [only]) => Some(*only),
        (Some(StatedEffect::Of(_) | StatedEffect::Nothing) | None, _) => None,
    }
}

impl Truth<'_> {
    /// Of no effect it is `none`. Under an assumption there is none where something is assumed of only one of the arms, or where
    /// the effect does not follow from what is assumed.
    pub fn of(self, plan: &Plan, (analysis, method): (&Analysis, &Method), record: &Record, none: f64) -> Option<f64> {
        match self {
            Truth::NoEffect => Some(none),
            Truth::Assumed(assumption) => {
                let effect = effect(analysis, method)?;
                let outcome = outcome(plan, assumption, analysis, record)?;
                let (first, second) = arms(plan, analysis, record)?;
                effect_of(effect, (outcome.of(first)?, outcome.of(second)?), time(plan, analysis, record))
            }
        }
    }
}

/// That of the record's endpoint, at its response and timepoint.
fn outcome<'a>(
    plan: &Plan,
    assumption: &'a Assumption,
    analysis: &Analysis,
    record: &Record,
) -> Option<&'a AssumedOutcome> {
    let is_of = |outcome: &&AssumedOutcome| {
        let there = outcome.each.is_none_or(|(response, point)| {
            let name = &plan.responses[response.0].header.name;
            record.response.as_ref() == Some(name) && record.point() == Some(plan.point(response, point).name.as_str())
        });
        outcome.endpoint == analysis.endpoint && there
    };
    assumption.outcomes.iter().find(is_of)
}

/// The arm compared and the one it is compared with.
fn arms(plan: &Plan, analysis: &Analysis, record: &Record) -> Option<(usize, usize)> {
    let Compare::Arms(arms) = &analysis.compare else { return None };
    let named = |name: &str| plan.arms.arms.iter().position(|arm| arm.name == name);
    match (&record.contrast, arms.as_slice()) {
        (Some(contrast), _) => Some((named(&contrast.arm)?, named(&contrast.reference)?)),
        (None, [first, second]) => Some((*first, *second)),
        (None, _) => None,
    }
}

/// The time in days at which it is told.
fn time(plan: &Plan, analysis: &Analysis, record: &Record) -> Option<f64> {
    let unit = plan.endpoints[analysis.endpoint.0].kind.times_in();
    let days = real(unit.days(plan.settings.month_days, plan.settings.year_days));
    Some(record.time()? as f64 * days)
}

/// What is assumed of proportions has no time, and an exponential time has no memory: a landmark changes none of these.
fn effect_of(effect: Effect, assumed: (&Assumed, &Assumed), time: Option<f64>) -> Option<f64> {
    let proportions = || match assumed {
        (Assumed::Proportion(a), Assumed::Proportion(b)) => Some((real(*a), real(*b))),
        (Assumed::Proportion(_) | Assumed::Exponential(_) | Assumed::Normal { .. }, _) => None,
    };
    let hazards = || match assumed {
        (Assumed::Exponential(a), Assumed::Exponential(b)) => Some((hazard(a), hazard(b))),
        (Assumed::Proportion(_) | Assumed::Exponential(_) | Assumed::Normal { .. }, _) => None,
    };
    let normals = || match assumed {
        (Assumed::Normal { mean: a, standard_deviation: s }, Assumed::Normal { mean: b, standard_deviation: t }) => {
            Some(((real(*a), real(*s)), (real(*b), real(*t))))
        }
        (Assumed::Proportion(_) | Assumed::Exponential(_) | Assumed::Normal { .. }, _) => None,
    };
    let found = match effect {
        Effect::RiskDifference => proportions().map(|(a, b)| a - b),
        Effect::RiskRatio => proportions().map(|(a, b)| a / b),
        Effect::OddsRatio => proportions().map(|(a, b)| a / (1.0 - a) / (b / (1.0 - b))),
        Effect::HazardRatio => hazards().map(|(a, b)| a / b),
        Effect::SurvivalDifference => hazards().zip(time).map(|((a, b), t)| libm::exp(-a * t) - libm::exp(-b * t)),
        Effect::MeanDifference | Effect::LocationShift => normals().map(|((a, _), (b, _))| a - b),
        Effect::VarianceRatio => normals().map(|((_, s), (_, t))| (s / t).powi(2)),
        Effect::RmstDifference
        | Effect::SubdistributionHazardRatio
        | Effect::CauseSpecificHazardRatio
        | Effect::IncidenceDifference
        | Effect::Association
        | Effect::RateRatio => None,
    };
    found.filter(|value| value.is_finite())
}
