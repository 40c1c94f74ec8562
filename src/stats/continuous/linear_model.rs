//! The linear model by least squares, as in the analysis of covariance.

use crate::stats::distribution::{t_sf, t_upper_quantile};
use crate::stats::linear::{Ldl, Matrix, dot};
use crate::stats::proportion::Interval;
use crate::stats::quantile::mean;
use crate::stats::{Estimable, NotEstimable};

use super::groups::F;

/// A column whose variance, given the columns before it, is below this share of its own is taken to follow from them.
const COLLINEAR: f64 = 1e-10;

/// Why there is no fit. Columns are positions in the covariates given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No more rows than coefficients.
    TooFewRows,
    NotFinite,
    /// These columns do not vary or follow from the others.
    Collinear(Vec<usize>),
}

/// Which variance of the coefficients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variance {
    /// One residual variance.
    Model,
    /// White (1980).
    Hc0,
    /// Residuals divided by 1 − leverage (MacKinnon & White 1985).
    Hc3,
}

/// A linear model; the intercept comes first.
#[derive(Clone, Debug)]
pub struct Fit {
    pub coefficients: Vec<f64>,
    pub residuals: Vec<f64>,
    /// Rows less coefficients.
    pub df: f64,
    total: f64,
    rows: Matrix,
    cross: Ldl,
    /// From the standardised to the original columns.
    back: Matrix,
}

/// Least squares on centred and scaled columns, with one step of refinement on the residuals.
pub fn fit(outcome: &[f64], columns: &[&[f64]]) -> Result<Fit, Failure> {
    let (n, k) = (outcome.len(), columns.len() + 1);
    if n <= k {
        return Err(Failure::TooFewRows);
    }
    if outcome.iter().chain(columns.iter().copied().flatten()).any(|v| !v.is_finite()) {
        return Err(Failure::NotFinite);
    }
    let (rows, back) = standardised(n, columns)?;
    let mut cross = Matrix::zeros(k, k);
    (0..n).for_each(|i| cross.add_outer_lower(1.0, rows.row(i)));
    let cross = cross
        .factor(COLLINEAR)
        .map_err(|e| Failure::Collinear(e.redundant.iter().filter_map(|c| c.checked_sub(1)).collect()))?;
    let project = |values: &[f64]| {
        let mut sums = vec![0.0; k];
        for (i, v) in values.iter().enumerate() {
            sums.iter_mut().zip(rows.row(i)).for_each(|(s, z)| *s += v * z);
        }
        cross.solve(&sums)
    };
    let residuals_of = |values: &[f64], b: &[f64]| -> Vec<f64> {
        values.iter().zip(rows.times(b)).map(|(v, fitted)| v - fitted).collect()
    };
    let mut standardised = project(outcome);
    let first = residuals_of(outcome, &standardised);
    standardised.iter_mut().zip(project(&first)).for_each(|(b, more)| *b += more);
    let residuals = residuals_of(outcome, &standardised);
    let centre = mean(outcome).map_err(|_| Failure::NotFinite)?;
    let total = outcome.iter().map(|v| (v - centre) * (v - centre)).sum();
    let coefficients = back.times(&standardised);
    Ok(Fit { coefficients, residuals, df: (n - k) as f64, total, rows, cross, back })
}

fn standardised(n: usize, columns: &[&[f64]]) -> Result<(Matrix, Matrix), Failure> {
    let k = columns.len() + 1;
    let (mut rows, mut back) = (Matrix::zeros(n, k), Matrix::zeros(k, k));
    back[(0, 0)] = 1.0;
    let mut constant = vec![];
    for (j, column) in columns.iter().enumerate() {
        let centre = column.iter().sum::<f64>() / n as f64;
        let scale = (column.iter().map(|v| (v - centre) * (v - centre)).sum::<f64>() / n as f64).sqrt();
        if scale <= 1e-13 * centre.abs() {
            constant.push(j);
            continue;
        }
        for i in 0..n {
            rows[(i, j + 1)] = (column[i] - centre) / scale;
        }
        back[(j + 1, j + 1)] = 1.0 / scale;
        back[(0, j + 1)] = -centre / scale;
    }
    (0..n).for_each(|i| rows[(i, 0)] = 1.0);
    if constant.is_empty() { Ok((rows, back)) } else { Err(Failure::Collinear(constant)) }
}

impl Failure {
    /// In words, with the names of the covariates.
    pub fn reason(&self, names: &[&str]) -> NotEstimable {
        NotEstimable::new(match self {
            Failure::TooFewRows => "no more patients than coefficients".to_string(),
            Failure::NotFinite => "a value is missing or infinite".to_string(),
            Failure::Collinear(columns) => {
                let list: Vec<&str> = columns.iter().filter_map(|c| names.get(*c).copied()).collect();
                format!("constant, or determined by the others: {}", list.join(", "))
            }
        })
    }
}

impl Fit {
    fn residual_sum(&self) -> f64 {
        self.residuals.iter().map(|r| r * r).sum()
    }

    /// The residual standard deviation.
    pub fn sigma(&self) -> f64 {
        (self.residual_sum() / self.df).sqrt()
    }

    pub fn r_squared(&self) -> Estimable {
        if self.total > 0.0 {
            Ok(1.0 - self.residual_sum() / self.total)
        } else {
            Err(NotEstimable::new("the outcome does not vary"))
        }
    }

    pub fn adjusted_r_squared(&self) -> Estimable {
        let n = self.residuals.len() as f64;
        self.r_squared().map(|r| 1.0 - (1.0 - r) * (n - 1.0) / self.df)
    }

    /// Against the intercept alone.
    pub fn f(&self) -> Result<F, NotEstimable> {
        let df1 = self.coefficients.len() as f64 - 1.0;
        let residual = self.residual_sum();
        if df1 == 0.0 || residual <= 0.0 {
            return Err(NotEstimable::new("nothing to test, or no residual variance"));
        }
        Ok(F { statistic: (self.total - residual) / df1 / (residual / self.df), df1, df2: self.df })
    }

    /// Variance of the coefficients, in their order. HC3 is not estimable where a row has a coefficient to itself, its residual then being 0 whatever its
    /// outcome.
    pub fn variance(&self, kind: Variance) -> Result<Matrix, NotEstimable> {
        let k = self.coefficients.len();
        let bread = self.cross.inverse();
        let mut variance = bread.clone();
        if kind == Variance::Model {
            let sigma_squared = self.residual_sum() / self.df;
            (0..k).for_each(|i| variance.row_mut(i).iter_mut().for_each(|v| *v *= sigma_squared));
        } else {
            let mut middle = Matrix::zeros(k, k);
            for (i, r) in self.residuals.iter().enumerate() {
                let z = self.rows.row(i);
                let leverage = if kind == Variance::Hc3 { dot(&self.cross.solve(z), z) } else { 0.0 };
                if leverage > 1.0 - 1e-9 {
                    return Err(NotEstimable::new("one patient alone determines a coefficient"));
                }
                let scaled = r / (1.0 - leverage);
                middle.add_outer_lower(scaled * scaled, z);
            }
            middle.mirror();
            variance = bread.product(&middle).product(&bread);
        }
        let mut transposed = Matrix::zeros(k, k);
        for i in 0..k {
            for j in 0..k {
                transposed[(j, i)] = self.back[(i, j)];
            }
        }
        Ok(self.back.product(&variance).product(&transposed))
    }

    /// Two-sided p-value of coefficient `j` with this standard error.
    pub fn p_value(&self, j: usize, standard_error: f64) -> f64 {
        2.0 * t_sf((self.coefficients[j] / standard_error).abs(), self.df)
    }

    pub fn interval(&self, j: usize, standard_error: f64, level: f64) -> Interval {
        Interval::around(self.coefficients[j], t_upper_quantile((1.0 - level) / 2.0, self.df) * standard_error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_through_four_points() {
        let fit = fit(&[1.0, 3.0, 2.0, 4.0], &[&[0.0, 1.0, 2.0, 3.0]]).unwrap();
        assert!((fit.coefficients[0] - 1.3).abs() < 1e-14 && (fit.coefficients[1] - 0.8).abs() < 1e-14);
        assert!((fit.r_squared().unwrap() - 0.64).abs() < 1e-14);
    }

    /// An indicator of one patient leaves no residual to scale.
    #[test]
    fn a_patient_with_a_coefficient_of_its_own() {
        let fit = fit(&[1.0, 3.0, 2.0, 4.0], &[&[0.0, 0.0, 0.0, 1.0]]).unwrap();
        assert!(fit.variance(Variance::Hc3).is_err() && fit.variance(Variance::Model).is_ok());
    }

    #[test]
    fn degenerate_designs() {
        let y = [1.0, 2.0, 3.0, 5.0];
        assert_eq!(fit(&y, &[&[1.0; 4]]).err(), Some(Failure::Collinear(vec![0])));
        let x = [1.0, 2.0, 3.0, 4.0];
        assert_eq!(fit(&y, &[&x, &x.map(|v| 2.0 * v)]).err(), Some(Failure::Collinear(vec![1])));
        assert_eq!(fit(&y[..2], &[&x[..2]]).err(), Some(Failure::TooFewRows));
        assert_eq!(fit(&[f64::NAN, 1.0, 2.0], &[]).err(), Some(Failure::NotFinite));
    }
}
