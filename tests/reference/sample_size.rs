//! What a planned number of matched pairs can show.

use super::support::{Case, Comparison, cases, find};
use prespec::catalogue::alternative::Alternative;
use prespec::catalogue::{OptionValue, mcnemar, named, risk_difference};
use prespec::methods::{self, Input, Outcome, Output};
use prespec::number::{NotEstimable, Number};

fn run(name: &str, input: &Input, numbers: &[(&str, f64)]) -> Output {
    let said: Vec<(&str, OptionValue)> = numbers.iter().map(|(k, v)| (*k, OptionValue::Number(*v))).collect();
    let method = named(name).expect("a method");
    methods::run(input, &method.options_with(&said).expect("options of the method"))
}

fn planned(case: &Case, form: mcnemar::Form) -> Input {
    let correction = prespec::catalogue::YesNo::No;
    let outcome = Outcome::PlannedPairs {
        pairs: case.count("pairs"),
        alpha: case.args["alpha"].as_f64().unwrap_or(0.05),
        test: mcnemar::Options { form, correction, by: mcnemar::By::Pair, alternative: Alternative::TwoSided },
        interval: Some(risk_difference::Options { interval: risk_difference::Interval::NewcombePaired, correction }),
    };
    Input { level: case.level(), outcome, ..Input::default() }
}

#[test]
fn all_tables_of_the_pairs() {
    let mut c = Comparison::default();
    for case in &cases("sample_size") {
        if case.kind() == "width" {
            let options = ["discordant", "difference", "proportion"].map(|key| (key, case.number(key)));
            let output = run("expected_width", &planned(case, mcnemar::Form::Exact), &options);
            c.number(case, "expected_width", find(&output, "expected_width", None, None));
            continue;
        }
        let input = planned(case, mcnemar::Form::named(case.text("form")).expect("a form"));
        let smallest = run("smallest_significant", &input, &[]);
        for key in ["least_discordant", "least_difference"] {
            match find(&smallest, key, None, None) {
                Number::NotEstimable(reason) => {
                    assert_eq!(reason, NotEstimable::NothingSignificant);
                    assert!(case.expected[key].is_null(), "{} {key}", case.id);
                }
                found => c.number(case, key, found),
            }
        }
        for (i, truth) in case.args["truths"].as_array().expect("truths").iter().enumerate() {
            let of = |place: usize| truth[place].as_f64().expect("a share");
            let output = run("power", &input, &[("discordant", of(0)), ("difference", of(1))]);
            c.element(case, "power", i, find(&output, "power", None, None));
        }
    }
    c.finish(110);
}
