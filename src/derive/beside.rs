//! Rows that stand beside a row by their dates.

use super::execute::{State, quantified};
use super::relations::Links;
use super::values::{Values, days};
use crate::plan::ir::{TableId, Which};
use crate::program::step::{HowBeside, Operation, StepId};
use crate::program::value::Value;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// A row that may stand beside another.
#[derive(Clone, Copy)]
struct Candidate {
    row: usize,
    /// That the condition holds of it; else it may.
    certain: bool,
    /// None: it is not known, or it, or what else tells the order where that is asked, cannot be used.
    date: Option<i32>,
}

/// One of the candidates of a row, with its days after the date of that row.
#[derive(Clone, Copy)]
struct Near {
    row: usize,
    certain: bool,
    days: Option<i64>,
}

impl State<'_> {
    /// The column that [`Operation::Beside`] makes.
    pub(super) fn beside(&self, operation: &Operation) -> Values {
        let Operation::Beside { table, other, common, around, date, low, high, rows, how } = operation else {
            return [].into_iter().collect();
        };
        let by_common = self.candidates_by((*other, *common), *date, *rows, matches!(how, HowBeside::Pick { .. }));
        let links = self.made.links(*table, *common);
        let arounds = self.made.column(*table, *around);
        let within = |days: i64| low.is_none_or(|low| low <= days) && high.is_none_or(|high| days <= high);
        let near = |row: usize| {
            let around = match arounds.get(row)? {
                Value::Date(day) => i64::from(day),
                _ => return None,
            };
            let of_row: &[Candidate] = links[row].map_or(&[], |above| &by_common[above]);
            let one = |c: &Candidate| {
                let days = c.date.map(|date| i64::from(date) - around);
                let may_be = days.is_none_or(within);
                may_be.then_some(Near { row: c.row, certain: c.certain && days.is_some(), days })
            };
            Some(of_row.iter().filter_map(one).collect::<Vec<Near>>())
        };
        match how {
            HowBeside::Quantify(how) => {
                let count = |near: &[Near], certain| near.iter().filter(|n| n.certain == certain).count() as u32;
                let told = |row| near(row).and_then(|near| quantified(*how, count(&near, true), count(&near, false)));
                (0..links.len()).map(told).collect()
            }
            HowBeside::Pick { which, value } => {
                let (values, ranks) = (self.made.column(*other, *value), self.made.ranks(*other));
                let told = |row| near(row).and_then(|near| picked(*which, &near, ranks, values));
                (0..links.len()).map(told).collect()
            }
        }
    }

    /// By row of `common`, the rows of `other` that belong to it and to the filter, in key order.
    fn candidates_by(
        &self,
        (other, common): (TableId, TableId),
        date: usize,
        rows: Option<StepId>,
        in_order: bool,
    ) -> Vec<Vec<Candidate>> {
        let links: &Links = self.made.links(other, common);
        let dates = days(self.made.column(other, date));
        let set = self.set(rows, other);
        let certain: BTreeSet<usize> = set.certain_rows().collect();
        let (order, typed) = (&self.plan.table(other).order, self.typed(other));
        let unusable = |row: usize| in_order && order.iter().any(|column| typed.is_unusable(row, *column));
        let mut by_common = vec![vec![]; self.height(common)];
        for row in set.rows() {
            if let Some(above) = links[row] {
                by_common[above].push(Candidate {
                    row,
                    certain: certain.contains(&row),
                    date: dates[row].filter(|_| !unusable(row)),
                });
            }
        }
        by_common
    }
}

/// The value in the row chosen; unknown where a row that may not be among them would be chosen, or one may be whose date is
/// not known.
fn picked(which: Which, near: &[Near], ranks: &[u32], values: &Values) -> Option<Value> {
    if near.iter().any(|n| n.days.is_none()) {
        return None;
    }
    let by_rank = |n: &&Near| ranks.get(n.row).copied();
    let distance = |n: &&Near| n.days.map(i64::abs);
    let chosen = match which {
        Which::First => near.iter().min_by_key(by_rank),
        Which::Last => near.iter().max_by_key(by_rank),
        Which::Nearest { earlier: true } => near.iter().min_by_key(|n| (distance(n), by_rank(n))),
        Which::Nearest { earlier: false } => near.iter().min_by_key(|n| (distance(n), Reverse(by_rank(n)))),
    };
    chosen.filter(|n| n.certain).and_then(|n| values.get(n.row))
}
