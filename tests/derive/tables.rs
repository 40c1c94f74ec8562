//! Typed tables made by hand, for any plan: what is not said is missing.

use polars_core::prelude::{Column, DataFrame, DataType, IntoColumn, NamedFrom, Series};
use prespec::data::{Data, DataTable};
use prespec::plan::ir::{Plan, Table, Type};

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
    let tables = plan.tables.iter().map(|t| table(t, of(t))).collect();
    Data { tables, earliest: -30_000, cut_off: 30_000, simulated: None }
}

fn table(declared: &Table, rows: &[Row]) -> DataTable {
    for (name, _) in rows.iter().flatten() {
        assert!(declared.columns.iter().any(|c| c.name == *name), "no column {name} in {}", declared.header.name);
    }
    let columns = declared.columns.iter().map(|c| column(&c.name, &c.ty, rows)).collect();
    DataTable {
        frame: DataFrame::new(rows.len(), columns).expect("columns of one height"),
        lines: (2..).take(rows.len()).collect(),
        file: format!("{}.csv", declared.header.name),
        file_columns: declared.columns.iter().map(|c| c.name.clone()).collect(),
        digest: String::new(),
        unusable: vec![vec![]; rows.len()],
        file_digest: String::new(),
        file_rows: rows.len(),
    }
}

fn column(name: &str, ty: &Type, rows: &[Row]) -> Column {
    let cells: Vec<Option<&Cell>> =
        rows.iter().map(|row| row.iter().find(|(n, _)| *n == name).map(|(_, cell)| cell)).collect();
    let wrong = |cell: &Cell| -> ! { panic!("{name} does not take {cell:?}") };
    let named = name.into();
    let whole = |cell: &Option<&Cell>| match cell {
        Some(Cell::Whole(n) | Cell::Number(n)) => Some(*n),
        Some(other) => wrong(other),
        None => None,
    };
    let series = match ty {
        Type::YesNo => {
            let yes = |cell: &Option<&Cell>| match cell {
                Some(Cell::Yes(b)) => Some(*b),
                Some(other) => wrong(other),
                None => None,
            };
            Series::new(named, cells.iter().map(yes).collect::<Vec<_>>())
        }
        Type::Integer | Type::Days | Type::Number(_) => Series::new(named, cells.iter().map(whole).collect::<Vec<_>>()),
        Type::Date => {
            let day = |cell: &Option<&Cell>| match cell {
                Some(Cell::Day(d)) => Some(*d),
                Some(other) => wrong(other),
                None => None,
            };
            let days = Series::new(named, cells.iter().map(day).collect::<Vec<_>>());
            days.cast(&DataType::Date).expect("days are dates")
        }
        Type::Code(list) => {
            let code = |cell: &Option<&Cell>| match cell {
                Some(Cell::Code(c)) => Some(list.position(c).expect("a code of the list") as u32),
                Some(other) => wrong(other),
                None => None,
            };
            Series::new(named, cells.iter().map(code).collect::<Vec<_>>())
        }
        _ => {
            let text = |cell: &Option<&Cell>| match cell {
                Some(Cell::Text(t)) => Some(t.clone()),
                Some(other) => wrong(other),
                None => None,
            };
            Series::new(named, cells.iter().map(text).collect::<Vec<_>>())
        }
    };
    series.into_column()
}
