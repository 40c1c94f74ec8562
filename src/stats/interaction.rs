//! Whether an effect differs between subgroups: by an interaction in a model, or by the heterogeneity of the estimates.

use super::continuous::linear_model;
use super::distribution::{chi_squared_sf, f_sf};
use super::linear::Matrix;
use super::logistic;
use super::survival::cox::{self, Model, Ties};
use crate::number::{Estimable, NotEstimable};

/// A test of several coefficients, or of several estimates.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    pub statistic: f64,
    pub df: usize,
    /// Of the residuals: the statistic is an F. None: it is a chi-squared.
    pub residual_df: Option<f64>,
    pub p_value: f64,
}

impl Test {
    fn chi_squared(statistic: f64, df: usize) -> Test {
        let statistic = statistic.max(0.0);
        Test { statistic, df, residual_df: None, p_value: chi_squared_sf(statistic, df as f64) }
    }
}

/// An estimate with the square of its standard error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    pub value: f64,
    pub variance: f64,
}

/// Cochran's Q: the weighted sum of the squared deviations from the common estimate, each weight the inverse of a variance, on one degree
/// of freedom less than there are estimates (Cochran WG. Biometrics 1954;10:101–129).
pub fn heterogeneity(estimates: &[Estimate]) -> Result<Test, NotEstimable> {
    if estimates.len() < 2 {
        return Err(NotEstimable::OneSubgroup);
    }
    if estimates.iter().any(|e| !(e.value.is_finite() && e.variance.is_finite() && e.variance > 0.0)) {
        return Err(NotEstimable::SubgroupWithoutEstimate);
    }
    let weights: f64 = estimates.iter().map(|e| 1.0 / e.variance).sum();
    let common = estimates.iter().map(|e| e.value / e.variance).sum::<f64>() / weights;
    let q = estimates.iter().map(|e| (e.value - common) * (e.value - common) / e.variance).sum();
    Ok(Test::chi_squared(q, estimates.len() - 1))
}

/// βᵀ V⁻¹ β of the last `tested` of the coefficients, V being their part of the covariance.
fn quadratic(coefficients: &[f64], covariance: &Matrix, tested: usize) -> Estimable {
    let chosen: Vec<usize> = (coefficients.len() - tested..coefficients.len()).collect();
    let beta = &coefficients[coefficients.len() - tested..];
    let factor = covariance.part(&chosen).factor(1e-12).map_err(|_| NotEstimable::RedundantCovariate)?;
    Ok(factor.solve(beta).iter().zip(beta).map(|(a, b)| a * b).sum())
}

/// The last `tested` columns of a logistic model, the intercept coming first.
pub fn logistic_wald(outcome: &[bool], columns: &[&[f64]], tested: usize) -> Result<Test, logistic::Failure> {
    let fit = logistic::fit(outcome, columns, None)?;
    let statistic =
        quadratic(&fit.coefficients, &fit.covariance, tested).map_err(|_| logistic::Failure::NotConverged)?;
    Ok(Test::chi_squared(statistic, tested))
}

/// Twice what the last `tested` columns add to the log-likelihood.
pub fn logistic_ratio(outcome: &[bool], columns: &[&[f64]], tested: usize) -> Result<Test, logistic::Failure> {
    let full = logistic::fit(outcome, columns, None)?;
    let less = logistic::fit(outcome, &columns[..columns.len() - tested], None)?;
    Ok(Test::chi_squared(2.0 * (full.log_likelihood - less.log_likelihood), tested))
}

/// The F test of the last `tested` columns.
pub fn linear_wald(outcome: &[f64], columns: &[&[f64]], tested: usize) -> Result<Test, linear_model::Failure> {
    let fit = linear_model::fit(outcome, columns)?;
    let covariance = fit.variance(linear_model::Variance::Model).map_err(|_| linear_model::Failure::TooFewRows)?;
    let quadratic = quadratic(&fit.coefficients, &covariance, tested).map_err(|_| linear_model::Failure::TooFewRows)?;
    let statistic = quadratic / tested as f64;
    let p_value = f_sf(statistic, tested as f64, fit.df);
    Ok(Test { statistic, df: tested, residual_df: Some(fit.df), p_value })
}

/// n times the logarithm of the ratio of the residual sums of squares.
pub fn linear_ratio(outcome: &[f64], columns: &[&[f64]], tested: usize) -> Result<Test, linear_model::Failure> {
    let full = linear_model::fit(outcome, columns)?;
    let less = linear_model::fit(outcome, &columns[..columns.len() - tested])?;
    let squares = |fit: &linear_model::Fit| fit.residuals.iter().map(|r| r * r).sum::<f64>();
    if squares(&full) <= 0.0 {
        return Err(linear_model::Failure::TooFewRows);
    }
    let statistic = outcome.len() as f64 * libm::log(squares(&less) / squares(&full));
    Ok(Test::chi_squared(statistic, tested))
}

/// The last `tested` covariates of a Cox model.
pub fn cox_wald(model: &Model, ties: Ties, tested: usize) -> Result<Test, cox::Failure> {
    let fit = cox::fit(model, ties)?;
    Ok(Test::chi_squared(quadratic(&fit.coefficients, &fit.variance, tested)?, tested))
}

/// Twice what they add to the log partial likelihood.
pub fn cox_ratio(model: &Model, ties: Ties, tested: usize) -> Result<Test, cox::Failure> {
    let full = cox::fit(model, ties)?;
    let less = cox::fit(&Model { covariates: &model.covariates[..model.covariates.len() - tested], ..*model }, ties)?;
    Ok(Test::chi_squared(2.0 * (full.at_maximum.log - less.at_maximum.log), tested))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: weights 4 and 1, the common estimate 1.2, Q = 4 · 0.04 + 0.64.
    #[test]
    fn q_by_hand() {
        let one = |value, variance| Estimate { value, variance };
        let test = heterogeneity(&[one(1.0, 0.25), one(2.0, 1.0)]).expect("a test");
        assert!((test.statistic - 0.8).abs() < 1e-14, "{test:?}");
        assert_eq!(test.df, 1);
        assert_eq!(heterogeneity(&[one(1.0, 0.25)]), Err(NotEstimable::OneSubgroup));
        assert_eq!(heterogeneity(&[one(1.0, 0.25), one(1.0, 0.0)]), Err(NotEstimable::SubgroupWithoutEstimate));
    }

    /// Two by two cells of a linear model: the interaction is the difference of the differences, 5 − 2 = 3; within cells the deviations
    /// are ±1, so that its variance is 8/4 · 1/2 · 4 and F = 9/4.
    #[test]
    fn an_interaction_of_two_by_two_means() {
        let outcome = [1.0, 3.0, 3.0, 5.0, 2.0, 4.0, 7.0, 9.0];
        let group = [0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0];
        let level = [0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0];
        let both: Vec<f64> = group.iter().zip(&level).map(|(a, b)| a * b).collect();
        let test = linear_wald(&outcome, &[&group, &level, &both], 1).expect("a test");
        assert!((test.statistic - 9.0 / 4.0).abs() < 1e-12, "{test:?}");
        assert_eq!((test.df, test.residual_df), (1, Some(4.0)));
        // Residual sums of squares 8 and 8 + 9/2.
        let ratio = linear_ratio(&outcome, &[&group, &level, &both], 1).expect("a test");
        assert!((ratio.statistic - 8.0 * (12.5_f64 / 8.0).ln()).abs() < 1e-12, "{ratio:?}");
    }
}
