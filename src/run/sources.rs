//! Where each value of a patient stands in the files, for the report that is walked through.

use crate::binding::TableBinding;
use crate::checks::finding::Finding;
use crate::checks::place::Places;
use crate::data::cell::{Cell, shown};
use crate::data::{Read, Row, written};
use crate::derive::key;
use crate::plan::ir::{Plan, Table, TableId, Type};
use crate::results::{Found, ReadFrom, SourceRow, SourceTable, Sources};

/// Of more rows than these the report has no single patients: a browser would not open it, and `trace` tells them.
pub const MOST_ROWS: usize = 50_000;

/// None where there are too many rows.
pub fn sources(plan: &Plan, read: &Read) -> Option<Sources> {
    let rows: usize = read.data.tables.iter().map(|table| table.rows.len()).sum();
    if rows > MOST_ROWS {
        return None;
    }
    let places = Places::of_part(plan, read, &read.data);
    let tables = plan.tables.iter().enumerate().map(|(index, declared)| table(&places, TableId(index), declared));
    let from = |response: &crate::plan::ir::Response| ReadFrom {
        response: response.header.name.clone(),
        exam: response.criterion.exam.0,
        things: response.criterion.things.map(|things| things.table.0),
    };
    Some(Sources { tables: tables.collect(), read: plan.responses.iter().map(from).collect() })
}

fn table(places: &Places, id: TableId, declared: &Table) -> SourceTable {
    let Some((_, known)) = places.table(id) else { return SourceTable::default() };
    let bound = &known.bound;
    let columns = declared.columns.iter().zip(&bound.columns);
    let reader = reader(places.plan, id);
    let row = |row: Row| SourceRow {
        line: row.line(),
        patient: places.patient(id, row).map(shown).unwrap_or_default(),
        key: key(places.plan, places.data, id, row.place),
        above: declared.parent.and_then(|(column, _)| row.text(column)).map(str::to_string),
        reader: reader.and_then(|column| code(declared, row, column)),
        cells: (0..declared.columns.len()).map(|column| stands(bound, declared, row, column)).collect(),
    };
    SourceTable {
        name: declared.header.name.clone(),
        label: declared.header.label.clone(),
        file: bound.file.clone(),
        columns: columns.map(|(column, bound)| (column.label.clone(), bound.file_column.node.clone())).collect(),
        rows: places.kept_rows(id).map(row).collect(),
    }
}

/// What stands in a field; where the binding reads several texts as one code, which is all that is kept, that code.
fn stands(bound: &TableBinding, declared: &Table, row: Row, column: usize) -> String {
    let position = match row.cell(column) {
        Some(Cell::Code(place)) => Some(place as usize),
        Some(Cell::Bool(yes)) => Some(usize::from(yes)),
        Some(Cell::Missing | Cell::Integer(_) | Cell::Number(..) | Cell::Date(_) | Cell::Text(_)) | None => None,
    };
    let of = bound.columns.get(column);
    let texts = of.into_iter().flat_map(|of| &of.codes).filter(|code| Some(code.code) == position).count();
    let blank = of.is_some_and(|of| of.blank.is_some() && of.blank == position);
    if position.is_none() || texts + usize::from(blank) == 1 && !blank {
        return written(bound, declared, column, row);
    }
    match (code(declared, row, column), position) {
        (Some(name), _) => format!("= {name}"),
        (None, Some(1)) => "= yes".to_string(),
        (None, _) => "= no".to_string(),
    }
}

/// The column that names the reader, where a criterion reads the table by one.
fn reader(plan: &Plan, id: TableId) -> Option<usize> {
    plan.responses.iter().find_map(|response| response.criterion.things.filter(|of| of.table == id)?.reader)
}

fn code(declared: &Table, row: Row, column: usize) -> Option<String> {
    let Type::Code(list) = &declared.columns.get(column)?.ty else { return None };
    match row.cell(column)? {
        Cell::Code(place) => list.codes.get(place as usize).map(|code| code.name.clone()),
        Cell::Missing | Cell::Bool(_) | Cell::Integer(_) | Cell::Number(..) | Cell::Date(_) | Cell::Text(_) => None,
    }
}

/// The findings as the report has them.
pub fn found(findings: &[Finding]) -> Vec<Found> {
    let one = |f: &Finding| Found {
        code: f.code.0.to_string(),
        rule: f.rule.clone(),
        severity: super::severity(f.severity),
        table: f.table.clone(),
        file: f.file.clone(),
        line: f.line,
        column: f.column.clone(),
        patient: f.patient.clone(),
        found: f.found.clone(),
        expected: f.expected.clone(),
        clause: f.clause.clone(),
    };
    findings.iter().map(one).collect()
}
