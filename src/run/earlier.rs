//! What an earlier run has left in the output folder, by its `run.json`.

use super::RunError;
use super::output::FINDINGS_RUN;
use super::provenance::CopyOf;
use crate::file::{read_file, sha256};
use serde::Deserialize;
use std::path::Path;

pub const RUN: &str = "run.json";
pub const RESULTS: &str = "results.json";

/// Of `run.json` what a later command asks for. One of an earlier version may lack any of it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Earlier {
    /// Empty where it is not known.
    pub study: String,
    /// The seed by which its arms were dealt.
    pub masked: Option<u64>,
    pub data: Vec<EarlierFile>,
    pub outputs: Vec<EarlierOutput>,
    /// Of a copy for circulation.
    pub circulated: Option<CopyOf>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EarlierFile {
    pub file: String,
    pub rows: Option<usize>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EarlierOutput {
    pub path: String,
    pub sha256: String,
}

/// The run whose results the folder holds, or else the one whose findings; none where there is none that can be read.
pub fn earlier(folder: &Path) -> Option<Earlier> {
    let of = |name: &str| serde_json::from_slice(&read_file(&folder.join(name)).ok()?).ok();
    of(RUN).or_else(|| of(FINDINGS_RUN))
}

/// Whether the folder has a `run.json` that says of which run its results and its patients are. Without one nothing does: either may
/// be of another run.
pub fn tells_the_run(folder: &Path) -> bool {
    let told: Option<Earlier> = read_file(&folder.join(RUN)).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    told.is_some_and(|run| !run.outputs.is_empty())
}

/// Of a masked run nothing is told of single patients.
pub fn not_masked(folder: &Path) -> Result<(), RunError> {
    match earlier(folder).and_then(|run| run.masked) {
        None => Ok(()),
        Some(_) => Err(RunError::Masked { folder: folder.to_path_buf() }),
    }
}

/// Outputs that are not those which `run.json` beside them was written for: a run was broken off, or a file was changed.
pub fn not_as_written(folder: &Path) -> Vec<String> {
    let checked = earlier(folder).unwrap_or_default().outputs.into_iter();
    let differs = |o: &EarlierOutput| {
        let bytes = read_file(&folder.join(&o.path));
        bytes.map_or(true, |bytes| sha256(&bytes) != o.sha256)
    };
    checked.filter(differs).map(|o| o.path).collect()
}
