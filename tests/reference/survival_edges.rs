//! Degenerate times to an event, by hand: what is known, and the reason where nothing is.

use super::support::{find, run, statistic};
use prespec::methods::{Input, Outcome, Output};
use prespec::number::Number;

/// Rows of (group, time, event).
fn input(rows: &[(usize, f64, bool)]) -> Input {
    Input {
        level: 0.95,
        groups: 2,
        group: rows.iter().map(|r| r.0).collect(),
        outcome: Outcome::TimeToEvent {
            entry: None,
            time: rows.iter().map(|r| r.1).collect(),
            event: rows.iter().map(|r| r.2).collect(),
        },
        patient: (0..rows.len()).collect(),
        pair: Some((0..rows.len()).map(|i| i / 2).collect()),
        ..Input::default()
    }
}

fn reason(value: Number) -> String {
    match value {
        Number::NotEstimable(reason) => reason.english().into_owned(),
        other => panic!("estimated: {other:?}"),
    }
}

fn real(output: &Output, name: &str, group: Option<usize>, term: Option<&str>) -> f64 {
    match find(output, name, group, term) {
        Number::Real(value) => value,
        Number::Count(value) => value as f64,
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn all_censored() {
    let rows = input(&[(0, 3.0, false), (0, 5.0, false), (1, 4.0, false), (1, 6.0, false)]);
    let curve = run("kaplan_meier", &rows, &[("at", "4")]);
    assert_eq!(real(&curve, "survival", Some(0), Some("4")), 1.0);
    assert_eq!(real(&curve, "standard_error", Some(0), Some("4")), 0.0);
    assert_eq!(reason(find(&curve, "lower", Some(0), Some("4"))), "survival is 1");
    assert_eq!(reason(statistic(&curve, "median", Some(0))), "not reached");
    assert_eq!(reason(statistic(&run("cox", &rows, &[]), "hazard_ratio", None)), "no events");
    assert_eq!(reason(statistic(&run("log_rank", &rows, &[]), "p_value", None)), "no events");
    assert_eq!(real(&run("rmst", &rows, &[("to", "5")]), "estimate", Some(0), None), 5.0);
}

#[test]
fn a_group_without_events_has_a_monotone_likelihood() {
    let rows = input(&[(0, 3.0, false), (0, 5.0, false), (1, 4.0, true), (1, 6.0, true), (0, 7.0, false)]);
    let cox = run("cox", &rows, &[]);
    for name in ["hazard_ratio", "lower", "upper", "p_value"] {
        assert!(reason(statistic(&cox, name, None)).starts_with("monotone likelihood"), "{name}");
    }
    // The penalised likelihood has a finite maximum, below 1, and an upper limit above it.
    let firth = run("cox", &rows, &[("likelihood", "firth")]);
    let (ratio, upper) = (real(&firth, "hazard_ratio", None, None), real(&firth, "upper", None, None));
    assert!(0.0 < ratio && ratio < 1.0 && upper > 1.0);
    let ph = run("proportional_hazards", &rows, &[]);
    assert!(reason(statistic(&ph, "p_value", None)).starts_with("monotone likelihood"));
}

#[test]
fn everybody_at_one_time() {
    let rows = input(&[(0, 5.0, true), (0, 5.0, true), (1, 5.0, true), (1, 5.0, true)]);
    let curve = run("kaplan_meier", &rows, &[("at", "4, 5, 9")]);
    assert_eq!(real(&curve, "survival", Some(0), Some("4")), 1.0);
    assert_eq!(real(&curve, "survival", Some(0), Some("5")), 0.0);
    // Nobody is left, so survival stays 0.
    assert_eq!(real(&curve, "survival", Some(0), Some("9")), 0.0);
    assert_eq!(reason(find(&curve, "lower", Some(0), Some("5"))), "survival is 0");
    assert_eq!(real(&curve, "median", Some(0), None), 5.0);
    assert!(reason(statistic(&run("log_rank", &rows, &[]), "p_value", None)).contains("same time"));
    assert_eq!(real(&run("rmst", &rows, &[("to", "9")]), "estimate", Some(1), None), 5.0);
}

#[test]
fn the_median_is_the_middle_of_its_plateau() {
    let rows = input(&[(0, 2.0, true), (0, 4.0, true), (0, 8.0, true), (0, 9.0, false), (1, 1.0, false)]);
    let curve = run("kaplan_meier", &rows, &[("at", "9, 10")]);
    assert_eq!(real(&curve, "median", Some(0), None), 6.0);
    assert_eq!(reason(find(&curve, "survival", Some(0), Some("10"))), "nobody is observed until then");
    let carried = run("kaplan_meier", &rows, &[("at", "10"), ("after_last", "carried")]);
    assert_eq!(real(&carried, "survival", Some(0), Some("10")), real(&curve, "survival", Some(0), Some("9")));
    // 0.5 is reached by three tenths after six tenths of rounding; a third of halves stays on the level.
    let thirds =
        input(&[(0, 1.0, true), (0, 2.0, true), (0, 3.0, true), (0, 5.0, true), (0, 7.0, true), (0, 9.0, true)]);
    assert_eq!(real(&run("kaplan_meier", &thirds, &[]), "median", Some(0), None), 4.0);
}

#[test]
fn times_that_differ_by_rounding_are_one() {
    let rows = input(&[(0, 0.1 + 0.2, true), (0, 0.3, true), (0, 0.5, false), (1, 0.3, false)]);
    let curve = &run("kaplan_meier", &rows, &[]).curves[0];
    assert_eq!(curve.time, [0.0, 0.3, 0.5]);
    assert_eq!(curve.events, [0, 2, 0]);
}

#[test]
fn an_empty_risk_set_and_an_empty_group() {
    // Nobody is under observation between days 4 and 5.
    let mut rows =
        input(&[(0, 2.0, true), (0, 4.0, true), (1, 3.0, false), (1, 9.0, true), (0, 8.0, false), (1, 9.0, false)]);
    if let Outcome::TimeToEvent { entry, .. } = &mut rows.outcome {
        *entry = Some(vec![0.0, 0.0, 0.0, 5.0, 5.0, 6.0]);
    }
    let curve = run("kaplan_meier", &rows, &[("at", "5")]);
    assert_eq!(real(&curve, "at_risk", Some(1), Some("5")), 0.0);
    assert_eq!(real(&curve, "survival", Some(0), Some("5")), 0.0);
    let alone = input(&[(0, 2.0, true), (0, 3.0, false)]);
    let curve = run("kaplan_meier", &alone, &[]);
    assert_eq!(real(&curve, "n", Some(1), None), 0.0);
    assert_eq!(reason(statistic(&curve, "median", Some(1))), "no patient");
    assert!(reason(statistic(&run("cox", &alone, &[]), "hazard_ratio", None)).contains("does not vary"));
    assert!(reason(statistic(&run("log_rank", &alone, &[]), "p_value", None)).contains("only one group"));
    assert_eq!(reason(statistic(&run("rmst", &alone, &[("to", "3")]), "difference", None)), "no patient");
}

#[test]
fn a_row_of_weight_0_changes_nothing() {
    let mut rows = input(&[(0, 2.0, true), (0, 4.0, false), (1, 3.0, true), (1, 5.0, true), (0, 6.0, true)]);
    let weights = |last: &[f64]| Some([1.0, 1.0, 2.0, 0.5, 1.0].iter().chain(last).copied().collect());
    rows.weights = weights(&[]);
    let robust = [("variance", "robust"), ("by", "patient")];
    let without = run("cox", &rows, &robust);
    let mut more =
        input(&[(0, 2.0, true), (0, 4.0, false), (1, 3.0, true), (1, 5.0, true), (0, 6.0, true), (1, 2.0, true)]);
    more.weights = weights(&[0.0]);
    let with = run("cox", &more, &robust);
    for name in ["hazard_ratio", "standard_error", "p_value"] {
        assert_eq!(real(&without, name, None, None), real(&with, name, None, None), "{name}");
    }
}

#[test]
fn a_cause_that_one_group_never_has() {
    let mut rows =
        input(&[(0, 1.0, true), (0, 2.0, true), (1, 3.0, true), (1, 4.0, true), (1, 6.0, true), (0, 7.0, true)]);
    let causes = vec!["relapse".to_string(), "death".to_string()];
    rows.outcome =
        Outcome::CompetingRisks { time: vec![1.0, 2.0, 3.0, 4.0, 6.0, 7.0], cause: vec![1, 2, 2, 2, 0, 1], causes };
    let model = run("fine_gray", &rows, &[]);
    assert!(reason(statistic(&model, "subdistribution_hazard_ratio", None)).starts_with("monotone likelihood"));
    let curves = run("aalen_johansen", &rows, &[("at", "6, 9")]);
    assert_eq!(real(&curves, "incidence", Some(1), Some("relapse.6")), 0.0);
    assert_eq!(reason(find(&curves, "lower", Some(1), Some("relapse.6"))), "the incidence is 0");
    assert_eq!(reason(find(&curves, "incidence", Some(1), Some("relapse.9"))), "nobody is observed until then");
    // Everybody of group 0 has had an event by day 7.
    assert!((real(&curves, "incidence", Some(0), Some("relapse.9")) - 2.0 / 3.0).abs() < 1e-15);
    assert!(real(&run("gray", &rows, &[]), "p_value", None, Some("relapse")) > 0.05);
}

#[test]
fn the_baseline_of_a_model() {
    // Two patients in each group with events on days 1 and 2, so that the ratio is 1 and hazards are simple fractions.
    let rows =
        input(&[(0, 1.0, true), (1, 1.0, true), (0, 2.0, true), (1, 2.0, true), (0, 3.0, false), (1, 3.0, false)]);
    let baseline = run("cox_baseline", &rows, &[("at", "1, 2, 4"), ("ties", "breslow")]);
    assert!((real(&baseline, "cumulative_hazard", None, Some("2")) - (2.0 / 6.0 + 2.0 / 4.0)).abs() < 1e-12);
    assert_eq!(reason(find(&baseline, "survival", None, Some("4"))), "nobody is observed until then");
    let efron = run("cox_baseline", &rows, &[("at", "1"), ("patient", "zero")]);
    assert!((real(&efron, "cumulative_hazard", None, Some("1")) - (1.0 / 6.0 + 1.0 / 5.0)).abs() < 1e-12);
}
