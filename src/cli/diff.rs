//! `diff`: what differs between two plans or two runs, in the language of the later one's report.

use super::progress::Progress;
use super::{CLEAN, COULD_NOT_RUN, OBJECTED, failed, note, out, out_json, show, summary};
use crate::catalogue::Language;
use crate::compile::{self, Compiled, compile_at};
use crate::diff::page::page;
use crate::diff::plans::{Side, compare};
use crate::diff::telling::{self, Telling};
use crate::diff::telling_runs;
use crate::diff::text::text;
use crate::run::RunError;
use crate::run::difference::{self, is_run};
use crate::run::output::WriteError;
use serde::Serialize;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What is compared, and how it is to be told.
#[derive(clap::Args)]
pub(super) struct Asked {
    /// The plan before, its file or its folder; or the folder of the run before
    before: PathBuf,
    /// The plan or the run after
    after: PathBuf,
    /// Where the plan of the first run is now, with its binding
    #[arg(long, value_name = "PLAN")]
    plan_a: Option<PathBuf>,
    /// Where the files of the first run are now
    #[arg(long, value_name = "DIR")]
    data_a: Option<PathBuf>,
    /// Where the plan of the second run is now, with its binding
    #[arg(long, value_name = "PLAN")]
    plan_b: Option<PathBuf>,
    /// Where the files of the second run are now
    #[arg(long, value_name = "DIR")]
    data_b: Option<PathBuf>,
    /// As JSON, for programs; docs/diff.md has its shape
    #[arg(long)]
    json: bool,
    /// Write a page for a browser into this file
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    html: Option<PathBuf>,
}

pub(super) fn run(asked: &Asked) -> u8 {
    match (is_run(&asked.before), is_run(&asked.after)) {
        (true, true) => runs(asked),
        (false, false) => plans(asked),
        (true, false) => failed(&RunError::PlanAndRun { run: asked.before.clone(), plan: asked.after.clone() }),
        (false, true) => failed(&RunError::PlanAndRun { run: asked.after.clone(), plan: asked.before.clone() }),
    }
}

fn runs(asked: &Asked) -> u8 {
    let progress = Progress::new();
    let of = |folder: &PathBuf, plan: &Option<PathBuf>, data: &Option<PathBuf>| difference::Asked {
        folder: folder.clone(),
        plan: plan.clone(),
        data: data.clone(),
    };
    let before = of(&asked.before, &asked.plan_a, &asked.data_a);
    let after = of(&asked.after, &asked.plan_b, &asked.data_b);
    let compared = difference::runs(&before, &after, &|stage| progress.stage(stage));
    progress.end();
    match compared {
        Ok((compared, language)) => {
            let standing = if compared.same_numbers { CLEAN } else { OBJECTED };
            let told = told(asked, &compared, &telling_runs::runs(&compared, language));
            if told == CLEAN { standing } else { told }
        }
        Err(error) => failed(&error),
    }
}

fn plans(asked: &Asked) -> u8 {
    let (before, after) = match (compiled(&asked.before), compiled(&asked.after)) {
        (Ok(before), Ok(after)) => (before, after),
        (Err(code), _) | (_, Err(code)) => return code,
    };
    let (Some(old), Some(new)) = (&before.plan, &after.plan) else { return COULD_NOT_RUN };
    let language = new.report.as_ref().map_or(Language::default(), |report| report.language);
    let (old, new) = (Side { compiled: &before, plan: old }, Side { compiled: &after, plan: new });
    let compared = compare(old, new);
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
