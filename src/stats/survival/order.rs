//! Orders of rows by whole numbers, found by counting where these are not many more than the rows.

/// How large the table of a count may be for this many rows.
pub fn table_size(rows: usize) -> usize {
    4 * rows + 64
}

/// The rows by a key below `keys`; rows of one key stay in the order given.
pub fn by_key(mut rows: Vec<usize>, keys: usize, key: impl Fn(usize) -> usize) -> Vec<usize> {
    if keys > table_size(rows.len()) {
        rows.sort_by_key(|&row| key(row));
        return rows;
    }
    let mut next = vec![0; keys + 1];
    for &row in &rows {
        next[key(row) + 1] += 1;
    }
    for k in 0..keys {
        next[k + 1] += next[k];
    }
    let mut ordered = vec![0; rows.len()];
    for &row in &rows {
        let place = &mut next[key(row)];
        ordered[*place] = row;
        *place += 1;
    }
    ordered
}

/// The rows by label, where labels are any numbers; rows of one label stay in the order given.
pub fn by_label(rows: Vec<usize>, label: impl Fn(usize) -> usize) -> Vec<usize> {
    let greatest = rows.iter().map(|&row| label(row)).max().unwrap_or(0);
    by_key(rows, greatest.saturating_add(1), label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counting_and_comparing_agree() {
        let label = [3, 0, 3, 1, 0, 2];
        let rows = || (0..label.len()).collect::<Vec<_>>();
        let expected = [1, 4, 3, 5, 0, 2];
        assert_eq!(by_key(rows(), 4, |row| label[row]), expected);
        assert_eq!(by_key(rows(), 1 << 40, |row| label[row]), expected);
        assert_eq!(by_label(rows(), |row| label[row] * 1_000_000_007), expected);
        assert!(by_label(Vec::new(), |row| label[row]).is_empty());
    }
}
