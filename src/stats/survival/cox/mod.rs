//! Cox's proportional hazards model.
//!
//! Cox, JRSS B 1972;34:187; Therneau and Grambsch, Modeling Survival Data, 2000, chapters 3 and 7. One backward pass over the
//! sorted rows gives likelihood, score and information; the maximum is found by Newton's method from 0.

mod canonical;
pub mod concordance;
mod exact;
pub mod firth;
pub(super) mod likelihood;
pub(super) mod monotone;
pub(super) mod newton;
pub mod proportional_hazards;
pub mod residuals;
pub(super) mod risk_set;
pub mod robust;
mod rows;

pub use likelihood::{Likelihood, likelihood};
pub use risk_set::Ties;
pub use rows::{Model, Rows};

use super::log_rank::ChiSquared;
use crate::number::NotEstimable;
use crate::stats::design::Redundant;
use crate::stats::linear::{Matrix, dot};

/// Why there are no coefficients.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    NotEstimable(NotEstimable),
    /// These covariates do not vary among patients at risk at an event, or are determined by those before them.
    Redundant(Redundant),
    /// The likelihood rises for ever along this direction of the coefficients, to this logarithm.
    Monotone {
        log_likelihood: f64,
        direction: Vec<f64>,
    },
}

impl From<NotEstimable> for Failure {
    fn from(reason: NotEstimable) -> Failure {
        Failure::NotEstimable(reason)
    }
}

impl From<Failure> for NotEstimable {
    fn from(failure: Failure) -> NotEstimable {
        match failure {
            Failure::NotEstimable(reason) => reason,
            Failure::Redundant(_) => NotEstimable::RedundantCovariate,
            Failure::Monotone { .. } => NotEstimable::NoFiniteRatio,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Fit {
    pub rows: Rows,
    pub ties: Ties,
    pub coefficients: Vec<f64>,
    /// At the coefficients.
    pub at_maximum: Likelihood,
    /// At 0.
    pub at_null: Likelihood,
    /// The inverse of the information.
    pub variance: Matrix,
}

/// Maximises the partial likelihood.
pub fn fit(model: &Model, ties: Ties) -> Result<Fit, Failure> {
    let rows = Rows::new(model)?;
    if rows.is_empty() {
        return Err(NotEstimable::NoPatient.into());
    }
    if rows.p == 0 {
        return Err(NotEstimable::NothingToCompare.into());
    }
    if rows.events() == 0 {
        return Err(NotEstimable::NoEvents.into());
    }
    if ties == Ties::Exact && model.observations.is_weighted() {
        return Err(NotEstimable::ExactLikelihoodTakesNoWeights.into());
    }
    let scale = rows.informative(model)?;
    let maximum = newton::maximise(
        &scale,
        |beta| likelihood(&rows, beta, ties),
        |direction| monotone::is_monotone(&rows, direction, ties),
    )?;
    let newton::Maximum { coefficients, at_maximum, at_null, variance } = maximum;
    Ok(Fit { rows, ties, coefficients, at_maximum, at_null, variance })
}

impl Fit {
    pub fn standard_error(&self, i: usize) -> f64 {
        self.variance[(i, i)].sqrt()
    }

    /// Twice the rise of the log likelihood from 0.
    pub fn likelihood_ratio_test(&self) -> ChiSquared {
        ChiSquared::new(2.0 * (self.at_maximum.log - self.at_null.log), self.coefficients.len() as f64)
    }

    /// βᵀ I β, I the information at the maximum.
    pub fn wald_test(&self) -> ChiSquared {
        let statistic = self.at_maximum.information.quadratic(&self.coefficients);
        ChiSquared::new(statistic, self.coefficients.len() as f64)
    }

    /// Uᵀ I⁻¹ U at 0.
    pub fn score_test(&self) -> Result<ChiSquared, NotEstimable> {
        score_test_at(&self.at_null, self.coefficients.len())
    }
}

/// The score test of `df` coefficients that were held at 0 while the others maximised the likelihood.
pub fn score_test_at(restricted: &Likelihood, df: usize) -> Result<ChiSquared, NotEstimable> {
    let determined = |columns| Failure::Redundant(Redundant { constant: vec![], determined: columns });
    let factor = restricted.information.factor(newton::REDUNDANT).map_err(|e| determined(e.redundant))?;
    Ok(ChiSquared::new(dot(&factor.solve(&restricted.score), &restricted.score), df as f64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::survival::observations::Observations;

    /// Inside its strata the first covariate does not vary: there is nothing to estimate, whatever rounding leaves.
    #[test]
    fn a_covariate_constant_within_strata_is_redundant() {
        let n = 240;
        let time: Vec<f64> = (0..n).map(|i| f64::from(1 + i * 7 % 40)).collect();
        let event: Vec<bool> = (0..n).map(|i| i % 3 != 0).collect();
        let strata: Vec<usize> = (0..n as usize).map(|i| i % 4).collect();
        let constant: Vec<f64> = strata.iter().map(|s| [0.1, 0.7, 1.3, 2.9][*s] / 3.0).collect();
        let varying: Vec<f64> = (0..n).map(|i| f64::from(i * 13 % 31) / 7.0).collect();
        for covariates in [vec![constant.clone()], vec![constant, varying]] {
            for ties in [Ties::Efron, Ties::Breslow] {
                let observations = Observations::new(None, &time, &event, None).unwrap();
                let model =
                    Model { observations: &observations, covariates: &covariates, strata: Some(&strata), offset: None };
                assert!(fit(&model, ties).is_err());
            }
        }
    }
}
