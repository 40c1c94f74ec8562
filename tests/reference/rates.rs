//! Incidence rates and their ratios.

use super::support::{Case, Comparison, cases, run, statistic};
use prespec::methods::{Input, Outcome};
use prespec::number::Number;

/// One row per group.
fn events(groups: &[(u64, f64)], level: f64) -> Input {
    let n = groups.len();
    Input {
        level,
        groups: n,
        group: (0..n).collect(),
        outcome: Outcome::Events {
            count: groups.iter().map(|g| g.0).collect(),
            time: groups.iter().map(|g| g.1).collect(),
        },
        patient: (0..n).collect(),
        ..Input::default()
    }
}

#[test]
fn one_rate() {
    let mut c = Comparison::default();
    for case in cases("proportions").iter().filter(|c| c.kind() == "one_rate") {
        let input = events(&[(case.count("x"), case.number("person_time"))], case.level());
        let rate = run("incidence_rate", &input, &[("per", "1")]);
        c.number(case, "rate", statistic(&rate, "estimate", Some(0)));
        c.element(case, "exact", 0, statistic(&rate, "lower", Some(0)));
        c.element(case, "exact", 1, statistic(&rate, "upper", Some(0)));
        let test = run("poisson_test", &input, &[("null", "1"), ("per", "1")]);
        let p_value = statistic(&test, "p_value", Some(0));
        // Beyond the range of doubles R gives the smallest ones it has.
        match case.expected["p_vs_1"].as_f64() {
            Some(p) if p < 1e-300 => assert_eq!(p_value, Number::Real(0.0), "{}", case.id),
            _ => c.number(case, "p_vs_1", p_value),
        }
    }
    c.finish(14);
}

#[test]
fn two_rates() {
    let mut c = Comparison::default();
    for case in cases("proportions").iter().filter(|c| c.kind() == "two_rates") {
        let groups = [(case.count("x1"), case.number("person_time1")), (case.count("x2"), case.number("person_time2"))];
        let input = events(&groups, case.level());
        for (interval, key) in [("exact", "exact"), ("wald", "wald_log")] {
            let ratio = run("rate_ratio", &input, &[("interval", interval)]);
            c.number(case, "rate_ratio", statistic(&ratio, "estimate", None));
            c.number(case, "p", statistic(&ratio, "p_value", None));
            c.element(case, key, 0, statistic(&ratio, "lower", None));
            c.element(case, key, 1, statistic(&ratio, "upper", None));
        }
    }
    c.finish(24);
}

/// Rows of patients, or of intervals of patients, added up by group.
#[test]
fn rates_of_patients() {
    let mut c = Comparison::default();
    for case in &cases("rates") {
        let (input, groups) = patients(case);
        let per = case.number("multiplier").to_string();
        let output = run("incidence_rate", &input, &[("per", &per)]);
        for (g, name) in groups.iter().enumerate() {
            c.number(case, &format!("{name}.events"), statistic(&output, "events", Some(g)));
            c.number(case, &format!("{name}.person_time"), statistic(&output, "time_at_risk", Some(g)));
            c.number(case, &format!("{name}.rate"), statistic(&output, "estimate", Some(g)));
            let limits = format!("{name}.exact_ci");
            c.element(case, &limits, 0, statistic(&output, "lower", Some(g)));
            c.element(case, &limits, 1, statistic(&output, "upper", Some(g)));
        }
    }
    c.finish(20);
}

fn patients(case: &Case) -> (Input, Vec<String>) {
    let table = case.data();
    let group = table.texts(case.text("group"));
    let groups: Vec<String> = group.iter().cloned().collect::<std::collections::BTreeSet<_>>().into_iter().collect();
    let stop = table.numbers(case.text("time"));
    let start = case.args["entry"].as_str().map_or(vec![0.0; stop.len()], |e| table.numbers(e));
    let value = case.number("event_value");
    let count = table.numbers(case.text("event")).iter().map(|e| u64::from(*e == value)).collect();
    let input = Input {
        level: 0.95,
        groups: groups.len(),
        group: group.iter().map(|g| groups.iter().position(|n| n == g).expect("a group")).collect(),
        outcome: Outcome::Events { count, time: stop.iter().zip(&start).map(|(b, a)| b - a).collect() },
        patient: (0..table.n()).collect(),
        ..Input::default()
    };
    (input, groups)
}
