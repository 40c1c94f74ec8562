//! The plan's own checks and its unresolved readings, from the rows that the derivation found.

use super::place::{Found, Places, Words};
use crate::data::Row;
use crate::derive::model::{CheckFailure, Derived};
use crate::diagnostic::{Sources, codes};
use crate::plan::ir::{Check, CombineCase, Expr, ExprKind, ResponseId, Table, Type};

pub fn check_statements(places: &Places<'_>, sources: &Sources, derived: &Derived, found: &mut Vec<Found>) {
    for failure in &derived.check_failures {
        let Some(check) = places.plan.checks.get(failure.check) else { continue };
        let (Some((table, rows)), Some(row)) = (places.table(check.table), places.kept(check.table, failure.row)) else { continue };
        let named = own_columns(&check.require);
        let show: Vec<usize> = if named.is_empty() { table.key.clone() } else { named.clone() };
        let mut values: Vec<String> = show.iter().map(|c| labelled(table, *c, &rows.bound.written(table, *c, row))).collect();
        values.extend(split_label(places, check, failure));
        let words = Words {
            code: codes::CHECK_FAILED,
            rule: &check.header.label,
            severity: check.severity,
            found: values.join(", "),
            expected: one_line(sources.text(check.require.span)),
        };
        let mut finding = places.at(check.table, row, named.first().copied(), words);
        finding.finding.clause = clause(places, check.header.clause.0);
        found.push(finding);
    }
}

fn clause(places: &Places<'_>, index: usize) -> String {
    places.plan.clauses.get(index).map_or_else(String::new, |c| c.number.clone())
}

fn labelled(table: &Table, column: usize, value: &str) -> String {
    let label = table.columns.get(column).map_or("", |c| c.label.as_str());
    let value = if value.is_empty() { "missing" } else { value };
    format!("{label} {value}")
}

/// `Reader 1`, for a check made once for each reader.
fn split_label(places: &Places<'_>, check: &Check, failure: &CheckFailure) -> Option<String> {
    let (table, column) = check.split?;
    let Type::Code(list) = &places.plan.tables.get(table.0)?.columns.get(column)?.ty else { return None };
    list.codes.get(failure.split?).map(|c| c.label.clone())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Columns of the row itself that a condition names, in the order of the plan.
fn own_columns(e: &Expr) -> Vec<usize> {
    let mut columns = vec![];
    collect_columns(e, &mut columns);
    columns.sort_unstable();
    columns.dedup();
    columns
}

fn collect_columns(e: &Expr, columns: &mut Vec<usize>) {
    match &e.kind {
        ExprKind::Column(index) => columns.push(*index),
        ExprKind::Not(x) | ExprKind::IsKnown(x) | ExprKind::Negative(x) | ExprKind::Log10(x) | ExprKind::YearOf(x) | ExprKind::PlusDays(x, _) | ExprKind::InSet(x, _) => {
            collect_columns(x, columns);
        }
        ExprKind::InRange { what, .. } | ExprKind::Scale { of: what, .. } => collect_columns(what, columns),
        ExprKind::And(parts) | ExprKind::Or(parts) => parts.iter().for_each(|p| collect_columns(p, columns)),
        ExprKind::Compare { left, right, .. } | ExprKind::Arithmetic { left, right, .. } => {
            collect_columns(left, columns);
            collect_columns(right, columns);
        }
        ExprKind::Within { date: left, anchor: right, .. } | ExprKind::Before(left, right) | ExprKind::After(left, right) | ExprKind::FromOn(left, right) => {
            collect_columns(left, columns);
            collect_columns(right, columns);
        }
        // Other rows, other tables, events: nothing of this row.
        _ => {}
    }
}

/// Examinations whose readers disagree without a consensus.
pub fn check_responses(places: &Places<'_>, derived: &Derived, found: &mut Vec<Found>) {
    for (i, response) in derived.responses.iter().enumerate() {
        let Some(declared) = places.plan.responses.get(i) else { continue };
        let Some(combine) = places.plan.combines.iter().find(|c| c.of.contains(&ResponseId(i))) else { continue };
        for (patient, exam) in &response.unresolved {
            let criterion = &declared.criterion;
            let Some(row) = places.kept(criterion.exam, *exam) else { continue };
            let readings = response.readings.iter().filter(|r| r.patient == *patient && r.exam == *exam);
            let responses: Vec<String> = readings
                .map(|r| {
                    let answer = criterion.responses.codes.get(r.result).map_or("", |c| c.label.as_str());
                    format!("{} {answer}", reader_label(places, i, r.reader))
                })
                .collect();
            let consensus = combine.cases.iter().any(|c| matches!(c, CombineCase::Looked { .. }));
            let words = Words {
                code: codes::READINGS_UNRESOLVED,
                rule: &combine.header.label,
                severity: combine.unresolved,
                found: format!("{}: {}", exam_key(places, criterion.exam.0, row), responses.join(", ")),
                expected: format!("{} by {}", if consensus { "one response, or a consensus reading," } else { "one response" }, declared.header.label),
            };
            let mut finding = places.at(criterion.exam, row, None, words);
            finding.finding.clause = clause(places, combine.header.clause.0);
            found.push(finding);
        }
    }
}

fn exam_key(places: &Places<'_>, table: usize, row: &Row) -> String {
    let (Some(declared), Some(rows)) = (places.plan.tables.get(table), places.read.rows.get(table)) else { return String::new() };
    declared.key.iter().map(|c| rows.bound.written(declared, *c, row)).collect::<Vec<_>>().join(", ")
}

fn reader_label(places: &Places<'_>, response: usize, reader: usize) -> String {
    let label = || {
        let criterion = &places.plan.responses.get(response)?.criterion;
        let Type::Code(list) = &places.plan.tables.get(criterion.lesion.0)?.columns.get(criterion.reader)?.ty else { return None };
        list.codes.get(reader).map(|c| c.label.clone())
    };
    label().unwrap_or_default()
}
