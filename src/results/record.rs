//! What is on record of the plan and of its data, so that a report is final or a draft for a reason.

use serde::{Deserialize, Serialize};

/// Of a plan that was sealed. The entries of the log are cited, and never its end: what is done later changes no report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OnRecord {
    pub seal: Cited,
    /// The lock that holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lock: Option<Cited>,
    /// Why the report is a draft; of a final one none.
    pub because: Vec<DraftReason>,
}

/// An entry of `study.log`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Cited {
    pub at: String,
    pub by: String,
    /// The hash of the entry.
    pub entry: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum DraftReason {
    PlanChanged,
    NotLocked,
    Unlocked {
        because: String,
    },
    /// `lock.json` is not the one that was written at the lock.
    LockChanged,
    /// Files of the lock that were not the ones read.
    FilesChanged {
        files: Vec<String>,
    },
    OtherEngine {
        locked_with: String,
    },
    /// From the same files by the same steps other numbers came: those of another build or machine.
    NumbersChanged,
    /// Steps that do or read something else than at the lock.
    StepsChanged {
        steps: Vec<String>,
    },
}

impl OnRecord {
    pub fn is_draft(&self) -> bool {
        self.lock.is_none() || !self.because.is_empty()
    }
}
