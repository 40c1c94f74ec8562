//! Analyses put together from clauses.

use super::naive::Question;
use prespec::catalogue::{self, Method, OptionKind, OptionSpec, OutcomeKind, Reads, Use};
use std::fmt::Write;

/// An analysis of the plan and what it asks.
#[derive(Clone)]
pub struct Case {
    pub name: String,
    pub text: String,
    pub question: Question,
    /// The method with its defaults in all patients, nothing or matched sets said of them.
    plain: bool,
}

impl Case {
    pub fn new(name: String, text: String, question: Question) -> Case {
        Case { name, text, question, plain: true }
    }
}

/// The kinds of outcome of the endpoints.
pub const KINDS: &[OutcomeKind] = &[
    OutcomeKind::YesNo,
    OutcomeKind::TimeToEvent,
    OutcomeKind::CompetingRisks,
    OutcomeKind::Continuous,
    OutcomeKind::Category,
    OutcomeKind::Events,
];

const ENDPOINTS: &[(&str, OutcomeKind)] = &[
    ("response", OutcomeKind::YesNo),
    ("best", OutcomeKind::YesNo),
    ("later_response", OutcomeKind::YesNo),
    ("later_best", OutcomeKind::YesNo),
    ("sure_response", OutcomeKind::YesNo),
    ("later_sure", OutcomeKind::YesNo),
    ("sure_best", OutcomeKind::YesNo),
    ("responding", OutcomeKind::TimeToEvent),
    ("outcome", OutcomeKind::CompetingRisks),
    ("growth", OutcomeKind::TimeToEvent),
    ("fine", OutcomeKind::YesNo),
    ("fine_or_failed", OutcomeKind::YesNo),
    ("os", OutcomeKind::TimeToEvent),
    ("given_time", OutcomeKind::TimeToEvent),
    ("risks", OutcomeKind::CompetingRisks),
    ("given_risks", OutcomeKind::CompetingRisks),
    ("score_then", OutcomeKind::Continuous),
    ("class_then", OutcomeKind::Category),
    ("harms", OutcomeKind::Events),
];
const COMPARISONS: &[&str] = &["arms", "three", "none", "baseline", "exposure"];
/// With a landmark or without; the last two contradict themselves.
const POPULATIONS: &[(&str, bool)] = &[
    ("all_of_them", false),
    ("matched", false),
    ("late", true),
    ("late_matched", true),
    ("late_risks", true),
    ("late_given", true),
    ("late_growth", true),
    ("late_response", true),
    ("all_of_them", true),
    ("late", false),
];
const ADJUSTMENTS: &[&str] = &["", "strata", "covariates", "weights", "pairs", "cluster"];

/// One in so many of those that can be accepted, and of those that contradict themselves.
const THINNED: (usize, usize) = (7, 61);

/// The combinations, thinned but for the plain ones; all of them where the variable `PRESPEC_INTERACTION` is `all`.
pub fn combinations() -> Vec<Case> {
    let all = std::env::var_os("PRESPEC_INTERACTION").is_some_and(|v| v == "all");
    let thinned = |(place, case): &(usize, Case)| {
        let step = if hopeless(case.question) { THINNED.1 } else { THINNED.0 };
        all || place % step == 0 || case.plain && !hopeless(case.question)
    };
    // Those of a method are counted by themselves, so that another option of one method leaves no case of another out.
    let of_one =
        |cases: Vec<Case>| cases.into_iter().enumerate().filter(thinned).map(|(_, case)| case).collect::<Vec<_>>();
    every().into_iter().flat_map(of_one).collect()
}

/// What no plan can mean.
fn hopeless(question: Question) -> bool {
    match (question.compare, question.endpoint, question.population) {
        ("baseline", endpoint, _) if endpoint != "score_then" => true,
        ("exposure", endpoint, _) if endpoint != "os" => true,
        (_, "growth", population) => population != "late_growth",
        (_, endpoint, "late_response") => endpoint != "responding",
        (_, endpoint, "late_growth") => !endpoint.starts_with("later"),
        ("three", _, "matched" | "late_matched") => true,
        (_, _, "all_of_them") => question.landmark,
        (_, _, "late") => !question.landmark,
        _ => false,
    }
}

/// By endpoint and method.
fn every() -> Vec<Vec<Case>> {
    let mut all: Vec<Vec<Case>> = vec![];
    for (endpoint, kind) in ENDPOINTS {
        for method in catalogue::ALL.iter().filter(|m| m.takes.contains(kind)) {
            let before: usize = all.iter().map(Vec::len).sum();
            let mut cases = vec![];
            for compare in COMPARISONS {
                for (population, landmark) in POPULATIONS {
                    for adjust in ADJUSTMENTS {
                        let question = Question { endpoint, compare, population, landmark: *landmark, adjust };
                        for (i, call) in calls(method).iter().enumerate() {
                            let simple = *population == "all_of_them" && matches!(*adjust, "" | "pairs");
                            let case = case(before + cases.len(), question, *kind, method, call);
                            cases.extend(case.map(|c| Case { plain: simple && i == 0, ..c }));
                        }
                    }
                }
            }
            all.push(cases);
        }
    }
    all
}

/// The method with its defaults, then with each option changed, each to every other value.
fn calls(method: &'static Method) -> Vec<String> {
    let needed: Vec<String> =
        method.options.iter().filter(|o| o.default.is_none()).map(|o| set(o, values(o)[0].as_str())).collect();
    let with = |more: Option<String>, without: &str| {
        let kept = needed.iter().filter(|n| !n.starts_with(&format!("{without}:"))).cloned();
        let all: Vec<String> = kept.chain(more).collect();
        if all.is_empty() { method.name.to_string() } else { format!("{} {{ {} }}", method.name, all.join(", ")) }
    };
    let mut found = vec![with(None, "")];
    for option in method.options {
        for value in values(option).iter().filter(|v| Some(v.as_str()) != option.default) {
            let call = with(Some(set(option, value)), option.name);
            if !found.contains(&call) {
                found.push(call);
            }
        }
    }
    found
}

fn set(option: &OptionSpec, value: &str) -> String {
    format!("{}: {value}", option.name)
}

fn values(option: &OptionSpec) -> Vec<String> {
    match option.kind {
        OptionKind::Choice(words) => words.words().map(str::to_string).collect(),
        OptionKind::Day => vec!["day 200".into()],
        OptionKind::Days => vec!["(day 50, day 150)".into()],
        OptionKind::Number(limits) => vec![if limits.whole { "7".into() } else { "0.4".into() }],
        OptionKind::Cause => vec!["2".into()],
    }
}

/// The estimator of an effect that stands beside what estimates none.
fn companion(kind: OutcomeKind, adjust: &str, compare: &str) -> (&'static str, &'static str) {
    match (kind, compare, adjust) {
        (OutcomeKind::Continuous, "baseline", _) => ("mean_difference", "t_test { variance: paired }"),
        (OutcomeKind::YesNo, _, "strata") => ("odds_ratio", "mantel_haenszel"),
        (OutcomeKind::YesNo, _, "cluster") => ("odds_ratio", "logistic { variance: robust, by: cluster }"),
        (OutcomeKind::YesNo, ..) => ("odds_ratio", "logistic"),
        (OutcomeKind::TimeToEvent, _, "cluster") => ("hazard_ratio", "cox { variance: robust, by: cluster }"),
        (OutcomeKind::TimeToEvent, _, "pairs") => ("hazard_ratio", "cox { variance: robust, by: pair }"),
        (OutcomeKind::TimeToEvent, ..) => ("hazard_ratio", "cox"),
        (OutcomeKind::CompetingRisks, ..) => ("subdistribution_hazard_ratio", "fine_gray"),
        (OutcomeKind::Continuous, ..) => ("mean_difference", "linear_model"),
        (OutcomeKind::Category, ..) => ("association", ""),
        (OutcomeKind::Events, "arms", _) => ("rate_ratio", "rate_ratio"),
        _ => ("none", ""),
    }
}

fn case(n: usize, question: Question, kind: OutcomeKind, method: &'static Method, call: &str) -> Option<Case> {
    let name = format!("x{n}");
    let mut text = format!("analysis {name} \"{name}\" {{\n  role: supplementary\n");
    let (effect, beside) = companion(kind, question.adjust, question.compare);
    let own = method.estimates.iter().find(|e| e.outcome() == kind).map(|e| e.word());
    let named = call.split(' ').next() == beside.split(' ').next();
    let (effect, beside) = match own {
        Some(own) => (own, ""),
        None if named => (effect, ""),
        None => (effect, beside),
    };
    if question.landmark {
        text.push_str("  landmark: day 60\n");
    }
    let _ =
        writeln!(text, "  estimand {{\n    endpoint:   {}\n    population: {}", question.endpoint, question.population);
    let read_by = match question.endpoint {
        "response" | "sure_response" => Some("tumour"),
        "later_response" | "later_sure" => Some("later_tumour"),
        _ => None,
    };
    if let Some(response) = read_by {
        let point = if question.landmark { "M6" } else { "M2" };
        let _ = writeln!(
            text,
            "    each:       {response} at {point}\n    intercurrent {{ death: composite {{ as: failure }}, examination on that day: after_event }}"
        );
    }
    if matches!(question.endpoint, "growth" | "responding") {
        text.push_str("    intercurrent { death: value_before_event, event on that day: counts }\n");
    }
    let compare = compared(question.compare);
    if !compare.is_empty() {
        let _ = writeln!(text, "    compare:    {compare}\n    effect:     {effect}");
    }
    text.push_str("  }\n");
    let said = adjusted(question.adjust);
    if !said.is_empty() {
        let _ = writeln!(text, "  {said}");
    }
    let beside = if question.compare == "none" { "" } else { beside };
    let key = match method.uses {
        uses if uses.contains(&Use::Estimate) && own.is_some() => "estimate",
        // All numbers are given, its test among them.
        uses if uses.contains(&Use::Estimate) => "also given",
        uses if uses.contains(&Use::Decide) => "also given",
        _ => "assumption",
    };
    match (key, beside) {
        ("estimate", "") => writeln!(text, "  estimate: {call}"),
        ("estimate", beside) => writeln!(text, "  estimate: {beside}, {call}"),
        (key, "") => writeln!(text, "  {key}: {call}"),
        (key, beside) => writeln!(text, "  estimate: {beside}\n  {key}: {call}"),
    }
    .ok()?;
    text.push_str("}\n");
    Some(Case { name, text, question, plain: false })
}

pub fn compared(compare: &str) -> &'static str {
    match compare {
        "arms" => "a against b",
        "three" => "(a, c) against b",
        "listed" => "a, b, c",
        "baseline" => "value against baseline",
        "exposure" => "exposed against unexposed { to: exposed, from: day_after }",
        _ => "",
    }
}

pub fn adjusted(adjust: &str) -> &'static str {
    match adjust {
        "strata" => "strata: sex",
        "age" => "covariates: age",
        "covariates" => "covariates: age { per: 10 }, sex, marker\n  if a covariate is missing: left_out",
        "weights" => "weights: weight",
        "pairs" => "pairs: set\n  if a covariate is missing: left_out",
        "cluster" => "cluster: site",
        _ => "",
    }
}

const KEYS: [&str; 4] = ["estimate", "main test", "also given", "assumption"];

/// Every method as the only one of its analysis, under every key, with no comparison, of two arms, of two against one and of three
/// in their order; the effect unsaid, and said to be none. What a method needs of an analysis is said.
pub fn alone() -> Vec<Case> {
    let mut cases = vec![];
    for (endpoint, kind) in ENDPOINTS.iter().filter(|(endpoint, _)| OF_A_KIND.contains(endpoint)) {
        for method in catalogue::ALL.iter().filter(|m| m.takes.contains(kind)) {
            for compare in ["none", "arms", "three", "listed"] {
                for (key, effect) in KEYS.iter().flat_map(|key| [(key, ""), (key, "none")]) {
                    let adjust = needed(method);
                    let question = Question { endpoint, compare, population: "all_of_them", landmark: false, adjust };
                    let call = calls(method).into_iter().next().unwrap_or_default();
                    cases.push(only(cases.len(), question, key, effect, &call));
                }
            }
        }
    }
    cases
}

/// One endpoint of each kind.
pub const OF_A_KIND: &[&str] = &["fine", "os", "risks", "score_then", "class_then", "harms"];

fn needed(method: &Method) -> &'static str {
    let needs = |reads: Reads| method.asks.needs.contains(&reads);
    match () {
        () if needs(Reads::Strata) => "strata",
        () if needs(Reads::Pairs) || matches!(method.name, "mcnemar" | "conditional_logistic") => "pairs",
        () if needs(Reads::Covariates) => "covariates",
        () => "",
    }
}

fn only(n: usize, question: Question, key: &str, effect: &str, call: &str) -> Case {
    let mut lines = vec![format!("endpoint: {}", question.endpoint), "population: all_of_them".to_string()];
    if question.compare != "none" {
        lines.push(format!("compare: {}", compared(question.compare)));
    }
    if !effect.is_empty() {
        lines.push(format!("effect: {effect}"));
    }
    let (name, said) = (format!("y{n}"), adjusted(question.adjust));
    let estimand = lines.join("\n    ");
    let text = format!(
        "analysis {name} \"{name}\" {{\n  role: supplementary\n  estimand {{\n    {estimand}\n  }}\n  {said}\n  {key}: {call}\n}}\n"
    );
    Case { name, text, question, plain: true }
}
