//! The relational work: filters, counts, and the first row of each group.
//!
//! Rows are named by their place in key order, and so is the row above that each belongs to: what is asked of a table is
//! answered in one pass over its rows. Nothing rests on any other order.

use crate::data::DataTable;
use crate::data::cell::Cell;

/// For each row, the row of another table.
pub type Links = Vec<Option<usize>>;

/// Rows of a table in key order, and whether each is in for certain or only may be.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RowSet(Vec<(u32, bool)>);

/// One of the rows that belong to a row above.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picked {
    pub row: usize,
    /// False: the row may not be in, and another may come first.
    pub certain: bool,
}

/// The place of each row in the order of these columns, ties in key order; a missing value stands first, and so does one that
/// cannot be used. The sign of a detection limit does not enter.
pub fn ranks(table: &DataTable, columns: &[usize]) -> Vec<u32> {
    let cell = |row: usize, column: usize| match table.rows.get(row).and_then(|row| row.cell(column)) {
        Some(Cell::Number(n, _)) if !table.is_unusable(row, column) => Cell::Number(n, None),
        Some(cell) if !table.is_unusable(row, column) => cell,
        _ => Cell::Missing,
    };
    let mut order: Vec<usize> = (0..table.rows.len()).collect();
    let by = |a: usize, b: usize| columns.iter().map(|c| cell(a, *c).cmp(&cell(b, *c))).find(|o| o.is_ne());
    order.sort_by(|a, b| by(*a, *b).unwrap_or_else(|| a.cmp(b)));
    let mut ranks = vec![0; order.len()];
    for (rank, row) in order.into_iter().enumerate() {
        ranks[row] = rank as u32;
    }
    ranks
}

/// The rows of a condition, the unknown ones apart.
pub fn filter(condition: impl Iterator<Item = Option<bool>>) -> RowSet {
    let one = |(row, told): (usize, Option<bool>)| (told != Some(false)).then_some((row as u32, told == Some(true)));
    RowSet(condition.enumerate().filter_map(one).collect())
}

/// All rows of a table.
pub fn every_row(height: usize) -> RowSet {
    RowSet((0..height as u32).map(|row| (row, true)).collect())
}

impl RowSet {
    /// The rows that are in for certain.
    pub fn certain(&self) -> RowSet {
        RowSet(self.0.iter().filter(|(_, certain)| *certain).copied().collect())
    }

    /// The rows that are in for certain, in key order.
    pub fn certain_rows(&self) -> impl Iterator<Item = usize> {
        self.0.iter().filter(|(_, certain)| *certain).map(|(row, _)| *row as usize)
    }

    /// The rows that are in, or may be.
    pub fn rows(&self) -> impl Iterator<Item = usize> {
        self.0.iter().map(|(row, _)| *row as usize)
    }

    /// Rows with the row above that each belongs to, without those that belong to none.
    fn under(&self, links: &Links) -> impl Iterator<Item = (Picked, usize)> {
        let one = |&(row, certain): &(u32, bool)| {
            let row = row as usize;
            Some((Picked { row, certain }, (*links.get(row)?)?))
        };
        self.0.iter().filter_map(one)
    }

    /// For each of `height` rows above, how many rows are in for certain and how many may be besides.
    pub fn count(&self, links: &Links, height: usize) -> Vec<(u32, u32)> {
        let mut counts = vec![(0, 0); height];
        for (picked, above) in self.under(links) {
            let (sure, maybe) = &mut counts[above];
            *(if picked.certain { sure } else { maybe }) += 1;
        }
        counts
    }

    /// For each of `height` rows above, the rows that are in or may be, in key order.
    pub fn by_row_above(&self, links: &Links, height: usize) -> Vec<Vec<Picked>> {
        let mut by_row = vec![vec![]; height];
        for (picked, above) in self.under(links) {
            by_row[above].push(picked);
        }
        by_row
    }

    /// For each of `height` rows above, the first row by rank, or the last.
    pub fn pick(&self, links: &Links, height: usize, ranks: &[u32], last: bool) -> Vec<Option<Picked>> {
        let rank = |row: usize| ranks.get(row).copied().map(i64::from);
        self.first_by(links, height, &[&|row| rank(row).map(|r| if last { -r } else { r })])
    }

    /// For each of `height` rows above, the row that stands first by these keys, the first the weightiest; a key that is
    /// missing stands last. The keys must tell all rows apart.
    pub fn first_by(
        &self,
        links: &Links,
        height: usize,
        keys: &[&dyn Fn(usize) -> Option<i64>],
    ) -> Vec<Option<Picked>> {
        let before = |a: usize, b: usize| {
            let of = |row: usize, key: &&dyn Fn(usize) -> Option<i64>| key(row).unwrap_or(i64::MAX);
            keys.iter().map(|key| of(a, key).cmp(&of(b, key))).find(|o| o.is_ne()).is_some_and(|o| o.is_lt())
        };
        let mut first: Vec<Option<Picked>> = vec![None; height];
        for (picked, above) in self.under(links) {
            let slot = &mut first[above];
            if slot.is_none_or(|standing| before(picked.row, standing.row)) {
                *slot = Some(picked);
            }
        }
        first
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(above: &[Option<usize>]) -> Links {
        above.to_vec()
    }

    #[test]
    fn counts_keep_what_is_certain_and_what_may_be_apart() {
        let set = filter([Some(true), None, Some(false), Some(true), Some(true), None].into_iter());
        let above = links(&[Some(0), Some(0), Some(0), Some(2), None, Some(2)]);
        assert_eq!(set.count(&above, 4), [(1, 1), (0, 0), (1, 1), (0, 0)]);
        assert_eq!(set.certain().count(&above, 3), [(1, 0), (0, 0), (1, 0)]);
        assert_eq!(filter([].into_iter()).count(&links(&[]), 2), [(0, 0); 2]);
    }

    #[test]
    fn the_first_and_the_last_go_by_rank() {
        let set = filter([Some(true), None, Some(true), Some(false)].into_iter());
        let above = links(&[Some(1), Some(1), Some(1), Some(1)]);
        let row = |row, certain| Some(Picked { row, certain });
        assert_eq!(set.pick(&above, 2, &[1, 0, 2, 3], false), [None, row(1, false)]);
        assert_eq!(set.pick(&above, 2, &[1, 0, 2, 3], true), [None, row(2, true)]);
        let far = |row: usize| [None, Some(5), Some(-5), None][row];
        assert_eq!(set.first_by(&above, 2, &[&far]), [None, row(2, true)]);
    }
}
