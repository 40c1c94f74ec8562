//! Typed rows as a polars frame, columns as `table.rs` declares them.

use super::cell::Cell;
use super::table::Row;
use crate::plan::ir::{Column as Declared, Table, Type};
use polars_core::prelude::{Column, DataFrame, DataType, IntoColumn, NamedFrom, PolarsResult, Series};

/// One column for each of the plan, then one for each detection limit. `unusable` holds, by row, the columns that are null
/// whatever their cell holds.
pub fn frame(table: &Table, rows: &[Row], unusable: &[Vec<usize>]) -> PolarsResult<DataFrame> {
    let mut columns: Vec<Column> = vec![];
    for (i, declared) in table.columns.iter().enumerate() {
        let usable =
            |(row, out): (&'_ Row, &Vec<usize>)| if out.contains(&i) { None } else { row.cells.get(i).cloned() };
        let cells: Vec<Option<Cell>> = rows.iter().zip(unusable).map(usable).collect();
        columns.push(column(declared, &cells)?);
    }
    for (i, declared) in table.columns.iter().enumerate().filter(|(_, c)| c.detection_limit) {
        let limits: Vec<Option<String>> = rows.iter().map(|r| limit(r.cells.get(i))).collect();
        columns.push(Series::new(format!("{}.limit", declared.name).into(), limits).into_column());
    }
    DataFrame::new(rows.len(), columns)
}

fn column(declared: &Declared, cells: &[Option<Cell>]) -> PolarsResult<Column> {
    let name = declared.name.as_str().into();
    let cells = cells.iter().map(Option::as_ref);
    let series = match &declared.ty {
        Type::YesNo => Series::new(
            name,
            cells.map(|c| if let Some(Cell::Bool(b)) = c { Some(*b) } else { None }).collect::<Vec<Option<bool>>>(),
        ),
        Type::Integer | Type::Days => Series::new(
            name,
            cells.map(|c| if let Some(Cell::Integer(i)) = c { Some(*i) } else { None }).collect::<Vec<Option<i64>>>(),
        ),
        Type::Number(_) => Series::new(
            name,
            cells.map(|c| if let Some(Cell::Number(n, _)) = c { Some(*n) } else { None }).collect::<Vec<Option<i64>>>(),
        ),
        Type::Date => {
            let days: Vec<Option<i32>> =
                cells.map(|c| if let Some(Cell::Date(d)) = c { Some(*d) } else { None }).collect();
            Series::new(name, days).cast(&DataType::Date)?
        }
        Type::Code(_) => Series::new(
            name,
            cells.map(|c| if let Some(Cell::Code(k)) = c { Some(*k) } else { None }).collect::<Vec<Option<u32>>>(),
        ),
        Type::Pseudonym | Type::Text | Type::Real(_) | Type::Reading => Series::new(
            name,
            cells
                .map(|c| if let Some(Cell::Text(t)) = c { Some(t.as_str()) } else { None })
                .collect::<Vec<Option<&str>>>(),
        ),
    };
    Ok(series.into_column())
}

fn limit(cell: Option<&Cell>) -> Option<String> {
    match cell {
        Some(Cell::Number(_, sign)) => sign.map(String::from),
        _ => None,
    }
}
