//! What is recorded and cannot be used: how much of it there is, and where. Counts only.

use serde::{Deserialize, Serialize};

/// The values of the typed tables that could not be read or are out of their range, and so are unknown to every analysis.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Unusable {
    pub values: usize,
    /// Each counted once, however many values of theirs it is.
    pub patients: usize,
    /// The columns that hold such values, in the order of the plan.
    pub columns: Vec<UnusableColumn>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct UnusableColumn {
    pub table: String,
    pub table_label: String,
    pub column: String,
    pub column_label: String,
    pub values: usize,
    pub patients: usize,
}
