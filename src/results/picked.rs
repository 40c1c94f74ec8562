//! The rows of a file that a table reads, where the binding picks them.

use serde::{Deserialize, Serialize};

/// Rows of a file that have one of these codes in each of these columns.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PickedRows {
    pub by: Vec<PickedBy>,
    pub rows: usize,
    /// Rows of the file that were left.
    pub left: usize,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PickedBy {
    /// Of the file.
    pub column: String,
    /// An empty one stands for a field that is blank.
    pub codes: Vec<String>,
}
