//! Values as their files write them, for findings.

use super::cell::{Cell, shown, written_number};
use super::rows::Row;
use crate::binding::TableBinding;
use crate::plan::ir::{Column, Table, Type};

/// A value of a row as its file writes it, not longer than a line; beside a number read in another unit stands that in
/// the plan's.
pub fn written(bound: &TableBinding, table: &Table, column: usize, row: Row<'_>) -> String {
    let (Some(cell), Some(declared)) = (row.cell(column), table.columns.get(column)) else {
        return String::new();
    };
    let usual = usual(bound, declared, column, cell);
    let converted = bound.columns.get(column).is_some_and(|b| b.factor.is_some());
    match row.written(column) {
        Some(text) if converted => format!("{} ({usual})", shown(text)),
        Some(text) => shown(text),
        None => shown(&usual),
    }
}

/// Whether a finding would write the value in another way than its file does.
pub fn loses_text(bound: &TableBinding, declared: &Column, column: usize, cell: Cell<'_>, field: &str) -> bool {
    match cell {
        Cell::Missing | Cell::Bool(_) | Cell::Code(_) | Cell::Text(_) => false,
        Cell::Integer(_) => field.starts_with(['0', '-']) && usual(bound, declared, column, cell) != field,
        Cell::Number(..) => {
            let converted = bound.columns.get(column).is_some_and(|b| b.factor.is_some());
            (converted || !is_short(field)) && usual(bound, declared, column, cell) != field
        }
        // A date is read only where it is written as its notation writes it.
        Cell::Date(_) => false,
    }
}

/// Whether the first digit of a number, and its last behind a decimal sign, are none of 0: so a finding writes it.
pub(super) fn is_short(field: &str) -> bool {
    let bytes = field.as_bytes();
    matches!(bytes.first(), Some(b'1'..=b'9'))
        && (matches!(bytes.last(), Some(b'1'..=b'9')) || bytes.iter().all(u8::is_ascii_digit))
}

/// A value as a finding writes it, where its own text is not kept.
fn usual(bound: &TableBinding, declared: &Column, column: usize, cell: Cell<'_>) -> String {
    let Some(of_column) = bound.columns.get(column) else { return String::new() };
    let code = |position: usize| {
        of_column
            .codes
            .iter()
            .find(|bound| bound.code == position)
            .map_or("", |bound| bound.written.as_str())
            .to_string()
    };
    match cell {
        Cell::Missing => String::new(),
        Cell::Bool(b) => code(usize::from(b)),
        Cell::Integer(i) => i.to_string(),
        Cell::Number(n, limit) => {
            let number = written_number(n).replace('.', &bound.notation.decimal.to_string());
            let unit = match (&declared.ty, of_column.factor) {
                (Type::Number(Some(unit)), Some(_)) => format!(" {unit}"),
                _ => String::new(),
            };
            format!("{}{number}{unit}", limit.map_or_else(String::new, String::from))
        }
        Cell::Date(day) => bound.notation.written_day(day),
        Cell::Code(position) => code(position as usize),
        Cell::Text(text) => text.to_string(),
    }
}
