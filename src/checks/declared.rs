//! Checks that follow from the declarations of tables and columns.

use super::finding::Finding;
use super::place::{Basis, Found, Places, Words};
use crate::catalogue::FindingRule;
use crate::data::cell::Cell;
use crate::data::usable::{in_range, within};
use crate::data::{Row, TableRows};
use crate::diagnostic::{Code, codes};
use crate::plan::ir::{Column, ColumnRule, FindingSeverity, Table, TableId, Type};
use rust_decimal::Decimal;

pub fn check_table<'a>(places: &Places<'a>, id: TableId, of: impl Iterator<Item = Row<'a>>, found: &mut Vec<Found>) {
    let Some((table, rows)) = places.table(id) else { return };
    for row in of {
        for (index, column) in table.columns.iter().enumerate() {
            let at = At { places, id, table, rows, row, index, column };
            at.missing(found);
            at.in_calendar(found);
            for rule in &column.rules {
                at.rule(rule, found);
            }
        }
    }
}

/// Values that are required in the rows in which their condition holds. Of a row set aside no condition can be told.
pub fn check_required(
    places: &Places<'_>,
    (id, index, required): &(TableId, usize, Vec<usize>),
    found: &mut Vec<Found>,
) {
    let Some((table, rows)) = places.table(*id) else { return };
    let Some(column) = table.columns.get(*index) else { return };
    for row in required.iter().filter_map(|row| places.kept(*id, *row)) {
        let at = At { places, id: *id, table, rows, row, index: *index, column };
        if at.is_missing() {
            let expected = format!("a value of `{}`, required in such a row", column.label);
            at.report(codes::REQUIRED_VALUE, FindingRule::RequiredValue, expected, found);
        }
    }
}

/// The latest date that is not after the cut-off should be the cut-off.
pub fn check_cut_off(places: &Places<'_>, found: &mut Vec<Found>) {
    let cut_off = places.data.cut_off;
    let columns = places.data.tables.iter().flat_map(|t| (0..t.rows.columns()).map(|c| (&t.rows, c)));
    let days = columns.flat_map(|(rows, column)| rows.iter().filter_map(move |row| row.date(column)));
    let latest = days.filter(|d| *d <= cut_off).max();
    let (Some(latest), Some(first)) = (latest, places.rows.first()) else { return };
    if latest == cut_off {
        return;
    }
    let finding = Finding {
        code: codes::BEFORE_CUT_OFF,
        rule: FindingRule::CutOff,
        severity: FindingSeverity::Note,
        table: String::new(),
        file: String::new(),
        line: None,
        column: None,
        patient: None,
        found: first.bound.notation.written_day(latest),
        expected: format!("a date on the day of the cut-off, {}", first.bound.notation.written_day(cut_off)),
        clause: String::new(),
    };
    found.push(Found { order: (true, usize::MAX, None, None), finding, basis: Basis::Declared });
}

/// One value of one row.
struct At<'a> {
    places: &'a Places<'a>,
    id: TableId,
    table: &'a Table,
    rows: &'a TableRows,
    row: Row<'a>,
    index: usize,
    column: &'a Column,
}

impl At<'_> {
    fn report(&self, code: Code, rule: FindingRule, expected: String, found: &mut Vec<Found>) {
        let words =
            Words { code, rule, severity: FindingSeverity::BlocksLock, found: self.written(self.index), expected };
        found.push(self.places.at(self.id, self.row, Some(self.index), words));
    }

    fn written(&self, column: usize) -> String {
        crate::data::written(&self.rows.bound, self.table, column, self.row)
    }

    /// Missing, and not because it could not be read.
    fn is_missing(&self) -> bool {
        self.row.cell(self.index) == Some(Cell::Missing) && !self.row.is_unread(self.index)
    }

    fn missing(&self, found: &mut Vec<Found>) {
        let says_which_row = self.table.key.contains(&self.index) || self.column.reference.is_some();
        if self.is_missing() && !self.column.missing_allowed && !says_which_row {
            self.report(
                codes::VALUE_MISSING,
                FindingRule::MissingValue,
                format!("a value of `{}`", self.column.label),
                found,
            );
        }
    }

    /// A date lies between the first day that the binding allows and the cut-off.
    fn in_calendar(&self, found: &mut Vec<Found>) {
        let (earliest, cut_off) = (self.places.data.earliest, self.places.data.cut_off);
        let Some(Cell::Date(day)) = self.row.cell(self.index) else { return };
        if day < earliest {
            let expected = format!("a date from {}", self.rows.bound.notation.written_day(earliest));
            self.report(codes::BEFORE_EARLIEST, FindingRule::EarliestDate, expected, found);
        }
        if day > cut_off {
            let expected = format!("a date up to {}", self.rows.bound.notation.written_day(cut_off));
            self.report(codes::AFTER_CUT_OFF, FindingRule::CutOff, expected, found);
        }
    }

    fn rule(&self, rule: &ColumnRule, found: &mut Vec<Found>) {
        match rule {
            ColumnRule::Range { .. } | ColumnRule::Above(_) | ColumnRule::Below(_) => {
                if !self.row.cell(self.index).is_none_or(|cell| within(rule, cell)) {
                    self.report(codes::OUT_OF_RANGE, FindingRule::Range, range_words(rule, &self.column.ty), found);
                }
            }
            ColumnRule::AtMostColumn(other) => self.against(*other, "at most", |own, other| own <= other, found),
            ColumnRule::AtLeastColumn(other) => self.against(*other, "at least", |own, other| own >= other, found),
            // Told by the derivation, which evaluates every condition.
            ColumnRule::RequiredWhen(_) => {}
            // Told where things are followed from row to row.
            ColumnRule::Names(_) => {}
        }
    }

    /// Compares with another value of the row. A value out of its own range has its finding and says nothing about the other.
    fn against(&self, other: usize, words: &str, holds: fn(Cell<'_>, Cell<'_>) -> bool, found: &mut Vec<Found>) {
        let (Some(own), Some(beside)) = (self.row.cell(self.index), self.row.cell(other)) else { return };
        let Some(column) = self.table.columns.get(other) else { return };
        let (a, b) = (comparable(own), comparable(beside));
        let in_range = in_range(self.column, own) && in_range(column, beside);
        if a == Cell::Missing || b == Cell::Missing || holds(a, b) || !in_range {
            return;
        }
        self.report(
            codes::CONTRADICTS_COLUMN,
            FindingRule::TwoColumns,
            format!("{words} `{}`, which is {}", column.label, self.written(other)),
            found,
        );
    }
}

/// Without the sign of a detection limit, which does not enter comparisons.
fn comparable(cell: Cell<'_>) -> Cell<'_> {
    match cell {
        Cell::Number(n, _) => Cell::Number(n, None),
        other => other,
    }
}

fn range_words(rule: &ColumnRule, ty: &Type) -> String {
    let unit = |bound: &Decimal| with_unit(*bound, ty);
    match rule {
        ColumnRule::Range { low: Some(low), high: Some(high) } => format!("from {low} to {}", unit(high)),
        ColumnRule::Range { low: Some(low), .. } => format!("at least {}", unit(low)),
        ColumnRule::Range { high: Some(high), .. } => format!("at most {}", unit(high)),
        ColumnRule::Above(bound) => format!("above {}", unit(bound)),
        ColumnRule::Below(bound) => format!("below {}", unit(bound)),
        _ => String::new(),
    }
}

fn with_unit(bound: Decimal, ty: &Type) -> String {
    match ty {
        Type::Number(Some(unit)) => format!("{bound} {unit}"),
        _ => bound.to_string(),
    }
}
