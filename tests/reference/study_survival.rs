//! Survival in the first study, from an implementation independent of this one: group 0 is SIRT, group 1 the controls.

use super::support::{Case, Comparison, cases, find, run, statistic};
use prespec::methods::{Input, Outcome};

fn numbers(case: &Case, key: &str) -> Vec<f64> {
    case.args[key].as_array().map(|v| v.iter().filter_map(|v| v.as_f64()).collect()).unwrap_or_default()
}

fn places(case: &Case, key: &str) -> Vec<usize> {
    numbers(case, key).iter().map(|v| *v as usize).collect()
}

fn input(case: &Case) -> Input {
    let time = numbers(case, "time");
    let n = time.len();
    let outcome = match case.kind() {
        "competing" => Outcome::CompetingRisks {
            time,
            cause: places(case, "cause"),
            causes: vec!["event".to_string(), "curative".to_string()],
        },
        kind => Outcome::TimeToEvent {
            entry: (kind == "time_dependent").then(|| numbers(case, "entry")),
            time,
            event: numbers(case, "event").iter().map(|v| *v == 1.0).collect(),
        },
    };
    let patient = if case.kind() == "time_dependent" { places(case, "patient") } else { (0..n).collect() };
    let pair = case.args.get("pair").map(|_| places(case, "pair"));
    let weights = case.args.get("weights").map(|_| numbers(case, "weights"));
    Input { level: 0.95, groups: 2, group: places(case, "group"), outcome, patient, pair, weights, ..Input::default() }
}

const DAYS: &str = "91, 183, 274, 365";

#[test]
fn curves_means_and_tests() {
    let mut c = Comparison::default();
    for case in cases("study_survival").iter().filter(|c| c.kind() == "survival") {
        let input = input(case);
        let curve = run("kaplan_meier", &input, &[("at", DAYS)]);
        let mean = run("rmst", &input, &[("to", "365")]);
        for (group, arm) in [(0, "SIRT"), (1, "CONTROL")] {
            for (key, name) in [
                ("n", "n"),
                ("events", "events"),
                ("median", "median"),
                ("median_low", "median_lower"),
                ("median_high", "median_upper"),
            ] {
                c.number(case, &format!("{arm}.{key}"), statistic(&curve, name, Some(group)));
            }
            for day in DAYS.split(", ") {
                for (key, name) in [
                    ("surv", "survival"),
                    ("se", "standard_error"),
                    ("low", "lower"),
                    ("high", "upper"),
                    ("at_risk", "at_risk"),
                ] {
                    c.number(case, &format!("{arm}.km{day}.{key}"), find(&curve, name, Some(group), Some(day)));
                }
            }
            c.number(case, &format!("{arm}.rmst"), statistic(&mean, "estimate", Some(group)));
            c.number(case, &format!("{arm}.rmst_se"), statistic(&mean, "standard_error", Some(group)));
        }
        for (key, name) in [
            ("rmst_diff", "difference"),
            ("rmst_diff_low", "lower"),
            ("rmst_diff_high", "upper"),
            ("rmst_diff_se", "standard_error"),
            ("rmst_diff_p", "p_value"),
        ] {
            c.number(case, key, statistic(&mean, name, None));
        }
        compare_tests(&mut c, case, &input);
        compare_cox(&mut c, case, &input, "");
        let Some(covariates) = case.args["covariates"].as_object() else { continue };
        let values = |v: &serde_json::Value| v.as_array().expect("values").iter().filter_map(|v| v.as_f64()).collect();
        let covariates = covariates.iter().map(|(name, v)| (name.clone(), values(v))).collect();
        compare_cox(&mut c, case, &Input { covariates, ..input }, "adjusted.");
    }
    c.finish(650);
}

/// With the variance of the model and the robust one, by pair where there are pairs.
fn compare_cox(c: &mut Comparison, case: &Case, input: &Input, prefix: &str) {
    let by = if input.pair.is_some() { "pair" } else { "patient" };
    for (variance, suffix) in [("model", "naive"), ("robust", "robust")] {
        let cox = run("cox", input, &[("variance", variance), ("by", by)]);
        c.number(case, &format!("{prefix}hr"), statistic(&cox, "hazard_ratio", None));
        c.number(case, &format!("{prefix}log_hr"), statistic(&cox, "log_hazard_ratio", None));
        for (key, name) in [("hr_low", "lower"), ("hr_high", "upper"), ("se", "standard_error"), ("p", "p_value")] {
            c.number(case, &format!("{prefix}{key}_{suffix}"), statistic(&cox, name, None));
        }
        for (name, _) in &input.covariates {
            let of = |statistic: &str| find(&cox, statistic, None, Some(name));
            c.number(case, &format!("{prefix}coef.{name}"), of("log_hazard_ratio"));
            c.number(case, &format!("{prefix}coef_se_{suffix}.{name}"), of("standard_error"));
        }
    }
}

#[test]
fn progression_with_curative_treatment_competing() {
    let mut c = Comparison::default();
    for case in cases("study_survival").iter().filter(|c| c.kind() == "competing") {
        let input = input(case);
        for (error, key) in [("aalen", "se_aalen"), ("jackknife", "se_jackknife")] {
            let output = run("aalen_johansen", &input, &[("at", DAYS), ("error", error)]);
            for (group, arm) in [(0, "SIRT"), (1, "CONTROL")] {
                for cause in ["event", "curative"] {
                    for day in DAYS.split(", ") {
                        let term = format!("{cause}.{day}");
                        let of = |name: &str| find(&output, name, Some(group), Some(&term));
                        c.number(case, &format!("{arm}.{term}.cif"), of("incidence"));
                        c.number(case, &format!("{arm}.{term}.{key}"), of("standard_error"));
                    }
                }
            }
        }
        let gray = run("gray", &input, &[]);
        for cause in ["event", "curative"] {
            c.number(case, &format!("gray_chi2.{cause}"), find(&gray, "chi_squared", None, Some(cause)));
            c.number(case, &format!("gray_p.{cause}"), find(&gray, "p_value", None, Some(cause)));
        }
    }
    c.finish(120);
}

#[test]
fn exposure_that_changes_with_time() {
    let mut c = Comparison::default();
    for case in cases("study_survival").iter().filter(|c| c.kind() == "time_dependent") {
        let input = input(case);
        let robust = run("cox", &input, &[("variance", "robust"), ("by", "patient")]);
        c.number(case, "se_robust", statistic(&robust, "standard_error", None));
        let model = run("cox", &input, &[]);
        for (key, name) in [
            ("intervals", "n"),
            ("hr", "hazard_ratio"),
            ("hr_low", "lower"),
            ("hr_high", "upper"),
            ("log_hr", "log_hazard_ratio"),
            ("se_naive", "standard_error"),
            ("p", "p_value"),
        ] {
            c.number(case, key, statistic(&model, name, None));
        }
    }
    c.finish(16);
}

fn compare_tests(c: &mut Comparison, case: &Case, input: &Input) {
    for (prefix, method) in [("logrank", "log_rank"), ("zph", "proportional_hazards")] {
        let test = run(method, input, &[]);
        c.number(case, &format!("{prefix}_chi2"), statistic(&test, "chi_squared", None));
        c.number(case, &format!("{prefix}_p"), statistic(&test, "p_value", None));
    }
}

#[test]
fn from_the_landmark_on() {
    let mut c = Comparison::default();
    for case in cases("study_survival").iter().filter(|c| c.kind() == "landmark") {
        let input = input(case);
        let curve = run("kaplan_meier", &input, &[]);
        for (group, arm) in [(0, "SIRT"), (1, "CONTROL")] {
            c.number(case, &format!("{arm}.n"), statistic(&curve, "n", Some(group)));
            c.number(case, &format!("{arm}.events"), statistic(&curve, "events", Some(group)));
        }
        compare_tests(&mut c, case, &input);
        compare_cox(&mut c, case, &input, "");
    }
    c.finish(80);
}

#[test]
fn overlap_weights() {
    let mut c = Comparison::default();
    for case in cases("study_survival").iter().filter(|c| c.kind() == "weighted") {
        let cox = run("cox", &input(case), &[("variance", "robust"), ("by", "patient")]);
        for (key, name) in [
            ("hr", "hazard_ratio"),
            ("hr_low", "lower"),
            ("hr_high", "upper"),
            ("log_hr", "log_hazard_ratio"),
            ("se_robust", "standard_error"),
            ("p", "p_value"),
        ] {
            c.number(case, key, statistic(&cox, name, None));
        }
    }
    c.finish(12);
}
