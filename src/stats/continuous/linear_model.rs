//! The linear model by least squares, as in the analysis of covariance.

use crate::number::{Among, Estimable, ModelTerm, NotEstimable};
use crate::stats::design::{Column, Orthogonal, Redundant};
use crate::stats::distribution::{t_sf, t_upper_quantile};
use crate::stats::exact::{self, Twofold};
use crate::stats::linear::Matrix;
use crate::stats::proportion::Interval;

use super::groups::F;

/// Why there is no fit. Columns are positions in the covariates given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No more rows than coefficients.
    TooFewRows,
    NotFinite,
    /// These columns do not vary or follow from the others.
    Collinear(Redundant),
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

/// Variance of the coefficients of the columns from their centres, in their scales.
#[derive(Clone, Debug)]
pub struct Scaled(Matrix);

/// A linear model; the intercept comes first.
#[derive(Clone, Debug)]
pub struct Fit {
    pub coefficients: Vec<f64>,
    pub residuals: Vec<f64>,
    /// Rows less coefficients.
    pub df: f64,
    total: f64,
    factor: Orthogonal,
    /// The fitted value where every column is at its centre.
    level: f64,
    centres: Vec<Twofold>,
    /// From the columns of the factor to those given.
    back: Matrix,
}

/// A column as `centre` + `scale` · (high + low) in each row, `low` being what a double has no room for.
struct Split {
    centre: Twofold,
    scale: f64,
    high: Vec<f64>,
    low: Vec<f64>,
    largest: f64,
}

impl Split {
    /// `scale` is a power of two near the standard deviation, so that it costs no digit.
    fn of(values: &[f64]) -> Split {
        let (centre, parts) = exact::split_deviations(values);
        let squares = exact::sum(parts.iter().map(|(high, _)| high * high)) / values.len() as f64;
        let scale = if squares > 0.0 { libm::exp2(libm::log2(squares.sqrt()).round()) } else { 1.0 };
        let largest = values.iter().fold(0.0, |most: f64, v| most.max(v.abs())) / scale;
        let (high, low) = parts.into_iter().map(|(high, low)| (high / scale, low / scale)).unzip();
        Split { centre, scale, high, low, largest }
    }

    fn intercept(n: usize) -> Split {
        Split { centre: (0.0, 0.0), scale: 1.0, high: vec![1.0; n], low: vec![0.0; n], largest: 1.0 }
    }
}

/// Least squares by an orthogonal factorisation of the centred and scaled columns, with iterative refinement of coefficients
/// and residuals together (Björck 1967, BIT 7:257), sums carried to twice the digits of a double.
pub fn fit(outcome: &[f64], columns: &[&[f64]]) -> Result<Fit, Failure> {
    let (n, k) = (outcome.len(), columns.len() + 1);
    if n <= k {
        return Err(Failure::TooFewRows);
    }
    if outcome.iter().chain(columns.iter().copied().flatten()).any(|v| !v.is_finite()) {
        return Err(Failure::NotFinite);
    }
    let design: Vec<Split> = std::iter::once(Split::intercept(n)).chain(columns.iter().map(|c| Split::of(c))).collect();
    let column = |split: &Split| Column { values: split.high.clone(), largest: split.largest };
    let factor = Orthogonal::new(design.iter().map(column).collect(), LEAST).map_err(|redundant| {
        // The intercept comes first, and is never redundant.
        let given = |list: Vec<usize>| list.into_iter().filter_map(|c| c.checked_sub(1)).collect();
        Failure::Collinear(Redundant { constant: given(redundant.constant), determined: given(redundant.determined) })
    })?;
    let y = Split::of(outcome);
    let (mut scaled, residuals) = refined(&factor, &design, &y);
    let mut residuals: Vec<f64> = residuals.into_iter().map(|r| r.0).collect();
    settle(&mut scaled, &mut residuals, &factor, &y);
    let total = exact::sum(y.high.iter().map(|v| v * v * y.scale * y.scale));
    let coefficients = unscaled(&scaled, &design, &y);
    let own = scaled.first().copied().unwrap_or_default();
    let level = exact::sum([y.centre.0, y.centre.1, own.0 * y.scale, own.1 * y.scale]);
    let centres = design.iter().skip(1).map(|column| column.centre).collect();
    residuals.iter_mut().for_each(|r| *r *= y.scale);
    Ok(Fit { coefficients, residuals, df: (n - k) as f64, total, factor, level, centres, back: back(&design) })
}

/// A column of which no larger part is its own follows from the others: what a factorisation by columns can tell.
const LEAST: f64 = 1e-12;
const REFINEMENTS: usize = 6;

fn add(to: &mut Twofold, more: f64) {
    let high = to.0 + more;
    let back = high - to.0;
    let lost = (to.0 - (high - back)) + (more - back) + to.1;
    *to = (high + lost, lost - ((high + lost) - high));
}

/// Coefficients of the scaled columns and residuals of the scaled outcome.
fn refined(factor: &Orthogonal, design: &[Split], y: &Split) -> (Vec<Twofold>, Vec<Twofold>) {
    let n = y.high.len();
    let (mut beta, mut residuals) = (vec![(0.0, 0.0); design.len()], vec![(0.0, 0.0); n]);
    for _ in 0..REFINEMENTS {
        // What the equations r + Zβ = y and Zᵀr = 0 still lack.
        let lack = |i: usize| {
            let fitted = design.iter().zip(&beta).flat_map(|(z, b): (_, &Twofold)| product(z, i, *b));
            let given = [y.high[i], y.low[i], -residuals[i].0, -residuals[i].1];
            exact::sum(given.into_iter().chain(fitted.map(|term| -term)))
        };
        let lack: Vec<f64> = (0..n).map(lack).collect();
        let slope = |z: &Split| -exact::sum((0..n).flat_map(|i| product(z, i, residuals[i])));
        let turned = factor.solve_transposed(&design.iter().map(slope).collect::<Vec<f64>>());
        let projected: Vec<f64> = factor.project(&lack).iter().zip(&turned).map(|(c, t)| c - t).collect();
        beta.iter_mut().zip(factor.solve(&projected)).for_each(|(b, more)| add(b, more));
        for (i, r) in residuals.iter_mut().enumerate() {
            add(r, lack[i] - factor.q.iter().zip(&projected).map(|(q, c)| q[i] * c).sum::<f64>());
        }
    }
    (beta, residuals)
}

/// The value of a column in a row times a number, as terms of a sum.
fn product(column: &Split, row: usize, by: Twofold) -> [f64; 4] {
    let (high, low) = (column.high[row], column.low[row]);
    let first = high * by.0;
    [first, high.mul_add(by.0, -first), low * by.0, high * by.1]
}

/// Slopes and residuals that are 0 but for rounding are 0.
fn settle(beta: &mut [Twofold], residuals: &mut [f64], factor: &Orthogonal, y: &Split) {
    let largest = y.high.iter().fold(0.0, |most: f64, v| most.max(v.abs()));
    let noise = exact::ROUNDING * largest;
    if residuals.iter().all(|r| r.abs() <= noise) {
        residuals.fill(0.0);
    }
    let length = (y.high.len() as f64).sqrt();
    for (j, b) in beta.iter_mut().enumerate() {
        // What the column's own part adds to the fitted values, root mean square.
        if (b.0 * factor.r[(j, j)]).abs() / length <= noise {
            *b = (0.0, 0.0);
        }
    }
}

/// Coefficients of the columns given. The scales are powers of two.
fn unscaled(scaled: &[Twofold], design: &[Split], y: &Split) -> Vec<f64> {
    let slope = |(b, column): (&Twofold, &Split)| (b.0 * y.scale / column.scale, b.1 * y.scale / column.scale);
    let slopes: Vec<Twofold> = scaled.iter().zip(design).map(slope).collect();
    let at_centres = slopes.iter().zip(design).skip(1).flat_map(|(b, column)| {
        let (high, low) = column.centre;
        let first = b.0 * high;
        [-first, -b.0.mul_add(high, -first), -b.1 * high, -b.0 * low]
    });
    let own = slopes.first().copied().unwrap_or_default();
    let intercept = exact::sum([y.centre.0, y.centre.1, own.0, own.1].into_iter().chain(at_centres));
    std::iter::once(intercept).chain(slopes.iter().skip(1).map(|b| b.0)).collect()
}

/// Given columns are centre + scale · factor's.
fn back(design: &[Split]) -> Matrix {
    let mut back = Matrix::zeros(design.len(), design.len());
    back[(0, 0)] = 1.0;
    for (j, column) in design.iter().enumerate().skip(1) {
        back[(j, j)] = 1.0 / column.scale;
        back[(0, j)] = -column.centre.0 / column.scale;
    }
    back
}

impl Failure {
    /// With the names of the columns.
    pub fn reason(&self, name: &dyn Fn(usize) -> ModelTerm) -> NotEstimable {
        match self {
            Failure::TooFewRows => NotEstimable::NoMorePatientsThanCoefficients,
            Failure::NotFinite => NotEstimable::ValueMissingOrInfinite,
            Failure::Collinear(redundant) => redundant.reason(name, Among::AllPatients),
        }
    }
}

impl Fit {
    fn residual_sum(&self) -> f64 {
        exact::dot(&self.residuals, &self.residuals)
    }

    /// The residual standard deviation.
    pub fn sigma(&self) -> f64 {
        (self.residual_sum() / self.df).sqrt()
    }

    pub fn r_squared(&self) -> Estimable {
        if self.total > 0.0 {
            Ok(1.0 - self.residual_sum() / self.total)
        } else {
            Err(NotEstimable::OutcomeDoesNotVary)
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
            return Err(NotEstimable::NothingToTest);
        }
        Ok(F { statistic: (self.total - residual) / df1 / (residual / self.df), df1, df2: self.df })
    }

    /// The fitted value of a patient with these values in the columns given, and what it is linear in: the columns from their centres,
    /// so that no digit is lost where a column is far from 0.
    pub fn value(&self, patient: &[f64]) -> f64 {
        let slopes = self.coefficients.iter().skip(1);
        let terms =
            slopes.zip(self.apart_from_centres(patient)).flat_map(|(slope, (high, low))| [slope * high, slope * low]);
        exact::sum(std::iter::once(self.level).chain(terms))
    }

    fn apart_from_centres<'p>(&'p self, patient: &'p [f64]) -> impl Iterator<Item = Twofold> + 'p {
        patient.iter().zip(&self.centres).map(|(value, (high, low))| (value - high, -low))
    }

    /// The square of the standard error of [`Fit::value`], by `variance`, which is of the scaled columns.
    pub fn square_of(&self, patient: &[f64], variance: &Scaled) -> f64 {
        let from_centre = self.apart_from_centres(patient).enumerate();
        let scaled = from_centre.map(|(j, (high, low))| (high + low) * self.back[(j + 1, j + 1)]);
        let row: Vec<f64> = std::iter::once(1.0).chain(scaled).collect();
        let along = (0..row.len()).flat_map(|i| (0..row.len()).map(move |j| (i, j)));
        exact::sum(along.map(|(i, j)| row[i] * variance.0[(i, j)] * row[j]))
    }

    /// Variance of the coefficients, in their order. HC3 is not estimable where a row has a coefficient to itself, its residual then being 0 whatever its
    /// outcome.
    pub fn variance(&self, kind: Variance) -> Result<Matrix, NotEstimable> {
        self.scaled_variance(kind).map(|scaled| self.unscaled(&scaled))
    }

    /// Of the coefficients of the columns given.
    pub fn unscaled(&self, Scaled(variance): &Scaled) -> Matrix {
        self.back.product(variance).product(&self.back.transposed())
    }

    /// As [`Fit::variance`], of the coefficients of the columns from their centres, in their scales.
    pub fn scaled_variance(&self, kind: Variance) -> Result<Scaled, NotEstimable> {
        let k = self.coefficients.len();
        // (ZᵀZ)⁻¹ = R⁻¹ R⁻ᵀ.
        let root = self.factor.inverse();
        let bread = root.product(&root.transposed());
        let mut variance = bread.clone();
        if kind == Variance::Model {
            let sigma_squared = self.residual_sum() / self.df;
            (0..k).for_each(|i| variance.row_mut(i).iter_mut().for_each(|v| *v *= sigma_squared));
        } else {
            let mut middle = Matrix::zeros(k, k);
            for (i, r) in self.residuals.iter().enumerate() {
                let q: Vec<f64> = self.factor.q.iter().map(|q| q[i]).collect();
                let leverage = if kind == Variance::Hc3 { exact::dot(&q, &q) } else { 0.0 };
                if leverage > 1.0 - 1e-9 {
                    return Err(NotEstimable::OnePatientDeterminesACoefficient);
                }
                let scaled = r / (1.0 - leverage);
                middle.add_outer_lower(scaled * scaled, &q);
            }
            middle.mirror();
            // R⁻¹ (Qᵀ D Q) R⁻ᵀ.
            variance = root.product(&middle).product(&root.transposed());
        }
        Ok(Scaled(variance))
    }

    /// Two-sided p-value of coefficient `j` with this standard error.
    pub fn p_value(&self, j: usize, standard_error: f64) -> f64 {
        2.0 * t_sf((self.coefficients[j] / standard_error).abs(), self.df)
    }

    pub fn interval(&self, j: usize, standard_error: f64, level: f64) -> Interval {
        self.around(self.coefficients[j], standard_error, level)
    }

    /// By Student's t with the degrees of freedom of the residuals.
    pub fn around(&self, estimate: f64, standard_error: f64, level: f64) -> Interval {
        Interval::around(estimate, t_upper_quantile((1.0 - level) / 2.0, self.df) * standard_error)
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
        assert_eq!(
            fit(&y, &[&[1.0; 4]]).err(),
            Some(Failure::Collinear(Redundant { constant: vec![0], determined: vec![] }))
        );
        let x = [1.0, 2.0, 3.0, 4.0];
        assert_eq!(
            fit(&y, &[&x, &x.map(|v| 2.0 * v)]).err(),
            Some(Failure::Collinear(Redundant { constant: vec![], determined: vec![1] }))
        );
        assert_eq!(fit(&y[..2], &[&x[..2]]).err(), Some(Failure::TooFewRows));
        assert_eq!(fit(&[f64::NAN, 1.0, 2.0], &[]).err(), Some(Failure::NotFinite));
    }
}
