//! `trace`: from a result, a clause or a patient to all that is known of it, in the language of the plan.

use super::{CLEAN, COULD_NOT_RUN, OBJECTED, failed, note, out, out_json, tree};
use crate::diagnostic::nearest;
use crate::file::read_file;
use crate::report::in_language;
use crate::results::trace::{trace, trace_of};
use crate::results::{Results, file};
use crate::run::circulate;
use crate::run::earlier::{RESULTS, not_as_written, not_masked, tells_the_run};
use crate::run::found;
use crate::run::output::findings_are_later;
use crate::run::patients::{self, PATIENTS};
use crate::run::place::settled;
use crate::words::told::Told;
use crate::words::{TraceWords, Words, fill};
use serde::Serialize;
use std::path::{Path, PathBuf};

const FINDINGS: &str = "findings.csv";

/// What is asked for, and how it is to be told.
#[derive(clap::Args)]
pub(super) struct Asked {
    /// Identifier of a result, as in results.json and in report.html, or number of a clause
    #[arg(required_unless_present = "patient")]
    of: Option<String>,
    /// Pseudonym of a patient: everything that is known, or of a result what it rests on in this patient
    #[arg(long, value_name = "ID")]
    patient: Option<String>,
    /// What fits on a screen
    #[arg(long, conflicts_with = "json")]
    brief: bool,
    /// As JSON, for programs; docs/trace.md has its shape
    #[arg(long)]
    json: bool,
    /// Folder with the results of the run
    #[arg(long, value_name = "DIR", default_value = "out")]
    out: PathBuf,
}

/// The answer as JSON.
#[derive(Serialize)]
struct Answer<'r> {
    study: &'r str,
    engine: &'r str,
    plan_digest: &'r str,
    data_digest: &'r str,
    language: &'static str,
    #[serde(flatten)]
    told: &'r Told<'r>,
}

pub(super) fn run(asked: &Asked) -> u8 {
    let folder = asked.out.as_path();
    let held = match settled(folder) {
        Ok(held) => held,
        Err(error) => return failed(&error),
    };
    if let Err(error) = circulate::refused(folder).and_then(|()| not_masked(folder)) {
        return failed(&error);
    }
    let results = match read_results(folder) {
        Ok(results) => results,
        Err(unread) => return unread.said(),
    };
    let words = Words::of(results.report.language);
    let Some(standing) = standing(folder, words.trace()) else { return OBJECTED };
    let results = match with_patients(results, folder) {
        Ok(results) => results,
        Err(unread) => return unread.said(),
    };
    // Whoever pages through what is told keeps no run waiting.
    drop(held);
    let told = match told(&results, words, asked) {
        Ok(told) => told,
        Err(why) => {
            note(&format!("{}\n", in_language(&why, results.report.language)));
            return COULD_NOT_RUN;
        }
    };
    let printed = match asked.json {
        true => json(&results, &told),
        false => out(&tree::text(words, &told, asked.brief)),
    };
    if printed == CLEAN { standing } else { printed }
}

fn json(results: &Results, told: &Told<'_>) -> u8 {
    let study = &results.study;
    let answer = Answer {
        study: &study.name,
        engine: &study.engine,
        plan_digest: &study.plan_digest,
        data_digest: &study.data_digest,
        language: results.report.language.code(),
        told,
    };
    match serde_json::to_string_pretty(&answer) {
        Ok(text) => out_json(&format!("{text}\n")),
        Err(error) => {
            note(&format!("the answer could not be written: {error}\n"));
            COULD_NOT_RUN
        }
    }
}

/// Whether what is told can be trusted, said beforehand: none where a file that it is told from was changed.
fn standing(folder: &Path, said: &TraceWords) -> Option<u8> {
    let later = findings_are_later(folder);
    if later {
        note(&format!("{}\n", said.findings_later));
    }
    let mut changed = not_as_written(folder);
    changed.retain(|path| !(later && path == FINDINGS));
    let read: Vec<&str> =
        changed.iter().map(String::as_str).filter(|path| [RESULTS, PATIENTS, FINDINGS].contains(path)).collect();
    if !read.is_empty() {
        note(&format!("{}\n", fill(said.refused, &[("files", &read.join(", "))])));
        return None;
    }
    if !changed.is_empty() {
        note(&format!("{}\n", fill(said.changed, &[("files", &changed.join(", "))])));
    }
    let told = tells_the_run(folder);
    if !told {
        note(&format!("{}\n", fill(said.untold_run, &[("patients", PATIENTS)])));
    }
    Some(if changed.is_empty() && told { CLEAN } else { OBJECTED })
}

/// What is asked for, or why it cannot be told.
fn told<'r>(results: &'r Results, words: &Words, asked: &'r Asked) -> Result<Told<'r>, String> {
    match (&asked.of, &asked.patient) {
        (Some(of), None) => of_result(results, words, of)
            .or_else(|| of_clause(results, words, of))
            .ok_or_else(|| unknown(words.trace().no_such, of, RESULTS, known(results, of), words)),
        (of, Some(patient)) => {
            let names = results.derived.patients.iter().map(|p| p.patient.as_str());
            let derived = results.derived.patients.iter().find(|p| p.patient == *patient).ok_or_else(|| {
                unknown(words.trace().no_such_patient, patient, PATIENTS, nearest(patient, names), words)
            })?;
            match of {
                Some(id) => in_patient(results, words, id, derived),
                None => Ok(Told::Patient(Box::new(words.patient_told(results, derived)))),
            }
        }
        // The arguments ask for one of the two.
        (None, None) => Err(String::new()),
    }
}

fn of_result<'r>(results: &'r Results, words: &Words, id: &str) -> Option<Told<'r>> {
    Some(Told::Result(Box::new(words.result(results, &trace(results, id)?))))
}

fn of_clause<'r>(results: &'r Results, words: &Words, number: &str) -> Option<Told<'r>> {
    let clause = results.clauses.iter().find(|clause| clause.number == number)?;
    Some(Told::Clause(Box::new(words.clause_told(results, clause))))
}

/// What a number rests on in one patient, who must be behind it.
fn in_patient<'r>(
    results: &'r Results,
    words: &Words,
    id: &str,
    patient: &'r crate::results::PatientDerived,
) -> Result<Told<'r>, String> {
    let said = words.trace();
    let Some(record) = results.records.iter().find(|record| record.id == id) else {
        return Err(unknown(said.no_such, id, RESULTS, known(results, id), words));
    };
    let traced = trace_of(results, record, &patient.patient).filter(|traced| !traced.values.is_empty());
    let Some(traced) = traced else {
        return Err(fill(said.not_of_patient, &[("patient", patient.patient.as_str()), ("name", id)]));
    };
    let mut told = words.patient_of_number(results, patient, &traced.values);
    told.number = Some(words.number_of(results, record));
    Ok(Told::Patient(Box::new(told)))
}

/// The result or the clause that is nearest to a name, else the first result that is below it.
fn known<'r>(results: &'r Results, name: &str) -> Option<&'r str> {
    let ids = || results.records.iter().map(|record| record.id.as_str());
    let clauses = results.clauses.iter().map(|clause| clause.number.as_str());
    let below = |id: &&str| id.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'));
    nearest(name, ids().chain(clauses)).or_else(|| ids().find(below))
}

fn unknown(template: &str, name: &str, file: &str, near: Option<&str>, words: &Words) -> String {
    let hint = near.map_or_else(String::new, |near| fill(words.trace().nearest, &[("name", near)]));
    format!("{}{hint}", fill(template, &[("name", name), ("path", file)]))
}

/// A file that could not be read, and why.
struct Unread {
    path: PathBuf,
    error: String,
}

impl Unread {
    fn said(self) -> u8 {
        note(&format!("could not read {}: {}\n", self.path.display(), self.error));
        note("`prespec run PLAN` writes it; `--out DIR` names another folder\n");
        COULD_NOT_RUN
    }
}

fn bytes(folder: &Path, name: &str) -> Result<Vec<u8>, Unread> {
    let path = folder.join(name);
    read_file(&path).map_err(|e| Unread { path, error: e.to_string() })
}

fn of_another_version(folder: &Path, name: &str, error: &dyn std::fmt::Display) -> Unread {
    Unread { path: folder.join(name), error: format!("it was not written by this version ({error})") }
}

fn read_results(folder: &Path) -> Result<Results, Unread> {
    file::read(&bytes(folder, RESULTS)?).map_err(|e| of_another_version(folder, RESULTS, &e))
}

/// The results with what was derived of each patient and what was found.
fn with_patients(results: Results, folder: &Path) -> Result<Results, Unread> {
    let derived = patients::read(&bytes(folder, PATIENTS)?).map_err(|e| of_another_version(folder, PATIENTS, &e))?;
    // Those of a later run say nothing of these results.
    let found = match findings_are_later(folder) {
        true => vec![],
        false => found::read(&bytes(folder, FINDINGS)?)
            .ok_or_else(|| of_another_version(folder, FINDINGS, &"other columns or words"))?,
    };
    Ok(Results { derived, found, ..results })
}
