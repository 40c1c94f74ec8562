//! Numbers of the first study, from an implementation independent of this one.

use super::support::{Comparison, cases, matched, run, statistic, yes_no};

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
