//! Finds records by what they are, and arranges them into the rows of a table. Nothing here reads an identifier.

use super::document::Span;
use crate::results::format::{Quantity, interval, value};
use crate::results::{AnalysisInfo, MethodUse, PopulationInfo, Record, Results};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// Statistics that serve the computation of others and stand in `results.json` only.
const NOT_SHOWN: &[&str] = &[
    "standard_error", "variance", "at_risk", "df", "z", "log_hazard_ratio", "log_odds_ratio", "observed", "expected",
    "pairs",
];

/// The results, and which of their numbers the report shows.
pub struct Book<'a> {
    pub results: &'a Results,
    shown: RefCell<BTreeSet<usize>>,
}

/// A number with its interval, as indices of records.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    pub estimate: usize,
    pub lower: Option<usize>,
    pub upper: Option<usize>,
    /// What a count is out of.
    pub of: Option<usize>,
}

/// The four counts of matched pairs, which are told together.
const PAIRS: [&str; 4] = ["both", "first_only", "second_only", "neither"];
/// Their common line.
pub const PAIR_COUNTS: &str = "pair_counts";

/// The same statistic of one method, for each arm and for their comparison.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    pub method: Option<&'a MethodUse>,
    pub standing: &'a str,
    pub term: Option<&'a str>,
    pub term_label: Option<&'a str>,
    /// `estimate`, `median`, `survival`, `hazard_ratio`, …; `p_value` where the test has no other number.
    pub statistic: String,
    pub groups: Vec<(&'a str, Measure)>,
    pub comparison: Option<Measure>,
    pub p_value: Option<usize>,
    /// Counts of patients, pairs or events.
    pub counts: bool,
    /// Numbers that follow the comparison in the same cell.
    pub further: Vec<usize>,
}

/// The records of an analysis that share endpoint, response, timepoint and population.
pub struct Panel<'a> {
    pub endpoint: Option<&'a str>,
    pub response: Option<&'a str>,
    pub timepoint: Option<&'a str>,
    pub population: &'a str,
    pub population_n: usize,
    pub lines: Vec<Line<'a>>,
}

impl<'a> Book<'a> {
    pub fn new(results: &'a Results) -> Book<'a> {
        Book { results, shown: RefCell::default() }
    }

    pub fn record(&self, index: usize) -> Option<&'a Record> {
        self.results.records.get(index)
    }

    /// The number without unit, leading to its row of the appendix.
    pub fn number(&self, index: usize) -> Span {
        let Some(record) = self.record(index) else { return Span::default() };
        self.shown.borrow_mut().insert(index);
        Span::new(&value(&record.value, record.quantity)).to(anchor(index))
    }

    /// As [`Book::number`], with the unit.
    pub fn number_with_unit(&self, index: usize) -> Span {
        let unit = if self.record(index).is_some_and(|r| r.quantity == Quantity::Proportion) { "%" } else { "" };
        let mut span = self.number(index);
        span.text.push_str(unit);
        span
    }

    /// `56.3 (37.7 to 73.6)`, or `18/32`, leading to the estimate; its limits stand beside it in the appendix.
    pub fn measure(&self, measure: &Measure) -> Span {
        let mut span = self.number(measure.estimate);
        if span.text == "not reached" {
            span.text = "NR".to_string();
        }
        if let Some(of) = measure.of {
            span.text.push_str(&format!("/{}", self.number(of).text));
        }
        if let Some(interval) = self.interval(measure) {
            span.text.push_str(&format!(" ({interval})"));
        }
        span
    }

    /// `37.7 to 73.6`; none where there are no limits.
    pub fn interval(&self, measure: &Measure) -> Option<String> {
        let (lower, upper) = (measure.lower?, measure.upper?);
        self.shown.borrow_mut().extend([lower, upper]);
        let (lower, upper) = (self.record(lower)?, self.record(upper)?);
        Some(interval(&lower.value, &upper.value, lower.quantity)).filter(|text| text != "NR to NR")
    }

    /// Records shown so far, in their order.
    pub fn shown(&self) -> Vec<(usize, &'a Record)> {
        self.shown.borrow().iter().filter_map(|i| Some((*i, self.record(*i)?))).collect()
    }

    /// The number of a clause, leading to its text.
    pub fn clause(&self, number: &str) -> Span {
        let span = Span::new(number);
        match self.results.clauses.iter().position(|c| c.number == number) {
            Some(i) => span.to(clause_anchor(i)),
            None => span,
        }
    }

    /// Indices of the records that satisfy a condition.
    pub fn indices(&self, wanted: impl Fn(&Record) -> bool) -> Vec<usize> {
        let all = self.results.records.iter().enumerate();
        all.filter(|(_, r)| wanted(r)).map(|(i, _)| i).collect()
    }

    pub fn arm_label(&self, name: &str) -> &'a str {
        self.results.arms.iter().find(|a| a.name == name).map_or("", |a| a.label.as_str())
    }

    /// Arms that have a label; others stand for themselves.
    pub fn arm(&self, name: &'a str) -> &'a str {
        match self.arm_label(name) {
            "" => name,
            label => label,
        }
    }

    pub fn label(&self, kind: &str, name: &'a str) -> &'a str {
        let found = self.results.labels.iter().find(|l| l.kind == kind && l.name == name);
        found.map(|l| l.label.as_str()).filter(|l| !l.is_empty()).unwrap_or(name)
    }

    pub fn population(&self, name: &str) -> Option<&'a PopulationInfo> {
        self.results.populations.iter().find(|p| p.name == name)
    }

    /// `Matched pairs (n=64)`.
    pub fn population_line(&self, name: &str, n: usize) -> String {
        let label = self.population(name).map(|p| p.label.as_str()).filter(|l| !l.is_empty()).unwrap_or(name);
        format!("{label} (n={n})")
    }

    /// The analyses in the order of the plan: those announced, then any other that has records.
    pub fn analyses(&self) -> Vec<AnalysisInfo> {
        let mut all = self.results.analyses.clone();
        for record in &self.results.records {
            let known = all.iter().any(|a| a.name == record.analysis);
            if !known && !matches!(record.role.as_str(), "attrition" | "balance") {
                all.push(AnalysisInfo {
                    name: record.analysis.clone(),
                    label: record.analysis.replace('_', " "),
                    role: record.role.clone(),
                    clause: record.clause.clone(),
                    ..AnalysisInfo::default()
                });
            }
        }
        all.retain(|a| self.results.records.iter().any(|r| r.analysis == a.name));
        all
    }

    /// Arms to be shown in the columns of an analysis: the compared ones first.
    pub fn columns(&self, analysis: &'a AnalysisInfo) -> Vec<&'a str> {
        let mut arms: Vec<&str> = analysis.compare.iter().map(String::as_str).collect();
        let groups = self.results.records.iter().filter(|r| r.analysis == analysis.name);
        for group in groups.filter_map(|r| r.group.as_deref()) {
            if !arms.contains(&group) {
                arms.push(group);
            }
        }
        arms
    }

    pub fn panels(&self, analysis: &str) -> Vec<Panel<'a>> {
        let mut panels: Vec<(Panel<'a>, Vec<usize>)> = Vec::new();
        for (i, r) in self.results.records.iter().enumerate().filter(|(_, r)| r.analysis == analysis) {
            let same = |p: &Panel| {
                p.endpoint == r.endpoint.as_deref()
                    && p.response == r.response.as_deref()
                    && p.timepoint == r.timepoint.as_deref()
                    && p.population == r.population
            };
            match panels.iter_mut().find(|(p, _)| same(p)) {
                Some((_, members)) => members.push(i),
                None => panels.push((panel_of(r), vec![i])),
            }
        }
        let filled = panels.into_iter().map(|(panel, members)| Panel { lines: self.lines(&members), ..panel });
        filled.collect()
    }

    fn lines(&self, members: &[usize]) -> Vec<Line<'a>> {
        let mut lines: Vec<Line<'a>> = Vec::new();
        for &i in members {
            if let Some(record) = self.record(i).filter(|r| !NOT_SHOWN.contains(&r.statistic.as_str())) {
                place(&mut lines, i, record);
            }
        }
        join_p_values(&mut lines);
        join_denominators(&mut lines);
        self.drop_repeated_counts(&mut lines);
        join_pairs(&mut lines);
        lines.sort_by_key(rank);
        lines
    }

    /// Several methods may each say how many patients or events there were; once is enough.
    fn drop_repeated_counts(&self, lines: &mut Vec<Line<'a>>) {
        let text = |i: usize| self.record(i).map(|r| format!("{:?}", r.value)).unwrap_or_default();
        let denominators = lines.iter().map(|l| l.groups.iter().filter_map(|(g, m)| Some((*g, text(m.of?)))).collect());
        let mut seen: Vec<(String, Vec<(&str, String)>)> = denominators.map(|d| ("n".to_string(), d)).collect();
        let by_arm = lines.iter().any(|l| l.counts && !l.groups.is_empty());
        lines.retain(|line| {
            if !line.counts || line.term.is_some() {
                return true;
            }
            let total = matches!(line.statistic.as_str(), "n" | "events") && line.groups.is_empty();
            let groups = line.groups.iter().map(|(g, m)| (*g, text(m.estimate)));
            let all = groups.chain(line.comparison.iter().map(|m| ("", text(m.estimate))));
            let key = (line.statistic.clone(), all.collect());
            let new = !seen.contains(&key);
            seen.push(key);
            new && !(total && by_arm)
        });
    }
}

/// The anchor of a record in the appendix.
pub fn anchor(index: usize) -> String {
    format!("r{index}")
}

/// The anchor of a clause, by its position.
pub fn clause_anchor(index: usize) -> String {
    format!("c{index}")
}

fn panel_of(r: &Record) -> Panel<'_> {
    Panel {
        endpoint: r.endpoint.as_deref(),
        response: r.response.as_deref(),
        timepoint: r.timepoint.as_deref(),
        population: &r.population,
        population_n: r.population_n,
        lines: vec![],
    }
}

/// What is told first: who was counted, what was found in each arm, the comparison, the test that decides, the rest.
fn rank(line: &Line) -> usize {
    match line.standing {
        _ if line.counts && !line.groups.is_empty() => 0,
        "estimates" if !line.groups.is_empty() => 1,
        _ if line.counts => 2,
        "estimates" => 3,
        "decides" => 4,
        _ => 5,
    }
}

/// Which part of a measure a statistic is.
enum Part {
    Estimate,
    Lower,
    Upper,
}

/// `median_lower` is the lower limit of `median`; a bare `lower` that of the number before it.
fn split(statistic: &str) -> (Option<&str>, Part) {
    for (suffix, part) in [("lower", Part::Lower), ("upper", Part::Upper)] {
        if statistic == suffix {
            return (None, part);
        }
        if let Some(stem) = statistic.strip_suffix(suffix).and_then(|s| s.strip_suffix('_')) {
            return (Some(stem), part);
        }
    }
    (Some(statistic), Part::Estimate)
}

/// Puts a record into the line it belongs to.
fn place<'a>(lines: &mut Vec<Line<'a>>, index: usize, record: &'a Record) {
    let (stem, part) = split(&record.statistic);
    let same_use = |l: &Line| l.method == record.method.as_ref() && l.term == record.term.as_deref();
    let holds = |l: &Line| match record.group.as_deref() {
        Some(group) => l.groups.iter().any(|(g, _)| *g == group),
        None => l.comparison.is_some(),
    };
    let bound_of = |l: &Line| same_use(l) && stem.is_none_or(|s| l.statistic == s) && holds(l);
    if !matches!(part, Part::Estimate)
        && let Some(line) = lines.iter_mut().rev().find(|l| bound_of(l))
    {
        let measure = match record.group.as_deref() {
            Some(group) => line.groups.iter_mut().find(|(g, _)| *g == group).map(|(_, m)| m),
            None => line.comparison.as_mut(),
        };
        if let Some(measure) = measure {
            match part {
                Part::Lower => measure.lower = Some(index),
                _ => measure.upper = Some(index),
            }
        }
        return;
    }
    let measure = Measure { estimate: index, lower: None, upper: None, of: None };
    let open = |l: &Line| {
        same_use(l) && l.statistic == record.statistic && l.standing == record.standing && !holds(l)
    };
    let at = lines.iter().position(open).unwrap_or_else(|| {
        lines.push(Line {
            method: record.method.as_ref(),
            standing: &record.standing,
            term: record.term.as_deref(),
            term_label: record.term_label.as_deref(),
            statistic: record.statistic.clone(),
            groups: vec![],
            comparison: None,
            p_value: None,
            counts: record.quantity == Quantity::Count,
            further: vec![],
        });
        lines.len() - 1
    });
    match (record.group.as_deref(), record.statistic.as_str()) {
        (Some(group), _) => lines[at].groups.push((group, measure)),
        (None, "p_value") => lines[at].p_value = Some(index),
        (None, _) => lines[at].comparison = Some(measure),
    }
}

/// A p-value stands in the line of the number it tests, where that has the same method, options and standing.
fn join_p_values(lines: &mut Vec<Line<'_>>) {
    for i in (0..lines.len()).rev() {
        let (line, p) = match &lines[i] {
            l if l.statistic == "p_value" && l.groups.is_empty() => (l.clone(), l.p_value),
            _ => continue,
        };
        let tested = lines.iter_mut().find(|l| {
            let same = l.method == line.method && l.term == line.term && l.standing == line.standing;
            same && l.statistic != "p_value" && l.comparison.is_some() && l.p_value.is_none()
        });
        if let Some(tested) = tested {
            tested.p_value = p;
            lines.remove(i);
        }
    }
}

/// Both, only the first, only the second, neither: one line.
fn join_pairs(lines: &mut Vec<Line<'_>>) {
    let at = |lines: &[Line], name: &str| lines.iter().position(|l| l.statistic == name && l.comparison.is_some());
    let Some(places) = PAIRS.iter().map(|name| at(lines, name)).collect::<Option<Vec<_>>>() else { return };
    let further = places[1..].iter().filter_map(|i| Some(lines[*i].comparison?.estimate)).collect();
    lines[places[0]].further = further;
    lines[places[0]].statistic = PAIR_COUNTS.to_string();
    lines.retain(|l| !PAIRS.contains(&l.statistic.as_str()));
}

/// `events` or `successes` with `n`, of the same method, become one line: 18/32.
fn join_denominators(lines: &mut Vec<Line<'_>>) {
    let counted = ["events", "successes", "responders"];
    for i in (0..lines.len()).rev() {
        let all = match lines.get(i) {
            Some(l) if l.statistic == "n" && !l.groups.is_empty() => l.clone(),
            _ => continue,
        };
        let part = lines.iter_mut().find(|l| {
            counted.contains(&l.statistic.as_str())
                && l.method == all.method
                && l.term == all.term
                && l.groups.len() == all.groups.len()
        });
        if let Some(part) = part {
            for (group, measure) in &mut part.groups {
                measure.of = all.groups.iter().find(|(g, _)| g == group).map(|(_, m)| m.estimate);
            }
            lines.remove(i);
        }
    }
}
