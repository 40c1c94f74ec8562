//! The partial likelihood with its score and information at given coefficients.

use super::exact;
use super::risk_set::{RiskSet, Ties, visit};
use super::rows::Rows;
use crate::stats::linear::Matrix;

/// Of p coefficients, at one value of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Likelihood {
    pub log: f64,
    pub score: Vec<f64>,
    pub information: Matrix,
}

impl Likelihood {
    fn zero(p: usize) -> Likelihood {
        Likelihood { log: 0.0, score: vec![0.0; p], information: Matrix::zeros(p, p) }
    }

    /// Everything finite: the coefficients are not so large that a risk overflows.
    pub fn is_finite(&self) -> bool {
        self.log.is_finite()
            && self.score.iter().all(|v| v.is_finite())
            && self.information.values().iter().all(|v| v.is_finite())
    }
}

/// weight · exp(linear predictor) of each row.
pub fn risks(rows: &Rows, linear_predictor: &[f64]) -> Vec<f64> {
    linear_predictor.iter().zip(&rows.weight).map(|(eta, w)| w * libm::exp(*eta)).collect()
}

pub fn likelihood(rows: &Rows, beta: &[f64], ties: Ties) -> Likelihood {
    let eta = rows.linear_predictor(beta);
    let mut result = Likelihood::zero(rows.p);
    if ties == Ties::Exact {
        exact::add(rows, &eta, &mut result);
    } else {
        visit(rows, &risks(rows, &eta), 2, |set| add(rows, &eta, set, ties, &mut result));
    }
    result.information.mirror();
    result
}

fn add(rows: &Rows, eta: &[f64], set: &RiskSet, ties: Ties, result: &mut Likelihood) {
    for row in set.events.clone() {
        let weight = rows.weight[row];
        result.log += weight * eta[row];
        for (score, x) in result.score.iter_mut().zip(rows.x(row)) {
            *score += weight * x;
        }
    }
    let totals = set.totals(ties);
    result.log -= totals.log;
    for (i, score) in result.score.iter_mut().enumerate() {
        *score -= set.total_mean(&totals, i);
        for (j, cell) in result.information.row_mut(i)[..=i].iter_mut().enumerate() {
            *cell += set.total_covariance(&totals, i, j);
        }
    }
}
