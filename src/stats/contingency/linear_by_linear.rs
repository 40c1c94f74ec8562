//! A linear association of two orders: that of the groups and that of the categories.

use super::chi_squared::{ChiSquared, Table};
use crate::number::NotEstimable;

/// M² = (n − 1) r² on 1 degree of freedom, r being the correlation of the scores of groups and categories over all patients (Mantel N.
/// J Am Stat Assoc 1963;58:690–700; Agresti A. Categorical Data Analysis, 3rd ed. 2013, section 3.4.1). One score for each row of the table
/// and for each of its columns; a row or column without a patient counts nothing.
pub fn linear_by_linear(table: Table, of_rows: &[f64], of_columns: &[f64]) -> Result<ChiSquared, NotEstimable> {
    let n = table.total() as f64;
    let (rows, columns) = (spread(&table.row_totals(), of_rows), spread(&table.column_totals(), of_columns));
    let ((row_mean, row_squares), (column_mean, column_squares)) = (rows, columns);
    if n == 0.0 || row_squares <= 0.0 || column_squares <= 0.0 {
        return Err(NotEstimable::AllInOneGroupOrCategory);
    }
    let mut products = 0.0;
    for (row, of_row) in table.0.iter().zip(of_rows) {
        for (count, of_column) in row.iter().zip(of_columns) {
            products += *count as f64 * (of_row - row_mean) * (of_column - column_mean);
        }
    }
    Ok(ChiSquared { statistic: (n - 1.0) * products * products / (row_squares * column_squares), df: 1.0 })
}

/// The mean of scores, and the sum of squares about it.
fn spread(counts: &[u64], scores: &[f64]) -> (f64, f64) {
    let n: f64 = counts.iter().map(|count| *count as f64).sum();
    let mean = counts.iter().zip(scores).map(|(count, score)| *count as f64 * score).sum::<f64>() / n;
    let squares = counts.iter().zip(scores).map(|(count, score)| *count as f64 * (score - mean) * (score - mean)).sum();
    (mean, squares)
}

/// The mean rank of the patients of each category, those of the categories before it being ranked below.
pub fn midranks(counts: &[u64]) -> Vec<f64> {
    let mut below = 0.0;
    let mut rank = |count: &u64| {
        let count = *count as f64;
        let rank = below + (count + 1.0) / 2.0;
        below += count;
        rank
    };
    counts.iter().map(&mut rank).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two patients of whom the one is in the first group and category and the other in the second: r is 1, and M² n − 1.
    #[test]
    fn two_patients() {
        let table = [vec![1, 0], vec![0, 1]];
        let test = linear_by_linear(Table(&table), &[1.0, 2.0], &[1.0, 2.0]).expect("a statistic");
        assert!((test.statistic - 1.0).abs() < 1e-15, "{}", test.statistic);
    }

    /// r² is that of 2 × 2 tables, χ²/n.
    #[test]
    fn two_by_two_is_pearson_but_for_one_patient() {
        let table = [vec![3, 1], vec![1, 3]];
        let test = linear_by_linear(Table(&table), &[1.0, 2.0], &[1.0, 2.0]).expect("a statistic");
        assert!((test.statistic - 2.0 * 7.0 / 8.0).abs() < 1e-15, "{}", test.statistic);
    }

    #[test]
    fn a_margin_without_spread_has_no_association() {
        for table in [[vec![2, 0], vec![3, 0]], [vec![2, 3], vec![0, 0]], [vec![0, 0], vec![0, 0]]] {
            let test = linear_by_linear(Table(&table), &[1.0, 2.0], &[1.0, 2.0]);
            assert_eq!(test, Err(NotEstimable::AllInOneGroupOrCategory));
        }
    }

    #[test]
    fn patients_of_one_category_share_their_rank() {
        assert_eq!(midranks(&[2, 0, 3]), [1.5, 2.5, 4.0]);
    }
}
