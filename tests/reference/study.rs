//! Numbers of the first study, from an implementation independent of this one.

use super::support::{Case, Comparison, Table, cases, find, matched, run, statistic, yes_no};
use prespec::methods::{Input, Outcome};
use prespec::stats::balance::{Covariate, Sample, pooled_standard_deviation, standardised_mean_difference};
use prespec::stats::logistic::fit;
use prespec::stats::weighting::overlap_weights;

#[test]
fn response_in_pairs() {
    let mut c = Comparison::default();
    for case in cases("study").iter().filter(|c| c.kind() == "pairs") {
        let input = matched(
            case.count("both"),
            case.count("first_only"),
            case.count("second_only"),
            case.count("neither"),
            0.95,
        );
        let exact = run("mcnemar", &input, &[]);
        c.number(case, "exact_p", statistic(&exact, "p_value", None));
        for (correction, chi_squared, p) in [("no", "chi2", "p"), ("yes", "chi2_corrected", "p_corrected")] {
            let test = run("mcnemar", &input, &[("form", "asymptotic"), ("correction", correction)]);
            c.number(case, chi_squared, statistic(&test, "chi_squared", None));
            c.number(case, p, statistic(&test, "p_value", None));
        }
        for (interval, lower, upper) in [
            ("newcombe_paired", "paired_newcombe_low", "paired_newcombe_high"),
            ("newcombe_paired_method_8", "paired_method8_low", "paired_method8_high"),
        ] {
            let difference = run("risk_difference", &input, &[("interval", interval)]);
            c.number(case, "paired_diff", statistic(&difference, "estimate", None));
            c.number(case, lower, statistic(&difference, "lower", None));
            c.number(case, upper, statistic(&difference, "upper", None));
        }
    }
    c.finish(80);
}

#[test]
fn response_in_independent_groups() {
    let mut c = Comparison::default();
    for case in cases("study").iter().filter(|c| c.kind() == "groups") {
        let input = yes_no(&[(case.count("x1"), case.count("n1")), (case.count("x2"), case.count("n2"))], 0.95);
        let proportion = run("proportion", &input, &[]);
        for (group, name) in [(0, "SIRT"), (1, "CONTROL")] {
            c.number(case, &format!("{name}.rate"), statistic(&proportion, "estimate", Some(group)));
            c.number(case, &format!("{name}.cp_low"), statistic(&proportion, "lower", Some(group)));
            c.number(case, &format!("{name}.cp_high"), statistic(&proportion, "upper", Some(group)));
        }
        let difference = run("risk_difference", &input, &[("interval", "newcombe_hybrid_score")]);
        c.number(case, "diff", statistic(&difference, "estimate", None));
        c.number(case, "newcombe_low", statistic(&difference, "lower", None));
        c.number(case, "newcombe_high", statistic(&difference, "upper", None));
        let fisher = run("fisher_exact", &input, &[]);
        c.number(case, "fisher_p", statistic(&fisher, "p_value", None));
        c.number(case, "fisher_or", statistic(&fisher, "estimate", None));
        c.number(case, "fisher_or_low", statistic(&fisher, "lower", None));
        c.number(case, "fisher_or_high", statistic(&fisher, "upper", None));
    }
    c.finish(300);
}

fn columns(table: &Table, case: &Case) -> Vec<(String, Vec<f64>)> {
    let names = case.args["columns"].as_array().expect("columns");
    let one = |n: &serde_json::Value| {
        let name = n.as_str().expect("a name").to_string();
        let values = table.numbers(&name);
        (name, values)
    };
    names.iter().map(one).collect()
}

fn slices(columns: &[(String, Vec<f64>)]) -> Vec<&[f64]> {
    columns.iter().map(|(_, v)| v.as_slice()).collect()
}

fn case_of(kind: &str) -> Case {
    cases("study").into_iter().find(|c| c.kind() == kind).unwrap_or_else(|| panic!("no case {kind}"))
}

#[test]
fn propensity_score() {
    let case = case_of("propensity");
    let (table, mut c) = (case.data(), Comparison::default());
    let columns = columns(&table, &case);
    let sirt: Vec<bool> = table.numbers("sirt").iter().map(|v| *v == 1.0).collect();
    let fit = fit(&sirt, &slices(&columns), None).expect("a fit");
    c.number(&case, "coef.intercept", fit.coefficients[0]);
    for ((name, _), b) in columns.iter().zip(&fit.coefficients[1..]) {
        c.number(&case, &format!("coef.{name}"), *b);
    }
    c.number(&case, "deviance", fit.deviance());
    c.finish(10);
}

/// The divisor comes from all eligible patients, before and after.
#[test]
fn standardised_differences() {
    let case = case_of("balance");
    let (table, mut c) = (case.data(), Comparison::default());
    let (sirt, pair) = (table.numbers("sirt"), table.numbers("pair"));
    for (name, values) in columns(&table, &case) {
        let of = |arm: f64, matched: bool| -> Vec<f64> {
            (0..values.len())
                .filter(|i| sirt[*i] == arm && (!matched || !pair[*i].is_nan()))
                .map(|i| values[i])
                .collect()
        };
        let yes_no = ["sexe_M", "tvp", "extra_hepatique"].contains(&name.as_str());
        let kind = if yes_no { Covariate::YesNo } else { Covariate::Numeric };
        let divisor = pooled_standard_deviation(&of(1.0, false), &of(0.0, false), kind).expect("a divisor");
        for (when, matched) in [("before", false), ("after", true)] {
            let (treated, control) = (of(1.0, matched), of(0.0, matched));
            let smd = standardised_mean_difference(Sample::of(&treated), Sample::of(&control), divisor);
            c.number(&case, &format!("smd.{when}.{name}"), smd);
        }
    }
    c.finish(16);
}

#[test]
fn adjusted_odds_ratio_in_the_pairs() {
    let case = case_of("adjusted");
    let (table, mut c) = (case.data(), Comparison::default());
    let matched = table.complete(&["pair"]);
    let pair = matched.numbers("pair");
    let n = pair.len();
    let input = Input {
        level: 0.95,
        groups: 2,
        group: matched.numbers("sirt").iter().map(|s| usize::from(*s == 0.0)).collect(),
        outcome: Outcome::YesNo(matched.numbers("responder").iter().map(|v| *v == 1.0).collect()),
        patient: (0..n).collect(),
        pair: Some(pair.iter().map(|p| *p as usize).collect()),
        covariates: columns(&matched, &case),
        ..Input::default()
    };
    for (variance, suffix) in [("model", "naive"), ("robust", "robust")] {
        let model = run("logistic", &input, &[("variance", variance)]);
        c.number(&case, "or", statistic(&model, "odds_ratio", None));
        c.number(&case, "log_or", statistic(&model, "log_odds_ratio", None));
        c.number(&case, &format!("se_{suffix}"), statistic(&model, "standard_error", None));
        c.number(&case, &format!("or_low_{suffix}"), statistic(&model, "lower", None));
        c.number(&case, &format!("or_high_{suffix}"), statistic(&model, "upper", None));
        c.number(&case, &format!("p_{suffix}"), statistic(&model, "p_value", None));
        for (name, _) in &input.covariates {
            c.number(&case, &format!("coef.{name}"), find(&model, "log_odds_ratio", None, Some(name)));
            c.number(&case, &format!("coef_se_{suffix}.{name}"), find(&model, "standard_error", None, Some(name)));
        }
    }
    c.finish(28);
}

#[test]
fn overlap_weights_of_the_cohort() {
    let case = case_of("overlap");
    let (table, mut c) = (case.data(), Comparison::default());
    let columns = columns(&table, &case);
    let sirt: Vec<bool> = table.numbers("sirt").iter().map(|v| *v == 1.0).collect();
    let model = fit(&sirt, &slices(&columns), None).expect("a fit");
    let estimated = Input {
        level: 0.95,
        groups: 2,
        group: sirt.iter().map(|s| usize::from(!s)).collect(),
        outcome: Outcome::YesNo(table.numbers("responder").iter().map(|v| *v == 1.0).collect()),
        patient: (0..sirt.len()).collect(),
        covariates: columns,
        ..Input::default()
    };
    let known = Input { weights: Some(overlap_weights(&model.fitted(), &sirt)), ..estimated.clone() };
    for (weights, input, suffix) in [("known", &known, "hc0"), ("overlap", &estimated, "stacked")] {
        let output = run("weighted_risk_difference", input, &[("weights", weights)]);
        c.number(&case, "SIRT", statistic(&output, "proportion", Some(0)));
        c.number(&case, "CONTROL", statistic(&output, "proportion", Some(1)));
        c.number(&case, "ess.SIRT", statistic(&output, "effective_sample_size", Some(0)));
        c.number(&case, "ess.CONTROL", statistic(&output, "effective_sample_size", Some(1)));
        c.number(&case, "diff", statistic(&output, "estimate", None));
        c.number(&case, &format!("se_{suffix}"), statistic(&output, "standard_error", None));
        c.number(&case, &format!("low_{suffix}"), statistic(&output, "lower", None));
        c.number(&case, &format!("high_{suffix}"), statistic(&output, "upper", None));
    }
    c.finish(16);
}

#[test]
fn secondary_comparisons_by_holm() {
    let case = case_of("holm");
    let values: Vec<f64> =
        case.args["p"].as_array().expect("p").iter().map(|p| p.as_f64().expect("a number")).collect();
    let names: Vec<String> = (0..values.len()).map(|i| i.to_string()).collect();
    let input = Input { outcome: Outcome::PValues { names: names.clone(), values, graph: None }, ..Input::default() };
    let output = run("adjusted_p_values", &input, &[]);
    let mut c = Comparison::default();
    for (i, name) in names.iter().enumerate() {
        c.element(&case, "holm", i, find(&output, "p_value", None, Some(name)));
    }
    c.finish(11);
}

#[test]
fn e_value_of_the_primary_result() {
    let case = case_of("e_value");
    let input = yes_no(&[(case.count("x1"), case.count("n1")), (case.count("x2"), case.count("n2"))], 0.95);
    let output = run("risk_ratio", &input, &[("e_value", "yes")]);
    let mut c = Comparison::default();
    for (key, name) in [
        ("rr", "estimate"),
        ("rr_low", "lower"),
        ("rr_high", "upper"),
        ("point", "e_value"),
        ("ci", "e_value_of_limit"),
    ] {
        c.number(&case, key, statistic(&output, name, None));
    }
    c.finish(5);
}

#[test]
fn exposure_adjusted_rates() {
    let mut c = Comparison::default();
    for case in cases("study").iter().filter(|c| c.kind() == "exposure_adjusted") {
        let outcome =
            Outcome::Events { count: vec![case.count("events")], time: vec![case.number("person_years") * 365.25] };
        let input = Input { level: 0.95, groups: 1, group: vec![0], outcome, patient: vec![0], ..Input::default() };
        let output = run("incidence_rate", &input, &[]);
        for (key, name) in [("eair", "estimate"), ("eair_low", "lower"), ("eair_high", "upper")] {
            c.number(case, key, statistic(&output, name, Some(0)));
        }
    }
    c.finish(48);
}

#[test]
fn agreement_of_the_readers() {
    let mut c = Comparison::default();
    for case in cases("study").iter().filter(|c| c.kind() == "readings") {
        let table = case.args["table"].as_array().expect("a table");
        let (mut first, mut second) = (vec![], vec![]);
        for (i, row) in table.iter().enumerate() {
            for (j, count) in row.as_array().expect("a row").iter().enumerate() {
                for _ in 0..count.as_u64().expect("a count") {
                    first.push(i);
                    second.push(j);
                }
            }
        }
        let categories = (0..table.len()).map(|i| i.to_string()).collect();
        let input =
            Input { level: 0.95, outcome: Outcome::Agreement { categories, first, second }, ..Input::default() };
        for (weights, key) in [("none", "unweighted"), ("linear", "linear"), ("quadratic", "quadratic")] {
            let kappa = run("kappa", &input, &[("weights", weights)]);
            c.number(case, key, statistic(&kappa, "estimate", None));
            c.number(case, &format!("{key}_se"), statistic(&kappa, "standard_error", None));
            c.number(case, &format!("{key}_low"), statistic(&kappa, "lower", None));
            c.number(case, &format!("{key}_high"), statistic(&kappa, "upper", None));
        }
    }
    c.finish(144);
}
