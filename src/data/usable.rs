//! Which values of a row can be used: those that could be read, and lie within what plan and binding declare of their column.
//!
//! What cannot be used has its finding, and is unknown to everything that is computed. A key and a reference say which row
//! it is, whatever their range; only a date among them can be out of its own.

use super::cell::Cell;
use super::rows::Row;
use super::table::SCALE;
use crate::plan::ir::{Column, ColumnRule, Table};
use rust_decimal::Decimal;
use std::ops::RangeInclusive;

/// The columns whose value in this row could not be read or is out of its range, ascending; `calendar` are the days that a
/// date can be.
pub fn unusable(table: &Table, row: Row<'_>, calendar: &RangeInclusive<i32>) -> Vec<usize> {
    let out = |(index, column): (usize, &Column)| {
        let cell = row.cell(index)?;
        let names = column.reference.is_some() || table.key.contains(&index);
        let outside =
            matches!(cell, Cell::Date(day) if !calendar.contains(&day)) || (!names && !in_range(column, cell));
        (outside || row.is_unread(index)).then_some(index)
    };
    table.columns.iter().enumerate().filter_map(out).collect()
}

/// Whether a value keeps to the limits of its column; true of what is no number.
pub fn in_range(column: &Column, cell: Cell<'_>) -> bool {
    column.rules.iter().all(|rule| within(rule, cell))
}

/// Whether a number keeps to a limit; true of what is no number, and of rules that are no limits.
pub fn within(rule: &ColumnRule, cell: Cell<'_>) -> bool {
    let value = match cell {
        Cell::Integer(i) => Decimal::from(i),
        Cell::Number(n, _) => Decimal::new(n, SCALE),
        Cell::Missing | Cell::Bool(_) | Cell::Date(_) | Cell::Code(_) | Cell::Text(_) => return true,
    };
    match rule {
        ColumnRule::Range { low, high } => low.is_none_or(|l| value >= l) && high.is_none_or(|h| value <= h),
        ColumnRule::Above(bound) => value > *bound,
        ColumnRule::Below(bound) => value < *bound,
        ColumnRule::AtMostColumn(_)
        | ColumnRule::AtLeastColumn(_)
        | ColumnRule::RequiredWhen(_)
        | ColumnRule::Names(_) => true,
    }
}
