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
    let found = if first.of == *response { read(results, first, id) } else { combined(results, response, first, id) };
    let mut patients: BTreeMap<&str, Vec<ReadingAt>> = BTreeMap::new();
    for (patient, at) in found.into_iter().filter(|(patient, _)| in_group(results, record, patient)) {
        patients.entry(patient).or_default().push(at);
    }
    let patients = patients.into_iter().map(|(patient, readings)| PatientReadings { patient, readings });
    Some(ReadingsCounted { rule: results.rules.iter().find(|rule| rule.id == *id), patients: patients.collect() })
}

fn read<'r>(results: &'r Results, rule: &RuleInfo, id: &RuleId) -> Vec<(&'r str, ReadingAt<'r>)> {
    let own = |by: &By| match by {
        By::Rule(of) => of == id,
        By::Untold => RuleId::unanswered(&rule.of, &rule.value) == *id,
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

fn combined<'r>(
    results: &'r Results,
    response: &String,
    rule: &RuleInfo,
    id: &RuleId,
) -> Vec<(&'r str, ReadingAt<'r>)> {
    let own = |because: &CombinedReason| match because {
        CombinedReason::Case(of) => of == id,
        CombinedReason::NoCase => RuleId::unanswered(&rule.of, &rule.value) == *id,
        CombinedReason::OneReader | CombinedReason::Ended { .. } => false,
    };
    let of = results.derived.adjudicated.iter().filter(|a| a.response == *response && own(&a.because));
    of.map(|a| (a.patient.as_str(), ReadingAt { exam: &a.exam, day: a.day, reader: None })).collect()
}
