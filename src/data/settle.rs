//! Rows in key order, and which of them can stand in a typed table.
//!
//! A row that lacks its key or a reference, repeats a key, or refers to a row that is not there is set aside: nothing could
//! be computed for it, or twice. Of the rows of one key the first in the order of their contents stays, so that it does
//! not matter where a row stands in its file. Every such row blocks the lock of the data.

use super::cell::Cell;
use super::rows::{Row, Rows};
use super::table::{Issue, TableRows};
use super::written::written;
use crate::binding::TableBinding;
use crate::diagnostic::codes;
use crate::plan::ir::{FindingSeverity, Plan, Table, TableId};
use std::cmp::Ordering;

/// A table as it was read, in the order of its file.
pub struct AsRead {
    pub bound: TableBinding,
    pub rows: Rows,
    /// Plan columns that the file does not have.
    pub absent: Vec<usize>,
}

/// The rows of each table that can stand in it, in key order, and what is known of it besides. Parents come before children in a
/// plan.
pub fn settle(plan: &Plan, tables: Vec<AsRead>, issues: &mut Vec<Issue>) -> Vec<(Rows, TableRows)> {
    let mut settled: Vec<(Rows, TableRows)> = vec![];
    for (i, (table, read)) in plan.tables.iter().zip(tables).enumerate() {
        let all = (0..read.rows.len() as u32).collect();
        let mut settling = Settling { table, id: TableId(i), read: &read, kept: all, aside: vec![], issues };
        settling.sort();
        settling.without_key();
        settling.repeated();
        for (column, parent) in references(table) {
            let label = plan.tables.get(parent.0).map_or("", |t| t.header.label.as_str());
            settling.references(column, label, &keys(plan, &settled, parent));
        }
        let (kept, aside) = settling.settled();
        let AsRead { bound, absent, .. } = read;
        settled.push((kept, TableRows { bound, aside, absent }));
    }
    settled
}

/// Columns that refer to the key of another table.
fn references(table: &Table) -> impl Iterator<Item = (usize, TableId)> {
    table.columns.iter().enumerate().filter_map(|(c, column)| column.reference.map(|parent| (c, parent)))
}

/// Keys of a table.
struct Keys {
    /// By number of the text.
    known: Vec<Known>,
    /// The file has no column for the key: nothing can be said of a reference.
    unknown: bool,
}

/// Whether a text is the key of a row of the table, or only of one set aside.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    No,
    Aside,
    Kept,
}

impl Keys {
    fn of(&self, number: u32) -> Known {
        self.known.get(number as usize).copied().unwrap_or(Known::No)
    }
}

fn keys(plan: &Plan, settled: &[(Rows, TableRows)], id: TableId) -> Keys {
    let key = plan.tables.get(id.0).and_then(|t| t.key.first().copied()).unwrap_or(0);
    let Some((rows, besides)) = settled.get(id.0) else { return Keys { known: vec![], unknown: true } };
    let mut known = vec![Known::No; rows.texts().len()];
    // Of one key the row that was kept counts.
    for (rows, how) in [(&besides.aside, Known::Aside), (rows, Known::Kept)] {
        for number in (0..rows.len()).filter_map(|row| rows.text(key, row)) {
            known[number as usize] = how;
        }
    }
    Keys { known, unknown: besides.absent.contains(&key) }
}

/// By the key, then by everything that was read; the line decides only between equal rows.
fn order(key: &[usize], a: Row<'_>, b: Row<'_>) -> Ordering {
    key.iter()
        .map(|c| a.cell(*c).cmp(&b.cell(*c)))
        .find(|o| o.is_ne())
        .unwrap_or_else(|| a.cells().cmp(b.cells()).then(a.line().cmp(&b.line())))
}

struct Settling<'a> {
    table: &'a Table,
    id: TableId,
    read: &'a AsRead,
    /// Rows as they were read, in key order once they are sorted.
    kept: Vec<u32>,
    aside: Vec<u32>,
    issues: &'a mut Vec<Issue>,
}

impl<'a> Settling<'a> {
    fn row(&self, place: u32) -> Row<'a> {
        self.read.rows.row(place)
    }

    fn sort(&mut self) {
        let (key, rows) = (&self.table.key, &self.read.rows);
        self.kept.sort_by(|a, b| order(key, rows.row(*a), rows.row(*b)));
        if self.read.bound.repeats_agree {
            self.kept.dedup_by(|again, first| rows.row(*again).cells().eq(rows.row(*first).cells()));
        }
    }

    /// The rows that are kept, and those set aside.
    fn settled(mut self) -> (Rows, Rows) {
        let (key, rows) = (&self.table.key, &self.read.rows);
        self.aside.sort_by(|a, b| order(key, rows.row(*a), rows.row(*b)));
        (rows.gathered(&self.kept), rows.gathered(&self.aside))
    }

    /// Sets aside the rows for which `why` gives a reason; a reason without words has its issue already.
    fn set_aside(&mut self, mut why: impl FnMut(Row<'a>, Option<Row<'a>>) -> Option<Option<Issue>>) {
        let mut kept: Vec<u32> = vec![];
        for place in std::mem::take(&mut self.kept) {
            match why(self.row(place), kept.last().map(|before| self.row(*before))) {
                None => kept.push(place),
                Some(issue) => {
                    self.issues.extend(issue);
                    self.aside.push(place);
                }
            }
        }
        self.kept = kept;
    }

    fn without_key(&mut self) {
        let (table, id) = (self.table, self.id);
        let needed: Vec<usize> = (0..table.columns.len())
            .filter(|c| table.key.contains(c) || table.columns.get(*c).is_some_and(|c| c.reference.is_some()))
            .collect();
        self.set_aside(|row, _| {
            let lacks = |c: &&usize| row.cell(**c) == Some(Cell::Missing);
            let first = *needed.iter().find(lacks)?;
            if needed.iter().filter(lacks).any(|c| row.is_unread(*c)) {
                return Some(None);
            }
            let label = table.columns.get(first).map_or("", |c| c.label.as_str());
            let expected = format!("a value: `{label}` says which row this is, or to which it belongs");
            Some(Some(Issue {
                code: codes::KEY_MISSING,
                severity: FindingSeverity::BlocksLock,
                table: id,
                line: Some(row.line()),
                column: Some(first),
                found: String::new(),
                expected,
            }))
        });
    }

    fn repeated(&mut self) {
        let (table, id, bound) = (self.table, self.id, &self.read.bound);
        let labels: Vec<&str> =
            table.key.iter().filter_map(|c| table.columns.get(*c)).map(|c| c.label.as_str()).collect();
        self.set_aside(|row, before| {
            let before = before.filter(|b| table.key.iter().all(|c| b.cell(*c) == row.cell(*c)))?;
            let found: Vec<String> = table.key.iter().map(|c| written(bound, table, *c, row)).collect();
            let differing: Vec<String> = table
                .columns
                .iter()
                .enumerate()
                .filter(|(c, _)| before.cell(*c) != row.cell(*c))
                .map(|(_, column)| format!("`{}`", column.label))
                .collect();
            let agrees = match differing.as_slice() {
                [] => "with the same values".to_string(),
                some => format!("with another value of {}", some.join(", ")),
            };
            let expected =
                format!("one row for each {}; it also stands on line {}, {agrees}", labels.join(", "), before.line());
            Some(Some(Issue {
                code: codes::KEY_REPEATED,
                severity: FindingSeverity::BlocksLock,
                table: id,
                line: Some(row.line()),
                column: table.key.first().copied(),
                found: found.join(", "),
                expected,
            }))
        });
    }

    fn references(&mut self, column: usize, parent: &str, keys: &Keys) {
        let (table, id, bound, rows) = (self.table, self.id, &self.read.bound, &self.read.rows);
        self.set_aside(|row, _| {
            let known = rows.text(column, row.place).map_or(Known::No, |number| keys.of(number));
            match known {
                Known::Kept => return None,
                Known::Aside => return Some(None),
                Known::No if keys.unknown => return Some(None),
                Known::No => {}
            }
            Some(Some(Issue {
                code: codes::NO_SUCH_ROW,
                severity: FindingSeverity::BlocksLock,
                table: id,
                line: Some(row.line()),
                column: Some(column),
                found: written(bound, table, column, row),
                expected: format!("a row of “{parent}”"),
            }))
        });
    }
}
