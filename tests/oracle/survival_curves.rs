//! Curves and their tests, against what their definitions say word for word.

use super::survival_rows::{Rows, close, distinct, rows};
use prespec::stats::survival::competing::CompetingTimes;
use prespec::stats::survival::competing::aalen_johansen::{Variance, cumulative_incidence};
use prespec::stats::survival::competing::gray::gray_test;
use prespec::stats::survival::kaplan_meier::{Scale, kaplan_meier};
use prespec::stats::survival::log_rank::{Weight, log_rank};
use prespec::stats::survival::observations::Observations;
use prespec::stats::survival::restricted_mean::restricted_mean;
use proptest::prelude::*;

fn observed(rows: &Rows, late: bool, weighted: bool) -> Observations {
    let entry = late.then_some(&rows.entry[..]);
    Observations::new(entry, &rows.time, &rows.event, weighted.then_some(&rows.weight[..])).unwrap()
}

/// Sums of weights at risk just before a time, and of events at it, over the rows chosen.
fn at(rows: &Rows, late: bool, weighted: bool, time: f64, chosen: impl Fn(usize) -> bool) -> (f64, f64) {
    let weight = |i: usize| if weighted { rows.weight[i] } else { 1.0 };
    let is_at_risk = |i: usize| rows.time[i] >= time && (!late || rows.entry[i] < time);
    let chosen: Vec<usize> = (0..rows.n()).filter(|&i| chosen(i) && is_at_risk(i)).collect();
    let events = chosen.iter().filter(|&&i| rows.time[i] == time && rows.event[i]).map(|&i| weight(i)).sum();
    (chosen.iter().map(|&i| weight(i)).sum(), events)
}

fn event_times(rows: &Rows) -> Vec<f64> {
    distinct((0..rows.n()).filter(|&i| rows.event[i]).map(|i| rows.time[i]))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn kaplan_meier_is_the_product_over_event_times(rows in rows(1, 40), late: bool, weighted: bool, day in 0.0..13.0_f64) {
        let observed = observed(&rows, late, weighted);
        let all: Vec<usize> = (0..rows.n()).collect();
        let curve = kaplan_meier(&observed, &all).unwrap();
        let (mut survival, mut greenwood, mut hazard) = (1.0, 0.0, 0.0);
        for time in event_times(&rows).into_iter().filter(|t| *t <= day) {
            let (n, d) = at(&rows, late, weighted, time, |_| true);
            survival *= 1.0 - d / n;
            greenwood += d / (n * (n - d));
            hazard += d / n;
        }
        let step = curve.step_at(day);
        prop_assert!(close(step.map_or(1.0, |s| s.survival), survival, 1e-12));
        prop_assert!(close(step.map_or(0.0, |s| s.cumulative_hazard), hazard, 1e-12));
        if survival > 1e-9 {
            prop_assert!(close(step.map_or(0.0, |s| s.log_variance), greenwood, 1e-10));
        }
        let read = curve.at(&observed, &all, day, Scale::LogLog, 0.95, true);
        prop_assert_eq!(read.at_risk as f64, at(&rows, late, false, day, |_| true).0);
        if let (Ok(lower), Ok(upper)) = (read.lower, read.upper) {
            prop_assert!(0.0 <= lower && lower <= survival + 1e-12 && survival <= upper + 1e-12 && upper <= 1.0);
        }
    }

    #[test]
    fn the_jackknife_of_survival_sums_each_influence(rows in rows(2, 25), late: bool, day in 1.0..12.0_f64) {
        let all: Vec<usize> = (0..rows.n()).collect();
        let curve = |rows: &Rows| kaplan_meier(&observed(rows, late, true), &all).unwrap();
        let Ok(found) = curve(&rows).jackknifed(&observed(&rows, late, true), &all, &rows.cluster) else { return Ok(()) };
        let Some(step) = found.step_at(day).filter(|s| s.survival > 1e-6) else { return Ok(()) };
        let mut totals = [0.0; 8];
        for i in 0..rows.n() {
            let moved = |by: f64| {
                let mut changed = rows.clone();
                changed.weight[i] += by;
                curve(&changed).step_at(day).map_or(0.0, |s| s.survival.ln())
            };
            totals[rows.cluster[i]] += rows.weight[i] * (moved(1e-5) - moved(-1e-5)) / 2e-5;
        }
        let variance: f64 = totals.iter().map(|t| t * t).sum();
        prop_assert!(close(step.log_variance, variance, 1e-5), "{} {}", step.log_variance, variance);
    }

    #[test]
    fn the_median_splits_the_curve(rows in rows(1, 40)) {
        let observed = observed(&rows, false, false);
        let curve = kaplan_meier(&observed, &(0..rows.n()).collect::<Vec<_>>()).unwrap();
        let below = curve.steps.iter().find(|s| s.survival < 0.5 - 1e-9).map(|s| s.moment.time);
        let until = curve.steps.iter().find(|s| s.survival <= 0.5 + 1e-9).map(|s| s.moment.time);
        match curve.quantile(0.5, Scale::LogLog, 0.95).estimate {
            Ok(median) => prop_assert_eq!(median, (until.unwrap() + below.unwrap_or(curve.last_time())) / 2.0),
            Err(_) => prop_assert_eq!(until, None),
        }
    }

    #[test]
    fn the_restricted_mean_is_the_area(rows in rows(1, 40), to in 1.0..12.0_f64) {
        let observed = observed(&rows, false, false);
        let curve = kaplan_meier(&observed, &(0..rows.n()).collect::<Vec<_>>()).unwrap();
        let survival = |t: f64| curve.step_at(t).map_or(1.0, |s| s.survival);
        let area = |from: f64| {
            let cuts = distinct(event_times(&rows).into_iter().filter(|t| *t > from && *t < to).chain([from, to]));
            cuts.windows(2).map(|w| survival(w[0]) * (w[1] - w[0])).sum::<f64>()
        };
        let Ok(mean) = restricted_mean(&curve, to) else {
            prop_assert!(to > curve.last_time());
            return Ok(());
        };
        let variance: f64 = event_times(&rows).into_iter().filter(|t| *t <= to).map(|time| {
            let (n, d) = at(&rows, false, false, time, |_| true);
            if n > d { area(time) * area(time) * d / (n * (n - d)) } else { 0.0 }
        }).sum();
        prop_assert!(close(mean.estimate, area(0.0), 1e-12));
        prop_assert!(close(mean.variance, variance, 1e-10));
    }

    #[test]
    fn log_rank_sums_hypergeometric_tables(rows in rows(2, 40), late: bool, stratified: bool, kind in 0..4_usize) {
        let observed = observed(&rows, late, false);
        let strata = stratified.then_some(&rows.stratum[..]);
        let harrington = Weight::FlemingHarrington { rho: 0.5, gamma: 1.0 };
        let weight = [Weight::LogRank, Weight::Gehan, Weight::TaroneWare, harrington][kind];
        let test = log_rank(&observed, &rows.group, 3, strata, weight).unwrap();
        let (mut excess, mut covariance) = ([0.0; 3], [[0.0; 3]; 3]);
        for stratum in 0..2 {
            let within = |i: usize| if stratified { rows.stratum[i] == stratum } else { stratum == 0 };
            let mut survival = 1.0_f64;
            for time in event_times(&rows) {
                let (n, d) = at(&rows, late, false, time, within);
                if n == 0.0 { continue; }
                let weight = [1.0, n, n.sqrt(), survival.sqrt() * (1.0 - survival)][kind];
                survival *= 1.0 - d / n;
                let group = |g: usize| at(&rows, late, false, time, |i| within(i) && rows.group[i] == g);
                for (g, (excess, covariances)) in excess.iter_mut().zip(&mut covariance).enumerate() {
                    let (own, events) = group(g);
                    *excess += weight * (events - d * own / n);
                    for (h, covariance) in covariances.iter_mut().enumerate().filter(|_| n > 1.0) {
                        let share = if g == h { own / n * (1.0 - own / n) } else { -own * group(h).0 / (n * n) };
                        *covariance += weight * weight * d * (n - d) / (n - 1.0) * share;
                    }
                }
            }
        }
        for (g, (excess, covariances)) in excess.iter().zip(&covariance).enumerate() {
            prop_assert!(close(test.groups[g].observed - test.groups[g].expected, *excess, 1e-11));
            for (h, covariance) in covariances.iter().enumerate() {
                prop_assert!(close(test.covariance[(g, h)], *covariance, 1e-11));
            }
        }
    }

    #[test]
    fn the_jackknife_of_the_incidence_sums_each_influence(rows in rows(2, 30), day in 1.0..12.0_f64) {
        let times = CompetingTimes::new(&rows.time, &rows.cause, 2).unwrap();
        let all: Vec<usize> = (0..rows.n()).collect();
        let found = cumulative_incidence(&times, &all, 1, Variance::Jackknife).unwrap();
        // The derivative of the estimate in the weight of each row, by the product and chain rules time by time.
        let weighted = |weights: &[f64]| {
            let (mut free, mut incidence) = (1.0, 0.0);
            for time in distinct(rows.time.iter().copied()).into_iter().filter(|t| *t <= day) {
                let sum = |keep: &dyn Fn(usize) -> bool| (0..rows.n()).filter(|&i| keep(i)).map(|i| weights[i]).sum::<f64>();
                let n = sum(&|i| rows.time[i] >= time);
                incidence += free * sum(&|i| rows.time[i] == time && rows.cause[i] == 1) / n;
                free *= 1.0 - sum(&|i| rows.time[i] == time && rows.cause[i] > 0) / n;
            }
            incidence
        };
        let step = 1e-4;
        let variance: f64 = (0..rows.n()).map(|i| {
            let shifted = |by: f64| weighted(&(0..rows.n()).map(|j| 1.0 + if i == j { by } else { 0.0 }).collect::<Vec<_>>());
            ((shifted(step) - shifted(-step)) / (2.0 * step)).powi(2)
        }).sum();
        let at = found.step_at(day);
        prop_assert!(close(at.map_or(0.0, |s| s.incidence), weighted(&vec![1.0; rows.n()]), 1e-12));
        prop_assert!(close(at.map_or(0.0, |s| s.variance), variance, 1e-6));
    }

    #[test]
    fn gray_does_not_depend_on_the_numbering_of_groups(rows in rows(6, 40)) {
        let times = CompetingTimes::new(&rows.time, &rows.cause, 2).unwrap();
        let renumbered: Vec<usize> = rows.group.iter().map(|g| (g + 1) % 3).collect();
        let first = gray_test(&times, 1, &rows.group, 3, Some(&rows.stratum), 0.0);
        let second = gray_test(&times, 1, &renumbered, 3, Some(&rows.stratum), 0.0);
        if let (Ok(first), Ok(second)) = (first, second) {
            prop_assert!(close(first.statistic, second.statistic, 1e-7));
        }
    }
}
