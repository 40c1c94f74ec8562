//! Values of an endpoint that is read from the row of a patient.

use super::values::{Cause, Measured, Number, Values};
use crate::derive::model::{GivenValues, YesNoValue};
use crate::derive::reason::ValueReason;
use crate::plan::ir::{GivenEndpoint, GivenKind, Measure, MissingRule, Type};
use crate::program::flat::Held;

/// In `patients`, in their order; a patient of whom a part is missing, or whose time is impossible, has no value.
pub(crate) fn values(endpoint: &GivenEndpoint<Held>, given: &GivenValues, patients: &[usize]) -> Values {
    let value = |patient: usize| at(&given.value, patient);
    let event = |patient: usize| at(given.event.as_deref()?, patient);
    match &endpoint.what {
        GivenKind::YesNo => Values::YesNo(patients.iter().map(|p| yes_no(*p, value(*p), endpoint.missing)).collect()),
        GivenKind::Number { .. } => {
            let baseline = |p: usize| given.baseline.as_deref().and_then(|b| at(b, p));
            let one = |p: &usize| Some(Number { patient: *p, value: value(*p)?, baseline: baseline(*p) });
            Values::Number(patients.iter().filter_map(one).collect())
        }
        GivenKind::Category { order } => {
            let place = |p: usize| order.iter().position(|code| value(p) == Some(*code as f64));
            let measured = patients.iter().filter_map(|p| Some((*p, place(*p)?))).collect();
            Values::Category(names(&endpoint.value.ty, order), measured)
        }
        GivenKind::TimeToEvent => {
            let entry = |p: usize| match &given.entry {
                Some(entry) => at(entry, p).map(Some),
                None => Some(None),
            };
            let possible = |p: &&usize| !is_impossible(given, **p);
            let one = |p: &usize| {
                Some(Measured { patient: *p, entry: entry(*p)?, time: value(*p)?, event: event(*p)? == 1.0 })
            };
            Values::Measured(patients.iter().filter(possible).filter_map(one).collect())
        }
        GivenKind::CompetingRisks { causes } => {
            let cause = |p: usize| {
                let code = event(p)?;
                Some(causes.iter().position(|c| *c as f64 == code).map_or(0, |place| place + 1))
            };
            let one = |p: &usize| {
                Some(Cause {
                    patient: *p,
                    time: value(*p)?,
                    cause: cause(*p)?,
                    began: None,
                    because: ValueReason::Given,
                })
            };
            let ty = endpoint.event.as_ref().map_or(&endpoint.value.ty, |e| &e.ty);
            let possible = patients.iter().filter(|p| !is_impossible(given, **p));
            Values::Causes(names(ty, causes), possible.filter_map(one).collect())
        }
    }
}

/// How many of `patients` have a time that no patient can have: negative, or not after the entry.
pub(crate) fn impossible(endpoint: &GivenEndpoint<Held>, given: &GivenValues, patients: &[usize]) -> usize {
    match endpoint.what {
        GivenKind::TimeToEvent | GivenKind::CompetingRisks { .. } => {
            patients.iter().filter(|p| is_impossible(given, **p)).count()
        }
        GivenKind::YesNo | GivenKind::Number { .. } | GivenKind::Category { .. } => 0,
    }
}

/// How many of `patients` have no change in percent as their baseline is 0.
pub(crate) fn of_zero(endpoint: &GivenEndpoint<Held>, given: &GivenValues, patients: &[usize]) -> usize {
    let GivenKind::Number { measure: Measure::PercentChange, .. } = endpoint.what else { return 0 };
    let baseline = |patient: &&usize| given.baseline.as_deref().and_then(|baseline| at(baseline, **patient));
    patients.iter().filter(|patient| baseline(patient) == Some(0.0)).count()
}

fn is_impossible(given: &GivenValues, patient: usize) -> bool {
    let Some(time) = at(&given.value, patient) else { return false };
    let entry = given.entry.as_deref().and_then(|entry| at(entry, patient));
    time < 0.0 || entry.is_some_and(|entry| entry < 0.0 || entry >= time)
}

fn at(values: &[Option<f64>], patient: usize) -> Option<f64> {
    values.get(patient).copied().flatten()
}

fn yes_no(patient: usize, value: Option<f64>, missing: MissingRule) -> YesNoValue {
    let observed = value.map(|v| v == 1.0);
    let because = if observed.is_some() { ValueReason::Given } else { ValueReason::Missing };
    YesNoValue { patient, observed, value: missing.value(observed), because }
}

fn names(ty: &Type, codes: &[usize]) -> Vec<String> {
    let Type::Code(list) = ty else { return vec![] };
    codes.iter().filter_map(|code| list.codes.get(*code)).map(|code| code.name.clone()).collect()
}
