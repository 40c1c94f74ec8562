//! A covariate that does not vary, or follows from the others, is named by every model, and no number is given.

use super::support::run;
use prespec::methods::{Input, Outcome};
use prespec::number::Number;

/// Numbers in [0, 1) (a congruential generator, Knuth's MMIX constants).
struct Draws(u64);

impl Draws {
    fn below(&mut self, n: u64) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % n) as usize
    }
}

/// Method, options, and what is estimated.
type Call = (&'static str, &'static [(&'static str, &'static str)]);

const SURVIVAL: &[Call] = &[
    ("cox", &[("ties", "efron")]),
    ("cox", &[("ties", "breslow")]),
    ("cox", &[("ties", "exact")]),
    ("cox", &[("likelihood", "firth")]),
];
const LOGISTIC: &[Call] = &[("logistic", &[]), ("logistic", &[("fit", "firth")])];
const CONDITIONAL: &[Call] = &[("conditional_logistic", &[])];
const LINEAR: &[Call] = &[("linear_model", &[("variance", "model")]), ("linear_model", &[("variance", "hc3")])];
const FINE_GRAY: &[Call] = &[("fine_gray", &[("cause", "1")])];

/// No coefficient, and where the reason is the covariates, `zinc` by name. Whether it was.
fn refuses(input: &Input, calls: &[Call], what: &str) -> usize {
    let mut named = 0;
    for (method, options) in calls {
        let output = run(method, input, options);
        let estimates = ["hazard_ratio", "odds_ratio", "subdistribution_hazard_ratio", "estimate", "standard_error"];
        for statistic in output.statistics.iter().filter(|s| estimates.contains(&s.statistic.code())) {
            let Number::NotEstimable(reason) = &statistic.value else {
                panic!("{method} {options:?} with {what}: {statistic:?}");
            };
            let reason = reason.english();
            let other = ["no events", "all respond", "no more patients", "fewer patients"];
            if !other.iter().any(|o| reason.contains(o)) {
                assert!(reason.contains("zinc"), "{method} {options:?} with {what}: {reason}");
                named += 1;
            }
        }
    }
    named
}

const CONSTANTS: [f64; 8] = [0.1, 0.2, 0.3, 1e9, 1e9 + 0.1, 1e-9, 1.0 / 3.0, 123_456.789];

/// By outcome: (survival, competing risks, yes or no, numbers) of `n` rows.
fn outcomes(draws: &mut Draws, n: usize) -> [(Outcome, &'static [Call]); 4] {
    let time: Vec<f64> = (0..n).map(|_| 1.0 + draws.below(9) as f64).collect();
    let event: Vec<bool> = (0..n).map(|_| draws.below(2) == 0).collect();
    let cause: Vec<usize> = (0..n).map(|_| draws.below(3)).collect();
    let number: Vec<f64> = (0..n).map(|_| draws.below(40) as f64 / 20.0).collect();
    let causes = vec!["a".to_string(), "b".to_string()];
    [
        (Outcome::TimeToEvent { entry: None, time: time.clone(), event: event.clone() }, SURVIVAL),
        (Outcome::CompetingRisks { time, cause, causes }, FINE_GRAY),
        (Outcome::YesNo(event), LOGISTIC),
        (Outcome::Continuous(number), LINEAR),
    ]
}

fn input(n: usize, groups: usize, outcome: Outcome, covariates: Vec<(&str, Vec<f64>)>) -> Input {
    Input {
        level: 0.95,
        groups,
        group: (0..n).map(|i| i % groups).collect(),
        patient: (0..n).collect(),
        pair: Some((0..n).map(|i| i / 2).collect()),
        outcome,
        covariates: covariates.into_iter().map(|(name, values)| (name.to_string(), values)).collect(),
        ..Input::default()
    }
}

/// Time 3, 6, 6, 3, 5, 3, event 0, 1, 1, 1, 0, 0, x = 0.2 throughout: it fitted with a standard error of 3e24.
#[test]
fn one_constant_covariate() {
    let outcome = Outcome::TimeToEvent {
        entry: None,
        time: vec![3.0, 6.0, 6.0, 3.0, 5.0, 3.0],
        event: vec![false, true, true, true, false, false],
    };
    assert!(refuses(&input(6, 1, outcome, vec![("zinc", vec![0.2; 6])]), SURVIVAL, "0.2") >= 8);
}

#[test]
fn constants_and_sums_in_random_sets() {
    let mut draws = Draws(4711);
    let mut named = 0;
    for round in 0..150 {
        let n = 8 + draws.below(8);
        let value = CONSTANTS[round % CONSTANTS.len()];
        let a: Vec<f64> = (0..n).map(|_| draws.below(30) as f64 / 10.0).collect();
        let b: Vec<f64> = (0..n).map(|_| draws.below(7) as f64 * 0.3).collect();
        let sum: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a / 3.0 + b).collect();
        for (outcome, calls) in outcomes(&mut draws, n) {
            for groups in [1, 2] {
                let constant = input(n, groups, outcome.clone(), vec![("zinc", vec![value; n])]);
                named += refuses(&constant, calls, &format!("{value}"));
            }
            let beside = input(n, 2, outcome.clone(), vec![("a", a.clone()), ("zinc", vec![value; n])]);
            named += refuses(&beside, calls, &format!("{value} beside another"));
            let determined = vec![("a", a.clone()), ("b", b.clone()), ("zinc", sum.clone())];
            named += refuses(&input(n, 1, outcome, determined), calls, "a sum of others");
        }
    }
    assert!(named > 4000, "{named}");
}

/// What is constant within every matched set, or within every stratum, or at every event, has no information.
#[test]
fn constant_where_the_likelihood_compares() {
    let mut draws = Draws(12);
    let mut named = 0;
    for _ in 0..100 {
        let n = 12;
        let response: Vec<bool> = (0..n).map(|_| draws.below(2) == 0).collect();
        let of_set: Vec<f64> = (0..n / 2).map(|_| draws.below(30) as f64 / 7.0 + 0.1).collect();
        let x: Vec<f64> = (0..n).map(|i| of_set[i / 2]).collect();
        let sets = input(n, 2, Outcome::YesNo(response.clone()), vec![("zinc", x.clone())]);
        named += refuses(&sets, CONDITIONAL, "a constant of each set");
        // The only other value leaves before the first event.
        let time: Vec<f64> = (0..n).map(|i| if i == 3 { 1.0 } else { 2.0 + draws.below(5) as f64 }).collect();
        let event: Vec<bool> = (0..n).map(|i| i != 3 && response[i]).collect();
        let early: Vec<f64> = (0..n).map(|i| if i == 3 { 0.7 } else { 0.1 }).collect();
        let survival = Outcome::TimeToEvent { entry: None, time, event };
        named += refuses(&input(n, 1, survival.clone(), vec![("zinc", early)]), SURVIVAL, "a constant at every event");
        let strata =
            Input { strata: Some((0..n).map(|i| i / 2).collect()), ..input(n, 1, survival, vec![("zinc", x)]) };
        named += refuses(&strata, SURVIVAL, "a constant of each stratum");
    }
    assert!(named > 1000, "{named}");
    // Late entry: the risk sets of the two events do not overlap, and x is constant in each.
    let late = Outcome::TimeToEvent {
        entry: Some(vec![0.0, 0.0, 0.0, 10.0, 10.0, 10.0]),
        time: vec![1.0, 5.0, 6.0, 11.0, 15.0, 16.0],
        event: vec![true, false, false, true, false, false],
    };
    let x = [0.1, 0.1, 0.1, 0.3, 0.3, 0.3].to_vec();
    assert!(refuses(&input(6, 1, late, vec![("zinc", x)]), SURVIVAL, "a constant of each risk set") >= 8);
}
