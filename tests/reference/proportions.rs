//! Proportions, their differences and ratios, and rates.

use super::support::{Case, Comparison, cases, run, statistic, yes_no};

fn interval(c: &mut Comparison, case: &Case, key: &str, method: &str, options: &[(&str, &str)], group: Option<usize>) {
    let groups = match group {
        Some(_) => vec![(case.count("x"), case.count("n"))],
        None => vec![(case.count("x1"), case.count("n1")), (case.count("x2"), case.count("n2"))],
    };
    let output = run(method, &yes_no(&groups, case.level()), options);
    c.element(case, key, 0, statistic(&output, "lower", group));
    c.element(case, key, 1, statistic(&output, "upper", group));
}

#[test]
fn one_proportion() {
    let mut c = Comparison::without_variance(&[
        "prop1-0-10-95 wald_unclipped",
        "prop1-0-1-95 wald_unclipped",
        "prop1-1-1-95 wald_unclipped",
        "prop1-29-29-95 wald_unclipped",
        "prop1-0-250-95 wald_unclipped",
        "prop1-250-250-95 wald_unclipped",
        "prop1-0-20-90 wald_unclipped",
    ]);
    for case in cases("proportions").iter().filter(|c| c.kind() == "one_proportion") {
        let mut of = |key: &str, interval_: &str, correction: &str| {
            interval(&mut c, case, key, "proportion", &[("interval", interval_), ("correction", correction)], Some(0));
        };
        of("clopper_pearson", "clopper_pearson", "no");
        of("wilson", "wilson", "no");
        of("wilson_cc_newcombe1998", "wilson", "yes");
        of("wald_unclipped", "wald", "no");
        of("agresti_coull_unclipped", "agresti_coull", "no");
        of("jeffreys_plain", "jeffreys", "no");
        let input = yes_no(&[(case.count("x"), case.count("n"))], case.level());
        c.number(case, "estimate", statistic(&run("proportion", &input, &[]), "estimate", Some(0)));
        let test = run("binomial_test", &input, &[("null", "0.5")]);
        c.number(case, "binom_test_p_vs_half", statistic(&test, "p_value", Some(0)));
    }
    c.finish(150);
}

#[test]
fn two_proportions() {
    let mut c = Comparison::without_variance(&[
        "prop2-0.10-0.10-95 wald",
        "prop2-1.1-0.1-95 wald",
        "prop2-10.10-0.10-95 wald",
        "prop2-10.10-0.20-95 wald",
        "prop2-10.10-10.10-95 wald",
        "prop2-10.10-10.10-95 rr_katz",
    ]);
    for case in cases("proportions").iter().filter(|c| c.kind() == "two_proportions") {
        let mut of = |key: &str, interval_: &str, correction: &str| {
            interval(
                &mut c,
                case,
                key,
                "risk_difference",
                &[("interval", interval_), ("correction", correction)],
                None,
            );
        };
        of("wald", "wald", "no");
        of("wald_cc", "wald", "yes");
        of("newcombe", "newcombe_hybrid_score", "no");
        of("newcombe_cc", "newcombe_hybrid_score", "yes");
        of("agresti_caffo", "agresti_caffo", "no");
        of("miettinen_nurminen", "miettinen_nurminen", "no");
        of("mee", "mee", "no");
        interval(&mut c, case, "rr_katz", "risk_ratio", &[], None);
        interval(&mut c, case, "or_woolf", "odds_ratio", &[("interval", "woolf")], None);
        interval(&mut c, case, "fisher_or_ci_tight", "fisher_exact", &[], None);
        let input = yes_no(&[(case.count("x1"), case.count("n1")), (case.count("x2"), case.count("n2"))], case.level());
        let difference = run("risk_difference", &input, &[("interval", "wald")]);
        c.number(case, "diff", statistic(&difference, "estimate", None));
        c.number(case, "rr", statistic(&run("risk_ratio", &input, &[]), "estimate", None));
        c.number(case, "or", statistic(&run("odds_ratio", &input, &[]), "estimate", None));
        let fisher = run("fisher_exact", &input, &[]);
        c.number(case, "fisher_p", statistic(&fisher, "p_value", None));
        c.number(case, "fisher_cond_or_tight", statistic(&fisher, "estimate", None));
        for (correction, key, p) in
            [("no", "chisq_uncorrected", "chisq_uncorrected_p"), ("yes", "chisq_yates", "chisq_yates_p")]
        {
            let test = run("chi_squared", &input, &[("correction", correction)]);
            c.number(case, key, statistic(&test, "chi_squared", None));
            c.number(case, p, statistic(&test, "p_value", None));
        }
    }
    c.finish(200);
}
