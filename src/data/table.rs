//! Typed tables: what the files hold once every cell has been read by its declared type.
//!
//! Invariants: rows stand in key order; a column is one polars column of the type below; nothing floating is stored.
//!
//! | plan type | polars type |
//! |---|---|
//! | yes/no | Boolean |
//! | integer, year | Int64 |
//! | number | Int64, in millionths of the unit ([`SCALE`]) |
//! | date | Date |
//! | code | UInt32, the position in the code list |
//! | pseudonym, text, reference | String |

use polars_core::prelude::DataFrame;

/// Decimals kept of a number: lengths and laboratory values are integers in millionths of their unit.
pub const SCALE: u32 = 6;

/// The typed data of one run, tables in the order of the plan.
#[derive(Clone, Debug)]
pub struct Data {
    pub tables: Vec<DataTable>,
    /// Data cut-off, days since 1970-01-01.
    pub cut_off: i32,
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
    /// SHA-256 of the file's bytes: for `run.json` only.
    pub file_digest: String,
}
