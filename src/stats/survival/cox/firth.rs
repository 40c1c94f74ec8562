//! Firth's penalised likelihood, which has a finite maximum where the partial likelihood is monotone.
//!
//! Firth, Biometrika 1993;80:27; Heinze and Schemper, Biometrics 2001;57:114: log L + ½ log |I|, with intervals and tests from the
//! profile of the penalised likelihood.

use super::Failure;
use super::likelihood::{Likelihood, likelihood, risks};
use super::newton::has_information;
use super::risk_set::{RiskSet, Ties, visit};
use super::rows::{Model, Rows};
use crate::number::{Estimable, NotEstimable};
use crate::stats::linear::{Matrix, dot};
use crate::stats::root::root_between;
use crate::stats::survival::log_rank::ChiSquared;

#[derive(Clone, Debug)]
pub struct FirthFit {
    pub rows: Rows,
    pub ties: Ties,
    pub coefficients: Vec<f64>,
    pub penalised_log_likelihood: f64,
    /// The inverse of the information at the coefficients.
    pub variance: Matrix,
}

struct Maximum {
    beta: Vec<f64>,
    log: f64,
    information: Matrix,
}

pub fn fit_firth(model: &Model, ties: Ties) -> Result<FirthFit, Failure> {
    let rows = Rows::new(model)?;
    if rows.events() == 0 {
        return Err(NotEstimable::NoEvents.into());
    }
    if ties == Ties::Exact {
        return Err(NotEstimable::ExactLikelihoodHasNoPenalty.into());
    }
    let scale = rows.informative(model)?;
    let at_null = likelihood(&rows, &vec![0.0; rows.p], ties);
    if !at_null.is_finite() {
        return Err(NotEstimable::CovariateTooLarge.into());
    }
    has_information(&at_null.information, &scale)?;
    let maximum = maximise(&rows, ties, &vec![0.0; rows.p], &[])?;
    let lost = |_| NotEstimable::PenalisedFitDoesNotConverge;
    let factor = maximum.information.factor(0.0).map_err(lost)?;
    let variance = factor.inverse();
    Ok(FirthFit { rows, ties, coefficients: maximum.beta, penalised_log_likelihood: maximum.log, variance })
}

impl FirthFit {
    /// The test that these coefficients are 0, by twice the fall of the penalised log likelihood.
    pub fn likelihood_ratio_test(&self, tested: &[usize]) -> Result<ChiSquared, NotEstimable> {
        let mut start = self.coefficients.clone();
        for &i in tested {
            start[i] = 0.0;
        }
        let restricted = maximise(&self.rows, self.ties, &start, tested)?;
        let statistic = 2.0 * (self.penalised_log_likelihood - restricted.log);
        Ok(ChiSquared::new(statistic.max(0.0), tested.len() as f64))
    }

    /// The limits of a coefficient between which its profile falls by less than half of `chi_squared`.
    pub fn profile_interval(&self, i: usize, chi_squared: f64) -> (Estimable, Estimable) {
        let error = self.variance[(i, i)].sqrt();
        let centre = self.coefficients[i];
        let fall = |value: f64| {
            let mut start = self.coefficients.clone();
            start[i] = value;
            let profile = maximise(&self.rows, self.ties, &start, &[i]);
            profile.map_or(f64::NAN, |m| 2.0 * (self.penalised_log_likelihood - m.log) - chi_squared)
        };
        let none = || NotEstimable::ProfileDoesNotReachLimit;
        let limit = |side: f64| {
            let mut reach = 2.0 * error;
            // Far out the information may vanish; a limit beyond 64 standard errors is none.
            for _ in 0..6 {
                if fall(centre + side * reach) >= 0.0 {
                    let distance = root_between(0.0, reach, |d| fall(centre + side * d));
                    return distance.map(|d| centre + side * d).ok_or_else(none);
                }
                reach *= 2.0;
            }
            Err(none())
        };
        (limit(-1.0), limit(1.0))
    }
}

/// The penalised maximum over all coefficients but the fixed ones, from `start`.
fn maximise(rows: &Rows, ties: Ties, start: &[f64], fixed: &[usize]) -> Result<Maximum, NotEstimable> {
    let free: Vec<usize> = (0..rows.p).filter(|i| !fixed.contains(i)).collect();
    let none = || NotEstimable::PenalisedFitDoesNotConverge;
    let mut beta = start.to_vec();
    let mut current = penalised(rows, ties, &beta).ok_or_else(none)?;
    if free.is_empty() {
        return Ok(Maximum { beta, log: current.log, information: current.information });
    }
    let mut last = f64::INFINITY;
    for _ in 0..1000 {
        let score: Vec<f64> = free.iter().map(|&i| current.score[i]).collect();
        let step = current.information.part(&free).factor(0.0).map_err(|_| none())?.solve(&score);
        let squared = dot(&step, &score);
        // The information is not the exact curvature of the penalised likelihood, so steps shrink only by a factor.
        if squared <= 1e-26 || (squared <= 1e-20 && squared >= last) {
            return Ok(Maximum { beta, log: current.log, information: current.information });
        }
        last = squared;
        (beta, current) = advance(rows, ties, &beta, &free, &step, current.log).ok_or_else(none)?;
    }
    Err(none())
}

fn advance(
    rows: &Rows,
    ties: Ties,
    beta: &[f64],
    free: &[usize],
    step: &[f64],
    log: f64,
) -> Option<(Vec<f64>, Likelihood)> {
    let mut share = 1.0;
    for _ in 0..40 {
        let mut next = beta.to_vec();
        for (&i, s) in free.iter().zip(step) {
            next[i] += share * s;
        }
        if let Some(at_next) = penalised(rows, ties, &next)
            && at_next.log >= log - 1e-12 * (1.0 + log.abs())
        {
            return Some((next, at_next));
        }
        share /= 2.0;
    }
    None
}

/// The penalised log likelihood, its score U + ½ tr(I⁻¹ dI/dβ), and the information.
fn penalised(rows: &Rows, ties: Ties, beta: &[f64]) -> Option<Likelihood> {
    let mut result = likelihood(rows, beta, ties);
    if !result.is_finite() {
        return None;
    }
    let factor = result.information.factor(0.0).ok()?;
    let inverse = factor.inverse();
    let mut mean = vec![0.0; rows.p];
    let mut trace = vec![0.0; rows.p];
    visit(rows, &risks(rows, &rows.linear_predictor(beta)), 3, |set| {
        for term in set.terms(ties) {
            set.mean(term, &mut mean);
            for (r, total) in trace.iter_mut().enumerate() {
                *total += term.weight * skewness(set, term, &mean, &inverse, r);
            }
        }
    });
    for (score, trace) in result.score.iter_mut().zip(&trace) {
        *score += trace / 2.0;
    }
    result.log += factor.log_determinant() / 2.0;
    result.log.is_finite().then_some(result)
}

/// Σ over i, j of the inverse information times the third central moment of covariates i, j and r in a risk set.
fn skewness(set: &RiskSet, term: super::risk_set::Term, mean: &[f64], inverse: &Matrix, r: usize) -> f64 {
    let pair = |a: usize, b: usize| set.mean_product(term, a.max(b), a.min(b));
    let mut sum = 0.0;
    for i in 0..mean.len() {
        for j in 0..mean.len() {
            let mut sorted = [i, j, r];
            sorted.sort_unstable();
            let third = set.mean_triple(term, sorted[2], sorted[1], sorted[0])
                - pair(i, j) * mean[r]
                - pair(i, r) * mean[j]
                - pair(j, r) * mean[i]
                + 2.0 * mean[i] * mean[j] * mean[r];
            sum += inverse[(i, j)] * third;
        }
    }
    sum
}
