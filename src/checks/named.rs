//! A row that names another beside it, below the same row: the other is there, is not the row itself, and does not lead back.

use super::place::{Found, Places, Words};
use crate::catalogue::FindingRule;
use crate::data::Row;
use crate::data::cell::Cell;
use crate::data::written;
use crate::diagnostic::codes;
use crate::plan::ir::{ColumnRule, FindingSeverity, Reference, Table, TableId};
use std::collections::BTreeMap;

/// What rows have in common that stand beside one another, and the name of one of them.
type Named<'a> = (Vec<Cell<'a>>, Cell<'a>);

pub fn check_table(places: &Places<'_>, id: TableId, table: &Table, found: &mut Vec<Found>) {
    for (column, declared) in table.columns.iter().enumerate() {
        for rule in &declared.rules {
            if let ColumnRule::Names(names) = rule {
                check_column(places, (id, table), Reference { column, names: *names }, found);
            }
        }
    }
}

fn check_column(places: &Places<'_>, (id, table): (TableId, &Table), reference: Reference, found: &mut Vec<Found>) {
    let Some((_, rows)) = places.table(id) else { return };
    let mut named: BTreeMap<Named<'_>, Row<'_>> = BTreeMap::new();
    for row in places.kept_rows(id) {
        if let Some(name) = filled(row, reference.names) {
            named.insert((beside(table, reference, row), name), row);
        }
    }
    let next = |row: Row<'_>| {
        let name = filled(row, reference.column)?;
        Some(named.get(&(beside(table, reference, row), name)).map(|other| other.place))
    };
    for row in places.kept_rows(id) {
        let after = |place: usize| next(places.kept(id, place)?);
        let Some(fault) = next(row).and_then(|named| fault(row.place, named, &after)) else { continue };
        let label = table.columns.get(reference.names).map_or("", |c| c.label.as_str());
        let words = Words {
            code: codes::NAMES_NO_OTHER,
            rule: FindingRule::Reference,
            severity: FindingSeverity::BlocksLock,
            found: written(&rows.bound, table, reference.column, row),
            expected: match fault {
                Fault::NotThere => format!("the `{label}` of another row beside it"),
                Fault::Itself => format!("another than its own `{label}`"),
                Fault::LeadsBack => format!("a `{label}` that does not lead back to its own"),
            },
        };
        found.push(places.at(id, row, Some(reference.column), words));
    }
}

enum Fault {
    NotThere,
    Itself,
    LeadsBack,
}

/// What is wrong with what a row names; `after` is what a row names, none where it names nothing, none within where that is not
/// there.
#[allow(clippy::option_option, reason = "a row may name nothing, or something that is not there")]
fn fault(row: usize, named: Option<usize>, after: &dyn Fn(usize) -> Option<Option<usize>>) -> Option<Fault> {
    let Some(mut at) = named else { return Some(Fault::NotThere) };
    if at == row {
        return Some(Fault::Itself);
    }
    let mut met = vec![row];
    loop {
        met.push(at);
        // A name that is at fault has its own finding.
        at = after(at)??;
        if at == row {
            return Some(Fault::LeadsBack);
        }
        if met.contains(&at) {
            return None;
        }
    }
}

fn filled<'a>(row: Row<'a>, column: usize) -> Option<Cell<'a>> {
    row.cell(column).filter(|cell| *cell != Cell::Missing)
}

/// The row above, and all that tells things apart but the name.
fn beside<'a>(table: &Table, reference: Reference, row: Row<'a>) -> Vec<Cell<'a>> {
    let above = table.parent.map(|(column, _)| column);
    let by = table.thing.iter().flat_map(|thing| thing.by.iter().copied());
    let columns = above.into_iter().chain(by).filter(|column| *column != reference.names);
    columns.filter_map(|column| row.cell(column)).collect()
}
