//! The score test of proportional hazards: whether a coefficient changes with a function of time.
//!
//! Grambsch and Therneau, Biometrika 1994;81:515, with the information of each time itself instead of its average (the
//! form that R's survival package has computed since its version 3.0).

use super::likelihood::risks;
use super::residuals::schoenfeld_residuals;
use super::risk_set::visit;
use super::{Fit, Ties};
use crate::number::NotEstimable;
use crate::stats::linear::{Matrix, dot};
use crate::stats::survival::kaplan_meier::kaplan_meier;
use crate::stats::survival::log_rank::ChiSquared;
use crate::stats::survival::observations::Observations;

/// The function of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transform {
    /// 1 − S(t−), S the Kaplan–Meier estimate of all rows.
    KaplanMeier,
    Identity,
    /// The rank of the time among those of all rows, censored ones included; the mean rank of tied ones.
    Rank,
    Log,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ProportionalHazards {
    /// One per term.
    pub terms: Vec<ChiSquared>,
    pub global: ChiSquared,
}

/// One event, for the figure of a coefficient against time.
#[derive(Clone, Debug, PartialEq)]
pub struct ScaledResidual {
    pub time: f64,
    /// The function of time, not centred.
    pub transformed: f64,
    /// For each term β + d · V · (Schoenfeld residual), d the number of events and V the variance. A term of several coefficients
    /// is taken as one covariate, its part of the linear predictor, with coefficient 1.
    pub terms: Vec<f64>,
}

/// A term is a list of coefficients that are tested together, as those of one factor are.
pub fn proportional_hazards(
    fit: &Fit,
    observations: &Observations,
    transform: Transform,
    terms: &[Vec<usize>],
) -> Result<ProportionalHazards, NotEstimable> {
    if fit.ties == Ties::Exact {
        return Err(NotEstimable::ExactLikelihoodHasNoTest);
    }
    let (score, information) = extended(fit, &centred(fit, &transformed(fit, observations, transform)?));
    let p = fit.rows.p;
    let test = |columns: &[usize]| {
        let chosen: Vec<usize> = (0..p).chain(columns.iter().map(|c| p + c)).collect();
        let part_score: Vec<f64> = chosen.iter().map(|&a| score[a]).collect();
        let factor = information.part(&chosen).factor(1e-11).map_err(|_| NotEstimable::EventsAtOneValueOfTime)?;
        Ok(ChiSquared::new(dot(&factor.solve(&part_score), &part_score), columns.len() as f64))
    };
    let all: Vec<usize> = (0..p).collect();
    Ok(ProportionalHazards {
        terms: terms.iter().map(|term| test(term)).collect::<Result<_, NotEstimable>>()?,
        global: test(&all)?,
    })
}

/// The scaled Schoenfeld residuals, by time.
pub fn scaled_residuals(
    fit: &Fit,
    observations: &Observations,
    transform: Transform,
    terms: &[Vec<usize>],
) -> Result<Vec<ScaledResidual>, NotEstimable> {
    let function = transformed(fit, observations, transform)?;
    let (events, residuals) = schoenfeld_residuals(&fit.rows, &fit.coefficients, fit.ties)?;
    // How each coefficient enters its term, and the term's own coefficient.
    let mut shares = Matrix::zeros(terms.len(), fit.rows.p);
    let mut coefficients = Vec::new();
    for (t, term) in terms.iter().enumerate() {
        let single = term.len() == 1;
        for &i in term {
            shares[(t, i)] = if single { 1.0 } else { fit.coefficients[i] };
        }
        coefficients.push(if single { fit.coefficients[term[0]] } else { 1.0 });
    }
    let mut information = Matrix::zeros(terms.len(), terms.len());
    for t in 0..terms.len() {
        let product = fit.at_maximum.information.times(shares.row(t));
        for u in 0..terms.len() {
            information[(t, u)] = dot(&product, shares.row(u));
        }
    }
    let factor = information.factor(1e-11).map_err(|_| NotEstimable::TermWithoutVariance)?;
    let count = events.len() as f64;
    let scaled = |(i, &row): (usize, &usize)| {
        let shift = factor.solve(&shares.times(residuals.row(i)));
        let terms = coefficients.iter().zip(&shift).map(|(beta, s)| beta + count * s).collect();
        ScaledResidual { time: fit.rows.time[row], transformed: function[row], terms }
    };
    let mut found: Vec<ScaledResidual> = events.iter().enumerate().map(scaled).collect();
    found.sort_by(|a, b| a.time.total_cmp(&b.time));
    Ok(found)
}

fn centred(fit: &Fit, function: &[f64]) -> Vec<f64> {
    let at_events: Vec<f64> = function.iter().zip(&fit.rows.event).filter(|(_, e)| **e).map(|(g, _)| *g).collect();
    let mean = at_events.iter().sum::<f64>() / at_events.len() as f64;
    function.iter().map(|g| g - mean).collect()
}

/// The function of time at each row's own time.
fn transformed(fit: &Fit, observations: &Observations, transform: Transform) -> Result<Vec<f64>, NotEstimable> {
    let rows = &fit.rows;
    let function: Box<dyn Fn(f64) -> f64> = match transform {
        Transform::Identity => Box::new(|t| t),
        Transform::Log => {
            if (0..rows.len()).any(|row| rows.event[row] && rows.time[row] <= 0.0) {
                return Err(NotEstimable::EventOnDayZeroHasNoLogarithm);
            }
            Box::new(libm::log)
        }
        Transform::Rank => {
            let mut times = rows.time.clone();
            times.sort_unstable_by(f64::total_cmp);
            Box::new(move |t| {
                let (below, until) = (times.partition_point(|v| *v < t), times.partition_point(|v| *v <= t));
                (below + 1 + until) as f64 / 2.0
            })
        }
        Transform::KaplanMeier => {
            let unweighted = observations.unweighted();
            let curve = kaplan_meier(&unweighted, &rows.source)?;
            Box::new(move |t| {
                let before = curve.steps.partition_point(|s| s.moment.time < t);
                1.0 - before.checked_sub(1).and_then(|i| curve.steps.get(i)).map_or(1.0, |s| s.survival)
            })
        }
    };
    Ok(rows.time.iter().map(|t| function(*t)).collect())
}

/// Score and information of the coefficients and of as many more for covariate · function of time, these being 0.
fn extended(fit: &Fit, function: &[f64]) -> (Vec<f64>, Matrix) {
    let (rows, p) = (&fit.rows, fit.rows.p);
    let mut score = vec![0.0; 2 * p];
    let mut information = Matrix::zeros(2 * p, 2 * p);
    visit(rows, &risks(rows, &rows.linear_predictor(&fit.coefficients)), 2, |set| {
        let g = function[set.events.start];
        for row in set.events.clone() {
            for (i, x) in rows.x(row).iter().enumerate() {
                score[i] += rows.weight[row] * x;
                score[p + i] += rows.weight[row] * g * x;
            }
        }
        let totals = set.totals(fit.ties);
        for i in 0..p {
            let mean = set.total_mean(&totals, i);
            score[i] -= mean;
            score[p + i] -= g * mean;
            for j in 0..=i {
                let covariance = set.total_covariance(&totals, i, j);
                information[(i, j)] += covariance;
                information[(p + i, j)] += g * covariance;
                information[(p + i, p + j)] += g * g * covariance;
            }
        }
    });
    // The block between the two is symmetric in itself, of which only the lower triangle was summed.
    for i in 0..p {
        for j in 0..i {
            information[(p + j, i)] = information[(p + i, j)];
        }
    }
    information.mirror();
    (score, information)
}
