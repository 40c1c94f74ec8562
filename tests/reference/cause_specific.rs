//! Hazards of one cause against R's survival, in which a patient with another cause is censored on its day.

use super::support::{Comparison, cases, find, run, statistic};
use prespec::methods::{Input, Outcome};
use prespec::number::Number;

/// Women are group 0, and compared with men.
fn input(covariates: &[&str]) -> Input {
    let table = super::support::data("derived_mgus2_competing");
    let group: Vec<usize> = table.texts("sex").iter().map(|sex| usize::from(sex == "M")).collect();
    let cause = table.numbers("event").into_iter().map(|event| event as usize).collect();
    Input {
        level: 0.95,
        groups: 2,
        patient: (0..group.len()).collect(),
        group,
        outcome: Outcome::CompetingRisks {
            time: table.numbers("etime"),
            cause,
            causes: vec!["malignancy".into(), "death".into()],
        },
        covariates: covariates.iter().map(|name| (name.to_string(), table.numbers(name))).collect(),
        ..Input::default()
    }
}

/// Case, options, covariates.
type Call = (&'static str, &'static [(&'static str, &'static str)], &'static [&'static str]);

#[test]
fn hazard_ratios() {
    let mut c = Comparison::default();
    let calls: [Call; 5] = [
        ("mgus2-malignancy", &[("cause", "1")], &[]),
        ("mgus2-death", &[("cause", "2")], &[]),
        ("mgus2-death-age", &[("cause", "2")], &["age"]),
        ("mgus2-death-breslow", &[("cause", "2"), ("ties", "breslow")], &[]),
        ("mgus2-death-robust", &[("cause", "2"), ("variance", "robust"), ("by", "patient")], &[]),
    ];
    for case in cases("cause_specific").iter().filter(|case| case.has("coef")) {
        let (_, options, covariates) = calls.iter().find(|(id, ..)| *id == case.id).expect("a call of each case");
        let output = run("cause_specific_cox", &input(covariates), options);
        for (at, term) in std::iter::once(None).chain(covariates.iter().copied().map(Some)).enumerate() {
            let of = |name: &str| find(&output, name, None, term);
            c.element(case, "coef", at, of("log_hazard_ratio"));
            c.element(case, "se", at, of("standard_error"));
            c.element(case, "hr", at, of("cause_specific_hazard_ratio"));
            c.element(case, "lower", at, of("lower"));
            c.element(case, "upper", at, of("upper"));
            c.element(case, "p", at, of("p_value"));
        }
        c.element(case, "n", 0, statistic(&output, "n", None));
        c.element(case, "events", 0, statistic(&output, "events", None));
    }
    c.finish(46);
}

#[test]
fn tests_of_the_hazard() {
    let mut c = Comparison::default();
    for case in cases("cause_specific").iter().filter(|case| case.has("chi_squared")) {
        let cause = if case.id == "mgus2-death-rank" { "2" } else { "1" };
        let output = run("cause_specific_log_rank", &input(&[]), &[("cause", cause)]);
        c.element(case, "chi_squared", 0, statistic(&output, "chi_squared", None));
        c.element(case, "p", 0, statistic(&output, "p_value", None));
        for group in 0..2 {
            c.element(case, "observed", group, statistic(&output, "observed", Some(group)));
            c.element(case, "expected", group, statistic(&output, "expected", Some(group)));
        }
    }
    c.finish(12);
}

/// By hand: cause 1 happens on day 2, when 2 of the 4 at risk are of group 0, and on day 5, when 1 of 2 is, as the other cause took
/// one of group 1 on day 3: expected of group 0 are 2/4 + 1/2.
#[test]
fn a_patient_with_another_cause_is_at_risk_no_longer() {
    let outcome = Outcome::CompetingRisks {
        time: vec![2.0, 5.0, 3.0, 7.0],
        cause: vec![1, 1, 2, 0],
        causes: vec!["one".into(), "other".into()],
    };
    let input = Input {
        level: 0.95,
        groups: 2,
        group: vec![0, 1, 1, 0],
        patient: vec![0, 1, 2, 3],
        outcome,
        ..Input::default()
    };
    let output = run("cause_specific_log_rank", &input, &[("cause", "1")]);
    assert_eq!(statistic(&output, "observed", Some(0)), Number::Real(1.0));
    assert_eq!(statistic(&output, "expected", Some(0)), Number::Real(1.0));
    assert_eq!(statistic(&output, "n", Some(1)), Number::Count(2));
}
