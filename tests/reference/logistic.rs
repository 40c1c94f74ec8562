//! Logistic regression: maximum likelihood, sandwich variances, profile intervals, Firth, matched sets.

use super::support::{Case, Comparison, Table, cases, find, run};
use prespec::methods::{Input, Outcome};
use prespec::stats::distribution::{chi_squared_sf, normal_sf};
use prespec::stats::linear::Matrix;
use prespec::stats::logistic::{Failure, Fit, Sandwich, fit, fit_conditional, fit_firth, profile_interval};

/// Outcome, named columns and weights of a model formula, on rows without a missing value.
struct Design {
    outcome: Vec<bool>,
    columns: Vec<(String, Vec<f64>)>,
    weights: Option<Vec<f64>>,
    table: Table,
}

fn design(case: &Case) -> Design {
    let (left, right) = case.text("formula").split_once(" ~ ").expect("a formula");
    let right = right.split(" + strata(").next().expect("terms");
    let terms: Vec<&str> = if right == "1" { vec![] } else { right.split(" + ").collect() };
    let inner = |term: &str| term.trim_start_matches("factor(").trim_end_matches(')').to_string();
    let response = left.trim_start_matches("I(").split(['=', '!', ')']).next().expect("a response").to_string();
    let names: Vec<String> = terms.iter().map(|t| inner(t)).chain([response.clone()]).collect();
    let used: Vec<&str> = names.iter().map(String::as_str).collect();
    let table = case.data().complete(&used);
    let outcome = outcome(left, &table.texts(&response));
    let mut columns = vec![];
    for term in &terms {
        columns.extend(super::support::indicators(&table, term, &inner(term)));
    }
    let weights = case.args["weights"].as_str().map(|w| table.numbers(w));
    Design { outcome, columns, weights, table }
}

/// `y`, `I(y==a)` or `I(y!='a')`.
fn outcome(left: &str, texts: &[String]) -> Vec<bool> {
    let condition = left.trim_start_matches("I(").trim_end_matches(')');
    let value = |v: &str| v.trim_matches('\'').to_string();
    if let Some((_, v)) = condition.split_once("==") {
        return texts.iter().map(|t| *t == value(v)).collect();
    }
    if let Some((_, v)) = condition.split_once("!=") {
        return texts.iter().map(|t| *t != value(v)).collect();
    }
    texts.iter().map(|t| t == "1").collect()
}

impl Design {
    fn slices(&self) -> Vec<&[f64]> {
        self.columns.iter().map(|(_, v)| v.as_slice()).collect()
    }
}

fn terms(case: &Case) -> Vec<String> {
    let list = case.expected["terms"].as_array().expect("terms");
    list.iter().map(|t| t.as_str().expect("a name").to_string()).collect()
}

fn errors(variance: &Matrix) -> Vec<f64> {
    (0..variance.rows()).map(|j| variance[(j, j)].sqrt()).collect()
}

/// R takes its standard errors at the iterate before the last, so they hold to about 1e-7; `tight` holds the same in 40-digit
/// arithmetic.
const STANDARD_ERRORS_OF_R: f64 = 2e-6;

#[test]
fn maximum_likelihood() {
    let mut c = Comparison::default();
    for case in cases("logistic").iter().filter(|c| c.kind().is_empty() && !c.has("firth_coef")) {
        let d = design(case);
        let names: Vec<String> =
            std::iter::once("(Intercept)".to_string()).chain(d.columns.iter().map(|(n, _)| n.clone())).collect();
        assert_eq!(names, terms(case), "{}", case.id);
        let fit = fit(&d.outcome, &d.slices(), d.weights.as_deref()).expect("a fit");
        let z_quantile = prespec::stats::distribution::normal_quantile(0.975);
        let used = d.weights.as_ref().map_or(d.outcome.len(), |w| w.iter().filter(|w| **w > 0.0).count());
        c.number(case, "n", used as f64);
        for (j, (b, se)) in fit.coefficients.iter().zip(fit.standard_errors()).enumerate() {
            c.element(case, "coef", j, *b);
            c.element_within(case, "se", j, se, STANDARD_ERRORS_OF_R);
            c.element_within(case, "z", j, b / se, STANDARD_ERRORS_OF_R);
            c.element(case, "or", j, b.exp());
            c.element_within(case, "wald_lower", j, (b - z_quantile * se).exp(), STANDARD_ERRORS_OF_R);
            c.element_within(case, "wald_upper", j, (b + z_quantile * se).exp(), STANDARD_ERRORS_OF_R);
            c.value("coefficient", &case.tight["coef"][j], *b, 1e-12);
            c.value("standard error", &case.tight["se"][j], se, 1e-12);
            c.value("p", &case.tight["p"][j], 2.0 * normal_sf((b / se).abs()), 1e-9);
        }
        c.value("log-likelihood", &case.tight["loglik"], fit.log_likelihood, 1e-12);
        c.number(case, "deviance", fit.deviance());
        c.number(case, "null_deviance", -2.0 * fit.null_log_likelihood);
        c.number(case, "loglik", fit.log_likelihood);
        c.number(case, "aic", fit.deviance() + 2.0 * fit.coefficients.len() as f64);
        if !d.columns.is_empty() {
            let ratio = 2.0 * (fit.log_likelihood - fit.null_log_likelihood);
            c.number(case, "lr_chisq", ratio);
            c.number(case, "lr_p", chi_squared_sf(ratio, d.columns.len() as f64));
        }
        sandwiches(&mut c, case, &fit);
        if case.has("profile_lower") {
            profiles(&mut c, case, &fit);
        }
    }
    c.finish(450);
}

fn sandwiches(c: &mut Comparison, case: &Case, fit: &Fit) {
    for (key, kind) in [("hc0_se", Sandwich::Hc0), ("hc1_se", Sandwich::Hc1), ("hc3_se", Sandwich::Hc3)] {
        for (j, se) in errors(&fit.sandwich(kind).expect("a variance")).into_iter().enumerate() {
            if case.has(key) {
                c.element_within(case, key, j, se, STANDARD_ERRORS_OF_R);
            }
            c.value(key, &case.tight[key][j], se, 1e-11);
        }
    }
}

/// R interpolates the profile by splines: the distance from the estimate is compared at 1e-4, and with `tight` at 1e-10.
fn profiles(c: &mut Comparison, case: &Case, fit: &Fit) {
    for j in 0..fit.coefficients.len() {
        let interval = profile_interval(fit, j, 0.95).expect("an interval");
        for (key, ours) in [("profile_lower", interval.lower), ("profile_upper", interval.upper)] {
            let expected = case.expected[key][j].as_f64().expect("a limit").ln() - fit.coefficients[j];
            c.value(&format!("{} {key}[{j}]", case.id), &serde_json::json!(expected), ours - fit.coefficients[j], 1e-4);
            if let Some(tight) = case.tight[key].get(j) {
                c.value(key, tight, ours, 1e-10);
            }
        }
    }
}

/// The maximum is infinite: what is compared is the diagnosis and Firth's estimate.
#[test]
fn separation() {
    let mut c = Comparison::default();
    for case in cases("logistic").iter().filter(|c| c.has("firth_coef")) {
        let d = design(case);
        assert_eq!(fit(&d.outcome, &d.slices(), None).err(), Some(Failure::Separated(vec![0])), "{}", case.id);
        let firth = fit_firth(&d.outcome, &d.slices(), None).expect("a fit");
        for (j, (b, se)) in firth.coefficients.iter().zip(errors(&firth.covariance)).enumerate() {
            c.element(case, "firth_coef", j, *b);
            c.element(case, "firth_se", j, se);
        }
    }
    c.finish(8);
}

#[test]
fn matched_sets() {
    let mut c = Comparison::default();
    for case in cases("logistic").iter().filter(|c| c.kind() == "conditional_logistic") {
        let d = design(case);
        let set = case.text("formula").split("strata(").nth(1).expect("strata").trim_end_matches(')');
        let set: Vec<usize> = d.table.numbers(set).iter().map(|v| *v as usize).collect();
        let fit = fit_conditional(&d.outcome, &set, &d.slices()).expect("a fit");
        for (j, (b, se)) in fit.coefficients.iter().zip(errors(&fit.covariance)).enumerate() {
            c.element(case, "coef", j, *b);
            c.element(case, "se", j, se);
            c.element(case, "p", j, 2.0 * normal_sf((b / se).abs()));
        }
        c.number(case, "loglik", fit.log_likelihood);
        c.number(case, "loglik_null", fit.null_log_likelihood);
    }
    c.finish(13);
}

/// The adapter hands the model its group, covariates and clusters: low birth weight by smoking, adjusted for mother's weight.
#[test]
fn the_method_of_the_language() {
    let table = super::support::data("mass_birthwt");
    let (low, smoke, lwt) = (table.numbers("low"), table.numbers("smoke"), table.numbers("lwt"));
    let n = table.n();
    let input = Input {
        level: 0.95,
        groups: 2,
        group: smoke.iter().map(|s| usize::from(*s == 0.0)).collect(),
        outcome: Outcome::YesNo(low.iter().map(|v| *v == 1.0).collect()),
        patient: (0..n).collect(),
        pair: Some((0..n).map(|i| i / 2).collect()),
        covariates: vec![("lwt".to_string(), lwt.clone())],
        ..Input::default()
    };
    let outcome: Vec<bool> = low.iter().map(|v| *v == 1.0).collect();
    let direct = fit(&outcome, &[&smoke, &lwt], None).expect("a fit");
    let pair: Vec<usize> = (0..n).map(|i| i / 2).collect();
    let mut c = Comparison::default();
    let mut same = |what: &str, expected: f64, ours| c.value(what, &serde_json::json!(expected), ours, 1e-12);
    let model = run("logistic", &input, &[]);
    same("odds ratio", direct.coefficients[1].exp(), find(&model, "odds_ratio", None, None));
    same("covariate", direct.coefficients[2], find(&model, "log_odds_ratio", None, Some("lwt")));
    let robust = run("logistic", &input, &[("variance", "robust"), ("by", "pair")]);
    let clustered = errors(&direct.sandwich(Sandwich::Clustered(&pair)).expect("a variance"));
    same("clustered", clustered[1], find(&robust, "standard_error", None, None));
    let by_patient = run("logistic", &input, &[("variance", "robust"), ("by", "patient"), ("small_sample", "hc3")]);
    same(
        "hc3",
        errors(&direct.sandwich(Sandwich::Hc3).expect("a variance"))[1],
        find(&by_patient, "standard_error", None, None),
    );
    c.finish(4);
}
