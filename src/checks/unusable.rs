//! How many values cannot be used, and whose they are.

use super::place::Places;
use crate::data::Read;
use crate::plan::ir::{Plan, TableId};
use std::collections::BTreeSet;

/// Values of the typed tables that are recorded and cannot be used; rows set aside have none, for nothing of them is read.
#[derive(Clone, Debug, Default)]
pub struct Unusable {
    pub values: usize,
    /// Each counted once.
    pub patients: usize,
    /// Those with any, in the order of the plan.
    pub columns: Vec<UnusableColumn>,
}

#[derive(Clone, Debug)]
pub struct UnusableColumn {
    pub table: TableId,
    /// The column in the plan.
    pub column: usize,
    pub values: usize,
    pub patients: usize,
}

pub fn unusable(plan: &Plan, read: &Read) -> Unusable {
    let places = &Places::of_all(plan, read);
    let mut counted = Unusable::default();
    let mut everybody: BTreeSet<&str> = BTreeSet::new();
    for (index, table) in plan.tables.iter().enumerate() {
        for column in 0..table.columns.len() {
            let rows = rows(places, TableId(index), column);
            let patients: BTreeSet<&str> =
                rows.iter().filter_map(|row| patient(places, TableId(index), *row)).collect();
            if !rows.is_empty() {
                let (values, patients) = (rows.len(), patients.len());
                counted.columns.push(UnusableColumn { table: TableId(index), column, values, patients });
            }
            everybody.extend(patients);
        }
    }
    counted.values = counted.columns.iter().map(|c| c.values).sum();
    counted.patients = everybody.len();
    counted
}

/// Of the typed table: those whose value in the column cannot be used.
fn rows(places: &Places, table: TableId, column: usize) -> Vec<usize> {
    places.data.tables.get(table.0).map_or_else(Vec::new, |of| of.unusable_rows(column))
}

fn patient<'a>(places: &Places<'a>, table: TableId, row: usize) -> Option<&'a str> {
    places.patient(table, places.kept(table, row)?)
}
