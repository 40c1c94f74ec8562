//! Which row a reference names.

use super::rows::Rows;

/// By row of `rows`, the first row of `named` whose text in `key` is that of `reference`; a missing one names none. Both tables are
/// of one reading: a text has one number.
pub fn links(rows: &Rows, reference: usize, named: &Rows, key: usize) -> Vec<Option<usize>> {
    const NONE: u32 = u32::MAX;
    let mut first = vec![NONE; named.texts().len()];
    for row in (0..named.len()).rev() {
        if let Some(text) = named.text(key, row) {
            first[text as usize] = row as u32;
        }
    }
    let one = |row: usize| {
        let at = *first.get(rows.text(reference, row)? as usize)?;
        (at != NONE).then_some(at as usize)
    };
    (0..rows.len()).map(one).collect()
}
