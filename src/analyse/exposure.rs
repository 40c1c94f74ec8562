//! Follow-up split on the day an exposure begins.

use super::Context;
use crate::derive::model::TimeValue;
use crate::methods::Outcome;
use crate::plan::ir::EventId;

/// Intervals of patients, those of one patient after each other: before the exposure in group 1, after it in group 0.
pub(crate) struct Intervals {
    pub patient: Vec<usize>,
    pub group: Vec<usize>,
    pub outcome: Outcome,
    /// Patients without an interval: nothing was observed after time zero.
    pub without_time: Vec<usize>,
    /// Patients of whom a day of exposure is recorded and cannot be used.
    pub unusable: Vec<usize>,
}

/// A patient is unexposed up to the day of the event, included, and exposed after it; an interval without length says nothing.
/// Times are counted from `origin` days after time zero, and so is the event: before it the exposure is there from the
/// beginning.
pub(crate) fn intervals(context: Context, event: EventId, origin: i64, list: &[TimeValue]) -> Intervals {
    let seen = context.seen;
    let day = |patient: usize| Some(seen.day(patient, seen.event(event)[patient]?)? - origin);
    let (mut patient, mut group) = (vec![], vec![]);
    let (mut entry, mut time, mut happened) = (vec![], vec![], vec![]);
    let mut add = |value: &TimeValue, exposed: bool, from: i64, to: i64, event: bool| {
        if to > from {
            patient.push(value.patient);
            group.push(usize::from(!exposed));
            // Whole days below 2^53 are exact.
            entry.push(from as f64);
            time.push(to as f64);
            happened.push(event);
        }
    };
    let unusable = |value: &TimeValue| seen.is_unusable(event, value.patient);
    for value in list.iter().filter(|v| !unusable(v)) {
        match day(value.patient).map(|d| d.max(0)).filter(|d| *d < value.time) {
            Some(day) => {
                add(value, false, 0, day, false);
                add(value, true, day, value.time, value.event);
            }
            None => add(value, false, 0, value.time, value.event),
        }
    }
    Intervals {
        patient,
        group,
        outcome: Outcome::TimeToEvent { entry: Some(entry), time, event: happened },
        without_time: list.iter().filter(|v| !unusable(v) && v.time <= 0).map(|v| v.patient).collect(),
        unusable: list.iter().filter(|v| unusable(v)).map(|v| v.patient).collect(),
    }
}
