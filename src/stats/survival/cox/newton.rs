//! Newton's method for a concave log likelihood, with step halving and the diagnosis of a maximum at infinity.

use super::Failure;
use super::likelihood::Likelihood;
use crate::number::NotEstimable;
use crate::stats::design::Redundant;
use crate::stats::linear::{Matrix, dot};

/// A pivot of the information below this share of its diagonal makes a covariate redundant.
pub const REDUNDANT: f64 = 1e-11;
/// The iteration ends when the squared step, in standard errors, is below this; the step is still taken.
const CONVERGED: f64 = 1e-18;
const ITERATIONS: usize = 100;
/// From this iteration on a likelihood that no longer rises is examined for a maximum at infinity.
const SUSPICIOUS: usize = 10;

#[derive(Clone, Debug, PartialEq)]
pub struct Maximum {
    pub coefficients: Vec<f64>,
    pub at_maximum: Likelihood,
    pub at_null: Likelihood,
    /// The inverse of the information at the maximum.
    pub variance: Matrix,
}

/// The maximum over one coefficient for each of `scale`, from 0. `scale` holds for each covariate the variance among the
/// rows at risk that its information comes from, summed over events. `is_monotone` says whether the likelihood rises for
/// ever along a direction.
pub fn maximise(
    scale: &[f64],
    likelihood: impl Fn(&[f64]) -> Likelihood,
    is_monotone: impl Fn(&[f64]) -> bool,
) -> Result<Maximum, Failure> {
    let p = scale.len();
    let at_null = likelihood(&vec![0.0; p]);
    if !at_null.is_finite() {
        return Err(NotEstimable::CovariateTooLarge.into());
    }
    has_information(&at_null.information, scale)?;
    let without_maximum = |beta: &[f64], direction: &[f64]| match is_monotone(direction) {
        true => {
            Failure::Monotone { log_likelihood: limit(&likelihood, beta, direction), direction: direction.to_vec() }
        }
        false => NotEstimable::FitDoesNotConverge.into(),
    };
    let mut beta = vec![0.0; p];
    let mut current = at_null.clone();
    for iteration in 1..=ITERATIONS {
        let Ok(factor) = current.information.factor(0.0) else {
            return Err(without_maximum(&beta, &beta));
        };
        let step = factor.solve(&current.score);
        let squared = dot(&step, &current.score);
        let Some((next, at_next)) = advance(&likelihood, &beta, &step, &current) else {
            return Err(without_maximum(&beta, &step));
        };
        let rise = at_next.log - current.log;
        (beta, current) = (next, at_next);
        let flat = rise.abs() <= 1e-13 * (1.0 + current.log.abs());
        if iteration >= SUSPICIOUS && flat && is_monotone(&step) {
            return Err(without_maximum(&beta, &step));
        }
        if squared <= CONVERGED {
            let Ok(factor) = current.information.factor(0.0) else {
                return Err(without_maximum(&beta, &step));
            };
            let variance = factor.inverse();
            return Ok(Maximum { coefficients: beta, at_maximum: current, at_null, variance });
        }
    }
    Err(without_maximum(&beta, &beta))
}

/// Late entry can leave a covariate that varies among patients at risk constant at every event: its information is then
/// nothing but the rounding of what varies elsewhere.
pub fn has_information(information: &Matrix, scale: &[f64]) -> Result<(), Failure> {
    let none = |i: &usize| {
        let own = information[(*i, *i)];
        own.is_nan() || own <= REDUNDANT * scale[*i]
    };
    let constant: Vec<usize> = (0..scale.len()).filter(none).collect();
    if !constant.is_empty() {
        return Err(Failure::Redundant(Redundant { constant, determined: vec![] }));
    }
    let determined = |columns| Failure::Redundant(Redundant { constant: vec![], determined: columns });
    information.factor(REDUNDANT).map(|_| ()).map_err(|e| determined(e.redundant))
}

/// The logarithm to which the likelihood rises along a direction without end, the other coefficients following.
fn limit(likelihood: impl Fn(&[f64]) -> Likelihood, beta: &[f64], direction: &[f64]) -> f64 {
    let (mut beta, mut current) = (beta.to_vec(), likelihood(beta));
    let mut stride = 1.0;
    for _ in 0..60 {
        let next: Vec<f64> = beta.iter().zip(direction).map(|(b, d)| b + stride * d).collect();
        let at_next = likelihood(&next);
        if !at_next.is_finite() || at_next.log < current.log {
            break;
        }
        (beta, current) = (next, at_next);
        stride *= 2.0;
    }
    for _ in 0..ITERATIONS {
        let Some(step) = regular_step(&current) else { break };
        let Some((next, at_next)) = advance(&likelihood, &beta, &step, &current) else { break };
        let rise = at_next.log - current.log;
        (beta, current) = (next, at_next);
        if rise <= 1e-15 * (1.0 + current.log.abs()) {
            break;
        }
    }
    current.log
}

/// The step of the coefficients about which there still is information; the others stay.
fn regular_step(current: &Likelihood) -> Option<Vec<f64>> {
    let p = current.score.len();
    let scale = (0..p).map(|i| current.information[(i, i)]).fold(0.0, f64::max);
    let mut chosen: Vec<usize> = (0..p).filter(|&i| current.information[(i, i)] > REDUNDANT * scale).collect();
    let factor = loop {
        if chosen.is_empty() {
            return None;
        }
        match current.information.part(&chosen).factor(REDUNDANT) {
            Ok(factor) => break factor,
            Err(deficient) => {
                let redundant: Vec<usize> = deficient.redundant.iter().map(|&k| chosen[k]).collect();
                chosen.retain(|i| !redundant.contains(i));
            }
        }
    };
    let score: Vec<f64> = chosen.iter().map(|&i| current.score[i]).collect();
    let mut step = vec![0.0; p];
    for (&i, value) in chosen.iter().zip(factor.solve(&score)) {
        step[i] = value;
    }
    Some(step)
}

/// The next coefficients: a whole step, or the largest of its halves that does not lower the likelihood beyond rounding.
fn advance(
    likelihood: impl Fn(&[f64]) -> Likelihood,
    beta: &[f64],
    step: &[f64],
    current: &Likelihood,
) -> Option<(Vec<f64>, Likelihood)> {
    let lowest = current.log - 1e-12 * (1.0 + current.log.abs());
    let mut share = 1.0;
    for _ in 0..40 {
        let next: Vec<f64> = beta.iter().zip(step).map(|(b, s)| b + share * s).collect();
        let at_next = likelihood(&next);
        if at_next.is_finite() && at_next.log >= lowest {
            return Some((next, at_next));
        }
        share /= 2.0;
    }
    None
}
