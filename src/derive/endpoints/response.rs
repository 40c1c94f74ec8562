//! Response at a timepoint.
//!
//! Of an examination, or without one a target day, before a criterion is read at all nothing is settled. Else a patient can be
//! settled by an earlier response that the endpoint excludes, up to the timepoint's examination; by a death by the target day
//! without an examination; and by an intercurrent event up to the timepoint. Which of several it is is the estimand's to say, by
//! their order or by their days; where none concerns the patient it is the response of the examination. Whether an examination,
//! or without one the target day, on the very day of an event comes after it is the estimand's to say, too.
//!
//! Where the endpoint asks for a confirmation, a success is one that lies in a confirmed response. No examination confirms one
//! that comes after an event which would settle the response, the first of them whichever prevails.

use super::confirmation::{Course, Repeated};
use super::{Facts, read_at};
use crate::derive::model::{CombinedReading, Day, YesNoValue};
use crate::derive::reason::{Confirmed, Happened, ReadAt, ValueReason};
use crate::plan::ir::{
    CodeId, Confirmation, EndpointId, EventId, Handling, Meeting, MissingRule, PointId, ReadOnItsDay, ResponseId,
    ResponseRole, ResponseSuccess, Settling, Strategy, StrategyOf,
};
use crate::program::flat::FlatKind;

/// The endpoint of each of `patients` by one response at one of its timepoints, in their order; empty where the endpoint is
/// not measured by it.
pub fn yes_no(
    facts: &Facts,
    handling: &Handling,
    endpoint: EndpointId,
    response: ResponseId,
    point: PointId,
    patients: &[usize],
) -> Vec<YesNoValue> {
    let FlatKind::YesNo(kind) = facts.kind(endpoint) else { return vec![] };
    let Some(success) = kind.of(response) else { return vec![] };
    let own = facts.of(endpoint);
    let arms = if kind.missing.is_by_arm() { facts.seen.arms() } else { &[] };
    patients
        .iter()
        .map(|&patient| {
            let (observed, because) = match At::new(&own, facts, response, point, patient) {
                Err(because) => (None, because),
                Ok(at) => at.or_last_value(kind.missing, handling, (success, kind.confirmed)),
            };
            let rule = match (because.silence().is_some(), own.outside(response, patient)) {
                (true, Some(_)) => kind.inapplicable,
                (true, None) => kind.inapplicable_there,
                (false, _) => kind.missing,
            };
            let arm = arms.get(patient).copied().flatten();
            YesNoValue { patient, observed, value: rule.value(observed, arm), because }
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

    /// As it is settled; where the examination of the timepoint assesses nothing, or there is none, and the endpoint says so, by
    /// the last assessed response before it.
    fn or_last_value(&self, missing: MissingRule, handling: &Handling, endpoint: Asked) -> (Option<bool>, ValueReason) {
        let settled = self.settled(handling, endpoint);
        let carried = match (missing, settled.1) {
            (
                MissingRule::LastValue(_),
                ValueReason::NoExamination | ValueReason::NoResponse { .. } | ValueReason::Response { .. },
            ) if settled.0.is_none() => self.carried(handling, endpoint),
            _ => None,
        };
        carried.unwrap_or(settled)
    }

    fn carried(&self, handling: &Handling, endpoint: Asked) -> Option<(Option<bool>, ValueReason)> {
        let until = self.moment()?;
        let earlier = &self.readings[..self.readings.partition_point(|r| r.date < until)];
        let (reading, code) = self.facts.last_assessed(self.response, earlier)?;
        let (success, confirmed) = self.success(handling, endpoint, (&reading, code));
        let at = read_at(self.response, &reading);
        Some((Some(success), ValueReason::LastValue { code, at, confirmed }))
    }

    fn settled(&self, handling: &Handling, endpoint: Asked) -> (Option<bool>, ValueReason) {
        if let Some(because) = self.not_begun() {
            return (None, because);
        }
        let settles = |of: &Settling| self.settles(*of, handling, endpoint);
        let found = match &handling.meeting {
            Meeting::InOrder(order) => order.iter().find_map(settles),
            Meeting::FirstToHappen(ties) => ties.iter().filter_map(settles).min_by_key(|(day, _)| *day),
            Meeting::Alike => in_any_order(handling).iter().find_map(settles),
        };
        found.map_or_else(|| self.of_exam(handling, endpoint), |(_, settled)| settled)
    }

    /// The day of something that concerns the patient at the timepoint, and the response that it settles.
    fn settles(
        &self,
        of: Settling,
        handling: &Handling,
        endpoint: Asked,
    ) -> Option<(Day, (Option<bool>, ValueReason))> {
        let read = on_its_day(handling);
        let (day, because, strategy) = match of {
            Settling::Earlier => {
                let (day, because) = self.earlier(endpoint.0)?;
                return Some((day, (Some(false), because)));
            }
            Settling::Event(StrategyOf::Death(event)) => {
                let (day, because) = self.death(event, read)?;
                (day, because, handling.of(of)?)
            }
            Settling::Event(StrategyOf::Intercurrent(index)) => {
                let (day, happened) = self.intercurrent(index, read)?;
                let strategy = handling.of(of)?;
                if strategy == Strategy::ValueBeforeEvent {
                    return Some((day, self.standing(handling, endpoint, (day, read), happened)));
                }
                (day, ValueReason::BeforeTimepoint(happened), strategy)
            }
        };
        let value = match strategy {
            Strategy::CompositeFailure => Some(false),
            Strategy::CompositeSuccess => Some(true),
            Strategy::NotAssessed => None,
            Strategy::TreatmentPolicy | Strategy::ValueBeforeEvent | Strategy::CensorBefore => return None,
        };
        Some((day, (value, because)))
    }

    /// The examination's day, or without one the target day.
    fn moment(&self) -> Option<Day> {
        self.exam.map(|at| self.readings[at].date).or(self.target)
    }

    /// The first response in the set that the endpoint excludes.
    fn earlier(&self, endpoint: &ResponseSuccess) -> Option<(Day, ValueReason)> {
        let (criterion, set) = (self.facts.criterion(self.response), endpoint.not_after?);
        let up_to = |(position, reading): &(usize, &CombinedReading)| match self.exam {
            Some(exam) => *position <= exam,
            None => self.target.is_some_and(|target| reading.date <= target),
        };
        let progressed = |reading: &CombinedReading| reading.result.is_some_and(|code| criterion.is_in(set, code));
        let (_, reading) = self.readings.iter().enumerate().filter(up_to).find(|(_, r)| progressed(r))?;
        Some((reading.date, ValueReason::InSet { set, at: read_at(self.response, reading) }))
    }

    /// A death by the target day without an examination.
    fn death(&self, event: EventId, read: ReadOnItsDay) -> Option<(Day, ValueReason)> {
        let target = self.target.filter(|_| self.exam.is_none())?;
        let day = self.asking.event(event, self.patient)?;
        is_after(target, day, read).then_some((day, ValueReason::ByTargetDay(Happened::Event(event))))
    }

    /// Day of an intercurrent event that is not after the timepoint.
    fn intercurrent(&self, index: usize, read: ReadOnItsDay) -> Option<(Day, Happened)> {
        let (day, happened) = self.asking.occurrence(index, self.patient)?;
        is_after(self.moment()?, day, read).then_some((day, happened))
    }

    /// The last assessed response before what happened stands.
    fn standing(
        &self,
        handling: &Handling,
        endpoint: Asked,
        (day, read): (Day, ReadOnItsDay),
        before: Happened,
    ) -> (Option<bool>, ValueReason) {
        let earlier = &self.readings[..self.readings.partition_point(|r| !is_after(r.date, day, read))];
        match self.facts.last_assessed(self.response, earlier) {
            Some((reading, code)) => {
                let (success, confirmed) = self.success(handling, endpoint, (&reading, code));
                let standing = Some((code, read_at(self.response, &reading), confirmed));
                (Some(success), ValueReason::Standing { before, standing })
            }
            None if self.never_applied(earlier) => (None, ValueReason::DoesNotApply { at: None }),
            None if self.later.is_some_and(|(after, _)| is_after(after.saturating_add(1), day, read)) => {
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

    fn of_exam(&self, handling: &Handling, endpoint: Asked) -> (Option<bool>, ValueReason) {
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
        if !self.facts.is_assessed(self.response, code) {
            return (None, ValueReason::Response { code, at, confirmed: Confirmed::NotAsked });
        }
        let (success, confirmed) = self.success(handling, endpoint, (reading, code));
        (Some(success), ValueReason::Response { code, at, confirmed })
    }

    /// The day of the first event that would settle the response, whichever prevails.
    fn first_settling(&self, handling: &Handling) -> Option<Day> {
        let settling = handling.strategies.iter().filter(|(_, strategy, _)| settles(*strategy));
        let days = settling.filter_map(|(of, ..)| match of {
            StrategyOf::Death(event) => self.asking.event(*event, self.patient),
            StrategyOf::Intercurrent(index) => Some(self.asking.occurrence(*index, self.patient)?.0),
        });
        days.min()
    }

    /// Whether the response of an examination is a success, confirmed by none after the first event that would settle it.
    fn success(
        &self,
        handling: &Handling,
        (endpoint, rule): Asked,
        (reading, code): (&CombinedReading, CodeId),
    ) -> (bool, Confirmed) {
        let Some(rule) = rule.filter(|_| self.facts.criterion(self.response).is_in(endpoint.success, code)) else {
            return (self.facts.criterion(self.response).is_in(endpoint.success, code), Confirmed::NotAsked);
        };
        let of = (self.response, endpoint.success, endpoint.not_after);
        let (first, read) = (self.first_settling(handling), on_its_day(handling));
        let open = |day: Day| first.is_none_or(|first| !is_after(day, first, read));
        let course = Course::of(self.facts, of, rule, self.readings.iter()).confirmed_on(open);
        let read = |exam: usize| ReadAt { response: self.response, exam };
        match course.lies_in(reading.exam) {
            Some(Repeated { from, at }) if from == reading.exam => (true, Confirmed::At(read(at))),
            Some(Repeated { from, at }) => (true, Confirmed::Since { from: read(from), at: read(at) }),
            None => (false, Confirmed::No),
        }
    }
}

/// What is a success, and how it is confirmed where that is asked.
type Asked<'e> = (&'e ResponseSuccess, Option<Confirmation>);

/// Whether a strategy answers in place of the examination.
fn settles(strategy: Strategy) -> bool {
    match strategy {
        Strategy::CompositeFailure
        | Strategy::CompositeSuccess
        | Strategy::NotAssessed
        | Strategy::ValueBeforeEvent => true,
        Strategy::TreatmentPolicy | Strategy::CensorBefore => false,
    }
}

/// How an examination on the very day of an event is read; of an estimand that no event can meet there is none to read.
fn on_its_day(handling: &Handling) -> ReadOnItsDay {
    handling.examination.unwrap_or(ReadOnItsDay::AfterEvent)
}

/// Whether an examination or a target day is after an event.
fn is_after(moment: Day, event: Day, read: ReadOnItsDay) -> bool {
    match read {
        ReadOnItsDay::AfterEvent => moment >= event,
        ReadOnItsDay::BeforeEvent => moment > event,
    }
}

/// All that can settle a response, where any two that meet answer the same: the order is that in which they are told.
fn in_any_order(handling: &Handling) -> Vec<Settling> {
    // By treatment policy nothing is settled, and the event is not looked at.
    let settling = handling.strategies.iter().filter(|(_, strategy, _)| *strategy != Strategy::TreatmentPolicy);
    let (deaths, others): (Vec<StrategyOf>, Vec<StrategyOf>) =
        settling.map(|(of, ..)| *of).partition(|of| matches!(of, StrategyOf::Death(_)));
    std::iter::once(Settling::Earlier).chain(deaths.into_iter().chain(others).map(Settling::Event)).collect()
}
