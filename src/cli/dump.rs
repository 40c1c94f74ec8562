//! `dump`: what the compiler made of a plan, stage by stage.

use super::{COULD_NOT_RUN, failed, note, out, out_json, said_of};
use crate::compile::{Compiled, compile_at};
use crate::plan::ir::Plan;
use crate::report::TEXT;
use crate::results::fired::{Fired, fired};
use crate::run::{Computed, RunError, circulate, compute, files, record, records};
use crate::standards::ars;
use crate::study::Stamp;
use crate::{plan, program, syntax};
use std::path::Path;

const STAGES: &[&str] = &["syntax", "plan", "files", "program", "rules", "results", "report", "ars"];

/// From which files, and of which copy, for the stages that have numbers.
#[derive(Clone, Copy)]
pub(super) struct Of<'a> {
    pub data: Option<&'a Path>,
    pub circulate: bool,
    pub stamp: &'a Stamp,
}

pub(super) fn dump(stage: &str, path: &Path, of: Of) -> u8 {
    if !STAGES.contains(&stage) {
        note(&format!("there is no stage `{stage}`; the stages are {}\n", STAGES.join(", ")));
        return COULD_NOT_RUN;
    }
    let compiled = match compile_at(path) {
        Ok(compiled) => compiled,
        Err(error) => return failed(&error.into()),
    };
    if of.circulate && !["results", "report", "ars"].contains(&stage) {
        note(&format!("`--circulate` is for results, report and ars, and not for {stage}\n"));
        return COULD_NOT_RUN;
    }
    if stage == "syntax" {
        return out(&syntax::dump::dump(&compiled.documents.plan));
    }
    let Some(plan) = &compiled.plan else {
        return said_of(&compiled);
    };
    match stage {
        "plan" => out(&plan::dump::dump(plan)),
        "program" => out(&program::dump::dump(&program::lower(plan), plan)),
        "files" => stated(plan, &compiled, of.data),
        "rules" => rules(plan, &compiled, of),
        "report" => report(plan, &compiled, of),
        "ars" => ars(plan, &compiled, of),
        _ => results(plan, &compiled, of),
    }
}

/// Rows and SHA-256 of each file as they are now, as the binding states them.
fn stated(plan: &Plan, compiled: &Compiled, data: Option<&Path>) -> u8 {
    let files = match files(plan, compiled, data) {
        Ok(files) => files,
        Err(error) => return failed(&error),
    };
    let mut text =
        String::from("# To be added in the binding, once the rows were compared with those of the source.\ntables:\n");
    for file in files {
        for table in &file.tables {
            let picked = file.picked.iter().find(|picked| picked.table == *table).map(|picked| {
                let left = file.rows.saturating_sub(picked.rows);
                format!("    # by `where` {} of these rows are read, and {left} left\n", picked.rows)
            });
            text.push_str(&format!(
                "  {table}:\n    file: {}\n    rows: {}\n{}    sha256: {}\n",
                scalar(&file.file),
                file.rows,
                picked.unwrap_or_default(),
                file.sha256
            ));
        }
    }
    out(&text)
}

/// The numbers of a run that writes nothing; of a sealed study, it is on record that they were seen.
fn seen(plan: &Plan, compiled: &Compiled, of: Of) -> Result<Computed, RunError> {
    let mut computed = compute(plan, compiled, of.data, &|_| {})?;
    record::seen(compiled, &computed.results, of.stamp)?;
    if of.circulate {
        circulate::told(plan, &compiled.path, &mut computed)?;
    }
    Ok(computed)
}

/// `results.json` without the report, and nothing written.
fn results(plan: &Plan, compiled: &Compiled, of: Of) -> u8 {
    let bytes = seen(plan, compiled, of).and_then(|computed| records(&computed.results));
    match bytes {
        Ok(bytes) => out_json(&String::from_utf8_lossy(&bytes)),
        Err(error) => failed(&error),
    }
}

/// How often each case and row of the rules of criteria gave a value, where it stands, and the first reading of it.
fn rules(plan: &Plan, compiled: &Compiled, of: Of) -> u8 {
    let computed = match seen(plan, compiled, of) {
        Ok(computed) => computed,
        Err(error) => return failed(&error),
    };
    let mut text = String::new();
    let mut head = None;
    for Fired { rule, times, example } in fired(&computed.results) {
        if head != Some((&rule.of, &rule.value)) {
            text.push_str(&format!("{}.{} (clause {}, {})\n", rule.of, rule.value, rule.clause, rule.file));
            head = Some((&rule.of, &rule.value));
        }
        let said = rule.text.as_deref().unwrap_or_default();
        let example = example.map_or(String::new(), |e| {
            let reader = e.reader.map_or(String::new(), |reader| format!(" {reader}"));
            format!("first: {} {}{reader}", e.patient, e.exam)
        });
        let line = format!("{times:>8}  line {:<4} {said:<60} {example}", rule.line);
        text.push_str(&format!("{}\n", line.trim_end()));
    }
    out(&text)
}

/// The report as text, and nothing written.
fn report(plan: &Plan, compiled: &Compiled, of: Of) -> u8 {
    let computed = match seen(plan, compiled, of) {
        Ok(computed) => computed,
        Err(error) => return failed(&error),
    };
    match TEXT.write(&computed.results) {
        Ok(bytes) => out(&String::from_utf8_lossy(&bytes)),
        Err(error) => failed(&RunError::Report(error.to_string())),
    }
}

/// What the report displays by the CDISC Analysis Results Standard, and nothing written.
fn ars(plan: &Plan, compiled: &Compiled, of: Of) -> u8 {
    let computed = match seen(plan, compiled, of) {
        Ok(computed) => computed,
        Err(error) => return failed(&error),
    };
    match ars::write(&computed.results) {
        Ok(bytes) => out_json(&String::from_utf8_lossy(&bytes)),
        Err(error) => failed(&RunError::Encode(error.to_string())),
    }
}

/// A text as YAML has it: as it is where it is a plain name, and else in quotation marks.
fn scalar(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/');
    let named = text.starts_with(|c: char| c.is_ascii_alphabetic());
    if named && text.chars().all(plain) { text.to_string() } else { serde_json::Value::from(text).to_string() }
}
