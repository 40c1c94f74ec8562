//! The list of queries of a run: its checks made again, and what came of the answers to earlier lists.

use super::RunError;
use super::batches::{self, Division, Untold};
use super::circulate;
use super::given::{Given, OnDisk};
use super::load::{Loaded, load, load_telling};
use super::made::{Made, no_run};
use super::output::{self, Content, WriteError};
use super::place::settled;
use super::progress::{Follow, Stage};
use super::provenance::{FileRead, data_read, documents, file_read, inputs};
use crate::catalogue::Language;
use crate::checks::{self, Found, Silent};
use crate::compile::{Compiled, compile_at};
use crate::file::read_file;
use crate::plan::ir::Plan;
use crate::program;
use crate::queries::{self, Answers, Form, MOST_BYTES, NoAnswers};
use crate::results::{Query, QueryList};
use std::path::{Path, PathBuf};

/// How a list is to be made.
pub struct Wanted {
    pub out: PathBuf,
    /// That of the report, where none is given.
    pub language: Option<Language>,
    /// Lists that came back, the latest last.
    pub answers: Vec<PathBuf>,
    /// Write although the file is there.
    pub replace: bool,
}

const FINDINGS: &str = "findings.csv";

/// Writes the list of the run in a folder, blocked or not; what was written comes back.
pub fn queries(folder: &Path, wanted: &Wanted, progress: Follow) -> Result<QueryList, RunError> {
    let form = form(&wanted.out)?;
    let answers = wanted.answers.iter().map(|path| answers(path)).collect::<Result<Vec<_>, _>>()?;
    progress(Stage::ReadRun.begun());
    drop(settled(folder)?);
    circulate::refused(folder)?;
    let made = Made::of_findings(folder)?;
    let compiled = compile_at(&made.plan().ok_or_else(|| no_run(folder))?)?;
    let changed = |changed: Vec<String>| RunError::NotTheRun { changed };
    let Some(plan) = &compiled.plan else { return Err(changed(vec![crate::compile::shown(&compiled.path)])) };
    let loaded = load_telling(plan, &compiled, &OnDisk::new(&compiled, made.options.data.as_deref()), progress)?;
    progress(Stage::CheckData.begun());
    let data = data_read(&loaded);
    let now =
        documents(&compiled).into_iter().chain([loaded.binding_file.clone()]).chain(data.iter().map(FileRead::from));
    let differ = made.differ(&now.collect::<Vec<_>>());
    if !differ.is_empty() {
        return Err(changed(differ));
    }
    let found = found(plan, &compiled, &loaded);
    if !has_findings(&made, &found)? {
        return Err(changed(vec![FINDINGS.to_string()]));
    }
    let asked = queries::queries(plan, &loaded.read, &found);
    let list = queries::answered(asked, &answers, &plan.study.name);
    let language =
        wanted.language.unwrap_or_else(|| plan.report.as_ref().map_or_else(Language::default, |r| r.language));
    let bytes = queries::write(&list, language, form).map_err(RunError::Encode)?;
    progress(Stage::Write.begun());
    write(wanted, (&compiled, &loaded), &bytes)?;
    Ok(list)
}

/// The queries on data that are given, all of them new, and how many findings they are on.
pub fn asked(plan: &Plan, compiled: &Compiled, given: &dyn Given) -> Result<(Vec<Query>, usize), RunError> {
    let loaded = load(plan, compiled, given)?;
    let found = found(plan, compiled, &loaded);
    Ok((queries::queries(plan, &loaded.read, &found), found.len()))
}

/// The answers in a file.
pub fn answers(path: &Path) -> Result<Answers, RunError> {
    let none = |why| RunError::NoAnswers { path: path.to_path_buf(), why };
    if std::fs::metadata(path).is_ok_and(|file| file.len() > MOST_BYTES) {
        return Err(none(NoAnswers::TooLarge));
    }
    let bytes = read_file(path).map_err(|why| none(NoAnswers::Unreadable(why.to_string())))?;
    queries::read(&crate::compile::shown(path), &bytes).map_err(none)
}

fn form(out: &Path) -> Result<Form, RunError> {
    let ending = out.extension().map(|ending| ending.to_string_lossy().into_owned());
    ending.and_then(|ending| Form::of_ending(&ending)).ok_or_else(|| RunError::NoFormOfList { path: out.to_path_buf() })
}

fn has_findings(made: &Made, found: &[Found]) -> Result<bool, RunError> {
    let findings: Vec<_> = found.iter().map(|one| one.finding.clone()).collect();
    let csv = checks::report::findings_csv(&findings).map_err(|e| RunError::Encode(e.to_string()))?;
    let now = file_read(Path::new(FINDINGS), &csv);
    Ok(made.findings.as_ref() == Some(&now) || made.outputs.contains(&now))
}

/// The checks of the run, without its analyses.
fn found(plan: &Plan, compiled: &Compiled, loaded: &Loaded) -> Vec<Found> {
    let program = program::lower(plan);
    let silent = Silent::default();
    let sources = &compiled.sources;
    let given = batches::Given { plan, program: &program, sources, read: &loaded.read, silent: &silent };
    let (_, mut found) = batches::carry_out(given, Division::default(), &Untold);
    found.extend(checks::beyond(plan, &loaded.read));
    checks::sorted(found)
}

/// Nothing that was read is written over, and no list into which somebody may have written unless that is asked for.
fn write(wanted: &Wanted, (compiled, loaded): (&Compiled, &Loaded), bytes: &[u8]) -> Result<(), RunError> {
    let out = &wanted.out;
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = out.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut inputs = inputs(compiled, loaded, &data_read(loaded));
    inputs.files.extend(wanted.answers.iter().cloned());
    if let Some((output, input)) = output::overwritten(folder, &[name.as_str()], &inputs.files, &inputs.data_folder) {
        return Err(RunError::Overwrites { output, input });
    }
    if out.exists() && !wanted.replace {
        return Err(RunError::ListIsThere { path: out.clone() });
    }
    if !folder.is_dir() {
        let source = std::io::ErrorKind::NotFound.into();
        return Err(RunError::Write(WriteError { path: folder.to_path_buf(), source }));
    }
    output::write_all(folder, vec![(name.as_str(), Content::Bytes(bytes))]).map_err(RunError::Write)
}
