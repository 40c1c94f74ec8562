//! Every method, with every choice of its options, on data that nothing can be estimated from: an answer or a reason, never
//! NaN, never a panic.

use super::support::Draws;
use prespec::catalogue::alternative::Alternative;
use prespec::catalogue::{ALL, Method, OptionKind, OptionValue, Options, YesNo, mcnemar, risk_difference};
use prespec::methods::{self, Computed, Input, Outcome};
use prespec::number::{NotEstimable, Number};

/// All combinations of the options.
pub fn combinations(method: &Method) -> Vec<Options> {
    let mut all: Vec<Vec<(&'static str, OptionValue)>> = vec![vec![]];
    for spec in method.options {
        let values: Vec<OptionValue> = match spec.kind {
            OptionKind::Choice(words) => words.words().map(|w| OptionValue::Word(w.to_string())).collect(),
            OptionKind::Days => [vec![], vec![5], vec![0, 1, 5, 400]].map(OptionValue::Days).to_vec(),
            OptionKind::Day => vec![OptionValue::Days(vec![5])],
            OptionKind::Number(_) | OptionKind::Cause => [0.0, 0.5, 1.0, 7.0, -1.0].map(OptionValue::Number).to_vec(),
        };
        let admitted: Vec<OptionValue> = values.into_iter().filter(|v| spec.admits(v)).collect();
        assert!(!admitted.is_empty(), "{}.{}", method.name, spec.name);
        let with = |said: &Vec<(&'static str, OptionValue)>| -> Vec<Vec<(&'static str, OptionValue)>> {
            admitted.iter().map(|v| [said.as_slice(), &[(spec.name, v.clone())]].concat()).collect()
        };
        all = all.iter().flat_map(with).collect();
    }
    all.iter().map(|said| method.options_with(said).expect("options of the method")).collect()
}

fn planned_pairs(pairs: u64, form: &str) -> Outcome {
    let (form, correction) = (mcnemar::Form::named(form).expect("a form"), YesNo::No);
    let test = mcnemar::Options { form, correction, by: mcnemar::By::Pair, alternative: Alternative::TwoSided };
    let interval = Some(risk_difference::Options { interval: risk_difference::Interval::NewcombePaired, correction });
    Outcome::PlannedPairs { pairs, alpha: 0.05, test, interval }
}

fn tested(test: Vec<bool>, reference: Vec<bool>) -> Outcome {
    let n = test.len();
    let (test_undetermined, reference_undetermined) = ((0..n).map(|i| i % 3 == 0).collect(), vec![false; n]);
    Outcome::DiagnosticTest { test, reference, test_undetermined, reference_undetermined }
}

fn names(n: usize) -> Vec<String> {
    (0..n).map(|i| i.to_string()).collect()
}

/// Outcomes of n rows, from all alike to drawn at random.
pub fn outcomes(n: usize, draws: &mut Draws) -> Vec<Outcome> {
    let random: Vec<f64> = (0..n).map(|_| draws.normal()).collect();
    let bits: Vec<bool> = (0..n).map(|_| draws.chance(0.5)).collect();
    let few: Vec<usize> = (0..n).map(|_| draws.below(3) as usize).collect();
    let days: Vec<f64> = (0..n).map(|_| draws.between(0, 6) as f64).collect();
    let time = |time: Vec<f64>, event: Vec<bool>| Outcome::TimeToEvent { entry: None, time, event };
    vec![
        Outcome::None,
        Outcome::YesNo(vec![false; n]),
        Outcome::YesNo(vec![true; n]),
        Outcome::YesNo(bits.clone()),
        Outcome::Continuous(vec![5.0; n]),
        Outcome::YesNo((0..n).map(|i| i % 2 == 0).collect()),
        Outcome::Continuous(random.clone()),
        Outcome::Continuous((0..n).map(|i| i as f64).collect()),
        Outcome::Continuous((0..n).map(|i| [0.1, 0.3][i % 2]).collect()),
        Outcome::Continuous(vec![f64::NAN; n]),
        Outcome::Continuous(random.iter().map(|v| v * 1e300).collect()),
        time(vec![0.0; n], vec![true; n]),
        time(days.clone(), vec![false; n]),
        time(days.clone(), bits.clone()),
        time(vec![3.0; n], vec![true; n]),
        time(days.clone(), (0..n).map(|i| i % 2 == 0).collect()),
        time((0..n).map(|i| (n - i) as f64).collect(), vec![true; n]),
        Outcome::TimeToEvent {
            entry: Some(days.iter().map(|d| d / 2.0).collect()),
            time: days.clone(),
            event: bits.clone(),
        },
        Outcome::CompetingRisks { time: days.clone(), cause: few.clone(), causes: names(2) },
        Outcome::CompetingRisks { time: days.clone(), cause: vec![0; n], causes: names(2) },
        Outcome::CompetingRisks { time: days.clone(), cause: vec![1; n], causes: names(2) },
        Outcome::CompetingRisks { time: days.clone(), cause: (0..n).map(|i| 1 + i % 2).collect(), causes: names(2) },
        Outcome::Category { categories: names(3), value: vec![1; n] },
        Outcome::Category { categories: names(3), value: few.clone() },
        Outcome::Shift { categories: names(3), assessed: 2, from: vec![1; n], to: few.clone() },
        Outcome::Shift {
            categories: names(3),
            assessed: 3,
            from: few.clone(),
            to: few.iter().rev().copied().collect(),
        },
        Outcome::Shift { categories: names(3), assessed: 2, from: vec![2; n], to: few.clone() },
        tested(vec![true; n], vec![true; n]),
        tested(vec![false; n], bits.clone()),
        tested(bits.clone(), bits.iter().rev().copied().collect()),
        Outcome::Events { count: vec![0; n], time: vec![0.0; n] },
        Outcome::Events { count: few.iter().map(|v| *v as u64).collect(), time: days },
        Outcome::Agreement { categories: names(3), first: vec![1; n], second: vec![1; n] },
        Outcome::Agreement { categories: names(3), first: few.clone(), second: few.iter().rev().copied().collect() },
        Outcome::Agreement { categories: names(3), first: few.clone(), second: few.clone() },
        Outcome::Agreement { categories: names(3), first: few.clone(), second: vec![1; n] },
        Outcome::SeveralReadings { categories: names(3), readings: vec![vec![1; 3]; n] },
        Outcome::SeveralReadings { categories: names(3), readings: few.iter().map(|v| vec![*v, 1, 2 - v]).collect() },
        Outcome::SeveralReadings { categories: names(1), readings: vec![vec![]; n] },
        Outcome::Measurements(vec![vec![]; n]),
        Outcome::Measurements(vec![vec![0.1; 3]; n]),
        Outcome::Measurements(random.iter().map(|v| vec![*v, v + 1.0]).collect()),
        Outcome::Measurements(random.iter().map(|v| vec![v * 1e300, -v]).collect()),
        Outcome::Measurements(few.iter().zip(&random).map(|(a, b)| vec![*a as f64, *b, -b]).collect()),
        Outcome::PValues { names: names(n), values: random, graph: None },
        planned_pairs(0, "exact"),
        planned_pairs(n.min(7) as u64, "asymptotic"),
    ]
}

/// Rows of different shapes: nobody, one patient, an empty group, both, pairs whole and broken, constant covariates, weights of 0.
fn inputs(outcome: &Outcome, n: usize) -> Vec<Input> {
    let base = |groups: usize, group: Vec<usize>| Input {
        level: 0.95,
        groups,
        group,
        outcome: outcome.clone(),
        patient: (0..n).collect(),
        ..Input::default()
    };
    let alternate: Vec<usize> = (0..n).map(|i| i % 2).collect();
    let covariate = |f: fn(usize) -> f64| vec![("x".to_string(), (0..n).map(f).collect::<Vec<f64>>())];
    let two = base(2, alternate.clone());
    vec![
        base(0, vec![0; n]),
        base(1, vec![0; n]),
        base(2, vec![0; n]),
        base(2, vec![1; n]),
        base(3, (0..n).map(|i| i % 3).collect()),
        two.clone(),
        Input {
            pair: Some((0..n).map(|i| i / 2).collect()),
            strata: Some((0..n).map(|i| i / 4).collect()),
            ..two.clone()
        },
        Input { pair: Some(vec![0; n]), strata: Some((0..n).collect()), ..two.clone() },
        Input { pair: Some((0..n).collect()), strata: Some(vec![7; n]), ..two.clone() },
        Input { covariates: covariate(|_| 3.0), ..two.clone() },
        Input { covariates: covariate(|i| (i % 2) as f64), ..two.clone() },
        Input { covariates: covariate(|i| i as f64), pair: Some((0..n).map(|i| i / 2).collect()), ..two.clone() },
        Input { weights: Some(vec![0.0; n]), ..two.clone() },
        Input { weights: Some((0..n).map(|i| i as f64).collect()), ..two },
    ]
}

fn check(method: &Method, input: &Input, options: &Options) {
    let output = methods::run(input, options);
    let place = || format!("{} {options:?} on {:?} with {} groups", method.name, input.outcome, input.groups);
    for statistic in &output.statistics {
        match &statistic.value {
            Number::Real(v) => assert!(v.is_finite(), "{}: {} is {v}", place(), statistic.statistic.code()),
            Number::NotEstimable(reason) => {
                assert!(*reason != NotEstimable::Undefined, "{}: {} is undefined", place(), statistic.statistic);
            }
            Number::Count(v) => assert!(*v >= 0, "{}: {} is {v}", place(), statistic.statistic.code()),
            Number::Infinite | Number::NegativeInfinite => {}
            Number::Withheld(_) => panic!("{}: {} is withheld", place(), statistic.statistic),
        }
        if statistic.statistic.code() == "p_value"
            && let Number::Real(p) = statistic.value
        {
            assert!((0.0..=1.0).contains(&p), "{}: p is {p}", place());
        }
        assert_eq!(certainty(method, &output.statistics, statistic), None, "{}", place());
    }
    for (i, a) in output.statistics.iter().enumerate() {
        let same = |b: &&Computed| (b.statistic, b.group, b.place()) == (a.statistic, a.group, a.place());
        assert!(output.statistics[i + 1..].iter().find(same).is_none(), "{}: {} twice", place(), a.statistic);
    }
}

/// A number that says more than data can: an interval without width or around a standard error of 0, a p-value of 0. The curves give the
/// standard error of 0 that their formulas say, without an interval.
fn certainty(method: &Method, all: &[Computed], statistic: &Computed) -> Option<String> {
    let Number::Real(value) = statistic.value else { return None };
    let said = |what: &str| Some(format!("{what} of {:?} {:?} is {value}", statistic.group, statistic.place()));
    let limit = |name: &str| {
        let beside =
            |s: &&Computed| s.statistic.code() == name && (s.group, s.place()) == (statistic.group, statistic.place());
        all.iter().find(beside).map(|s| &s.value)
    };
    match statistic.statistic.code() {
        "standard_error" if value <= 0.0 && matches!(limit("lower"), Some(Number::Real(_))) => {
            said("the standard error")
        }
        // What is impossible under the proportion tested has no probability.
        "p_value" if value <= 0.0 && method.name != "binomial_test" => said("the p-value"),
        "lower" => match limit("upper") {
            Some(Number::Real(upper)) if *upper <= value => said("the interval without width at the limit"),
            _ => None,
        },
        _ => None,
    }
}

#[test]
fn every_method_is_total() {
    let mut draws = Draws::seeded(61);
    for n in [0, 1, 2, 3, 8] {
        for outcome in outcomes(n, &mut draws) {
            for input in inputs(&outcome, n) {
                for method in ALL {
                    for options in combinations(method) {
                        // Against another kind of outcome one combination says it all.
                        check(method, &input, &options);
                        if outcome.kind().is_none_or(|k| !method.takes.contains(&k)) {
                            break;
                        }
                    }
                }
            }
        }
    }
}

/// What the plan is checked against: defaults are among the choices, names are unique, pages say what must be said.
#[test]
fn every_method_is_declared() {
    for (i, method) in ALL.iter().enumerate() {
        assert!(ALL[i + 1..].iter().all(|m| m.name != method.name), "{} twice", method.name);
        assert!(!method.takes.is_empty() && !method.uses.is_empty() && !method.citation.is_empty(), "{}", method.name);
        let heading = method.page.lines().next().unwrap_or_default();
        assert!(heading.starts_with("# ") && heading.len() > 5, "the page of {}", method.name);
        assert!(method.page.contains("hen not to use"), "the page of {}", method.name);
        assert!(method.variant.is_none_or(|v| method.options.iter().any(|o| o.name == v.word())), "{}", method.name);
        for option in method.options {
            assert!(method.page.contains(option.name), "the page of {} says nothing of {}", method.name, option.name);
            if let (OptionKind::Choice(words), Some(default)) = (option.kind, option.default) {
                assert!(words.contains(default), "{} {}", method.name, option.name);
            }
        }
    }
}
