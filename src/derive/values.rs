//! Typed columns as values of the plan language, and values as text and as numbers.

use crate::data::cell::Cell;
use crate::data::{Data, DataTable, Row};
use crate::plan::ir::{Plan, TableId, Type};
use crate::program::evaluate::{Environment, civil};
use crate::program::expression::NeverKnown;
use crate::program::value::Value;
use std::sync::Arc;

/// In a key or a name, in place of a value that is recorded and cannot be used.
const UNUSABLE: &str = "not usable";

pub use super::column::Values;
use super::column::number as without_zeros;

/// A declared column.
pub(super) fn extract(table: &DataTable, column: usize) -> Values {
    // Rows that name one row stand together as a rule: their text is made once.
    let mut last: Option<Arc<str>> = None;
    let value = |row: Row<'_>| match row.text(column).filter(|_| !table.is_unusable(row.place, column)) {
        Some(text) => {
            if last.as_deref() != Some(text) {
                last = Some(text.into());
            }
            last.clone().map(Value::Text)
        }
        None => cell(table, row, column),
    };
    table.rows.iter().map(value).collect()
}

fn cell(table: &DataTable, row: Row<'_>, column: usize) -> Option<Value> {
    match row.cell(column)? {
        _ if table.is_unusable(row.place, column) => Some(Value::Unusable),
        Cell::Missing => None,
        Cell::Bool(b) => Some(Value::Bool(b)),
        Cell::Integer(i) => Some(Value::Integer(i)),
        Cell::Number(n, _) => Some(Value::Number(without_zeros(n))),
        Cell::Date(day) => Some(Value::Date(day)),
        Cell::Code(code) => Some(Value::Code(code as usize)),
        Cell::Text(text) => Some(Value::Text(text.into())),
    }
}

/// The key of a row as text, its columns joined by `, `.
pub fn key(plan: &Plan, data: &Data, table: TableId, row: usize) -> String {
    let (declared, typed) = (plan.table(table), &data.tables[table.0]);
    let part = |column: &usize| {
        let value = typed.rows.get(row).and_then(|row| cell(typed, row, *column));
        value.map_or_else(String::new, |value| words(&value, &declared.columns[*column].ty))
    };
    declared.key.iter().map(part).collect::<Vec<_>>().join(", ")
}

/// One row of a table: the columns that an expression names, by their numbers.
pub(super) struct InRow<'a> {
    pub columns: &'a [(usize, &'a Values)],
    pub row: usize,
}

impl Environment<NeverKnown> for InRow<'_> {
    fn column(&self, index: usize) -> Option<Value> {
        let (_, values) = self.columns.iter().find(|(column, _)| *column == index)?;
        values.get(self.row)
    }

    fn beyond(&self, _: &NeverKnown, _: &Type) -> Option<Value> {
        None
    }
}

pub(super) fn is_yes(value: &Option<Value>) -> bool {
    matches!(value, Some(Value::Bool(true)))
}

pub(super) fn truth(value: &Option<Value>) -> Option<bool> {
    match value {
        Some(Value::Bool(b)) => Some(*b),
        _ => None,
    }
}

pub(super) fn days(values: &Values) -> Vec<Option<i32>> {
    let day = |v: Option<Value>| match v {
        Some(Value::Date(day)) => Some(day),
        _ => None,
    };
    values.iter().map(day).collect()
}

/// The value as a number of a model: yes/no as 1 and 0, a code as its position, a decimal as the nearest float.
pub(super) fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Bool(b) => Some(f64::from(u8::from(*b))),
        Value::Code(code) => Some(*code as f64),
        Value::Date(day) => Some(f64::from(*day)),
        Value::Integer(_) | Value::Number(_) | Value::Real(_) => value.real(),
        Value::Text(_) | Value::Reading(_) | Value::Unusable => None,
    }
}

/// A value as it stands in a key or a name: `PR`, `54.6 mm`, `yes`, `2024-02-29`, `12 days`.
pub(super) fn words(value: &Value, ty: &Type) -> String {
    let number = match value {
        Value::Bool(true) => return "yes".to_string(),
        Value::Bool(false) => return "no".to_string(),
        Value::Text(text) => return text.to_string(),
        Value::Date(day) => return civil(*day).map_or_else(|| format!("day {day} from 1970-01-01"), |d| d.to_string()),
        Value::Code(code) => return code_name(*code, ty),
        Value::Integer(i) => i.to_string(),
        Value::Reading(at) => at.to_string(),
        Value::Number(n) => n.normalize().to_string(),
        Value::Real(x) => x.to_string(),
        Value::Unusable => return UNUSABLE.to_string(),
    };
    match ty {
        Type::Number(Some(unit)) | Type::Real(Some(unit)) => format!("{number} {unit}"),
        Type::Days => format!("{number} days"),
        _ => number,
    }
}

fn code_name(code: usize, ty: &Type) -> String {
    match ty {
        Type::Code(list) => list.codes.get(code).map_or_else(|| format!("code {code}"), |c| c.name.clone()),
        _ => format!("code {code}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::ir::Unit;
    use rust_decimal::Decimal;

    #[test]
    fn numbers_of_a_model_are_the_nearest_floats() {
        assert_eq!(number(&Value::Bool(true)), Some(1.0));
        assert_eq!(number(&Value::Code(2)), Some(2.0));
        assert_eq!(number(&Value::Integer(66)), Some(66.0));
        assert_eq!(number(&Value::Number(Decimal::new(546, 1))), Some(54.6));
        assert_eq!(number(&Value::Number(Decimal::new(1, 1) + Decimal::new(2, 1))), Some(0.3));
        assert_eq!(number(&Value::Text("R1".into())), None);
    }

    #[test]
    fn values_read_as_people_write_them() {
        let mm = Type::Number(Unit::parse("mm"));
        assert_eq!(words(&Value::Number(Decimal::new(54_600, 3)), &mm), "54.6 mm");
        assert_eq!(words(&Value::Date(18_628), &Type::Date), "2021-01-01");
        assert_eq!(words(&Value::Integer(-42), &Type::Days), "-42 days");
        assert_eq!(words(&Value::Bool(false), &Type::YesNo), "no");
    }
}
