//! `diff`: what differs between two plans, in the language of the later one's report.

use super::{CLEAN, COULD_NOT_RUN, OBJECTED, failed, note, out, out_json, show, summary};
use crate::catalogue::Language;
use crate::compile::{self, Compiled, compile_at};
use crate::diff::page::page;
use crate::diff::plans::{PlansCompared, Side, compare};
use crate::diff::telling::{self, Telling};
use crate::diff::text::text;
use crate::run::RunError;
use crate::run::output::WriteError;
use serde::Serialize;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What is compared, and how it is to be told.
#[derive(clap::Args)]
pub(super) struct Asked {
    /// The plan before: its file, or its folder
    before: PathBuf,
    /// The plan after
    after: PathBuf,
    /// As JSON, for programs; docs/diff.md has its shape
    #[arg(long)]
    json: bool,
    /// Write a page for a browser into this file
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    html: Option<PathBuf>,
}

pub(super) fn run(asked: &Asked) -> u8 {
    let (before, after) = match (compiled(&asked.before), compiled(&asked.after)) {
        (Ok(before), Ok(after)) => (before, after),
        (Err(code), _) | (_, Err(code)) => return code,
    };
    let (Some(old), Some(new)) = (&before.plan, &after.plan) else { return COULD_NOT_RUN };
    let language = new.report.as_ref().map_or(Language::default(), |report| report.language);
    let (old, new) = (Side { compiled: &before, plan: old }, Side { compiled: &after, plan: new });
    let compared: PlansCompared = compare(old, new);
    let standing = if compared.same_meaning { CLEAN } else { OBJECTED };
    let told = told(asked, &compared, &telling::plans(&compared, language));
    if told == CLEAN { standing } else { told }
}

/// Shows it in the form that is asked for; the exit code of that alone.
fn told(asked: &Asked, answer: &impl Serialize, telling: &Telling) -> u8 {
    if asked.json {
        return match serde_json::to_string_pretty(answer) {
            Ok(text) => out_json(&format!("{text}\n")),
            Err(error) => failed(&RunError::Encode(error.to_string())),
        };
    }
    let Some(file) = &asked.html else { return out(&text(telling)) };
    match page(telling) {
        Ok(page) => written(file, page.as_bytes()),
        Err(error) => failed(&RunError::Report(error)),
    }
}

/// Whole or not at all. The page is its user's alone, for pseudonyms may stand in it.
fn written(file: &Path, bytes: &[u8]) -> u8 {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let write = || {
        let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
        temporary.write_all(bytes)?;
        temporary.as_file().sync_all()?;
        temporary.persist(file).map_err(|e| e.error)
    };
    match write() {
        Ok(_) => CLEAN,
        Err(source) => failed(&RunError::Write(WriteError { path: file.to_path_buf(), source })),
    }
}

/// A plan with errors has no meaning to be compared.
fn compiled(path: &Path) -> Result<Compiled, u8> {
    let compiled = compile_at(path).map_err(|error| failed(&error.into()))?;
    if compiled.plan.is_some() {
        return Ok(compiled);
    }
    show(&compiled.diagnostics, &compiled.sources);
    note(&format!("{}\n", summary(&compiled.diagnostics, &compile::shown(&compiled.path))));
    note("nothing was compared: the plan has errors\n");
    Err(COULD_NOT_RUN)
}
