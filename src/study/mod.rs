//! What is on record of a study beside its results: its log, the texts that were sealed, and the lock of its data.
//!
//! It proves order and sameness: that one entry stood before the next, and that a file is the one that was named. Whether a time
//! or a person is the true one it cannot know.

mod error;
pub mod log;
pub mod store;

pub use error::StudyError;
pub use log::{Entry, Event, Log, Stamp};

use std::path::{Path, PathBuf};

/// The log of a study, beside its plan.
pub const LOG: &str = "study.log";
/// The texts that the log names, each under its SHA-256.
pub const STORE: &str = "study.log.d";

/// The folder of a plan file: that of its log.
pub fn folder(plan: &Path) -> PathBuf {
    match plan.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

/// By what the log calls a plan: the name of its file.
pub fn name(plan: &Path) -> String {
    plan.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
