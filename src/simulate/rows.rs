//! The rows of one patient while they are made.

use crate::plan::ir::{Plan, TableId};
use crate::program::value::Value as Told;
use rust_decimal::Decimal;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Value {
    YesNo(bool),
    /// In the unit of its column.
    Number(Decimal),
    /// Days since 1970-01-01.
    Date(i32),
    /// Position in the code list.
    Code(usize),
    Text(String),
}

impl Value {
    /// As a cell has it; none where no cell can.
    pub fn of(told: Told) -> Option<Value> {
        match told {
            Told::Bool(yes) => Some(Value::YesNo(yes)),
            Told::Integer(n) => Some(Value::Number(Decimal::from(n))),
            Told::Number(n) => Some(Value::Number(n)),
            Told::Real(x) => x.to_string().parse().ok().map(Value::Number),
            Told::Date(day) => Some(Value::Date(day)),
            Told::Code(code) => Some(Value::Code(code)),
            Told::Text(text) => Some(Value::Text(text.to_string())),
            Told::Reading(_) | Told::Unusable => None,
        }
    }
}

impl From<&Value> for Told {
    fn from(value: &Value) -> Told {
        match value {
            Value::YesNo(yes) => Told::Bool(*yes),
            Value::Number(n) => Told::Number(*n),
            Value::Date(day) => Told::Date(*day),
            Value::Code(code) => Told::Code(*code),
            Value::Text(text) => Told::Text(text.as_str().into()),
        }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Row {
    pub cells: Vec<Option<Value>>,
    /// Place of the row above it, in the table that its own belongs to.
    pub parent: usize,
    /// Taken out again; its place stays.
    pub gone: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Here {
    pub table: usize,
    pub row: usize,
}

/// All rows of a patient, by table of the plan. Those of the patients have one.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    pub tables: Vec<Vec<Row>>,
}

impl Rows {
    pub fn new(plan: &Plan) -> Rows {
        Rows { tables: plan.tables.iter().map(|_| vec![]).collect() }
    }

    pub fn cell(&self, here: Here, column: usize) -> Option<&Value> {
        self.tables.get(here.table)?.get(here.row)?.cells.get(column)?.as_ref()
    }

    /// The row above.
    pub fn above(&self, plan: &Plan, here: Here) -> Option<Here> {
        let (_, parent) = plan.table(TableId(here.table)).parent?;
        let row = self.tables.get(here.table)?.get(here.row)?;
        Some(Here { table: parent.0, row: row.parent })
    }

    pub fn of(&self, table: usize) -> Vec<Here> {
        let rows = self.tables.get(table).into_iter().flatten().enumerate();
        rows.filter(|(_, row)| !row.gone).map(|(row, _)| Here { table, row }).collect()
    }

    /// Rows of a table at or below a row, at any depth.
    pub fn below(&self, plan: &Plan, here: Here, table: usize) -> Vec<Here> {
        let mut rows = self.of(table);
        rows.retain(|row| {
            let mut at = Some(*row);
            while let Some(place) = at {
                if place.table == here.table {
                    return place.row == here.row;
                }
                at = self.above(plan, place);
            }
            false
        });
        rows
    }

    /// The cells of a row in some columns.
    pub fn cells(&self, here: Here, columns: &[usize]) -> Vec<Option<Value>> {
        columns.iter().map(|column| self.cell(here, *column).cloned()).collect()
    }

    /// In the order of the table.
    pub fn sorted(&self, plan: &Plan, mut rows: Vec<Here>, table: usize) -> Vec<Here> {
        let order = &plan.table(TableId(table)).order;
        rows.sort_by_key(|row| self.cells(*row, order));
        rows
    }
}
