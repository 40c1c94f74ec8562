//! Firth's penalised likelihood: a finite estimate where the outcome is separated.

use super::newton::Standardised;
use super::{Failure, probability};
use crate::number::{Estimable, NotEstimable};
use crate::stats::distribution::chi_squared_upper_quantile;
use crate::stats::linear::{Matrix, dot};
use crate::stats::root::root_between;

/// A fit by penalised likelihood.
#[derive(Clone, Debug)]
pub struct FirthFit {
    /// Intercept, then one per column.
    pub coefficients: Vec<f64>,
    /// Inverse of the unpenalised information at the estimate.
    pub covariance: Matrix,
    /// ln L + ½ ln det I, of the standardised columns.
    pub penalised_log_likelihood: f64,
    model: Standardised,
    /// The coefficients of the standardised columns.
    standardised: Vec<f64>,
}

const MOST_ITERATIONS: usize = 5000;

/// Maximises ln L + ½ ln det I, Jeffreys' prior as penalty (Firth 1993, Biometrika 80:27; Heinze & Schemper 2002, Stat Med 21:2409), by
/// their modified score w (y − p) + h (½ − p). Arguments as for [`super::fit`].
pub fn fit_firth(outcome: &[bool], columns: &[&[f64]], weights: Option<&[f64]>) -> Result<FirthFit, Failure> {
    let model = Standardised::new(outcome, columns, weights)?;
    let (coefficients, value) = maximise(&model, vec![0.0; columns.len() + 1], &[])?;
    let eta = model.linear_predictor(&coefficients);
    let information = model.information(&eta).factor(0.0).map_err(|_| Failure::NotConverged)?;
    Ok(FirthFit {
        coefficients: model.to_original(&coefficients),
        covariance: model.covariance_to_original(&information.inverse()),
        penalised_log_likelihood: value,
        model,
        standardised: coefficients,
    })
}

impl FirthFit {
    /// Twice the fall of the penalised log-likelihood where these coefficients are 0 (the intercept, 0, not among them) and the others
    /// adapt; the penalty stays that of all columns (Heinze & Schemper 2002, section 2.3).
    pub fn likelihood_ratio(&self, tested: &[usize]) -> Estimable {
        let values: Vec<(usize, f64)> = tested.iter().map(|j| (*j, 0.0)).collect();
        let held = self.holding(&values).ok_or(NotEstimable::ProfileHasPeaks)?;
        Ok((2.0 * (self.penalised_log_likelihood - held)).max(0.0))
    }

    /// The values of coefficient `j`, not the intercept, between which its penalised profile lies within half the chi-squared quantile of the
    /// maximum (Heinze & Schemper 2002).
    pub fn profile_limits(&self, j: usize, level: f64) -> (Estimable, Estimable) {
        let quantile = chi_squared_upper_quantile(1.0 - level, 1.0);
        let scale = self.model.scale_of(j);
        let error = self.covariance[(j, j)].sqrt() / scale;
        let lack = |value: f64| {
            let held = self.holding(&[(j, value)]);
            held.map_or(f64::NAN, |log| 2.0 * (self.penalised_log_likelihood - log) - quantile)
        };
        let centre = self.standardised[j];
        let limit = |side: f64| {
            // Far out the information vanishes; a limit beyond 64 standard errors is none.
            let reach =
                (1..7).map(|doublings| error * f64::from(1 << doublings)).find(|r| lack(centre + side * r) >= 0.0);
            let distance = reach.and_then(|reach| root_between(0.0, reach, |d| lack(centre + side * d)));
            // Where the profile jumps from one peak to another a change of sign is no limit.
            let met = distance.filter(|d| lack(centre + side * d).abs() < 1e-7);
            met.map(|d| (centre + side * d) * scale).ok_or(NotEstimable::ProfileHasPeaks)
        };
        (limit(-1.0), limit(1.0))
    }
}

impl FirthFit {
    /// The penalised maximum with these standardised coefficients held. Far out the penalised likelihood can have more than one peak, and
    /// between them a saddle that symmetric data do not leave: none where the centred and the original intercept lead to different ones.
    fn holding(&self, values: &[(usize, f64)]) -> Option<f64> {
        let mut centred = self.standardised.clone();
        let mut original = centred.clone();
        for (j, value) in values {
            original[0] -= self.model.shift_of(*j) * (value - self.standardised[*j]);
            (centred[*j], original[*j]) = (*value, *value);
        }
        let held: Vec<usize> = values.iter().map(|(j, _)| *j).collect();
        let [one, other] =
            [centred, original].map(|start| maximise(&self.model, start, &held).ok().map(|(_, log)| log));
        one.filter(|one| other.is_some_and(|other| (one - other).abs() < 1e-8))
    }
}

/// The standardised coefficients at the penalised maximum from `start`, those `held` staying as they are, and its value.
fn maximise(model: &Standardised, start: Vec<f64>, held: &[usize]) -> Result<(Vec<f64>, f64), Failure> {
    let mut coefficients = start;
    let mut value = penalised(model, &coefficients).ok_or(Failure::NotConverged)?;
    let free: Vec<usize> = (0..coefficients.len()).filter(|j| !held.contains(j)).collect();
    let (mut last, mut damping, mut rest) = (vec![0.0; coefficients.len()], 1.0_f64, f64::INFINITY);
    for _ in 0..MOST_ITERATIONS {
        let mut step = modified_step(model, &coefficients, &free).ok_or(Failure::NotConverged)?;
        // How far the full step moves a linear predictor says how near the maximum is, whatever the damping.
        let largest = model.rows.times(&step).iter().fold(0.0, |a: f64, b| a.max(b.abs()));
        // Scoring converges linearly: the last step must be far below the error allowed.
        if largest < 1e-14 {
            return Ok((coefficients, value));
        }
        rest = largest;
        // The information is not the whole curvature of the penalised likelihood: full steps can swing around the maximum.
        if dot(&step, &last) < -0.1 * dot(&last, &last) {
            damping *= 0.5;
        }
        last.clone_from(&step);
        step.iter_mut().for_each(|s| *s *= damping);
        let moved = |step: &[f64]| -> Vec<f64> { coefficients.iter().zip(step).map(|(c, s)| c + s).collect() };
        let mut next = moved(&step);
        let mut next_value = penalised(model, &next);
        for _ in 0..40 {
            if next_value.is_some_and(|v| v >= value - 1e-9 * value.abs()) {
                break;
            }
            step.iter_mut().for_each(|s| *s *= 0.5);
            next = moved(&step);
            next_value = penalised(model, &next);
        }
        value = next_value.ok_or(Failure::NotConverged)?;
        coefficients = next;
    }
    if rest < 1e-9 { Ok((coefficients, value)) } else { Err(Failure::NotConverged) }
}

fn penalised(model: &Standardised, coefficients: &[f64]) -> Option<f64> {
    let eta = model.linear_predictor(coefficients);
    let information = model.information(&eta).factor(0.0).ok()?;
    let value = model.log_likelihood(&eta) + 0.5 * information.log_determinant();
    value.is_finite().then_some(value)
}

/// I⁻¹ Σ [w (y − p) + h (½ − p)] z among the free coefficients, 0 for the others; h is the leverage with all columns.
fn modified_step(model: &Standardised, coefficients: &[f64], free: &[usize]) -> Option<Vec<f64>> {
    let eta = model.linear_predictor(coefficients);
    let whole = model.information(&eta);
    let information = whole.factor(0.0).ok()?;
    let mut residuals = model.residuals(&eta);
    for (i, residual) in residuals.iter_mut().enumerate() {
        let z = model.rows.row(i);
        let p = probability(eta[i]);
        let leverage = model.weights[i] * p * probability(-eta[i]) * dot(&information.solve(z), z);
        *residual += leverage * (0.5 - p);
    }
    let score = model.score(&residuals);
    let score: Vec<f64> = free.iter().map(|j| score[*j]).collect();
    let mut step = vec![0.0; coefficients.len()];
    for (j, own) in free.iter().zip(whole.part(free).factor(0.0).ok()?.solve(&score)) {
        step[*j] = own;
    }
    step.iter().all(|s| s.is_finite()).then_some(step)
}
