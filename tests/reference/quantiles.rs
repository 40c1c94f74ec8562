//! Quantiles by all definitions, and summaries.

use super::support::{Case, Comparison, cases, run, statistic};
use prespec::methods::{Input, Outcome};
use prespec::stats::quantile::{Definition, kurtosis, quantile, skewness, sorted, variance};

fn values(case: &Case) -> Vec<f64> {
    if let Some(list) = case.args["x"].as_array() {
        return list.iter().map(|v| v.as_f64().expect("a number")).collect();
    }
    let column = case.text("column");
    case.data().complete(&[column]).numbers(column)
}

#[test]
fn nine_definitions() {
    let mut c = Comparison::default();
    for case in cases("quantiles").iter().filter(|c| c.kind() == "quantiles") {
        let values = sorted(&values(case)).expect("values");
        c.number(case, "n", values.len() as f64);
        for number in 1..=9 {
            let definition = Definition::new(number).expect("a definition");
            for (i, p) in case.args["probs"].as_array().expect("shares").iter().enumerate() {
                let ours = quantile(&values, p.as_f64().expect("a share"), definition);
                c.element(case, &format!("type{number}"), i, ours);
            }
        }
    }
    c.finish(700);
}

#[test]
fn summaries() {
    let mut c = Comparison::default();
    for case in cases("quantiles").iter().filter(|c| c.kind() == "descriptive") {
        let values = values(case);
        let input = Input {
            level: 0.95,
            groups: 1,
            group: vec![0; values.len()],
            outcome: Outcome::Continuous(values.clone()),
            patient: (0..values.len()).collect(),
            ..Input::default()
        };
        let output = run("summary", &input, &[]);
        for (key, name) in [
            ("n", "n"),
            ("mean", "estimate"),
            ("sd", "standard_deviation"),
            ("cv", "coefficient_of_variation"),
            ("min", "minimum"),
            ("max", "maximum"),
            ("median", "median"),
            ("mad_1.4826", "median_absolute_deviation"),
            ("q1_type2", "first_quartile"),
            ("q3_type2", "third_quartile"),
            ("skewness_G1_sas", "skewness"),
            ("kurtosis_G2_sas", "kurtosis"),
        ] {
            c.number(case, key, statistic(&output, name, Some(0)));
        }
        c.element(case, "ci", 0, statistic(&output, "lower", Some(0)));
        c.element(case, "ci", 1, statistic(&output, "upper", Some(0)));
        for (key, name) in
            [("geometric_mean", "geometric_mean"), ("geometric_cv", "geometric_coefficient_of_variation")]
        {
            if case.has(key) {
                c.number(case, key, statistic(&output, name, Some(0)));
            }
        }
        let seven = run("summary", &input, &[("definition", "7")]);
        c.number(case, "q1_type7", statistic(&seven, "first_quartile", Some(0)));
        c.number(case, "q3_type7", statistic(&seven, "third_quartile", Some(0)));
        c.number(case, "var", variance(&values));
        c.number(case, "se", variance(&values).map(|v| (v / values.len() as f64).sqrt()));
        c.number(case, "skewness_g1", skewness(&values, false));
        c.number(case, "kurtosis_g2", kurtosis(&values, false));
    }
    c.finish(60);
}
