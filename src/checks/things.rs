//! What is followed from one row to the next, within a patient or among all, keeps its fixed values.

use super::place::{Basis, Found, Places, Words};
use crate::catalogue::FindingRule;
use crate::data::Row;
use crate::data::cell::Cell;
use crate::data::written;
use crate::diagnostic::codes;
use crate::plan::ir::{FindingSeverity, TableId};
use std::collections::BTreeMap;

/// Patient, and the values that tell things of one patient apart.
type ThingKey<'a> = (Option<&'a str>, Vec<Cell<'a>>);

/// Things within a patient, or those that are the same among all.
pub fn check_table(places: &Places<'_>, id: TableId, within_patient: bool, found: &mut Vec<Found>) {
    let Some((table, rows)) = places.table(id) else { return };
    let Some(thing) = table.thing.as_ref().filter(|thing| thing.within_patient == within_patient) else { return };
    let mut followed: BTreeMap<ThingKey<'_>, Vec<Row<'_>>> = BTreeMap::new();
    for row in places.kept_rows(id) {
        let by = thing.by.iter().filter_map(|c| row.cell(*c)).collect();
        let patient = if thing.within_patient { places.patient(id, row) } else { None };
        followed.entry((patient, by)).or_default().push(row);
    }
    for rows_of_one in followed.values() {
        for column in &thing.fixed {
            let Some(usual) = usual(rows_of_one, *column) else { continue };
            for row in rows_of_one.iter().filter(|r| r.cell(*column).is_some_and(|c| c != Cell::Missing && c != usual))
            {
                let label = table.columns.get(*column).map_or("", |c| c.label.as_str());
                let model = rows_of_one.iter().find(|r| r.cell(*column) == Some(usual));
                let expected = model.map_or_else(String::new, |r| written(&rows.bound, table, *column, *r));
                let words = Words {
                    code: codes::THING_CHANGED,
                    rule: FindingRule::SameThing,
                    severity: FindingSeverity::BlocksLock,
                    found: written(&rows.bound, table, *column, *row),
                    expected: format!("{expected}: `{label}` does not change, and this is its value elsewhere"),
                };
                let changed = places.at(id, *row, Some(*column), words);
                found.push(Found { basis: Basis::Elsewhere(expected), ..changed });
            }
        }
    }
}

/// The value that stands most often; of equals, the one that stands first.
fn usual<'a>(rows: &[Row<'a>], column: usize) -> Option<Cell<'a>> {
    let mut counts: Vec<(Cell<'a>, usize)> = vec![];
    for cell in rows.iter().filter_map(|r| r.cell(column)).filter(|c| *c != Cell::Missing) {
        match counts.iter_mut().find(|(c, _)| *c == cell) {
            Some((_, n)) => *n += 1,
            None => counts.push((cell, 1)),
        }
    }
    let most = counts.iter().map(|(_, n)| *n).max()?;
    counts.iter().find(|(_, n)| *n == most).map(|(c, _)| *c)
}
