//! The rows of a file that the binding picks for a table.

use crate::data::{Picked, PickedColumn};
use crate::results::picked::{PickedBy, PickedRows};

/// Of so many rows.
pub(super) fn picked_rows(picked: &Picked, of: usize) -> PickedRows {
    let by = |by: &PickedColumn| PickedBy { column: by.column.clone(), codes: by.codes.clone() };
    let (rows, left) = (picked.rows, of.saturating_sub(picked.rows));
    PickedRows { by: picked.by.iter().map(by).collect(), rows, left }
}
