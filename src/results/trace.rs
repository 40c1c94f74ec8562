//! The chain from a number back to the clause that asked for it, the rules that were applied and the patients behind it: a
//! tree of what the results hold. Whoever shows it puts it into words.
//!
//! [`trace`] names the patients and holds none of what is known of them; [`trace_of`] computes that of one patient when it
//! is asked for.

mod events;
mod lesions;
mod patients;
mod readings;
mod selection;

pub use events::{CountedEvents, EventsCounted, PatientEvents, counted_events};
pub use lesions::{LesionsCounted, PatientLesions};
pub use patients::{
    ExamTrace, PatientTrace, ReadingTrace, ToldTrace, ValueTrace, Valued, has_met, in_group_of, is_of, readings_at,
    trace_of,
};
pub use readings::{PatientReadings, ReadingAt, ReadingsCounted};
pub use selection::{Counted, CountedPatient, List, Listed, ListedPatient, Paired};

use super::{ClauseText, Record, Results, StepInfo, TableDigest, WrittenOut};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A number and what it rests on.
#[derive(Clone, Debug, Serialize)]
pub struct Trace<'r> {
    pub record: &'r Record,
    pub clause: Option<&'r ClauseText>,
    /// What asked for it and its endpoint, where they are like another statement.
    pub written_out: Vec<&'r WrittenOut>,
    /// The steps that the record names and all that these read, each before what it reads.
    pub steps: Vec<&'r StepInfo>,
    pub tables: Vec<&'r TableDigest>,
    pub behind: Behind<'r>,
}

/// The patients behind a number.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Behind<'r> {
    /// Of a count of the attrition: those it counts.
    Counted(Counted<'r>),
    /// Of a number of a matching: its pairs, and lists of patients.
    Paired(Paired<'r>),
    /// Of a number of single lesions: those it counts.
    Lesions(LesionsCounted<'r>),
    /// Of a count of events: those it counts.
    Events(EventsCounted<'r>),
    /// Of a number of a row of a rule: the readings it counts.
    Readings(ReadingsCounted<'r>),
    /// Of any other: those of its population and group, and what settled their values.
    Valued(Valued<'r>),
}

/// None where there is no result of this identifier.
pub fn trace<'r>(results: &'r Results, id: &str) -> Option<Trace<'r>> {
    let record = results.records.iter().find(|r| r.id == id)?;
    Some(Trace {
        record,
        clause: results.clauses.iter().find(|c| c.number == record.clause),
        written_out: written_out(results, record),
        steps: reached(results, &record.steps),
        tables: results.tables.iter().filter(|t| record.tables.contains(&t.name)).collect(),
        behind: behind(results, record),
    })
}

/// The patients behind a number of these results.
pub fn behind<'r>(results: &'r Results, record: &'r Record) -> Behind<'r> {
    selection::counted(results, record)
        .map(Behind::Counted)
        .or_else(|| selection::paired(results, record).map(Behind::Paired))
        .or_else(|| lesions::lesions(results, record).map(Behind::Lesions))
        .or_else(|| events::events(results, record).map(Behind::Events))
        .or_else(|| readings::readings(results, record).map(Behind::Readings))
        .unwrap_or_else(|| Behind::Valued(patients::valued(results, record)))
}

/// Names are unique among what asks for numbers, and among endpoints.
fn written_out<'r>(results: &'r Results, record: &Record) -> Vec<&'r WrittenOut> {
    let asks = |w: &WrittenOut| w.name == record.analysis && w.clause == record.clause;
    let measures = |w: &WrittenOut| record.endpoint.as_ref() == Some(&w.name);
    results.written_out.iter().filter(|w| asks(w) || measures(w)).collect()
}

/// These steps and all that they read, each before what it reads.
pub fn reached<'r>(results: &'r Results, from: &[String]) -> Vec<&'r StepInfo> {
    let by_id: BTreeMap<&str, usize> = results.steps.iter().enumerate().map(|(i, s)| (s.id.as_str(), i)).collect();
    let mut open: Vec<&str> = from.iter().map(String::as_str).collect();
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        if let Some(&index) = by_id.get(id)
            && found.insert(index)
        {
            open.extend(results.steps[index].inputs.iter().map(String::as_str));
        }
    }
    found.into_iter().rev().map(|i| &results.steps[i]).collect()
}

#[cfg(test)]
mod tests;
