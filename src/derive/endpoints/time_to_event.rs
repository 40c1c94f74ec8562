//! Time from time zero to the first of the events of an endpoint.

use super::{Facts, Strategies};
use crate::derive::model::{CombinedReading, Day, TimeValue};
use crate::derive::readers::codes_of;
use crate::plan::ir::{CensorSource, EndpointId, EndpointKind, EventSource, ResponseId, Strategy, TimeToEventEndpoint};

/// The values of `patients` in their order; a patient without a time zero, or with neither an event nor a date of
/// censoring, has none, and no patient has one of an endpoint of another kind.
///
/// An intercurrent event treated as a failure is an event of the endpoint. One before which what was observed stands
/// ends the observation: an event on its day still counts, an examination on its day does not.
pub fn time_to_event(
    facts: &Facts,
    strategies: Strategies,
    endpoint: EndpointId,
    patients: &[usize],
) -> Vec<TimeValue> {
    let Some(EndpointKind::TimeToEvent(kind)) = facts.plan.endpoints.get(endpoint.0).map(|e| &e.kind) else {
        return vec![];
    };
    let dates = facts.derived.censor.get(endpoint.0).map_or(&[][..], Vec::as_slice);
    let value = |&patient: &usize| {
        let followed = Followed {
            facts,
            strategies,
            endpoint: kind,
            patient,
            zero: facts.time_zero(patient)?,
            date: dates.get(patient).copied().flatten(),
            end: facts.intercurrent(strategies, Strategy::WhileFree, patient),
        };
        followed.value()
    };
    patients.iter().filter_map(value).collect()
}

/// A patient followed from time zero.
struct Followed<'a> {
    facts: &'a Facts<'a>,
    strategies: Strategies<'a>,
    endpoint: &'a TimeToEventEndpoint,
    patient: usize,
    zero: Day,
    /// The date of censoring, where the endpoint is censored at a date.
    date: Option<Day>,
    /// The intercurrent event that ends the observation.
    end: Option<(Day, &'a str)>,
}

impl<'a> Followed<'a> {
    fn value(&self) -> Option<TimeValue> {
        let observed = |(day, _): &(Day, String)| self.end.is_none_or(|(end, _)| *day <= end);
        let event = self.first_event().filter(observed);
        let happened = event.is_some();
        let (day, because) = event.or_else(|| self.censored())?;
        let (time, patient) = (i64::from(day) - i64::from(self.zero), self.patient);
        Some(match self.endpoint.horizon {
            Some(horizon) if time > horizon => {
                TimeValue { patient, time: horizon, event: false, because: format!("horizon, day {horizon}") }
            }
            _ => TimeValue { patient, time, event: happened, because },
        })
    }

    /// The earliest event; of two on one day the one written first.
    fn first_event(&self) -> Option<(Day, String)> {
        let written = self.endpoint.events.iter().filter_map(|source| match source {
            EventSource::Event(event) => {
                let label = &self.facts.plan.events.get(event.0)?.header.label;
                Some((self.facts.event(event.0, self.patient)?, label.clone()))
            }
            EventSource::Progression(response) => {
                let reading = self.progression(*response)?;
                Some((reading.date, format!("progression at {}", self.facts.exam_name(*response, reading.exam))))
            }
        });
        let failure = self.facts.intercurrent(self.strategies, Strategy::CompositeFailure, self.patient);
        written.chain(failure.map(|(day, label)| (day, label.to_string()))).min_by_key(|(day, _)| *day)
    }

    fn progression(&self, response: ResponseId) -> Option<&'a CombinedReading> {
        let set = codes_of(self.facts.criterion(response), "progression");
        let progressed = |reading: &&CombinedReading| reading.result.is_some_and(|code| set.contains(&code));
        self.facts.combined(response, self.patient).iter().find(progressed)
    }

    fn censored(&self) -> Option<(Day, String)> {
        match &self.endpoint.censor {
            CensorSource::Date(_) => match (self.date?, self.end) {
                (date, Some((end, label))) if end < date => Some((end, format!("censored at {label}"))),
                (date, _) => Some((date, "censored".to_string())),
            },
            CensorSource::LastAssessed(response) => Some(self.last_assessed(*response)),
        }
    }

    fn last_assessed(&self, response: ResponseId) -> (Day, String) {
        let readings = self.facts.combined(response, self.patient);
        let observed = self.end.map_or(readings.len(), |(end, _)| readings.partition_point(|r| r.date < end));
        let before = self.end.map_or(String::new(), |(_, label)| format!(" before {label}"));
        match self.facts.last_assessed(response, &readings[..observed]) {
            Some((reading, _)) => {
                let exam = self.facts.exam_name(response, reading.exam);
                (reading.date, format!("censored at the last assessed examination {exam}{before}"))
            }
            None => (self.zero, format!("censored at time zero, no assessed examination{before}")),
        }
    }
}
