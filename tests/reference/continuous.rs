//! Means, ranks, analysis of variance, the linear model and correlation.

use super::support::{Case, Comparison, Table, cases, find, run, statistic};
use prespec::methods::{Input, Outcome};
use prespec::stats::continuous::linear_model::{Variance, fit};
use prespec::stats::continuous::signed_rank::SignedRank;
use prespec::stats::quantile::{mean, standard_deviation};
use std::collections::BTreeSet;

/// What R's uniroot leaves.
const ROOT_OF_R: f64 = 1e-6;

fn word(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_string)
}

fn input(groups: &[Vec<f64>]) -> Input {
    let group: Vec<usize> = groups.iter().enumerate().flat_map(|(g, v)| vec![g; v.len()]).collect();
    Input {
        level: 0.95,
        groups: groups.len(),
        patient: (0..group.len()).collect(),
        group,
        outcome: Outcome::Continuous(groups.concat()),
        ..Input::default()
    }
}

fn of_group(table: &Table, column: &str, by: &str, level: &str) -> Vec<f64> {
    let groups = table.texts(by);
    table.filtered(|i| groups[i] == level).numbers(column)
}

#[test]
fn two_groups() {
    let mut c = Comparison::default();
    for case in cases("continuous").iter().filter(|c| c.kind() == "two_sample") {
        let (y, by) = (case.text("y"), case.text("group"));
        let table = case.data().complete(&[y, by]);
        let [a, b] = ["group1", "group2"].map(|g| of_group(&table, y, by, &word(&case.args[g])));
        for (n, mean_key, sd, values) in [("n1", "mean1", "sd1", &a), ("n2", "mean2", "sd2", &b)] {
            c.number(case, n, values.len() as f64);
            c.number(case, mean_key, mean(values));
            c.number(case, sd, standard_deviation(values));
        }
        let input = input(&[a, b]);
        t_tests(&mut c, case, &input);
        let f = run("variance_ratio", &input, &[]);
        c.number(case, "f", statistic(&f, "estimate", None));
        c.number(case, "f_p", statistic(&f, "p_value", None));
        rank_sums(&mut c, case, &input);
    }
    c.finish(130);
}

fn t_tests(c: &mut Comparison, case: &Case, input: &Input) {
    for (variance, prefix) in [("unequal", "welch"), ("equal", "pooled")] {
        let test = run("t_test", input, &[("variance", variance)]);
        if case.has("t_test_error") {
            c.value("constant", &serde_json::Value::Null, statistic(&test, "p_value", None), 0.0);
            continue;
        }
        c.number(case, "diff", statistic(&test, "estimate", None));
        c.number(case, &format!("{prefix}_t"), statistic(&test, "t", None));
        c.number(case, &format!("{prefix}_df"), statistic(&test, "df", None));
        c.number(case, &format!("{prefix}_p"), statistic(&test, "p_value", None));
        c.element(case, &format!("{prefix}_ci"), 0, statistic(&test, "lower", None));
        c.element(case, &format!("{prefix}_ci"), 1, statistic(&test, "upper", None));
    }
}

fn rank_sums(c: &mut Comparison, case: &Case, input: &Input) {
    for (correction, key) in [("yes", "wilcox_normal_cc_p"), ("no", "wilcox_normal_nocc_p")] {
        let test = run("rank_sum", input, &[("correction", correction)]);
        c.number(case, key, statistic(&test, "p_value", None));
        c.number(case, "W", statistic(&test, "u", None));
        c.number(case, "hl_median_of_differences", statistic(&test, "estimate", None));
    }
    if case.has("wilcox_exact_with_ties_p") {
        let exact = run("rank_sum", input, &[("form", "exact")]);
        let p_value = statistic(&exact, "p_value", None);
        // R's package maps the scores of larger groups to whole numbers; `tight` counts them exactly.
        match &case.tight["wilcox_exact_with_ties_p"] {
            serde_json::Value::Null => c.number(case, "wilcox_exact_with_ties_p", p_value),
            tight => c.value("exact with ties", tight, p_value, 1e-12),
        }
    }
    for (interval, key, tolerance) in [("moses", "hl_moses_ci", 1e-8), ("inverted", "hl_asym_ci_uniroot", ROOT_OF_R)] {
        if !case.has(key) {
            continue;
        }
        let output = run("rank_sum", input, &[("interval", interval)]);
        for (i, name) in ["lower", "upper"].into_iter().enumerate() {
            // A root near 0 is compared absolutely.
            let expected = case.expected[key][i].as_f64().expect("a limit");
            let expected = if expected.abs() < 1e-9 { 0.0 } else { expected };
            c.value(
                &format!("{} {key}[{i}]", case.id),
                &serde_json::json!(expected),
                statistic(&output, name, None),
                tolerance,
            );
        }
    }
}

/// `d$A`, or `d$A[d$B == value]`.
fn selected(table: &Table, expression: &str) -> Vec<f64> {
    let (column, condition) = expression.split_once('[').unwrap_or((expression, ""));
    let column = column.trim_start_matches("d$");
    let Some((by, level)) = condition.trim_end_matches(']').split_once(" == ") else {
        return table.numbers(column);
    };
    of_group(table, column, by.trim_start_matches("d$"), level.trim_matches('"'))
}

#[test]
fn matched_pairs() {
    let mut c = Comparison::default();
    for case in cases("continuous").iter().filter(|c| c.kind() == "paired") {
        let table = case.data();
        let (x, y) = (selected(&table, case.text("x")), selected(&table, case.text("y")));
        let n = x.len();
        let differences: Vec<f64> = x.iter().zip(&y).map(|(a, b)| a - b).collect();
        let input = Input { pair: Some((0..2 * n).map(|i| i % n).collect()), ..input(&[x, y]) };
        c.number(case, "n", n as f64);
        c.number(case, "sd_diff", standard_deviation(&differences));
        let t = run("t_test", &input, &[("variance", "paired")]);
        c.number(case, "mean_diff", statistic(&t, "estimate", None));
        c.number(case, "t", statistic(&t, "t", None));
        c.number(case, "df", statistic(&t, "df", None));
        c.number(case, "p", statistic(&t, "p_value", None));
        c.element(case, "ci", 0, statistic(&t, "lower", None));
        c.element(case, "ci", 1, statistic(&t, "upper", None));
        for (correction, key) in [("yes", "signed_rank_normal_cc_p"), ("no", "signed_rank_normal_nocc_p")] {
            let test = run("signed_rank", &input, &[("correction", correction)]);
            c.number(case, key, statistic(&test, "p_value", None));
            c.number(case, "V", statistic(&test, "v", None));
            c.number(case, "median_of_walsh_nonzero", statistic(&test, "estimate", None));
        }
        let exact = run("signed_rank", &input, &[("form", "exact"), ("interval", "exact")]);
        for key in ["signed_rank_exact_p", "signed_rank_exact_with_ties_p"].into_iter().filter(|k| case.has(k)) {
            c.number(case, key, statistic(&exact, "p_value", None));
        }
        if case.has("hl_exact_ci") {
            c.number(case, "hl_pseudomedian_exact", statistic(&exact, "estimate", None));
            c.element(case, "hl_exact_ci", 0, statistic(&exact, "lower", None));
            c.element(case, "hl_exact_ci", 1, statistic(&exact, "upper", None));
        }
        let ranks = SignedRank::new(&differences).expect("ranks");
        c.number(case, "n_zero", ranks.zeros as f64);
        c.number(case, "median_of_walsh_all", ranks.centre_with_zeros());
        c.number(case, "sign_test_p", statistic(&run("sign_test", &input, &[]), "p_value", None));
    }
    c.finish(50);
}

#[test]
fn several_groups() {
    let mut c = Comparison::default();
    for case in cases("continuous").iter().filter(|c| c.kind() == "k_sample") {
        let (y, by) = (case.text("y"), case.text("group"));
        let table = case.data().complete(&[y, by]);
        let levels: BTreeSet<String> = table.texts(by).into_iter().collect();
        let groups: Vec<Vec<f64>> = levels.iter().map(|l| of_group(&table, y, by, l)).collect();
        let input = input(&groups);
        let ranks = run("kruskal_wallis", &input, &[]);
        c.number(case, "kw_chisq", statistic(&ranks, "chi_squared", None));
        c.number(case, "kw_df", statistic(&ranks, "df", None));
        c.number(case, "kw_p", statistic(&ranks, "p_value", None));
        let f = run("analysis_of_variance", &input, &[]);
        c.number(case, "F", statistic(&f, "f", None));
        c.number(case, "df1", statistic(&f, "df", None));
        c.number(case, "df2", statistic(&f, "df_within", None));
        c.number(case, "anova_p", statistic(&f, "p_value", None));
        let welch = run("analysis_of_variance", &input, &[("variance", "unequal")]);
        c.number(case, "welch_F", statistic(&welch, "f", None));
        c.number(case, "welch_df2", statistic(&welch, "df_within", None));
        c.number(case, "welch_p", statistic(&welch, "p_value", None));
        let bartlett = run("bartlett", &input, &[]);
        c.number(case, "bartlett", statistic(&bartlett, "chi_squared", None));
        c.number(case, "bartlett_p", statistic(&bartlett, "p_value", None));
    }
    c.finish(48);
}

#[test]
fn linear_models() {
    let mut c = Comparison::default();
    for case in cases("continuous").iter().filter(|c| c.kind() == "linear_model") {
        let (y, columns) = super::support::formula(case);
        let slices: Vec<&[f64]> = columns.iter().map(|(_, v)| v.as_slice()).collect();
        let fit = fit(&y, &slices).expect("a fit");
        let names: Vec<String> =
            std::iter::once("(Intercept)".to_string()).chain(columns.iter().map(|(n, _)| n.clone())).collect();
        assert_eq!(serde_json::json!(names), case.expected["terms"], "{}", case.id);
        for j in 0..names.len() {
            let error = |kind| fit.variance(kind).expect("a variance")[(j, j)].sqrt();
            let se = error(Variance::Model);
            c.element(case, "coef", j, fit.coefficients[j]);
            c.element(case, "se", j, se);
            c.element(case, "t", j, fit.coefficients[j] / se);
            c.element(case, "p", j, fit.p_value(j, se));
            c.element(case, "ci_lower", j, fit.interval(j, se, 0.95).lower);
            c.element(case, "ci_upper", j, fit.interval(j, se, 0.95).upper);
            c.element(case, "hc0_se", j, error(Variance::Hc0));
            c.element(case, "hc3_se", j, error(Variance::Hc3));
        }
        c.number(case, "n", y.len() as f64);
        c.number(case, "sigma", fit.sigma());
        c.number(case, "df", fit.df);
        c.number(case, "r2", fit.r_squared());
        c.number(case, "adj_r2", fit.adjusted_r_squared());
        c.number(case, "F", fit.f().map(|f| f.statistic));
    }
    c.finish(200);
}

/// The adapter of the language: weight after treatment, two treatments, adjusted for weight before.
#[test]
fn analysis_of_covariance() {
    let table = super::support::data("mass_anorexia");
    let treatment = table.texts("Treat");
    let two = table.filtered(|i| treatment[i] != "FT");
    let group: Vec<usize> = two.texts("Treat").iter().map(|t| usize::from(t == "Cont")).collect();
    let (before, after) = (two.numbers("Prewt"), two.numbers("Postwt"));
    let treated: Vec<f64> = group.iter().map(|g| 1.0 - *g as f64).collect();
    let direct = fit(&after, &[&treated, &before]).expect("a fit");
    let input = Input {
        level: 0.95,
        groups: 2,
        patient: (0..group.len()).collect(),
        group,
        outcome: Outcome::Continuous(after),
        covariates: vec![("before".to_string(), before)],
        ..Input::default()
    };
    let model = run("linear_model", &input, &[("variance", "hc3")]);
    let mut c = Comparison::default();
    c.value("group", &serde_json::json!(direct.coefficients[1]), statistic(&model, "estimate", None), 1e-12);
    let slope = find(&model, "estimate", None, Some("before"));
    c.value("covariate", &serde_json::json!(direct.coefficients[2]), slope, 1e-12);
    let error = direct.variance(Variance::Hc3).expect("a variance")[(1, 1)].sqrt();
    c.value("error", &serde_json::json!(error), statistic(&model, "standard_error", None), 1e-12);
    c.finish(3);
}

#[test]
fn correlations() {
    let mut c = Comparison::default();
    for case in cases("continuous").iter().filter(|c| c.kind() == "correlation") {
        let (x, y) = (case.text("x"), case.text("y"));
        let table = case.data().complete(&[x, y]);
        let input = Input { covariates: vec![("y".to_string(), table.numbers(y))], ..input(&[table.numbers(x)]) };
        let of = |coefficient: &str, name: &str| {
            find(&run("correlation", &input, &[("coefficient", coefficient)]), name, None, Some("y"))
        };
        c.number(case, "pearson", of("pearson", "estimate"));
        c.element(case, "pearson_ci", 0, of("pearson", "lower"));
        c.element(case, "pearson_ci", 1, of("pearson", "upper"));
        c.number(case, "pearson_p", of("pearson", "p_value"));
        c.number(case, "spearman", of("spearman", "estimate"));
        c.number(case, "spearman_p_t", of("spearman", "p_value"));
        c.number(case, "kendall_b", of("kendall", "estimate"));
        c.number(case, "kendall_p", of("kendall", "p_value"));
    }
    c.finish(16);
}
