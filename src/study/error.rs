//! Why the record of a study could not be read or written.

use super::{LOG, log::Fault};
use crate::diagnostic::{Code, codes};
use crate::file::NoFile;
use std::path::PathBuf;

#[derive(Debug)]
pub enum StudyError {
    Unread {
        path: PathBuf,
        cause: NoFile,
    },
    Unwritten {
        path: PathBuf,
        source: std::io::Error,
    },
    /// A kept text is not the one that its name says.
    Changed {
        path: PathBuf,
    },
    /// A line of the log is not as it was written, or not where it was.
    Broken {
        folder: PathBuf,
        line: usize,
        fault: Fault,
    },
}

impl StudyError {
    /// The code whose page says more.
    pub fn code(&self) -> Code {
        match self {
            StudyError::Unread { .. } => codes::NO_FILE,
            StudyError::Unwritten { .. } => codes::NOT_WRITTEN,
            StudyError::Broken { .. } | StudyError::Changed { .. } => codes::LOG_BROKEN,
        }
    }
}

impl std::fmt::Display for StudyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            StudyError::Unread { path, cause } => write!(f, "{} cannot be read: {cause}", path.display()),
            StudyError::Unwritten { path, source } => write!(f, "{} cannot be written: {source}", path.display()),
            StudyError::Changed { path } => {
                write!(f, "{} is not the text that was kept under this name; nothing was written", path.display())
            }
            StudyError::Broken { folder, line, fault } => {
                write!(f, "{}, line {line}: {fault}; nothing was written", folder.join(LOG).display())
            }
        }
    }
}

impl std::error::Error for StudyError {}
