//! The patients behind a number: the value of each, the reason for it, and the readings that the reason rests on.

use super::{WIDTH, line, wrap};
use crate::results::{EndpointValue, Reading, Record, Results};
use std::collections::{BTreeMap, BTreeSet};

/// What settled the values, then every patient of the record's group.
pub(super) fn behind(text: &mut String, results: &Results, record: &Record) {
    let values = endpoint_values(results, record);
    settled(text, results, &values);
    patients(text, results, record, &values);
}

/// The arm of a patient.
pub(super) fn arm<'r>(results: &'r Results, patient: &str) -> Option<&'r str> {
    results.derived.patients.iter().find(|p| p.patient == patient)?.arm.as_deref()
}

/// A group that is no arm, as `exposed`, holds parts of every patient's time.
pub(super) fn in_group(results: &Results, record: &Record, patient: &str) -> bool {
    record.group.arm().is_none_or(|g| arm(results, patient) == Some(g))
}

fn endpoint_values<'r>(results: &'r Results, record: &Record) -> Vec<&'r EndpointValue> {
    let Some(endpoint) = &record.endpoint else { return vec![] };
    let fits = |v: &&EndpointValue| {
        v.analysis == record.analysis
            && v.endpoint == *endpoint
            && v.response == record.response
            && v.timepoint.as_deref() == record.point().filter(|_| v.timepoint.is_some())
            && in_group(results, record, &v.patient)
    };
    results.derived.endpoints.iter().filter(fits).collect()
}

/// How many patients each reason settled.
fn settled(text: &mut String, results: &Results, values: &[&EndpointValue]) {
    if values.is_empty() {
        return;
    }
    let exams: BTreeSet<&str> = results.derived.adjudicated.iter().map(|a| a.exam.as_str()).collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for value in values {
        *counts.entry(without_exam(&exams, &value.because)).or_default() += 1;
    }
    line(text, format_args!("\nWhat settled it"));
    for (reason, n) in counts {
        line(text, format_args!("  {n:>5}  {reason}"));
    }
}

/// A reason without the examination it names, so that patients can be counted by it.
fn without_exam(exams: &BTreeSet<&str>, because: &str) -> String {
    let mut words: Vec<&str> = vec![];
    for word in because.split(' ') {
        match (exams.contains(word.trim_matches([',', ';', ')', '('])), words.last()) {
            (false, _) => words.push(word),
            (true, Some(before)) if *before == "examination" => {}
            (true, _) => words.push("an examination"),
        }
    }
    words.join(" ")
}

fn patients(text: &mut String, results: &Results, record: &Record, values: &[&EndpointValue]) {
    let Some(population) = results.populations.iter().find(|p| p.name == record.population) else { return };
    line(
        text,
        format_args!(
            "\nPatients: {} ({}), n = {}, clause {}",
            population.label, population.name, population.n, population.clause
        ),
    );
    line(text, format_args!("  sha-256 of the pseudonyms {}", population.digest));
    for pseudonym in population.patients.iter().filter(|p| in_group(results, record, p)) {
        let arm = arm(results, pseudonym).unwrap_or("no arm");
        let own: Vec<&&EndpointValue> = values.iter().filter(|v| v.patient == *pseudonym).collect();
        if own.is_empty() {
            line(text, format_args!("  {pseudonym}  {arm}"));
        }
        for value in own {
            line(text, format_args!("  {pseudonym}  {arm}  {}  {}", value_words(value), value.because));
            readings(text, results, value);
        }
    }
}

fn value_words(value: &EndpointValue) -> String {
    match (value.value, value.number, value.event) {
        (Some(days), _, Some(true)) => format!("day {days}, event"),
        (Some(days), _, Some(false)) => format!("day {days}, censored"),
        (_, Some(time), Some(event)) => format!("time {time}, {}", if event { "event" } else { "censored" }),
        (_, Some(number), None) => number.to_string(),
        (Some(1), None, None) => "yes".to_string(),
        (Some(_), None, None) => "no".to_string(),
        (None, None, _) => "left out".to_string(),
    }
}

/// The readings behind an examination that the reason names, each with the rule that fired.
fn readings(text: &mut String, results: &Results, value: &EndpointValue) {
    let named: BTreeSet<&str> = value.because.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').collect();
    let of = |patient: &str, exam: &str| patient == value.patient && named.contains(exam);
    for adjudicated in results.derived.adjudicated.iter().filter(|a| of(&a.patient, &a.exam)) {
        let result = adjudicated.result.as_deref().unwrap_or("not counted");
        let (exam, day) = (&adjudicated.exam, adjudicated.day);
        line(
            text,
            format_args!("      {exam}, day {day}, {}: {result} ({})", adjudicated.response, adjudicated.because),
        );
    }
    for reading in results.derived.readings.iter().filter(|r| of(&r.patient, &r.exam)) {
        line(
            text,
            format_args!("        {} {}: {} ({})", reading.exam, reading.reader, reading.result, reading.because),
        );
        told(text, results, reading);
    }
}

/// What was measured, then each rule that fired with its place in the criterion.
fn told(text: &mut String, results: &Results, reading: &Reading) {
    let measured = reading.values.iter().filter(|(_, _, by)| by.is_none());
    let measured = measured.filter_map(|(name, value, _)| Some(format!("{name} {}", value.as_ref()?)));
    for wrapped in wrap(&measured.collect::<Vec<_>>().join("; "), WIDTH - 12) {
        line(text, format_args!("            {wrapped}"));
    }
    for (name, value, by) in &reading.values {
        let Some(by) = by else { continue };
        let value = value.as_deref().unwrap_or("unknown");
        line(text, format_args!("            {name} {value} ({by}){}", place(results, reading, name, by)));
    }
}

/// Clause, file and line of the rule row; two rows of one wording are both named.
fn place(results: &Results, reading: &Reading, value: &str, by: &str) -> String {
    let same = |r: &&crate::results::RuleInfo| r.response == reading.response && r.value == value && r.text == by;
    let rules: Vec<_> = results.rules.iter().filter(same).collect();
    let Some(first) = rules.first() else { return String::new() };
    let lines: Vec<String> = rules.iter().map(|r| r.line.to_string()).collect();
    format!("  clause {}, {}:{}", first.clause, first.file, lines.join(" or "))
}
