//! Proportions, tables, pairs and rates.

use super::support::{Draws, assert_close, bisect, choose};
use prespec::stats::contingency::chi_squared::{Table, pearson};
use prespec::stats::contingency::enumeration::freeman_halton;
use prespec::stats::contingency::fisher::{Alternative, Conditional};
use prespec::stats::contingency::generalised::{Association, cochran_mantel_haenszel};
use prespec::stats::contingency::{mantel_haenszel, mcnemar};
use prespec::stats::distribution::{normal_quantile, poisson_pmf};
use prespec::stats::proportion::paired::{self, NewcombePaired, Pairs};
use prespec::stats::proportion::{Proportion, difference, one_sample};
use prespec::stats::rates::{Rate, garwood, poisson_test};

fn binomial(k: u64, n: u64, p: f64) -> f64 {
    choose(n, k) * p.powi(k as i32) * (1.0 - p).powi((n - k) as i32)
}

fn tail_from(k: u64, n: u64, p: f64) -> f64 {
    (k..=n).map(|i| binomial(i, n, p)).sum()
}

fn levels(draws: &mut Draws) -> f64 {
    [0.8, 0.9, 0.95, 0.99][draws.below(4) as usize]
}

#[test]
fn exact_and_mid_p_limits_solve_the_tail_equations() {
    let mut draws = Draws::seeded(1);
    for _ in 0..500 {
        let n = draws.between(1, 60);
        let x = draws.between(0, n);
        let (count, level) = (Proportion::new(x, n), levels(&mut draws));
        let alpha = (1.0 - level) / 2.0;
        let exact = one_sample::clopper_pearson(count, level).expect("limits");
        let lower = if x == 0 { 0.0 } else { bisect(0.0, 1.0, |p| tail_from(x, n, p) - alpha) };
        let upper = if x == n { 1.0 } else { bisect(0.0, 1.0, |p| alpha - (1.0 - tail_from(x + 1, n, p))) };
        assert_close("lower", exact.lower, lower, 1e-10);
        assert_close("upper", exact.upper, upper, 1e-10);
        let mid = one_sample::mid_p(count, level).expect("limits");
        let half = |p: f64| 0.5 * binomial(x, n, p);
        let lower = if x == 0 { 0.0 } else { bisect(0.0, 1.0, |p| tail_from(x + 1, n, p) + half(p) - alpha) };
        let upper = if x == n { 1.0 } else { bisect(0.0, 1.0, |p| alpha - (1.0 - tail_from(x, n, p) + half(p))) };
        assert_close("mid-P lower", mid.lower, lower, 1e-9);
        assert_close("mid-P upper", mid.upper, upper, 1e-9);
    }
}

#[test]
fn binomial_and_poisson_tests_sum_the_improbable() {
    let mut draws = Draws::seeded(2);
    for _ in 0..2000 {
        let n = draws.between(1, 50);
        let x = draws.between(0, n);
        let p = [0.5, 0.1, 0.25, 0.9, draws.unit()][draws.below(5) as usize];
        let observed = binomial(x, n, p) * (1.0 + 1e-7);
        let naive: f64 = (0..=n).map(|k| binomial(k, n, p)).filter(|q| *q <= observed).sum();
        assert_close(
            "binomial",
            one_sample::binomial_test(Proportion::new(x, n), p).expect("p"),
            naive.min(1.0),
            1e-10,
        );
        let (events, mean) = (draws.between(0, 30), 0.1 + 20.0 * draws.unit());
        let observed = poisson_pmf(events, mean) * (1.0 + 1e-7);
        let naive: f64 = (0..400).map(|k| poisson_pmf(k, mean)).filter(|q| *q <= observed).sum();
        let test = poisson_test(Rate { events, time: 1.0 }, mean).expect("p");
        assert_close("Poisson", test, naive.min(1.0), 1e-10);
    }
}

#[test]
fn garwood_limits_solve_the_tail_equations() {
    let mut draws = Draws::seeded(3);
    for _ in 0..1000 {
        let (events, time, level) = (draws.between(0, 40), 0.5 + 10.0 * draws.unit(), levels(&mut draws));
        let alpha = (1.0 - level) / 2.0;
        let below = |k: u64, mean: f64| {
            let (mut term, mut sum) = ((-mean).exp(), 0.0);
            for i in 0..=k {
                sum += term;
                term *= mean / (i + 1) as f64;
            }
            sum
        };
        let ours = garwood(Rate { events, time }, level).expect("limits");
        let upper = bisect(0.0, 200.0, |m| alpha - below(events, m));
        let lower = if events == 0 { 0.0 } else { bisect(0.0, 200.0, |m| 1.0 - below(events - 1, m) - alpha) };
        assert_close("upper", ours.upper * time, upper, 1e-10);
        assert_close("lower", ours.lower * time, lower, 1e-9);
    }
}

/// The restricted maximum by a fine search of the likelihood instead of the cubic.
fn restricted(first: Proportion, second: Proportion, delta: f64) -> f64 {
    let log_likelihood = |p2: f64| {
        let term = |x: u64, p: f64| if x == 0 { 0.0 } else { x as f64 * p.ln() };
        let p1 = p2 + delta;
        term(first.responders, p1)
            + term(first.others(), 1.0 - p1)
            + term(second.responders, p2)
            + term(second.others(), 1.0 - p2)
    };
    let (mut low, mut high) = ((-delta).max(0.0), (1.0 - delta).min(1.0));
    let golden = (5f64.sqrt() - 1.0) / 2.0;
    for _ in 0..70 {
        let (a, b) = (high - golden * (high - low), low + golden * (high - low));
        if log_likelihood(a) < log_likelihood(b) {
            low = a;
        } else {
            high = b;
        }
    }
    0.5 * (low + high)
}

#[test]
fn score_intervals_of_a_difference() {
    let mut draws = Draws::seeded(4);
    for _ in 0..150 {
        let (n1, n2) = (draws.between(1, 40), draws.between(1, 40));
        let first = Proportion::new(draws.between(0, n1), n1);
        let second = Proportion::new(draws.between(0, n2), n2);
        let (d, n) = (difference::risk_difference(first, second).expect("a difference"), (n1 + n2) as f64);
        for (factor, ours) in [
            (n / (n - 1.0), difference::miettinen_nurminen(first, second, 0.95)),
            (1.0, difference::mee(first, second, 0.95)),
        ] {
            let ours = ours.expect("limits");
            let z = normal_quantile(0.975);
            let score = |delta: f64| {
                let p2 = restricted(first, second, delta);
                let p1 = p2 + delta;
                let variance = p1 * (1.0 - p1) / n1 as f64 + p2 * (1.0 - p2) / n2 as f64;
                (d - delta).abs() - z * (factor * variance.max(0.0)).sqrt()
            };
            // The golden section knows the maximum to half the digits only, the limits to about as many.
            if d > -1.0 {
                let lower = bisect(-1.0, d - 1e-9, |delta| -score(delta));
                assert!((ours.lower - lower).abs() < 1e-6, "{} {lower}", ours.lower);
            }
            if d < 1.0 {
                let upper = bisect(d + 1e-9, 1.0, score);
                assert!((ours.upper - upper).abs() < 1e-6, "{} {upper}", ours.upper);
            }
        }
    }
}

#[test]
fn newcombe_for_pairs_from_the_score_equation() {
    let mut draws = Draws::seeded(5);
    let z = normal_quantile(0.975);
    let wilson = |x: f64, n: f64| {
        let side = |low: f64, high: f64, sign: f64| {
            bisect(low, high, |p| sign * ((p - x / n).powi(2) - z * z * p * (1.0 - p) / n))
        };
        (if x == 0.0 { 0.0 } else { side(0.0, x / n, -1.0) }, if x == n { 1.0 } else { side(x / n, 1.0, 1.0) })
    };
    for _ in 0..2000 {
        let [a, b, c, d] = [0; 4].map(|_| draws.between(0, 12));
        if a + b + c + d == 0 {
            continue;
        }
        let pairs = Pairs { both: a, first_only: b, second_only: c, neither: d };
        let ours = paired::newcombe(pairs, 0.95, NewcombePaired::Method10).expect("limits");
        let [a, b, c, d] = [a, b, c, d].map(|v| v as f64);
        let n = a + b + c + d;
        let ((l1, u1), (l2, u2)) = (wilson(a + b, n), wilson(a + c, n));
        let (p1, p2) = ((a + b) / n, (a + c) / n);
        let product = (a + b) * (c + d) * (a + c) * (b + d);
        let numerator = a * d - b * c;
        let lessened = if numerator > n / 2.0 {
            numerator - n / 2.0
        } else if numerator >= 0.0 {
            0.0
        } else {
            numerator
        };
        let phi = if product == 0.0 { 0.0 } else { lessened / product.sqrt() };
        let root = |x: f64, y: f64| (x * x - 2.0 * phi * x * y + y * y).sqrt();
        assert_close("lower", ours.lower, p1 - p2 - root(p1 - l1, u2 - p2), 1e-9);
        assert_close("upper", ours.upper, p1 - p2 + root(u1 - p1, p2 - l2), 1e-9);
    }
}

/// Tango's interval, the most likely shares found by a search of the likelihood.
#[test]
fn tango_from_the_likelihood() {
    let mut draws = Draws::seeded(11);
    let z = normal_quantile(0.975);
    for _ in 0..150 {
        let [a, b, c, d] = [0; 4].map(|_| draws.between(0, 12));
        if a + b + c + d == 0 {
            continue;
        }
        let ours = paired::tango(Pairs { both: a, first_only: b, second_only: c, neither: d }, 0.95).expect("limits");
        let n = (a + b + c + d) as f64;
        let score = |delta: f64| {
            let log_likelihood = |q: f64| {
                let term = |x: u64, p: f64| if x == 0 { 0.0 } else { x as f64 * p.ln() };
                term(b, q + delta) + term(c, q) + term(a + d, 1.0 - 2.0 * q - delta)
            };
            let (mut low, mut high) = ((-delta).max(0.0), (1.0 - delta) / 2.0);
            let golden = (5f64.sqrt() - 1.0) / 2.0;
            for _ in 0..70 {
                let (l, h) = (high - golden * (high - low), low + golden * (high - low));
                if log_likelihood(l) < log_likelihood(h) {
                    low = l;
                } else {
                    high = h;
                }
            }
            let variance = n * (low + high + delta * (1.0 - delta));
            (b as f64 - c as f64 - n * delta).abs() - z * variance.max(0.0).sqrt()
        };
        let estimate = (b as f64 - c as f64) / n;
        if estimate > -1.0 {
            let lower = bisect(-1.0, estimate - 1e-9, |delta| -score(delta));
            assert!((ours.lower - lower).abs() < 1e-6, "{a} {b} {c} {d}: {} {lower}", ours.lower);
        }
        if estimate < 1.0 {
            let upper = bisect(estimate + 1e-9, 1.0, score);
            assert!((ours.upper - upper).abs() < 1e-6, "{a} {b} {c} {d}: {} {upper}", ours.upper);
        }
    }
}

#[test]
fn mcnemar_by_coin_tosses() {
    let mut draws = Draws::seeded(6);
    for _ in 0..1000 {
        let (b, c) = (draws.between(0, 30), draws.between(0, 30));
        let pairs = Pairs { both: 1, first_only: b, second_only: c, neither: 1 };
        let n = b + c;
        let toss = |k: u64| choose(n, k) / 2f64.powi(n as i32);
        let naive = (2.0 * (0..=b.min(c)).map(toss).sum::<f64>()).min(1.0);
        assert_close("exact", mcnemar::exact(pairs).expect("p"), naive, 1e-12);
        if n > 0 {
            // What is farther from an even split counts whole, what is as far half.
            let far = |k: u64| (2 * k).abs_diff(n);
            let counted = |k: u64| match far(k).cmp(&far(b)) {
                std::cmp::Ordering::Greater => toss(k),
                std::cmp::Ordering::Equal => toss(k) / 2.0,
                std::cmp::Ordering::Less => 0.0,
            };
            let mid: f64 = (0..=n).map(counted).sum();
            assert_close("mid-P", mcnemar::mid_p(pairs).expect("p"), mid, 1e-11);
        }
    }
}

/// ψ-weighted products of binomial coefficients, one per possible table.
fn weights(first: Proportion, second: Proportion, psi: f64) -> Vec<(u64, f64)> {
    let m = first.responders + second.responders;
    let all = (0..=first.n).filter(|k| *k <= m && m - k <= second.n);
    let weighted: Vec<(u64, f64)> =
        all.map(|k| (k, choose(first.n, k) * choose(second.n, m - k) * psi.powi(k as i32))).collect();
    let total: f64 = weighted.iter().map(|w| w.1).sum();
    weighted.into_iter().map(|(k, w)| (k, w / total)).collect()
}

/// What is 0 at the odds ratio sought, of the weights at an odds ratio.
type Excess<'a> = &'a dyn Fn(&[(u64, f64)]) -> f64;

#[test]
fn fisher_from_products_of_coefficients() {
    let mut draws = Draws::seeded(7);
    for _ in 0..800 {
        let (n1, n2) = (draws.between(1, 25), draws.between(1, 25));
        let (first, second) = (Proportion::new(draws.between(0, n1), n1), Proportion::new(draws.between(0, n2), n2));
        let table = Conditional::new(first, second).expect("a table");
        let x = first.responders;
        let p = weights(first, second, 1.0);
        let observed = p.iter().find(|w| w.0 == x).expect("the table").1 * (1.0 + 1e-7);
        let two_sided: f64 = p.iter().map(|w| w.1).filter(|w| *w <= observed).sum();
        assert_close("two-sided", table.p_value(Alternative::TwoSided), two_sided.min(1.0), 1e-11);
        let greater: f64 = p.iter().filter(|w| w.0 >= x).map(|w| w.1).sum();
        assert_close("greater", table.p_value(Alternative::Greater), greater.min(1.0), 1e-11);
        let by_tables =
            freeman_halton(Table(&[vec![x, first.others()], vec![second.responders, second.others()]])).expect("p");
        assert_close("enumerated", by_tables, two_sided.min(1.0), 1e-10);
        let (low, high) = (p[0].0, p[p.len() - 1].0);
        if p.len() < 2 {
            assert!(table.odds_ratio().is_err());
            continue;
        }
        let interval = table.interval(0.95);
        let solve = |excess: Excess| bisect(-40.0, 40.0, |t| excess(&weights(first, second, t.exp()))).exp();
        if x > low {
            let lower = solve(&|p| p.iter().filter(|w| w.0 >= x).map(|w| w.1).sum::<f64>() - 0.025);
            assert_close("lower", interval.lower, lower, 1e-9);
        }
        if x < high {
            let upper = solve(&|p| 0.025 - p.iter().filter(|w| w.0 <= x).map(|w| w.1).sum::<f64>());
            assert_close("upper", interval.upper, upper, 1e-9);
        }
        if x > low && x < high {
            let ratio = solve(&|p| p.iter().map(|w| w.0 as f64 * w.1).sum::<f64>() - x as f64);
            assert_close("odds ratio", table.odds_ratio().expect("a ratio"), ratio, 1e-9);
        }
    }
}

#[test]
fn strata_by_convolution_of_all_tables() {
    let mut draws = Draws::seeded(8);
    for _ in 0..150 {
        let stratum = |draws: &mut Draws| {
            let (n1, n2) = (draws.between(1, 6), draws.between(1, 6));
            (Proportion::new(draws.between(0, n1), n1), Proportion::new(draws.between(0, n2), n2))
        };
        let strata: Vec<_> = (0..draws.between(1, 4)).map(|_| stratum(&mut draws)).collect();
        let observed: u64 = strata.iter().map(|s| s.0.responders).sum();
        let sums = |psi: f64| {
            let mut all = vec![(0u64, 1.0)];
            for (a, b) in &strata {
                let p = weights(*a, *b, psi);
                all = all.iter().flat_map(|(s, w)| p.iter().map(move |(k, v)| (s + k, w * v))).collect();
            }
            all
        };
        let Ok(table) = mantel_haenszel::conditional(&strata) else {
            assert!(sums(1.0).iter().all(|s| s.0 == observed));
            continue;
        };
        let mean: f64 = sums(1.0).iter().map(|(s, w)| *s as f64 * w).sum();
        let below: f64 = sums(1.0).iter().filter(|s| s.0 <= observed).map(|s| s.1).sum();
        assert_close("less", table.p_value(Alternative::Less), below.min(1.0), 1e-11);
        let variance: f64 = sums(1.0).iter().map(|(s, w)| (*s as f64 - mean).powi(2) * w).sum();
        let chi = mantel_haenszel::test(&strata, false).expect("a test");
        assert_close("chi-squared", chi.statistic, (observed as f64 - mean).powi(2) / variance, 1e-9);
        let tables: Vec<Vec<Vec<u64>>> =
            strata.iter().map(|(a, b)| vec![vec![a.responders, a.others()], vec![b.responders, b.others()]]).collect();
        let general = cochran_mantel_haenszel(&tables, Association::General).expect("a test");
        assert_close("general", general.statistic, chi.statistic, 1e-9);
        if let Ok(ratio) = table.odds_ratio()
            && ratio > 0.0
            && ratio.is_finite()
        {
            let naive = bisect(-40.0, 40.0, |t| {
                sums(t.exp()).iter().map(|(s, w)| *s as f64 * w).sum::<f64>() - observed as f64
            });
            assert_close("odds ratio", ratio, naive.exp(), 1e-8);
        }
    }
}

#[test]
fn breslow_day_from_fitted_tables() {
    let mut draws = Draws::seeded(9);
    for _ in 0..500 {
        let stratum = |draws: &mut Draws| {
            let (n1, n2) = (draws.between(4, 30), draws.between(4, 30));
            (Proportion::new(draws.between(1, n1 - 1), n1), Proportion::new(draws.between(1, n2 - 1), n2))
        };
        let strata: Vec<_> = (0..draws.between(2, 5)).map(|_| stratum(&mut draws)).collect();
        let ratio = mantel_haenszel::odds_ratio(&strata).expect("a ratio");
        let (mut statistic, mut moved, mut variances) = (0.0, 0.0, 0.0);
        for (first, second) in &strata {
            let (n1, n2, m) = (first.n as f64, second.n as f64, (first.responders + second.responders) as f64);
            let cells = |a: f64| [a, n1 - a, m - a, n2 - m + a];
            let log_odds = |a: f64| {
                let [a, b, c, d] = cells(a);
                (a * d / (b * c)).ln() - ratio.ln()
            };
            let a = bisect((m - n2).max(0.0), m.min(n1), log_odds);
            let variance = 1.0 / cells(a).iter().map(|v| 1.0 / v).sum::<f64>();
            let away = first.responders as f64 - a;
            statistic += away * away / variance;
            moved += away;
            variances += variance;
        }
        let plain = mantel_haenszel::breslow_day(&strata, false).expect("a test");
        assert_close("Breslow–Day", plain.statistic, statistic, 1e-8);
        let tarone = mantel_haenszel::breslow_day(&strata, true).expect("a test");
        assert_close("Tarone", tarone.statistic, statistic - moved * moved / variances, 1e-8);
    }
}

#[test]
fn pearson_from_every_patient() {
    let mut draws = Draws::seeded(10);
    for _ in 0..500 {
        let (r, c, n) = (draws.between(2, 4), draws.between(2, 4), draws.between(20, 80));
        let patients: Vec<(u64, u64)> = (0..n).map(|_| (draws.below(r), draws.below(c))).collect();
        let count = |f: &dyn Fn(&(u64, u64)) -> bool| patients.iter().filter(|p| f(p)).count() as u64;
        let table: Vec<Vec<u64>> = (0..r).map(|i| (0..c).map(|j| count(&|p| *p == (i, j))).collect()).collect();
        let Ok(ours) = pearson(Table(&table), false) else {
            assert!((0..r).any(|i| count(&|p| p.0 == i) == 0) || (0..c).any(|j| count(&|p| p.1 == j) == 0));
            continue;
        };
        // n (Σ O²/(row · column) − 1).
        let share = |i: u64, j: u64| {
            (count(&|p| *p == (i, j)) as f64).powi(2) / (count(&|p| p.0 == i) * count(&|p| p.1 == j)) as f64
        };
        let sum: f64 = (0..r).flat_map(|i| (0..c).map(move |j| (i, j))).map(|(i, j)| share(i, j)).sum();
        assert_close("Pearson", ours.statistic, n as f64 * (sum - 1.0), 1e-9);
    }
}
