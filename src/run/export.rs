//! Tables, figures and numbers of a run as files for other programs: a view of what the run wrote, in which nothing is computed.

use super::RunError;
use super::earlier::{RESULTS, not_as_written, tells_the_run};
use super::made::no_run;
use super::output::Content;
use super::patients::{self, PATIENTS};
use super::place::{Place, settled};
use super::progress::{Follow, Stage};
use super::provenance::{FileRead, file_read};
use super::ro_crate::ro_crate;
use crate::file::{read_file, sha256};
use crate::report::{self, EXPORTS, Export, Exported};
use crate::results::{Results, file};
use crate::standards::ars;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The folder of an export, in that of its run.
pub const FOLDER: &str = "export";
/// By it the folder of an export is known, and of which results its files are.
const CONTENTS: &str = "export.json";

/// What an export holds.
#[derive(Serialize, Deserialize)]
struct Contents {
    engine: String,
    study: String,
    plan_digest: String,
    data_digest: String,
    /// SHA-256 of the `results.json` that all files are a view of.
    results: String,
    files: Vec<FileRead>,
}

/// What was written, to be told.
pub struct Written {
    pub folder: PathBuf,
    pub files: usize,
}

/// A form in which a run can be had besides its own files.
#[derive(Clone, Copy)]
pub enum Form {
    /// Tables, figures or numbers, made by the report.
    Pieces(&'static Export),
    /// The displayed numbers by the CDISC Analysis Results Standard.
    Ars,
    /// The folder of the run described as an RO-Crate, with the export in it.
    RoCrate,
}

impl Form {
    pub fn all() -> impl Iterator<Item = Form> {
        EXPORTS.iter().map(Form::Pieces).chain([Form::Ars, Form::RoCrate])
    }

    /// As it is asked for; files of it stand in a folder of this name.
    pub fn name(self) -> &'static str {
        match self {
            Form::Pieces(export) => export.name,
            Form::Ars => "ars",
            Form::RoCrate => "ro-crate",
        }
    }
}

const ARS: &str = "ars/ars.json";

/// The files of the forms asked for.
fn files(results: &Results, forms: &[Form]) -> Result<Vec<Exported>, RunError> {
    let pieces: Vec<&Export> = forms
        .iter()
        .filter_map(|form| match form {
            Form::Pieces(export) => Some(*export),
            Form::Ars | Form::RoCrate => None,
        })
        .collect();
    let mut files = match pieces.is_empty() {
        true => vec![],
        false => report::export(results, &pieces).map_err(|e| RunError::Report(e.to_string()))?,
    };
    if forms.iter().any(|form| matches!(form, Form::Ars)) {
        let bytes = ars::write(results).map_err(|e| RunError::Encode(e.to_string()))?;
        files.push(Exported { path: ARS.to_string(), bytes });
    }
    Ok(files)
}

/// Writes the forms asked for, all or nothing, into a folder that is empty or holds an export. Files of the same results in other
/// forms stay; those of other results go, so that no two files in it tell of different runs. An RO-Crate is no file of the export: it
/// is written into the folder of the run when the export stands.
pub fn export(run: &Path, out: &Path, forms: &[Form], progress: Follow) -> Result<Written, RunError> {
    let (described, forms): (Vec<Form>, Vec<Form>) = forms.iter().partition(|form| matches!(form, Form::RoCrate));
    let written = match forms.is_empty() {
        true => None,
        false => Some(of_forms(run, out, &forms, progress)?),
    };
    let crates = match described.is_empty() {
        true => None,
        false => {
            progress(Stage::DescribeRun.begun());
            Some(ro_crate(run, None)?)
        }
    };
    let folder = written.as_ref().map_or(run, |_| out);
    Ok(Written { folder: folder.to_path_buf(), files: written.unwrap_or(0) + crates.iter().count() })
}

fn of_forms(run: &Path, out: &Path, forms: &[Form], progress: Follow) -> Result<usize, RunError> {
    progress(Stage::ReadRun.begun());
    let held = settled(run)?;
    let (results, digest) = results(run)?;
    drop(held);
    let place = Place::open(out).map_err(RunError::Write)?;
    let before = before(out, &place)?;
    // The folder within that of the run is its own, and was another study's before the run took its place.
    let is_other = |before: &&Contents| before.study != results.study.name && out != run.join(FOLDER);
    if let Some(before) = before.as_ref().filter(is_other) {
        return Err(RunError::OfAnother { path: out.to_path_buf(), study: Some(before.study.clone()) });
    }
    progress(Stage::WriteTables.begun());
    let files = files(&results, forms)?;
    let kept = before.iter().filter(|before| before.results == digest).flat_map(|before| &before.files);
    let kept: Vec<FileRead> = kept.filter(|file| of_none(&file.path, forms)).cloned().collect();
    let contents = contents(&results, digest, &files, kept);
    let list = serde_json::to_vec_pretty(&contents).map_err(|e| RunError::Encode(e.to_string()))?;
    let all = files.iter().map(|file| (file.path.as_str(), Content::Bytes(&file.bytes)));
    let all = all.chain([(CONTENTS, Content::Bytes(&list))]).collect();
    let earlier = before.iter().flat_map(|before| &before.files).map(|file| file.path.as_str());
    let stale: Vec<&str> = earlier.filter(|path| contents.files.iter().all(|now| now.path != *path)).collect();
    place.put(all, &stale).map_err(RunError::Write)?;
    Ok(files.len())
}

/// Whether the folder holds an export of other results than those of the run.
pub fn is_of_other_results(run: &Path, out: &Path) -> bool {
    // Most folders of a run hold no export, and the results are not read once more for them.
    let Some(contents) = read_contents(out) else { return false };
    read_file(&run.join(RESULTS)).is_ok_and(|bytes| sha256(&bytes) != contents.results)
}

/// The files of the export in the folder of a run, by their paths from there; none where it is of other results. An error names those
/// that are not as they were written.
pub(super) fn beside(run: &Path) -> Result<Vec<String>, Vec<String>> {
    let folder = run.join(FOLDER);
    let of_run =
        |contents: &Contents| !is_of_other_results(run, &folder) && contents.files.iter().all(|f| stays_below(&f.path));
    let Some(contents) = read_contents(&folder).filter(of_run) else { return Ok(vec![]) };
    let named = |path: &str| format!("{FOLDER}/{path}");
    let as_written = |file: &FileRead| {
        read_file(&folder.join(&file.path)).is_ok_and(|bytes| file_read(Path::new(&file.path), &bytes) == *file)
    };
    let changed: Vec<String> = contents.files.iter().filter(|f| !as_written(f)).map(|f| named(&f.path)).collect();
    match changed.is_empty() {
        true => Ok(contents.files.iter().map(|f| named(&f.path)).chain([named(CONTENTS)]).collect()),
        false => Err(changed),
    }
}

fn read_contents(out: &Path) -> Option<Contents> {
    serde_json::from_slice(&read_file(&out.join(CONTENTS)).ok()?).ok()
}

/// The export that the folder holds; none where there is nothing in it.
fn before(out: &Path, place: &Place) -> Result<Option<Contents>, RunError> {
    let contents = read_contents(out).filter(|contents| contents.files.iter().all(|file| stays_below(&file.path)));
    match contents {
        None if !place.is_empty() => Err(RunError::NotAnExport { folder: out.to_path_buf() }),
        contents => Ok(contents),
    }
}

/// What is removed is of the folder, whatever a changed list of its files says.
fn stays_below(path: &str) -> bool {
    Path::new(path).components().all(|part| matches!(part, std::path::Component::Normal(_)))
}

fn of_none(path: &str, forms: &[Form]) -> bool {
    forms.iter().all(|form| path.split('/').next() != Some(form.name()))
}

/// The results of a run as its report had them, and the SHA-256 of their file. Of a run whose files are not those that it wrote,
/// none.
fn results(run: &Path) -> Result<(Results, String), RunError> {
    if !tells_the_run(run) {
        return Err(no_run(run));
    }
    let mut changed = not_as_written(run);
    changed.retain(|path| [RESULTS, PATIENTS].contains(&path.as_str()));
    if !changed.is_empty() {
        return Err(RunError::NotAsWritten { changed });
    }
    let other =
        |name: &str, why: serde_json::Error| RunError::OtherVersion { path: run.join(name), why: why.to_string() };
    let bytes = bytes(run, RESULTS)?;
    let results = file::read(&bytes).map_err(|why| other(RESULTS, why))?;
    if results.study.circulated.is_some() {
        return Ok((results, sha256(&bytes)));
    }
    let derived = patients::read(&self::bytes(run, PATIENTS)?).map_err(|why| other(PATIENTS, why))?;
    Ok((results.restored(&derived), sha256(&bytes)))
}

fn bytes(run: &Path, name: &str) -> Result<Vec<u8>, RunError> {
    read_file(&run.join(name)).map_err(|_| no_run(run))
}

fn contents(results: &Results, digest: String, files: &[Exported], kept: Vec<FileRead>) -> Contents {
    let study = &results.study;
    let mut all: Vec<FileRead> = files.iter().map(|file| file_read(Path::new(&file.path), &file.bytes)).collect();
    all.extend(kept);
    all.sort_by(|a, b| a.path.cmp(&b.path));
    Contents {
        engine: study.engine.clone(),
        study: study.name.clone(),
        plan_digest: study.plan_digest.clone(),
        data_digest: study.data_digest.clone(),
        results: digest,
        files: all,
    }
}
