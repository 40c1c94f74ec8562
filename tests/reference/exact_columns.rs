//! Tests of numbers do not depend on the unit the numbers are in, nor on their level: columns of decimals with many ties, moved
//! by an exact shift and scaled by powers of ten, give the same test statistics and p-values.

use super::support::{find, run};
use prespec::methods::{Input, Outcome, Output};
use prespec::number::Number;

/// Whole multiples of 0.05 as text in files, so that every column is that of the decimals and not of a computation.
fn column(units: &[i64], shift: i64, places: u32) -> Vec<f64> {
    let decimal = |u: &i64| {
        let hundredths = u * 5 + shift;
        let sign = if hundredths < 0 { "-" } else { "" };
        let digits = format!("{:0width$}", hundredths.abs(), width = places as usize + 1);
        let (whole, part) = digits.split_at(digits.len() - places as usize);
        format!("{sign}{whole}.{part}0").parse::<f64>().expect("a decimal")
    };
    units.iter().map(decimal).collect()
}

/// Small whole numbers with many ties (a congruential generator, Knuth's MMIX constants).
fn units(seed: u64, n: usize) -> Vec<i64> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as i64 % 9
    };
    (0..n).map(|_| next()).collect()
}

fn input(units: &[i64], groups: usize, shift: i64, places: u32) -> Input {
    let n = units.len();
    let size = n / groups;
    Input {
        level: 0.95,
        groups,
        group: (0..n).map(|i| i / size).collect(),
        patient: (0..n).collect(),
        pair: Some((0..n).map(|i| i % size).collect()),
        outcome: Outcome::Continuous(column(units, shift, places)),
        covariates: vec![("x".to_string(), column(&units_of_covariate(n), shift, places))],
        ..Input::default()
    }
}

fn units_of_covariate(n: usize) -> Vec<i64> {
    units(77, n)
}

/// None where it is not estimable.
fn statistic(output: &Output, name: &str, term: Option<&str>) -> Option<f64> {
    match find(output, name, None, term) {
        Number::Real(x) => Some(x),
        Number::Count(n) => Some(n as f64),
        Number::Infinite | Number::NegativeInfinite | Number::NotEstimable(_) | Number::Withheld(_) => None,
    }
}

type Call = (&'static str, usize, &'static [(&'static str, &'static str)], &'static [&'static str]);

/// Method, groups, options, and the statistics that have no unit.
const CALLS: &[Call] = &[
    ("t_test", 2, &[("variance", "unequal")], &["t", "df", "p_value"]),
    ("t_test", 2, &[("variance", "equal")], &["t", "p_value"]),
    ("t_test", 2, &[("variance", "paired")], &["t", "p_value"]),
    ("rank_sum", 2, &[("form", "asymptotic")], &["u", "p_value"]),
    ("rank_sum", 2, &[("form", "exact")], &["p_value"]),
    ("signed_rank", 2, &[("form", "asymptotic")], &["v", "p_value"]),
    ("signed_rank", 2, &[("form", "exact")], &["v", "p_value"]),
    ("sign_test", 2, &[], &["p_value"]),
    ("analysis_of_variance", 3, &[("variance", "equal")], &["f", "p_value"]),
    ("analysis_of_variance", 3, &[("variance", "unequal")], &["f", "p_value"]),
    ("kruskal_wallis", 3, &[], &["chi_squared", "p_value"]),
    ("variance_ratio", 2, &[], &["estimate", "p_value"]),
    ("bartlett", 3, &[], &["chi_squared", "p_value"]),
    ("linear_model", 2, &[("variance", "model")], &["t", "p_value", "x:t", "x:p_value"]),
    ("correlation", 2, &[("coefficient", "pearson")], &["x:estimate", "x:p_value"]),
    ("correlation", 2, &[("coefficient", "spearman")], &["x:estimate", "x:p_value"]),
    ("correlation", 2, &[("coefficient", "kendall")], &["x:estimate", "x:p_value"]),
];

fn values(call: &Call, units: &[i64], shift: i64, places: u32) -> Vec<Option<f64>> {
    let (method, groups, options, names) = call;
    let output = run(method, &input(units, *groups, shift, places), options);
    let one = |name: &&str| match name.split_once(':') {
        Some((term, name)) => statistic(&output, name, Some(term)),
        None => statistic(&output, name, None),
    };
    names.iter().map(one).collect()
}

#[test]
fn neither_the_unit_nor_a_shift_changes_a_test() {
    let mut compared = 0;
    for call in CALLS {
        for seed in 1..=12 {
            let units = units(seed, 24);
            let expected = values(call, &units, 0, 0);
            for (shift, places) in [(0, 1), (0, 2), (0, 6), (70, 2), (-1_000_007, 2), (100_000_000_000, 2), (7, 4)] {
                let found = values(call, &units, shift, places);
                for ((e, f), name) in expected.iter().zip(&found).zip(call.3) {
                    let same = match (e, f) {
                        (Some(e), Some(f)) => (e - f).abs() <= 1e-10 * e.abs().max(1e-3),
                        (None, None) => true,
                        _ => false,
                    };
                    assert!(same, "{} {name} seed {seed} shift {shift} places {places}: {e:?} {f:?}", call.0);
                    compared += usize::from(e.is_some());
                }
            }
        }
    }
    assert!(compared > 2500, "{compared} numbers compared");
}

/// Every difference is 0.05, in columns in which 0.35 − 0.3 and 0.15 − 0.1 are no equal floats: five of five are positive and
/// all tie. V = 15, variance 5·6·11/24 − 120/48 = 11.25, z = 7.5/√11.25, p = 0.025347.
#[test]
fn one_difference_for_all_pairs() {
    let units = [3, 7, 9, 21, 13, 2, 6, 8, 20, 12];
    let paired = input(&units, 2, 0, 2);
    let t = run("t_test", &paired, &[("variance", "paired")]);
    assert!(statistic(&t, "p_value", None).is_none());
    let ranks = run("signed_rank", &paired, &[("form", "asymptotic")]);
    assert_eq!(statistic(&ranks, "v", None).expect("v"), 15.0);
    let p = statistic(&ranks, "p_value", None).expect("a p-value");
    assert!((p - 0.025_347_318_677_468_25).abs() < 1e-12, "{p}");
    assert_eq!(statistic(&ranks, "estimate", None).expect("a shift"), 0.05);
}

/// Constant columns, also such as no binary fraction holds, have no variance and no test of means.
#[test]
fn constant_columns_have_no_variance() {
    for value in [0.1, 0.2, 0.7, 1e9 + 0.1, 1e-9, 1.0 / 3.0, 123456.789] {
        for n in [6, 14, 30] {
            let constant = Input { outcome: Outcome::Continuous(vec![value; n]), ..input(&units(5, n), 2, 0, 2) };
            for (method, options) in [
                ("t_test", &[("variance", "unequal")][..]),
                ("t_test", &[("variance", "equal")]),
                ("t_test", &[("variance", "paired")]),
                ("rank_sum", &[]),
                ("signed_rank", &[]),
                ("analysis_of_variance", &[]),
                ("variance_ratio", &[]),
                ("bartlett", &[]),
                ("kruskal_wallis", &[]),
            ] {
                let output = run(method, &constant, options);
                assert!(statistic(&output, "p_value", None).is_none(), "{method} of {value}");
            }
            for coefficient in ["pearson", "spearman", "kendall"] {
                let output = run("correlation", &constant, &[("coefficient", coefficient)]);
                assert!(statistic(&output, "p_value", Some("x")).is_none(), "{coefficient} of {value}");
            }
        }
    }
}
