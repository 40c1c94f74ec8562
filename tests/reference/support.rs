//! Cases, data and comparison.

use prespec::catalogue::{OptionKind, OptionValue, named};
use prespec::methods::{self, Input, Outcome, Output};
use prespec::number::{Estimable, NotEstimable, Number};
use serde_json::Value;
use std::path::PathBuf;

/// Relative difference allowed where nothing else is said.
pub const TOLERANCE: f64 = 1e-8;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/reference")
}

/// One case of a family: arguments and expected numbers.
pub struct Case {
    pub id: String,
    pub dataset: Option<String>,
    pub args: Value,
    pub expected: Value,
    /// The same by higher precision, where the implementation behind `expected` is not exact.
    pub tight: Value,
}

/// The cases of `tests/reference/FAMILY.json`, in their order.
pub fn cases(family: &str) -> Vec<Case> {
    let path = folder().join(format!("{family}.json"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let cases: Vec<Value> = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let text = |v: &Value| v.as_str().map(str::to_string);
    let case = |c: &Value| Case {
        id: text(&c["id"]).expect("an id"),
        dataset: text(&c["dataset"]),
        args: c["args"].clone(),
        expected: c["expected"].clone(),
        tight: c["tight"].clone(),
    };
    let cases: Vec<Case> = cases.iter().map(case).collect();
    assert!(!cases.is_empty(), "{family} holds cases");
    cases
}

impl Case {
    pub fn kind(&self) -> &str {
        self.args["kind"].as_str().unwrap_or_default()
    }
    pub fn text(&self, key: &str) -> &str {
        self.args[key].as_str().unwrap_or_else(|| panic!("{}: no text {key}", self.id))
    }
    pub fn number(&self, key: &str) -> f64 {
        self.args[key].as_f64().unwrap_or_else(|| panic!("{}: no number {key}", self.id))
    }
    pub fn count(&self, key: &str) -> u64 {
        self.args[key].as_u64().unwrap_or_else(|| panic!("{}: no count {key}", self.id))
    }
    pub fn level(&self) -> f64 {
        self.args["conf_level"].as_f64().unwrap_or(0.95)
    }
    pub fn data(&self) -> Table {
        data(self.dataset.as_deref().unwrap_or_else(|| panic!("{}: no dataset", self.id)))
    }
    /// Whether the expected numbers hold this key.
    pub fn has(&self, key: &str) -> bool {
        self.expected.get(key).is_some()
    }
}

/// A table of `tests/reference/data`, as text; empty cells are missing.
pub struct Table {
    name: String,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

pub fn data(name: &str) -> Table {
    let path = folder().join("data").join(format!("{name}.csv"));
    let mut reader = csv::Reader::from_path(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let columns = reader.headers().expect("a header").iter().map(str::to_string).collect();
    let rows = reader.records().map(|r| r.expect("a row").iter().map(str::to_string).collect()).collect();
    Table { name: name.to_string(), columns, rows }
}

impl Table {
    pub fn n(&self) -> usize {
        self.rows.len()
    }
    pub fn texts(&self, column: &str) -> Vec<String> {
        let at = self.columns.iter().position(|c| c == column);
        let at = at.unwrap_or_else(|| panic!("{}: no column {column}", self.name));
        self.rows.iter().map(|r| r[at].clone()).collect()
    }
    /// Missing cells are NaN.
    pub fn numbers(&self, column: &str) -> Vec<f64> {
        let number = |text: &String| match text.as_str() {
            "" => f64::NAN,
            t => t.parse().unwrap_or_else(|_| panic!("{}: {column} holds {t}", self.name)),
        };
        self.texts(column).iter().map(number).collect()
    }
    /// Only the rows that satisfy the condition, by position.
    pub fn filtered(&self, keep: impl Fn(usize) -> bool) -> Table {
        let rows = self.rows.iter().enumerate().filter(|(i, _)| keep(*i)).map(|(_, r)| r.clone()).collect();
        Table { name: self.name.clone(), columns: self.columns.clone(), rows }
    }
    /// Only the rows in which none of these columns is missing.
    pub fn complete(&self, columns: &[&str]) -> Table {
        let texts: Vec<Vec<String>> = columns.iter().map(|c| self.texts(c)).collect();
        self.filtered(|i| texts.iter().all(|t| !t[i].is_empty()))
    }
}

/// Collects every difference of a test and fails with all of them.
#[derive(Default)]
pub struct Comparison {
    differences: Vec<String>,
    compared: usize,
    /// Beginnings of what the reference gives with a variance of 0 and we must not give, and how often each was met.
    without_variance: Vec<(&'static str, usize)>,
}

impl Comparison {
    /// What begins like this (case, key) the reference computes from a variance of 0: here it is not estimable.
    pub fn without_variance(beginnings: &[&'static str]) -> Comparison {
        Comparison { without_variance: beginnings.iter().map(|b| (*b, 0)).collect(), ..Comparison::default() }
    }
    /// Against a key of the case. Null asks for no estimate, `"Inf"` for an infinite one.
    pub fn number(&mut self, case: &Case, key: &str, ours: impl Into<Ours>) {
        self.number_within(case, key, ours, TOLERANCE);
    }
    pub fn number_within(&mut self, case: &Case, key: &str, ours: impl Into<Ours>, tolerance: f64) {
        let expected = case.expected.get(key);
        let expected = expected.unwrap_or_else(|| panic!("{}: nothing expected as {key}", case.id));
        self.value(&format!("{} {key}", case.id), expected, ours, tolerance);
    }
    /// Against the `i`-th number of a key.
    pub fn element(&mut self, case: &Case, key: &str, i: usize, ours: impl Into<Ours>) {
        self.element_within(case, key, i, ours, TOLERANCE);
    }
    pub fn element_within(&mut self, case: &Case, key: &str, i: usize, ours: impl Into<Ours>, tolerance: f64) {
        let expected = case.expected.get(key).and_then(|v| v.get(i));
        let expected = expected.unwrap_or_else(|| panic!("{}: nothing expected as {key}[{i}]", case.id));
        self.value(&format!("{} {key}[{i}]", case.id), expected, ours, tolerance);
    }
    pub fn value(&mut self, what: &str, expected: &Value, ours: impl Into<Ours>, tolerance: f64) {
        self.compared += 1;
        let ours = ours.into().0;
        let refused = self.without_variance.iter_mut().find(|(beginning, _)| what.starts_with(beginning));
        if let Some((_, met)) = &mut refused.filter(|_| !expected.is_null()) {
            *met += 1;
            if ours.is_ok() {
                self.differences.push(format!("{what}: {ours:?} without a variance"));
            }
            return;
        }
        let same = match (expected, &ours) {
            (Value::Null, Err(_)) => true,
            (Value::String(s), Ok(v)) => {
                (s == "Inf" && *v == f64::INFINITY) || (s == "-Inf" && *v == f64::NEG_INFINITY)
            }
            (Value::Number(e), Ok(v)) => close(*v, e.as_f64().expect("a number"), tolerance),
            _ => false,
        };
        if !same {
            self.differences.push(format!("{what}: expected {expected}, got {ours:?}"));
        }
    }
    /// Fails with every difference found; `at_least` comparisons must have been made.
    pub fn finish(self, at_least: usize) {
        assert!(
            self.differences.is_empty(),
            "{} of {} differ:\n{}",
            self.differences.len(),
            self.compared,
            self.differences.join("\n")
        );
        let unmet: Vec<_> = self.without_variance.iter().filter(|(_, met)| *met == 0).collect();
        assert!(unmet.is_empty(), "never compared: {unmet:?}");
        assert!(self.compared >= at_least, "only {} numbers were compared", self.compared);
    }
}

/// Relative difference within tolerance; against 0 an absolute one, a millionth of it.
pub fn close(ours: f64, expected: f64, tolerance: f64) -> bool {
    (ours - expected).abs() <= tolerance * expected.abs() || (expected == 0.0 && ours.abs() <= tolerance * 1e-6)
}

/// A number of ours, or why there is none.
pub struct Ours(Result<f64, String>);

impl From<f64> for Ours {
    fn from(value: f64) -> Ours {
        Ours(Ok(value))
    }
}

impl From<Estimable> for Ours {
    fn from(value: Estimable) -> Ours {
        Ours(value.map_err(|e: NotEstimable| e.english().into_owned()))
    }
}

impl From<Number> for Ours {
    fn from(value: Number) -> Ours {
        Ours(match value {
            Number::Count(v) => Ok(v as f64),
            Number::Real(v) => Ok(v),
            Number::Infinite => Ok(f64::INFINITY),
            Number::NegativeInfinite => Ok(f64::NEG_INFINITY),
            Number::NotEstimable(reason) => Err(reason.english().into_owned()),
            Number::Withheld(_) => Err("withheld".into()),
        })
    }
}

/// Runs a method of the language with these options and the defaults of the others.
pub fn run(method: &str, input: &Input, options: &[(&str, &str)]) -> Output {
    let method = named(method).unwrap_or_else(|| panic!("no method {method}"));
    for (name, _) in options {
        assert!(method.options.iter().any(|o| o.name == *name), "{} has no option {name}", method.name);
    }
    let fill = |spec: &prespec::catalogue::OptionSpec| {
        let said = options.iter().find(|(n, _)| *n == spec.name).map(|(_, v)| *v);
        let word = said.or(spec.default).unwrap_or_else(|| panic!("{} needs {}", method.name, spec.name));
        let value = match spec.kind {
            OptionKind::Choice(words) => {
                assert!(words.contains(word), "{} is no {} of {}", word, spec.name, method.name);
                OptionValue::Word(word.to_string())
            }
            OptionKind::Days | OptionKind::Day => {
                OptionValue::Days(word.split(',').filter_map(|d| d.trim().parse().ok()).collect())
            }
            OptionKind::Number(_) | OptionKind::Cause => OptionValue::Number(word.parse().expect("a number")),
        };
        (spec.name, value)
    };
    let said: Vec<_> = method.options.iter().map(fill).collect();
    let options = method.options_with(&said).unwrap_or_else(|| panic!("{} does not take {said:?}", method.name));
    methods::run(input, &options)
}

/// The statistic of this name and group without a term.
pub fn statistic(output: &Output, name: &str, group: Option<usize>) -> Number {
    find(output, name, group, None)
}

/// The statistic of this name, group and term.
pub fn find(output: &Output, name: &str, group: Option<usize>, term: Option<&str>) -> Number {
    let mut found = output
        .statistics
        .iter()
        .filter(|s| s.statistic.code() == name && s.group == group && s.place().as_deref() == term);
    let one =
        found.next().unwrap_or_else(|| panic!("no statistic {name} {group:?} {term:?} in {:?}", output.statistics));
    assert!(found.next().is_none(), "{name} {group:?} {term:?} twice");
    one.value.clone()
}

/// Yes/no outcomes from counts: (responders, n) of each group.
pub fn yes_no(groups: &[(u64, u64)], level: f64) -> Input {
    let (mut group, mut outcome) = (vec![], vec![]);
    for (g, (responders, n)) in groups.iter().enumerate() {
        for i in 0..*n {
            group.push(g);
            outcome.push(i < *responders);
        }
    }
    let patient = (0..group.len()).collect();
    Input { level, groups: groups.len(), group, outcome: Outcome::YesNo(outcome), patient, ..Input::default() }
}

/// Matched pairs from the table of both, first only, second only, neither.
pub fn matched(both: u64, first_only: u64, second_only: u64, neither: u64, level: f64) -> Input {
    let mut pairs = vec![];
    for (count, pair) in
        [(both, (true, true)), (first_only, (true, false)), (second_only, (false, true)), (neither, (false, false))]
    {
        pairs.extend((0..count).map(|_| pair));
    }
    let outcome = pairs.iter().map(|p| p.0).chain(pairs.iter().map(|p| p.1)).collect();
    let n = pairs.len();
    Input {
        level,
        groups: 2,
        group: (0..2 * n).map(|i| i / n).collect(),
        outcome: Outcome::YesNo(outcome),
        patient: (0..2 * n).collect(),
        pair: Some((0..2 * n).map(|i| i % n).collect()),
        ..Input::default()
    }
}

/// Outcome and named columns of a model formula, factors as indicators of all but their first level, rows with a missing value left out.
pub fn formula(case: &Case) -> (Vec<f64>, Vec<(String, Vec<f64>)>) {
    let (outcome, right) = case.text("formula").split_once(" ~ ").expect("a formula");
    let terms: Vec<&str> = right.split(" + ").collect();
    let bare = |term: &str| term.trim_start_matches("factor(").trim_end_matches(')').to_string();
    let names: Vec<String> = terms.iter().map(|t| bare(t)).chain([outcome.to_string()]).collect();
    let table = case.data().complete(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let mut columns = vec![];
    for term in terms {
        columns.extend(indicators(&table, term, &bare(term)));
    }
    (table.numbers(outcome), columns)
}

/// A numeric column as it is, a factor as indicators.
pub fn indicators(table: &Table, term: &str, column: &str) -> Vec<(String, Vec<f64>)> {
    let texts = table.texts(column);
    if term == column && texts.iter().all(|t| t.parse::<f64>().is_ok()) {
        return vec![(term.to_string(), table.numbers(column))];
    }
    let levels: std::collections::BTreeSet<&String> = texts.iter().collect();
    let indicator = |level: &String| texts.iter().map(|t| f64::from(t == level)).collect();
    levels.into_iter().skip(1).map(|level| (format!("{term}{level}"), indicator(level))).collect()
}
