//! Residuals of a fitted Cox model, each in one pass over the rows.
//!
//! Therneau and Grambsch, Modeling Survival Data, chapter 4; Efron's correction for ties as in its section 4.2. Residuals are in
//! the order of [`Rows`], whose `source` names the rows given.

use super::likelihood::risks;
use super::risk_set::{Ties, visit};
use super::rows::Rows;
use crate::number::NotEstimable;
use crate::stats::linear::Matrix;

/// The increments at one time with events.
#[derive(Clone, Debug, PartialEq)]
struct Increment {
    stratum: usize,
    time: f64,
    /// Of the cumulative baseline hazard, and of the same times the mean of the covariates.
    hazard: f64,
    weighted_mean: Vec<f64>,
    /// The same for the rows whose event it is, of which a part has left by Efron's approximation.
    hazard_of_events: f64,
    weighted_mean_of_events: Vec<f64>,
    /// The mean of the covariates, over the terms of the tied time.
    mean: Vec<f64>,
}

/// The increments, by stratum and then by time.
fn increments(rows: &Rows, risk: &[f64], ties: Ties) -> Vec<Increment> {
    let p = rows.p;
    let mut found: Vec<Increment> = Vec::new();
    let mut term_mean = vec![0.0; p];
    visit(rows, risk, 1, |set| {
        let mut increment = Increment {
            stratum: set.stratum,
            time: rows.time[set.events.start],
            hazard: 0.0,
            weighted_mean: vec![0.0; p],
            hazard_of_events: 0.0,
            weighted_mean_of_events: vec![0.0; p],
            mean: vec![0.0; p],
        };
        for term in set.terms(ties) {
            let hazard = term.weight / set.zeroth(term);
            set.mean(term, &mut term_mean);
            increment.hazard += hazard;
            increment.hazard_of_events += term.kept * hazard;
            for (i, mean) in term_mean.iter().enumerate() {
                increment.weighted_mean[i] += hazard * mean;
                increment.weighted_mean_of_events[i] += term.kept * hazard * mean;
                increment.mean[i] += term.weight / set.weight * mean;
            }
        }
        found.push(increment);
    });
    // Visited latest first within each stratum.
    found.reverse();
    found.sort_by_key(|increment| increment.stratum);
    found
}

/// Cumulative sums over the increments of one stratum, from nothing on: one more than there are times.
struct Cumulative {
    times: Vec<f64>,
    hazard: Vec<f64>,
    /// As many values per sum as covariates.
    weighted_mean: Vec<f64>,
}

impl Cumulative {
    fn new(increments: &[Increment], p: usize) -> Cumulative {
        let mut result = Cumulative { times: Vec::new(), hazard: vec![0.0], weighted_mean: vec![0.0; p] };
        let (mut hazard, mut mean) = (0.0, vec![0.0; p]);
        for increment in increments {
            hazard += increment.hazard;
            for (total, value) in mean.iter_mut().zip(&increment.weighted_mean) {
                *total += value;
            }
            result.times.push(increment.time);
            result.hazard.push(hazard);
            result.weighted_mean.extend_from_slice(&mean);
        }
        result
    }

    /// How many increments are at or before a time.
    fn until(&self, time: f64) -> usize {
        self.times.partition_point(|t| *t <= time)
    }

    /// The sums from increment `from` to `until`: returns that of the hazard.
    fn between(&self, from: usize, until: usize, mean: &mut [f64]) -> f64 {
        let p = mean.len();
        let (start, end) = (&self.weighted_mean[from * p..], &self.weighted_mean[until * p..]);
        for ((value, start), end) in mean.iter_mut().zip(start).zip(end) {
            *value = end - start;
        }
        self.hazard[until] - self.hazard[from]
    }
}

fn stratum_increments(increments: &[Increment], stratum: usize) -> &[Increment] {
    let start = increments.partition_point(|i| i.stratum < stratum);
    let end = increments.partition_point(|i| i.stratum <= stratum);
    &increments[start..end]
}

fn refuse_exact(ties: Ties) -> Result<(), NotEstimable> {
    match ties {
        Ties::Exact => Err(NotEstimable::ExactLikelihoodHasNoResiduals),
        Ties::Efron | Ties::Breslow => Ok(()),
    }
}

/// Calls `each` with every row, exp(its linear predictor), its cumulative baseline hazard while at risk, and the integral of the
/// covariates' mean over it.
fn each_row(
    rows: &Rows,
    beta: &[f64],
    ties: Ties,
    mut each: impl FnMut(usize, f64, f64, &[f64], Option<&Increment>),
) -> Result<(), NotEstimable> {
    refuse_exact(ties)?;
    let eta = rows.linear_predictor(beta);
    let relative: Vec<f64> = eta.iter().map(|eta| libm::exp(*eta)).collect();
    let risk: Vec<f64> = relative.iter().zip(&rows.weight).map(|(relative, weight)| weight * relative).collect();
    let all = increments(rows, &risk, ties);
    let mut mean = vec![0.0; rows.p];
    for (stratum, range) in rows.strata.iter().enumerate() {
        let own = stratum_increments(&all, stratum);
        let cumulative = Cumulative::new(own, rows.p);
        // Rows come in the order of time.
        let mut until = 0;
        for row in range.clone() {
            while cumulative.times.get(until).is_some_and(|t| *t <= rows.time[row]) {
                until += 1;
            }
            let from = rows.entry.get(row).map_or(0, |e| cumulative.until(*e));
            let mut hazard = cumulative.between(from, until, &mut mean);
            let event = if rows.event[row] { until.checked_sub(1).and_then(|k| own.get(k)) } else { None };
            if let Some(increment) = event {
                hazard += increment.hazard_of_events - increment.hazard;
                for (i, value) in mean.iter_mut().enumerate() {
                    *value += increment.weighted_mean_of_events[i] - increment.weighted_mean[i];
                }
            }
            each(row, relative[row], hazard, &mean, event);
        }
    }
    Ok(())
}

/// Calls `each` with every row and its contribution to the score, unweighted.
pub fn each_score_residual(
    rows: &Rows,
    beta: &[f64],
    ties: Ties,
    mut each: impl FnMut(usize, &[f64]),
) -> Result<(), NotEstimable> {
    let mut residual = vec![0.0; rows.p];
    each_row(rows, beta, ties, |row, risk, hazard, mean, event| {
        for (i, (value, x)) in residual.iter_mut().zip(rows.x(row)).enumerate() {
            *value = event.map_or(0.0, |e| x - e.mean[i]) - risk * (x * hazard - mean[i]);
        }
        each(row, &residual);
    })
}

/// The contribution of each row to the score, unweighted: rows by p.
pub fn score_residuals(rows: &Rows, beta: &[f64], ties: Ties) -> Result<Matrix, NotEstimable> {
    let mut residuals = Matrix::zeros(rows.len(), rows.p);
    each_score_residual(rows, beta, ties, |row, residual| residuals.row_mut(row).copy_from_slice(residual))?;
    Ok(residuals)
}

/// Observed minus expected events of each row.
pub fn martingale_residuals(rows: &Rows, beta: &[f64], ties: Ties) -> Result<Vec<f64>, NotEstimable> {
    let mut residuals = vec![0.0; rows.len()];
    each_row(rows, beta, ties, |row, risk, hazard, _, _| {
        residuals[row] = f64::from(rows.event[row]) - risk * hazard;
    })?;
    Ok(residuals)
}

/// Martingale residuals, made more symmetric (Therneau and Grambsch, equation 4.14).
pub fn deviance_residuals(rows: &Rows, martingale: &[f64]) -> Vec<f64> {
    let deviance = |(row, m): (usize, &f64)| {
        let event = f64::from(rows.event[row]);
        let log = if rows.event[row] { libm::log(event - m) } else { 0.0 };
        m.signum() * (-2.0 * (m + event * log)).max(0.0).sqrt()
    };
    martingale.iter().enumerate().map(deviance).collect()
}

/// For each row with an event, its covariates minus their mean at that time: the rows, and events by p.
pub fn schoenfeld_residuals(rows: &Rows, beta: &[f64], ties: Ties) -> Result<(Vec<usize>, Matrix), NotEstimable> {
    let with_event: Vec<usize> = (0..rows.len()).filter(|&row| rows.event[row]).collect();
    let mut residuals = Matrix::zeros(with_event.len(), rows.p);
    let mut next = 0;
    each_row(rows, beta, ties, |row, _, _, _, event| {
        if let Some(event) = event {
            for (i, residual) in residuals.row_mut(next).iter_mut().enumerate() {
                *residual = rows.x(row)[i] - event.mean[i];
            }
            next += 1;
        }
    })?;
    Ok((with_event, residuals))
}

/// The cumulative hazard of one stratum at each of its event times.
#[derive(Clone, Debug, PartialEq)]
pub struct BaselineHazard {
    pub stratum: usize,
    pub time: Vec<f64>,
    pub cumulative_hazard: Vec<f64>,
}

/// Breslow's estimate, or Efron's with his correction for ties (Therneau and Grambsch, section 10.2.3), for a patient with
/// covariates `at` and a mean offset.
pub fn baseline_hazard(rows: &Rows, beta: &[f64], ties: Ties, at: &[f64]) -> Result<Vec<BaselineHazard>, NotEstimable> {
    refuse_exact(ties)?;
    let relative: f64 = at.iter().zip(&rows.mean).zip(beta).map(|((x, mean), b)| (x - mean) * b).sum();
    let relative = libm::exp(relative);
    let all = increments(rows, &risks(rows, &rows.linear_predictor(beta)), ties);
    let one = |stratum: usize| {
        let cumulative = Cumulative::new(stratum_increments(&all, stratum), rows.p);
        let cumulative_hazard = cumulative.hazard.into_iter().skip(1).map(|h| h * relative).collect();
        BaselineHazard { stratum, time: cumulative.times, cumulative_hazard }
    };
    Ok((0..rows.strata.len()).map(one).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::survival::cox::rows::Model;
    use crate::stats::survival::observations::Observations;

    /// With no effect the cumulative hazard is Nelson and Aalen's: 1/3 after the first event, 5/6 after the second.
    #[test]
    fn martingale_and_deviance_residuals_by_hand() {
        let observations = Observations::new(None, &[1.0, 2.0, 3.0], &[true, true, false], None).unwrap();
        let covariates = vec![vec![0.0, 1.0, 0.0]];
        let rows =
            Rows::new(&Model { observations: &observations, covariates: &covariates, strata: None, offset: None })
                .unwrap();
        let martingale = martingale_residuals(&rows, &[0.0], Ties::Efron).unwrap();
        let deviance = deviance_residuals(&rows, &martingale);
        let expected: [(f64, f64); 3] = [
            (2.0 / 3.0, (-2.0 * (2.0 / 3.0 + (1.0f64 / 3.0).ln())).sqrt()),
            (1.0 / 6.0, (-2.0 * (1.0 / 6.0 + (5.0f64 / 6.0).ln())).sqrt()),
            (-5.0 / 6.0, -(5.0f64 / 3.0).sqrt()),
        ];
        for ((m, d), (by_hand, deviance_by_hand)) in martingale.iter().zip(&deviance).zip(expected) {
            assert!((m - by_hand).abs() < 1e-14, "{m}, by hand {by_hand}");
            assert!((d - deviance_by_hand).abs() < 1e-14, "{d}, by hand {deviance_by_hand}");
        }
    }
}
