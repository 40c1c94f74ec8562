//! Files of one run in which single cells, rows or columns are as the other run has them.
//!
//! Where few cells differ each is a change of its own; where many do, a column is, and so are the rows that one file alone has. A
//! file of which the changes together are not the other file, as where its rows cannot be known again, is one change.

use crate::binding::Notation;
use crate::data::fields::Fields;
use crate::diff::causes::{ChangeOf, FileOf, RowOf};
use crate::diff::plans::How;
use crate::diff::rows::RowChanged;
use crate::results::Sources;
use std::collections::{BTreeMap, BTreeSet};

/// So many cells and rows are tried one by one.
const MOST_SINGLE: usize = 24;

/// A file as both runs have it.
pub(super) struct Both<'r> {
    pub of: &'r FileOf,
    pub notation: &'r Notation,
    pub old: Fields,
    pub new: Fields,
}

/// Where a row stands before and after; 0 where it does not.
type Lines = (u32, u32);

/// A change with the lines of its rows.
pub(super) struct Change {
    pub of: ChangeOf,
    lines: BTreeSet<Lines>,
}

#[derive(Default)]
struct Grouped {
    lines: BTreeSet<Lines>,
    rows: BTreeSet<RowOf>,
}

/// How many changes there are if each cell is one.
pub(super) fn few(rows: &[RowChanged]) -> bool {
    rows.iter().map(|row| row.cells.len().max(1)).sum::<usize>() <= MOST_SINGLE
}

impl Both<'_> {
    /// None where they do not make the one file of the other.
    pub fn changes(&self, rows: &[RowChanged], singly: bool, read: &Sources) -> Option<Vec<Change>> {
        let mut found: BTreeMap<(How, Option<String>, Option<Lines>), Grouped> = BTreeMap::new();
        for row in rows.iter().filter(|row| self.of.tables.contains(&row.table)) {
            let lines = (row.line_before.unwrap_or(0), row.line_after.unwrap_or(0));
            let told = RowOf { table: row.table.clone(), patient: row.patient.clone(), key: row.key.clone() };
            let columns = row.cells.iter().map(|cell| Some(cell.column.clone()));
            let none = (row.how != How::Changed).then_some(None);
            for column in columns.chain(none) {
                let group = found.entry((row.how, column, singly.then_some(lines))).or_default();
                group.lines.insert(lines);
                group.rows.insert(told.clone());
            }
        }
        let change = |how, column, Grouped { lines, rows }| Change {
            of: ChangeOf { file: self.of.file.clone(), how, column, rows },
            lines,
        };
        let changes: Vec<Change> = found.into_iter().map(|((how, column, _), of)| change(how, column, of)).collect();
        let mut whole = self.old.clone();
        for change in &changes {
            whole = self.later(&whole, change)?;
        }
        (self.read_of(&whole, read) == self.read_of(&self.new, read)).then_some(changes)
    }

    /// What the tables read of the rows, in no order.
    fn read_of(&self, fields: &Fields, read: &Sources) -> Vec<Vec<String>> {
        let tables = read.tables.iter().filter(|table| self.of.tables.contains(&table.name));
        let columns = tables.flat_map(|table| &table.columns).filter_map(|(_, name)| fields.column(name));
        let columns: BTreeSet<usize> = columns.collect();
        let of_row = |row: &Vec<String>| columns.iter().map(|at| row.get(*at).cloned().unwrap_or_default()).collect();
        let mut rows: Vec<Vec<String>> = fields.rows.iter().map(|(_, row)| of_row(row)).collect();
        rows.sort();
        rows
    }

    /// The earlier file with the change alone; the later one without it.
    pub fn alone(&self, change: &Change) -> Option<(Vec<u8>, Vec<u8>)> {
        let (with, without) = (self.later(&self.old, change)?, self.earlier(&self.new, change)?);
        Some((with.written(self.notation), without.written(self.notation)))
    }

    fn later(&self, base: &Fields, change: &Change) -> Option<Fields> {
        let pairs = change.lines.iter().copied();
        match change.of.how {
            How::Changed => set(base, &self.new, change.of.column.as_deref()?, pairs),
            How::Added => appended(base, &self.new, pairs.map(|(_, after)| after)),
            How::Removed => Some(removed(base, pairs.map(|(before, _)| before).collect())),
        }
    }

    fn earlier(&self, base: &Fields, change: &Change) -> Option<Fields> {
        let pairs = change.lines.iter().map(|(before, after)| (*after, *before));
        match change.of.how {
            How::Changed => set(base, &self.old, change.of.column.as_deref()?, pairs),
            How::Added => Some(removed(base, pairs.map(|(after, _)| after).collect())),
            How::Removed => appended(base, &self.old, pairs.map(|(_, before)| before)),
        }
    }
}

/// A column of some rows as the other file has it, by their lines here and there.
fn set(base: &Fields, other: &Fields, column: &str, pairs: impl Iterator<Item = (u32, u32)>) -> Option<Fields> {
    let (here, there) = (base.column(column)?, other.column(column)?);
    let mut fields = base.clone();
    for (line, of_other) in pairs {
        let value = other.row(of_other)?.get(there).cloned().unwrap_or_default();
        let row = fields.rows.iter_mut().find(|(own, _)| *own == line).map(|(_, row)| row)?;
        while row.len() <= here {
            row.push(String::new());
        }
        row[here] = value;
    }
    Some(fields)
}

/// With rows of the other file at its end, on lines that no row of this one has.
fn appended(base: &Fields, other: &Fields, lines: impl Iterator<Item = u32>) -> Option<Fields> {
    let mut fields = base.clone();
    let mut last = fields.rows.iter().map(|(line, _)| *line).max().unwrap_or(1);
    for line in lines {
        let row = other.row(line)?;
        let cell = |name: &String| other.column(name).and_then(|at| row.get(at)).cloned().unwrap_or_default();
        last += 1;
        let row = fields.header.iter().map(cell).collect();
        fields.rows.push((last, row));
    }
    Some(fields)
}

fn removed(base: &Fields, lines: BTreeSet<u32>) -> Fields {
    let mut fields = base.clone();
    fields.rows.retain(|(line, _)| !lines.contains(line));
    fields
}
