//! Endpoints patient by patient, as the estimand of an analysis defines them.

mod best_response;
mod confirmation;
mod dating;
mod response;
mod time_to_event;

pub use best_response::{BestValue, best_responses, best_successes};
pub use response::yes_no;
pub use time_to_event::{CauseValue, NoTime, NotAtRisk, competing_risks, not_beyond, time_to_event, without_time};

use super::model::{CombinedReading, Day};
use super::reason::{Happened, ReadAt, ValueReason};
use super::seen::Seen;
use crate::plan::ir::{
    Clock, CodeId, Counts, EndpointId, EventId, Handling, ResponseId, ResponseRole, SetId, Strategy, StrategyOf,
    Unconfirmed,
};
use crate::program::Program;
use crate::program::expression::BoundCriterion;
use crate::program::flat::FlatKind;

/// What an endpoint is made from.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    pub program: &'a Program,
    pub seen: Seen<'a>,
}

impl<'a> Facts<'a> {
    fn kind(&self, endpoint: EndpointId) -> &'a FlatKind {
        &self.program.flat.endpoints[endpoint.0].kind
    }

    /// As the endpoint reads.
    fn of(&self, endpoint: EndpointId) -> Facts<'a> {
        Facts { seen: self.seen.through(self.program.endpoints[endpoint.0]), ..*self }
    }

    fn time_zero(&self, patient: usize) -> Option<Day> {
        self.seen.time_zero().get(patient).copied().flatten()
    }

    fn event(&self, event: EventId, patient: usize) -> Option<Day> {
        self.seen.event(event).get(patient).copied().flatten()
    }

    fn criterion(&self, response: ResponseId) -> &'a BoundCriterion {
        &self.program.flat.responses[response.0].criterion
    }

    /// The combined responses of a patient, in the order of the examinations; none where the patient is not read.
    fn combined(&self, response: ResponseId, patient: usize) -> &'a [CombinedReading] {
        self.seen.combined(response, patient)
    }

    /// The last of these readings that was assessed: it has a response, and one other than `not assessed`.
    fn last_assessed(&self, response: ResponseId, readings: &[CombinedReading]) -> Option<(CombinedReading, CodeId)> {
        let assessed = |r: &CombinedReading| Some((r.clone(), r.result.filter(|c| self.is_assessed(response, *c))?));
        readings.iter().rev().find_map(assessed)
    }

    fn is_assessed(&self, response: ResponseId, code: CodeId) -> bool {
        let is = |role| self.criterion(response).is(role, code);
        !is(ResponseRole::NotAssessed) && !is(ResponseRole::DoesNotApply)
    }

    /// Why the criterion of the response has nothing to say of the patient; none where it has.
    pub fn outside(&self, response: ResponseId, patient: usize) -> Option<Outside> {
        if self.seen.inapplicable(response).binary_search(&patient).is_ok() {
            return Some(Outside::DoesNotApply);
        }
        if self.seen.unusable_beginnings(response).binary_search(&patient).is_ok() {
            return Some(Outside::Unusable);
        }
        match self.program.flat.responses[response.0].clock {
            Clock::Event { event, .. } if self.seen.never_begun(response).binary_search(&patient).is_ok() => {
                Some(Outside::NeverBegins(event))
            }
            Clock::Event { .. } | Clock::TimeZero => None,
        }
    }

    /// Where the criterion of the response may be read only later than time zero: the day after which it is, of a patient who is
    /// read, and the rows of the examinations before.
    fn later(&self, response: ResponseId, patient: usize) -> Option<(Day, &'a [usize])> {
        let earlier = self.seen.earlier(response, patient)?;
        Some((self.seen.begins(response, patient)?.after, earlier))
    }

    /// When a patient came into a set of the criterion, by the combined readings from the first day to the last, where they are
    /// given.
    pub fn first_in(
        &self,
        (response, set): (ResponseId, SetId),
        counts: Counts,
        patient: usize,
        (first, last): (Option<Day>, Option<Day>),
    ) -> Option<dating::Entered> {
        let within = |day: Day| first.is_none_or(|first| first <= day) && last.is_none_or(|last| day <= last);
        let readings = self.combined(response, patient);
        let readings = readings.iter().filter(|reading| within(reading.date)).collect();
        let unconfirmed = match counts {
            Counts::Repeated(rule) => return dating::repeated(self, (response, set), rule, readings),
            Counts::FromFinding(unconfirmed) => unconfirmed,
            // Nothing but the response itself is a finding.
            Counts::AtOnce => Unconfirmed::DoesNotCount,
        };
        dating::entered(self.criterion(response).set(set), unconfirmed, readings)
    }

    /// Day of the first intercurrent event that is treated by `strategy`; an event before its first day, or in
    /// another arm, does not count.
    fn intercurrent(&self, handling: &Handling, strategy: Strategy, patient: usize) -> Option<(Day, Happened)> {
        let found = handling.strategies.iter().filter_map(|(of, treated_by, _)| match of {
            StrategyOf::Intercurrent(index) if *treated_by == strategy => self.occurrence(*index, patient),
            _ => None,
        });
        found.min_by_key(|(day, _)| *day)
    }

    /// Whether the patient met an event of an estimand, as it counts there.
    pub fn met(&self, of: StrategyOf, patient: usize) -> bool {
        match of {
            StrategyOf::Intercurrent(index) => self.occurrence(index, patient).is_some(),
            StrategyOf::Death(event) => self.event(event, patient).is_some(),
        }
    }

    fn occurrence(&self, index: usize, patient: usize) -> Option<(Day, Happened)> {
        let intercurrent = self.program.flat.intercurrents.get(index)?;
        let own = Facts { seen: self.seen.through(self.program.intercurrents[index]), ..*self };
        let day = own.event(intercurrent.event, patient)?;
        let since = own.seen.day(patient, day)?;
        let counts = intercurrent.from_day.is_none_or(|from| since >= from);
        let arm = || own.seen.arms().get(patient).copied().flatten();
        let concerned = intercurrent.arm.is_none_or(|concerned| arm() == Some(concerned));
        (counts && concerned).then_some((day, Happened::Intercurrent(index)))
    }
}

/// Why a criterion has nothing to say of a patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outside {
    DoesNotApply,
    /// The event after which it is read has not happened, or not by the day by which it counts.
    NeverBegins(EventId),
    /// The date of that event is recorded and cannot be used.
    Unusable,
}

impl From<Outside> for ValueReason {
    fn from(outside: Outside) -> ValueReason {
        match outside {
            Outside::DoesNotApply => ValueReason::DoesNotApply { at: None },
            Outside::NeverBegins(event) => ValueReason::NeverBegins { event },
            Outside::Unusable => ValueReason::Missing,
        }
    }
}

fn read_at(response: ResponseId, reading: &CombinedReading) -> ReadAt {
    ReadAt { response, exam: reading.exam }
}

#[cfg(test)]
mod tests;
