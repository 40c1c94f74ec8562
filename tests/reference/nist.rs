//! NIST's Statistical Reference Datasets: means, deviations, analysis of variance and linear models on data that lose digits.

use prespec::stats::continuous::groups::analysis_of_variance;
use prespec::stats::continuous::linear_model::{Variance, fit};
use prespec::stats::quantile::{mean, standard_deviation};
use serde_json::Value;

fn sets(kind: &str) -> Vec<(String, Value)> {
    let all: Value = serde_json::from_str(include_str!("nist.json")).expect("the file");
    all[kind].as_object().expect("sets").iter().map(|(name, set)| (name.clone(), set.clone())).collect()
}

fn number(value: &Value) -> f64 {
    value.as_str().expect("a number as text").parse().expect("a number")
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(number).collect()
}

/// Digits that agree, at most 15.
fn digits(found: f64, expected: f64) -> f64 {
    let apart = if expected == 0.0 { found.abs() } else { ((found - expected) / expected).abs() };
    if apart == 0.0 { 15.0 } else { (-apart.log10()).min(15.0) }
}

#[test]
fn means_and_deviations() {
    for (name, set) in sets("univariate") {
        let x = numbers(&set["x"]);
        assert!(digits(mean(&x).expect("a mean"), number(&set["mean"])) >= 14.0, "{name}");
        let found = standard_deviation(&x).expect("a deviation");
        assert!(digits(found, number(&set["sd"])) >= 14.0, "{name}: {found}");
    }
}

#[test]
fn analyses_of_variance() {
    for (name, set) in sets("anova") {
        let mut groups: Vec<Vec<f64>> = vec![];
        for row in set["rows"].as_array().expect("rows") {
            let group = row[0].as_u64().expect("a group") as usize;
            groups.resize(groups.len().max(group), vec![]);
            groups[group - 1].push(number(&row[1]));
        }
        let f = analysis_of_variance(&groups).expect("an F").statistic;
        assert!(digits(f, number(&set["f"])) >= 13.0, "{name}: {f}");
    }
}

/// The certified F are whole: (21, 201 and 2001) for 21, 201 and 2001 values in each treatment, at every level.
#[test]
fn simon_and_lesage() {
    for level in ["1", "1000000", "1000000000000"] {
        for size in [21, 201, 2001] {
            let value = |tenths: i32| format!("{level}.{tenths}").parse::<f64>().expect("a number");
            let group = |centre: i32| -> Vec<f64> {
                let one = |i: usize| centre + if i == 0 { 0 } else { 1 - 2 * (i % 2) as i32 };
                (0..size).map(|i| value(one(i))).collect()
            };
            let groups: Vec<Vec<f64>> = [4, 3, 5, 3, 5, 3, 5, 3, 5].into_iter().map(group).collect();
            let f = analysis_of_variance(&groups).expect("an F").statistic;
            let expected = [(21, 21.0), (201, 201.0), (2001, 2001.0)].into_iter().find(|e| e.0 == size);
            assert!(digits(f, expected.map_or(f64::NAN, |e| e.1)) >= 12.0, "level {level}, {size}: {f}");
        }
    }
}

/// Filip is a polynomial of degree 10, whose condition leaves 7 to 8 digits of powers that are doubles.
#[test]
fn linear_models() {
    for (name, set) in sets("regression") {
        let rows: Vec<Vec<f64>> = set["x"].as_array().expect("rows").iter().map(numbers).collect();
        let columns: Vec<Vec<f64>> = match set["polynomial"].as_u64() {
            Some(degree) => (1..=degree as i32).map(|p| rows.iter().map(|r| r[0].powi(p)).collect()).collect(),
            None => (0..rows[0].len()).map(|j| rows.iter().map(|r| r[j]).collect()).collect(),
        };
        let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let fit = fit(&numbers(&set["y"]), &slices).unwrap_or_else(|e| panic!("{name}: {e:?}"));
        let variance = fit.variance(Variance::Model).expect("a variance");
        // The inverse of the factor is not refined, and loses what the condition of Wampler's columns costs.
        let (least, least_of_error) = if name == "Filip" { (7.0, 7.0) } else { (13.0, 11.0) };
        for (j, (beta, error)) in
            numbers(&set["coefficients"]).into_iter().zip(numbers(&set["standard_errors"])).enumerate()
        {
            let found = (fit.coefficients[j], variance[(j, j)].sqrt());
            let agree = (digits(found.0, beta), digits(found.1, error));
            assert!(agree.0 >= least, "{name} coefficient {j}: {} for {beta}, {:.1} digits", found.0, agree.0);
            assert!(agree.1 >= least_of_error, "{name} error {j}: {} for {error}, {:.1} digits", found.1, agree.1);
        }
    }
}
