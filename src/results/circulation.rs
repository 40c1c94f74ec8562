//! What a copy for circulation says of itself.

use serde::{Deserialize, Serialize};

/// Present in a copy in which small counts are withheld, with all that could tell them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Circulated {
    /// The smallest count of patients that is told.
    pub smallest: i64,
    /// Of the statement that says so.
    pub clause: String,
    /// Analyses whose counts are told however small they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub released: Option<Release>,
    /// Analyses of which something is withheld, the primary first.
    pub withheld: Vec<WithheldOf>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Release {
    /// Names of analyses.
    pub analyses: Vec<String>,
    pub because: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WithheldOf {
    pub analysis: String,
    /// How many of its numbers are withheld, of how many.
    pub numbers: usize,
    pub of: usize,
}
