//! The exact test of a table of any size, by enumerating the tables with its margins.

use super::chi_squared::Table;
use crate::stats::distribution::ln_gamma;
use crate::stats::{Estimable, NotEstimable};
use libm::exp;

/// Tables no more probable than the observed one count with it up to this relative difference, which is rounding.
const SAME_PROBABILITY: f64 = 1e-7;
/// Beyond so many partial tables the exact test is refused.
const MOST_TABLES: usize = 3_000_000;

/// Fisher's exact test of an r×c table (Freeman & Halton 1951, Biometrika 38:141): the probability, given the margins, of all tables no
/// more probable than the observed one.
pub fn freeman_halton(table: Table<'_>) -> Estimable {
    if table.rows() < 2 || table.columns() < 2 || table.total() == 0 {
        return Err(NotEstimable::new("the table has fewer than two rows or columns, or no patient"));
    }
    let ln_factorial: Vec<f64> = (0..=table.total()).map(|k| ln_gamma(k as f64 + 1.0)).collect();
    let of = |counts: &[u64]| counts.iter().map(|k| ln_factorial[*k as usize]).sum::<f64>();
    let ln_constant = of(&table.row_totals()) + of(&table.column_totals()) - ln_factorial[table.total() as usize];
    let ln_observed = ln_constant - table.0.iter().map(|r| of(r)).sum::<f64>();
    let mut search = Search {
        ln_factorial: &ln_factorial,
        limit: ln_observed + SAME_PROBABILITY,
        columns: table.column_totals(),
        visited: 0,
        sum: 0.0,
    };
    let rows = table.row_totals();
    if !search.column(0, &rows, ln_constant) {
        return Err(NotEstimable::new("too many tables for the exact test"));
    }
    Ok(search.sum.min(1.0))
}

struct Search<'a> {
    ln_factorial: &'a [f64],
    limit: f64,
    columns: Vec<u64>,
    visited: usize,
    sum: f64,
}

impl Search<'_> {
    /// Fills column `at` in every way that the rest of the rows allows. False where there are too many tables.
    fn column(&mut self, at: usize, rest: &[u64], ln_probability: f64) -> bool {
        self.visited += 1;
        if self.visited > MOST_TABLES {
            return false;
        }
        if at + 1 == self.columns.len() {
            let ln_probability = ln_probability - rest.iter().map(|k| self.ln_factorial[*k as usize]).sum::<f64>();
            if ln_probability <= self.limit {
                self.sum += exp(ln_probability);
            }
            return true;
        }
        let mut filled = rest.to_vec();
        self.cell(at, 0, self.columns[at], rest, &mut filled, ln_probability)
    }

    /// Fills row `row` and the ones after it of column `at`, of which `open` patients are still to be placed.
    fn cell(
        &mut self,
        at: usize,
        row: usize,
        open: u64,
        rest: &[u64],
        left: &mut Vec<u64>,
        ln_probability: f64,
    ) -> bool {
        if row + 1 == rest.len() {
            if open > rest[row] {
                return true;
            }
            left[row] = rest[row] - open;
            let next = left.clone();
            return self.column(at + 1, &next, ln_probability - self.ln_factorial[open as usize]);
        }
        let below: u64 = rest[row + 1..].iter().sum();
        for count in open.saturating_sub(below)..=open.min(rest[row]) {
            left[row] = rest[row] - count;
            let ln_probability = ln_probability - self.ln_factorial[count as usize];
            if !self.cell(at, row + 1, open - count, rest, left, ln_probability) {
                return false;
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tea_taster_is_a_small_table() {
        let p = freeman_halton(Table(&[vec![3, 1], vec![1, 3]])).unwrap();
        assert!((p - 34.0 / 70.0).abs() < 1e-13);
    }

    /// Three groups of one patient in three categories: six tables of probability 1/6.
    #[test]
    fn a_latin_table() {
        let p = freeman_halton(Table(&[vec![1, 0, 0], vec![0, 1, 0], vec![0, 0, 1]])).unwrap();
        assert!((p - 1.0).abs() < 1e-14);
    }

    #[test]
    fn refuses_what_it_cannot_enumerate() {
        let large = vec![vec![50; 6]; 6];
        assert_eq!(freeman_halton(Table(&large)), Err(NotEstimable::new("too many tables for the exact test")));
        assert!(freeman_halton(Table(&[vec![1, 2]])).is_err());
    }
}
