//! The cases and rows of the rules of criteria, and how a reading names the one that fired.

use super::Value;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A case or row of a rule: response, value and place, from 1 on in the order in which they are read
/// (`recist.target_response.3`); or a case of a combination of readers: its name, the response, and the place
/// (`consensus.recist.1`). Two of one wording are two.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct RuleId(String);

impl RuleId {
    /// `place` counts from 0.
    pub fn new(of: &str, value: &str, place: usize) -> RuleId {
        RuleId(format!("{of}.{value}.{}", place + 1))
    }

    /// All rows of a rule together.
    pub fn whole(of: &str, value: &str) -> RuleId {
        RuleId(format!("{of}.{value}"))
    }

    /// Where a rule is asked and no row of it answers.
    pub fn unanswered(of: &str, value: &str) -> RuleId {
        RuleId(format!("{of}.{value}.none"))
    }

    /// As it stands in an identifier.
    pub fn word(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A case or row of a rule of a criterion, or a case of a combination of readers, and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RuleInfo {
    pub id: RuleId,
    /// The response, or the combination.
    pub of: String,
    /// The value of the criterion; of a combination, the response.
    pub value: String,
    /// The reason of a case, or a row as it is written; none where a case has no reason: it is told by what it answers.
    pub text: Option<String>,
    /// What tells it apart in a list: what it answers with its reason, a row as it is written, or a case without a reason as the
    /// document has it.
    #[serde(default)]
    pub row: String,
    /// The row is in the words of the language of plans.
    #[serde(default)]
    pub as_written: bool,
    pub clause: String,
    pub file: String,
    pub line: usize,
}

/// The first reading at which a case or row gave the value, of nobody in particular.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RuleExample {
    pub rule: RuleId,
    /// Days from time zero.
    pub day: Option<i64>,
    /// None where the readers are combined, or there is one without a name.
    pub reader: Option<String>,
    /// The values of the criterion that the rule reads there, by name.
    pub values: Vec<(String, Option<Value>)>,
    /// What it answers.
    pub answer: Option<Value>,
}

/// What gave a value of a criterion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// It is computed, and no rule chose it.
    Computed,
    Rule(RuleId),
    /// No rule: something that is read is missing.
    Untold,
}
