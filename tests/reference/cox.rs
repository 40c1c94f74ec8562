//! Cox models against R's survival.

use super::support::{Case, Comparison, Table, cases};
use super::survival_data::{Design, columns_of, levels, named, observations, rows};
use prespec::stats::distribution::{normal_sf, normal_upper_quantile};
use prespec::stats::survival::cox::concordance::concordance;
use prespec::stats::survival::cox::residuals::baseline_hazard;
use prespec::stats::survival::cox::robust::{robust_score_test, robust_variance};
use prespec::stats::survival::cox::{Failure, Fit, Model, Ties, fit};
use prespec::stats::survival::log_rank::ChiSquared;

/// The terms of the case, each with the reference level of a factor.
fn terms(case: &Case) -> Vec<(String, Option<String>)> {
    let covariates = case.args["covariates"].as_array().expect("covariates");
    let text = |v: &serde_json::Value| v.as_str().map(str::to_string);
    covariates.iter().map(|t| (text(&t["expr"]).or(text(&t["name"])).expect("a name"), text(&t["reference"]))).collect()
}

struct Fitted {
    table: Table,
    fit: Result<Fit, Failure>,
    cluster: Option<Vec<usize>>,
}

fn fitted(case: &Case) -> Fitted {
    let terms = terms(case);
    let (strata_columns, cluster_columns) = (named(case, "strata"), named(case, "cluster"));
    let mut used: Vec<&str> = terms.iter().flat_map(|(t, _)| columns_of(t)).collect();
    used.extend(strata_columns.iter().chain(&cluster_columns).map(String::as_str));
    let table = rows(case).complete(&used);
    let design = Design::new(&table, &terms);
    let observed = observations(case, &table);
    let strata = (!strata_columns.is_empty()).then(|| levels(&table, &strata_columns).1);
    let ties = match case.text("ties") {
        "breslow" => Ties::Breslow,
        "exact" => Ties::Exact,
        _ => Ties::Efron,
    };
    let model = Model { observations: &observed, covariates: &design.columns, strata: strata.as_deref(), offset: None };
    let fit = fit(&model, ties);
    let cluster = match (cluster_columns.is_empty(), case.args["robust"] == true) {
        (false, _) => Some(levels(&table, &cluster_columns).1),
        (true, true) => Some((0..table.n()).collect()),
        _ => None,
    };
    Fitted { table, fit, cluster }
}

#[test]
fn coefficients_tests_and_variances() {
    let mut c = Comparison::default();
    for case in &cases("cox") {
        let Fitted { table, fit, cluster } = fitted(case);
        if case.has("error") || case.expected["nevent"] == 0 {
            let why = fit.map(|f| f.coefficients).unwrap_err();
            assert!(!matches!(why, Failure::Monotone { .. }), "{}: {why:?}", case.id);
            continue;
        }
        let fit = fit.unwrap_or_else(|e| panic!("{}: {e:?}", case.id));
        c.number(case, "n", table.n() as f64);
        c.number(case, "nevent", fit.rows.events() as f64);
        c.number(case, "loglik_null", fit.at_null.log);
        c.number(case, "loglik", fit.at_maximum.log);
        let variance = match &cluster {
            Some(cluster) => robust_variance(&fit, cluster).unwrap(),
            None => fit.variance.clone(),
        };
        let z = normal_upper_quantile((1.0 - case.level()) / 2.0);
        for (i, beta) in fit.coefficients.iter().enumerate() {
            let error = variance[(i, i)].sqrt();
            c.element(case, "coef", i, *beta);
            c.element(case, "hr", i, beta.exp());
            c.element(case, "se", i, fit.standard_error(i));
            if cluster.is_some() {
                c.element(case, "robust_se", i, error);
            }
            c.element(case, "z", i, beta / error);
            c.element(case, "p", i, 2.0 * normal_sf((beta / error).abs()));
            c.element(case, "hr_lower", i, (beta - z * error).exp());
            c.element(case, "hr_upper", i, (beta + z * error).exp());
        }
        for (i, value) in variance.values().iter().enumerate() {
            c.element(case, "var", i, *value);
        }
        compare_tests(&mut c, case, &fit, cluster.as_deref(), &variance);
        compare_baseline(&mut c, case, &fit);
    }
    c.finish(1500);
}

fn compare_tests(
    c: &mut Comparison,
    case: &Case,
    fit: &Fit,
    cluster: Option<&[usize]>,
    variance: &prespec::stats::linear::Matrix,
) {
    let mut of = |name: &str, test: ChiSquared| {
        c.number(case, &format!("{name}_chisq"), test.statistic);
        if name != "robust_score" {
            c.number(case, &format!("{name}_p"), test.p_value);
        }
    };
    of("lr", fit.likelihood_ratio_test());
    of("score", fit.score_test().unwrap());
    let inverse = variance.factor(1e-11).unwrap();
    let wald = prespec::stats::linear::dot(&inverse.solve(&fit.coefficients), &fit.coefficients);
    of("wald", ChiSquared::new(wald, fit.coefficients.len() as f64));
    if cluster.is_none() {
        of("wald", fit.wald_test());
    }
    if let Some(cluster) = cluster {
        of("robust_score", robust_score_test(&fit.rows, fit.ties, cluster).unwrap());
    }
    c.number(case, "lr_df", fit.coefficients.len() as f64);
    if case.has("concordance") {
        let found = concordance(&fit.rows, &fit.rows.linear_predictor(&fit.coefficients), cluster);
        c.number(case, "concordance", found.clone().map(|f| f.estimate));
        c.number(case, "concordance_se", found.and_then(|f| f.standard_error));
    }
}

/// For a patient whose covariates are 0.
fn compare_baseline(c: &mut Comparison, case: &Case, fit: &Fit) {
    if !case.has("basehaz") {
        return;
    }
    let at = vec![0.0; fit.coefficients.len()];
    let baseline = baseline_hazard(&fit.rows, &fit.coefficients, fit.ties, &at).unwrap();
    let strata = case.expected["basehaz_strata"].as_array();
    let mut names: Vec<&str> = strata.map(|s| s.iter().filter_map(|v| v.as_str()).collect()).unwrap_or_default();
    let each = names.clone();
    names.sort_unstable();
    names.dedup();
    for (i, time) in case.expected["basehaz_time"].as_array().expect("times").iter().enumerate() {
        let stratum = each.get(i).map_or(0, |name| names.iter().position(|n| n == name).expect("a stratum"));
        let curve = &baseline[stratum];
        let until = curve.time.partition_point(|t| *t <= time.as_f64().expect("a time"));
        c.element(case, "basehaz", i, until.checked_sub(1).map_or(0.0, |k| curve.cumulative_hazard[k]));
    }
}
