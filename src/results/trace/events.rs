//! The events that a count of them counts: of each patient the rows of the line, or those of the worst grade.

use super::patients::{arm, in_group};
use crate::catalogue::Statistic;
use crate::results::{EventTable, OccurrenceDerived, Record, Results, Term};
use serde::Serialize;
use std::collections::BTreeMap;

/// Events by patient, in key order; a patient of whom the number counts none is left out.
#[derive(Clone, Debug, Serialize)]
pub struct EventsCounted<'r> {
    pub patients: Vec<PatientEvents<'r>>,
}

#[derive(Clone, Debug, Serialize)]
pub struct PatientEvents<'r> {
    pub patient: &'r str,
    pub arm: Option<&'r str>,
    pub events: Vec<&'r OccurrenceDerived>,
}

impl EventsCounted<'_> {
    pub fn events(&self) -> usize {
        self.patients.iter().map(|p| p.events.len()).sum()
    }
}

/// What tells the events of one count from those of another of its group: a line, and of it the severe ones alone, or a worst
/// grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CountedEvents<'r> {
    Line { key: &'r str, severe: bool },
    WorstGrade(Option<i64>),
}

/// None where the record is no count of events; a rate is one of first events in a time.
pub fn counted_events(record: &Record) -> Option<CountedEvents<'_>> {
    match (&record.method, &record.term) {
        (None, Some(Term::Line(key))) => {
            let severe = matches!(record.statistic, Statistic::Severe | Statistic::SevereProportion);
            Some(CountedEvents::Line { key, severe })
        }
        (None, Some(Term::WorstGrade(grade))) => Some(CountedEvents::WorstGrade(*grade)),
        (Some(_), _) | (None, _) => None,
    }
}

pub(super) fn events<'r>(results: &'r Results, record: &'r Record) -> Option<EventsCounted<'r>> {
    let counted = counted_events(record)?;
    let table = results.events.iter().find(|table| table.analysis == record.analysis)?;
    let landmark = results.analyses.iter().find(|a| a.name == record.analysis)?.basis.landmark;
    // Where a rate says until when patients are observed, only who is so beyond the landmark is in it, and has a value.
    let observed = |patient: &str| {
        landmark.is_none()
            || table.rate_to.is_none()
            || results.derived.endpoints.iter().any(|v| v.analysis == record.analysis && v.patient == patient)
    };
    let members = results.derived.members(&record.population).filter(|p| in_group(results, record, p) && observed(p));
    let mut own: BTreeMap<&str, Vec<&OccurrenceDerived>> = members.map(|patient| (patient, vec![])).collect();
    let after = |event: &&OccurrenceDerived| landmark.is_none_or(|day| event.day.is_some_and(|own| own > day));
    let all = results.derived.occurrences.iter().filter(|event| Some(&event.endpoint) == record.endpoint.as_ref());
    for event in all.filter(after) {
        if let Some(events) = own.get_mut(event.patient.as_str()) {
            events.push(event);
        }
    }
    let of = |(patient, mut events): (&'r str, Vec<&'r OccurrenceDerived>)| {
        keep(&mut events, counted, table);
        (!events.is_empty()).then_some(PatientEvents { patient, arm: arm(results, patient), events })
    };
    Some(EventsCounted { patients: own.into_iter().filter_map(of).collect() })
}

fn keep(events: &mut Vec<&OccurrenceDerived>, counted: CountedEvents, table: &EventTable) {
    let is_severe = |event: &OccurrenceDerived| event.grade.is_some_and(|grade| grade >= table.severe_from);
    match counted {
        CountedEvents::Line { key, severe } => {
            let line = table.lines.iter().find(|line| line.key == key);
            events.retain(|event| {
                line.is_some_and(|line| line.has(event.class.as_deref(), &event.term, is_severe(event)))
            });
            events.retain(|event| !severe || is_severe(event));
        }
        CountedEvents::WorstGrade(grade) => {
            // One without a grade is below every grade.
            let worst = events.iter().map(|event| event.grade).max();
            events.retain(|event| worst == Some(grade) && event.grade == grade);
        }
    }
}
