//! Which row a reference names.

use super::cell::Cell;
use super::rows::Rows;
use std::collections::BTreeMap;

/// By row of `rows`, the first row of `named` whose cell in `key` is that of `reference`; a missing cell names none.
pub fn links(rows: &Rows, reference: usize, named: &Rows, key: usize) -> Vec<Option<usize>> {
    let mut first: BTreeMap<Cell<'_>, usize> = BTreeMap::new();
    for row in named.iter().rev() {
        if let Some(cell) = row.cell(key).filter(|cell| *cell != Cell::Missing) {
            first.insert(cell, row.place);
        }
    }
    // Rows that name one row stand together as a rule.
    let mut last = (Cell::Missing, None);
    rows.iter()
        .map(|row| {
            let cell = row.cell(reference)?;
            if cell != last.0 {
                last = (cell, first.get(&cell).copied());
            }
            last.1
        })
        .collect()
}
