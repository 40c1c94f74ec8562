//! The standardised design and Newton's method on it.

use super::{Failure, log_probability, probability};
use crate::stats::linear::{Ldl, Matrix, dot};
use crate::stats::{design, exact};

const MOST_ITERATIONS: usize = 100;

/// Rows (1, z₁, …) with every column centred and scaled, and the map back.
#[derive(Clone, Debug)]
pub(super) struct Standardised {
    pub outcome: Vec<bool>,
    pub weights: Vec<f64>,
    pub rows: Matrix,
    /// What a held coefficient adds to the linear predictor; empty where none is held.
    offset: Vec<f64>,
    /// From coefficients on the standardised columns to coefficients on the original ones.
    back: Matrix,
}

/// Why the likelihood has no maximum.
pub(super) enum NoMaximum {
    /// It grows for ever along this direction of the standardised coefficients.
    Separated(Vec<f64>),
    NotConverged,
}

/// Where the likelihood is largest.
pub(super) struct Maximum {
    pub coefficients: Vec<f64>,
    pub information: Ldl,
    pub log_likelihood: f64,
    pub iterations: usize,
}

impl Standardised {
    pub fn new(outcome: &[bool], columns: &[&[f64]], weights: Option<&[f64]>) -> Result<Standardised, Failure> {
        let n = outcome.len();
        let weights = weights.map_or_else(|| vec![1.0; n], <[f64]>::to_vec);
        let used = |i: &usize| weights[*i] > 0.0;
        let count = (0..n).filter(used).count();
        if count == 0 || count < columns.len() + 1 {
            return Err(Failure::TooFewRows);
        }
        let any = |value: bool| (0..n).filter(used).any(|i| outcome[i] == value);
        if !any(true) || !any(false) {
            return Err(Failure::OneOutcome);
        }
        let k = columns.len() + 1;
        let (mut rows, mut back) = (Matrix::zeros(n, k), Matrix::zeros(k, k));
        back[(0, 0)] = 1.0;
        let used: Vec<usize> = (0..n).filter(used).collect();
        design::informative(columns, &used, |_| 0).map_err(Failure::Collinear)?;
        for i in 0..n {
            rows[(i, 0)] = 1.0;
        }
        for (j, column) in columns.iter().enumerate() {
            let values: Vec<f64> = used.iter().map(|i| column[*i]).collect();
            let (mean, deviations) = (exact::mean(&values), exact::deviations(&values));
            let scale = (exact::dot(&deviations, &deviations) / count as f64).sqrt();
            for i in 0..n {
                rows[(i, j + 1)] = (column[i] - mean) / scale;
            }
            used.iter().zip(deviations).for_each(|(i, d)| rows[(*i, j + 1)] = d / scale);
            back[(j + 1, j + 1)] = 1.0 / scale;
            back[(0, j + 1)] = -mean / scale;
        }
        Ok(Standardised { outcome: outcome.to_vec(), weights, rows, offset: vec![], back })
    }

    pub fn total_weight(&self) -> f64 {
        self.weights.iter().sum()
    }

    pub fn responding_weight(&self) -> f64 {
        self.weights.iter().zip(&self.outcome).filter(|(_, y)| **y).map(|(w, _)| w).sum()
    }

    /// Σ weight(w, i) z zᵀ over the rows.
    pub fn cross_product(&self, weight: impl Fn(f64, usize) -> f64) -> Matrix {
        let k = self.rows.columns();
        let mut sum = Matrix::zeros(k, k);
        for (i, w) in self.weights.iter().enumerate() {
            sum.add_outer_lower(weight(*w, i), self.rows.row(i));
        }
        sum
    }

    pub fn linear_predictor(&self, coefficients: &[f64]) -> Vec<f64> {
        let mut eta = self.rows.times(coefficients);
        eta.iter_mut().zip(&self.offset).for_each(|(e, o)| *e += o);
        eta
    }

    /// The model without coefficient `j`, which is held at `value` of its original scale.
    pub fn holding(&self, j: usize, value: f64) -> Standardised {
        let (n, k) = (self.rows.rows(), self.rows.columns());
        let mut rows = Matrix::zeros(n, k - 1);
        let mut offset = vec![value; n];
        for i in 0..n {
            // Beside a held intercept the other columns stand uncentred, as −back[0, c] is mean/scale.
            let uncentred = |c: usize| self.rows[(i, c)] - if j == 0 { self.back[(0, c)] } else { 0.0 };
            for (to, from) in (0..k).filter(|c| *c != j).enumerate() {
                rows[(i, to)] = uncentred(from);
            }
            if j > 0 {
                offset[i] = value / self.back[(j, j)] * self.rows[(i, j)];
            }
        }
        Standardised {
            outcome: self.outcome.clone(),
            weights: self.weights.clone(),
            rows,
            offset,
            back: Matrix::zeros(0, 0),
        }
    }

    pub fn log_likelihood(&self, eta: &[f64]) -> f64 {
        let one = |i: usize| {
            if self.weights[i] > 0.0 { self.weights[i] * log_probability(eta[i], self.outcome[i]) } else { 0.0 }
        };
        (0..eta.len()).map(one).sum()
    }

    /// w (y − p) of each row, without the cancellation of 1 − p.
    pub fn residuals(&self, eta: &[f64]) -> Vec<f64> {
        let one = |i: usize| {
            let away = if self.outcome[i] { probability(-eta[i]) } else { -probability(eta[i]) };
            self.weights[i] * away
        };
        (0..eta.len()).map(one).collect()
    }

    pub fn information(&self, eta: &[f64]) -> Matrix {
        self.cross_product(|w, i| w * probability(eta[i]) * probability(-eta[i]))
    }

    /// Σ residual · z.
    pub fn score(&self, residuals: &[f64]) -> Vec<f64> {
        let mut sum = vec![0.0; self.rows.columns()];
        for (i, r) in residuals.iter().enumerate() {
            for (s, z) in sum.iter_mut().zip(self.rows.row(i)) {
                *s += r * z;
            }
        }
        sum
    }

    /// What one unit of the coefficient of standardised column `j` is on the original one.
    pub fn scale_of(&self, j: usize) -> f64 {
        self.back[(j, j)]
    }

    /// What one unit of it adds to the intercept there.
    pub fn shift_of(&self, j: usize) -> f64 {
        self.back[(0, j)]
    }

    pub fn to_original(&self, coefficients: &[f64]) -> Vec<f64> {
        self.back.times(coefficients)
    }

    pub fn covariance_to_original(&self, covariance: &Matrix) -> Matrix {
        let k = self.back.rows();
        let mut transposed = Matrix::zeros(k, k);
        for i in 0..k {
            for j in 0..k {
                transposed[(j, i)] = self.back[(i, j)];
            }
        }
        self.back.product(covariance).product(&transposed)
    }

    /// How far each row of positive weight, given with its number, moves towards its own outcome along `direction`.
    fn moves(&self, direction: &[f64]) -> Vec<(usize, f64)> {
        let towards = |i: usize| dot(self.rows.row(i), direction) * if self.outcome[i] { 1.0 } else { -1.0 };
        (0..self.outcome.len()).filter(|i| self.weights[*i] > 0.0).map(|i| (i, towards(i))).collect()
    }

    /// Whether moving along `direction` takes every row towards its own outcome: then the likelihood grows without end.
    fn separates(&self, direction: &[f64]) -> bool {
        let moves = self.moves(direction);
        let largest = moves.iter().map(|(_, m)| *m).fold(0.0, f64::max);
        largest > 0.0 && moves.iter().all(|(_, m)| *m >= -1e-6 * largest)
    }

    /// The rows about which a direction of separation says nothing.
    pub fn undecided(&self, direction: &[f64]) -> Vec<usize> {
        let moves = self.moves(direction);
        let largest = moves.iter().map(|(_, m)| *m).fold(0.0, f64::max);
        moves.into_iter().filter(|(_, m)| *m <= 1e-6 * largest).map(|(i, _)| i).collect()
    }
}

impl From<NoMaximum> for Failure {
    /// With the columns that take part in a direction of separation.
    fn from(none: NoMaximum) -> Failure {
        let NoMaximum::Separated(direction) = none else { return Failure::NotConverged };
        let largest = direction.iter().fold(0.0, |a: f64, b| a.max(b.abs()));
        let takes_part = |j: &usize| direction[*j].abs() > 1e-4 * largest;
        Failure::Separated((1..direction.len()).filter(takes_part).map(|j| j - 1).collect())
    }
}

/// Newton's method with halved steps where the likelihood would fall.
pub(super) fn maximise(model: &Standardised) -> Result<Maximum, NoMaximum> {
    let mut coefficients = vec![0.0; model.rows.columns()];
    let mut eta = model.linear_predictor(&coefficients);
    let mut log_likelihood = model.log_likelihood(&eta);
    let mut last_step: Option<Vec<f64>> = None;
    for iteration in 1..=MOST_ITERATIONS {
        let score = model.score(&model.residuals(&eta));
        let Some(step) = newton_step(model, &eta, &score) else {
            let direction = last_step.unwrap_or_default();
            return Err(match model.separates(&direction) {
                true => NoMaximum::Separated(direction),
                false => NoMaximum::NotConverged,
            });
        };
        let mut moved = model.rows.times(&step);
        let largest = moved.iter().fold(0.0, |a: f64, b| a.max(b.abs()));
        if iteration > 8 && largest > 0.25 && model.separates(&step) {
            return Err(NoMaximum::Separated(step));
        }
        let (mut factor, mut halvings) = (1.0, 0);
        let (next, value) = loop {
            let next: Vec<f64> = eta.iter().zip(&moved).map(|(e, m)| e + m).collect();
            let value = model.log_likelihood(&next);
            if value >= log_likelihood - 1e-9 * log_likelihood.abs() || halvings == 40 {
                break (next, value);
            }
            factor *= 0.5;
            halvings += 1;
            moved.iter_mut().for_each(|m| *m *= 0.5);
        };
        coefficients.iter_mut().zip(&step).for_each(|(c, s)| *c += factor * s);
        (eta, log_likelihood) = (next, value);
        if largest * factor < 1e-9 {
            eta = model.linear_predictor(&coefficients);
            let information = model.information(&eta).factor(0.0).map_err(|_| NoMaximum::NotConverged)?;
            return Ok(Maximum {
                log_likelihood: model.log_likelihood(&eta),
                coefficients,
                information,
                iterations: iteration,
            });
        }
        last_step = Some(step);
    }
    Err(NoMaximum::NotConverged)
}

/// I⁻¹ · score; none where the information is singular.
fn newton_step(model: &Standardised, eta: &[f64], score: &[f64]) -> Option<Vec<f64>> {
    let step = model.information(eta).factor(1e-14).ok()?.solve(score);
    step.iter().all(|s| s.is_finite()).then_some(step)
}
