//! The exact test of a table of any size: few tables with its margins are enumerated, many are summed by [`super::network`].

use super::chi_squared::Table;
use super::network::{MOST_PATIENTS, more_probable};
use crate::number::{Estimable, NotEstimable};
use crate::stats::distribution::ln_gamma;
use crate::stats::double::Double;
use libm::exp;

/// Tables no more probable than the observed one count with it up to this relative difference, which is rounding.
const SAME_PROBABILITY: f64 = 1e-7;
/// Up to so many partial tables are enumerated.
const MOST_TABLES: usize = 100_000;
/// Beyond so many steps the exact test is refused: some nine seconds in an optimised build.
const MOST_STEPS: u64 = 260_000_000;

/// Fisher's exact test of an r×c table (Freeman & Halton 1951, Biometrika 38:141): the probability, given the margins, of all tables no
/// more probable than the observed one.
pub fn freeman_halton(table: Table<'_>) -> Estimable {
    if table.rows() < 2 || table.columns() < 2 || table.total() == 0 {
        return Err(NotEstimable::TableTooSmallOrEmpty);
    }
    let (improbable, ln_limit) = enumerated(table);
    if let Some(p) = improbable {
        return Ok(p);
    }
    let held = |totals: Vec<u64>| totals.into_iter().filter(|n| *n > 0).collect::<Vec<u64>>();
    let (rows, columns) = (held(table.row_totals()), held(table.column_totals()));
    // Fewer columns are divided into smaller halves.
    let (rows, columns) = if columns.len() <= rows.len() { (rows, columns) } else { (columns, rows) };
    let small = table.total() <= MOST_PATIENTS;
    let more = small.then(|| more_probable(&rows, &columns, ln_limit, MOST_STEPS)).flatten();
    let more = more.ok_or(NotEstimable::TooManyTables)?;
    Ok(Double::new(1.0).plus(more.negative()).high.clamp(0.0, 1.0))
}

/// The p-value where there are few enough tables, and the logarithm of the probability up to which a table counts.
fn enumerated(table: Table<'_>) -> (Option<f64>, f64) {
    let ln_factorial: Vec<f64> = (0..=table.total()).map(|k| ln_gamma(k as f64 + 1.0)).collect();
    let of = |counts: &[u64]| counts.iter().map(|k| ln_factorial[*k as usize]).sum::<f64>();
    let ln_constant = of(&table.row_totals()) + of(&table.column_totals()) - ln_factorial[table.total() as usize];
    let limit = ln_constant - table.0.iter().map(|r| of(r)).sum::<f64>() + SAME_PROBABILITY;
    let mut search =
        Search { ln_factorial: &ln_factorial, limit, columns: table.column_totals(), visited: 0, sum: 0.0 };
    let whole = search.column(0, &table.row_totals(), ln_constant);
    (whole.then_some(search.sum.min(1.0)), limit)
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

    fn close(counts: &[[u64; 4]], expected: f64) {
        let rows: Vec<Vec<u64>> = counts.iter().map(|r| r.to_vec()).collect();
        let p = freeman_halton(Table(&rows)).unwrap();
        assert!((p / expected - 1.0).abs() < 1e-8, "{p} against {expected}");
    }

    /// R 4.2.2, `fisher.test(x, workspace = 2e8)$p.value`.
    #[test]
    fn tables_of_forty_eight_and_more_patients() {
        close(&[[3, 5, 2, 1], [4, 1, 4, 2], [2, 3, 6, 3], [3, 2, 3, 4]], 0.638475327717473);
        close(&[[3, 7, 3, 2], [2, 3, 4, 7], [3, 3, 3, 1], [2, 1, 2, 2]], 0.556428827612221);
        close(&[[11, 5, 1, 7], [9, 7, 7, 1], [4, 7, 8, 9], [5, 7, 1, 11]], 0.00315250394240974);
        close(&[[11, 12, 10, 12], [17, 2, 8, 6], [9, 9, 5, 13], [9, 7, 11, 9]], 0.094060697006503);
    }

    /// R gives 0.899692417019817 after 137 seconds; it takes probabilities of partial tables that are nearly equal for one, which costs it
    /// digits from the ninth on.
    #[test]
    fn three_hundred_patients() {
        close(&[[17, 13, 21, 19], [22, 19, 16, 24], [23, 15, 19, 18], [16, 17, 21, 20]], 0.899692417019817);
    }

    /// Of tables that both ways can sum, the one must be the complement of the other.
    #[test]
    fn both_ways_agree() {
        let mut seed = 12_u64;
        let mut draw = |n: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % n
        };
        for (rows, columns, most) in [(2, 3, 9), (3, 3, 5), (3, 4, 3), (4, 4, 2), (5, 2, 6), (5, 5, 2), (4, 6, 2)] {
            for _ in 0..12 {
                let counts: Vec<Vec<u64>> = (0..rows).map(|_| (0..columns).map(|_| draw(most)).collect()).collect();
                let table = Table(&counts);
                if table.row_totals().contains(&0) || table.column_totals().contains(&0) {
                    continue;
                }
                let (Some(improbable), limit) = enumerated(table) else { continue };
                let more = more_probable(&table.row_totals(), &table.column_totals(), limit, MOST_STEPS).unwrap();
                let rest = Double::new(1.0).plus(more.negative()).high;
                assert!((improbable - rest).abs() < 1e-12, "{counts:?}: {improbable} and {rest}");
            }
        }
    }

    #[test]
    fn refuses_what_it_cannot_enumerate() {
        let large = vec![vec![200; 6]; 6];
        assert_eq!(freeman_halton(Table(&large)), Err(NotEstimable::TooManyTables));
        assert!(freeman_halton(Table(&[vec![1, 2]])).is_err());
    }
}
