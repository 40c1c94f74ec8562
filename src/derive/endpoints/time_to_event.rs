//! Time from time zero, or from what begins it later, to the first of the events of an endpoint.

use super::{Facts, Outside, read_at};
use crate::derive::model::{CombinedReading, Day, TimeValue};
use crate::derive::reason::{Happened, ValueReason};
use crate::plan::ir::{
    CensorSource, Counts, DatedTime, EndpointId, EventSource, Handling, Horizon, OnItsDay, ResponseId, ResponseRole,
    Start, Strategy, StrategyOf,
};
use crate::program::flat::{FlatKind, Held};

/// The values of `patients` in their order; one of whom [`without_time`] gives a reason has none, and no patient has one of an
/// endpoint of another kind.
///
/// An intercurrent event changes nothing where treatment policy answers it; one that censors ends the time at the last assessed
/// examination strictly before it. Where the time is that of patients while they live, it ends at death. Whether an event of
/// the endpoint on that very day counts is the estimand's to say, and of the day of the horizon the endpoint's.
pub fn time_to_event(facts: &Facts, handling: &Handling, endpoint: EndpointId, patients: &[usize]) -> Vec<TimeValue> {
    let FlatKind::TimeToEvent(_) = facts.kind(endpoint) else { return vec![] };
    let found = followed(facts, handling, endpoint, patients).into_iter().flatten();
    let value = |v: CauseValue| TimeValue {
        patient: v.patient,
        time: v.time,
        from: v.from,
        event: v.cause > 0,
        began: v.began,
        because: v.because,
    };
    found.map(value).collect()
}

/// Why a patient has no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoTime {
    NoTimeZero,
    /// A criterion that the time is read from does not apply to the patient.
    DoesNotApply,
    /// The event after which such a criterion is read has not happened, or not by the day by which it counts.
    NeverBegins,
    /// Neither an event nor a date of censoring.
    NoEnd,
    /// A date of an event, of death, or after which a criterion is read, is recorded and cannot be used.
    Unusable,
    /// An event of the endpoint, death, or the end of follow-up is dated before time zero: who had it before cannot have it
    /// first afterwards, and is no patient without it either.
    BeforeTimeZero,
    /// What begins the time has not happened.
    NeverStarts,
    /// An event of the endpoint, or what ends the time, comes before what begins it.
    OverBefore,
}

/// Those of `patients` who have no time, in their order, and why.
pub fn without_time(
    facts: &Facts,
    handling: &Handling,
    endpoint: EndpointId,
    patients: &[usize],
) -> Vec<(usize, NoTime)> {
    let found = followed(facts, handling, endpoint, patients);
    patients.iter().zip(found).filter_map(|(patient, found)| Some((*patient, found.err()?))).collect()
}

/// A time with its cause.
pub struct CauseValue {
    pub patient: usize,
    /// Days from time zero or from what begins it, after the horizon was applied.
    pub time: i64,
    /// The day from which it counts.
    pub from: Day,
    /// Place of the cause from 1 on; 0 is censored.
    pub cause: usize,
    /// What begins it later than time zero.
    pub began: Option<ValueReason>,
    pub because: ValueReason,
}

/// As [`time_to_event`], for an endpoint with several causes: the first to happen is the cause, of several on one day the one
/// that the endpoint lets count.
pub fn competing_risks(facts: &Facts, endpoint: EndpointId, patients: &[usize]) -> Vec<CauseValue> {
    let FlatKind::CompetingRisks(_) = facts.kind(endpoint) else { return vec![] };
    followed(facts, &Handling::NOTHING, endpoint, patients).into_iter().flatten().collect()
}

/// Why a patient is not at risk beyond a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAtRisk {
    /// The time is no longer than the day, whatever it ends with.
    Ended,
    Without(NoTime),
}

/// Each of `patients`, and why the time is not longer than a day where it is not, whatever it ends with; none of an endpoint
/// that is no dated time.
pub fn not_beyond(
    facts: &Facts,
    endpoint: EndpointId,
    day: i64,
    patients: &[usize],
) -> Vec<(usize, Option<NotAtRisk>)> {
    let why = |found: Result<CauseValue, NoTime>| match found {
        Ok(value) => (value.time <= day).then_some(NotAtRisk::Ended),
        Err(reason) => Some(NotAtRisk::Without(reason)),
    };
    let found = followed(facts, &Handling::NOTHING, endpoint, patients);
    patients.iter().copied().zip(found.into_iter().map(why)).collect()
}

/// One for each of `patients`; none of an endpoint that is no dated time.
fn followed(
    facts: &Facts,
    handling: &Handling,
    endpoint: EndpointId,
    patients: &[usize],
) -> Vec<Result<CauseValue, NoTime>> {
    let Some(DatedTime { start, causes, same_day, censor, horizon }) = facts.kind(endpoint).dated() else {
        return vec![];
    };
    let own = facts.of(endpoint);
    let dates = own.seen.censor(endpoint);
    let responses = facts.kind(endpoint).responses();
    let value = |&patient: &usize| {
        match responses.iter().find_map(|response| own.outside(*response, patient)) {
            Some(Outside::DoesNotApply) => return Err(NoTime::DoesNotApply),
            Some(Outside::NeverBegins(_)) => return Err(NoTime::NeverBegins),
            Some(Outside::Unusable) => return Err(NoTime::Unusable),
            None => {}
        }
        let zero = own.time_zero(patient).ok_or(NoTime::NoTimeZero)?;
        let date = dates.get(patient).copied().flatten();
        let cut = facts.intercurrent(handling, Strategy::CensorBefore, patient);
        let death = death(facts, handling, patient).filter(|(day, _)| *day >= zero);
        let ends = Ends { cut, death, on_its_day: handling.on_its_day };
        let begun = own.begun(start, patient, zero, ends.last())?;
        Followed {
            facts: &own,
            ends,
            causes: &causes,
            same_day: &same_day,
            censor,
            horizon,
            patient,
            zero,
            begun,
            date,
        }
        .value()
    };
    patients.iter().map(value).collect()
}

/// Day of death, where the time is that of patients while they live.
fn death(facts: &Facts, handling: &Handling, patient: usize) -> Option<(Day, Happened)> {
    let stated = handling.strategies.iter().find_map(|(of, strategy, _)| match of {
        StrategyOf::Death(event) if *strategy == Strategy::ValueBeforeEvent => {
            Some((facts.event(*event, patient)?, Happened::Event(*event)))
        }
        _ => None,
    });
    stated.or_else(|| facts.intercurrent(handling, Strategy::ValueBeforeEvent, patient))
}

/// The day from which the time of a patient is counted.
#[derive(Clone, Copy)]
struct Begun {
    day: Day,
    /// None: it is time zero.
    because: Option<ValueReason>,
}

impl Facts<'_> {
    /// From when the time of a patient counts; nothing begins it after its last day.
    fn begun(&self, start: &Start, patient: usize, zero: Day, last: Option<Day>) -> Result<Begun, NoTime> {
        let found = match start.later() {
            None => return Ok(Begun { day: zero, because: None }),
            Some(EventSource::Event(event)) if self.seen.is_unusable(*event, patient) => return Err(NoTime::Unusable),
            Some(source) => self.happened(source, patient, None, last),
        };
        let (day, because) = found.ok_or(NoTime::NeverStarts)?;
        if day < zero {
            return Err(NoTime::BeforeTimeZero);
        }
        match last {
            Some(last) if last < day => Err(NoTime::OverBefore),
            Some(_) | None => Ok(Begun { day, because: Some(because) }),
        }
    }

    /// The day of an event, by no examination before the first day, where one is given, and by none after the last.
    fn happened(
        &self,
        source: &EventSource,
        patient: usize,
        first: Option<Day>,
        last: Option<Day>,
    ) -> Option<(Day, ValueReason)> {
        match source {
            EventSource::Event(event) => Some((self.event(*event, patient)?, ValueReason::Event(*event))),
            EventSource::Response { by, set, counts } => {
                let entered = self.first_in((*by, *set), *counts, patient, (first, last))?;
                Some((entered.date, entered.because(*by, *set)))
            }
        }
    }
}

/// What ends the time of a patient besides the events of the endpoint.
struct Ends {
    /// What happened before which the time is censored, and its day.
    cut: Option<(Day, Happened)>,
    /// What happened at which the time ends, and its day.
    death: Option<(Day, Happened)>,
    /// Said of every estimand in which something ends the time.
    on_its_day: Option<OnItsDay>,
}

impl Ends {
    /// The day after which nothing counts, an examination that would confirm an earlier one included.
    fn last(&self) -> Option<Day> {
        let first = [self.cut, self.death].into_iter().flatten().map(|(day, _)| day).min()?;
        match self.on_its_day {
            Some(OnItsDay::Counts) | None => Some(first),
            Some(OnItsDay::DoesNotCount) => Some(first.saturating_sub(1)),
        }
    }
}

/// A patient followed from the beginning of the time.
struct Followed<'a> {
    facts: &'a Facts<'a>,
    ends: Ends,
    causes: &'a [&'a [EventSource]],
    /// Places in `causes`, in the order in which those on one day count.
    same_day: &'a [usize],
    censor: &'a CensorSource<Held>,
    horizon: Option<Horizon>,
    patient: usize,
    zero: Day,
    begun: Begun,
    /// The date of censoring, where the endpoint is censored at a date.
    date: Option<Day>,
}

impl<'a> Followed<'a> {
    fn value(&self) -> Result<CauseValue, NoTime> {
        self.possible()?;
        let event = self.first_event().filter(|(day, ..)| self.before_cut(*day));
        let event = event.map(|event| self.behind_a_gap(event.0).unwrap_or(event));
        let (day, cause, because) = event.or_else(|| self.censored()).ok_or(NoTime::NoEnd)?;
        let (from, patient, began) = (self.begun.day, self.patient, self.begun.because);
        let time = i64::from(day) - i64::from(from);
        if time < 0 {
            return Err(if began.is_some() { NoTime::OverBefore } else { NoTime::BeforeTimeZero });
        }
        if let Some(horizon) = self.horizon {
            let last = horizon.at.days_after(from).ok_or(NoTime::Unusable)?;
            if is_over(horizon.on_its_day, last, time, cause) {
                return Ok(CauseValue {
                    patient,
                    time: last,
                    from,
                    cause: 0,
                    began,
                    because: ValueReason::Horizon(last),
                });
            }
        }
        Ok(CauseValue { patient, time, from, cause, began, because })
    }

    /// Nothing that the endpoint counts, nor death, is dated before time zero, or recorded with a date that cannot be used.
    fn possible(&self) -> Result<(), NoTime> {
        let sources = self.causes.iter().flat_map(|sources| sources.iter());
        let own = sources.filter_map(|source| match source {
            EventSource::Event(event) => Some(*event),
            EventSource::Response { .. } => None,
        });
        for event in own.chain(self.facts.program.flat.death) {
            if self.facts.seen.is_unusable(event, self.patient) {
                return Err(NoTime::Unusable);
            }
            if self.facts.event(event, self.patient).is_some_and(|day| day < self.zero) {
                return Err(NoTime::BeforeTimeZero);
            }
        }
        Ok(())
    }

    /// Where an event of this day comes too long after the last assessed examination before it: that examination censors.
    fn behind_a_gap(&self, event: Day) -> Option<(Day, usize, ValueReason)> {
        let CensorSource::LastAssessed { by, longest_gap: Some(gap) } = self.censor else { return None };
        let (last, at) = match self.assessed_before(*by, event) {
            Some(reading) => (reading.date, Some(read_at(*by, &reading))),
            None => (self.begun.day, None),
        };
        let over = i64::from(event) - i64::from(last) > *gap;
        over.then_some((last, 0, ValueReason::BehindGap { at, gap: *gap }))
    }

    /// The last assessed examination from the beginning of the time on, strictly before a day.
    fn assessed_before(&self, response: ResponseId, day: Day) -> Option<CombinedReading> {
        let readings = self.facts.combined(response, self.patient);
        // A criterion that is read after an event may be read before time zero, and the time may begin later.
        let readings = &readings[readings.partition_point(|r| r.date < self.begun.day)..];
        let readings = &readings[..readings.partition_point(|r| r.date < day)];
        Some(self.facts.last_assessed(response, readings)?.0)
    }

    fn before_cut(&self, day: Day) -> bool {
        self.ends.last().is_none_or(|last| day <= last)
    }

    /// The earliest event with the place of its cause; of several on one day the one that counts before the others.
    fn first_event(&self) -> Option<(Day, usize, ValueReason)> {
        let placed = self.same_day.iter().enumerate();
        let placed = placed.filter_map(|(rank, place)| Some((rank, *place, self.causes.get(*place)?)));
        let all = placed.flat_map(|(rank, place, sources)| sources.iter().map(move |source| (rank, place + 1, source)));
        let (repeated, others): (Vec<_>, Vec<_>) = all.partition(|(.., source)| is_repeated(source));
        let on = |rank: usize, cause: usize, source: &EventSource, last: Option<Day>| {
            let (day, because) = self.facts.happened(source, self.patient, self.counted_from(source), last)?;
            Some((day, rank, cause, because))
        };
        let last = self.ends.last();
        let others = others.into_iter().filter_map(|(rank, cause, source)| on(rank, cause, source, last));
        let first = others.min_by_key(|(day, rank, ..)| (*day, *rank));
        // Once another event has ended the time, no examination confirms a response.
        let open = |rank: usize| match &first {
            Some((day, counted, ..)) if rank <= *counted => Some(*day),
            Some((day, ..)) => Some(day.saturating_sub(1)),
            None => None,
        };
        let until = |rank: usize| [last, open(rank)].into_iter().flatten().min();
        let repeated = repeated.into_iter().filter_map(|(rank, cause, source)| on(rank, cause, source, until(rank)));
        let repeated = repeated.collect::<Vec<_>>();
        let found = repeated.into_iter().chain(first).min_by_key(|(day, rank, ..)| (*day, *rank));
        found.map(|(day, _, cause, because)| (day, cause, because))
    }

    /// The day from which a response can be the event, where the time begins later than time zero: what a patient was like
    /// before a response is not how it was lost. Progression is not passed over so: whoever progressed before has no response
    /// that could last.
    fn counted_from(&self, source: &EventSource) -> Option<Day> {
        let EventSource::Response { by, set, .. } = source else { return None };
        self.begun.because?;
        match self.facts.criterion(*by).set(*set).role {
            Some(ResponseRole::Progression | ResponseRole::DefinitiveProgression) => None,
            Some(
                ResponseRole::CompleteResponse
                | ResponseRole::ObjectiveResponse
                | ResponseRole::NotAssessed
                | ResponseRole::DoesNotApply,
            )
            | None => Some(self.begun.day),
        }
    }

    fn censored(&self) -> Option<(Day, usize, ValueReason)> {
        let (day, because) = match self.censor {
            CensorSource::Date(_) => (self.date?, ValueReason::Censored),
            CensorSource::LastAssessed { by, longest_gap: _ } => self.last_assessed(*by),
        };
        Some(match self.ends.death {
            Some((death, happened)) if death < day => (death, 0, ValueReason::CensoredAt(happened)),
            _ => (day, 0, because),
        })
    }

    fn last_assessed(&self, response: ResponseId) -> (Day, ValueReason) {
        let before = self.ends.cut.map(|(_, happened)| happened);
        match (self.assessed_before(response, self.ends.cut.map_or(Day::MAX, |(day, _)| day)), self.begun.because) {
            (Some(reading), _) => {
                (reading.date, ValueReason::LastAssessed { at: Some(read_at(response, &reading)), before })
            }
            (None, None) => (self.begun.day, ValueReason::LastAssessed { at: None, before }),
            (None, Some(_)) => (self.begun.day, ValueReason::NothingAssessedSince { before }),
        }
    }
}

fn is_repeated(source: &EventSource) -> bool {
    match source {
        EventSource::Response { counts: Counts::Repeated(_), .. } => true,
        EventSource::Response { counts: Counts::AtOnce | Counts::FromFinding(_), .. } | EventSource::Event(_) => false,
    }
}

/// Whether the time of a patient, which ends with this cause, ends with the horizon instead.
fn is_over(on_its_day: OnItsDay, last: i64, time: i64, cause: usize) -> bool {
    match on_its_day {
        OnItsDay::Counts => time > last,
        OnItsDay::DoesNotCount => time > last || time == last && cause > 0,
    }
}
