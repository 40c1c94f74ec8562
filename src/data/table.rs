//! Typed tables: what the files hold once every cell has been read by its declared type.
//!
//! Invariants: rows stand in key order; a key is whole and unique, and a reference names a row (rows of a file that break
//! this are set aside, each with a finding); a cell stands in the one form of its column (`column`); nothing floating is stored.

use super::picked::Picked;
use super::rows::{Rows, of_part};
use crate::binding::TableBinding;
use crate::diagnostic::Code;
use crate::plan::ir::{FindingSeverity, TableId};

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

#[derive(Clone, Debug)]
pub struct DataTable {
    pub rows: Rows,
    /// The file as the binding names it.
    pub file: String,
    /// SHA-256 over the typed rows in key order, hexadecimal.
    pub digest: String,
    /// Row and plan column of what is recorded and cannot be used, for it could not be read or is out of its range. Ascending.
    pub unusable: Vec<(u32, u32)>,
    /// SHA-256 of the file's bytes: for `run.json` only.
    pub file_digest: String,
    /// Rows of the file that hold something.
    pub file_rows: usize,
    /// Where the binding picks those that the table reads.
    pub picked: Option<Picked>,
}

impl DataTable {
    /// These rows alone, ascending; digests are those of the whole.
    pub fn part(&self, places: &[u32]) -> DataTable {
        let unusable = of_part(&self.unusable, |(row, _)| *row, places);
        DataTable {
            rows: self.rows.part(places),
            unusable: unusable.map(|(row, (_, column))| (row, *column)).collect(),
            file: self.file.clone(),
            digest: self.digest.clone(),
            file_digest: self.file_digest.clone(),
            file_rows: self.file_rows,
            picked: self.picked.clone(),
        }
    }

    /// The date in a row of a column of dates, days since 1970-01-01; none where it is missing or cannot be used.
    pub fn date(&self, column: usize, row: usize) -> Option<i32> {
        self.rows.column(column)?.date(row).filter(|_| !self.is_unusable(row, column))
    }

    pub fn is_unusable(&self, row: usize, column: usize) -> bool {
        self.unusable.binary_search(&(row as u32, column as u32)).is_ok()
    }

    /// The rows in which the column holds what cannot be used, ascending.
    pub fn unusable_rows(&self, column: usize) -> Vec<usize> {
        self.unusable.iter().filter(|(_, of)| *of as usize == column).map(|(row, _)| *row as usize).collect()
    }
}

/// What is known of a table as it was read, besides its typed rows.
#[derive(Clone, Debug)]
pub struct TableRows {
    /// Where and in which notation it was read.
    pub bound: TableBinding,
    /// Rows without a key or a reference, repeating a key, or referring to no row or to one set aside. By key.
    pub aside: Rows,
    /// Plan columns that the file does not have.
    pub absent: Vec<usize>,
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
    /// Each file once, with the names of its columns as they stand in its header.
    pub headers: Vec<(String, Vec<String>)>,
    /// By table, line and column.
    pub issues: Vec<Issue>,
}
