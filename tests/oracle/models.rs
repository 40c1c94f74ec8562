//! Regression: Newton's method on raw columns with Gauss–Jordan elimination, and all subsets of matched sets.

use super::support::{Draws, assert_close, invert, solve};
use prespec::stats::continuous::linear_model::{self, Variance};
use prespec::stats::logistic::{Failure, Fit, Sandwich, fit, fit_conditional, fit_firth};

struct Data {
    outcome: Vec<bool>,
    columns: Vec<Vec<f64>>,
    cluster: Vec<usize>,
}

fn draw(draws: &mut Draws, n: u64, k: usize) -> Data {
    let columns: Vec<Vec<f64>> = (0..k)
        .map(|j| {
            (0..n).map(|_| if j == 0 { f64::from(draws.chance(0.5)) } else { 3.0 + 2.0 * draws.normal() }).collect()
        })
        .collect();
    let outcome = (0..n as usize).map(|i| draws.chance(1.0 / (1.0 + (0.3 - 0.6 * columns[0][i]).exp()))).collect();
    let cluster = (0..n).map(|_| draws.below(n / 2) as usize).collect();
    Data { outcome, columns, cluster }
}

impl Data {
    fn slices(&self) -> Vec<&[f64]> {
        self.columns.iter().map(Vec::as_slice).collect()
    }
    fn row(&self, i: usize) -> Vec<f64> {
        std::iter::once(1.0).chain(self.columns.iter().map(|c| c[i])).collect()
    }
    fn n(&self) -> usize {
        self.outcome.len()
    }
    fn probability(&self, i: usize, beta: &[f64]) -> f64 {
        1.0 / (1.0 + (-self.row(i).iter().zip(beta).map(|(x, b)| x * b).sum::<f64>()).exp())
    }
}

fn outer(total: &mut [Vec<f64>], weight: f64, x: &[f64]) {
    for (row, a) in total.iter_mut().zip(x) {
        row.iter_mut().zip(x).for_each(|(cell, b)| *cell += weight * a * b);
    }
}

fn sandwiched(bread: &[Vec<f64>], middle: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let product = |a: &[Vec<f64>], b: &[Vec<f64>]| -> Vec<Vec<f64>> {
        a.iter().map(|r| (0..b.len()).map(|j| r.iter().zip(b).map(|(x, row)| x * row[j]).sum()).collect()).collect()
    };
    product(&product(bread, middle), bread)
}

fn newton(data: &Data) -> (Vec<f64>, Vec<Vec<f64>>) {
    let k = data.columns.len() + 1;
    let mut beta = vec![0.0; k];
    let mut information = vec![];
    for _ in 0..60 {
        information = vec![vec![0.0; k]; k];
        let mut score = vec![0.0; k];
        for i in 0..data.n() {
            let (x, p) = (data.row(i), data.probability(i, &beta));
            outer(&mut information, p * (1.0 - p), &x);
            score.iter_mut().zip(&x).for_each(|(s, x)| *s += (f64::from(data.outcome[i]) - p) * x);
        }
        let step = solve(information.clone(), score);
        beta.iter_mut().zip(step).for_each(|(b, s)| *b += s);
    }
    (beta, invert(&information))
}

#[test]
fn logistic_regression_and_its_sandwiches() {
    let mut draws = Draws::seeded(31);
    let mut fitted = 0;
    for _ in 0..300 {
        let n = draws.between(20, 60);
        let data = draw(&mut draws, n, 3);
        let Ok(ours) = fit(&data.outcome, &data.slices(), None) else {
            continue;
        };
        if ours.linear_predictor.iter().any(|e| e.abs() > 8.0) {
            continue;
        }
        fitted += 1;
        let (beta, bread) = newton(&data);
        let k = beta.len();
        for j in 0..k {
            assert_close("coefficient", ours.coefficients[j], beta[j], 1e-8);
            assert_close("variance", ours.covariance[(j, j)], bread[j][j], 1e-8);
        }
        sandwiches(&data, &ours, &beta, &bread);
    }
    assert!(fitted > 200, "{fitted}");
}

fn sandwiches(data: &Data, ours: &Fit, beta: &[f64], bread: &[Vec<f64>]) {
    let k = beta.len();
    let (mut plain, mut levered) = (vec![vec![0.0; k]; k], vec![vec![0.0; k]; k]);
    let mut clusters = vec![vec![0.0; k]; data.n()];
    for i in 0..data.n() {
        let (x, p) = (data.row(i), data.probability(i, beta));
        let residual = f64::from(data.outcome[i]) - p;
        let leverage: f64 =
            p * (1.0 - p) * (0..k).map(|a| (0..k).map(|b| x[a] * bread[a][b] * x[b]).sum::<f64>()).sum::<f64>();
        outer(&mut plain, residual * residual, &x);
        outer(&mut levered, (residual / (1.0 - leverage)).powi(2), &x);
        clusters[data.cluster[i]].iter_mut().zip(&x).for_each(|(c, x)| *c += residual * x);
    }
    let mut clustered = vec![vec![0.0; k]; k];
    clusters.iter().for_each(|s| outer(&mut clustered, 1.0, s));
    for (kind, middle) in
        [(Sandwich::Hc0, &plain), (Sandwich::Hc3, &levered), (Sandwich::Clustered(&data.cluster), &clustered)]
    {
        let (variance, naive) = (ours.sandwich(kind).expect("a variance"), sandwiched(bread, middle));
        for j in 0..k {
            assert_close("sandwich", variance[(j, j)], naive[j][j], 1e-7);
        }
    }
}

/// Small samples: either the fit is a maximum, or the reason is proved on the data.
#[test]
fn every_failure_is_true() {
    let mut draws = Draws::seeded(32);
    let (mut separated, mut fitted) = (0, 0);
    for _ in 0..1500 {
        let n = draws.between(4, 12) as usize;
        let column: Vec<f64> = (0..n).map(|_| draws.below(4) as f64).collect();
        let outcome: Vec<bool> = (0..n).map(|_| draws.chance(0.5)).collect();
        let of = |yes: bool| outcome.iter().zip(&column).filter(move |(y, _)| **y == yes).map(|(_, x)| *x);
        let range = |yes: bool| (of(yes).fold(f64::INFINITY, f64::min), of(yes).fold(f64::NEG_INFINITY, f64::max));
        let ((low_yes, high_yes), (low_no, high_no)) = (range(true), range(false));
        let one = outcome.iter().all(|y| *y) || outcome.iter().all(|y| !*y);
        let constant = column.iter().all(|x| *x == column[0]);
        match fit(&outcome, &[&column], None) {
            Ok(ours) => {
                fitted += 1;
                let score: f64 = (0..n).map(|i| (f64::from(outcome[i]) - ours.fitted()[i]) * column[i]).sum();
                assert!(score.abs() < 1e-9 && !one && !constant && low_yes < high_no && low_no < high_yes);
            }
            Err(Failure::OneOutcome) => assert!(one),
            Err(Failure::Collinear(redundant)) => assert!(constant && redundant.constant == [0]),
            Err(Failure::Separated(columns)) => {
                separated += 1;
                // In one dimension the outcomes overlap in at most one value.
                assert!(columns == [0] && (high_no <= low_yes || high_yes <= low_no));
                let firth = fit_firth(&outcome, &[&column], None).expect("a finite fit");
                assert!(firth.coefficients.iter().all(|b| b.is_finite() && b.abs() < 50.0));
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(separated > 100 && fitted > 500, "{separated} {fitted}");
}

/// Whether some line through two points of the plane has all that respond on its one side and all that do not on the other, itself included:
/// where the points span the plane, the outcome is separated exactly then.
fn separable(points: &[(f64, f64)], outcome: &[bool]) -> bool {
    let side =
        |(ax, ay): (f64, f64), (bx, by): (f64, f64), (x, y): (f64, f64)| (bx - ax) * (y - ay) - (by - ay) * (x - ax);
    let towards = |a, b, sign: f64| {
        let weak = |i: usize| side(a, b, points[i]) * if outcome[i] { sign } else { -sign } >= 0.0;
        a != b && (0..points.len()).all(weak)
    };
    points.iter().any(|a| points.iter().any(|b| towards(*a, *b, 1.0) || towards(*a, *b, -1.0)))
}

#[test]
fn separation_in_the_plane() {
    let mut draws = Draws::seeded(36);
    let (mut separated, mut fitted) = (0, 0);
    for _ in 0..1500 {
        let n = draws.between(5, 16) as usize;
        let points: Vec<(f64, f64)> = (0..n).map(|_| (draws.below(4) as f64, draws.below(5) as f64)).collect();
        let outcome: Vec<bool> = points.iter().map(|p| draws.chance(0.2 + 0.15 * p.0)).collect();
        let (x, y): (Vec<f64>, Vec<f64>) = points.iter().copied().unzip();
        match fit(&outcome, &[&x, &y], None) {
            Ok(_) => {
                fitted += 1;
                assert!(!separable(&points, &outcome), "{points:?} {outcome:?}");
            }
            Err(Failure::Separated(columns)) => {
                separated += 1;
                assert!(separable(&points, &outcome) && !columns.is_empty(), "{points:?} {outcome:?}");
            }
            Err(Failure::OneOutcome) => assert!(outcome.iter().all(|o| *o == outcome[0])),
            Err(Failure::Collinear(_)) => {
                let cross = |a: (f64, f64), b: (f64, f64)| {
                    (a.0 - points[0].0) * (b.1 - points[0].1) - (a.1 - points[0].1) * (b.0 - points[0].0)
                };
                assert!(points.iter().all(|a| points.iter().all(|b| cross(*a, *b) == 0.0)), "{points:?}");
            }
            Err(other) => panic!("{other:?} {points:?} {outcome:?}"),
        }
    }
    assert!(separated > 200 && fitted > 300, "{separated} {fitted}");
}

/// Firth's estimate for one group indicator adds one half to every cell.
#[test]
fn firth_in_a_two_by_two_table() {
    let mut draws = Draws::seeded(33);
    for _ in 0..300 {
        let cells = [0; 4].map(|_| draws.between(0, 8) as usize);
        let [a, b, c, d] = cells;
        if a + b == 0 || c + d == 0 || a + c == 0 || b + d == 0 {
            continue;
        }
        let outcome: Vec<bool> =
            [(true, a), (false, b), (true, c), (false, d)].iter().flat_map(|(y, n)| vec![*y; *n]).collect();
        let group: Vec<f64> = (0..outcome.len()).map(|i| f64::from(i < a + b)).collect();
        let ours = fit_firth(&outcome, &[&group], None).expect("a fit");
        let [a, b, c, d] = cells.map(|v| v as f64 + 0.5);
        assert_close("log odds ratio", ours.coefficients[1], (a * d / (b * c)).ln(), 1e-9);
    }
}

#[test]
fn matched_sets_over_all_subsets() {
    let mut draws = Draws::seeded(34);
    let mut fitted = 0;
    for _ in 0..150 {
        let (sets, size) = (draws.between(6, 12) as usize, draws.between(2, 5) as usize);
        let n = sets * size;
        let set: Vec<usize> = (0..n).map(|i| i / size).collect();
        let columns: Vec<Vec<f64>> = (0..2).map(|_| (0..n).map(|_| draws.normal()).collect()).collect();
        let outcome: Vec<bool> = (0..n).map(|_| draws.chance(0.4)).collect();
        let Ok(ours) = fit_conditional(&outcome, &set, &[&columns[0], &columns[1]]) else {
            continue;
        };
        fitted += 1;
        let eta = |i: usize, b: &[f64]| b[0] * columns[0][i] + b[1] * columns[1][i];
        let log_likelihood = |b: &[f64]| -> f64 {
            (0..sets)
                .map(|s| {
                    let rows: Vec<usize> = (s * size..(s + 1) * size).collect();
                    let responding: Vec<usize> = rows.iter().copied().filter(|i| outcome[*i]).collect();
                    let chosen = |subset: u32| {
                        rows.iter().enumerate().filter(move |(i, _)| subset >> i & 1 == 1).map(|(_, r)| *r)
                    };
                    let all: f64 = (0u32..1 << size)
                        .filter(|subset| subset.count_ones() as usize == responding.len())
                        .map(|subset| chosen(subset).map(|i| eta(i, b)).sum::<f64>().exp())
                        .sum();
                    responding.iter().map(|i| eta(*i, b)).sum::<f64>() - all.ln()
                })
                .sum()
        };
        let b = &ours.coefficients;
        let top = log_likelihood(b);
        assert_close("log-likelihood", ours.log_likelihood, top, 1e-9);
        assert_close("at zero", ours.null_log_likelihood, log_likelihood(&[0.0, 0.0]), 1e-9);
        // The maximum is flat, and the curvature is the information.
        let h = 1e-4;
        let at = |i: f64, j: f64| log_likelihood(&[b[0] + i * h, b[1] + j * h]);
        assert!((at(1.0, 0.0) - at(-1.0, 0.0)).abs() / (2.0 * h) < 1e-5, "flat");
        let d00 = -(at(1.0, 0.0) - 2.0 * top + at(-1.0, 0.0)) / (h * h);
        let d11 = -(at(0.0, 1.0) - 2.0 * top + at(0.0, -1.0)) / (h * h);
        let d01 = -(at(1.0, 1.0) - at(1.0, -1.0) - at(-1.0, 1.0) + at(-1.0, -1.0)) / (4.0 * h * h);
        if d00 > 0.05 && d11 > 0.05 {
            let naive = invert(&[vec![d00, d01], vec![d01, d11]]);
            assert!((ours.covariance[(0, 0)] / naive[0][0] - 1.0).abs() < 1e-3, "curvature");
        }
    }
    assert!(fitted > 100, "{fitted}");
}

#[test]
fn least_squares_by_elimination() {
    let mut draws = Draws::seeded(35);
    for _ in 0..300 {
        let n = draws.between(8, 40);
        let data = draw(&mut draws, n, 3);
        let y: Vec<f64> =
            (0..data.n()).map(|i| 5.0 + data.columns[1][i] - data.columns[0][i] + draws.normal()).collect();
        let Ok(ours) = linear_model::fit(&y, &data.slices()) else {
            assert!(data.columns[0].iter().all(|v| *v == data.columns[0][0]));
            continue;
        };
        let k = 4;
        let (mut cross, mut sums) = (vec![vec![0.0; k]; k], vec![0.0; k]);
        for (i, value) in y.iter().enumerate() {
            let x = data.row(i);
            outer(&mut cross, 1.0, &x);
            sums.iter_mut().zip(&x).for_each(|(s, x)| *s += value * x);
        }
        let beta = solve(cross.clone(), sums);
        let bread = invert(&cross);
        let (mut squares, mut middle) = (0.0, vec![vec![0.0; k]; k]);
        for (i, value) in y.iter().enumerate() {
            let x = data.row(i);
            let residual = value - x.iter().zip(&beta).map(|(x, b)| x * b).sum::<f64>();
            squares += residual * residual;
            outer(&mut middle, residual * residual, &x);
        }
        let (model, hc0) =
            (ours.variance(Variance::Model).expect("a variance"), ours.variance(Variance::Hc0).expect("a variance"));
        let naive = sandwiched(&bread, &middle);
        for j in 0..k {
            assert_close("coefficient", ours.coefficients[j], beta[j], 1e-8);
            assert_close("variance", model[(j, j)], bread[j][j] * squares / (data.n() - k) as f64, 1e-7);
            assert_close("sandwich", hc0[(j, j)], naive[j][j], 1e-7);
        }
    }
}
