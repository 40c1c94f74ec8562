//! Rows of the data that differ, table by table, known again by patient and key.

use super::lines::Changed;
use super::plans::How;
use crate::results::{SourceRow, SourceTable, Sources};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A row that was added, removed or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowChanged {
    pub how: How,
    pub table: String,
    /// The file, the later one where both have the row.
    pub file: String,
    pub patient: String,
    /// The key of the row, as the plan has it.
    pub key: String,
    /// Of the file, before and after.
    pub line_before: Option<u32>,
    pub line_after: Option<u32>,
    /// What stands otherwise; of a row that was added or removed nothing is listed.
    pub cells: Vec<CellChanged>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CellChanged {
    /// As the file calls it.
    pub column: String,
    #[serde(flatten)]
    pub changed: Changed,
}

/// By patient and key, and of rows of one key by their order.
type Keyed<'r> = BTreeMap<(&'r str, &'r str, usize), &'r SourceRow>;

/// In the order of the plan's tables, then of patients and keys.
pub fn rows(before: &Sources, after: &Sources) -> Vec<RowChanged> {
    let mut found = vec![];
    for table in &after.tables {
        let other = before.tables.iter().find(|t| t.name == table.name);
        compare(other, table, &mut found);
    }
    for table in before.tables.iter().filter(|t| !after.tables.iter().any(|other| other.name == t.name)) {
        found.extend(table.rows.iter().map(|row| alone(How::Removed, table, row)));
    }
    found
}

fn compare(before: Option<&SourceTable>, after: &SourceTable, found: &mut Vec<RowChanged>) {
    let (old, new) = (before.map_or_else(BTreeMap::new, keyed), keyed(after));
    let keys: BTreeSet<_> = old.keys().chain(new.keys()).collect();
    for key in keys {
        match (old.get(key), new.get(key), before) {
            (Some(a), Some(b), Some(table)) => found.extend(changed(table, a, after, b)),
            (Some(a), _, Some(table)) => found.push(alone(How::Removed, table, a)),
            (_, Some(b), _) => found.push(alone(How::Added, after, b)),
            (_, None, _) => {}
        }
    }
}

fn keyed(table: &SourceTable) -> Keyed<'_> {
    let mut of_key: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let one = |row| {
        let row: &SourceRow = row;
        let place = of_key.entry((&row.patient, &row.key)).or_default();
        *place += 1;
        ((row.patient.as_str(), row.key.as_str(), *place), row)
    };
    table.rows.iter().map(one).collect()
}

fn alone(how: How, table: &SourceTable, row: &SourceRow) -> RowChanged {
    let line = Some(row.line);
    let (line_before, line_after) = if how == How::Added { (None, line) } else { (line, None) };
    RowChanged {
        how,
        table: table.name.clone(),
        file: table.file.clone(),
        patient: row.patient.clone(),
        key: row.key.clone(),
        line_before,
        line_after,
        cells: vec![],
    }
}

/// Columns are those of the plan: what the file calls them may have changed.
fn changed(old: &SourceTable, a: &SourceRow, new: &SourceTable, b: &SourceRow) -> Option<RowChanged> {
    let mut cells = vec![];
    for (place, (label, column)) in new.columns.iter().enumerate() {
        let known = old.columns.iter().position(|(other, _)| other == label);
        let before = known.and_then(|place| a.cells.get(place)).cloned();
        let after = b.cells.get(place).cloned();
        if before != after {
            cells.push(CellChanged { column: column.clone(), changed: Changed { before, after } });
        }
    }
    (!cells.is_empty()).then(|| RowChanged {
        line_before: Some(a.line),
        line_after: Some(b.line),
        cells,
        ..alone(How::Changed, new, b)
    })
}
