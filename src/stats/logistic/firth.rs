//! Firth's penalised likelihood: a finite estimate where the outcome is separated.

use super::newton::Standardised;
use super::{Failure, probability};
use crate::stats::linear::{Matrix, dot};

/// A fit by penalised likelihood.
#[derive(Clone, Debug)]
pub struct FirthFit {
    /// Intercept, then one per column.
    pub coefficients: Vec<f64>,
    /// Inverse of the unpenalised information at the estimate.
    pub covariance: Matrix,
    /// ln L + ½ ln det I, of the standardised columns.
    pub penalised_log_likelihood: f64,
}

const MOST_ITERATIONS: usize = 500;

/// Maximises ln L + ½ ln det I, Jeffreys' prior as penalty (Firth 1993, Biometrika 80:27; Heinze & Schemper 2002, Stat Med 21:2409), by
/// their modified score w (y − p) + h (½ − p). Arguments as for [`super::fit`].
pub fn fit_firth(outcome: &[bool], columns: &[&[f64]], weights: Option<&[f64]>) -> Result<FirthFit, Failure> {
    let model = Standardised::new(outcome, columns, weights)?;
    let mut coefficients = vec![0.0; columns.len() + 1];
    let mut value = penalised(&model, &coefficients).ok_or(Failure::NotConverged)?;
    let (mut last, mut damping) = (vec![0.0; coefficients.len()], 1.0);
    for _ in 0..MOST_ITERATIONS {
        let mut step = modified_step(&model, &coefficients).ok_or(Failure::NotConverged)?;
        // The information is not the whole curvature of the penalised likelihood: full steps can swing around the maximum.
        if dot(&step, &last) < -0.1 * dot(&last, &last) {
            damping *= 0.5;
        }
        last.clone_from(&step);
        step.iter_mut().for_each(|s| *s *= damping);
        let largest = model.rows.times(&step).iter().fold(0.0, |a: f64, b| a.max(b.abs()));
        let moved = |step: &[f64]| -> Vec<f64> { coefficients.iter().zip(step).map(|(c, s)| c + s).collect() };
        let mut next = moved(&step);
        let mut next_value = penalised(&model, &next);
        for _ in 0..40 {
            if next_value.is_some_and(|v| v >= value - 1e-9 * value.abs()) {
                break;
            }
            step.iter_mut().for_each(|s| *s *= 0.5);
            next = moved(&step);
            next_value = penalised(&model, &next);
        }
        value = next_value.ok_or(Failure::NotConverged)?;
        coefficients = next;
        // Fisher scoring converges linearly: the last step must be far below the error allowed.
        if largest < 1e-14 {
            break;
        }
    }
    let eta = model.linear_predictor(&coefficients);
    let information = model.information(&eta).factor(0.0).map_err(|_| Failure::NotConverged)?;
    Ok(FirthFit {
        coefficients: model.to_original(&coefficients),
        covariance: model.covariance_to_original(&information.inverse()),
        penalised_log_likelihood: value,
    })
}

fn penalised(model: &Standardised, coefficients: &[f64]) -> Option<f64> {
    let eta = model.linear_predictor(coefficients);
    let information = model.information(&eta).factor(0.0).ok()?;
    let value = model.log_likelihood(&eta) + 0.5 * information.log_determinant();
    value.is_finite().then_some(value)
}

/// I⁻¹ Σ [w (y − p) + h (½ − p)] z.
fn modified_step(model: &Standardised, coefficients: &[f64]) -> Option<Vec<f64>> {
    let eta = model.linear_predictor(coefficients);
    let information = model.information(&eta).factor(0.0).ok()?;
    let mut residuals = model.residuals(&eta);
    for (i, residual) in residuals.iter_mut().enumerate() {
        let z = model.rows.row(i);
        let p = probability(eta[i]);
        let leverage = model.weights[i] * p * probability(-eta[i]) * dot(&information.solve(z), z);
        *residual += leverage * (0.5 - p);
    }
    let step = information.solve(&model.score(&residuals));
    step.iter().all(|s| s.is_finite()).then_some(step)
}
