//! The generalised Cochran–Mantel–Haenszel statistics of r×c tables over strata.

use super::chi_squared::{ChiSquared, Table};
use crate::number::NotEstimable;
use crate::stats::linear::{Matrix, dot};

/// What the alternative is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Association {
    /// Any; (r − 1)(c − 1) degrees of freedom.
    General,
    /// The mean score of the columns differs between the rows; r − 1 degrees of freedom.
    RowMeans,
    /// The mean score of the rows differs between the columns; c − 1 degrees of freedom.
    ColumnMeans,
    /// The scores of rows and columns are correlated; 1 degree of freedom.
    Correlation,
}

/// The statistic G'V⁻¹G of Landis, Heyman & Koch (1978, Int Stat Rev 46:237) with scores 1, 2, … for rows and columns. Strata with fewer than
/// two patients take no part.
pub fn cochran_mantel_haenszel(strata: &[Vec<Vec<u64>>], association: Association) -> Result<ChiSquared, NotEstimable> {
    let Some(first) = strata.first() else {
        return Err(NotEstimable::NoStratum);
    };
    let (r, c) = (first.len(), first.first().map_or(0, Vec::len));
    if r < 2 || c < 2 {
        return Err(NotEstimable::TableTooSmall);
    }
    let held = |cell: &dyn Fn(usize) -> u64, n: usize| -> Vec<usize> { (0..n).filter(|i| cell(*i) > 0).collect() };
    let of_row = |i: usize| strata.iter().map(|t| t[i].iter().sum::<u64>()).sum();
    let of_column = |j: usize| strata.iter().flatten().map(|row| row[j]).sum();
    let (held_rows, held_columns) = (held(&of_row, r), held(&of_column, c));
    if held_rows.len() < 2 || held_columns.len() < 2 {
        return Err(NotEstimable::AllInOneGroupOrCategory);
    }
    let (rows, columns) = match association {
        Association::General => (contrasts(r, &held_rows), contrasts(c, &held_columns)),
        Association::RowMeans => (contrasts(r, &held_rows), scores(c)),
        Association::ColumnMeans => (scores(r), contrasts(c, &held_columns)),
        Association::Correlation => (scores(r), scores(c)),
    };
    let df = rows.len() * columns.len();
    let (mut difference, mut variance) = (vec![0.0; df], Matrix::zeros(df, df));
    for stratum in strata {
        let table = Table(stratum);
        if table.total() > 1 {
            add_stratum(table, &rows, &columns, &mut difference, &mut variance);
        }
    }
    let factor = variance.factor(1e-10).map_err(|_| NotEstimable::GroupOrCategoryEmpty)?;
    Ok(ChiSquared { statistic: dot(&factor.solve(&difference), &difference), df: df as f64 })
}

/// Indicators of all but the last of those that hold patients.
fn contrasts(n: usize, held: &[usize]) -> Vec<Vec<f64>> {
    held.iter().take(held.len() - 1).map(|i| (0..n).map(|j| f64::from(*i == j)).collect()).collect()
}

fn scores(n: usize) -> Vec<Vec<f64>> {
    vec![(1..=n).map(|s| s as f64).collect()]
}

fn add_stratum(
    table: Table<'_>,
    rows: &[Vec<f64>],
    columns: &[Vec<f64>],
    difference: &mut [f64],
    variance: &mut Matrix,
) {
    let n = table.total() as f64;
    let share = |totals: Vec<u64>| -> Vec<f64> { totals.iter().map(|t| *t as f64 / n).collect() };
    let (row, column) = (share(table.row_totals()), share(table.column_totals()));
    let row_covariance = covariance(rows, &row);
    let column_covariance = covariance(columns, &column);
    for (i, r) in rows.iter().enumerate() {
        for (j, c) in columns.iter().enumerate() {
            let at = i * columns.len() + j;
            for (a, counts) in table.0.iter().enumerate() {
                for (b, count) in counts.iter().enumerate() {
                    difference[at] += r[a] * c[b] * (*count as f64 - n * row[a] * column[b]);
                }
            }
            for (k, row_k) in row_covariance[i].iter().enumerate() {
                for (l, column_l) in column_covariance[j].iter().enumerate() {
                    variance[(at, k * columns.len() + l)] += n * n / (n - 1.0) * row_k * column_l;
                }
            }
        }
    }
}

/// Covariance of the contrasts under the shares.
fn covariance(contrasts: &[Vec<f64>], shares: &[f64]) -> Vec<Vec<f64>> {
    let mean = |c: &[f64]| dot(c, shares);
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).zip(shares).map(|((x, y), s)| x * y * s).sum::<f64>();
    let of = |a: &Vec<f64>| contrasts.iter().map(|b| product(a, b) - mean(a) * mean(b)).collect();
    contrasts.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In one 2×2 table every statistic is (n − 1)/n times Pearson's chi-squared.
    #[test]
    fn one_two_by_two_table() {
        let strata = [vec![vec![3, 1], vec![1, 3]]];
        for association in
            [Association::General, Association::RowMeans, Association::ColumnMeans, Association::Correlation]
        {
            let chi = cochran_mantel_haenszel(&strata, association).unwrap();
            assert!((chi.statistic - 1.75).abs() < 1e-14 && chi.df == 1.0);
        }
    }

    #[test]
    fn empty_categories() {
        let strata = [vec![vec![3, 0], vec![1, 0]]];
        assert!(cochran_mantel_haenszel(&strata, Association::General).is_err());
        assert!(cochran_mantel_haenszel(&[], Association::General).is_err());
        let wide = [vec![vec![3, 0, 1], vec![0, 0, 0], vec![1, 0, 3]]];
        assert!((cochran_mantel_haenszel(&wide, Association::General).unwrap().statistic - 1.75).abs() < 1e-14);
    }
}
