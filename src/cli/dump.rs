//! `dump`: what the compiler made of a plan, stage by stage.

use super::{CLEAN, COULD_NOT_RUN, OBJECTED, failed, note, out, show, summary};
use crate::plan::ir::Plan;
use crate::run::compile::{Compiled, compile, shown};
use crate::run::{compute, json};
use crate::{plan, program, syntax};
use std::path::Path;

const STAGES: &[&str] = &["syntax", "plan", "program", "results"];

pub(super) fn dump(stage: &str, path: &Path, data: Option<&Path>) -> u8 {
    if !STAGES.contains(&stage) {
        note(&format!("there is no stage `{stage}`; the stages are {}\n", STAGES.join(", ")));
        return COULD_NOT_RUN;
    }
    let compiled = match compile(path) {
        Ok(compiled) => compiled,
        Err(error) => return failed(&error),
    };
    if stage == "syntax" {
        out(&syntax::dump::dump(&compiled.documents.plan));
        return CLEAN;
    }
    let Some(plan) = &compiled.plan else {
        show(&compiled.diagnostics, &compiled.sources);
        note(&format!("{}\n", summary(&compiled.diagnostics, &shown(&compiled.path))));
        return OBJECTED;
    };
    match stage {
        "plan" => out(&plan::dump::dump(plan)),
        "program" => out(&program::dump::dump(&program::lower(plan), plan)),
        _ => return results(plan, &compiled, data),
    }
    CLEAN
}

/// `results.json` without the report, and nothing written.
fn results(plan: &Plan, compiled: &Compiled, data: Option<&Path>) -> u8 {
    let bytes = compute(plan, compiled, data, &|_| {}).and_then(|computed| json(&computed.results));
    match bytes {
        Ok(bytes) => out(&String::from_utf8_lossy(&bytes)),
        Err(error) => return failed(&error),
    }
    CLEAN
}
