//! The best of the combined responses of a patient.
//!
//! Examinations count from after time zero, or after the landmark, to the last day, strictly before the first of the events that end them, and up
//! to and including the first definitive progression, after which there is no combined response. The order is complete,
//! other objective, stable (neither objective, progression nor unassessed), definitive progression, other progression, not
//! assessed. A stable response needs its days since the criterion's beginning, which is time zero or the event after which it is
//! read; an unconfirmed objective response is then the stable one.

use super::Facts;
use crate::derive::model::{CombinedReading, Day, YesNoValue};
use crate::derive::reason::{Confirmed, ReadAt, ValueReason};
use crate::plan::ir::{BestResponseEndpoint, CodeId, Confirmation, EndpointId, ResponseRole, SetId};
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
        let mut best: Option<(usize, CodeId, ValueReason)> = None;
        for place in 0..seen.len() {
            let Some((rank, code, because)) = self.counted(&seen, place, begins) else { continue };
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
        let dates = self.endpoint.before.iter().filter_map(|event| facts.event(*event, patient));
        dates.filter(|date| *date >= zero).min()
    }

    /// Of a patient of whom nothing was assessed that counts: what the first examination says where none says more, else the
    /// first such response of the criterion.
    fn unassessed(&self, seen: &[Seen]) -> CodeId {
        let own = seen.first().filter(|_| seen.iter().all(|s| s.rank == NOT_ASSESSED)).map(|s| s.code);
        own.or_else(|| self.code_of(NOT_ASSESSED)).unwrap_or(self.criterion.no_baseline)
    }

    fn seen(&self, facts: &Facts, patient: usize) -> Vec<Seen> {
        let Some(zero) = facts.time_zero(patient) else { return vec![] };
        let end = self.end(facts, patient, zero);
        let counts = |r: &&CombinedReading| {
            let day = i64::from(r.date) - i64::from(zero);
            day > self.after && day <= self.endpoint.to_day && end.is_none_or(|end| r.date < end)
        };
        let readings = facts.combined(self.endpoint.by, patient).iter().filter(counts);
        let one = |r: &CombinedReading| {
            let code = r.result?;
            let day = i64::from(r.date) - i64::from(zero);
            Some(Seen { day, exam: r.exam, code, rank: self.rank(code) })
        };
        readings.filter_map(one).collect()
    }

    /// What an examination counts as, of a criterion that begins on a day: rank, response and reason; none where it counts for
    /// nothing.
    fn counted(&self, seen: &[Seen], place: usize, begins: i64) -> Option<(usize, CodeId, ValueReason)> {
        let one = &seen[place];
        let read_at = |exam: usize| ReadAt { response: self.endpoint.by, exam };
        let best = |code: CodeId, confirmed| ValueReason::Best { code, at: read_at(one.exam), confirmed };
        let stable = || one.day - begins >= self.endpoint.stable_from;
        match (one.rank, self.endpoint.confirmed) {
            (NOT_ASSESSED, _) => None,
            (STABLE, _) => stable().then(|| (STABLE, one.code, best(one.code, Confirmed::NotAsked))),
            (COMPLETE | OBJECTIVE, Some(rule)) => match confirming(seen, place, rule) {
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
}

/// The next assessed examination at least so many days later, where it is an objective response too. Examinations that were
/// not assessed are counted from the response on, also those that are too early to confirm it.
fn confirming(seen: &[Seen], place: usize, rule: Confirmation) -> Option<&Seen> {
    let mut not_assessed = 0;
    for next in &seen[place + 1..] {
        if next.rank == NOT_ASSESSED {
            not_assessed += 1;
            if not_assessed > rule.not_assessed_between {
                return None;
            }
        } else if next.day - seen[place].day >= rule.after {
            return (next.rank <= OBJECTIVE).then_some(next);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the first of these, days and ranks, is confirmed 28 days later with at most one examination between that was
    /// not assessed; and on which day.
    fn confirmed(examinations: &[(i64, usize)]) -> Option<i64> {
        let seen: Vec<Seen> =
            examinations.iter().map(|(day, rank)| Seen { day: *day, exam: 0, code: CodeId(0), rank: *rank }).collect();
        let rule = Confirmation { after: 28, not_assessed_between: 1 };
        confirming(&seen, 0, rule).map(|s| s.day)
    }

    /// By hand: from the response on, at most one of those between may be one that was not assessed.
    #[test]
    fn what_was_not_assessed_counts_from_the_response_on() {
        let first = (60, OBJECTIVE);
        assert_eq!(confirmed(&[first, (70, NOT_ASSESSED), (80, NOT_ASSESSED), (100, OBJECTIVE)]), None);
        assert_eq!(confirmed(&[first, (70, NOT_ASSESSED), (90, NOT_ASSESSED), (100, OBJECTIVE)]), None);
        assert_eq!(confirmed(&[first, (90, NOT_ASSESSED), (95, NOT_ASSESSED), (100, OBJECTIVE)]), None);
        assert_eq!(confirmed(&[first, (70, NOT_ASSESSED), (100, OBJECTIVE)]), Some(100));
        assert_eq!(confirmed(&[first, (70, NOT_ASSESSED), (87, OBJECTIVE), (88, COMPLETE)]), Some(88));
        assert_eq!(confirmed(&[first, (70, STABLE), (90, OBJECTIVE)]), Some(90));
        assert_eq!(confirmed(&[first, (90, STABLE), (100, OBJECTIVE)]), None);
        assert_eq!(confirmed(&[first, (87, OBJECTIVE)]), None);
    }
}
