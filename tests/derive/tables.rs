//! Typed tables made by hand, for any plan: what is not said is missing.

use prespec::data::rows::{Given, Growing};
use prespec::data::texts::Texts;
use prespec::data::{Data, DataTable, Rows, cell};
use prespec::plan::ir::{Column, Plan, Table, Type};
use std::sync::Arc;

#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Yes(bool),
    Whole(i64),
    /// In millionths of the unit.
    Number(i64),
    Day(i32),
    /// By the name of the code.
    Code(&'static str),
    Text(String),
}

/// Cells by the name of their column.
pub type Row = Vec<(&'static str, Cell)>;

/// The rows of each table, tables by name; a table that is not named has none.
pub fn data(plan: &Plan, rows: &[(&str, Vec<Row>)]) -> Data {
    let of = |table: &Table| rows.iter().find(|(name, _)| *name == table.header.name).map_or(&[][..], |(_, r)| r);
    let mut texts = Texts::default();
    let grown: Vec<Growing> = plan.tables.iter().map(|t| grown(t, of(t), &mut texts)).collect();
    let texts = Arc::new(texts);
    let tables = plan.tables.iter().zip(grown).map(|(t, grown)| table(t, grown.finished(&texts))).collect();
    Data { tables, earliest: -30_000, cut_off: 30_000, simulated: None }
}

/// Tables of one reading have one number for a text.
fn grown(declared: &Table, rows: &[Row], texts: &mut Texts) -> Growing {
    for (name, _) in rows.iter().flatten() {
        assert!(declared.columns.iter().any(|c| c.name == *name), "no column {name} in {}", declared.header.name);
    }
    let mut growing = Growing::new(declared);
    for (line, row) in (2..).zip(rows) {
        let of = |name: &str| row.iter().find(|(n, _)| *n == name).map(|(_, cell)| cell);
        let cells = declared.columns.iter().map(|c| of(&c.name).map_or(cell::Cell::Missing, |cell| typed(c, cell)));
        growing.push(line, cells.map(|cell| Given { cell: Some(cell), written: None }), texts);
    }
    growing
}

fn table(declared: &Table, rows: Rows) -> DataTable {
    DataTable {
        file: format!("{}.csv", declared.header.name),
        digest: String::new(),
        unusable: vec![],
        file_digest: String::new(),
        file_rows: rows.len(),
        picked: None,
        rows,
    }
}

fn typed<'c>(column: &Column, cell: &'c Cell) -> cell::Cell<'c> {
    match (cell, &column.ty) {
        (Cell::Yes(b), Type::YesNo) => cell::Cell::Bool(*b),
        (Cell::Whole(n), Type::Integer | Type::Days) => cell::Cell::Integer(*n),
        (Cell::Whole(n) | Cell::Number(n), Type::Number(_)) => cell::Cell::Number(*n, None),
        (Cell::Day(day), Type::Date) => cell::Cell::Date(*day),
        (Cell::Code(code), Type::Code(list)) => {
            cell::Cell::Code(list.position(code).expect("a code of the list") as u32)
        }
        (Cell::Text(text), Type::Pseudonym | Type::Text) => cell::Cell::Text(text),
        _ => panic!("{} does not take {cell:?}", column.name),
    }
}
