//! Conditional logistic regression of matched sets.

use super::Failure;
use crate::stats::linear::Matrix;
use crate::stats::{design, exact};
use libm::{exp, log};
use std::collections::BTreeMap;

/// A conditional logistic model at its maximum; there is no intercept.
#[derive(Clone, Debug)]
pub struct ConditionalFit {
    pub coefficients: Vec<f64>,
    pub covariance: Matrix,
    pub log_likelihood: f64,
    /// With all coefficients 0.
    pub null_log_likelihood: f64,
}

/// Sets in which some but not all respond; the others say nothing. One entry per row in `outcome` and `set`.
pub fn informative_sets(outcome: &[bool], set: &[usize]) -> usize {
    compared(outcome, set).count()
}

/// The rows of each informative set.
fn compared(outcome: &[bool], set: &[usize]) -> impl Iterator<Item = Vec<usize>> {
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (row, s) in set.iter().enumerate() {
        members.entry(*s).or_default().push(row);
    }
    let informative = |rows: &Vec<usize>| rows.iter().any(|r| outcome[*r]) && rows.iter().any(|r| !outcome[*r]);
    members.into_values().filter(informative)
}

/// Newton's method is at a maximum that there is well before this many steps, or its last steps are along the direction in which
/// there is none.
const SUSPICIOUS: usize = 8;

/// Exact conditional maximum likelihood (Gail, Lubin & Rubinstein 1981, Biometrika 68:703): in each set, the probability that those responded
/// who did, given how many. One entry per row in `outcome`, `set` and every column.
pub fn fit_conditional(outcome: &[bool], set: &[usize], columns: &[&[f64]]) -> Result<ConditionalFit, Failure> {
    let sets = sets_of(outcome, set, columns);
    if sets.is_empty() {
        return Err(Failure::OneOutcome);
    }
    let rows: Vec<usize> = sets.iter().flat_map(|s| s.members.iter().copied()).collect();
    design::informative(columns, &rows, |row| set[row]).map_err(Failure::Collinear)?;
    let scale = within_set_scale(&sets, columns.len());
    let k = columns.len();
    let mut beta = vec![0.0; k];
    let mut here = likelihood(&sets, &scale, &beta);
    let null_log_likelihood = here.value;
    for iteration in 0..100 {
        let factor = here.information.factor(1e-14).map_err(|_| separated_or_not(&sets, &scale, &beta))?;
        let mut step = factor.solve(&here.score);
        let largest = step.iter().fold(0.0, |a: f64, b| a.max(b.abs()));
        // A likelihood that rises for ever is taken for one at its maximum once what is left of the score is rounded away; by the
        // data its direction tells. Whatever the size of a coefficient on the scale of its column: that of one which varies in
        // few sets is small.
        if iteration >= SUSPICIOUS && largest > 0.0 {
            let why = separated_or_not(&sets, &scale, &step);
            if matches!(why, Failure::Separated(_)) {
                return Err(why);
            }
        }
        let moved = |step: &[f64]| -> Vec<f64> { beta.iter().zip(step).map(|(b, s)| b + s).collect() };
        let mut next = moved(&step);
        let mut there = likelihood(&sets, &scale, &next);
        for _ in 0..40 {
            if there.value >= here.value - 1e-9 * here.value.abs() {
                break;
            }
            step.iter_mut().for_each(|s| *s *= 0.5);
            next = moved(&step);
            there = likelihood(&sets, &scale, &next);
        }
        (beta, here) = (next, there);
        if largest < 1e-9 {
            return finish(here, &beta, &scale, null_log_likelihood);
        }
    }
    Err(separated_or_not(&sets, &scale, &beta))
}

struct Set {
    /// Rows of the data.
    members: Vec<usize>,
    /// Covariates of each row, less their mean in the set.
    rows: Vec<Vec<f64>>,
    responds: Vec<bool>,
}

struct Likelihood {
    value: f64,
    score: Vec<f64>,
    information: Matrix,
}

fn sets_of(outcome: &[bool], set: &[usize], columns: &[&[f64]]) -> Vec<Set> {
    let build = |rows: Vec<usize>| {
        let around = |c: &&[f64]| exact::deviations(&rows.iter().map(|r| c[*r]).collect::<Vec<f64>>());
        let around: Vec<Vec<f64>> = columns.iter().map(around).collect();
        let row = |place: usize| around.iter().map(|c| c[place]).collect();
        Set {
            rows: (0..rows.len()).map(row).collect(),
            responds: rows.iter().map(|r| outcome[*r]).collect(),
            members: rows,
        }
    };
    compared(outcome, set).map(build).collect()
}

/// Root mean square of each covariate within the sets.
fn within_set_scale(sets: &[Set], k: usize) -> Vec<f64> {
    let rows = || sets.iter().flat_map(|s| &s.rows);
    let count = rows().count() as f64;
    (0..k).map(|j| (exact::sum(rows().map(|r| r[j] * r[j])) / count).sqrt()).collect()
}

/// The columns along which no row that responds is below one of its set that does not; else no diagnosis.
fn separated_or_not(sets: &[Set], scale: &[f64], direction: &[f64]) -> Failure {
    let largest = direction.iter().fold(0.0, |a: f64, b| a.max(b.abs()));
    let score = |row: &Vec<f64>| row.iter().zip(scale).zip(direction).map(|((v, s), d)| v / s * d).sum::<f64>();
    let apart = sets.iter().all(|set| {
        let of =
            |responds: bool| set.rows.iter().zip(&set.responds).filter(move |(_, r)| **r == responds).map(|(v, _)| v);
        let lowest = of(true).map(score).fold(f64::INFINITY, f64::min);
        let highest = of(false).map(score).fold(f64::NEG_INFINITY, f64::max);
        lowest >= highest - 1e-6 * largest
    });
    if !apart {
        return Failure::NotConverged;
    }
    Failure::Separated((0..direction.len()).filter(|j| direction[*j].abs() > 1e-4 * largest).collect())
}

fn likelihood(sets: &[Set], scale: &[f64], beta: &[f64]) -> Likelihood {
    let k = beta.len();
    let mut total = Likelihood { value: 0.0, score: vec![0.0; k], information: Matrix::zeros(k, k) };
    for set in sets {
        add_set(&mut total, set, scale, beta);
    }
    total
}

/// Sums over all subsets of a size, with first and second derivatives.
#[derive(Clone)]
struct Sums {
    value: f64,
    first: Vec<f64>,
    /// Lower triangle, row by row.
    second: Vec<f64>,
}

fn add_set(total: &mut Likelihood, set: &Set, scale: &[f64], beta: &[f64]) {
    let k = beta.len();
    let rows: Vec<Vec<f64>> = set.rows.iter().map(|r| r.iter().zip(scale).map(|(v, s)| v / s).collect()).collect();
    let eta: Vec<f64> = rows.iter().map(|r| crate::stats::linear::dot(r, beta)).collect();
    let largest = eta.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let size = set.responds.iter().filter(|r| **r).count();
    let none = Sums { value: 0.0, first: vec![0.0; k], second: vec![0.0; k * (k + 1) / 2] };
    let mut by_size = vec![none; size + 1];
    by_size[0].value = 1.0;
    for (row, e) in rows.iter().zip(&eta) {
        let factor = exp(e - largest);
        // Larger sizes first, so that no row enters a subset twice.
        for d in (1..=size).rev() {
            let (smaller, larger) = by_size.split_at_mut(d);
            extend(&mut larger[0], &smaller[d - 1], factor, row);
        }
    }
    let all = &by_size[size];
    let observed = |j: usize| rows.iter().zip(&set.responds).filter(|(_, r)| **r).map(|(v, _)| v[j]).sum::<f64>();
    let eta_observed: f64 = eta.iter().zip(&set.responds).filter(|(_, r)| **r).map(|(e, _)| e).sum();
    total.value += eta_observed - size as f64 * largest - log(all.value);
    for i in 0..k {
        let mean = all.first[i] / all.value;
        total.score[i] += observed(i) - mean;
        for j in 0..=i {
            total.information[(i, j)] += all.second[i * (i + 1) / 2 + j] / all.value - mean * all.first[j] / all.value;
        }
    }
}

/// Adds to the sums of one size those of the subsets that take in this row.
fn extend(larger: &mut Sums, smaller: &Sums, factor: f64, row: &[f64]) {
    let mut at = 0;
    for i in 0..row.len() {
        for j in 0..=i {
            larger.second[at] += factor
                * (smaller.second[at]
                    + row[i] * smaller.first[j]
                    + row[j] * smaller.first[i]
                    + row[i] * row[j] * smaller.value);
            at += 1;
        }
    }
    for (l, (s, v)) in larger.first.iter_mut().zip(smaller.first.iter().zip(row)) {
        *l += factor * (s + v * smaller.value);
    }
    larger.value += factor * smaller.value;
}

fn finish(here: Likelihood, beta: &[f64], scale: &[f64], null_log_likelihood: f64) -> Result<ConditionalFit, Failure> {
    let mut covariance = here.information.factor(1e-14).map_err(|_| Failure::NotConverged)?.inverse();
    for i in 0..beta.len() {
        for j in 0..beta.len() {
            covariance[(i, j)] /= scale[i] * scale[j];
        }
    }
    Ok(ConditionalFit {
        coefficients: beta.iter().zip(scale).map(|(b, s)| b / s).collect(),
        covariance,
        log_likelihood: here.value,
        null_log_likelihood,
    })
}
