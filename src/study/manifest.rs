//! `lock.json`: everything that a lock names, and what came of it.

use super::log::Named;
use super::store::{self, Readers};
use super::{LOCK, Stamp, StudyError};
use crate::file::{self, read_file};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Paths are from the folder of the plan. Documents, binding and answers are kept in the store besides; the data are not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub study: String,
    /// The file name of the plan.
    pub plan: String,
    #[serde(flatten)]
    pub stamp: Stamp,
    pub engine: String,
    /// The entry of the log by which the plan was sealed.
    pub seal: String,
    pub plan_digest: String,
    pub data_digest: String,
    pub documents: Vec<Named>,
    pub binding: Named,
    pub data: Vec<LockedData>,
    /// Answers to the queries that were open.
    pub answers: Vec<Named>,
    /// SHA-256 of `results.json` as `dump --stage results` writes it, which says nothing of seal and lock.
    pub results: String,
    pub steps: Vec<LockedStep>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedData {
    #[serde(flatten)]
    pub named: Named,
    /// As the binding names it.
    pub file: String,
    pub rows: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedStep {
    pub id: String,
    /// As in `results.json`: what it does, and what it read.
    pub does: String,
    pub read: String,
}

impl Manifest {
    /// Every file that it names.
    pub fn files(&self) -> impl Iterator<Item = &Named> {
        self.texts().chain(self.data.iter().map(|data| &data.named))
    }

    /// Those that are kept.
    pub fn texts(&self) -> impl Iterator<Item = &Named> {
        self.documents.iter().chain([&self.binding]).chain(&self.answers)
    }

    /// The steps that are not as these are.
    pub fn other_steps(&self, now: &[LockedStep]) -> Vec<String> {
        let mut other: Vec<String> = now.iter().filter(|s| !self.steps.contains(s)).map(|s| s.id.clone()).collect();
        let gone = self.steps.iter().filter(|step| now.iter().all(|other| other.id != step.id));
        other.extend(gone.map(|step| step.id.clone()));
        other
    }
}

/// Keeps the manifest and writes it beside the plan; its SHA-256.
pub fn write(folder: &Path, manifest: &Manifest) -> Result<String, StudyError> {
    let path = folder.join(LOCK);
    let failed = |source: std::io::Error| StudyError::Unwritten { path: path.clone(), source };
    let mut bytes = serde_json::to_vec_pretty(manifest).map_err(|e| failed(e.into()))?;
    bytes.push(b'\n');
    let sha256 = store::keep(folder, &bytes, Readers::Everybody)?;
    store::written(&path, &bytes, Readers::Everybody)?;
    Ok(sha256)
}

/// Whether the manifest beside the plan is the one of this hash.
pub fn stands(folder: &Path, sha256: &str) -> bool {
    read_file(&folder.join(LOCK)).is_ok_and(|bytes| file::sha256(&bytes) == sha256)
}

/// The manifest that was kept at a lock.
pub fn kept(folder: &Path, sha256: &str) -> Result<Manifest, StudyError> {
    let bytes = store::read(folder, sha256)?;
    serde_json::from_slice(&bytes).map_err(|_| StudyError::Changed { path: store::path(folder, sha256) })
}
