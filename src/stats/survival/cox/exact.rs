//! The discrete conditional likelihood of tied events: the chance that, of all sets of as many patients at risk, those with the
//! event have it.
//!
//! Gail, Lubin and Rubinstein, Biometrika 1981;68:703, recursion (6), on means instead of sums of products, which neither
//! overflow nor vanish.

use std::ops::Range;

use super::likelihood::Likelihood;
use super::rows::Rows;
use crate::stats::distribution::ln_choose;

/// The mean, over sets of k of the rows seen so far, of the product of their risks, with first and second derivatives.
#[derive(Clone)]
struct Mean {
    value: f64,
    first: Vec<f64>,
    /// Lower triangle.
    second: Vec<f64>,
}

pub fn add(rows: &Rows, eta: &[f64], result: &mut Likelihood) {
    for stratum in &rows.strata {
        for tied in rows.tied(stratum) {
            let events: Vec<usize> = tied.clone().filter(|&row| rows.event[row]).collect();
            if !events.is_empty() {
                add_time(rows, eta, stratum, &tied, &events, result);
            }
        }
    }
}

fn add_time(
    rows: &Rows,
    eta: &[f64],
    stratum: &Range<usize>,
    tied: &Range<usize>,
    events: &[usize],
    result: &mut Likelihood,
) {
    let time = rows.time[tied.start];
    let late = |row: usize| rows.entry.get(row).is_some_and(|e| *e >= time);
    let at_risk: Vec<usize> = (tied.start..stratum.end).filter(|&row| !late(row)).collect();
    let centre = at_risk.iter().map(|&row| eta[row]).fold(f64::NEG_INFINITY, f64::max);
    for &row in events {
        result.log += eta[row] - centre;
        for (score, x) in result.score.iter_mut().zip(rows.x(row)) {
            *score += x;
        }
    }
    let means = mean_products(rows, &at_risk, events.len(), |row| libm::exp(eta[row] - centre));
    let Some(all) = means.last() else { return };
    result.log -= libm::log(all.value) + ln_choose(at_risk.len() as u64, events.len() as u64);
    for i in 0..rows.p {
        let expected = all.first[i] / all.value;
        result.score[i] -= expected;
        for j in 0..=i {
            let second = all.second[i * (i + 1) / 2 + j] / all.value;
            result.information[(i, j)] += second - expected * all.first[j] / all.value;
        }
    }
}

/// The means for sets of 0 to `size` of these rows.
fn mean_products(rows: &Rows, at_risk: &[usize], size: usize, risk: impl Fn(usize) -> f64) -> Vec<Mean> {
    let p = rows.p;
    let zero = Mean { value: 0.0, first: vec![0.0; p], second: vec![0.0; p * (p + 1) / 2] };
    let mut means = vec![zero; size + 1];
    means[0].value = 1.0;
    for (seen, &row) in at_risk.iter().enumerate() {
        let (x, risk, count) = (rows.x(row), risk(row), (seen + 1) as f64);
        for k in (1..=size.min(seen + 1)).rev() {
            let (with, without) = (risk * k as f64 / count, (count - k as f64) / count);
            let (before, after) = means.split_at_mut(k);
            let (Some(smaller), Some(mean)) = (before.last(), after.first_mut()) else { continue };
            let mut at = 0;
            for i in 0..p {
                for j in 0..=i {
                    let added = smaller.second[at]
                        + x[i] * smaller.first[j]
                        + x[j] * smaller.first[i]
                        + x[i] * x[j] * smaller.value;
                    mean.second[at] = without * mean.second[at] + with * added;
                    at += 1;
                }
            }
            for (i, first) in mean.first.iter_mut().enumerate() {
                *first = without * *first + with * (smaller.first[i] + x[i] * smaller.value);
            }
            mean.value = without * mean.value + with * smaller.value;
        }
    }
    means
}
