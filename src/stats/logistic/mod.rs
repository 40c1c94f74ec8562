//! Logistic regression by maximum likelihood, with model-based and sandwich variances.
//!
//! The columns are centred and scaled before the fit and the results carried back, so that covariates in odd units cost no
//! digits. An intercept always comes first.

mod conditional;
mod firth;
mod newton;
mod profile;
mod sandwich;

pub use conditional::{ConditionalFit, fit_conditional, informative_sets};
pub use firth::{FirthFit, fit_firth};
pub use profile::profile_interval;
pub use sandwich::Sandwich;

use super::design::Redundant;
use super::linear::{Ldl, Matrix};
use crate::number::{Among, ModelTerm, NotEstimable};
use libm::{exp, log, log1p};
use newton::{NoMaximum, Standardised, maximise};

/// Why there is no fit. Columns are positions in the covariates given; the intercept has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No row of positive weight, or fewer rows than coefficients.
    TooFewRows,
    /// All rows respond, or none does.
    OneOutcome,
    /// These columns do not vary or follow from the others.
    Collinear(Redundant),
    /// A combination of these columns predicts the outcome without error in some rows: the maximum is infinite.
    Separated(Vec<usize>),
    NotConverged,
}

impl Failure {
    /// With the names of the columns.
    pub fn reason(&self, name: &dyn Fn(usize) -> ModelTerm) -> NotEstimable {
        self.reason_among(name, Among::AllPatients)
    }

    /// The same, and where the rows are compared.
    pub fn reason_among(&self, name: &dyn Fn(usize) -> ModelTerm, among: Among) -> NotEstimable {
        match self {
            Failure::TooFewRows => NotEstimable::FewerPatientsThanCoefficients,
            Failure::OneOutcome => NotEstimable::AllOrNoneRespond,
            Failure::Collinear(redundant) => redundant.reason(name, among),
            Failure::Separated(columns) => {
                NotEstimable::Separated { terms: columns.iter().map(|c| name(*c)).collect() }
            }
            Failure::NotConverged => NotEstimable::LikelihoodNotMaximised,
        }
    }
}

/// A logistic model at its maximum.
#[derive(Clone, Debug)]
pub struct Fit {
    /// Intercept, then one per column.
    pub coefficients: Vec<f64>,
    /// Inverse of the information, in the order of the coefficients.
    pub covariance: Matrix,
    /// Of every row, those of weight 0 included.
    pub linear_predictor: Vec<f64>,
    pub log_likelihood: f64,
    /// Of the model with the intercept alone.
    pub null_log_likelihood: f64,
    pub iterations: usize,
    model: Standardised,
    information: Ldl,
}

impl Fit {
    /// Probability of the outcome in each row.
    pub fn fitted(&self) -> Vec<f64> {
        self.linear_predictor.iter().map(|eta| probability(*eta)).collect()
    }
    pub fn standard_errors(&self) -> Vec<f64> {
        (0..self.coefficients.len()).map(|j| self.covariance[(j, j)].sqrt()).collect()
    }
    pub fn deviance(&self) -> f64 {
        -2.0 * self.log_likelihood
    }
}

/// Maximum likelihood by Newton's method (McCullagh & Nelder 1989, Generalized Linear Models, section 4.4).
///
/// `outcome` has one entry per row, and each of `columns` too. `weights` count a row several times; rows of weight 0 take no
/// part. Converged when a Newton step moves no linear predictor by more than 1e-9, after which the error is far below 1e-13.
pub fn fit(outcome: &[bool], columns: &[&[f64]], weights: Option<&[f64]>) -> Result<Fit, Failure> {
    let model = Standardised::new(outcome, columns, weights)?;
    let maximum = maximise(&model)?;
    Ok(Fit {
        coefficients: model.to_original(&maximum.coefficients),
        covariance: model.covariance_to_original(&maximum.information.inverse()),
        linear_predictor: model.linear_predictor(&maximum.coefficients),
        log_likelihood: maximum.log_likelihood,
        null_log_likelihood: null_log_likelihood(outcome, weights)?,
        iterations: maximum.iterations,
        information: maximum.information,
        model,
    })
}

/// Of the intercept alone.
fn null_log_likelihood(outcome: &[bool], weights: Option<&[f64]>) -> Result<f64, Failure> {
    let null = Standardised::new(outcome, &[], weights)?;
    let (yes, all) = (null.responding_weight(), null.total_weight());
    let share = yes / all;
    Ok(yes * log(share) + (all - yes) * log1p(-share))
}

/// Twice the gain in log-likelihood over the intercept alone, which exists where no coefficients do: where the outcome is separated the
/// likelihood grows to a limit. Arguments as for [`fit`].
pub fn likelihood_ratio(outcome: &[bool], columns: &[&[f64]], weights: Option<&[f64]>) -> Result<f64, Failure> {
    Standardised::new(outcome, columns, weights)?;
    let gain = supremum(outcome, columns, weights)? - null_log_likelihood(outcome, weights)?;
    Ok((2.0 * gain).max(0.0))
}

/// The log-likelihood at its maximum, or the limit to which it grows: along a direction of separation every row that it moves is
/// predicted with certainty in the end and adds 0, and the other rows have a likelihood of their own.
fn supremum(outcome: &[bool], columns: &[&[f64]], weights: Option<&[f64]>) -> Result<f64, Failure> {
    let model = match Standardised::new(outcome, columns, weights) {
        Ok(model) => model,
        Err(Failure::OneOutcome) => return Ok(0.0),
        // Among fewer rows columns can follow from each other.
        Err(Failure::Collinear(redundant)) => {
            let redundant = redundant.columns();
            let kept = columns.iter().enumerate().filter(|(j, _)| !redundant.contains(j));
            return supremum(outcome, &kept.map(|(_, column)| *column).collect::<Vec<_>>(), weights);
        }
        Err(Failure::TooFewRows) if !columns.is_empty() => {
            return supremum(outcome, &columns[..columns.len() - 1], weights);
        }
        Err(Failure::TooFewRows) => return Ok(0.0),
        Err(failure @ (Failure::Separated(_) | Failure::NotConverged)) => return Err(failure),
    };
    match maximise(&model) {
        Ok(maximum) => Ok(maximum.log_likelihood),
        Err(NoMaximum::NotConverged) => Err(Failure::NotConverged),
        Err(NoMaximum::Separated(direction)) => {
            let rows = model.undecided(&direction);
            let of = |values: &[f64]| -> Vec<f64> { rows.iter().map(|i| values[*i]).collect() };
            let outcome: Vec<bool> = rows.iter().map(|i| outcome[*i]).collect();
            let columns: Vec<Vec<f64>> = columns.iter().map(|c| of(c)).collect();
            let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
            supremum(&outcome, &columns, weights.map(of).as_deref())
        }
    }
}

/// 1/(1 + e^(−η)).
pub fn probability(eta: f64) -> f64 {
    1.0 / (1.0 + exp(-eta))
}

/// ln of the probability of the outcome.
fn log_probability(eta: f64, outcome: bool) -> f64 {
    let towards = if outcome { eta } else { -eta };
    if towards > 0.0 { -log1p(exp(-towards)) } else { towards - log1p(exp(towards)) }
}
