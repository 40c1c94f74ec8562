//! The relational work, by polars: joins, filters, counts, and the first row of each group.
//!
//! Rows are named by their place in key order. Every order is asked for by a sort down to that place, and every result is
//! put back by it, so nothing rests on the order in which polars returns rows.

use polars_core::prelude::*;
use polars_ops::prelude::{DataFrameJoinOps, JoinArgs, JoinType};

const ROW: &str = "row";
const CERTAIN: &str = "certain";
const ABOVE: &str = "above";

/// For each row, the row of another table.
pub type Links = Vec<Option<usize>>;

/// Rows of a table: those that are in for certain, and those that may be. Columns `row` and `certain`.
#[derive(Clone, Debug)]
pub struct RowSet(DataFrame);

/// One of the rows that belong to a row above.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picked {
    pub row: usize,
    /// False: the row may not be in, and another may come first.
    pub certain: bool,
}

/// For each reference, the first row whose key it is.
pub fn join(references: &Column, keys: &Column) -> PolarsResult<Links> {
    let left = frame(vec![references.clone().with_name("key".into()), rows(references.len())])?;
    let right = frame(vec![keys.clone().with_name("key".into()), rows(keys.len()).with_name(ABOVE.into())])?;
    let right = right.unique_stable(Some(&["key".to_string()]), UniqueKeepStrategy::First, None)?;
    let joined = left.join(&right, ["key"], ["key"], JoinArgs::new(JoinType::Inner), None)?;
    let pairs = joined.column(ROW)?.u32()?.iter().zip(joined.column(ABOVE)?.u32()?.iter());
    let mut links = vec![None; references.len()];
    for (row, above) in pairs {
        place(&mut links, row, above.map(|a| a as usize));
    }
    Ok(links)
}

/// The place of each row in the order of these columns, ties in key order; a missing value stands first.
pub fn ranks(columns: Vec<Column>, height: usize) -> PolarsResult<Vec<u32>> {
    let by: Vec<PlSmallStr> = columns.iter().map(|c| c.name().clone()).chain([ROW_RANK.into()]).collect();
    let mut all = columns;
    all.push(rows(height).with_name(ROW_RANK.into()));
    let sorted = frame(all)?.sort(&by, ascending(by.len()))?;
    let mut ranks = vec![0; height];
    for (rank, row) in sorted.column(ROW_RANK)?.u32()?.iter().enumerate() {
        if let Some(slot) = row.and_then(|r| ranks.get_mut(r as usize)) {
            *slot = rank as u32;
        }
    }
    Ok(ranks)
}

/// No column of a plan has a space in its name.
const ROW_RANK: &str = "row in key order";

/// The rows of a condition, the unknown ones apart.
pub fn filter(condition: &[Option<bool>]) -> PolarsResult<RowSet> {
    let certain: Vec<bool> = condition.iter().map(|c| *c == Some(true)).collect();
    let mask: BooleanChunked = condition.iter().map(|c| Some(*c != Some(false))).collect();
    let all = frame(vec![rows(condition.len()), Column::new(CERTAIN.into(), certain)])?;
    Ok(RowSet(all.filter(&mask)?))
}

/// All rows of a table.
pub fn every_row(height: usize) -> PolarsResult<RowSet> {
    filter(&vec![Some(true); height])
}

impl RowSet {
    /// The rows that are in for certain.
    pub fn certain(&self) -> PolarsResult<RowSet> {
        let certain = self.0.column(CERTAIN)?.bool()?.clone();
        Ok(RowSet(self.0.filter(&certain)?))
    }

    /// The rows that are in for certain, in key order.
    pub fn certain_rows(&self) -> PolarsResult<Vec<usize>> {
        let certain = self.certain()?;
        let mut rows: Vec<usize> = certain.0.column(ROW)?.u32()?.iter().flatten().map(|r| r as usize).collect();
        rows.sort_unstable();
        Ok(rows)
    }

    /// The rows that are in, or may be.
    pub fn rows(&self) -> PolarsResult<Vec<usize>> {
        Ok(self.0.column(ROW)?.u32()?.iter().flatten().map(|r| r as usize).collect())
    }

    /// Columns `row`, `certain` and `above`, without rows that belong to none.
    fn under(&self, links: &Links) -> PolarsResult<DataFrame> {
        let linked: Vec<(u32, u32)> =
            links.iter().enumerate().filter_map(|(row, above)| Some((row as u32, (*above)? as u32))).collect();
        let (row, above): (Vec<u32>, Vec<u32>) = linked.into_iter().unzip();
        let links = frame(vec![Column::new(ROW.into(), row), Column::new(ABOVE.into(), above)])?;
        self.0.join(&links, [ROW], [ROW], JoinArgs::new(JoinType::Inner), None)
    }

    /// For each of `height` rows above, how many rows are in for certain and how many may be besides.
    pub fn count(&self, links: &Links, height: usize) -> PolarsResult<Vec<(u32, u32)>> {
        let under = self.under(links)?;
        let sure = count_by_above(&RowSet(under.clone()).certain()?.0, height)?;
        let all = count_by_above(&under, height)?;
        Ok(sure.into_iter().zip(all).map(|(sure, all)| (sure, all - sure)).collect())
    }

    /// For each of `height` rows above, the first row by rank, or the last.
    pub fn pick(&self, links: &Links, height: usize, ranks: &[u32], last: bool) -> PolarsResult<Vec<Option<Picked>>> {
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
    ) -> PolarsResult<Vec<Option<Picked>>> {
        let mut under = self.under(links)?;
        let members: Vec<usize> = under.column(ROW)?.u32()?.iter().flatten().map(|r| r as usize).collect();
        let mut by = vec![PlSmallStr::from(ABOVE)];
        for (number, key) in keys.iter().enumerate() {
            let name = PlSmallStr::from(format!("key {number}"));
            let values: Vec<i64> = members.iter().map(|row| key(*row).unwrap_or(i64::MAX)).collect();
            under.with_column(Column::new(name.clone(), values))?;
            by.push(name);
        }
        let sorted = under.sort(&by, ascending(by.len()))?;
        let first = sorted.unique_stable(Some(&[ABOVE.to_string()]), UniqueKeepStrategy::First, None)?;
        let columns = (first.column(ABOVE)?.u32()?, first.column(ROW)?.u32()?, first.column(CERTAIN)?.bool()?);
        let mut picked = vec![None; height];
        for ((above, row), certain) in columns.0.iter().zip(columns.1.iter()).zip(columns.2.iter()) {
            let found = row.map(|row| Picked { row: row as usize, certain: certain == Some(true) });
            place(&mut picked, above, found);
        }
        Ok(picked)
    }
}

fn count_by_above(under: &DataFrame, height: usize) -> PolarsResult<Vec<u32>> {
    let mut counts = vec![0; height];
    if under.height() == 0 {
        return Ok(counts);
    }
    let counted = under.group_by_stable([ABOVE])?.select([ROW]).count()?;
    let (above, count) = (counted.column(ABOVE)?.u32()?, counted.column("row_count")?.u32()?);
    for (above, count) in above.iter().zip(count.iter()) {
        place(&mut counts, above, count.unwrap_or(0));
    }
    Ok(counts)
}

fn place<T>(into: &mut [T], at: Option<u32>, value: T) {
    if let Some(slot) = at.and_then(|at| into.get_mut(at as usize)) {
        *slot = value;
    }
}

fn rows(height: usize) -> Column {
    Column::new(ROW.into(), (0..height as u32).collect::<Vec<u32>>())
}

fn frame(columns: Vec<Column>) -> PolarsResult<DataFrame> {
    let height = columns.first().map_or(0, Column::len);
    DataFrame::new(height, columns)
}

fn ascending(columns: usize) -> SortMultipleOptions {
    SortMultipleOptions::default()
        .with_order_descending_multi(vec![false; columns])
        .with_multithreaded(false)
        .with_maintain_order(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(name: &str, values: &[Option<&str>]) -> Column {
        Column::new(name.into(), values)
    }

    fn links(above: &[Option<usize>]) -> Links {
        above.to_vec()
    }

    #[test]
    fn a_join_takes_the_first_of_equal_keys_and_no_missing_one() {
        let references = text("patient", &[Some("B"), None, Some("Z"), Some("A"), Some("B")]);
        let keys = text("id", &[Some("A"), Some("B"), None, Some("B")]);
        assert_eq!(join(&references, &keys).unwrap(), [Some(1), None, None, Some(0), Some(1)]);
        let nobody = text("id", &[]);
        assert_eq!(join(&references, &nobody).unwrap(), [None; 5]);
        assert_eq!(join(&nobody, &keys).unwrap(), []);
    }

    #[test]
    fn ranks_go_by_the_columns_then_by_the_key_a_missing_value_first() {
        let days = Column::new("day".into(), [Some(3_i64), Some(1), None, Some(3), Some(1)]);
        assert_eq!(ranks(vec![days.clone()], 5).unwrap(), [3, 1, 0, 4, 2]);
        let codes = Column::new("code".into(), [2_u32, 1, 1, 1, 0]);
        assert_eq!(ranks(vec![days, codes], 5).unwrap(), [4, 2, 0, 3, 1]);
        assert_eq!(ranks(vec![], 2).unwrap(), [0, 1]);
    }

    #[test]
    fn counts_keep_what_is_certain_and_what_may_be_apart() {
        let set = filter(&[Some(true), None, Some(false), Some(true), Some(true), None]).unwrap();
        let above = links(&[Some(0), Some(0), Some(0), Some(2), None, Some(2)]);
        assert_eq!(set.count(&above, 4).unwrap(), [(1, 1), (0, 0), (1, 1), (0, 0)]);
        assert_eq!(set.certain().unwrap().count(&above, 3).unwrap(), [(1, 0), (0, 0), (1, 0)]);
        assert_eq!(filter(&[]).unwrap().count(&links(&[]), 2).unwrap(), [(0, 0); 2]);
    }

    #[test]
    fn the_first_and_the_last_go_by_rank() {
        let set = filter(&[Some(true), None, Some(true), Some(false)]).unwrap();
        let above = links(&[Some(1), Some(1), Some(1), Some(1)]);
        let row = |row, certain| Some(Picked { row, certain });
        assert_eq!(set.pick(&above, 2, &[1, 0, 2, 3], false).unwrap(), [None, row(1, false)]);
        assert_eq!(set.pick(&above, 2, &[1, 0, 2, 3], true).unwrap(), [None, row(2, true)]);
        let far = |row: usize| [None, Some(5), Some(-5), None][row];
        assert_eq!(set.first_by(&above, 2, &[&far]).unwrap(), [None, row(2, true)]);
    }
}
