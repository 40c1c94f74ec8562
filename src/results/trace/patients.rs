//! The patients behind a number: the value of each, why it stands, and the readings that it rests on.

use crate::results::{
    Adjudicated, Beginning, By, EndpointValue, EventRef, ExamRef, MetDerived, PopulationInfo, Reading, ReadingValue,
    Record, Results, RuleInfo, Term, ValueReason, Whichever,
};
use serde::Serialize;
use std::collections::BTreeMap;

/// The patients of a number's population and group.
#[derive(Clone, Debug, Serialize)]
pub struct Valued<'r> {
    /// How many values each reason settled, whatever the examination; the reasons of which there are most come first.
    pub settled: Vec<(ValueReason<Whichever>, usize)>,
    pub population: Option<&'r PopulationInfo>,
    /// Pseudonyms in key order.
    pub patients: Vec<&'r str>,
}

/// What a number rests on in one patient.
#[derive(Clone, Debug, Serialize)]
pub struct PatientTrace<'r> {
    pub patient: &'r str,
    pub arm: Option<&'r str>,
    pub values: Vec<ValueTrace<'r>>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ValueTrace<'r> {
    pub value: &'r EndpointValue,
    /// From when on, and compared with what, the responses are read that the value rests on.
    pub beginnings: Vec<&'r Beginning>,
    /// The examinations that the reason names, in its order.
    pub exams: Vec<ExamTrace<'r>>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ExamTrace<'r> {
    pub exam: &'r ExamRef,
    pub combined: Option<&'r Adjudicated>,
    pub readings: Vec<ReadingTrace<'r>>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ReadingTrace<'r> {
    pub reading: &'r Reading,
    pub values: Vec<ToldTrace<'r>>,
}

/// A value of the criterion, and where the rule stands that gave it.
#[derive(Clone, Debug, Serialize)]
pub struct ToldTrace<'r> {
    pub value: &'r ReadingValue,
    pub rule: Option<&'r RuleInfo>,
}

/// What a record rests on in the patient of this pseudonym; none where the results do not know the patient.
pub fn trace_of<'r>(results: &'r Results, record: &Record, patient: &str) -> Option<PatientTrace<'r>> {
    let known = results.derived.patients.iter().find(|p| p.patient == patient)?;
    let of_group = in_group_of(record, known.arm.as_deref());
    let own = results.derived.endpoints.iter().filter(|v| v.patient == patient && of_group && is_of(record, v));
    let value = |value: &'r EndpointValue| {
        let exams = value.exams().into_iter();
        let beginnings = beginnings(results, patient, value);
        ValueTrace { value, beginnings, exams: exams.map(|exam| at_exam(results, patient, exam)).collect() }
    };
    Some(PatientTrace { patient: &known.patient, arm: known.arm.as_deref(), values: own.map(value).collect() })
}

fn beginnings<'r>(results: &'r Results, patient: &str, value: &EndpointValue) -> Vec<&'r Beginning> {
    let exams = value.exams();
    let of =
        |response: &String| value.response.as_ref() == Some(response) || exams.iter().any(|e| e.response == *response);
    results.derived.beginnings.iter().filter(|b| b.patient == patient && of(&b.response)).collect()
}

pub(super) fn valued<'r>(results: &'r Results, record: &'r Record) -> Valued<'r> {
    let population = results.populations.iter().find(|p| p.name == record.population);
    let mut counts: BTreeMap<ValueReason<Whichever>, usize> = BTreeMap::new();
    for value in endpoint_values(results, record) {
        *counts.entry(value.because.map(&|_| Whichever {})).or_default() += 1;
    }
    let mut settled: Vec<(ValueReason<Whichever>, usize)> = counts.into_iter().collect();
    settled.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let within = |p: &str| match &record.term {
        Some(Term::Met(event)) => has_met(results, record, event, p),
        Some(Term::Settled { .. }) => endpoint_values(results, record).any(|v| v.patient == p),
        _ => record.subgroup.is_none() || endpoint_values(results, record).any(|v| v.patient == p),
    };
    let others = others(results, record);
    let compared = |p: &str| arm(results, p).is_none_or(|arm| !others.contains(&arm));
    let inside = results.derived.members(&record.population);
    let inside = inside.filter(|p| in_group(results, record, p) && within(p) && compared(p));
    Valued { settled, population, patients: inside.collect() }
}

/// The arms that an analysis of some arms does not compare: none of their patients is behind its numbers.
fn others<'r>(results: &'r Results, record: &Record) -> Vec<&'r str> {
    let is_arm = |name: &str| results.arms.iter().any(|arm| arm.name == name);
    let analysis = results.analyses.iter().find(|analysis| analysis.name == record.analysis);
    let compare = analysis.map(|analysis| analysis.compare.as_slice()).unwrap_or_default();
    let of_arms = !compare.is_empty() && compare.iter().all(|name| is_arm(name));
    let others = results.arms.iter().map(|arm| arm.name.as_str()).filter(|arm| !compare.iter().any(|c| c == arm));
    others.filter(|_| of_arms).collect()
}

/// The arm of a patient.
pub(super) fn arm<'r>(results: &'r Results, patient: &str) -> Option<&'r str> {
    results.derived.patients.iter().find(|p| p.patient == patient)?.arm.as_deref()
}

/// A group that is no arm, as `exposed`, holds parts of every patient's time.
pub(super) fn in_group(results: &Results, record: &Record, patient: &str) -> bool {
    in_group_of(record, arm(results, patient))
}

/// Whether the group of a record holds the patients of an arm, or those without one.
pub fn in_group_of(record: &Record, own: Option<&str>) -> bool {
    let compared = record.contrast.as_ref().is_none_or(|contrast| own.is_some_and(|arm| contrast.holds(arm)));
    compared && record.group.arm().is_none_or(|g| own == Some(g))
}

fn endpoint_values<'r>(results: &'r Results, record: &Record) -> impl Iterator<Item = &'r EndpointValue> {
    let fits = move |v: &&EndpointValue| is_of(record, v) && in_group(results, record, &v.patient);
    results.derived.endpoints.iter().filter(fits)
}

/// Whether a value is of what the record is of, whatever the group.
pub fn is_of(record: &Record, value: &EndpointValue) -> bool {
    record.endpoint.as_ref() == Some(&value.endpoint)
        && value.analysis == record.analysis
        && value.response == record.response
        && record.subgroup.as_ref().is_none_or(|own| value.subgroups.iter().any(|s| own.holds(s)))
        && is_settled_so(record, value)
        && (value.timepoint.is_none() || value.timepoint.as_deref() == record.point())
}

/// Whether a patient is among those who met an event of the estimand.
pub fn has_met(results: &Results, record: &Record, event: &EventRef, patient: &str) -> bool {
    let own = |met: &&MetDerived| met.analysis == record.analysis && met.event == *event;
    results.derived.met.iter().filter(own).any(|met| met.patient == patient)
}

/// Of a count of what settles values, those that it counts.
fn is_settled_so(record: &Record, value: &EndpointValue) -> bool {
    match &record.term {
        // Whatever value it has.
        Some(Term::Met(_)) => false,
        Some(Term::Settled { met, because }) => {
            value.value.map(|value| value == 1) == *met && value.because.map(&|_| Whichever {}) == **because
        }
        _ => true,
    }
}

fn at_exam<'r>(results: &'r Results, patient: &str, exam: &'r ExamRef) -> ExamTrace<'r> {
    let own = |a: &&Adjudicated| a.response == exam.response && a.patient == patient && a.exam == exam.exam;
    ExamTrace {
        exam,
        combined: results.derived.adjudicated.iter().find(own),
        readings: readings_at(results, patient, &exam.response, &exam.exam),
    }
}

/// The readings of an examination, each with the rules that fired.
pub fn readings_at<'r>(results: &'r Results, patient: &str, response: &str, exam: &str) -> Vec<ReadingTrace<'r>> {
    let own = |r: &&Reading| r.response == response && r.patient == patient && r.exam == exam;
    results.derived.readings.iter().filter(own).map(|reading| told(results, reading)).collect()
}

fn told<'r>(results: &'r Results, reading: &'r Reading) -> ReadingTrace<'r> {
    let rule = |by: &By| match by {
        By::Rule(id) => results.rules.iter().find(|r| r.id == *id),
        By::Computed | By::Untold => None,
    };
    let values = reading.values.iter().map(|value| ToldTrace { value, rule: rule(&value.by) });
    ReadingTrace { reading, values: values.collect() }
}
