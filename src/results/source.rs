//! The rows of the files as they were read, and what was found in them: where each value of a patient stands.
//!
//! Lines of files depend on the order of rows: nothing here is a part of `results.json`.

use super::Severity;
use crate::catalogue::FindingRule;

/// Every table of the plan with its rows, and from which of them a criterion reads.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sources {
    pub tables: Vec<SourceTable>,
    pub read: Vec<ReadFrom>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct SourceTable {
    pub name: String,
    pub label: String,
    /// As the binding names it.
    pub file: String,
    /// What the plan calls a column, and what its file does.
    pub columns: Vec<(String, String)>,
    pub rows: Vec<SourceRow>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct SourceRow {
    /// Of the file, the header being 1.
    pub line: u32,
    pub patient: String,
    pub key: String,
    /// The key of the row above it that it belongs to.
    pub above: Option<String>,
    /// Whose row it is, where readers have rows of their own.
    pub reader: Option<String>,
    /// As the file has them, by column; `= name` of a code for which the binding takes several texts.
    pub cells: Vec<String>,
}

/// The tables, by their place, that a response is read from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReadFrom {
    pub response: String,
    pub exam: usize,
    /// Of the things below the examinations.
    pub things: Option<usize>,
}

/// One thing found in the data, at its row and column.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub code: String,
    pub rule: FindingRule,
    pub severity: Severity,
    pub table: String,
    pub file: String,
    /// None: of the file as a whole.
    pub line: Option<u32>,
    pub column: Option<String>,
    pub patient: Option<String>,
    pub found: String,
    pub expected: String,
    pub clause: String,
}
