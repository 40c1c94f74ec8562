//! Of `run.json` what later commands read: how the run was made, what it read and what it wrote.

use super::RunError;
use super::earlier::RUN;
use super::output::{FINDINGS_RUN, findings_are_later};
use super::provenance::FileRead;
use crate::file::read_file;
use crate::results::record::OnRecord;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// A run as it says of itself.
#[derive(Debug, Deserialize)]
pub struct Made {
    pub engine: String,
    pub options: MadeBy,
    #[serde(default)]
    pub on_record: Option<OnRecord>,
    /// The seed by which the arms were dealt.
    #[serde(default)]
    pub masked: Option<u64>,
    pub plan: Vec<FileRead>,
    pub binding: FileRead,
    pub data: Vec<DataFile>,
    /// None of a run that findings blocked.
    #[serde(default)]
    pub outputs: Vec<FileRead>,
    /// Of a run that findings blocked, the file that has them.
    pub findings: Option<FileRead>,
}

#[derive(Debug, Deserialize)]
pub struct MadeBy {
    pub data: Option<PathBuf>,
    pub draft: bool,
}

/// A file of the data.
#[derive(Debug, Deserialize)]
pub struct DataFile {
    #[serde(flatten)]
    pub read: FileRead,
    /// As the binding names it.
    pub file: String,
}

pub fn no_run(folder: &Path) -> RunError {
    RunError::NoRun { folder: folder.to_path_buf() }
}

impl Made {
    /// The run whose results the folder holds.
    pub fn of(folder: &Path) -> Result<Made, RunError> {
        let made = Made::read(folder, RUN)?;
        if made.outputs.is_empty() { Err(no_run(folder)) } else { Ok(made) }
    }

    /// The run whose findings the folder holds: where findings blocked it, the results beside it are of an earlier.
    pub fn of_findings(folder: &Path) -> Result<Made, RunError> {
        if findings_are_later(folder) { Made::read(folder, FINDINGS_RUN) } else { Made::of(folder) }
    }

    fn read(folder: &Path, name: &str) -> Result<Made, RunError> {
        let bytes = read_file(&folder.join(name)).map_err(|_| no_run(folder))?;
        let made: Made = serde_json::from_slice(&bytes).map_err(|_| no_run(folder))?;
        made.not_masked(folder)
    }

    /// Whoever computes from a run, or tells of single patients, would tell the arms of a masked one.
    fn not_masked(self, folder: &Path) -> Result<Made, RunError> {
        match self.masked {
            None => Ok(self),
            Some(_) => Err(RunError::Masked { folder: folder.to_path_buf() }),
        }
    }

    /// The plan file; none where no document is named.
    pub fn plan(&self) -> Option<PathBuf> {
        self.plan.first().map(|plan| PathBuf::from(&plan.path))
    }

    /// All that was read: plan and criteria, binding, data.
    pub fn read_files(&self) -> impl Iterator<Item = &FileRead> {
        self.plan.iter().chain([&self.binding]).chain(self.data.iter().map(|file| &file.read))
    }

    /// The files of these, which are read now, that are other than those of the run, and those that are read no more.
    pub fn differ(&self, now: &[FileRead]) -> Vec<String> {
        let before: Vec<&FileRead> = self.read_files().collect();
        let mut differ: Vec<String> =
            now.iter().filter(|file| !before.contains(file)).map(|f| f.path.clone()).collect();
        let gone = before.iter().filter(|file| now.iter().all(|other| other.path != file.path));
        differ.extend(gone.map(|file| file.path.clone()));
        differ
    }
}
