//! When a patient comes into a set of the criterion, where a later examination may date an earlier finding.

use crate::derive::model::{CombinedReading, Day};
use crate::derive::reason::{ReadAt, ValueReason};
use crate::plan::ir::{CodeId, ResponseId, ResponseSet, SetId, Unconfirmed};

/// The examination from which it is dated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entered {
    pub date: Day,
    exam: usize,
    dated: How,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    /// The response of this examination is in the set.
    Itself,
    /// That of this later examination is.
    ConfirmedAt(usize),
    Unconfirmed,
}

impl Entered {
    /// The examination whose response is in the set; that from which it is dated, where nothing confirmed it.
    pub fn found_at(self) -> usize {
        match self.dated {
            How::Itself | How::Unconfirmed => self.exam,
            How::ConfirmedAt(exam) => exam,
        }
    }

    pub(super) fn because(self, by: ResponseId, set: SetId) -> ValueReason {
        let read = |exam: usize| ReadAt { response: by, exam };
        let at = read(self.exam);
        match self.dated {
            How::Itself => ValueReason::InSet { set, at },
            How::ConfirmedAt(exam) => ValueReason::DatedFrom { set, at, confirmed: Some(read(exam)) },
            How::Unconfirmed => ValueReason::DatedFrom { set, at, confirmed: None },
        }
    }
}

/// The first of `readings`, up to the day `last`, whose response is in the set; dated from the first of the findings that it
/// confirms and that nothing cleared since. Without one, a finding left open counts as `unconfirmed` says. An examination
/// that was not assessed confirms and clears nothing.
pub(super) fn entered(
    set: &ResponseSet,
    unconfirmed: Unconfirmed,
    readings: &[CombinedReading],
    last: Option<Day>,
) -> Option<Entered> {
    let is = |code: Option<CodeId>, codes: &[CodeId]| code.is_some_and(|code| codes.contains(&code));
    let at = |reading: &CombinedReading, dated: How| Entered { date: reading.date, exam: reading.exam, dated };
    let mut open: Option<&CombinedReading> = None;
    for reading in readings.iter().filter(|reading| last.is_none_or(|last| reading.date <= last)) {
        if is(reading.result, &set.codes) {
            return Some(
                open.map_or_else(|| at(reading, How::Itself), |first| at(first, How::ConfirmedAt(reading.exam))),
            );
        }
        let Some(dated) = &set.dated else { continue };
        if is(reading.result, &dated.cleared_by) {
            open = None;
        } else if is(reading.result, &dated.from) {
            open = open.or(Some(reading));
        }
    }
    match unconfirmed {
        Unconfirmed::Counts => open.map(|first| at(first, How::Unconfirmed)),
        Unconfirmed::DoesNotCount => None,
    }
}
