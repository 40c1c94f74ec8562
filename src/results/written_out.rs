//! Statements of the plan that are like another, written out in full.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WrittenOut {
    /// Its first word: `analysis`.
    pub head: String,
    pub name: String,
    /// The statement that it is like, or whose block one of its blocks is like.
    pub like: String,
    pub clause: String,
    pub file: String,
    pub line: usize,
    /// What stands between its braces.
    pub lines: Vec<WrittenLine>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WrittenLine {
    /// Braces that it stands in, those of the statement left out.
    pub depth: usize,
    pub text: String,
    pub from: WrittenFrom,
}

/// Where a line was stated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WrittenFrom {
    /// In the statement itself.
    Here,
    /// The line opens or closes a block, whose lines say it themselves.
    Frame,
    /// In this statement, from which it is taken over.
    Statement { name: String, clause: String },
}
