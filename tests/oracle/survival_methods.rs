//! The survival methods of the language: the order of rows changes no bit, and no input breaks them.

use super::survival_rows::{Rows, rows};
use prespec::catalogue::{Method, OptionKind, OptionValue, Options, OutcomeKind, named};
use prespec::methods::{self, Input, Outcome, Output};
use prespec::number::{NotEstimable, Number};
use proptest::prelude::*;

const METHODS: [&str; 14] = [
    "kaplan_meier",
    "nelson_aalen",
    "survival_difference",
    "log_rank",
    "cox",
    "proportional_hazards",
    "concordance",
    "cox_baseline",
    "rmst",
    "aalen_johansen",
    "gray",
    "fine_gray",
    "cause_specific_cox",
    "cause_specific_log_rank",
];

/// Every choice of options, the words of each taken in turn.
fn every_choice(method: &Method) -> Vec<Options> {
    let mut all: Vec<Vec<(&'static str, OptionValue)>> = vec![vec![]];
    for option in method.options {
        let values: Vec<OptionValue> = match option.kind {
            OptionKind::Choice(words) => words.words().map(|w| OptionValue::Word(w.to_string())).collect(),
            OptionKind::Day => vec![OptionValue::Days(vec![6])],
            OptionKind::Days => vec![OptionValue::Days(vec![0, 3, 6, 40])],
            OptionKind::Number(_) | OptionKind::Cause => {
                vec![option.default_value().unwrap_or(OptionValue::Number(1.0))]
            }
        };
        let with = |said: &Vec<(&'static str, OptionValue)>| -> Vec<Vec<(&'static str, OptionValue)>> {
            values.iter().map(|v| [said.as_slice(), &[(option.name, v.clone())]].concat()).collect()
        };
        all = all.iter().flat_map(with).collect();
    }
    all.iter().map(|said| method.options_with(said).expect("options of the method")).collect()
}

fn input(method: &Method, rows: &Rows, late: bool, weighted: bool, two_groups: bool) -> Input {
    let competing = method.takes.contains(&OutcomeKind::CompetingRisks);
    let outcome = if competing {
        Outcome::CompetingRisks {
            time: rows.time.clone(),
            cause: rows.cause.clone(),
            causes: vec!["first".to_string(), "second".to_string()],
        }
    } else {
        let entry = late.then(|| rows.entry.clone());
        Outcome::TimeToEvent { entry, time: rows.time.clone(), event: rows.event.clone() }
    };
    Input {
        subgroup: None,
        contrast: None,
        level: 0.95,
        groups: if two_groups { 2 } else { 3 },
        group: rows.group.iter().map(|g| if two_groups { *g % 2 } else { *g }).collect(),
        outcome,
        patient: rows.cluster.clone(),
        pair: Some(rows.cluster.iter().map(|c| c / 2).collect()),
        strata: Some(rows.stratum.clone()),
        weights: (weighted && !competing).then(|| rows.weight.clone()),
        possible: (!competing).then(|| rows.time.iter().zip(&rows.x).map(|(t, x)| t + x.abs()).collect()),
        covariates: vec![("x".to_string(), rows.x.clone())],
        categories: vec![],
        cluster: Some(rows.cluster.clone()),
    }
}

/// A few of the choices, others for each seed.
fn some_choices(method: &Method, seed: u32) -> Vec<Options> {
    let all = every_choice(method);
    let stride = all.len().div_ceil(5);
    all.into_iter().skip(seed as usize % stride).step_by(stride).collect()
}

/// No number is undefined.
fn check(output: &Output) {
    for statistic in &output.statistics {
        match &statistic.value {
            Number::Real(v) => assert!(v.is_finite(), "{statistic:?}"),
            Number::NotEstimable(reason) => assert!(*reason != NotEstimable::Undefined, "{statistic:?}"),
            _ => {}
        }
    }
    for curve in &output.curves {
        assert!(curve.estimate.iter().all(|v| v.is_finite()));
        assert!(curve.time.is_sorted() && curve.time.first().is_none_or(|t| *t == 0.0));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_rows_changes_no_bit(
        rows in rows(12, 40),
        seed in proptest::collection::vec(any::<u32>(), 40),
        late: bool,
        weighted: bool,
        two_groups: bool,
    ) {
        let mut order: Vec<usize> = (0..rows.n()).collect();
        order.sort_by_key(|&i| seed[i]);
        let permuted = rows.permuted(&order);
        for name in METHODS {
            let method = named(name).unwrap();
            for options in some_choices(method, seed[0]) {
                let first = methods::run(&input(method, &rows, late, weighted, two_groups), &options);
                let second = methods::run(&input(method, &permuted, late, weighted, two_groups), &options);
                check(&first);
                prop_assert_eq!(&first, &second, "{} {:?}", name, options);
            }
        }
    }

    #[test]
    fn no_input_breaks_a_method(
        time in proptest::collection::vec(prop_oneof![Just(f64::NAN), Just(f64::INFINITY), Just(-1.0), 0.0..3.0_f64, Just(1e300)], 0..6),
        event in proptest::collection::vec(any::<bool>(), 0..6),
        cause in proptest::collection::vec(0..5_usize, 0..6),
        group in proptest::collection::vec(0..4_usize, 0..6),
        x in proptest::collection::vec(prop_oneof![Just(f64::NAN), Just(1e308), Just(0.0), -1e3..1e3_f64], 0..6),
        weights in proptest::option::of(proptest::collection::vec(prop_oneof![Just(f64::NAN), Just(0.0), Just(-1.0), 0.0..2.0_f64], 0..6)),
        groups in 0..4_usize,
        same_length: bool,
    ) {
        let n = time.len();
        let fit = |length: usize| if same_length { n } else { length };
        let cycle = |values: &[usize], length: usize| (0..length).map(|i| values.get(i).copied().unwrap_or(0)).collect::<Vec<_>>();
        for name in METHODS {
            let method = named(name).unwrap();
            let outcome = match method.takes.first() {
                Some(OutcomeKind::CompetingRisks) => Outcome::CompetingRisks {
                    time: time.clone(),
                    cause: cycle(&cause, fit(cause.len())),
                    causes: vec!["first".to_string()],
                },
                _ => Outcome::TimeToEvent {
                    entry: None,
                    time: time.clone(),
                    event: (0..fit(event.len())).map(|i| event.get(i).copied().unwrap_or(true)).collect(),
                },
            };
            let values: Vec<f64> = (0..fit(x.len())).map(|i| x.get(i).copied().unwrap_or(1.0)).collect();
            let input = Input {
                level: 0.95,
                groups,
                group: cycle(&group, fit(group.len())),
                outcome,
                weights: weights.clone().map(|w| (0..fit(w.len())).map(|i| w.get(i).copied().unwrap_or(1.0)).collect()),
                covariates: vec![("x".to_string(), values)],
                ..Input::default()
            };
            for options in some_choices(method, time.len() as u32) {
                check(&methods::run(&input, &options));
            }
        }
    }
}
