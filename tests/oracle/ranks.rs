//! Rank tests by writing out every arrangement, means and quantiles by loops.

use super::support::{Draws, assert_close};
use prespec::stats::balance::{Covariate, Sample, pooled_standard_deviation, standardised_mean_difference};
use prespec::stats::continuous::correlation::{kendall, spearman};
use prespec::stats::continuous::groups::{analysis_of_variance, kruskal_wallis};
use prespec::stats::continuous::jonckheere::{Jonckheere, jonckheere};
use prespec::stats::continuous::means::{paired_t_test, t_test};
use prespec::stats::continuous::rank_sum::{RankSum, ShiftInterval};
use prespec::stats::continuous::signed_rank::SignedRank;
use prespec::stats::quantile::{Definition, quantile, sorted};

/// Whole numbers, so that ties are frequent.
fn values(draws: &mut Draws, n: u64, reach: u64) -> Vec<f64> {
    (0..n).map(|_| draws.below(reach) as f64).collect()
}

fn rank(all: &[f64], value: f64) -> f64 {
    let below = all.iter().filter(|v| **v < value).count() as f64;
    let equal = all.iter().filter(|v| **v == value).count() as f64;
    below + (equal + 1.0) / 2.0
}

#[test]
fn rank_sums_over_all_arrangements() {
    let mut draws = Draws::seeded(21);
    for _ in 0..150 {
        let (n1, n2) = (draws.between(1, 6), draws.between(1, 6));
        let (a, b) = (values(&mut draws, n1, 9), values(&mut draws, n2, 9));
        let ours = RankSum::new(&a, &b).expect("ranks");
        let larger: f64 = a
            .iter()
            .flat_map(|x| {
                b.iter().map(move |y| {
                    if x > y {
                        1.0
                    } else if x == y {
                        0.5
                    } else {
                        0.0
                    }
                })
            })
            .sum();
        assert_close("U", ours.u(), larger, 1e-14);
        let all: Vec<f64> = a.iter().chain(&b).copied().collect();
        let ranks: Vec<f64> = all.iter().map(|v| rank(&all, *v)).collect();
        let centre = n1 as f64 * (all.len() as f64 + 1.0) / 2.0;
        let observed = (ranks[..a.len()].iter().sum::<f64>() - centre).abs();
        let (mut far, mut count) = (0.0, 0.0);
        for chosen in (0u32..1 << all.len()).filter(|s| u64::from(s.count_ones()) == n1) {
            let sum: f64 = (0..all.len()).filter(|i| chosen >> i & 1 == 1).map(|i| ranks[i]).sum();
            count += 1.0;
            far += f64::from((sum - centre).abs() >= observed - 1e-9);
        }
        assert_close("exact", ours.exact().expect("p"), far / count, 1e-12);
    }
}

/// Without ties: all shifts inside the interval keep the exact p-value above α, those outside do not.
#[test]
fn exact_shift_intervals_invert_the_exact_test() {
    let mut draws = Draws::seeded(22);
    for _ in 0..100 {
        let (n1, n2) = (draws.between(3, 8), draws.between(3, 8));
        let a: Vec<f64> = (0..n1).map(|_| draws.normal()).collect();
        let b: Vec<f64> = (0..n2).map(|_| draws.normal()).collect();
        let interval = RankSum::new(&a, &b).expect("ranks").shift_interval(0.9, ShiftInterval::Exact).expect("limits");
        let accepted = |shift: f64| {
            let moved: Vec<f64> = a.iter().map(|v| v - shift).collect();
            RankSum::new(&moved, &b).expect("ranks").exact().expect("p") > 0.1 + 1e-12
        };
        if interval.lower.is_finite() {
            assert!(accepted(interval.lower + 1e-7) && !accepted(interval.lower - 1e-7));
            assert!(accepted(interval.upper - 1e-7) && !accepted(interval.upper + 1e-7));
        } else {
            assert!(accepted(-1e6) && accepted(1e6));
        }
    }
}

#[test]
fn signed_ranks_over_all_signs() {
    let mut draws = Draws::seeded(23);
    for _ in 0..200 {
        let n = draws.between(1, 11);
        let differences: Vec<f64> = (0..n).map(|_| draws.between(0, 12) as f64 - 5.0).collect();
        let kept: Vec<f64> = differences.iter().copied().filter(|d| *d != 0.0).collect();
        let ours = SignedRank::new(&differences).expect("ranks");
        if kept.is_empty() {
            assert!(ours.exact().is_err());
            continue;
        }
        let sizes: Vec<f64> = kept.iter().map(|d| d.abs()).collect();
        let ranks: Vec<f64> = sizes.iter().map(|s| rank(&sizes, *s)).collect();
        let v: f64 = kept.iter().zip(&ranks).filter(|(d, _)| **d > 0.0).map(|(_, r)| r).sum();
        assert_close("V", ours.v(), v, 1e-14);
        let (mut below, mut above) = (0.0, 0.0);
        for signs in 0u32..1 << kept.len() {
            let sum: f64 = (0..kept.len()).filter(|i| signs >> i & 1 == 1).map(|i| ranks[i]).sum();
            below += f64::from(sum <= v + 1e-9);
            above += f64::from(sum >= v - 1e-9);
        }
        let all = 2f64.powi(kept.len() as i32);
        assert_close("exact", ours.exact().expect("p"), (2.0 * f64::min(below, above) / all).min(1.0), 1e-12);
    }
}

#[test]
fn kruskal_wallis_from_its_definition() {
    let mut draws = Draws::seeded(24);
    for _ in 0..500 {
        let groups: Vec<Vec<f64>> = (0..draws.between(2, 4))
            .map(|_| {
                let n = draws.between(1, 9);
                values(&mut draws, n, 12)
            })
            .collect();
        let all: Vec<f64> = groups.concat();
        let n = all.len() as f64;
        let ranks: Vec<f64> = all.iter().map(|v| rank(&all, *v)).collect();
        let spread: f64 = ranks.iter().map(|r| (r - (n + 1.0) / 2.0).powi(2)).sum();
        if spread == 0.0 {
            assert!(kruskal_wallis(&groups).is_err());
            continue;
        }
        let mut between = 0.0;
        for group in &groups {
            let mean = group.iter().map(|v| rank(&all, *v)).sum::<f64>() / group.len() as f64;
            between += group.len() as f64 * (mean - (n + 1.0) / 2.0).powi(2);
        }
        // (N − 1) times the share of the spread of ranks that lies between the groups.
        assert_close("H", kruskal_wallis(&groups).expect("H").statistic, (n - 1.0) * between / spread, 1e-10);
    }
}

#[test]
fn means_by_loops() {
    let mut draws = Draws::seeded(25);
    for _ in 0..1000 {
        let (n1, n2) = (draws.between(2, 20), draws.between(2, 20));
        let a: Vec<f64> = (0..n1).map(|_| 10.0 + draws.normal()).collect();
        let b: Vec<f64> = (0..n2).map(|_| 11.0 + 2.0 * draws.normal()).collect();
        let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
        let squares = |v: &[f64]| v.iter().map(|x| x * x).sum::<f64>() - v.len() as f64 * mean(v) * mean(v);
        let (ma, mb, sa, sb) = (mean(&a), mean(&b), squares(&a), squares(&b));
        let (n1, n2) = (n1 as f64, n2 as f64);
        let pooled = t_test(&a, &b, true).expect("t");
        let variance = (sa + sb) / (n1 + n2 - 2.0);
        assert_close("t", pooled.t(), (ma - mb) / (variance / n1 + variance / n2).sqrt(), 1e-8);
        let f = analysis_of_variance(&[a.clone(), b.clone()]).expect("F");
        assert_close("F = t²", f.statistic, pooled.t().powi(2), 1e-9);
        assert_close("its p-value", f.p_value(), pooled.p_value(), 1e-9);
        let difference: Vec<f64> = a.iter().zip(&b).map(|(x, y)| x - y).collect();
        let n = difference.len() as f64;
        let paired = paired_t_test(&difference).expect("t");
        let error = (squares(&difference) / (n - 1.0) / n).sqrt();
        assert_close("paired t", paired.t(), mean(&difference) / error, 1e-7);
        let sd = pooled_standard_deviation(&a, &b, Covariate::Numeric).expect("a divisor");
        assert_close("divisor", sd, ((sa / (n1 - 1.0) + sb / (n2 - 1.0)) / 2.0).sqrt(), 1e-9);
        let smd = standardised_mean_difference(Sample::of(&a), Sample::of(&b), sd).expect("a difference");
        assert_close("standardised", smd, (ma - mb) / sd, 1e-9);
    }
}

#[test]
fn correlations_by_pairs() {
    let mut draws = Draws::seeded(26);
    for _ in 0..500 {
        let n = draws.between(3, 15);
        let (x, y) = (values(&mut draws, n, 8), values(&mut draws, n, 8));
        let (mut concordant, mut x_only, mut y_only) = (0.0, 0.0, 0.0);
        for i in 0..x.len() {
            for j in 0..i {
                concordant += (x[i] - x[j]).signum() * (y[i] - y[j]).signum() * f64::from(x[i] != x[j] && y[i] != y[j]);
                x_only += f64::from(x[i] != x[j]);
                y_only += f64::from(y[i] != y[j]);
            }
        }
        match kendall(&x, &y) {
            Ok((tau, _)) => assert_close("τ", tau, concordant / f64::sqrt(x_only * y_only), 1e-12),
            Err(_) => assert!(x_only == 0.0 || y_only == 0.0),
        }
        if x_only > 0.0 && y_only > 0.0 {
            let (rx, ry): (Vec<f64>, Vec<f64>) = x.iter().zip(&y).map(|(a, b)| (rank(&x, *a), rank(&y, *b))).unzip();
            let m = (n as f64 + 1.0) / 2.0;
            let sum = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a - m) * (b - m)).sum::<f64>();
            let naive = sum(&rx, &ry) / (sum(&rx, &rx) * sum(&ry, &ry)).sqrt();
            assert_close("ρ", spearman(&x, &y).expect("ρ"), naive, 1e-12);
        }
    }
}

/// The discontinuous definitions from the distribution function, the continuous ones by interpolation between known points.
#[test]
fn quantiles_from_the_distribution_function() {
    let mut draws = Draws::seeded(27);
    for _ in 0..1000 {
        let n = draws.between(1, 12);
        let values = sorted(&values(&mut draws, n, 20)).expect("values");
        let p = draws.unit();
        let of = |number: u8| quantile(&values, p, Definition::new(number).expect("a definition")).expect("a quantile");
        let share = |v: f64| values.iter().filter(|w| **w <= v).count() as f64 / n as f64;
        let first = values.iter().copied().find(|v| share(*v) >= p).expect("a value");
        assert_eq!(of(1), first);
        assert_eq!(of(2), first);
        type Position = fn(f64, f64) -> f64;
        let positions: [(u8, Position); 6] = [
            (4, |k, n| k / n),
            (5, |k, n| (k - 0.5) / n),
            (6, |k, n| k / (n + 1.0)),
            (7, |k, n| if n == 1.0 { 0.5 } else { (k - 1.0) / (n - 1.0) }),
            (8, |k, n| (k - 1.0 / 3.0) / (n + 1.0 / 3.0)),
            (9, |k, n| (k - 0.375) / (n + 0.25)),
        ];
        for (number, position) in positions {
            let at = |k: u64| position(k as f64, n as f64);
            let naive = match (1..n).find(|k| at(*k) <= p && p < at(k + 1)) {
                Some(k) => {
                    let (low, high) = (values[k as usize - 1], values[k as usize]);
                    low + (p - at(k)) / (at(k + 1) - at(k)) * (high - low)
                }
                None if p < at(1) => values[0],
                None => values[n as usize - 1],
            };
            assert_close("interpolated", of(number), naive, 1e-12);
        }
    }
}

/// All ways to deal values to groups of these sizes.
fn dealt(values: &[f64], sizes: &[usize], groups: &mut Vec<Vec<f64>>, found: &mut Vec<Vec<Vec<f64>>>) {
    let Some((value, others)) = values.split_first() else {
        found.push(groups.clone());
        return;
    };
    for group in 0..sizes.len() {
        if groups[group].len() < sizes[group] {
            groups[group].push(*value);
            dealt(others, sizes, groups, found);
            groups[group].pop();
        }
    }
}

/// The moments of J, with ties, and its exact tails without, over all arrangements of the values.
#[test]
fn jonckheere_over_all_arrangements() {
    let mut draws = Draws::seeded(77);
    for round in 0..40 {
        let sizes: Vec<usize> = [vec![1, 2, 3], vec![3, 2, 2], vec![2, 2], vec![1, 1, 2, 2]][round % 4].clone();
        let n: usize = sizes.iter().sum();
        let tied = round % 2 == 0;
        let values: Vec<f64> =
            (0..n).map(|i| if tied { draws.between(1, 4) as f64 } else { (i * 5 % 11) as f64 }).collect();
        let mut all = vec![];
        dealt(&values, &sizes, &mut vec![vec![]; sizes.len()], &mut all);
        let tests: Vec<Jonckheere> = all.iter().map(|groups| jonckheere(groups).expect("a test")).collect();
        let mean = tests.iter().map(|t| t.j).sum::<f64>() / tests.len() as f64;
        let variance = tests.iter().map(|t| (t.j - mean) * (t.j - mean)).sum::<f64>() / tests.len() as f64;
        let one = &tests[draws.between(0, tests.len() as u64 - 1) as usize];
        assert_close("the mean of J", one.mean, mean, 1e-12);
        assert_close("the variance of J", one.variance, variance, 1e-12);
        let distinct = values.iter().enumerate().all(|(i, v)| !values[..i].contains(v));
        if distinct {
            let share =
                |holds: &dyn Fn(f64) -> bool| tests.iter().filter(|t| holds(t.j)).count() as f64 / tests.len() as f64;
            let tails = share(&|j| j <= one.j).min(share(&|j| j >= one.j));
            assert_close("the exact p-value", one.exact().expect("a value"), (2.0 * tails).min(1.0), 1e-12);
        }
    }
}

/// Hollander and Wolfe, table 6.6 (Hundal 1969): three groups of six, J = 79 of a mean of 54. They print J* = 2.02, of the variance 153
/// without ties; with ties it is 150.287, by their equation 6.19 in Python.
#[test]
fn jonckheere_of_hollander_and_wolfe() {
    let groups = [
        vec![40.0, 35.0, 38.0, 43.0, 44.0, 41.0],
        vec![38.0, 40.0, 47.0, 44.0, 40.0, 42.0],
        vec![48.0, 40.0, 45.0, 43.0, 46.0, 44.0],
    ];
    let test = jonckheere(&groups).expect("a test");
    assert_eq!((test.j, test.mean), (79.0, 54.0));
    assert_close("the variance", test.variance, 150.286_764_705_882_35, 1e-12);
    assert_close("z", test.z().expect("a value"), 2.039_293_058_844_717_4, 1e-12);
}
