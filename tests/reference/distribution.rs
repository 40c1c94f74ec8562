//! Distribution functions and quantiles against 100-digit arithmetic.

use prespec::stats::distribution as d;
use serde_json::Value;
use std::collections::BTreeMap;

/// Relative error of probabilities.
const PROBABILITY: f64 = 1e-13;
/// Of quantiles.
const QUANTILE: f64 = 1e-12;
/// A probability e^(−D) cannot be better than D times the rounding of D: beyond e^(−100) the bound grows with D.
const LOGARITHM: f64 = 1e-15;

fn ours(function: &str, a: &[f64]) -> f64 {
    let whole = |i: usize| a[i] as u64;
    match function {
        "normal_cdf" => d::normal_cdf(a[0]),
        "normal_ln_cdf" => d::normal_ln_sf(-a[0]),
        "normal_sf" => d::normal_sf(a[0]),
        "normal_ln_sf" => d::normal_ln_sf(a[0]),
        "normal_quantile" => d::normal_quantile(a[0]),
        "normal_upper_quantile" => d::normal_upper_quantile(a[0]),
        "chi_squared_cdf" => d::chi_squared_cdf(a[0], a[1]),
        "chi_squared_ln_cdf" => d::gamma_ln_cdf(0.5 * a[0], 0.5 * a[1]),
        "chi_squared_sf" => d::chi_squared_sf(a[0], a[1]),
        "chi_squared_ln_sf" => d::chi_squared_ln_sf(a[0], a[1]),
        "chi_squared_quantile" => d::chi_squared_quantile(a[0], a[1]),
        "chi_squared_upper_quantile" => d::chi_squared_upper_quantile(a[0], a[1]),
        "gamma_cdf" => d::gamma_cdf(a[0], a[1]),
        "gamma_ln_cdf" => d::gamma_ln_cdf(a[0], a[1]),
        "gamma_sf" => d::gamma_sf(a[0], a[1]),
        "gamma_ln_sf" => d::gamma_ln_sf(a[0], a[1]),
        "gamma_quantile" => d::gamma_quantile(a[0], a[1]),
        "gamma_upper_quantile" => d::gamma_upper_quantile(a[0], a[1]),
        "beta_cdf" => d::beta_cdf(a[0], a[1], a[2]),
        "beta_ln_cdf" => d::beta_ln_cdf(a[0], a[1], a[2]),
        "beta_sf" => d::beta_sf(a[0], a[1], a[2]),
        "beta_ln_sf" => d::beta_ln_sf(a[0], a[1], a[2]),
        "beta_quantile" => d::beta_quantile(a[0], a[1], a[2]),
        "beta_upper_quantile" => d::beta_upper_quantile(a[0], a[1], a[2]),
        "t_cdf" => d::t_cdf(a[0], a[1]),
        "t_sf" => d::t_sf(a[0], a[1]),
        "t_ln_sf" => d::t_ln_sf(a[0], a[1]),
        "t_quantile" => d::t_quantile(a[0], a[1]),
        "t_upper_quantile" => d::t_upper_quantile(a[0], a[1]),
        "f_cdf" => d::f_cdf(a[0], a[1], a[2]),
        "f_sf" => d::f_sf(a[0], a[1], a[2]),
        "f_quantile" => d::f_quantile(a[0], a[1], a[2]),
        "f_upper_quantile" => d::f_upper_quantile(a[0], a[1], a[2]),
        "binomial_ln_pmf" => d::binomial_ln_pmf(whole(0), whole(1), a[2]),
        "binomial_cdf" => d::binomial_cdf(whole(0), whole(1), a[2]),
        "binomial_sf_inclusive" => d::binomial_sf_inclusive(whole(0), whole(1), a[2]),
        "poisson_ln_pmf" => d::poisson_ln_pmf(whole(0), a[1]),
        "poisson_cdf" => d::poisson_cdf(whole(0), a[1]),
        "hypergeometric_ln_pmf" => d::hypergeometric_ln_pmf(whole(0), whole(1), whole(2), whole(3)),
        "ln_choose" => d::ln_choose(whole(0), whole(1)),
        "ln_beta" => d::ln_beta(a[0], a[1]),
        "ln_gamma" => d::ln_gamma(a[0]),
        other => panic!("no function {other}"),
    }
}

/// The error over what is allowed. A logarithm is as good as the probability: its absolute error counts, unless it is large.
fn excess(function: &str, ours: f64, expected: f64) -> f64 {
    let error = (ours - expected).abs();
    if function.contains("ln_") {
        return error / (PROBABILITY + LOGARITHM * expected.abs());
    }
    if function.contains("quantile") {
        return error / (QUANTILE * expected.abs());
    }
    let bound = PROBABILITY.max(LOGARITHM * expected.ln().abs());
    error / (bound * expected.abs())
}

/// Numbers stand as text, which is read to the last bit.
fn number(text: &Value) -> f64 {
    text.as_str().and_then(|t| t.parse().ok()).expect("a number")
}

#[test]
fn against_100_digits() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference/distribution.json");
    let text = std::fs::read_to_string(path).expect("the values");
    let values: Vec<Value> = serde_json::from_str(&text).expect("the values");
    let mut worst: BTreeMap<String, (f64, usize, String)> = BTreeMap::new();
    for value in &values {
        let function = value["function"].as_str().expect("a function").to_string();
        let args: Vec<f64> = value["args"].as_array().expect("arguments").iter().map(number).collect();
        let expected = number(&value["value"]);
        let ours = ours(&function, &args);
        let excess = excess(&function, ours, expected);
        let entry = worst.entry(function).or_default();
        entry.1 += usize::from(excess.is_nan() || excess > 1.0);
        if excess.is_nan() || excess > entry.0 {
            (entry.0, entry.2) = (excess, format!("{args:?}: {ours:e} for {expected:e}"));
        }
    }
    let failed: Vec<String> = worst
        .iter()
        .filter(|w| w.1.1 > 0)
        .map(|(f, (e, n, at))| format!("{f}: {n} beyond the bound, worst {e:.1} times, {at}"))
        .collect();
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
    assert!(values.len() > 2500 && worst.len() > 40, "{} values of {} functions", values.len(), worst.len());
}

/// What lies outside the parameters is not a number, and the ends are exact.
#[test]
fn at_the_ends() {
    assert_eq!((d::normal_sf(f64::INFINITY), d::normal_cdf(f64::INFINITY)), (0.0, 1.0));
    assert_eq!((d::normal_quantile(0.0), d::normal_quantile(1.0)), (f64::NEG_INFINITY, f64::INFINITY));
    assert_eq!((d::chi_squared_sf(0.0, 3.0), d::chi_squared_cdf(f64::INFINITY, 3.0)), (1.0, 1.0));
    assert_eq!((d::chi_squared_quantile(0.0, 3.0), d::chi_squared_quantile(1.0, 3.0)), (0.0, f64::INFINITY));
    assert_eq!((d::beta_cdf(0.0, 2.0, 3.0), d::beta_sf(0.0, 2.0, 3.0), d::beta_cdf(1.0, 2.0, 3.0)), (0.0, 1.0, 1.0));
    assert_eq!((d::beta_quantile(0.0, 2.0, 3.0), d::beta_quantile(1.0, 2.0, 3.0)), (0.0, 1.0));
    assert_eq!((d::t_sf(0.0, 5.0), d::t_quantile(0.5, 5.0), d::t_sf(f64::INFINITY, 5.0)), (0.5, 0.0, 0.0));
    assert_eq!((d::f_sf(0.0, 2.0, 3.0), d::f_sf(f64::INFINITY, 2.0, 3.0)), (1.0, 0.0));
    assert_eq!(
        (d::binomial_cdf(5, 5, 0.3), d::binomial_sf_inclusive(0, 5, 0.3), d::binomial_sf_inclusive(6, 5, 0.3)),
        (1.0, 1.0, 0.0)
    );
    assert_eq!((d::binomial_pmf(0, 5, 0.0), d::binomial_pmf(5, 5, 1.0), d::binomial_pmf(6, 5, 0.5)), (1.0, 1.0, 0.0));
    assert_eq!((d::poisson_pmf(0, 0.0), d::poisson_pmf(1, 0.0)), (1.0, 0.0));
    assert_eq!((d::ln_choose(7, 0), d::ln_choose(7, 7)), (0.0, 0.0));
    for wrong in [
        d::chi_squared_sf(1.0, 0.0),
        d::beta_cdf(0.5, -1.0, 2.0),
        d::normal_quantile(1.5),
        d::t_quantile(0.5, f64::NAN),
    ] {
        assert!(wrong.is_nan());
    }
    for wrong in [d::gamma_quantile(f64::NAN, 1.0), d::chi_squared_sf(f64::NAN, 2.0), d::f_sf(f64::NAN, 1.0, 1.0)] {
        assert!(wrong.is_nan());
    }
}
