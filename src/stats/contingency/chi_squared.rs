//! Chi-squared tests of a table of counts.

use crate::number::{Estimable, NotEstimable};
use crate::stats::distribution::chi_squared_sf;
use libm::log;

/// A table of counts, one slice per row, all of the same length.
#[derive(Clone, Copy, Debug)]
pub struct Table<'a>(pub &'a [Vec<u64>]);

/// A statistic with its degrees of freedom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChiSquared {
    pub statistic: f64,
    pub df: f64,
}

impl ChiSquared {
    pub fn p_value(self) -> f64 {
        chi_squared_sf(self.statistic, self.df)
    }
}

impl Table<'_> {
    pub fn rows(self) -> usize {
        self.0.len()
    }
    pub fn columns(self) -> usize {
        self.0.first().map_or(0, Vec::len)
    }
    pub fn total(self) -> u64 {
        self.0.iter().flatten().sum()
    }
    pub fn row_totals(self) -> Vec<u64> {
        self.0.iter().map(|r| r.iter().sum()).collect()
    }
    pub fn column_totals(self) -> Vec<u64> {
        (0..self.columns()).map(|j| self.0.iter().map(|r| r[j]).sum()).collect()
    }
    /// Observed and expected count of every cell.
    fn cells(self) -> Vec<(f64, f64)> {
        let (rows, columns, n) = (self.row_totals(), self.column_totals(), self.total() as f64);
        let mut cells = vec![];
        for (row, row_total) in self.0.iter().zip(&rows) {
            for (count, column_total) in row.iter().zip(&columns) {
                cells.push((*count as f64, *row_total as f64 * *column_total as f64 / n));
            }
        }
        cells
    }
    /// (r − 1)(c − 1), if no margin is empty and there is something to compare.
    fn degrees_of_freedom(self) -> Estimable {
        if self.rows() < 2 || self.columns() < 2 {
            return Err(NotEstimable::TableTooSmall);
        }
        if self.row_totals().contains(&0) || self.column_totals().contains(&0) {
            return Err(NotEstimable::GroupOrCategoryEmpty);
        }
        Ok(((self.rows() - 1) * (self.columns() - 1)) as f64)
    }
}

/// Pearson's chi-squared, Σ (O − E)²/E (1900, Philos Mag 50:157); `corrected`: Yates' (1934) correction of a 2×2 table, |O − E| less ½ but
/// not below 0.
pub fn pearson(table: Table<'_>, corrected: bool) -> Result<ChiSquared, NotEstimable> {
    let df = table.degrees_of_freedom()?;
    if corrected && (table.rows(), table.columns()) != (2, 2) {
        return Err(NotEstimable::CorrectionForTwoByTwo);
    }
    let correction = if corrected { 0.5 } else { 0.0 };
    let term = |(o, e): &(f64, f64)| {
        let distance = ((o - e).abs() - correction).max(0.0);
        distance * distance / e
    };
    Ok(ChiSquared { statistic: table.cells().iter().map(term).sum(), df })
}

/// The likelihood-ratio statistic 2 Σ O ln(O/E) (Agresti 2013, eq. 3.11).
pub fn likelihood_ratio(table: Table<'_>) -> Result<ChiSquared, NotEstimable> {
    let df = table.degrees_of_freedom()?;
    let term = |(o, e): &(f64, f64)| if *o > 0.0 { o * log(o / e) } else { 0.0 };
    Ok(ChiSquared { statistic: (2.0 * table.cells().iter().map(term).sum::<f64>()).max(0.0), df })
}

/// Cramér's V, √(χ²/(n·(min(r, c) − 1))).
pub fn cramer_v(table: Table<'_>) -> Estimable {
    let chi = pearson(table, false)?;
    let smaller = table.rows().min(table.columns()) - 1;
    Ok((chi.statistic / (table.total() as f64 * smaller as f64)).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tea_taster() {
        let counts = [vec![3, 1], vec![1, 3]];
        let table = Table(&counts);
        assert_eq!(pearson(table, false).unwrap(), ChiSquared { statistic: 2.0, df: 1.0 });
        assert_eq!(pearson(table, true).unwrap().statistic, 0.5);
        assert_eq!(cramer_v(table).unwrap(), 0.5);
    }

    #[test]
    fn empty_margins_are_not_estimable() {
        let counts = [vec![0, 4], vec![0, 3]];
        assert!(pearson(Table(&counts), false).is_err());
        assert!(likelihood_ratio(Table(&counts)).is_err());
        let wide = [vec![1, 4, 2], vec![3, 1, 3]];
        assert!(pearson(Table(&wide), true).is_err());
        assert_eq!(pearson(Table(&wide), false).unwrap().df, 2.0);
    }
}
