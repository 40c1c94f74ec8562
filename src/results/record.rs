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
    /// Of each result by the name of its analysis, whether it was fixed before outcomes were seen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fixed: Vec<FixedWhen>,
    /// The seals by which the plan was amended, the first one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amended: Vec<Amended>,
}

/// Since when what a result rests on is what it is, as `study.log` has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FixedWhen {
    /// The name of an analysis, a family, an agreement, a count of lesions or a sample size.
    pub analysis: String,
    pub fixed: Fixed,
    /// The seal since which it means the same; none of what no seal has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Cited>,
}

/// Outcomes may have been seen from the first run on that is in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Fixed {
    /// It means what it meant when the plan was first sealed, and always did since.
    Prespecified,
    /// It was added or means another thing since a later seal, before outcomes were seen.
    AmendedBefore,
    /// The same, after they may have been seen.
    AmendedAfter,
    /// As it is, it is in no plan that was sealed.
    NotSealed,
    /// The text that was sealed is not understood by this version.
    NotCompared,
}

impl Fixed {
    /// In the order in which a reader trusts them.
    pub const ALL: [Fixed; 5] =
        [Fixed::Prespecified, Fixed::AmendedBefore, Fixed::AmendedAfter, Fixed::NotSealed, Fixed::NotCompared];
}

/// A seal by which the plan was amended, or whose plan states amendments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Amended {
    pub seal: Cited,
    /// By what outcomes may have been seen first, where that was before this seal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Cited>,
    /// The statements that are new in the plan.
    pub amendments: Vec<AmendmentStated>,
    /// What changed since the seal before, by clause.
    pub clauses: Vec<ClauseAmended>,
    pub compared: Compared,
}

/// With what the plan of a seal was compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Compared {
    /// With that of the seal before.
    WithBefore,
    /// It is the first.
    First,
    /// One of the two texts is not understood by this version.
    NotUnderstood,
}

/// An `amendment` statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AmendmentStated {
    pub name: String,
    pub label: String,
    /// ISO date.
    pub date: String,
    pub clauses: Vec<String>,
    pub because: String,
}

/// A clause that means another thing than in the plan that was sealed before, or reads otherwise and binds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ClauseAmended {
    /// Its number, in the later plan where it is there.
    pub clause: String,
    /// Those of its statements that mean another thing.
    pub statements: Vec<StatementAmended>,
    /// Paragraphs of a clause that binds read otherwise.
    pub text: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct StatementAmended {
    pub how: HowAmended,
    /// Its first word and its name: `endpoint os`.
    pub statement: String,
    pub label: String,
    /// What was written and what is written, key by key; of a statement that stands as it was and means another thing, as it is
    /// understood.
    pub lines: Vec<LineAmended>,
    /// The analyses that rest on it.
    pub analyses: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum HowAmended {
    Added,
    Removed,
    Changed,
    /// It stands as it was, and what it rests on does not.
    RestsOnOther,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LineAmended {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// The last seal of a plan, and whether it is of the text that the plan has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastSeal {
    pub seal: Cited,
    pub is_of_this_text: bool,
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
    /// Whether what a result of this analysis rests on was fixed before outcomes were seen.
    pub fn fixed(&self, analysis: &str) -> Option<&FixedWhen> {
        self.fixed.iter().find(|fixed| fixed.analysis == analysis)
    }

    pub fn is_draft(&self) -> bool {
        self.lock.is_none() || !self.because.is_empty()
    }
}
