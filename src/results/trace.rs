//! The chain from a number back to the clause that asked for it, the rules that were applied and the patients behind it.

mod patients;
mod selection;

use super::{Record, Results, StepInfo};
use crate::number::Number;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

const WIDTH: usize = 100;

/// The chain as text; none where there is no result of this identifier.
pub fn chain(results: &Results, id: &str) -> Option<String> {
    let record = results.records.iter().find(|r| r.id == id)?;
    let mut text = String::new();
    number(&mut text, results, record);
    clause(&mut text, results, record);
    steps(&mut text, results, record);
    if !selection::selected(&mut text, results, record) {
        patients::behind(&mut text, results, record);
    }
    Some(text)
}

/// The identifier nearest to one that does not exist: the one that shares the longest beginning.
pub fn nearest<'r>(results: &'r Results, id: &str) -> Option<&'r str> {
    let shared = |other: &str| id.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let best = results
        .records
        .iter()
        .map(|r| r.id.as_str())
        .max_by_key(|other| (shared(other), std::cmp::Reverse(other.len())))?;
    (shared(best) > 0).then_some(best)
}

fn line(text: &mut String, words: std::fmt::Arguments) {
    // Writing to a String cannot fail.
    let _ = text.write_fmt(words);
    text.push('\n');
}

fn number(text: &mut String, results: &Results, record: &Record) {
    let exact = match &record.value {
        Number::Count(n) => n.to_string(),
        Number::Real(v) => v.to_string(),
        Number::Infinite => "infinite".to_string(),
        Number::NegativeInfinite => "minus infinite".to_string(),
        Number::NotEstimable(reason) => format!("not estimable: {}", reason.english()),
    };
    line(text, format_args!("{}", record.id));
    line(text, format_args!("  {} ({exact})", record.formatted));
    let of = [record.endpoint.as_deref(), record.response.as_deref(), record.point(), record.group.word()];
    let of: Vec<&str> = of.into_iter().flatten().collect();
    line(text, format_args!("  {} of {} {}", record.statistic, record.analysis, of.join(", ")));
    let term = results.term_label(record).map(str::to_string);
    if let Some(term) = term.or_else(|| record.place()) {
        line(text, format_args!("  for: {term}"));
    }
    if let Some(method) = &record.method {
        let options: Vec<String> = method.options.iter().map(|(k, v)| format!("{k}: {v}")).collect();
        line(text, format_args!("  method: {} {{ {} }}", method.name, options.join(", ")));
        line(text, format_args!("  {}", method.citation));
    }
    line(text, format_args!("  stands as: {}, {}", record.role, record.standing));
    if let Some(multiplicity) = &record.multiplicity {
        line(text, format_args!("  multiplicity: {multiplicity}"));
    }
}

fn clause(text: &mut String, results: &Results, record: &Record) {
    let Some(clause) = results.clauses.iter().find(|c| c.number == record.clause) else { return };
    line(text, format_args!("\nClause {} {}   {}:{}", clause.number, clause.title, clause.file, clause.line));
    for paragraph in clause.text.split("\n\n").filter(|p| !p.trim().is_empty()) {
        for wrapped in wrap(paragraph, WIDTH - 2) {
            line(text, format_args!("  {wrapped}"));
        }
        text.push('\n');
    }
}

/// The steps that the record names and all that these read, each before what it reads.
fn steps(text: &mut String, results: &Results, record: &Record) {
    let chain = reached(results, &record.steps);
    line(text, format_args!("Steps, the last first"));
    let width = chain.iter().map(|s| s.id.len()).max().unwrap_or(0).min(48);
    for step in &chain {
        let place = format!("{}:{}", step.file, step.line);
        line(
            text,
            format_args!("  {:width$}  {:<9} clause {:<14} {place}  {}", step.id, step.kind, step.clause, step.label),
        );
    }
    if !record.tables.is_empty() {
        line(text, format_args!("\nTables"));
    }
    for table in results.tables.iter().filter(|t| record.tables.contains(&t.name)) {
        line(text, format_args!("  {} ({}), {} rows, sha-256 {}", table.label, table.name, table.rows, table.digest));
    }
}

fn reached<'r>(results: &'r Results, from: &[String]) -> Vec<&'r StepInfo> {
    let by_id: BTreeMap<&str, usize> = results.steps.iter().enumerate().map(|(i, s)| (s.id.as_str(), i)).collect();
    let mut open: Vec<&str> = from.iter().map(String::as_str).collect();
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        if let Some(&index) = by_id.get(id)
            && found.insert(index)
        {
            open.extend(results.steps[index].inputs.iter().map(String::as_str));
        }
    }
    found.into_iter().rev().map(|i| &results.steps[i]).collect()
}

/// Lines of at most `width` characters, broken at spaces.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![];
    let mut current = String::new();
    for word in text.split_whitespace() {
        if !current.is_empty() && current.chars().count() + 1 + word.chars().count() > width {
            lines.push(std::mem::take(&mut current));
        }
        if !current.is_empty() {
            current.push(' ');
        }
        current.push_str(word);
    }
    if !current.is_empty() {
        lines.push(current);
    }
    lines
}
