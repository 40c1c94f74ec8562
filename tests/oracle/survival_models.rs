//! Cox and Fine–Gray models, against likelihoods written out row by row, derivatives taken numerically and expanded data.

use super::survival_rows::{Rows, close, distinct, rows};
use prespec::stats::survival::competing::CompetingTimes;
use prespec::stats::survival::competing::fine_gray::{Censoring, fine_gray};
use prespec::stats::survival::cox::concordance::concordance;
use prespec::stats::survival::cox::firth::fit_firth;
use prespec::stats::survival::cox::proportional_hazards::{Transform, proportional_hazards};
use prespec::stats::survival::cox::residuals::{martingale_residuals, schoenfeld_residuals, score_residuals};
use prespec::stats::survival::cox::robust::robust_variance;
use prespec::stats::survival::cox::{Failure, Fit, Model, Ties, fit, likelihood, score_test_at};
use prespec::stats::survival::observations::Observations;
use proptest::prelude::*;

fn observed(rows: &Rows, late: bool, weighted: bool) -> Observations {
    let entry = late.then_some(&rows.entry[..]);
    Observations::new(entry, &rows.time, &rows.event, weighted.then_some(&rows.weight[..])).unwrap()
}

fn cox(rows: &Rows, late: bool, weighted: bool, ties: Ties) -> Result<Fit, Failure> {
    let model = Model {
        observations: &observed(rows, late, weighted),
        covariates: &rows.covariates(),
        strata: Some(&rows.stratum),
        offset: None,
    };
    fit(&model, ties)
}

/// The sum over all sets of `size` of these risks of their product.
fn products_of_sets(risks: &[f64], size: usize) -> f64 {
    match (size, risks.split_first()) {
        (0, _) => 1.0,
        (_, None) => 0.0,
        (_, Some((first, rest))) => first * products_of_sets(rest, size - 1) + products_of_sets(rest, size),
    }
}

/// The log partial likelihood, each risk set gathered anew.
fn log_likelihood(rows: &Rows, late: bool, weighted: bool, ties: Ties, beta: &[f64]) -> f64 {
    let weight = |i: usize| if weighted { rows.weight[i] } else { 1.0 };
    let eta = |i: usize| beta[0] * rows.x[i] + beta[1] * rows.y[i];
    let mut log = 0.0;
    for stratum in 0..2 {
        for time in distinct(rows.time.iter().copied()) {
            let within =
                |i: &usize| rows.stratum[*i] == stratum && rows.time[*i] >= time && (!late || rows.entry[*i] < time);
            let at_risk: Vec<usize> = (0..rows.n()).filter(within).collect();
            let dying: Vec<usize> =
                at_risk.iter().copied().filter(|&i| rows.time[i] == time && rows.event[i]).collect();
            let (d, sum) = (dying.len(), |of: &[usize]| of.iter().map(|&i| weight(i) * eta(i).exp()).sum::<f64>());
            log += dying.iter().map(|&i| weight(i) * eta(i)).sum::<f64>();
            let mean_weight = dying.iter().map(|&i| weight(i)).sum::<f64>() / d.max(1) as f64;
            match ties {
                Ties::Breslow => log -= d as f64 * mean_weight * if d > 0 { sum(&at_risk).ln() } else { 0.0 },
                Ties::Efron => {
                    for k in 0..d {
                        log -= mean_weight * (sum(&at_risk) - k as f64 / d as f64 * sum(&dying)).ln();
                    }
                }
                Ties::Exact => {
                    let risks: Vec<f64> = at_risk.iter().map(|&i| eta(i).exp()).collect();
                    log -= products_of_sets(&risks, d).ln();
                }
            }
        }
    }
    log
}

/// Whether coefficients are moderate, so that differences can be taken numerically.
fn moderate(fit: &Fit) -> bool {
    fit.coefficients.iter().all(|b| b.abs() < 4.0) && (0..2).all(|i| fit.standard_error(i) < 5.0)
}

/// The greatest value of a function with one peak, by golden section from a grid; none where it has several.
fn greatest(low: f64, high: f64, f: impl Fn(f64) -> f64) -> Option<f64> {
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    let step = (high - low) / 400.0;
    let value = |x: f64| {
        let y = f(x);
        if y.is_nan() { f64::NEG_INFINITY } else { y }
    };
    let grid: Vec<f64> = (0..=400).map(|i| value(low + f64::from(i) * step)).collect();
    let peaks: Vec<usize> = (1..400).filter(|&i| grid[i] > grid[i - 1] && grid[i] >= grid[i + 1]).collect();
    let [peak] = peaks[..] else { return None };
    let (mut low, mut high) = (low + (peak as f64 - 1.0) * step, low + (peak as f64 + 1.0) * step);
    for _ in 0..80 {
        let (a, b) = (high - golden * (high - low), low + golden * (high - low));
        if value(a) < value(b) { low = a } else { high = b }
    }
    Some(value((low + high) / 2.0))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_fit_maximises_the_written_out_likelihood(rows in rows(8, 24), late: bool, weighted: bool, method in 0..3_usize) {
        let ties = [Ties::Efron, Ties::Breslow, Ties::Exact][method];
        let weighted = weighted && ties != Ties::Exact;
        let Ok(fit) = cox(&rows, late, weighted, ties) else { return Ok(()) };
        let log = |b: &[f64]| log_likelihood(&rows, late, weighted, ties, b);
        prop_assert!(close(fit.at_null.log, log(&[0.0, 0.0]), 1e-10));
        prop_assert!(close(fit.at_maximum.log, log(&fit.coefficients), 1e-10));
        if !moderate(&fit) { return Ok(()); }
        let beta = [0.3, -0.2];
        let at = likelihood(&fit.rows, &beta, ties);
        let h = 1e-5;
        for i in 0..2 {
            let moved = |by: f64| { let mut b = beta; b[i] += by; b };
            prop_assert!(close(at.score[i], (log(&moved(h)) - log(&moved(-h))) / (2.0 * h), 1e-6));
            for j in 0..2 {
                let score = |by: f64| likelihood(&fit.rows, &moved(by), ties).score[j];
                prop_assert!(close(at.information[(i, j)], -(score(h) - score(-h)) / (2.0 * h), 1e-6));
            }
        }
    }

    #[test]
    fn without_a_fit_the_likelihood_has_no_maximum(rows in rows(4, 12)) {
        if let Err(Failure::Monotone { log_likelihood: limit, direction }) = cox(&rows, false, false, Ties::Efron) {
            let far = |by: f64| {
                let scale = by / direction.iter().map(|d| d.abs()).fold(0.0, f64::max);
                log_likelihood(&rows, false, false, Ties::Efron, &[direction[0] * scale, direction[1] * scale])
            };
            prop_assert!(far(1.0) <= far(2.0) + 1e-9 && far(2.0) <= far(4.0) + 1e-9);
            prop_assert!(far(30.0) <= limit + 1e-6, "{} {limit} {direction:?} {} {}", far(30.0), far(15.0), far(60.0));
        }
    }

    #[test]
    fn influences_are_derivatives_in_the_weights(rows in rows(10, 20), late: bool, breslow: bool) {
        let ties = if breslow { Ties::Breslow } else { Ties::Efron };
        let Ok(fitted) = cox(&rows, late, true, ties) else { return Ok(()) };
        if !moderate(&fitted) { return Ok(()); }
        let scores = score_residuals(&fitted.rows, &fitted.coefficients, ties).unwrap();
        let mut by_cluster = vec![vec![0.0; 2]; 8];
        for (row, &source) in fitted.rows.source.iter().enumerate() {
            let influence = fitted.variance.times(scores.row(row));
            let h = 1e-5;
            let moved = |by: f64| {
                let mut changed = rows.clone();
                changed.weight[source] += by;
                cox(&changed, late, true, ties).map(|f| f.coefficients)
            };
            let (Ok(up), Ok(down)) = (moved(h), moved(-h)) else { return Ok(()) };
            for i in 0..2 {
                prop_assert!(close(influence[i], (up[i] - down[i]) / (2.0 * h), 1e-5), "{} {}", influence[i], (up[i] - down[i]) / (2.0 * h));
                by_cluster[rows.cluster[source]][i] += rows.weight[source] * influence[i];
            }
        }
        if let Ok(robust) = robust_variance(&fitted, &rows.cluster) {
            for i in 0..2 {
                for j in 0..2 {
                    let sum: f64 = by_cluster.iter().map(|c| c[i] * c[j]).sum();
                    prop_assert!(close(robust[(i, j)], sum, 1e-10));
                }
            }
        }
    }

    #[test]
    fn residuals_add_up(rows in rows(8, 30), late: bool, breslow: bool) {
        let ties = if breslow { Ties::Breslow } else { Ties::Efron };
        let Ok(fit) = cox(&rows, late, true, ties) else { return Ok(()) };
        if !moderate(&fit) { return Ok(()); }
        let martingale = martingale_residuals(&fit.rows, &fit.coefficients, ties).unwrap();
        let total: f64 = martingale.iter().zip(&fit.rows.weight).map(|(m, w)| m * w).sum();
        prop_assert!(total.abs() < 1e-9);
        let (events, schoenfeld) = schoenfeld_residuals(&fit.rows, &fit.coefficients, ties).unwrap();
        for i in 0..2 {
            let total: f64 = events.iter().enumerate().map(|(k, &row)| fit.rows.weight[row] * schoenfeld[(k, i)]).sum();
            prop_assert!(total.abs() < 1e-9);
        }
    }

    #[test]
    fn proportional_hazards_is_a_score_test_on_split_rows(rows in rows(10, 24), late: bool) {
        let Ok(fitted) = cox(&rows, late, false, Ties::Efron) else { return Ok(()) };
        if !moderate(&fitted) { return Ok(()); }
        let observed = observed(&rows, late, false);
        let terms = [vec![0], vec![1]];
        let Ok(test) = proportional_hazards(&fitted, &observed, Transform::Identity, &terms) else { return Ok(()) };
        // Every row cut at every event time, with covariate · time as a further covariate.
        let cuts = distinct((0..rows.n()).filter(|&i| rows.event[i]).map(|i| rows.time[i]));
        let (mut entry, mut time, mut event, mut strata) = (vec![], vec![], vec![], vec![]);
        let mut columns = vec![vec![]; 4];
        for i in 0..rows.n() {
            let start = if late { rows.entry[i] } else { 0.0 };
            let mut from = start;
            for to in cuts.iter().copied().filter(|c| *c > start && *c < rows.time[i]).chain([rows.time[i]]) {
                entry.push(from);
                time.push(to);
                event.push(rows.event[i] && to == rows.time[i]);
                strata.push(rows.stratum[i]);
                for (column, value) in columns.iter_mut().zip([rows.x[i], rows.y[i], rows.x[i] * to, rows.y[i] * to]) {
                    column.push(value);
                }
                from = to;
            }
        }
        let split = Observations::new(Some(&entry), &time, &event, None).unwrap();
        for (chosen, expected) in [(vec![2], &test.terms[0]), (vec![3], &test.terms[1]), (vec![2, 3], &test.global)] {
            let mut covariates = vec![columns[0].clone(), columns[1].clone()];
            covariates.extend(chosen.iter().map(|&c| columns[c].clone()));
            let model = Model { observations: &split, covariates: &covariates, strata: Some(&strata), offset: None };
            let rows = prespec::stats::survival::cox::Rows::new(&model).unwrap();
            let mut beta = fitted.coefficients.clone();
            beta.resize(covariates.len(), 0.0);
            if let Ok(score) = score_test_at(&likelihood(&rows, &beta, Ties::Efron), chosen.len()) {
                prop_assert!(close(score.statistic, expected.statistic, 1e-6));
            }
        }
    }

    #[test]
    fn concordance_counts_every_pair(rows in rows(4, 30), late: bool) {
        let Ok(fit) = cox(&rows, late, true, Ties::Breslow) else { return Ok(()) };
        let risk = fit.rows.linear_predictor(&fit.coefficients);
        let r = &fit.rows;
        let count = |weight: &[f64]| {
            let (mut concordant, mut all) = (0.0, 0.0);
            for range in &r.strata {
                for i in range.clone().filter(|&i| r.event[i]) {
                    for j in range.clone() {
                        let outlives = r.time[j] > r.time[i] || (r.time[j] == r.time[i] && !r.event[j]);
                        if !outlives || r.entry.get(j).is_some_and(|e| *e >= r.time[i]) { continue; }
                        let pair = weight[i] * weight[j];
                        all += pair;
                        concordant += pair * if risk[i] > risk[j] { 1.0 } else if risk[i] == risk[j] { 0.5 } else { 0.0 };
                    }
                }
            }
            (concordant, all)
        };
        let (concordant, all) = count(&r.weight);
        let Ok(found) = concordance(r, &risk, None) else {
            prop_assert_eq!(all, 0.0);
            return Ok(());
        };
        prop_assert!(close(found.estimate, concordant / all, 1e-12));
        let h = 1e-5;
        let variance: f64 = (0..r.len()).map(|i| {
            let share = |by: f64| { let mut w = r.weight.clone(); w[i] += by; let (c, a) = count(&w); c / a };
            (r.weight[i] * (share(h) - share(-h)) / (2.0 * h)).powi(2)
        }).sum();
        match found.standard_error {
            Ok(error) => prop_assert!(close(error, variance.sqrt(), 1e-6)),
            Err(_) => prop_assert!(variance < 1e-20),
        }
    }

    #[test]
    fn firth_maximises_the_penalised_likelihood(rows in rows(10, 24), breslow: bool) {
        let ties = if breslow { Ties::Breslow } else { Ties::Efron };
        let observed = observed(&rows, false, true);
        let covariates = rows.covariates();
        let model = Model { observations: &observed, covariates: &covariates, strata: Some(&rows.stratum), offset: None };
        let Ok(fit) = fit_firth(&model, ties) else { return Ok(()) };
        let penalised = |b: &[f64]| {
            let at = likelihood(&fit.rows, b, ties);
            let [a, b_, c] = [at.information[(0, 0)], at.information[(1, 0)], at.information[(1, 1)]];
            at.log + 0.5 * (a * c - b_ * b_).ln()
        };
        let best = penalised(&fit.coefficients);
        prop_assert!(close(best, fit.penalised_log_likelihood, 1e-9));
        for i in 0..2 {
            for by in [-1e-3, 1e-3] {
                let mut moved = fit.coefficients.clone();
                moved[i] += by * (1.0 + moved[i].abs());
                prop_assert!(penalised(&moved) <= best + 1e-9);
            }
        }
        // At a limit the best that the other coefficient can do falls short by half the quantile of chi-squared.
        let (lower, upper) = fit.profile_interval(0, 3.841458820694124);
        for limit in [lower, upper].into_iter().flatten().filter(|limit| limit.abs() < 5.0) {
            // With a handful of events the profile can have several peaks; the interval follows the one of the estimate.
            let other = fit.coefficients[1];
            if let Some(best_at_limit) = greatest(other - 15.0, other + 15.0, |b| penalised(&[limit, b])) {
                prop_assert!(close(2.0 * (best - best_at_limit), 3.841458820694124, 1e-5), "{} {}", limit, best_at_limit);
            }
        }
    }

    #[test]
    fn fine_gray_is_a_weighted_model_on_expanded_rows(rows in rows(10, 30), grouped: bool) {
        let times = CompetingTimes::new(&rows.time, &rows.cause, 2).unwrap();
        let covariates = rows.covariates();
        let groups = grouped.then_some(&rows.stratum[..]);
        let Ok(model) = fine_gray(&times, 1, &covariates, groups, Censoring::AfterEvents) else { return Ok(()) };
        if model.coefficients.iter().any(|b| b.abs() > 4.0) { return Ok(()); }
        // G(t−): censoring comes after the events of a day, so those with an event on it are not at risk of it.
        let uncensored = |i: usize, t: f64| {
            let same = |j: &usize| !grouped || rows.stratum[*j] == rows.stratum[i];
            let own: Vec<usize> = (0..rows.n()).filter(same).collect();
            distinct(own.iter().map(|&j| rows.time[j])).into_iter().filter(|u| *u < t).fold(1.0, |g, u| {
                let at = |keep: &dyn Fn(usize) -> bool| own.iter().filter(|&&j| keep(j)).count() as f64;
                let censored = at(&|j| rows.time[j] == u && rows.cause[j] == 0);
                let n = at(&|j| rows.time[j] > u || (rows.time[j] == u && rows.cause[j] == 0));
                if n > 0.0 { g * (1.0 - censored / n) } else { g }
            })
        };
        let event_times = distinct((0..rows.n()).filter(|&i| rows.cause[i] == 1).map(|i| rows.time[i]));
        let (mut entry, mut time, mut event, mut weight, mut cluster) = (vec![], vec![], vec![], vec![], vec![]);
        let mut columns = vec![vec![]; 2];
        for i in 0..rows.n() {
            let mut add = |from: f64, to: f64, dies: bool, w: f64| {
                entry.push(from);
                time.push(to);
                event.push(dies);
                weight.push(w);
                cluster.push(i);
                columns[0].push(rows.x[i]);
                columns[1].push(rows.y[i]);
            };
            add(0.0, rows.time[i], rows.cause[i] == 1, 1.0);
            let mut from = rows.time[i];
            for &to in event_times.iter().filter(|t| rows.cause[i] == 2 && **t > rows.time[i]) {
                add(from, to, false, uncensored(i, to) / uncensored(i, rows.time[i]));
                from = to;
            }
        }
        let expanded = Observations::new(Some(&entry), &time, &event, Some(&weight)).unwrap();
        let weighted = Model { observations: &expanded, covariates: &columns, strata: None, offset: None };
        let Ok(cox) = fit(&weighted, Ties::Breslow) else { return Ok(()) };
        let robust = robust_variance(&cox, &cluster).unwrap();
        let ours = model.variance(false);
        for i in 0..2 {
            prop_assert!(close(cox.coefficients[i], model.coefficients[i], 1e-8));
            for j in 0..2 {
                prop_assert!(close(robust[(i, j)], ours[(i, j)], 1e-7));
            }
        }
    }

    #[test]
    fn the_fine_gray_sandwich_sums_each_influence(rows in rows(10, 24), grouped: bool) {
        let times = CompetingTimes::new(&rows.time, &rows.cause, 2).unwrap();
        let covariates = rows.covariates();
        let groups = grouped.then_some(&rows.stratum[..]);
        let Ok(model) = fine_gray(&times, 1, &covariates, groups, Censoring::WithEvents) else { return Ok(()) };
        if model.coefficients.iter().any(|b| b.abs() > 4.0) { return Ok(()); }
        let n = rows.n();
        let same = |i: usize, j: usize| !grouped || rows.stratum[i] == rows.stratum[j];
        let at_risk = |i: usize, u: f64| (0..n).filter(|&j| same(i, j) && rows.time[j] >= u).count() as f64;
        let censored = |i: usize, u: f64| (0..n).filter(|&j| same(i, j) && rows.time[j] == u && rows.cause[j] == 0).count() as f64;
        let all_times = distinct(rows.time.iter().copied());
        let uncensored = |i: usize, t: f64| {
            all_times.iter().filter(|u| **u < t && at_risk(i, **u) > 0.0).map(|u| 1.0 - censored(i, *u) / at_risk(i, *u)).product::<f64>()
        };
        let risk = |i: usize| (model.coefficients[0] * rows.x[i] + model.coefficients[1] * rows.y[i]).exp();
        let x = |i: usize| [rows.x[i], rows.y[i]];
        let weight = |i: usize, t: f64| match (rows.time[i] >= t, rows.cause[i]) {
            (true, _) => 1.0,
            (false, 2) => uncensored(i, t) / uncensored(i, rows.time[i]),
            _ => 0.0,
        };
        // Each event time: hazard and mean.
        let jumps: Vec<(f64, f64, [f64; 2])> = distinct((0..n).filter(|&i| rows.cause[i] == 1).map(|i| rows.time[i]))
            .into_iter()
            .map(|t| {
                let total: f64 = (0..n).map(|i| weight(i, t) * risk(i)).sum();
                let mean = [0, 1].map(|k| (0..n).map(|i| weight(i, t) * risk(i) * x(i)[k]).sum::<f64>() / total);
                ((t), (0..n).filter(|&i| rows.time[i] == t && rows.cause[i] == 1).count() as f64 / total, mean)
            })
            .collect();
        let q = |i: usize, u: f64, k: usize| -> f64 {
            (0..n)
                .filter(|&j| same(i, j) && rows.cause[j] == 2 && rows.time[j] < u)
                .map(|j| jumps.iter().filter(|(t, ..)| *t >= u).map(|(t, h, m)| weight(j, *t) * risk(j) * (x(j)[k] - m[k]) * h).sum::<f64>())
                .sum()
        };
        let mut sandwich = [[0.0; 2]; 2];
        for i in 0..n {
            let influence = [0, 1].map(|k| {
                let mut sum = 0.0;
                for (t, hazard, mean) in &jumps {
                    sum -= weight(i, *t) * risk(i) * (x(i)[k] - mean[k]) * hazard;
                    if rows.cause[i] == 1 && rows.time[i] == *t { sum += x(i)[k] - mean[k]; }
                }
                if rows.cause[i] == 0 { sum += q(i, rows.time[i], k) / at_risk(i, rows.time[i]); }
                for u in all_times.iter().filter(|u| **u <= rows.time[i]) {
                    sum -= q(i, *u, k) / at_risk(i, *u) * censored(i, *u) / at_risk(i, *u);
                }
                sum
            });
            let moved = model.inverse_information.times(&influence);
            for a in 0..2 {
                for b in 0..2 { sandwich[a][b] += moved[a] * moved[b]; }
            }
        }
        let ours = model.variance(true);
        for (a, row) in sandwich.iter().enumerate() {
            for (b, value) in row.iter().enumerate() {
                prop_assert!(close(ours[(a, b)], *value, 1e-9));
            }
        }
    }
}
