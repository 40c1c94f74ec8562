//! Which row a reference names.

use super::rows::Rows;

const NONE: u32 = u32::MAX;

/// By row of `rows`, the first row of `named` whose text in `key` is that of `reference`; a missing one names none. Both tables are
/// of one reading: a text has one number.
pub fn links(rows: &Rows, reference: usize, named: &Rows, key: usize) -> Vec<Option<usize>> {
    let find: &dyn Fn(u32) -> Option<usize> = &finder(named, key);
    (0..rows.len()).map(|row| find(rows.text(reference, row)?)).collect()
}

/// The first row of a text.
fn finder(named: &Rows, key: usize) -> Box<dyn Fn(u32) -> Option<usize>> {
    let texts = named.texts().len();
    let of_rows = (0..named.len()).rev().filter_map(|row| Some((named.text(key, row)?, row as u32)));
    // Of a few rows of many the texts of all are not gone through.
    if texts / 16 > named.len() {
        let mut known: Vec<(u32, u32)> = of_rows.collect();
        known.sort_unstable();
        return Box::new(move |text| {
            let (of, row) = known.get(known.partition_point(|(of, _)| *of < text))?;
            (*of == text).then_some(*row as usize)
        });
    }
    let mut first = vec![NONE; texts];
    of_rows.for_each(|(text, row)| first[text as usize] = row);
    Box::new(move |text| first.get(text as usize).filter(|row| **row != NONE).map(|row| *row as usize))
}
