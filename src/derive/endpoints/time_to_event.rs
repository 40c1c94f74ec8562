//! Time from time zero to the first of the events of an endpoint.

use super::Facts;
use crate::derive::model::{CombinedReading, Day, TimeValue};
use crate::derive::readers::codes_of;
use crate::plan::ir::{CensorSource, EndpointId, EndpointKind, EventSource, ResponseId, TimeToEventEndpoint};

/// The values of `patients` in their order; a patient without a time zero, or with neither an event nor a date of
/// censoring, has none, and no patient has one of an endpoint of another kind.
///
/// Intercurrent events change nothing: a plan compiles only where treatment policy answers every one that is not itself
/// an event of the endpoint.
pub fn time_to_event(facts: &Facts, endpoint: EndpointId, patients: &[usize]) -> Vec<TimeValue> {
    let Some(EndpointKind::TimeToEvent(kind)) = facts.plan.endpoints.get(endpoint.0).map(|e| &e.kind) else {
        return vec![];
    };
    let dates = facts.derived.censor.get(endpoint.0).map_or(&[][..], Vec::as_slice);
    let value = |&patient: &usize| {
        let (zero, date) = (facts.time_zero(patient)?, dates.get(patient).copied().flatten());
        Followed { facts, endpoint: kind, patient, zero, date }.value()
    };
    patients.iter().filter_map(value).collect()
}

/// A patient followed from time zero.
struct Followed<'a> {
    facts: &'a Facts<'a>,
    endpoint: &'a TimeToEventEndpoint,
    patient: usize,
    zero: Day,
    /// The date of censoring, where the endpoint is censored at a date.
    date: Option<Day>,
}

impl<'a> Followed<'a> {
    fn value(&self) -> Option<TimeValue> {
        let event = self.first_event();
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
        let events = self.endpoint.events.iter().filter_map(|source| match source {
            EventSource::Event(event) => {
                let label = &self.facts.plan.events.get(event.0)?.header.label;
                Some((self.facts.event(event.0, self.patient)?, label.clone()))
            }
            EventSource::Progression(response) => {
                let reading = self.progression(*response)?;
                Some((reading.date, format!("progression at {}", self.facts.exam_name(*response, reading.exam))))
            }
        });
        events.min_by_key(|(day, _)| *day)
    }

    fn progression(&self, response: ResponseId) -> Option<&'a CombinedReading> {
        let set = codes_of(self.facts.criterion(response), "progression");
        let progressed = |reading: &&CombinedReading| reading.result.is_some_and(|code| set.contains(&code));
        self.facts.combined(response, self.patient).iter().find(progressed)
    }

    fn censored(&self) -> Option<(Day, String)> {
        match &self.endpoint.censor {
            CensorSource::Date(_) => Some((self.date?, "censored".to_string())),
            CensorSource::LastAssessed(response) => Some(self.last_assessed(*response)),
        }
    }

    fn last_assessed(&self, response: ResponseId) -> (Day, String) {
        let readings = self.facts.combined(response, self.patient);
        match self.facts.last_assessed(response, readings) {
            Some((reading, _)) => {
                let exam = self.facts.exam_name(response, reading.exam);
                (reading.date, format!("censored at the last assessed examination {exam}"))
            }
            None => (self.zero, "censored at time zero, no assessed examination".to_string()),
        }
    }
}
