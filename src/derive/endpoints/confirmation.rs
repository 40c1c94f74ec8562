//! Whether a response of a set is confirmed: one rule for every kind of endpoint that is read from responses.
//!
//! RECIST 1.1, section 4.6: a response counts where a later examination, so many days after at least, repeats it. What may lie
//! between is the endpoint's to say of examinations that were not assessed; those that are assessed and too early to confirm are
//! passed over, but for a progression, which ends the response. Nothing confirms a response of the last examination.

use super::Facts;
use crate::derive::model::{CombinedReading, Day};
use crate::plan::ir::{CodeId, Confirmation, ResponseId, ResponseRole, SetId};
use crate::program::expression::BoundCriterion;

/// A response that a later examination confirms, by the rows of both examinations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Repeated {
    pub from: usize,
    pub at: usize,
}

/// What an examination says of the set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Finding {
    InSet,
    /// Assessed, not in the set, and no progression.
    Outside,
    Progression,
    /// Or without a response on which the readers agree.
    NotAssessed,
}

struct Examination {
    exam: usize,
    day: Day,
    finding: Finding,
}

/// The examinations of a patient at which the criterion applies, in their order, as a set of its responses sees them.
pub(super) struct Course {
    examinations: Vec<Examination>,
    rule: Confirmation,
    /// How many of them, from the first on, may confirm.
    open: usize,
}

impl Course {
    /// `ending` is a set that ends a response besides progression.
    pub fn of<'r>(
        facts: &Facts,
        (response, set, ending): (ResponseId, SetId, Option<SetId>),
        rule: Confirmation,
        readings: impl Iterator<Item = &'r CombinedReading>,
    ) -> Course {
        let criterion = facts.criterion(response);
        let one = |reading: &CombinedReading| {
            let finding = match reading.result {
                Some(code) if criterion.is(ResponseRole::DoesNotApply, code) => return None,
                None => Finding::NotAssessed,
                Some(code) if criterion.is_in(set, code) => Finding::InSet,
                Some(code) if ends(criterion, ending, code) => Finding::Progression,
                Some(code) if !facts.is_assessed(response, code) => Finding::NotAssessed,
                Some(_) => Finding::Outside,
            };
            Some(Examination { exam: reading.exam, day: reading.date, finding })
        };
        let examinations: Vec<Examination> = readings.filter_map(one).collect();
        Course { open: examinations.len(), examinations, rule }
    }

    /// No examination of another day confirms: these are the first days of the course.
    pub fn confirmed_on(mut self, may: impl Fn(Day) -> bool) -> Course {
        self.open = self.examinations.partition_point(|e| may(e.day));
        self
    }

    /// The examination that confirms the response of this one: the next assessed at least so many days later, where it is in
    /// the set too. Examinations that were not assessed are counted from the response on, also those too early to confirm it.
    pub fn confirming(&self, exam: usize) -> Option<usize> {
        let place = self.examinations.iter().position(|e| e.exam == exam && e.finding == Finding::InSet)?;
        self.confirming_at(place).map(|place| self.examinations[place].exam)
    }

    fn confirming_at(&self, place: usize) -> Option<usize> {
        let first = i64::from(self.examinations[place].day);
        let mut not_assessed = 0;
        for (later, next) in self.examinations.iter().enumerate().take(self.open).skip(place + 1) {
            match next.finding {
                Finding::Progression => return None,
                Finding::NotAssessed => not_assessed += 1,
                Finding::InSet | Finding::Outside if i64::from(next.day) - first < self.rule.after => {}
                Finding::InSet => return Some(later),
                Finding::Outside => return None,
            }
            if not_assessed > self.rule.not_assessed_between {
                return None;
            }
        }
        None
    }

    /// The first confirmed response in which this examination lies. One begins with the examination that is confirmed, and
    /// lasts through the one that confirms it until an assessed examination that is not in the set.
    pub fn lies_in(&self, exam: usize) -> Option<Repeated> {
        let own = self.examinations.iter().position(|e| e.exam == exam && e.finding == Finding::InSet)?;
        let began = (0..=own).filter(|place| self.examinations[*place].finding == Finding::InSet);
        let confirmed = began.filter_map(|from| Some((from, self.confirming_at(from)?)));
        let lasts = |at: usize| {
            let since = self.examinations.get(at..=own).unwrap_or(&[]);
            since.iter().all(|e| matches!(e.finding, Finding::InSet | Finding::NotAssessed))
        };
        let found = confirmed.into_iter().find(|(_, at)| lasts(*at));
        found.map(|(from, at)| Repeated { from: self.examinations[from].exam, at: self.examinations[at].exam })
    }
}

fn ends(criterion: &BoundCriterion, ending: Option<SetId>, code: CodeId) -> bool {
    let progression = [ResponseRole::Progression, ResponseRole::DefinitiveProgression];
    progression.into_iter().any(|role| criterion.is(role, code)) || ending.is_some_and(|set| criterion.is_in(set, code))
}
