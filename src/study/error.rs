//! Why the record of a study could not be read or written, or may not be.

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
    NotSealed {
        plan: String,
    },
    /// The plan is not the one that was sealed by this entry.
    NotAsSealed {
        plan: String,
        entry: usize,
    },
    /// This version does not understand the text that the entry sealed.
    NotUnderstood {
        plan: String,
        entry: usize,
    },
    /// The plan was sealed with this very text.
    Sealed {
        plan: String,
        entry: usize,
    },
    Locked {
        plan: String,
        entry: usize,
    },
    NotLocked {
        plan: String,
    },
    /// No seal or lock of the plan is called so.
    NoSuchEntry {
        plan: String,
        which: String,
    },
    /// So many findings block the lock.
    Blocked {
        findings: usize,
    },
    /// Nobody knows who it is.
    NoPerson,
}

impl StudyError {
    /// The code whose page says more.
    pub fn code(&self) -> Code {
        match self {
            StudyError::Unread { .. } => codes::NO_FILE,
            StudyError::Unwritten { .. } => codes::NOT_WRITTEN,
            StudyError::Broken { .. } | StudyError::Changed { .. } => codes::LOG_BROKEN,
            StudyError::NotSealed { .. } | StudyError::NotAsSealed { .. } => codes::NOT_SEALED,
            StudyError::NotUnderstood { .. } => codes::SEALED_NOT_UNDERSTOOD,
            StudyError::Sealed { .. } | StudyError::Locked { .. } => codes::STANDS_ALREADY,
            StudyError::NotLocked { .. } | StudyError::NoSuchEntry { .. } => codes::NOT_LOCKED,
            StudyError::Blocked { .. } => codes::LOCK_BLOCKED,
            StudyError::NoPerson => codes::NO_PERSON,
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
            StudyError::NotSealed { plan } => {
                write!(f, "{plan} was not sealed: `prespec seal` does, when it is signed")
            }
            StudyError::NotAsSealed { plan, entry } => write!(
                f,
                "{plan} or a document that it names is not as entry {entry} of {LOG} sealed it; sealed again, it is an amendment"
            ),
            StudyError::NotUnderstood { plan, entry } => write!(
                f,
                "this version of prespec does not understand {plan} as entry {entry} of {LOG} sealed it, and cannot say what was amended; nothing was written"
            ),
            StudyError::Sealed { plan, entry } => {
                write!(f, "{plan} is sealed as it stands, by entry {entry} of {LOG}; nothing was written")
            }
            StudyError::Locked { plan, entry } => write!(
                f,
                "the data of {plan} are locked, by entry {entry} of {LOG}; nothing was written: `prespec unlock --because \"…\"` unlocks them"
            ),
            StudyError::NoSuchEntry { plan, which } => write!(
                f,
                "no seal and no lock of {plan} is entry {which} of {LOG}: it is called by its number, or by the beginning of its hash"
            ),
            StudyError::NotLocked { plan } => write!(f, "the data of {plan} are not locked; nothing was written"),
            StudyError::Blocked { findings } => write!(
                f,
                "{findings} finding{} in the data block{} the lock; nothing was locked, and `prespec run` lists them in findings.csv",
                if *findings == 1 { "" } else { "s" },
                if *findings == 1 { "s" } else { "" }
            ),
            StudyError::NoPerson => f.write_str("nobody says who does this: `--by NAME`; nothing was written"),
        }
    }
}

impl std::error::Error for StudyError {}
