//! What is taken from the rows below one: the value in one of them, or one made of the values in all.

use super::execute::State;
use super::relations::{Links, Picked, RowSet};
use super::values::{Values, days};
use crate::data::table::DataTable;
use crate::plan::ir::{ArithmeticOp, OfAll, TableId};
use crate::program::evaluate::{arithmetic, compare, median};
use crate::program::step::{Operation, Pick};
use crate::program::value::Value;

impl State<'_> {
    /// The column that [`Operation::Select`] makes.
    pub(super) fn select(&self, operation: &Operation) -> Values {
        let Operation::Select { table, below, rows, pick, value } = operation else {
            return [].into_iter().collect();
        };
        let (links, height) = (self.made.links(*below, *table), self.height(*table));
        let (set, values) = (self.set(*rows, *below), self.made.column(*below, *value));
        let picked = match pick {
            Pick::All(how) => {
                let all = set.by_row_above(links, height);
                return all.iter().map(|rows| of_rows(*how, rows, values)).collect();
            }
            Pick::Only => set.first_by(links, height, &[&|row| Some(row as i64)]),
            Pick::First | Pick::Last => set.pick(links, height, self.made.ranks(*below), *pick == Pick::Last),
            Pick::Nearest { date, to, earlier } => {
                let all = set.by_row_above(links, height);
                let near = self.nearest((*table, *to), (*below, *date), *earlier);
                all.iter().enumerate().map(|(above, rows)| near(above, rows)).collect()
            }
        };
        // A row that may be in, and would then come first, leaves the value unknown.
        let told = picked.into_iter().map(|p| p.filter(|p| p.certain).and_then(|p| values.get(p.row)));
        let mut told: Vec<Option<Value>> = told.collect();
        if *pick != Pick::Only {
            self.without_order(&set, *below, links, &mut told);
        }
        told.into_iter().collect()
    }

    /// Of the rows below a row, the one nearest to the date of that; none where one of them may be in whose own date is not known.
    fn nearest(
        &self,
        (table, to): (TableId, usize),
        (below, date): (TableId, usize),
        earlier: bool,
    ) -> impl Fn(usize, &[Picked]) -> Option<Picked> {
        let (targets, dates) = (days(self.made.column(table, to)), days(self.made.column(below, date)));
        let ranks = self.made.ranks(below);
        move |above, rows| {
            let target = i64::from((*targets.get(above)?)?);
            let distance = |row: &Picked| Some((i64::from((*dates.get(row.row)?)?) - target).abs());
            let rank = |row: &Picked| {
                let rank = ranks.get(row.row).copied().map_or(0, i64::from);
                if earlier { rank } else { -rank }
            };
            let keyed: Option<Vec<(i64, i64, Picked)>> =
                rows.iter().map(|row| Some((distance(row)?, rank(row), *row))).collect();
            keyed?.into_iter().min_by_key(|(distance, rank, _)| (*distance, *rank)).map(|(.., row)| row)
        }
    }

    /// Which row is first or last cannot be told where what one of them is ordered by cannot be used.
    fn without_order(&self, set: &RowSet, table: TableId, links: &Links, told: &mut [Option<Value>]) {
        let order = &self.plan.table(table).order;
        let typed: &DataTable = self.typed(table);
        if typed.unusable.is_empty() {
            return;
        }
        for row in set.rows() {
            if let Some(above) = links[row].filter(|_| order.iter().any(|c| typed.is_unusable(row, *c))) {
                told[above] = Some(Value::Unusable);
            }
        }
    }
}

/// Of the values in these rows; unknown where of one it cannot be told whether it is among them.
fn of_rows(how: OfAll, rows: &[Picked], values: &Values) -> Option<Value> {
    let of: Vec<Option<Value>> = rows.iter().map(|row| values.get(row.row)).collect();
    if of.contains(&Some(Value::Unusable)) {
        return Some(Value::Unusable);
    }
    if rows.iter().any(|row| !row.certain) {
        return None;
    }
    of_all(how, &of.into_iter().collect::<Option<Vec<Value>>>()?)
}

/// None where there is no value. Whole and decimal numbers are added exactly.
fn of_all(how: OfAll, values: &[Value]) -> Option<Value> {
    let (first, rest) = values.split_first()?;
    let sum = || rest.iter().try_fold(first.clone(), |sum, value| arithmetic(ArithmeticOp::Add, &sum, value));
    let extreme = |largest: bool| {
        rest.iter().try_fold(first.clone(), |best, value| {
            let order = compare(value, &best)?;
            Some(if if largest { order.is_gt() } else { order.is_lt() } { value.clone() } else { best })
        })
    };
    match how {
        OfAll::Smallest => extreme(false),
        OfAll::Largest => extreme(true),
        OfAll::Sum => sum(),
        OfAll::Mean => {
            let count = Value::Integer(i64::try_from(values.len()).ok()?);
            arithmetic(ArithmeticOp::Divide, &sum()?, &count)
        }
        OfAll::Median => median(values),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_decimal::Decimal;

    fn numbers(tenths: &[i64]) -> Vec<Value> {
        tenths.iter().map(|n| Value::Number(Decimal::new(*n, 1))).collect()
    }

    #[test]
    fn values_of_several_rows() {
        let of = numbers(&[31, -2, 31, 4]);
        assert_eq!(of_all(OfAll::Smallest, &of), Some(Value::Number(Decimal::new(-2, 1))));
        assert_eq!(of_all(OfAll::Largest, &of), Some(Value::Number(Decimal::new(31, 1))));
        assert_eq!(of_all(OfAll::Sum, &of), Some(Value::Number(Decimal::new(64, 1))));
        assert_eq!(of_all(OfAll::Mean, &of), Some(Value::Real(1.6)));
        let whole: Vec<Value> = [1, 2, 4].map(Value::Integer).to_vec();
        assert_eq!(of_all(OfAll::Sum, &whole), Some(Value::Integer(7)));
        assert_eq!(of_all(OfAll::Mean, &whole), Some(Value::Real(7.0 / 3.0)));
        // In order 1, 2, 4; and −0.2, 0.4, 3.1, 3.1, of which (0.4 + 3.1) / 2 is the middle.
        assert_eq!(of_all(OfAll::Median, &whole), Some(Value::Real(2.0)));
        assert_eq!(of_all(OfAll::Median, &of), Some(Value::Real(1.75)));
        assert_eq!(of_all(OfAll::Sum, &[Value::Integer(i64::MAX), Value::Integer(1)]), None);
        for how in [OfAll::Smallest, OfAll::Largest, OfAll::Sum, OfAll::Mean, OfAll::Median] {
            assert_eq!(of_all(how, &[]), None);
        }
        assert_eq!(of_all(OfAll::Largest, &[Value::Date(3), Value::Date(9)]), Some(Value::Date(9)));
    }

    #[test]
    fn of_rows_that_may_be_in_nothing_is_told() {
        let values: Values = [Some(Value::Integer(4)), None, Some(Value::Unusable)].into_iter().collect();
        let row = |row, certain| Picked { row, certain };
        assert_eq!(of_rows(OfAll::Sum, &[row(0, true)], &values), Some(Value::Integer(4)));
        assert_eq!(of_rows(OfAll::Sum, &[row(0, false)], &values), None);
        assert_eq!(of_rows(OfAll::Sum, &[row(0, true), row(1, true)], &values), None);
        assert_eq!(of_rows(OfAll::Sum, &[row(0, true), row(2, true)], &values), Some(Value::Unusable));
        assert_eq!(of_rows(OfAll::Mean, &[], &values), None);
    }
}
