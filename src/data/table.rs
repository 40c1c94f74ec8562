//! Typed tables: what the files hold once every cell has been read by its declared type.
//!
//! Invariants: rows stand in key order; a key is whole and unique, and a reference names a row (rows of a file that break
//! this are set aside, each with a finding); a column is one polars column of the type below; nothing floating is stored.
//!
//! | plan type | polars type |
//! |---|---|
//! | yes/no | Boolean |
//! | integer, year | Int64 |
//! | number | Int64, in millionths of the unit ([`SCALE`]) |
//! | date | Date |
//! | code | UInt32, the position in the code list |
//! | pseudonym, text, reference | String |

use super::cell::Cell;
use crate::binding::TableBinding;
use crate::diagnostic::Code;
use crate::plan::ir::{FindingSeverity, TableId};
use polars_core::prelude::DataFrame;

/// Decimals kept of a number: lengths and laboratory values are integers in millionths of their unit.
pub const SCALE: u32 = 6;

/// The typed data of one run, tables in the order of the plan.
#[derive(Clone, Debug)]
pub struct Data {
    pub tables: Vec<DataTable>,
    /// The first day that a date can be, days since 1970-01-01.
    pub earliest: i32,
    /// Data cut-off, days since 1970-01-01.
    pub cut_off: i32,
    /// Why the data are not those of patients, where the binding says that they are simulated.
    pub simulated: Option<String>,
}

impl Data {
    /// The days that a date can be.
    pub fn calendar(&self) -> std::ops::RangeInclusive<i32> {
        self.earliest..=self.cut_off
    }
}

impl DataTable {
    pub fn rows(&self) -> usize {
        self.frame.height()
    }

    /// The date in a row of a column of dates, days since 1970-01-01; none where it is missing.
    pub fn date(&self, column: &str, row: usize) -> Option<i32> {
        self.frame.column(column).ok()?.date().ok()?.physical().get(row)
    }
}

#[derive(Clone, Debug)]
pub struct DataTable {
    /// Columns named and ordered as the plan's; for a column with a detection limit, `NAME.limit` (String: `<`, `>` or null) follows at the end.
    pub frame: DataFrame,
    /// The line of the file each row came from (the header is line 1): for findings only, never for results.
    pub lines: Vec<u32>,
    /// The file as the binding names it.
    pub file: String,
    /// File column of each plan column, for findings.
    pub file_columns: Vec<String>,
    /// SHA-256 over the typed rows in key order, hexadecimal.
    pub digest: String,
    /// By row: the plan columns of what is recorded and cannot be used, for it could not be read or is out of its range; in
    /// the frame it is null.
    pub unusable: Vec<Vec<usize>>,
    /// SHA-256 of the file's bytes: for `run.json` only.
    pub file_digest: String,
    /// Rows of the file that hold something: for `run.json` only.
    pub file_rows: usize,
}

/// A table as it was read: every row of the file, also those that could not enter the typed table.
#[derive(Clone, Debug)]
pub struct TableRows {
    /// Where and in which notation it was read.
    pub bound: TableBinding,
    /// The rows of [`DataTable::frame`], in its order.
    pub kept: Vec<Row>,
    /// Rows without a key or a reference, repeating a key, or referring to no row or to one set aside. In the same order.
    pub aside: Vec<Row>,
    /// Plan columns that the file does not have.
    pub absent: Vec<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// By plan column.
    pub cells: Vec<Cell>,
    /// Plan columns whose field could not be read or is not there: missing, and already an issue. Ascending.
    pub unread: Vec<usize>,
    /// Plan column and text of each field whose value is not written in the file as a finding would write it (`25,70`).
    pub texts: Vec<(usize, String)>,
    pub line: u32,
}

/// Something found while reading.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    pub code: Code,
    pub severity: FindingSeverity,
    pub table: TableId,
    pub line: Option<u32>,
    /// The plan column.
    pub column: Option<usize>,
    pub found: String,
    pub expected: String,
}

/// All that one reading of the files gives.
#[derive(Clone, Debug)]
pub struct Read {
    pub data: Data,
    /// In the order of the plan's tables.
    pub rows: Vec<TableRows>,
    /// By table, line and column.
    pub issues: Vec<Issue>,
}
