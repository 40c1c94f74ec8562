//! Rows in key order, and which of them can stand in a typed table.
//!
//! A row that lacks its key or a reference, repeats a key, or refers to a row that is not there is set aside: nothing could
//! be computed for it, or twice. Of the rows of one key the first in the order of their contents stays, so that it does
//! not matter where a row stands in its file. Every such row blocks the lock of the data.

use super::cell::Cell;
use super::table::{Issue, Row, TableRows};
use super::written::written;
use crate::diagnostic::codes;
use crate::plan::ir::{FindingSeverity, Plan, Table, TableId};
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// Sorts every table and moves rows from `kept` to `aside`. Parents come before children in a plan.
pub fn settle(plan: &Plan, tables: &mut [TableRows], issues: &mut Vec<Issue>) {
    for (i, table) in plan.tables.iter().enumerate() {
        let parents: Vec<(usize, TableId, Keys)> =
            references(table).map(|(column, parent)| (column, parent, keys(plan, tables, parent))).collect();
        let Some(rows) = tables.get_mut(i) else { continue };
        let mut settling = Settling { table, id: TableId(i), rows, issues };
        settling.sort();
        settling.without_key();
        settling.repeated();
        for (column, parent, keys) in &parents {
            let parent = plan.tables.get(parent.0).map_or("", |t| t.header.label.as_str());
            settling.references(*column, parent, keys);
        }
        settling.rows.aside.sort_by(|a, b| order(&table.key, a, b));
    }
}

/// Columns that refer to the key of another table.
fn references(table: &Table) -> impl Iterator<Item = (usize, TableId)> {
    table.columns.iter().enumerate().filter_map(|(c, column)| column.reference.map(|parent| (c, parent)))
}

/// Keys of a table: those of its rows, and those of rows set aside.
struct Keys {
    kept: BTreeSet<Cell>,
    aside: BTreeSet<Cell>,
    /// The file has no column for the key: nothing can be said of a reference.
    unknown: bool,
}

fn keys(plan: &Plan, tables: &[TableRows], id: TableId) -> Keys {
    let key = plan.tables.get(id.0).and_then(|t| t.key.first().copied()).unwrap_or(0);
    let of = |rows: &[Row]| rows.iter().filter_map(|r| r.cells.get(key).cloned()).collect();
    match tables.get(id.0) {
        Some(rows) => Keys { kept: of(&rows.kept), aside: of(&rows.aside), unknown: rows.absent.contains(&key) },
        None => Keys { kept: BTreeSet::new(), aside: BTreeSet::new(), unknown: true },
    }
}

/// By the key, then by everything that was read; the line decides only between equal rows.
fn order(key: &[usize], a: &Row, b: &Row) -> Ordering {
    let part = |row: &Row, c: usize| row.cells.get(c).cloned();
    key.iter()
        .map(|c| part(a, *c).cmp(&part(b, *c)))
        .find(|o| o.is_ne())
        .unwrap_or_else(|| a.cells.cmp(&b.cells).then(a.line.cmp(&b.line)))
}

struct Settling<'a> {
    table: &'a Table,
    id: TableId,
    rows: &'a mut TableRows,
    issues: &'a mut Vec<Issue>,
}

impl Settling<'_> {
    fn sort(&mut self) {
        let key = &self.table.key;
        self.rows.kept.sort_by(|a, b| order(key, a, b));
        if self.rows.bound.repeats_agree {
            self.rows.kept.dedup_by(|again, first| again.cells == first.cells);
        }
    }

    /// Sets aside the rows for which `why` gives a reason; a reason without words has its issue already.
    fn set_aside(&mut self, mut why: impl FnMut(&Row, Option<&Row>) -> Option<Option<Issue>>) {
        let mut kept: Vec<Row> = vec![];
        for row in std::mem::take(&mut self.rows.kept) {
            match why(&row, kept.last()) {
                None => kept.push(row),
                Some(issue) => {
                    self.issues.extend(issue);
                    self.rows.aside.push(row);
                }
            }
        }
        self.rows.kept = kept;
    }

    fn without_key(&mut self) {
        let (table, id) = (self.table, self.id);
        let needed: Vec<usize> = (0..table.columns.len())
            .filter(|c| table.key.contains(c) || table.columns.get(*c).is_some_and(|c| c.reference.is_some()))
            .collect();
        self.set_aside(|row, _| {
            let lacking: Vec<usize> =
                needed.iter().copied().filter(|c| row.cells.get(*c) == Some(&Cell::Missing)).collect();
            let first = *lacking.first()?;
            if lacking.iter().any(|c| row.unread.contains(c)) {
                return Some(None);
            }
            let label = table.columns.get(first).map_or("", |c| c.label.as_str());
            let expected = format!("a value: `{label}` says which row this is, or to which it belongs");
            Some(Some(Issue {
                code: codes::KEY_MISSING,
                severity: FindingSeverity::BlocksLock,
                table: id,
                line: Some(row.line),
                column: Some(first),
                found: String::new(),
                expected,
            }))
        });
    }

    fn repeated(&mut self) {
        let (table, id) = (self.table, self.id);
        let labels: Vec<&str> =
            table.key.iter().filter_map(|c| table.columns.get(*c)).map(|c| c.label.as_str()).collect();
        let bound = self.rows.bound.clone();
        self.set_aside(|row, before| {
            let before = before.filter(|b| table.key.iter().all(|c| b.cells.get(*c) == row.cells.get(*c)))?;
            let found: Vec<String> = table.key.iter().map(|c| written(&bound, table, *c, row)).collect();
            let differing: Vec<String> = table
                .columns
                .iter()
                .enumerate()
                .filter(|(c, _)| before.cells.get(*c) != row.cells.get(*c))
                .map(|(_, column)| format!("`{}`", column.label))
                .collect();
            let agrees = match differing.as_slice() {
                [] => "with the same values".to_string(),
                some => format!("with another value of {}", some.join(", ")),
            };
            let expected =
                format!("one row for each {}; it also stands on line {}, {agrees}", labels.join(", "), before.line);
            Some(Some(Issue {
                code: codes::KEY_REPEATED,
                severity: FindingSeverity::BlocksLock,
                table: id,
                line: Some(row.line),
                column: table.key.first().copied(),
                found: found.join(", "),
                expected,
            }))
        });
    }

    fn references(&mut self, column: usize, parent: &str, keys: &Keys) {
        let (table, id) = (self.table, self.id);
        let bound = self.rows.bound.clone();
        self.set_aside(|row, _| {
            let cell = row.cells.get(column)?;
            if keys.kept.contains(cell) {
                return None;
            }
            if keys.unknown || keys.aside.contains(cell) {
                return Some(None);
            }
            let found = written(&bound, table, column, row);
            Some(Some(Issue {
                code: codes::NO_SUCH_ROW,
                severity: FindingSeverity::BlocksLock,
                table: id,
                line: Some(row.line),
                column: Some(column),
                found,
                expected: format!("a row of “{parent}”"),
            }))
        });
    }
}
