//! A number names every table it rests on: where rows of a table are taken away and a number changes, the number names it.

use prespec::compile::{Compiled, compile_at};
use prespec::number::Number;
use prespec::results::Results;
use prespec::run::{compute, json};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// One row in so many is taken away.
const EVERY: usize = 4;

fn study() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("plans/sirt-hcc")
}

fn results(compiled: &Compiled, folder: &Path) -> Results {
    let plan = compiled.plan.as_ref().expect("a plan without an error");
    compute(plan, compiled, Some(folder), &|_| {}).unwrap_or_else(|e| panic!("could not run: {e}")).results
}

/// The files of the locked data, one of them with rows taken away.
fn without_rows(file: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for entry in fs::read_dir(study().join("data/locked")).expect("the data").map(|e| e.expect("an entry").path()) {
        let name = entry.file_name().and_then(|n| n.to_str()).expect("a name").to_string();
        let bytes = fs::read(&entry).expect("a file");
        let kept: Vec<&[u8]> = bytes
            .split_inclusive(|b| *b == b'\n')
            .enumerate()
            .filter(|(i, _)| name != file || *i == 0 || i % EVERY != 0)
            .map(|(_, line)| line)
            .collect();
        fs::write(folder.path().join(&name), kept.concat()).expect("a copy");
    }
    folder
}

/// What of the results names tables: the numbers, and the figures with what they draw.
fn named(results: &Results) -> BTreeMap<String, (String, &[String])> {
    let value = |n: &Number| format!("{n:?}");
    let records = results.records.iter().map(|r| (r.id.clone(), (value(&r.value), r.tables.as_slice())));
    let figures = results.report.figures.iter().enumerate().filter(|(_, f)| !f.tables.is_empty());
    let figures =
        figures.map(|(i, f)| (format!("figure {i} {}", f.kind), (format!("{:?}", f.patients), f.tables.as_slice())));
    records.chain(figures).collect()
}

#[test]
fn a_number_that_changes_with_a_table_names_it() {
    let compiled = compile_at(&study()).expect("the plan can be read");
    let whole = results(&compiled, &study().join("data/locked"));
    let before = named(&whole);
    let mut lost = vec![];
    for (table, file) in [
        ("treatment", "treatments.csv"),
        ("exam", "exams.csv"),
        ("lesion", "lesions.csv"),
        ("adjudication", "adjudication.csv"),
        ("followup", "followup.csv"),
        ("adverse_event", "adverse_events.csv"),
    ] {
        let folder = without_rows(file);
        let changed = results(&compiled, folder.path());
        let after = named(&changed);
        let moved: Vec<&String> =
            before.iter().filter(|(id, b)| after.get(*id).is_some_and(|a| a.0 != b.0)).map(|(id, _)| id).collect();
        assert!(!moved.is_empty(), "nothing rests on {table}");
        lost.extend(moved.into_iter().filter(|id| !before[*id].1.iter().any(|t| t == table)).map(|id| (table, id)));
    }
    assert!(
        lost.is_empty(),
        "{} numbers do not name a table they rest on: {:?}",
        lost.len(),
        &lost[..lost.len().min(40)]
    );
}

/// Every text of a JSON value, and every name.
fn texts(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            into.insert(text.clone());
        }
        Value::Array(of) => of.iter().for_each(|one| texts(one, into)),
        Value::Object(of) => of.iter().for_each(|(name, one)| {
            into.insert(name.clone());
            texts(one, into);
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Pseudonyms, and the keys of examinations and of events, of which each is one patient's.
fn of_patients(results: &Results) -> BTreeSet<&str> {
    let derived = &results.derived;
    let names = derived.patients.iter().map(|p| &p.patient).chain(derived.adjudicated.iter().map(|a| &a.exam));
    names.chain(derived.occurrences.iter().map(|o| &o.row)).map(String::as_str).collect()
}

#[test]
fn results_hold_no_patient_and_what_a_figure_shows_of_each_stands_with_what_was_derived() {
    let small = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plans");
    let mut drawn = 0;
    for folder in [study(), small.join("begun"), small.join("treated"), small.join("skin"), small.join("held")] {
        let compiled = compile_at(&folder).expect("the plan can be read");
        let plan = compiled.plan.as_ref().expect("a plan without an error");
        let results = compute(plan, &compiled, None, &|_| {}).unwrap_or_else(|e| panic!("could not run: {e}")).results;
        let written = json(&results).expect("JSON");
        assert!(!String::from_utf8_lossy(&written).contains("\"logit\":"), "a score is that of one patient");
        let mut said = BTreeSet::new();
        texts(&serde_json::from_slice(&written).expect("JSON"), &mut said);
        let of_patients = of_patients(&results);
        assert!(of_patients.len() > 4, "{}", folder.display());
        let named: Vec<&str> = of_patients.into_iter().filter(|name| said.contains(*name)).collect();
        assert!(named.is_empty(), "{}: {named:?}", folder.display());
        let shown = results.report.figures.iter().flat_map(|figure| &figure.patients);
        assert!(shown.eq(results.derived.drawn.iter().map(|drawn| &drawn.shown)), "{}", folder.display());
        drawn += results.derived.drawn.len();
    }
    assert!(drawn > 350, "{drawn}");
}
