//! The first study against an independent implementation: `plans/sirt-hcc/expected`, whose provenance is written there.

use super::study::{folder, study};
use prespec::derive::model::{Exclusion, ReadingDerived};
use prespec::plan::ir::{Criterion, Population, Type};
use prespec::program::fold::Fact;
use prespec::program::value::Value as Known;
use serde_json::Value;
use std::collections::BTreeMap;

fn expected() -> Value {
    let text = std::fs::read_to_string(folder().join("expected/derived.json")).expect("the expected values are there");
    serde_json::from_str(&text).expect("they are JSON")
}

/// Day number of an ISO date, by the civil calendar.
fn day_number(iso: &str) -> i32 {
    let date: jiff::civil::Date = iso.parse().expect("an ISO date");
    (date - jiff::civil::date(1970, 1, 1)).get_days()
}

fn name(value: &Value) -> Option<&str> {
    value.as_str()
}

fn table(table: &str) -> usize {
    study().plan.tables.iter().position(|t| t.header.name == table).expect("a table of the study")
}

fn event(name: &str) -> usize {
    study().plan.events.iter().position(|e| e.header.name == name).expect("an event of the study")
}

fn exam_name(row: usize) -> &'static str {
    let (exams, key) = (&study().data.tables[table("exam")].rows, study().plan.tables[table("exam")].key[0]);
    exams.get(row).and_then(|row| row.text(key)).expect("an examination of the study")
}

/// The names of the requirements, as the other implementation calls them.
const REASONS: [(&str, &str); 7] = [
    ("Immunotherapy started", "no_t0"),
    ("BCLC stage B or C", "bclc"),
    ("Adult", "adult"),
    ("Informed, or dead", "not_informed"),
    ("Not opposed", "opposed"),
    ("Treated 2021 to 2024", "outside_period"),
    ("No SIRT before", "sirt_before_t0"),
];

fn label(population: &Population, reason: Exclusion) -> &str {
    match reason {
        Exclusion::Requirement(place) => &population.require[place].label,
        Exclusion::NotAtRisk(reason) => panic!("{reason:?} of patients who are at risk of nothing"),
    }
}

#[test]
fn patients_are_eligible_or_not_for_the_reasons_expected() {
    let (study, expected) = (study(), expected());
    let patients = expected["patients"].as_object().expect("patients");
    assert_eq!(study.derived.patients.len(), patients.len());
    let population = &study.plan.populations[0];
    let members = &study.derived.populations[0];
    for (index, failed) in &members.reasons {
        let patient = &study.derived.patients[*index];
        let labels: Vec<&str> = failed.iter().map(|r| label(population, *r)).collect();
        let mut reasons: Vec<&str> =
            labels.iter().map(|l| REASONS.iter().find(|(ours, _)| ours == l).expect("a known reason").1).collect();
        let other = &patients[patient];
        let mut theirs: Vec<&str> = other["reasons"].as_array().expect("reasons").iter().filter_map(name).collect();
        reasons.sort_unstable();
        theirs.sort_unstable();
        assert_eq!(reasons, theirs, "{patient}");
        assert_eq!(failed.is_empty(), other["eligible"] == Value::Bool(true), "{patient}");
        assert_eq!(members.patients.contains(index), failed.is_empty(), "{patient}");
    }
}

#[test]
fn attrition_counts_the_first_reason() {
    let (study, expected) = (study(), expected());
    let population = &study.plan.populations[0];
    let mut counts = BTreeMap::new();
    for (_, failed) in &study.derived.populations[0].reasons {
        if let Some(first) = failed.first() {
            let label = label(population, *first);
            let reason = REASONS.iter().find(|(ours, _)| *ours == label).expect("a known reason").1;
            *counts.entry(reason).or_insert(0_u64) += 1;
        }
    }
    let attrition = &expected["attrition"];
    assert_eq!(attrition["eligible"].as_u64(), Some(study.derived.populations[0].patients.len() as u64));
    let step = |step: &Value| (name(&step["reason"]).map(String::from), step["excluded"].as_u64());
    let theirs: Vec<_> = attrition["steps"].as_array().expect("steps").iter().map(step).collect();
    let ours = |(_, reason): &(&str, &str)| (Some(reason.to_string()), counts.get(reason).copied());
    assert_eq!(REASONS.iter().map(ours).collect::<Vec<_>>(), theirs);
    let eligible = &study.derived.populations[0].patients;
    for (arm, name) in ["SIRT", "CONTROL"].into_iter().enumerate() {
        let members = eligible.iter().filter(|p| study.derived.arms[**p] == Some(arm));
        assert_eq!(attrition["arms"][name].as_u64(), Some(members.count() as u64), "{name}");
    }
}

#[test]
fn time_zero_sirt_arm_and_baseline_are_those_expected() {
    let (study, expected) = (study(), expected());
    let derived = &study.derived;
    let baseline = study.plan.timepoints[0].points.iter().position(|p| p.name == "baseline").expect("a baseline");
    for (index, patient) in derived.patients.iter().enumerate() {
        let other = &expected["patients"][patient];
        let zero = derived.time_zero[index];
        assert_eq!(zero, name(&other["t0"]).map(day_number), "{patient}");
        let sirt = derived.events[event("sirt")][index];
        let day = zero.and_then(|zero| sirt.map(|sirt| i64::from(sirt - zero)));
        assert_eq!(day, other["sirt_day"].as_i64(), "{patient}");
        let arm = derived.arms[index].map(|arm| if arm == 0 { "SIRT" } else { "CONTROL" });
        if other["eligible"] == Value::Bool(true) {
            assert_eq!(arm, name(&other["arm"]), "{patient}");
            let exam = derived.timepoints[0][baseline][index].map(exam_name);
            assert_eq!(exam, name(&other["baseline_exam"]), "{patient}");
        }
    }
}

#[test]
fn timepoints_are_the_examinations_expected() {
    let (study, expected) = (study(), expected());
    let timepoints = expected["timepoints"].as_object().expect("timepoints");
    let mut compared = 0;
    for (index, patient) in study.derived.patients.iter().enumerate() {
        let Some(other) = timepoints.get(patient) else { continue };
        for (point, rows) in study.plan.timepoints[0].points.iter().zip(&study.derived.timepoints[0]) {
            let Some(theirs) = other.get(&point.name) else { continue };
            assert_eq!(rows[index].map(exam_name), name(theirs), "{patient} {}", point.name);
            compared += 1;
        }
    }
    assert_eq!(compared, 4 * timepoints.len());
}

/// The responses of the study, and what the other implementation calls their criteria.
const CRITERIA: [(&str, &str); 4] =
    [("recist", "RECIST11"), ("mrecist", "mRECIST"), ("irecist", "iRECIST"), ("lirads", "LIRADS")];

/// The codes of the other implementation.
fn code(ours: &str) -> String {
    match ours {
        "NONVIABLE" => "Nonviable".into(),
        "EQUIVOCAL" => "Equivocal".into(),
        "VIABLE" => "Viable".into(),
        ours => ours.replace("NON_CR_NON_PD", "NON-CR/NON-PD").replace("NON_iCR_NON_iUPD", "NON-iCR/NON-iUPD"),
    }
}

fn response(name: &str) -> (usize, &'static Criterion) {
    let found = study().plan.responses.iter().position(|r| r.header.name == name).expect("a response of the study");
    (found, &study().plan.responses[found].criterion)
}

fn value_of<'a>(criterion: &Criterion, reading: &'a ReadingDerived, name: &str) -> Option<&'a Known> {
    let at = criterion.values.iter().position(|v| v.header.name == name)?;
    match reading.values.get(at)?.value.as_ref()? {
        Fact::Value(value) => Some(value),
        Fact::Exam(_) => None,
    }
}

fn code_of(criterion: &Criterion, reading: &ReadingDerived, value: &str) -> Option<String> {
    let stated = criterion.values.iter().find(|v| v.header.name == value)?;
    match (value_of(criterion, reading, value)?, &stated.ty) {
        (Known::Code(place), Type::Code(list)) => Some(code(&list.codes[*place].name)),
        (other, _) => panic!("{value} is {other:?}"),
    }
}

#[test]
fn every_reading_of_both_readers_is_the_one_expected() {
    let (study, expected) = (study(), expected());
    let all = expected["readings"].as_object().expect("readings");
    let theirs: usize = all.values().map(|exams| 2 * exams.as_object().expect("examinations").len()).sum();
    for (ours, theirs_) in CRITERIA {
        let (id, criterion) = response(ours);
        let readings = &study.derived.responses[id].readings;
        let mut compared = 0;
        for reading in readings {
            let (patient, exam) = (&study.derived.patients[reading.patient], exam_name(reading.exam));
            let other = &all[patient][exam][["R1", "R2"][reading.reader]];
            let place = format!("{ours} of {patient} {exam} reader {}", reading.reader + 1);
            let found = code(criterion.code_name(reading.result));
            let other = &other[theirs_];
            if other.is_null() {
                assert_eq!(found, "NA", "{place}");
                continue;
            }
            compared += 1;
            let response = name(other).or(name(&other["response"]));
            assert_eq!(Some(found.as_str()), response, "{place}: {:?}", reading.because);
            for (value, key) in [("target_response", "target"), ("non_target_response", "non_target")] {
                if let (Some(ours), Some(theirs)) = (code_of(criterion, reading, value), name(&other[key])) {
                    assert_eq!(ours, theirs, "{place}: {value}");
                }
            }
            for (value, key) in [("total", "sum"), ("nadir", "nadir")] {
                let of_all = key != "sum" || other["complete"] == Value::Bool(true);
                if let (Some(ours), Some(theirs), true) =
                    (value_of(criterion, reading, value), other[key].as_f64(), of_all)
                {
                    assert_eq!(ours.real(), Some(theirs), "{place}: {value}");
                }
            }
        }
        match ours {
            "lirads" => assert!(compared > 100, "{compared}"),
            _ => assert_eq!(compared, theirs),
        }
    }
}

#[test]
fn every_combined_response_is_the_one_expected() {
    let (study, expected) = (study(), expected());
    let adjudicated = expected["adjudicated"].as_object().expect("adjudicated responses");
    let theirs: usize = adjudicated.values().map(|exams| exams.as_object().expect("examinations").len()).sum();
    for (ours, theirs_) in CRITERIA {
        let (id, criterion) = response(ours);
        let response = &study.derived.responses[id];
        assert!(response.unresolved.is_empty(), "{ours}");
        let mut compared = 0;
        for (patient, combined) in study.derived.patients.iter().zip(&response.combined) {
            for reading in combined {
                let exam = exam_name(reading.exam);
                let found = reading.result.map(|code_| code(criterion.code_name(code_))).filter(|found| found != "NA");
                let theirs = &adjudicated[patient][exam][theirs_]["response"];
                assert_eq!(found.as_deref(), name(theirs), "{ours} of {patient} {exam}: {:?}", reading.because);
                compared += 1;
            }
        }
        match ours {
            "lirads" => assert!(compared > 50, "{compared}"),
            _ => assert_eq!(compared, theirs),
        }
    }
}

#[test]
fn covariates_are_those_expected() {
    let (study, expected) = (study(), expected());
    let matching = &study.plan.matchings[0];
    let values = &study.derived.matched[0].covariates;
    let numbers = [("age", "age"), ("ecog", "ecog"), ("child_pugh", "child_pugh"), ("largest", "taille_max")];
    let exact = [("albumin", "albumine"), ("bilirubin", "bilirubine"), ("lesions", "nb_lesions")];
    let computed = [("log10(afp)", "log10_afp"), ("albi", "albi")];
    let all = matching.covariates.iter().zip(&values.score).chain(matching.balance.iter().zip(&values.balance));
    let mut compared = 0;
    for (covariate, ours) in all {
        let pairs = numbers.iter().chain(&exact).chain(&computed);
        let Some((_, key)) = pairs.into_iter().find(|(name, _)| *name == covariate.name) else { continue };
        for index in &study.derived.populations[0].patients {
            let (index, patient) = (*index, &study.derived.patients[*index]);
            let theirs = expected["patients"][patient][*key].as_f64();
            let same = match (ours[index], theirs) {
                (Some(a), Some(b)) => a == b || (a - b).abs() <= 1e-12 * b.abs(),
                (a, b) => a.is_none() == b.is_none(),
            };
            assert!(same, "{patient} {}: {:?} and {theirs:?}", covariate.name, ours[index]);
        }
        compared += 1;
    }
    assert_eq!(compared, numbers.len() + exact.len() + computed.len());
}
