//! When a patient comes into a set of the criterion, where a later examination may date an earlier finding.

use super::Facts;
use super::confirmation;
use crate::derive::model::{CombinedReading, Day};
use crate::derive::reason::{ReadAt, ValueReason};
use crate::plan::ir::{CodeId, Confirmation, ResponseId, ResponseSet, SetId, Unconfirmed};

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
    /// Nothing has confirmed that of this examination.
    Unconfirmed(usize),
}

impl Entered {
    /// The examination whose response is in the set; that of the finding, where nothing confirmed it.
    pub fn found_at(self) -> usize {
        match self.dated {
            How::Itself => self.exam,
            How::ConfirmedAt(exam) | How::Unconfirmed(exam) => exam,
        }
    }

    pub(super) fn because(self, by: ResponseId, set: SetId) -> ValueReason {
        let read = |exam: usize| ReadAt { response: by, exam };
        let at = read(self.exam);
        match self.dated {
            How::Itself => ValueReason::InSet { set, at },
            How::ConfirmedAt(exam) => ValueReason::DatedFrom { set, at, confirmed: Some(read(exam)) },
            How::Unconfirmed(_) => ValueReason::DatedFrom { set, at, confirmed: None },
        }
    }
}

/// The first of `readings` whose response is in the set; dated from the first of the findings that it
/// confirms and that nothing cleared since. Without one, a finding left open counts as `unconfirmed` says. An examination
/// that was not assessed confirms and clears nothing.
///
/// A response that the criterion dates back is dated from the examination that it names, a finding that is confirmed as well; a
/// later response of the set that is dated from before the first one dates the whole.
pub(super) fn entered(set: &ResponseSet, unconfirmed: Unconfirmed, readings: Vec<&CombinedReading>) -> Option<Entered> {
    let is = |code: Option<CodeId>, codes: &[CodeId]| code.is_some_and(|code| codes.contains(&code));
    let mut course = Course { readings: readings.clone(), open: None, found: None };
    for reading in readings {
        if is(reading.result, &set.codes) {
            course.enters(reading);
            continue;
        }
        let Some(dated) = set.dated.as_ref().filter(|_| course.found.is_none()) else { continue };
        if is(reading.result, &dated.cleared_by) {
            course.open = None;
        } else if is(reading.result, &dated.from) {
            course.opens(reading);
        }
    }
    match unconfirmed {
        Unconfirmed::Counts => course.found.or(course.open.map(Open::unconfirmed)),
        Unconfirmed::DoesNotCount => course.found,
    }
}

/// The first of `readings` whose response is in the set and is confirmed by a later one of them: it is dated from that first
/// examination, or from an earlier one that the criterion names.
pub(super) fn repeated(
    facts: &Facts,
    (response, set): (ResponseId, SetId),
    rule: Confirmation,
    readings: Vec<&CombinedReading>,
) -> Option<Entered> {
    let looked = confirmation::Course::of(facts, (response, set, None), rule, readings.iter().copied());
    let course = Course { readings: readings.clone(), open: None, found: None };
    let confirmed = readings.iter().filter_map(|reading| {
        let at = looked.confirming(reading.exam)?;
        let from = course.seen_from(reading);
        Some(Entered { date: from.date, exam: from.exam, dated: How::ConfirmedAt(at) })
    });
    confirmed.min_by_key(|entered| entered.date)
}

struct Course<'r> {
    readings: Vec<&'r CombinedReading>,
    open: Option<Open<'r>>,
    found: Option<Entered>,
}

/// A finding that nothing has confirmed or cleared.
#[derive(Clone, Copy)]
struct Open<'r> {
    /// The examination from which it is dated.
    from: &'r CombinedReading,
    /// Row of the examination that made it.
    made_at: usize,
}

impl Open<'_> {
    fn unconfirmed(self) -> Entered {
        Entered { date: self.from.date, exam: self.from.exam, dated: How::Unconfirmed(self.made_at) }
    }
}

impl<'r> Course<'r> {
    /// The examination from which a reading by itself is dated.
    fn seen_from(&self, reading: &'r CombinedReading) -> &'r CombinedReading {
        let named = reading.dated.and_then(|exam| self.readings.iter().find(|other| other.exam == exam));
        named.copied().unwrap_or(reading)
    }

    fn opens(&mut self, reading: &'r CombinedReading) {
        let from = self.seen_from(reading);
        let open = self.open.filter(|open| open.from.date <= from.date);
        self.open = Some(open.unwrap_or(Open { from, made_at: reading.exam }));
    }

    fn enters(&mut self, reading: &'r CombinedReading) {
        let own = self.seen_from(reading);
        let open = self.open.map(|open| open.from).filter(|open| open.date <= own.date);
        let from = open.unwrap_or(own);
        let dated = if from.exam == reading.exam { How::Itself } else { How::ConfirmedAt(reading.exam) };
        if self.found.is_none_or(|found| from.date < found.date) {
            self.found = Some(Entered { date: from.date, exam: from.exam, dated });
        }
        self.open = None;
    }
}
