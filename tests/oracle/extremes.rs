//! Every method with its default options on counts, times and values at the ends of the range of numbers: it ends, with finite numbers or a
//! reason.

use prespec::catalogue::{ALL, Method, OptionKind, OptionSpec, OptionValue, Options};
use prespec::methods::{self, Input, Outcome};
use prespec::number::{NotEstimable, Number};
use std::sync::mpsc;
use std::time::Duration;

const ROWS: usize = 6;
/// Far more than any method takes for six rows.
const LIMIT: Duration = Duration::from_secs(20);

fn defaults(method: &Method) -> Options {
    let value = |spec: &OptionSpec| match (spec.kind, spec.default_value()) {
        (OptionKind::Days | OptionKind::Day, _) => OptionValue::Days(vec![5]),
        (OptionKind::Choice(words), None) => OptionValue::Word(words.0[0].word.to_string()),
        (OptionKind::Number(_) | OptionKind::Cause, None) => OptionValue::Number(1.0),
        (OptionKind::Choice(_) | OptionKind::Number(_) | OptionKind::Cause, Some(default)) => default,
    };
    let said: Vec<_> = method.options.iter().map(|o| (o.name, value(o))).collect();
    method.options_with(&said).expect("options of the method")
}

fn outcomes() -> Vec<Outcome> {
    let sizes = [1e-304, 1e-150, 1e-9, 1.0, 1e9, 1e150, 1e300];
    let event = vec![true, true, false, true, true, false];
    let mut all = vec![];
    for size in sizes {
        let scaled: Vec<f64> = (0..ROWS).map(|i| size * [1.0, 2.0, 3.0, 5.0, 1.5, 7.0][i]).collect();
        let mixed: Vec<f64> = (0..ROWS).map(|i| if i % 3 == 0 { size } else { i as f64 }).collect();
        for values in [scaled, mixed] {
            for most in [0, 5, 1_000_000_000] {
                let count = (0..ROWS as u64).map(|i| most / (i + 1)).collect();
                all.push(Outcome::Events { count, time: values.clone() });
            }
            all.push(Outcome::TimeToEvent { entry: None, time: values.clone(), event: event.clone() });
            let (cause, causes) = (vec![1, 2, 0, 1, 2, 1], vec!["a".to_string(), "b".to_string()]);
            all.push(Outcome::CompetingRisks { time: values.clone(), cause, causes });
            all.push(Outcome::Measurements(values.iter().map(|v| vec![*v, -v, v / 3.0]).collect()));
            all.push(Outcome::Continuous(values.iter().map(|v| -v).collect()));
            all.push(Outcome::Continuous(values));
        }
    }
    all
}

fn inputs() -> Vec<Input> {
    let of = |outcome: Outcome, groups: usize| Input {
        level: 0.95,
        groups,
        group: (0..ROWS).map(|i| i % groups).collect(),
        outcome,
        patient: (0..ROWS).collect(),
        ..Input::default()
    };
    let all = outcomes().into_iter();
    all.flat_map(|outcome| [of(outcome.clone(), 1), of(outcome.clone(), 2), of(outcome, 3)]).collect()
}

fn faults(method: &Method, input: &Input) -> Vec<String> {
    let output = methods::run(input, &defaults(method));
    let fault = |name: &str, value: &Number| match value {
        Number::Real(v) if !v.is_finite() => Some(format!("{name} is {v}")),
        Number::NotEstimable(NotEstimable::Undefined) => Some(format!("{name} is undefined")),
        Number::Infinite | Number::NegativeInfinite if name == "estimate" && method.name == "incidence_rate" => {
            Some(format!("{name} is infinite"))
        }
        Number::Real(_) | Number::NotEstimable(_) | Number::Count(_) | Number::Withheld(_) => None,
        Number::Infinite | Number::NegativeInfinite => None,
    };
    let faults = output.statistics.iter().filter_map(|s| fault(s.statistic.code(), &s.value));
    faults.map(|f| format!("{}: {f} on {:?}, {} groups", method.name, input.outcome, input.groups)).collect()
}

#[test]
fn every_method_ends_with_a_number_or_a_reason() {
    let mut all = vec![];
    for method in ALL {
        for input in inputs() {
            if input.outcome.kind().is_none_or(|kind| !method.takes.contains(&kind)) {
                continue;
            }
            let (done, answer) = mpsc::channel();
            let place = format!("{} on {:?}, {} groups", method.name, input.outcome, input.groups);
            std::thread::spawn(move || done.send(faults(method, &input)));
            match answer.recv_timeout(LIMIT) {
                Ok(faults) => all.extend(faults),
                Err(reason) => all.push(format!("{place}: no answer ({reason})")),
            }
        }
    }
    assert!(all.is_empty(), "{} faults:\n{}", all.len(), all.join("\n"));
}
