//! The readings that a number of a rule's row counts: of each patient those at which the row gave the value, and of a combination of
//! readers the examinations.

use super::patients::in_group;
use crate::results::{By, CombinedReason, Record, Results, Role, RuleId, RuleInfo, RuleShown, Term};
use serde::Serialize;
use std::collections::BTreeMap;

/// Readings by patient, in key order.
#[derive(Clone, Debug, Serialize)]
pub struct ReadingsCounted<'r> {
    /// Where the row stands; none where it is none that answers.
    pub rule: Option<&'r RuleInfo>,
    pub patients: Vec<PatientReadings<'r>>,
}

#[derive(Clone, Debug, Serialize)]
pub struct PatientReadings<'r> {
    pub patient: &'r str,
    pub readings: Vec<ReadingAt<'r>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ReadingAt<'r> {
    pub exam: &'r str,
    /// From time zero on.
    pub day: i64,
    /// None where the readers are combined, or there is one without a name.
    pub reader: Option<&'r str>,
}

impl ReadingsCounted<'_> {
    pub fn readings(&self) -> usize {
        self.patients.iter().map(|p| p.readings.len()).sum()
    }
}

/// None where the record is no number of a row of a rule.
pub(super) fn readings<'r>(results: &'r Results, record: &'r Record) -> Option<ReadingsCounted<'r>> {
    let (Role::Rules, Some(Term::Rule(id))) = (record.role, &record.term) else { return None };
    let own = |shown: &&RuleShown| shown.rows.contains(id) || shown.unanswered == *id;
    let shown = results.report.rules.iter().flat_map(|of| &of.rules).find(own)?;
    // Its rows say of what the rule is: of a response, or of a combination.
    let first = results.rules.iter().find(|rule| Some(&rule.id) == shown.rows.first())?;
    let response = record.response.as_ref()?;
    let row = Row { id, unanswered: shown.unanswered == *id };
    let found = if first.of == *response { read(results, first, row) } else { combined(results, response, row) };
    let mut patients: BTreeMap<&str, Vec<ReadingAt>> = BTreeMap::new();
    for (patient, at) in found {
        patients.entry(patient).or_default().push(at);
    }
    patients.retain(|patient, _| in_group(results, record, patient));
    let patients = patients.into_iter().map(|(patient, readings)| PatientReadings { patient, readings });
    Some(ReadingsCounted { rule: results.rules.iter().find(|rule| rule.id == *id), patients: patients.collect() })
}

/// A row of a rule, or what stands for no row that answers.
#[derive(Clone, Copy)]
struct Row<'r> {
    id: &'r RuleId,
    unanswered: bool,
}

fn read<'r>(results: &'r Results, rule: &RuleInfo, row: Row) -> Vec<(&'r str, ReadingAt<'r>)> {
    let own = |by: &By| match by {
        By::Rule(of) => of == row.id,
        By::Untold => row.unanswered,
        By::Computed => false,
    };
    let of = results.derived.readings.iter().filter(|r| r.response == rule.of);
    let fired = of.filter(|r| r.values.iter().any(|value| value.name == rule.value && own(&value.by)));
    let one = |r: &'r crate::results::Reading| {
        let reader = Some(r.reader.as_str()).filter(|reader| !reader.is_empty());
        (r.patient.as_str(), ReadingAt { exam: &r.exam, day: r.day, reader })
    };
    fired.map(one).collect()
}

fn combined<'r>(results: &'r Results, response: &String, row: Row) -> Vec<(&'r str, ReadingAt<'r>)> {
    let own = |because: &CombinedReason| match because {
        CombinedReason::Case(of) => of == row.id,
        CombinedReason::NoCase => row.unanswered,
        CombinedReason::OneReader | CombinedReason::Ended { .. } => false,
    };
    let of = results.derived.adjudicated.iter().filter(|a| a.response == *response && own(&a.because));
    of.map(|a| (a.patient.as_str(), ReadingAt { exam: &a.exam, day: a.day, reader: None })).collect()
}
