//! Several readers: published examples, and κ and intraclass correlations from other forms of their definitions.

use super::support::{Draws, assert_close, bisect};
use prespec::stats::distribution::{f_sf, f_upper_quantile};
use prespec::stats::fleiss::Assignments;
use prespec::stats::intraclass::{MeanSquares, Model, Unit};
use prespec::stats::proportion::Interval;

/// The widely printed example of ten subjects, fourteen readers and five categories.
#[test]
fn the_example_of_fourteen_readers() {
    let counts = [
        [0, 0, 0, 0, 14],
        [0, 2, 6, 4, 2],
        [0, 0, 3, 5, 6],
        [0, 3, 9, 2, 0],
        [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0],
        [3, 2, 6, 3, 0],
        [2, 5, 3, 2, 2],
        [6, 5, 2, 1, 0],
        [0, 2, 2, 3, 7],
    ];
    let read = Assignments::from_counts(counts.iter().map(|row| row.to_vec()).collect()).expect("readings");
    assert_close("observed", (read.observed() * 1e3).round(), 378.0, 1e-12);
    let kappa = read.fleiss_kappa().expect("kappa").estimate;
    assert_close("kappa", (kappa * 1e3).round(), 210.0, 1e-12);
    // By hand: Σ n(n − 1) = 688 of 10·14·13, column totals 20, 28, 39, 21, 32 of 140.
    let observed = 688.0 / 1820.0;
    let expected = f64::from(20 * 20 + 28 * 28 + 39 * 39 + 21 * 21 + 32 * 32) / (140.0 * 140.0);
    assert_close("by hand", kappa, (observed - expected) / (1.0 - expected), 1e-14);
}

/// κ of subjects with weights, from pairs of readers.
fn weighted_kappa(readings: &[Vec<usize>], weight: &[f64], k: usize, gwet: bool) -> f64 {
    let (mut agree, mut pairs, mut all) = (0.0, 0.0, 0.0);
    let mut taken = vec![0.0; k];
    for (row, w) in readings.iter().zip(weight) {
        for (a, first) in row.iter().enumerate() {
            taken[*first] += w;
            all += w;
            for second in &row[a + 1..] {
                pairs += w;
                agree += if first == second { *w } else { 0.0 };
            }
        }
    }
    let p = taken.iter().map(|t| t / all);
    let expected: f64 =
        if gwet { p.map(|p| p * (1.0 - p)).sum::<f64>() / (k as f64 - 1.0) } else { p.map(|p| p * p).sum() };
    (agree / pairs - expected) / (1.0 - expected)
}

#[test]
fn kappa_of_several_and_the_influence_of_each_subject() {
    let mut draws = Draws::seeded(57);
    for _ in 0..200 {
        let (k, n, m) = (draws.between(2, 5) as usize, draws.between(6, 30) as usize, draws.between(3, 6));
        let mut row = || {
            let usual = draws.below(k as u64) as usize;
            (0..m).map(|_| if draws.chance(0.6) { usual } else { draws.below(k as u64) as usize }).collect()
        };
        let readings: Vec<Vec<usize>> = (0..n).map(|_| row()).collect();
        let read = Assignments::new(k, &readings).expect("readings");
        for gwet in [false, true] {
            let ours = if gwet { read.gwet_ac1() } else { read.fleiss_kappa() }.expect("a coefficient");
            let moved = |i: usize, h: f64| {
                let weight: Vec<f64> = (0..n).map(|j| 1.0 + if i == j { h } else { 0.0 }).collect();
                weighted_kappa(&readings, &weight, k, gwet)
            };
            assert_close("estimate", ours.estimate, moved(0, 0.0), 1e-12);
            let influence = |i: usize| n as f64 * (moved(i, 1e-5) - moved(i, -1e-5)) / 2e-5;
            let squares: f64 = (0..n).map(|i| influence(i).powi(2)).sum();
            let error = (squares / (n as f64 * (n as f64 - 1.0))).sqrt();
            assert_close("standard error", ours.standard_error, error, 1e-6);
        }
        // Mean of the categories' κ with weights p(1 − p).
        let shares = read.shares();
        let spread = |j: usize| shares[j] * (1.0 - shares[j]);
        let used: Vec<usize> = (0..k).filter(|j| spread(*j) > 0.0).collect();
        let mean: f64 = used.iter().map(|j| spread(*j) * read.category_kappa(*j).expect("kappa")).sum();
        let mean = mean / used.iter().map(|j| spread(*j)).sum::<f64>();
        assert_close("categories", mean, read.fleiss_kappa().expect("kappa").estimate, 1e-10);
    }
}

/// With two categories the standard error at κ = 0 of both is that of one.
#[test]
fn two_categories_have_one_kappa() {
    let readings = [[0, 0, 1], [0, 0, 0], [1, 1, 1], [0, 1, 1], [1, 1, 0], [1, 1, 1]].map(Vec::from);
    let read = Assignments::new(2, &readings).expect("readings");
    assert_close("all", read.fleiss_kappa().expect("kappa").estimate, 23.0 / 77.0, 1e-14);
    assert_close("one", read.category_kappa(0).expect("kappa"), 23.0 / 77.0, 1e-14);
    assert_close("Gwet", read.gwet_ac1().expect("a coefficient").estimate, 31.0 / 85.0, 1e-14);
    assert_close("error", read.null_standard_error().expect("an error"), (1.0_f64 / 18.0).sqrt(), 1e-14);
    assert_close("error of one", read.category_null_standard_error(), (1.0_f64 / 18.0).sqrt(), 1e-14);
}

#[test]
fn readings_without_kappa() {
    let constant = Assignments::new(3, &[vec![1, 1, 1], vec![1, 1, 1]]).expect("readings");
    assert!(constant.fleiss_kappa().is_err() && constant.null_standard_error().is_err());
    assert_eq!(constant.gwet_ac1().expect("a coefficient").estimate, 1.0);
    assert!((0..4).all(|category| constant.category_kappa(category).is_err()));
    assert!(Assignments::new(3, &[]).is_err());
    assert!(Assignments::new(3, &[vec![0, 3]]).is_err());
    assert!(Assignments::new(3, &[vec![0, 1], vec![0]]).is_err());
    assert!(Assignments::new(1, &[vec![0, 0]]).is_err());
}

const FORMS: [(Model, Unit); 6] = [
    (Model::OneWay, Unit::Single),
    (Model::TwoWayRandom, Unit::Single),
    (Model::TwoWayMixed, Unit::Single),
    (Model::OneWay, Unit::Average),
    (Model::TwoWayRandom, Unit::Average),
    (Model::TwoWayMixed, Unit::Average),
];

/// Six targets and four judges (Shrout & Fleiss 1979, table 2), the six correlations as the paper prints them.
#[test]
fn the_targets_and_judges_of_shrout_and_fleiss() {
    let judged = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]];
    let values = judged.map(|row| row.map(f64::from).to_vec());
    let squares = MeanSquares::new(&values).expect("mean squares");
    let hundredths = |v: f64| (v * 100.0).round();
    assert_eq!(hundredths(squares.between_subjects), 1124.0);
    assert_eq!(hundredths(squares.within_subjects), 626.0);
    assert_eq!(hundredths(squares.between_readers), 3249.0);
    assert_eq!(hundredths(squares.residual), 102.0);
    let printed = [0.17, 0.29, 0.71, 0.44, 0.62, 0.91];
    for ((model, unit), printed) in FORMS.into_iter().zip(printed) {
        let found = squares.correlation(model, unit).expect("a correlation");
        assert!((found - printed).abs() < 0.0051, "{model:?} {unit:?}: {found}");
    }
}

/// Mean squares by sums of squares and totals.
fn totals(values: &[Vec<f64>]) -> [f64; 4] {
    let (n, k) = (values.len() as f64, values[0].len() as f64);
    let all: f64 = values.iter().flatten().sum();
    let correction = all * all / (n * k);
    let total = values.iter().flatten().map(|v| v * v).sum::<f64>() - correction;
    let rows = values.iter().map(|row| row.iter().sum::<f64>().powi(2)).sum::<f64>() / k - correction;
    let column = |j: usize| values.iter().map(|row| row[j]).sum::<f64>().powi(2);
    let columns = (0..values[0].len()).map(column).sum::<f64>() / n - correction;
    let residual = (total - rows - columns) / ((n - 1.0) * (k - 1.0));
    [rows / (n - 1.0), (total - rows) / (n * (k - 1.0)), columns / (k - 1.0), residual]
}

/// The ρ at which the observed F has this upper tail.
fn by_inversion(f: f64, k: f64, df1: f64, df2: f64, upper_tail: f64) -> f64 {
    let lowest = -1.0 / (k - 1.0) + 1e-12;
    bisect(lowest, 1.0 - 1e-12, |rho| f_sf(f * (1.0 - rho) / (1.0 + (k - 1.0) * rho), df1, df2) - upper_tail)
}

/// McGraw & Wong's (1996, Psychol Methods 1:30) form of the limits of absolute agreement.
fn mcgraw_wong(n: f64, k: f64, [subjects, _, readers, error]: [f64; 4], rho: f64) -> Interval {
    let a = k * rho / (n * (1.0 - rho));
    let b = 1.0 + k * rho * (n - 1.0) / (n * (1.0 - rho));
    let df = (a * readers + b * error).powi(2)
        / ((a * readers).powi(2) / (k - 1.0) + (b * error).powi(2) / ((n - 1.0) * (k - 1.0)));
    let (low, high) = (f_upper_quantile(0.025, n - 1.0, df), f_upper_quantile(0.025, df, n - 1.0));
    let others = k * readers + (k * n - k - n) * error;
    Interval::new(
        n * (subjects - low * error) / (low * others + n * subjects),
        n * (high * subjects - error) / (others + n * high * subjects),
    )
}

#[test]
fn correlations_from_variance_components_and_intervals_by_inversion() {
    let mut draws = Draws::seeded(58);
    for _ in 0..300 {
        let (n, k) = (draws.between(5, 25) as usize, draws.between(2, 6) as usize);
        let bias: Vec<f64> = (0..k).map(|_| draws.normal()).collect();
        let values: Vec<Vec<f64>> = (0..n)
            .map(|_| {
                let own = 2.0 * draws.normal();
                bias.iter().map(|b| own + b + draws.normal()).collect()
            })
            .collect();
        let ours = MeanSquares::new(&values).expect("mean squares");
        let naive @ [subjects, within, readers, error] = totals(&values);
        let (n, k) = (n as f64, k as f64);
        // Shares of the variance: of subjects, of readers, and of the rest.
        let consistent = (subjects - error) / k;
        let of_readers = (readers - error) / n;
        let one_way = (subjects - within) / k;
        for (model, unit) in FORMS {
            let (own, noise, divided) = match model {
                Model::OneWay => (one_way, within, k),
                Model::TwoWayRandom => (consistent, error + of_readers, k),
                Model::TwoWayMixed => (consistent, error, k),
            };
            let noise = if unit == Unit::Average { noise / divided } else { noise };
            let estimate = ours.correlation(model, unit).expect("a correlation");
            assert_close("correlation", estimate, own / (own + noise), 1e-9);
            let single = match model {
                Model::OneWay | Model::TwoWayMixed => {
                    let (below, df2) = match model {
                        Model::OneWay => (within, n * (k - 1.0)),
                        _ => (error, (n - 1.0) * (k - 1.0)),
                    };
                    let limit = |tail| by_inversion(subjects / below, k, n - 1.0, df2, tail);
                    Interval::new(limit(0.025), limit(0.975))
                }
                Model::TwoWayRandom => {
                    let rho = consistent / (consistent + of_readers + error);
                    mcgraw_wong(n, k, naive, rho)
                }
            };
            let limit = |rho: f64| match unit {
                Unit::Single => rho,
                Unit::Average => 1.0 / (1.0 + (1.0 / rho - 1.0) / k),
            };
            let interval = ours.interval(model, unit, 0.95).expect("an interval");
            assert_close("lower", interval.lower, limit(single.lower), 1e-6);
            assert_close("upper", interval.upper, limit(single.upper), 1e-6);
        }
    }
}

#[test]
fn measurements_without_a_correlation() {
    let constant = MeanSquares::new(&vec![vec![0.1, 0.1, 0.1]; 7]).expect("mean squares");
    let shifted = MeanSquares::new(&[vec![0.1, 0.3], vec![0.2, 0.4], vec![0.7, 0.9]]).expect("mean squares");
    for (model, unit) in FORMS {
        assert!(constant.correlation(model, unit).is_err() && constant.interval(model, unit, 0.95).is_err());
    }
    assert_eq!(shifted.correlation(Model::TwoWayMixed, Unit::Single), Ok(1.0));
    assert!(shifted.interval(Model::TwoWayMixed, Unit::Single, 0.95).is_err());
    assert!(MeanSquares::new(&[vec![1.0, 2.0]]).is_err());
    assert!(MeanSquares::new(&[vec![1.0], vec![2.0]]).is_err());
    assert!(MeanSquares::new(&[vec![1.0, 2.0], vec![2.0]]).is_err());
    assert!(MeanSquares::new(&[vec![1.0, f64::NAN], vec![2.0, 1.0]]).is_err());
}
