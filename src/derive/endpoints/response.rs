//! Response at a timepoint.
//!
//! Of an examination, or without one a target day, before a criterion is read at all nothing is settled. Else what settles a
//! patient is read in this order: progression up to the timepoint's examination; death by the target day
//! without an examination; an intercurrent event that is a failure; one that is a success; a death or another event after
//! which nothing is assessed; one before which the last response stands; the response of the examination. An intercurrent
//! event counts at a timepoint whose examination, or
//! without one whose target day, is on or after its day.

use super::{Facts, Strategies, read_at};
use crate::derive::model::{CombinedReading, Day, YesNoValue};
use crate::derive::reason::{Happened, ReadAt, ValueReason};
use crate::plan::ir::{
    CodeId, EndpointId, MissingRule, PointId, ResponseId, ResponseRole, ResponseSuccess, Strategy, StrategyOf,
};
use crate::program::flat::FlatKind;

/// The endpoint of each of `patients` by one response at one of its timepoints, in their order; empty where the endpoint is
/// not measured by it.
pub fn yes_no(
    facts: &Facts,
    strategies: Strategies,
    endpoint: EndpointId,
    response: ResponseId,
    point: PointId,
    patients: &[usize],
) -> Vec<YesNoValue> {
    let FlatKind::YesNo(kind) = facts.kind(endpoint) else { return vec![] };
    let Some(success) = kind.of(response) else { return vec![] };
    let own = facts.of(endpoint);
    patients
        .iter()
        .map(|&patient| {
            let (observed, because) = match At::new(&own, facts, response, point, patient) {
                Err(because) => (None, because),
                Ok(at) => at.settled(strategies, success),
            };
            let rule = match (because.silence().is_some(), own.outside(response, patient)) {
                (true, Some(_)) => kind.inapplicable,
                (true, None) => kind.inapplicable_there,
                (false, _) => kind.missing,
            };
            let value = match rule {
                MissingRule::Failure => Some(observed.unwrap_or(false)),
                MissingRule::LeftOut => observed,
            };
            YesNoValue { patient, observed, value, because }
        })
        .collect()
}

/// A patient at a timepoint.
struct At<'a> {
    /// As the endpoint reads.
    facts: &'a Facts<'a>,
    /// As the analysis reads, whose strategies are its own.
    asking: &'a Facts<'a>,
    response: ResponseId,
    patient: usize,
    readings: &'a [CombinedReading],
    /// Row of the timepoint's examination.
    row: Option<usize>,
    /// Its position among the readings.
    exam: Option<usize>,
    /// The target day, or the last day of the window where the timepoint has no target.
    target: Option<Day>,
    /// Where the criterion may be read only later than time zero: the day after which it is, and rows of the examinations before.
    later: Option<(Day, &'a [usize])>,
}

impl<'a> At<'a> {
    /// Why there is nothing to settle, where the criterion has nothing to say of the patient, or there is no time zero.
    fn new(
        facts: &'a Facts<'a>,
        asking: &'a Facts<'a>,
        response: ResponseId,
        point: PointId,
        patient: usize,
    ) -> Result<Self, ValueReason> {
        if let Some(outside) = facts.outside(response, patient) {
            return Err(outside.into());
        }
        let timepoints = facts.program.flat.responses[response.0].timepoints;
        let target = facts.program.flat.targets[timepoints][point.0];
        let zero = facts.time_zero(patient).ok_or(ValueReason::NoTimeZero)?;
        let row = facts.seen.point(timepoints, point).get(patient).copied().flatten();
        let readings = facts.combined(response, patient);
        let exam = readings.iter().position(|r| Some(r.exam) == row);
        let target = target.and_then(|day| i32::try_from(i64::from(zero) + day).ok());
        let later = facts.later(response, patient);
        Ok(At { facts, asking, response, patient, readings, row, exam, target, later })
    }

    /// The criterion is not read yet at the timepoint's examination or, without one, on its target day.
    fn not_begun(&self) -> Option<ValueReason> {
        let (after, earlier) = self.later?;
        match self.row {
            Some(exam) => earlier
                .contains(&exam)
                .then_some(ValueReason::NotBegun { at: Some(ReadAt { response: self.response, exam }) }),
            None => self.target.filter(|target| *target <= after).map(|_| ValueReason::NotBegun { at: None }),
        }
    }

    fn settled(&self, strategies: Strategies, endpoint: &ResponseSuccess) -> (Option<bool>, ValueReason) {
        if let Some(because) = self.not_begun() {
            return (None, because);
        }
        let by = |strategy| self.intercurrent(strategies, strategy);
        let dead = |strategy| self.death(strategies, strategy);
        let before = |strategy| by(strategy).map(|(_, happened)| ValueReason::BeforeTimepoint(happened));
        let decided = (self.after(endpoint).map(|because| (Some(false), because)))
            .or_else(|| dead(Strategy::CompositeFailure).map(|because| (Some(false), because)))
            .or_else(|| dead(Strategy::CompositeSuccess).map(|because| (Some(true), because)))
            .or_else(|| before(Strategy::CompositeFailure).map(|because| (Some(false), because)))
            .or_else(|| before(Strategy::CompositeSuccess).map(|because| (Some(true), because)))
            .or_else(|| dead(Strategy::NotAssessed).map(|because| (None, because)))
            .or_else(|| before(Strategy::NotAssessed).map(|because| (None, because)));
        if let Some(decided) = decided {
            return decided;
        }
        match by(Strategy::WhileFree) {
            Some((day, before)) => self.standing(endpoint, day, before),
            None => self.of_exam(endpoint),
        }
    }

    /// The examination's day, or without one the target day.
    fn moment(&self) -> Option<Day> {
        self.exam.map(|at| self.readings[at].date).or(self.target)
    }

    fn after(&self, endpoint: &ResponseSuccess) -> Option<ValueReason> {
        let (criterion, set) = (self.facts.criterion(self.response), endpoint.not_after?);
        let up_to = |(position, reading): &(usize, &CombinedReading)| match self.exam {
            Some(exam) => *position <= exam,
            None => self.target.is_some_and(|target| reading.date <= target),
        };
        let progressed = |reading: &CombinedReading| reading.result.is_some_and(|code| criterion.is_in(set, code));
        let (_, reading) = self.readings.iter().enumerate().filter(up_to).find(|(_, r)| progressed(r))?;
        Some(ValueReason::InSet { set, at: read_at(self.response, reading) })
    }

    /// A death by the target day without an examination, where this is its strategy.
    fn death(&self, strategies: Strategies, wanted: Strategy) -> Option<ValueReason> {
        let target = self.target.filter(|_| self.exam.is_none())?;
        strategies.iter().find_map(|(of, strategy, _)| {
            let StrategyOf::Death(event) = of else { return None };
            let dead = *strategy == wanted && self.asking.event(*event, self.patient)? <= target;
            dead.then_some(ValueReason::ByTargetDay(Happened::Event(*event)))
        })
    }

    /// Day of the intercurrent event with this strategy, where it is not after the timepoint.
    fn intercurrent(&self, strategies: Strategies, strategy: Strategy) -> Option<(Day, Happened)> {
        let moment = self.moment()?;
        let (day, happened) = self.asking.intercurrent(strategies, strategy, self.patient)?;
        (moment >= day).then_some((day, happened))
    }

    /// The last assessed response strictly before a day stands.
    fn standing(&self, endpoint: &ResponseSuccess, day: Day, before: Happened) -> (Option<bool>, ValueReason) {
        let earlier = &self.readings[..self.readings.partition_point(|r| r.date < day)];
        match self.facts.last_assessed(self.response, earlier) {
            Some((reading, code)) => {
                let standing = Some((code, read_at(self.response, &reading)));
                (Some(self.is_success(endpoint, code)), ValueReason::Standing { before, standing })
            }
            None if self.never_applied(earlier) => (None, ValueReason::DoesNotApply { at: None }),
            None if self.later.is_some_and(|(after, _)| after.saturating_add(1) >= day) => {
                (None, ValueReason::NotBegun { at: None })
            }
            None => (None, ValueReason::Standing { before, standing: None }),
        }
    }

    /// There are readings, and the criterion applied at none of them.
    fn never_applied(&self, readings: &[CombinedReading]) -> bool {
        let criterion = self.facts.criterion(self.response);
        let none = |r: &CombinedReading| r.result.is_some_and(|code| criterion.is(ResponseRole::DoesNotApply, code));
        !readings.is_empty() && readings.iter().all(none)
    }

    fn of_exam(&self, endpoint: &ResponseSuccess) -> (Option<bool>, ValueReason) {
        let Some(reading) = self.exam.map(|at| &self.readings[at]) else {
            return (None, ValueReason::NoExamination);
        };
        let at = read_at(self.response, reading);
        let Some(code) = reading.result else {
            return (None, ValueReason::NoResponse { at, because: reading.because });
        };
        if self.facts.criterion(self.response).is(ResponseRole::DoesNotApply, code) {
            return (None, ValueReason::DoesNotApply { at: Some(at) });
        }
        let assessed = self.facts.is_assessed(self.response, code);
        (assessed.then(|| self.is_success(endpoint, code)), ValueReason::Response { code, at })
    }

    fn is_success(&self, endpoint: &ResponseSuccess, code: CodeId) -> bool {
        self.facts.criterion(self.response).is_in(endpoint.success, code)
    }
}
