//! Values of an endpoint that is read from the row of a patient.

use super::left_out::Reason;
use super::values::{Cause, Measured, Number, Shift, Shifted, Tested, Values};
use crate::derive::model::{GivenValues, YesNoValue};
use crate::derive::reason::ValueReason;
use crate::plan::ir::{GivenEndpoint, GivenKind, IfUndetermined, Measure, MissingRule, Type};
use crate::program::flat::Held;

/// In `patients`, in their order, whose arms are told where a missing value is one by the arm; a patient of whom a part is missing, or whose time is impossible, has no value.
pub(crate) fn values(
    endpoint: &GivenEndpoint<Held>,
    given: &GivenValues,
    patients: &[usize],
    arms: &[Option<usize>],
) -> Values {
    let value = |patient: usize| at(&given.value, patient);
    let event = |patient: usize| at(given.event.as_deref()?, patient);
    match &endpoint.what {
        GivenKind::YesNo => {
            let one = |p: &usize| yes_no(*p, value(*p), (endpoint.missing, arms.get(*p).copied().flatten()));
            Values::YesNo(patients.iter().map(one).collect())
        }
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
        GivenKind::Shift { order } => {
            let place = |of: Option<f64>| order.iter().position(|code| of == Some(*code as f64));
            let baseline = |p: usize| given.baseline.as_deref().and_then(|b| at(b, p));
            let one = |p: &usize| Some(Shifted { patient: *p, from: place(baseline(*p)), to: place(value(*p))? });
            Values::Shift(Shift {
                categories: names(&endpoint.value.ty, order),
                assessed: order.len() - usize::from(endpoint.missing == MissingRule::OwnCategory),
                list: patients.iter().filter_map(one).collect(),
            })
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
        GivenKind::DiagnosticTest { test: if_test, reference: if_reference } => {
            let rules = (*if_test, *if_reference);
            Values::Tested(patients.iter().filter_map(|p| tested(*p, value(*p), event(*p), rules)).collect())
        }
    }
}

/// A test and its reference; none of a patient who is left out as one of them is undetermined. What is undetermined of the
/// reference is settled first, for the test may count as the wrong answer.
fn tested(
    patient: usize,
    test: Option<f64>,
    reference: Option<f64>,
    (if_test, if_reference): (IfUndetermined, IfUndetermined),
) -> Option<Tested> {
    let observed = |value: Option<f64>| value.map(|value| value == 1.0);
    let settled = observed(reference).or_else(|| if_reference.counts_as(observed(test)));
    Some(Tested {
        patient,
        test: observed(test).or_else(|| if_test.counts_as(settled))?,
        reference: settled?,
        test_undetermined: test.is_none(),
        reference_undetermined: reference.is_none(),
    })
}

/// Why each of `patients`, who have no value, is left out of what a test is compared in: its reference, or else itself.
pub(crate) fn undetermined(
    endpoint: &GivenEndpoint<Held>,
    given: &GivenValues,
    patients: &[usize],
) -> Vec<(Reason, Vec<usize>)> {
    let GivenKind::DiagnosticTest { test, reference } = endpoint.what else { return vec![] };
    let of_reference = |patient: &usize| {
        reference == IfUndetermined::LeftOut && given.event.as_deref().and_then(|e| at(e, *patient)).is_none()
    };
    let (by_reference, by_test): (Vec<usize>, Vec<usize>) = patients.iter().copied().partition(of_reference);
    let said = [(test, Reason::UndeterminedTest, by_test), (reference, Reason::UndeterminedReference, by_reference)];
    let said = said.into_iter().filter(|(rule, ..)| *rule == IfUndetermined::LeftOut);
    said.map(|(_, reason, who)| (reason, who)).collect()
}

/// Those of `patients` who have a time that no patient can have: negative, or not after the entry.
pub(crate) fn impossible(endpoint: &GivenEndpoint<Held>, given: &GivenValues, patients: &[usize]) -> Vec<usize> {
    match endpoint.what {
        GivenKind::TimeToEvent | GivenKind::CompetingRisks { .. } => {
            patients.iter().copied().filter(|p| is_impossible(given, *p)).collect()
        }
        GivenKind::YesNo
        | GivenKind::Number { .. }
        | GivenKind::Category { .. }
        | GivenKind::Shift { .. }
        | GivenKind::DiagnosticTest { .. } => vec![],
    }
}

/// Those of `patients` who have no change in percent as their baseline is 0.
pub(crate) fn of_zero(endpoint: &GivenEndpoint<Held>, given: &GivenValues, patients: &[usize]) -> Vec<usize> {
    let GivenKind::Number { measure: Measure::PercentChange, .. } = endpoint.what else { return vec![] };
    let baseline = |patient: usize| given.baseline.as_deref().and_then(|baseline| at(baseline, patient));
    patients.iter().copied().filter(|patient| baseline(*patient) == Some(0.0)).collect()
}

/// Those of `patients`, who have no change, who have no baseline that it could be one from.
pub(crate) fn without_baseline(endpoint: &GivenEndpoint<Held>, given: &GivenValues, patients: &[usize]) -> Vec<usize> {
    let GivenKind::Number { measure: Measure::Change | Measure::PercentChange, .. } = endpoint.what else {
        return vec![];
    };
    let Some(baseline) = given.baseline.as_deref() else { return vec![] };
    patients.iter().copied().filter(|patient| at(baseline, *patient).is_none()).collect()
}

fn is_impossible(given: &GivenValues, patient: usize) -> bool {
    let Some(time) = at(&given.value, patient) else { return false };
    let entry = given.entry.as_deref().and_then(|entry| at(entry, patient));
    time < 0.0 || entry.is_some_and(|entry| entry < 0.0 || entry >= time)
}

fn at(values: &[Option<f64>], patient: usize) -> Option<f64> {
    values.get(patient).copied().flatten()
}

fn yes_no(patient: usize, value: Option<f64>, (missing, arm): (MissingRule, Option<usize>)) -> YesNoValue {
    let observed = value.map(|v| v == 1.0);
    let because = if observed.is_some() { ValueReason::Given } else { ValueReason::Missing };
    YesNoValue { patient, observed, value: missing.value(observed, arm), because }
}

fn names(ty: &Type, codes: &[usize]) -> Vec<String> {
    let Type::Code(list) = ty else { return vec![] };
    codes.iter().filter_map(|code| list.codes.get(*code)).map(|code| code.name.clone()).collect()
}
