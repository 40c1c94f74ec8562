//! The best of the combined responses of a patient.
//!
//! Examinations count from after time zero, or after the landmark, to the last day, before the first of the events that end them (one on
//! its day as the endpoint says), and up
//! to and including the first definitive progression, after which there is no combined response. The order is complete,
//! other objective, stable (neither objective, progression nor unassessed), definitive progression, other progression, not
//! assessed. A stable response needs its days since the criterion's beginning, which is time zero or the event after which it is
//! read; an unconfirmed objective response is then the stable one.

use super::Facts;
use super::confirmation::Course;
use crate::derive::model::{CombinedReading, Day, YesNoValue};
use crate::derive::reason::{Confirmed, ReadAt, ValueReason};
use crate::plan::ir::{BestResponseEndpoint, CodeId, EndpointId, ReadOnItsDay, ResponseRole, SetId};
use crate::program::expression::BoundCriterion;
use crate::program::flat::FlatKind;

/// The best response of a patient.
#[derive(Clone, Debug, PartialEq)]
pub struct BestValue {
    pub patient: usize,
    pub result: CodeId,
    pub objective: bool,
    pub because: ValueReason,
}

impl BestValue {
    /// Whether it is an objective response.
    pub fn success(self) -> YesNoValue {
        let value = Some(self.objective);
        YesNoValue { patient: self.patient, observed: value, value, because: self.because }
    }
}

/// One for each of `patients` of whom the criterion has something to say, at one examination that counts if there is any, in
/// their order; examinations count after day `after`, which is 0 or that of a landmark.
pub fn best_responses(facts: &Facts, endpoint: EndpointId, after: i64, patients: &[usize]) -> Vec<BestValue> {
    each(facts, endpoint, after, patients).into_iter().filter_map(|(_, best)| best.ok()).collect()
}

/// As [`best_responses`], whether it is an objective one, with those of whom the criterion has nothing to say: they have no
/// value.
pub fn best_successes(facts: &Facts, endpoint: EndpointId, after: i64, patients: &[usize]) -> Vec<YesNoValue> {
    let value = |(patient, best): (usize, Result<BestValue, ValueReason>)| match best {
        Ok(best) => best.success(),
        Err(because) => YesNoValue { patient, observed: None, value: None, because },
    };
    each(facts, endpoint, after, patients).into_iter().map(value).collect()
}

/// Each of `patients` with the best response, or why the criterion has nothing to say.
fn each(
    facts: &Facts,
    endpoint: EndpointId,
    after: i64,
    patients: &[usize],
) -> Vec<(usize, Result<BestValue, ValueReason>)> {
    let FlatKind::BestResponse(kind) = facts.kind(endpoint) else { return vec![] };
    let own = facts.of(endpoint);
    let ranks = Ranks { criterion: own.criterion(kind.by), endpoint: kind, after };
    patients.iter().map(|patient| (*patient, ranks.best(&own, *patient))).collect()
}

/// How good a response is; the lower the better.
const COMPLETE: usize = 0;
const OBJECTIVE: usize = 1;
const STABLE: usize = 2;
const PROGRESSION: usize = 3;
const OTHER_PROGRESSION: usize = 4;
const NOT_ASSESSED: usize = 5;

struct Ranks<'a> {
    criterion: &'a BoundCriterion,
    endpoint: &'a BestResponseEndpoint,
    after: i64,
}

/// An examination that counts.
struct Seen {
    day: i64,
    exam: usize,
    code: CodeId,
    rank: usize,
}

impl Ranks<'_> {
    fn rank(&self, code: CodeId) -> usize {
        let sets = &self.endpoint.sets;
        let of = |set: Option<SetId>| set.is_some_and(|set| self.criterion.is_in(set, code));
        match () {
            () if of(sets.complete) => COMPLETE,
            () if of(Some(sets.objective)) => OBJECTIVE,
            () if of(sets.definitive) => PROGRESSION,
            () if of(Some(sets.progression)) => OTHER_PROGRESSION,
            () if of(Some(sets.not_assessed)) => NOT_ASSESSED,
            () => STABLE,
        }
    }

    /// The first response of this rank in the criterion's order.
    fn code_of(&self, rank: usize) -> Option<CodeId> {
        self.criterion.codes().find(|code| self.rank(*code) == rank)
    }

    /// The reason where the criterion has nothing to say.
    fn best(&self, facts: &Facts, patient: usize) -> Result<BestValue, ValueReason> {
        if let Some(outside) = facts.outside(self.endpoint.by, patient) {
            return Err(outside.into());
        }
        if self.ends_before_it_begins(facts, patient) {
            return Err(ValueReason::NotBegun { at: None });
        }
        let all = self.seen(facts, patient);
        let applies = |seen: &Seen| !self.criterion.is(ResponseRole::DoesNotApply, seen.code);
        if !all.is_empty() && !all.iter().any(applies) {
            return Err(ValueReason::DoesNotApply { at: None });
        }
        let seen: Vec<Seen> = all.into_iter().filter(applies).collect();
        let begins = facts.seen.begins(self.endpoint.by, patient).and_then(|b| facts.seen.day(patient, b.day));
        let begins = begins.unwrap_or(0);
        let course = self.course(facts, patient);
        let mut best: Option<(usize, CodeId, ValueReason)> = None;
        for place in 0..seen.len() {
            let Some((rank, code, because)) = self.counted(&seen, course.as_ref(), place, begins) else { continue };
            if best.as_ref().is_none_or(|(r, ..)| rank < *r) {
                best = Some((rank, code, because));
            }
        }
        let none = || (NOT_ASSESSED, self.unassessed(&seen), ValueReason::NothingAssessed);
        let (rank, result, because) = best.unwrap_or_else(none);
        Ok(BestValue { patient, result, objective: rank <= OBJECTIVE, because })
    }

    /// No examination could count: none is read before the last day that counts is over.
    fn ends_before_it_begins(&self, facts: &Facts, patient: usize) -> bool {
        let Some((after, _)) = facts.later(self.endpoint.by, patient) else { return false };
        let Some(zero) = facts.time_zero(patient) else { return false };
        let last = i64::from(zero) + self.endpoint.to_day;
        let end = self.end(facts, patient, zero).map_or(last, |end| last.min(i64::from(end) - 1));
        i64::from(after) >= end
    }

    /// The first day that counts no more.
    fn end(&self, facts: &Facts, patient: usize, zero: Day) -> Option<Day> {
        let before = self.endpoint.before.as_ref()?;
        let dates = before.events.iter().filter_map(|event| facts.event(*event, patient));
        let first = dates.filter(|date| *date >= zero).min()?;
        Some(match before.examination {
            ReadOnItsDay::AfterEvent => first,
            ReadOnItsDay::BeforeEvent => first.saturating_add(1),
        })
    }

    /// Of a patient of whom nothing was assessed that counts: what the first examination says where none says more, else the
    /// first such response of the criterion.
    fn unassessed(&self, seen: &[Seen]) -> CodeId {
        let own = seen.first().filter(|_| seen.iter().all(|s| s.rank == NOT_ASSESSED)).map(|s| s.code);
        own.or_else(|| self.code_of(NOT_ASSESSED)).unwrap_or(self.criterion.no_baseline)
    }

    /// The examinations that count, each with its day from time zero on.
    fn readings<'f>(&self, facts: &Facts<'f>, patient: usize) -> Vec<(i64, &'f CombinedReading)> {
        let Some(zero) = facts.time_zero(patient) else { return vec![] };
        let end = self.end(facts, patient, zero);
        let counts = |(day, r): &(i64, &CombinedReading)| {
            *day > self.after && *day <= self.endpoint.to_day && end.is_none_or(|end| r.date < end)
        };
        let all = facts.combined(self.endpoint.by, patient).iter();
        all.map(|r| (i64::from(r.date) - i64::from(zero), r)).filter(counts).collect()
    }

    fn seen(&self, facts: &Facts, patient: usize) -> Vec<Seen> {
        let one = |(day, r): (i64, &CombinedReading)| {
            let code = r.result?;
            Some(Seen { day, exam: r.exam, code, rank: self.rank(code) })
        };
        self.readings(facts, patient).into_iter().filter_map(one).collect()
    }

    /// None where no confirmation is asked for.
    fn course(&self, facts: &Facts, patient: usize) -> Option<Course> {
        let readings = self.readings(facts, patient).into_iter().map(|(_, reading)| reading);
        let of = (self.endpoint.by, self.endpoint.sets.objective, None);
        Some(Course::of(facts, of, self.endpoint.confirmed?, readings))
    }

    /// What an examination counts as, of a criterion that begins on a day: rank, response and reason; none where it counts for
    /// nothing.
    fn counted(
        &self,
        seen: &[Seen],
        course: Option<&Course>,
        place: usize,
        begins: i64,
    ) -> Option<(usize, CodeId, ValueReason)> {
        let one = &seen[place];
        let read_at = |exam: usize| ReadAt { response: self.endpoint.by, exam };
        let best = |code: CodeId, confirmed| ValueReason::Best { code, at: read_at(one.exam), confirmed };
        let stable = || one.day - begins >= self.endpoint.stable_from;
        match (one.rank, course) {
            (NOT_ASSESSED, _) => None,
            (STABLE, _) => stable().then(|| (STABLE, one.code, best(one.code, Confirmed::NotAsked))),
            (COMPLETE | OBJECTIVE, Some(course)) => match self.confirming(seen, course, one) {
                Some(next) => {
                    // Complete, then another objective response: the lesser of the two was there at both.
                    let worse = if next.rank > one.rank { next } else { one };
                    Some((worse.rank, worse.code, best(worse.code, Confirmed::At(read_at(next.exam)))))
                }
                None if stable() => {
                    let code = self.code_of(STABLE)?;
                    Some((STABLE, code, best(one.code, Confirmed::No)))
                }
                None => None,
            },
            (rank, _) => Some((rank, one.code, best(one.code, Confirmed::NotAsked))),
        }
    }

    fn confirming<'s>(&self, seen: &'s [Seen], course: &Course, one: &Seen) -> Option<&'s Seen> {
        let exam = course.confirming(one.exam)?;
        seen.iter().find(|later| later.exam == exam)
    }
}
