//! Log-rank tests against R's survival.

use super::support::{Comparison, cases};
use super::survival_data::{levels, named, observations, rows};
use prespec::stats::survival::log_rank::{Weight, log_rank};

#[test]
fn observed_expected_and_chi_squared() {
    let mut c = Comparison::default();
    for case in &cases("logrank") {
        let (group_columns, strata_columns) = (named(case, "group"), named(case, "strata"));
        let used: Vec<&str> = group_columns.iter().chain(&strata_columns).map(String::as_str).collect();
        let table = rows(case).complete(&used);
        let (labels, group) = levels(&table, &group_columns);
        let strata = (!strata_columns.is_empty()).then(|| levels(&table, &strata_columns).1);
        let weight = Weight::FlemingHarrington { rho: case.number("rho"), gamma: 0.0 };
        let test = log_rank(&observations(case, &table), &group, labels.len(), strata.as_deref(), weight).unwrap();
        let result = test.heterogeneity();
        if case.has("error") {
            assert!(result.is_err(), "{}", case.id);
            continue;
        }
        let result = result.unwrap();
        c.number(case, "chisq", result.statistic);
        c.number(case, "df", result.df);
        c.number(case, "p", result.p_value);
        for (g, compared) in test.groups.iter().enumerate() {
            c.element(case, "n", g, compared.n as f64);
            c.element(case, "observed", g, compared.observed);
            c.element(case, "expected", g, compared.expected);
        }
        if case.has("var_O1_minus_E1") {
            c.number(case, "var_O1_minus_E1", test.covariance[(0, 0)]);
            let excess = test.groups[0].observed - test.groups[0].expected;
            c.number(case, "z_signed", excess / test.covariance[(0, 0)].sqrt());
        } else {
            for (i, value) in test.covariance.values().iter().enumerate() {
                c.element(case, "var", i, *value);
            }
        }
    }
    c.finish(250);
}
