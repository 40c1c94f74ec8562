//! The values of an analysis' endpoint in the patients of its population, as its estimand defines them.

use super::{Context, given};
use crate::derive::endpoints;
use crate::derive::model::{TimeValue, YesNoValue};
use crate::derive::reason::{Silence, ValueReason};
use crate::methods::Outcome;
use crate::plan::ir::{Compare, EndpointKind, PointId, ResponseId};
use crate::program::flat::FlatAnalysis;
use std::collections::BTreeSet;

/// One value per patient, patients in key order.
pub(crate) enum Values {
    YesNo(Vec<YesNoValue>),
    Time(Vec<TimeValue>),
    /// With the names of the causes.
    Causes(Vec<String>, Vec<Cause>),
    Measured(Vec<Measured>),
    Number(Vec<Number>),
    /// The names of the categories in their order, and the place of each patient's.
    Category(Vec<String>, Vec<(usize, usize)>),
    Shift(Shift),
    Tested(Vec<Tested>),
}

/// Of patients with a category afterwards.
pub(crate) struct Shift {
    /// The names of the categories in their order, and in how many of them, the first, a patient is assessed.
    pub categories: Vec<String>,
    pub assessed: usize,
    pub list: Vec<Shifted>,
}

/// The places of a patient's categories.
pub(crate) struct Shifted {
    pub patient: usize,
    pub from: Option<usize>,
    pub to: usize,
}

/// A test and its reference, and whether each is what the plan says of one that is undetermined.
pub(crate) struct Tested {
    pub patient: usize,
    pub test: bool,
    pub reference: bool,
    pub test_undetermined: bool,
    pub reference_undetermined: bool,
}

/// A time with its cause; cause 0 is censored.
pub(crate) struct Cause {
    pub patient: usize,
    pub time: f64,
    pub cause: usize,
    /// What begins it later than time zero.
    pub began: Option<ValueReason>,
    pub because: ValueReason,
}

/// A time in days that the data give.
pub(crate) struct Measured {
    pub patient: usize,
    pub entry: Option<f64>,
    pub time: f64,
    pub event: bool,
}

pub(crate) struct Number {
    pub patient: usize,
    pub value: f64,
    pub baseline: Option<f64>,
}

/// Who has no value, as the criterion has nothing to say of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outside {
    /// It does not apply.
    pub inapplicable: Vec<usize>,
    /// It never begins, or not before what is asked about.
    pub not_begun: Vec<usize>,
}

impl Values {
    /// Patients with a value.
    pub fn patients(&self) -> Vec<usize> {
        match self {
            Values::YesNo(list) => list.iter().filter(|v| v.value.is_some()).map(|v| v.patient).collect(),
            Values::Time(list) => list.iter().map(|v| v.patient).collect(),
            Values::Causes(_, list) => list.iter().map(|v| v.patient).collect(),
            Values::Measured(list) => list.iter().map(|v| v.patient).collect(),
            Values::Number(list) => list.iter().map(|v| v.patient).collect(),
            Values::Category(_, list) => list.iter().map(|(patient, _)| *patient).collect(),
            Values::Shift(shift) => shift.list.iter().map(|v| v.patient).collect(),
            Values::Tested(list) => list.iter().map(|v| v.patient).collect(),
        }
    }

    /// Those without a value of whom the criterion has nothing to say.
    pub fn outside(&self) -> Outside {
        let mut outside = Outside::default();
        let list = match self {
            Values::YesNo(list) => list.as_slice(),
            // Such a patient has no time, and is counted by its reason.
            Values::Time(_)
            | Values::Causes(..)
            | Values::Measured(_)
            | Values::Number(_)
            | Values::Category(..)
            | Values::Shift(_)
            | Values::Tested(_) => &[],
        };
        for value in list.iter().filter(|v| v.value.is_none()) {
            match value.because.silence() {
                Some(Silence::DoesNotApply) => outside.inapplicable.push(value.patient),
                Some(Silence::NotBegun) => outside.not_begun.push(value.patient),
                None => {}
            }
        }
        outside
    }

    /// Only the patients for whom this holds.
    pub fn retain(&mut self, keep: &dyn Fn(usize) -> bool) {
        match self {
            Values::YesNo(list) => list.retain(|v| keep(v.patient)),
            Values::Time(list) => list.retain(|v| keep(v.patient)),
            Values::Causes(_, list) => list.retain(|v| keep(v.patient)),
            Values::Measured(list) => list.retain(|v| keep(v.patient)),
            Values::Number(list) => list.retain(|v| keep(v.patient)),
            Values::Category(_, list) => list.retain(|(patient, _)| keep(*patient)),
            Values::Shift(shift) => shift.list.retain(|v| keep(v.patient)),
            Values::Tested(list) => list.retain(|v| keep(v.patient)),
        }
    }

    /// In the order of [`Values::patients`].
    pub fn outcome(&self) -> Outcome {
        match self {
            Values::YesNo(list) => Outcome::YesNo(list.iter().filter_map(|v| v.value).collect()),
            // Whole days below 2^53 are exact.
            Values::Time(list) => Outcome::TimeToEvent {
                entry: None,
                time: list.iter().map(|v| v.time as f64).collect(),
                event: list.iter().map(|v| v.event).collect(),
            },
            Values::Causes(causes, list) => Outcome::CompetingRisks {
                time: list.iter().map(|v| v.time).collect(),
                cause: list.iter().map(|v| v.cause).collect(),
                causes: causes.clone(),
            },
            Values::Measured(list) => Outcome::TimeToEvent {
                entry: list.iter().map(|v| v.entry).collect(),
                time: list.iter().map(|v| v.time).collect(),
                event: list.iter().map(|v| v.event).collect(),
            },
            Values::Number(list) => Outcome::Continuous(list.iter().map(|v| v.value).collect()),
            Values::Category(categories, list) => Outcome::Category {
                categories: categories.clone(),
                value: list.iter().map(|(_, place)| *place).collect(),
            },
            // Those without a baseline are left out before anything is computed.
            Values::Shift(shift) => {
                let (from, to) = shift.list.iter().filter_map(|v| Some((v.from?, v.to))).unzip();
                Outcome::Shift { categories: shift.categories.clone(), assessed: shift.assessed, from, to }
            }
            Values::Tested(list) => Outcome::DiagnosticTest {
                test: list.iter().map(|v| v.test).collect(),
                reference: list.iter().map(|v| v.reference).collect(),
                test_undetermined: list.iter().map(|v| v.test_undetermined).collect(),
                reference_undetermined: list.iter().map(|v| v.reference_undetermined).collect(),
            },
        }
    }
}

impl Values {
    /// Those of `patients` who have no value.
    pub fn missing_of(&self, patients: &[usize]) -> Vec<usize> {
        let with: BTreeSet<usize> = self.patients().into_iter().collect();
        patients.iter().copied().filter(|patient| !with.contains(patient)).collect()
    }

    /// Times counted from a day; those that are no longer than it are taken out. What is no time is left as it is: a
    /// response is looked for after the landmark, and the plan states none for a value that does not depend on it.
    ///
    /// The patients who were not followed beyond the day, where these are times.
    pub fn count_from(&mut self, day: i64) -> Option<Vec<usize>> {
        // Whole days below 2^53 are exact.
        let from = day as f64;
        let before = self.patients();
        match self {
            Values::Time(list) => {
                list.retain(|v| v.time > day);
                list.iter_mut().for_each(|v| v.time -= day);
            }
            Values::Causes(_, list) => {
                list.retain(|v| v.time > from);
                list.iter_mut().for_each(|v| v.time -= from);
            }
            Values::Measured(list) => {
                list.retain(|v| v.time > from);
                for value in list {
                    value.time -= from;
                    value.entry = value.entry.map(|entry| (entry - from).max(0.0));
                }
            }
            Values::YesNo(_) | Values::Number(_) | Values::Category(..) | Values::Shift(_) | Values::Tested(_) => {
                return None;
            }
        }
        Some(self.missing_of(&before))
    }
}

/// The patients of an analysis: those of its population, in the arms compared where some are.
pub(crate) fn patients(context: Context, analysis: &FlatAnalysis) -> Vec<usize> {
    let seen = context.seen;
    let members = &seen.population(analysis.population).patients;
    let compared = |patient: &usize| match &analysis.compare {
        Compare::Arms(arms) => seen.arms()[*patient].is_some_and(|arm| arms.contains(&arm)),
        Compare::None | Compare::Baseline | Compare::Exposure(_) => true,
    };
    members.iter().copied().filter(compared).collect()
}

pub(crate) fn values(context: Context, analysis: &FlatAnalysis, at: Option<(ResponseId, PointId)>) -> Values {
    let (program, seen, facts) = (context.program, context.seen, context.facts());
    let patients = patients(context, analysis);
    match (&program.flat.endpoints[analysis.endpoint.0].kind, at) {
        (EndpointKind::YesNo(_), Some((response, point))) => {
            Values::YesNo(endpoints::yes_no(&facts, &analysis.handling, analysis.endpoint, response, point, &patients))
        }
        // Events have numbers of their own.
        (EndpointKind::YesNo(_), None) | (EndpointKind::Events(_), _) => Values::YesNo(vec![]),
        (EndpointKind::BestResponse(_), _) => {
            let after = analysis.landmark.unwrap_or(0);
            Values::YesNo(endpoints::best_successes(&facts, analysis.endpoint, after, &patients))
        }
        (EndpointKind::TimeToEvent(_), _) => {
            Values::Time(endpoints::time_to_event(&facts, &analysis.handling, analysis.endpoint, &patients))
        }
        (EndpointKind::CompetingRisks(endpoint), _) => {
            let found = endpoints::competing_risks(&facts, analysis.endpoint, &patients);
            let cause = |v: endpoints::CauseValue| {
                // Whole days below 2^53 are exact.
                Cause { patient: v.patient, time: v.time as f64, cause: v.cause, began: v.began, because: v.because }
            };
            let names = endpoint.causes.iter().map(|c| c.name.clone()).collect();
            Values::Causes(names, found.into_iter().map(cause).collect())
        }
        (EndpointKind::Given(endpoint), _) => match seen.given(analysis.endpoint) {
            Some(found) => {
                let arms = if endpoint.missing.is_by_arm() { seen.arms() } else { &[] };
                given::values(endpoint, found, &patients, arms)
            }
            None => Values::YesNo(vec![]),
        },
    }
}
