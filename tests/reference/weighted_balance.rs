//! Standardised differences of weighted arms: by overlap weights of a score, and by weights of another matching, of which MatchIt's
//! own summary says the same.

use super::support::{Case, Comparison, Table, cases};
use prespec::stats::balance::{Covariate, Sample, pooled_standard_deviation, standardised_mean_difference};
use prespec::stats::logistic::fit;
use prespec::stats::weighting::{effective_sample_size, overlap_weights};

const YES_NO: [&str; 3] = ["black", "married", "nodegree"];
const NUMBERS: [&str; 4] = ["age", "educ", "re74", "re75"];
const SCORE: [&str; 3] = ["age", "educ", "re74"];

fn values(table: &Table, name: &str) -> Vec<f64> {
    match name {
        "black" => table.texts("race").iter().map(|race| f64::from(race == "black")).collect(),
        other => table.numbers(other),
    }
}

fn weights(case: &Case, table: &Table, treated: &[bool]) -> Vec<f64> {
    if case.kind() == "cem" {
        let own = case.args["weights"].as_array().expect("weights");
        return own.iter().map(|w| w.as_f64().expect("a weight")).collect();
    }
    let columns = SCORE.map(|name| values(table, name));
    let model = fit(treated, &columns.each_ref().map(Vec::as_slice), None).expect("a fit");
    overlap_weights(&model.fitted(), treated)
}

#[test]
fn differences_of_weighted_arms() {
    let mut c = Comparison::default();
    for case in cases("weighted_balance") {
        let table = case.data();
        let treated: Vec<bool> = table.numbers("treat").iter().map(|t| *t == 1.0).collect();
        let weights = weights(&case, &table, &treated);
        let of = |all: &[f64], arm: bool| -> Vec<f64> {
            all.iter().zip(&treated).filter(|(_, own)| **own == arm).map(|(v, _)| *v).collect()
        };
        let by_arm = [true, false].map(|arm| of(&weights, arm));
        for name in NUMBERS.iter().chain(&YES_NO) {
            let kind = if YES_NO.contains(name) { Covariate::YesNo } else { Covariate::Numeric };
            let own = values(&table, name);
            let [first, second] = [true, false].map(|arm| of(&own, arm));
            let divisor = pooled_standard_deviation(&first, &second, kind).expect("a divisor");
            let samples = [(&first, &by_arm[0]), (&second, &by_arm[1])]
                .map(|(values, weights)| Sample { values, weights: Some(weights) });
            let smd = standardised_mean_difference(samples[0], samples[1], divisor);
            c.number(&case, &format!("smd.{name}"), smd);
            c.number(&case, &format!("mean1.{name}"), samples[0].mean());
            c.number(&case, &format!("mean0.{name}"), samples[1].mean());
        }
        c.number(&case, "ess1", effective_sample_size(&by_arm[0]));
        c.number(&case, "ess0", effective_sample_size(&by_arm[1]));
    }
    c.finish(46);
}
