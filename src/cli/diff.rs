//! `diff`: what differs between two plans, two runs or two locks, in the language of the later one's report.

use super::progress::Progress;
use super::record::When;
use super::{CLEAN, COULD_NOT_RUN, OBJECTED, failed, note, out, out_json, said_of};
use crate::catalogue::Language;
use crate::compile::{Compiled, compile_at};
use crate::diff::page::page;
use crate::diff::plans::{self, compare};
use crate::diff::telling::{self, Telling};
use crate::diff::text::text;
use crate::diff::{telling_brief, telling_runs};
use crate::results::ENGINE;
use crate::run::RunError;
use crate::run::difference::{self, Difference, OnRecord, is_run, on_record};
use crate::run::output::{self, Content, WriteError};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// What is compared, and how it is to be told.
#[derive(clap::Args)]
pub(super) struct Asked {
    /// The plan before, its file or its folder; or the folder of the run before; or PLAN@ENTRY, a lock or a seal by its number in
    /// study.log
    before: PathBuf,
    /// The plan, the run or the lock after
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
    /// What decides, how many numbers each cause changed, and no more than a screen
    #[arg(long, conflicts_with = "json")]
    brief: bool,
    /// As JSON, for programs; docs/diff.md has its shape
    #[arg(long)]
    json: bool,
    /// Write a page for a browser into this file
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    html: Option<PathBuf>,
    #[command(flatten)]
    when: When,
}

/// One of the two.
enum Side {
    /// A run or a lock, by its numbers.
    Run(difference::Asked),
    Plan(Box<Compiled>),
}

pub(super) fn run(asked: &Asked) -> u8 {
    let before = side(&asked.before, asked.plan_a.as_deref(), asked.data_a.as_deref());
    let after = side(&asked.after, asked.plan_b.as_deref(), asked.data_b.as_deref());
    match (before, after) {
        (Err(code), _) | (_, Err(code)) => code,
        (Ok(Side::Run(before)), Ok(Side::Run(after))) => runs(asked, &before, &after),
        (Ok(Side::Plan(before)), Ok(Side::Plan(after))) => plans(asked, &before, &after),
        (Ok(Side::Run(run)), Ok(Side::Plan(_))) => {
            failed(&RunError::PlanAndRun { run: run.folder, plan: asked.after.clone() })
        }
        (Ok(Side::Plan(_)), Ok(Side::Run(run))) => {
            failed(&RunError::PlanAndRun { run: run.folder, plan: asked.before.clone() })
        }
    }
}

/// A plan with errors has no meaning to be compared.
fn side(path: &Path, plan: Option<&Path>, data: Option<&Path>) -> Result<Side, u8> {
    let run = |lock| difference::Asked {
        folder: path.to_path_buf(),
        lock,
        plan: plan.map(Path::to_path_buf),
        data: data.map(Path::to_path_buf),
    };
    if is_run(path) {
        return Ok(Side::Run(run(None)));
    }
    match on_record(path).map_err(|error| failed(&error))? {
        Some(OnRecord::Locked(_)) if plan.is_some() => {
            note(&format!("{} is a lock, which keeps its plan: none is to be named\n", path.display()));
            Err(COULD_NOT_RUN)
        }
        Some(OnRecord::Locked(lock)) => Ok(Side::Run(run(Some(lock)))),
        Some(OnRecord::Sealed(compiled)) => Ok(Side::Plan(compiled)),
        None => compiled(path).map(|compiled| Side::Plan(Box::new(compiled))),
    }
}

fn runs(asked: &Asked, before: &difference::Asked, after: &difference::Asked) -> u8 {
    let progress = Progress::new();
    let compared = difference::runs(before, after, &asked.when.stamp(), &|step| progress.tell(step));
    progress.end();
    match compared {
        Ok(Difference { compared, language, not_as_locked }) => {
            for lock in not_as_locked {
                note(&format!(
                    "{lock}: {ENGINE} computes other numbers than those that were locked, of which the hash alone is kept\n"
                ));
            }
            let standing = if compared.same_numbers { CLEAN } else { OBJECTED };
            let telling = if asked.brief { telling_brief::runs } else { telling_runs::runs };
            let told = told(asked, &compared, &telling(&compared, language));
            if told == CLEAN { standing } else { told }
        }
        Err(error) => failed(&error),
    }
}

fn plans(asked: &Asked, before: &Compiled, after: &Compiled) -> u8 {
    let (Some(old), Some(new)) = (&before.plan, &after.plan) else { return COULD_NOT_RUN };
    let language = new.report.as_ref().map_or(Language::default(), |report| report.language);
    let (old, new) = (plans::Side { compiled: before, plan: old }, plans::Side { compiled: after, plan: new });
    let compared = compare(old, new);
    let standing = if compared.same_meaning { CLEAN } else { OBJECTED };
    let telling = if asked.brief { telling_brief::plans } else { telling::plans };
    let told = told(asked, &compared, &telling(&compared, language));
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

/// As the outputs of a run are: whole or not at all, for its user and the group, or with the permissions of what stood there.
fn written(file: &Path, bytes: &[u8]) -> u8 {
    let failed_to = |source| failed(&RunError::Write(WriteError { path: file.to_path_buf(), source }));
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Some(name) = file.file_name().and_then(|name| name.to_str()) else {
        return failed_to(std::io::ErrorKind::InvalidFilename.into());
    };
    if !folder.is_dir() {
        return failed_to(std::io::ErrorKind::NotFound.into());
    }
    match output::write_all(folder, vec![(name, Content::Bytes(bytes))]) {
        Ok(()) => CLEAN,
        Err(error) => failed(&RunError::Write(error)),
    }
}

fn compiled(path: &Path) -> Result<Compiled, u8> {
    let compiled = compile_at(path).map_err(|error| failed(&error.into()))?;
    if compiled.plan.is_some() {
        return Ok(compiled);
    }
    said_of(&compiled);
    note("nothing was compared: the plan has errors\n");
    Err(COULD_NOT_RUN)
}
