//! What a run says at its end: what was found in the data, and what could not be estimated.

use super::earlier::Earlier;
use super::provenance::DataRead;
use crate::catalogue::Statistic;
use crate::checks::finding::Finding;
use crate::checks::report::severity_word;
use crate::derive::model::Derived;
use crate::number::{NotEstimable, Number, Quantity};
use crate::plan::ir::{Endpoint, EndpointKind, ExprKind, FindingSeverity, Plan, RowNode};
use crate::results::{Record, Results, Role, Standing};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

/// Lines of a list before the rest is only counted.
const LONGEST: usize = 10;

/// How many findings there are, then each rule with its count: what concerns whole files first, then the worst.
pub fn findings(findings: &[Finding], out: &Path) -> Vec<String> {
    if findings.is_empty() {
        return vec!["nothing was found in the data".to_string()];
    }
    let of = |severity| findings.iter().filter(|f| f.severity == severity).count();
    let (blocking, queries, notes) =
        (of(FindingSeverity::BlocksLock), of(FindingSeverity::Query), of(FindingSeverity::Note));
    let mut lines = vec![format!(
        "{} finding{} in {}: {blocking} blocking, {queries} to query, {notes} to note",
        findings.len(),
        if findings.len() == 1 { "" } else { "s" },
        out.join("findings.csv").display()
    )];
    let rules = rules(findings);
    lines.extend(rules.iter().take(LONGEST).map(|rule| {
        let Rule { severity, code, rule, file, count, .. } = rule;
        format!(
            "  {count:>5}  {code} {:<11}  {rule}{}{file}",
            severity_word(*severity),
            if file.is_empty() { "" } else { ", " }
        )
    }));
    if rules.len() > LONGEST {
        let rest: usize = rules.iter().skip(LONGEST).map(|r| r.count).sum();
        lines.push(format!("  {rest:>5}  by {} more rules", rules.len() - LONGEST));
    }
    lines
}

/// That the arms were dealt, and how much is withheld.
pub fn masked(results: &Results) -> Option<String> {
    let masked = results.study.masked.as_ref()?;
    let (seed, withheld) = (masked.seed, masked.withheld.len());
    Some(format!(
        "masked: the arms were dealt by chance (seed {seed}), and the title page lists {withheld} things that are withheld"
    ))
}

/// Files that have lost rows since the earlier run of this study.
pub fn fewer_rows(now: &[DataRead], before: Option<&Earlier>) -> Vec<String> {
    let before = before.map_or(&[][..], |b| b.data.as_slice());
    let fewer = now.iter().filter_map(|file| {
        let rows = before.iter().find(|b| b.file == file.file)?.rows?;
        (file.rows < rows).then(|| format!("{} has {} rows; it had {rows} in the run before", file.file, file.rows))
    });
    fewer.collect()
}

/// Columns that nothing reads, and of which the binding does not say why.
pub fn not_read(data: &[DataRead]) -> Vec<String> {
    let of_file = |file: &DataRead| {
        let open: Vec<&str> = file.not_read.iter().filter(|c| c.because.is_none()).map(|c| c.column.as_str()).collect();
        (!open.is_empty()).then(|| {
            format!(
                "nothing reads {} of {}: name what is left out on purpose under `not read`, with the reason",
                open.join(", "),
                file.file
            )
        })
    };
    let reasons = data.iter().flat_map(|file| file.not_read.iter().map(move |column| (file, column)));
    let said = reasons.filter_map(|(file, column)| {
        let because = column.because.as_ref()?;
        Some(format!("{} of {} is not read: {because}", column.column, file.file))
    });
    said.chain(data.iter().filter_map(of_file)).collect()
}

/// Days that the plan counts up to and that lie after the cut-off of some patients, whatever became of them.
pub fn beyond_cut_off(plan: &Plan, derived: &Derived, cut_off: i32) -> Vec<String> {
    let mut days: BTreeMap<i64, Vec<&str>> = BTreeMap::new();
    for endpoint in &plan.endpoints {
        if let Some(last) = followed_to(plan, endpoint) {
            days.entry(last).or_default().push(&endpoint.header.name);
        }
    }
    let zeros: Vec<i64> = derived.time_zero.iter().flatten().map(|day| i64::from(*day)).collect();
    let lines = days.into_iter().filter_map(|(last, of)| {
        let beyond = zeros.iter().filter(|zero| *zero + last > i64::from(cut_off)).count();
        (beyond > 0).then(|| {
            format!(
                "day {last} ({}) lies after the cut-off for {beyond} of the {} patients with a time zero: they cannot be followed up to it",
                of.join(", "),
                zeros.len()
            )
        })
    });
    lines.collect()
}

/// The day after time zero up to which an endpoint looks; of responses the last day of their windows.
fn followed_to(plan: &Plan, endpoint: &Endpoint) -> Option<i64> {
    if endpoint.kind.later_start().is_some() {
        return None;
    }
    match &endpoint.kind {
        EndpointKind::YesNo(yes_no) => {
            let windows = yes_no.by.iter().flat_map(|by| {
                let points = &plan.timepoints[plan.responses[by.response.0].timepoints].points;
                by.at.iter().filter_map(|at| points[at.0].window)
            });
            windows.map(|(_, last)| last).max()
        }
        EndpointKind::Given(given) => {
            let mut last = None;
            given.value.each(&mut |part| {
                if let ExprKind::Within { high, anchor, .. } = &part.kind
                    && matches!(anchor.node(), Some(RowNode::TimeZero))
                {
                    last = last.max(Some(*high));
                }
            });
            last.filter(|last| *last > 0)
        }
        EndpointKind::TimeToEvent(_)
        | EndpointKind::CompetingRisks(_)
        | EndpointKind::Events(_)
        | EndpointKind::BestResponse(_) => endpoint.kind.last_day().map(|last| last.days().0),
    }
}

/// How the binding can state what the files are, where it does not.
pub fn unstated(data: &[DataRead], plan: &str) -> Option<String> {
    let count = data.iter().filter(|d| !d.stated).count();
    (count > 0).then(|| {
        let files = if count == 1 { "1 file".to_string() } else { format!("{count} files") };
        format!(
            "the binding does not state rows and SHA-256 of {files}; `prespec dump --stage files {plan}` prints them to be pasted"
        )
    })
}

struct Rule<'f> {
    of_rows: bool,
    severity: FindingSeverity,
    code: &'f str,
    rule: &'f str,
    file: &'f str,
    count: usize,
}

fn rules(findings: &[Finding]) -> Vec<Rule<'_>> {
    let mut rules: Vec<Rule> = vec![];
    for f in findings {
        let one = Rule {
            of_rows: f.line.is_some_and(|l| l > 1),
            severity: f.severity,
            code: f.code.0,
            rule: f.rule.english(),
            file: &f.file,
            count: 1,
        };
        let same = |r: &&mut Rule| {
            (r.of_rows, r.severity, r.code, r.rule, r.file) == (one.of_rows, one.severity, one.code, one.rule, one.file)
        };
        match rules.iter_mut().find(same) {
            Some(rule) => rule.count += 1,
            None => rules.push(one),
        }
    }
    let rank = |severity| match severity {
        FindingSeverity::BlocksLock => 0,
        FindingSeverity::Query => 1,
        FindingSeverity::Note => 2,
    };
    // A note about a whole file waits for what blocks.
    rules.sort_by_key(|r| (rank(r.severity), r.of_rows, std::cmp::Reverse(r.count)));
    rules
}

/// Empty populations, matchings without pairs, and the analyses of which nothing, or of the primary one something, could
/// not be estimated.
pub fn not_estimable(results: &Results) -> Vec<String> {
    let mut lines: Vec<String> = results
        .populations
        .iter()
        .filter(|p| p.n == Some(0))
        .map(|p| format!("population {}: no patient ({})", p.name, p.label))
        .collect();
    lines.extend(results.records.iter().filter_map(matching));
    let mut others = vec![];
    for analysis in &results.analyses {
        let records: Vec<&Record> =
            results.records.iter().filter(|r| r.analysis == analysis.name && counts(r)).collect();
        let failed: Vec<&Record> = records.iter().copied().filter(|r| reason(r).is_some()).collect();
        let Some(first) = failed.first() else { continue };
        let whole = failed.len() == records.len();
        match (analysis.role == Role::Primary, whole) {
            (true, true) => lines.push(format!("{}: not estimable ({})", analysis.name, why(first))),
            (true, false) => {
                lines.extend(failed.iter().take(3).map(|r| format!("{}: not estimable ({})", r.id, why(r))));
            }
            (false, true) => others.push(analysis.name.as_str()),
            (false, false) => {}
        }
    }
    if !others.is_empty() {
        lines.push(format!("not estimable, no number of them: {}", others.join(", ")));
    }
    lines
}

/// An estimate or a test of the analysis, not a count.
fn counts(record: &Record) -> bool {
    matches!(record.standing, Standing::Estimate | Standing::MainTest) && record.quantity != Quantity::Count
}

fn reason(record: &Record) -> Option<&NotEstimable> {
    match &record.value {
        Number::NotEstimable(reason) => Some(reason),
        _ => None,
    }
}

fn why(record: &Record) -> Cow<'static, str> {
    match reason(record) {
        Some(reason) if record.population_n != Some(0) => reason.english(),
        Some(_) | None => Cow::Borrowed("the population is empty"),
    }
}

fn matching(record: &Record) -> Option<String> {
    if record.role != Role::Balance || record.statistic != Statistic::Pairs {
        return None;
    }
    match &record.value {
        Number::NotEstimable(reason) => Some(format!("matching {}: no pair ({})", record.analysis, reason.english())),
        Number::Count(0) => Some(format!("matching {}: no pair was found", record.analysis)),
        _ => None,
    }
}
