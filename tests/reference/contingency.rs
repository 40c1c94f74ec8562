//! Tables of counts: independence, strata, matched pairs, trend.

use super::support::{Case, Comparison, cases, find, matched, run, statistic, yes_no};
use prespec::methods::{Input, Outcome};
use prespec::stats::contingency::fisher::Conditional;
use prespec::stats::contingency::trend::cochran_armitage;
use prespec::stats::proportion::Proportion;
use serde_json::Value;

fn counts(value: &Value) -> Vec<Vec<u64>> {
    let row = |r: &Value| r.as_array().expect("a row").iter().map(|v| v.as_u64().expect("a count")).collect();
    value.as_array().expect("a table").iter().map(row).collect()
}

/// One row per patient of each cell, over strata of groups by categories.
fn patients(strata: &[Vec<Vec<u64>>]) -> Input {
    let (mut group, mut value, mut stratum) = (vec![], vec![], vec![]);
    for (s, table) in strata.iter().enumerate() {
        for (g, row) in table.iter().enumerate() {
            for (c, count) in row.iter().enumerate() {
                for _ in 0..*count {
                    group.push(g);
                    value.push(c);
                    stratum.push(s);
                }
            }
        }
    }
    let categories = (0..strata[0][0].len()).map(|c| c.to_string()).collect();
    Input {
        level: 0.95,
        groups: strata[0].len(),
        patient: (0..group.len()).collect(),
        group,
        outcome: Outcome::Category { categories, value },
        strata: Some(stratum),
        ..Input::default()
    }
}

/// The same with yes for the first of two categories.
fn responders(strata: &[Vec<Vec<u64>>]) -> Input {
    let input = patients(strata);
    let Outcome::Category { value, .. } = &input.outcome else { unreachable!() };
    let outcome = Outcome::YesNo(value.iter().map(|c| *c == 0).collect());
    Input { outcome, ..input }
}

#[test]
fn independence() {
    let mut c = Comparison::default();
    for case in cases("contingency").iter().filter(|c| c.kind() == "table") {
        let table = counts(&case.args["table"]);
        let input = patients(std::slice::from_ref(&table));
        let pearson = run("chi_squared", &input, &[]);
        c.number(case, "chisq", statistic(&pearson, "chi_squared", None));
        c.number(case, "df", statistic(&pearson, "df", None));
        c.number(case, "p", statistic(&pearson, "p_value", None));
        c.number(case, "cramer_v", statistic(&pearson, "cramer_v", None));
        let ratio = run("chi_squared", &input, &[("statistic", "likelihood_ratio")]);
        c.number(case, "g", statistic(&ratio, "chi_squared", None));
        c.number(case, "g_p", statistic(&ratio, "p_value", None));
        if case.has("fisher_p") {
            c.number(case, "fisher_p", statistic(&run("fisher_exact", &input, &[]), "p_value", None));
        }
        if case.has("yates") {
            two_by_two(&mut c, case, &table);
        }
    }
    c.finish(80);
}

fn two_by_two(c: &mut Comparison, case: &Case, table: &[Vec<u64>]) {
    let input = yes_no(&[(table[0][0], table[0].iter().sum()), (table[1][0], table[1].iter().sum())], 0.95);
    let yates = run("chi_squared", &input, &[("correction", "yes")]);
    c.number(case, "yates", statistic(&yates, "chi_squared", None));
    c.number(case, "yates_p", statistic(&yates, "p_value", None));
    for (alternative, key) in [("two_sided", "fisher_p"), ("less", "fisher_less"), ("greater", "fisher_greater")] {
        let fisher = run("fisher_exact", &input, &[("alternative", alternative)]);
        c.number(case, key, statistic(&fisher, "p_value", None));
    }
    // R's root finder stops early here; the exact values are compared in the families proportions and study.
    let fisher = run("fisher_exact", &input, &[]);
    c.number_within(case, "fisher_cond_or", statistic(&fisher, "estimate", None), 1e-2);
    c.element_within(case, "fisher_or_ci", 0, statistic(&fisher, "lower", None), 1e-2);
    c.element_within(case, "fisher_or_ci", 1, statistic(&fisher, "upper", None), 1e-2);
    for (interval, key, limits) in [("woolf", "or", "or_woolf"), ("haldane", "or_haldane", "or_haldane_ci")] {
        let output = run("odds_ratio", &input, &[("interval", interval)]);
        c.number(case, key, statistic(&output, "estimate", None));
        c.element(case, limits, 0, statistic(&output, "lower", None));
        c.element(case, limits, 1, statistic(&output, "upper", None));
    }
}

fn strata_of(case: &Case) -> Vec<Vec<Vec<u64>>> {
    case.args["strata"].as_array().expect("strata").iter().map(counts).collect()
}

#[test]
fn two_groups_over_strata() {
    let mut c = Comparison::default();
    for case in cases("contingency").iter().filter(|c| c.kind() == "cmh" && c.has("or_mh")) {
        let input = responders(&strata_of(case));
        for (correction, key, p) in [("no", "cmh", "cmh_p"), ("yes", "cmh_cc", "cmh_cc_p")] {
            let test = run("mantel_haenszel", &input, &[("correction", correction)]);
            c.number(case, key, statistic(&test, "chi_squared", None));
            c.number(case, p, statistic(&test, "p_value", None));
        }
        for (measure, key, limits) in [
            ("odds_ratio", "or_mh", Some("or_mh_ci_rbg")),
            ("risk_ratio", "rr_mh", Some("rr_mh_ci")),
            ("risk_difference", "rd_mh", None),
        ] {
            let output = run("mantel_haenszel", &input, &[("measure", measure)]);
            c.number(case, key, statistic(&output, "estimate", None));
            if let Some(limits) = limits {
                c.element(case, limits, 0, statistic(&output, "lower", None));
                c.element(case, limits, 1, statistic(&output, "upper", None));
            }
        }
        let exact = run("mantel_haenszel", &input, &[("form", "exact")]);
        c.number(case, "exact_p", statistic(&exact, "p_value", None));
        // R's root finder stops early; the oracle checks these to 1e-9.
        c.number_within(case, "exact_cond_or", statistic(&exact, "estimate", None), 1e-2);
        c.element_within(case, "exact_or_ci", 0, statistic(&exact, "lower", None), 1e-2);
        c.element_within(case, "exact_or_ci", 1, statistic(&exact, "upper", None), 1e-2);
        // R gives no number where a stratum has an empty margin; here such strata are left out.
        if case.expected["breslow_day"].is_null() {
            continue;
        }
        for (tarone, key, p) in [("no", "breslow_day", "breslow_day_p"), ("yes", "tarone", "tarone_p")] {
            let test = run("breslow_day", &input, &[("tarone", tarone)]);
            c.number(case, key, statistic(&test, "chi_squared", None));
            c.number(case, p, statistic(&test, "p_value", None));
            c.number(case, "bd_df", statistic(&test, "df", None));
        }
    }
    c.finish(70);
}

#[test]
fn categories_over_strata() {
    let mut c = Comparison::default();
    for case in cases("contingency").iter().filter(|c| c.kind() == "cmh" && c.has("cmh_general")) {
        let input = patients(&strata_of(case));
        for (association, key) in [
            ("general", "cmhtest_general"),
            ("row_means", "cmhtest_rmeans"),
            ("column_means", "cmhtest_cmeans"),
            ("correlation", "cmhtest_cor"),
        ] {
            let test = run("cochran_mantel_haenszel", &input, &[("association", association)]);
            c.number(case, key, statistic(&test, "chi_squared", None));
        }
        let general = run("cochran_mantel_haenszel", &input, &[]);
        c.number(case, "cmh_general", statistic(&general, "chi_squared", None));
        c.number(case, "df", statistic(&general, "df", None));
        c.number(case, "p", statistic(&general, "p_value", None));
    }
    c.finish(7);
}

#[test]
fn matched_pairs() {
    let mut c = Comparison::default();
    for case in cases("contingency").iter().filter(|c| c.kind() == "mcnemar") {
        let t = counts(&case.args["table"]);
        let input = matched(t[0][0], t[0][1], t[1][0], t[1][1], 0.95);
        for (correction, key, p) in [("no", "chisq", "p"), ("yes", "chisq_cc", "p_cc")] {
            let test = run("mcnemar", &input, &[("form", "asymptotic"), ("correction", correction)]);
            c.number(case, key, statistic(&test, "chi_squared", None));
            c.number(case, p, statistic(&test, "p_value", None));
        }
        c.number(case, "exact_p", statistic(&run("mcnemar", &input, &[]), "p_value", None));
        let mid_p = statistic(&run("mcnemar", &input, &[("form", "mid_p")]), "p_value", None);
        if case.id == "mcnemar-equal" {
            // Four pairs against four: 1 - ½ · 70 / 256, as the authors of the test have it (PROVENANCE.md).
            c.number(case, "midp_of_equal", mid_p);
        } else {
            c.number_within(case, "midp", mid_p, 1e-6);
        }
        let ratio = run("matched_odds_ratio", &input, &[]);
        c.number(case, "cond_or", statistic(&ratio, "estimate", None));
        c.element(case, "cond_or_ci", 0, statistic(&ratio, "lower", None));
        c.element(case, "cond_or_ci", 1, statistic(&ratio, "upper", None));
        // The conditional likelihood of pairs has its maximum at the same odds ratio.
        let model = run("conditional_logistic", &input, &[]);
        c.number(case, "cond_or", find(&model, "odds_ratio", None, None));
    }
    c.finish(36);
}

#[test]
fn trend() {
    let mut c = Comparison::default();
    for case in cases("contingency").iter().filter(|c| c.kind() == "trend") {
        let list = |key: &str| -> Vec<u64> {
            case.args[key].as_array().expect("a list").iter().map(|v| v.as_u64().expect("a count")).collect()
        };
        let (x, n, score) = (list("x"), list("n"), list("score"));
        let groups: Vec<Proportion> = x.iter().zip(&n).map(|(x, n)| Proportion::new(*x, *n)).collect();
        let score: Vec<f64> = score.iter().map(|s| *s as f64).collect();
        let test = cochran_armitage(&groups, &score).expect("a statistic");
        c.number(case, "chisq", test.statistic);
        c.number(case, "p", test.p_value());
        let pairs: Vec<(u64, u64)> = x.into_iter().zip(n).collect();
        let output = run("cochran_armitage", &yes_no(&pairs, 0.95), &[]);
        c.number(case, "chisq", statistic(&output, "chi_squared", None));
    }
    c.finish(3);
}

#[test]
fn ordered_categories() {
    let mut c = Comparison::default();
    for case in cases("contingency").iter().filter(|c| c.kind() == "linear_by_linear") {
        let table = counts(&case.args["table"]);
        let input = patients(std::slice::from_ref(&table));
        for (scores, p) in [("equidistant", "equidistant_p"), ("midranks", "midranks_p")] {
            let output = run("linear_by_linear", &input, &[("scores", scores)]);
            c.number(case, scores, statistic(&output, "chi_squared", None));
            c.number(case, p, statistic(&output, "p_value", None));
        }
        // Of one stratum the generalised test has the same correlation.
        let general = run("cochran_mantel_haenszel", &input, &[("association", "correlation")]);
        c.number(case, "equidistant", statistic(&general, "chi_squared", None));
    }
    c.finish(15);
}

/// The exact conditional values of the stratified test in one stratum are those of Fisher's test.
#[test]
fn one_stratum_is_fisher() {
    let input = responders(&[vec![vec![7, 17], vec![2, 20]]]);
    let exact = run("mantel_haenszel", &input, &[("form", "exact")]);
    let fisher = Conditional::new(Proportion::new(7, 24), Proportion::new(2, 22)).expect("a table");
    let mut c = Comparison::default();
    let expected = serde_json::json!(fisher.odds_ratio().expect("an odds ratio"));
    c.value("odds ratio", &expected, statistic(&exact, "estimate", None), 1e-12);
    c.value("lower", &serde_json::json!(fisher.interval(0.95).lower), statistic(&exact, "lower", None), 1e-12);
    c.finish(2);
}
