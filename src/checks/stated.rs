//! The plan's own checks and its unresolved readings, from the rows that the derivation found.

use super::Silent;
use super::place::{Basis, Found, Places, Words};
use crate::catalogue::FindingRule;
use crate::data::Row;
use crate::data::cell::Cell;
use crate::data::usable::unusable;
use crate::data::written;
use crate::derive::model::{CheckFailure, Derived, ReadingDerived, ResponseDerived};
use crate::diagnostic::{Sources, codes};
use crate::plan::ir::{
    Check, CodeId, Combine, CombineCase, ExprKind, FindingSeverity, Response, ResponseId, ResponseRole, RowExpr, Table,
    TableId, Type,
};
use std::collections::BTreeMap;

pub fn check_statement(places: &Places<'_>, sources: &Sources, id: usize, derived: &Derived, found: &mut Vec<Found>) {
    let check = &places.plan.checks[id];
    let Some((table, rows)) = places.table(check.table) else { return };
    let (named, calendar) = (own_columns(&check.require), places.data.calendar());
    let show = if named.is_empty() { &table.key } else { &named };
    for failure in derived.check_failures.iter().filter(|failure| failure.check == id) {
        let Some(row) = places.kept(check.table, failure.row) else { continue };
        // What cannot be used has its finding: the check says nothing more.
        let unusable = unusable(table, row, &calendar);
        if named.iter().any(|c| unusable.contains(c)) {
            continue;
        }
        let values: Vec<(String, String)> =
            show.iter().map(|c| (label(table, *c), written(&rows.bound, table, *c, row))).collect();
        let of = split_labels(places, check, failure);
        let said: Vec<String> = values.iter().map(labelled).chain(of.iter().cloned()).collect();
        let words = Words {
            code: codes::CHECK_FAILED,
            rule: FindingRule::Stated(check.header.label.clone()),
            severity: check.severity,
            found: said.join(", "),
            expected: one_line(sources.text(check.require.span)),
        };
        let mut failed = places.at(check.table, row, named.first().copied(), words);
        failed.finding.clause = clause(places, check.header.clause.0);
        let basis = Basis::Check { check: id, split: failure.split.clone(), values, of };
        found.push(Found { basis, ..failed });
    }
}

fn clause(places: &Places<'_>, index: usize) -> String {
    places.plan.clauses.get(index).map_or_else(String::new, |c| c.number.clone())
}

fn label(table: &Table, column: usize) -> String {
    table.columns.get(column).map_or_else(String::new, |c| c.label.clone())
}

fn labelled((label, value): &(String, String)) -> String {
    let value = if value.is_empty() { "missing" } else { value };
    format!("{label} {value}")
}

/// `Reader 1`, for a check made once for each reader.
fn split_labels(places: &Places<'_>, check: &Check, failure: &CheckFailure) -> Vec<String> {
    let label = |((table, column), code): (&(TableId, usize), &usize)| {
        let Type::Code(list) = &places.plan.tables.get(table.0)?.columns.get(*column)?.ty else { return None };
        list.codes.get(*code).map(|c| c.label.clone())
    };
    check.split.iter().zip(&failure.split).filter_map(label).collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Columns of the row itself that a condition names, in the order of the plan.
fn own_columns(e: &RowExpr) -> Vec<usize> {
    let mut columns = vec![];
    collect_columns(e, &mut columns);
    columns.sort_unstable();
    columns.dedup();
    columns
}

fn collect_columns(e: &RowExpr, columns: &mut Vec<usize>) {
    if let ExprKind::Column(index) = e.kind {
        columns.push(index);
    }
    // Of other rows, other tables and events nothing is of this row.
    e.each_operand(&mut |part| collect_columns(part, columns), &mut |_| {});
}

/// Examinations whose readers disagree without a consensus, and consensus readings that contradict readers who agree.
pub fn check_combination(
    places: &Places<'_>,
    id: usize,
    (derived, silent): (&Derived, &Silent),
    found: &mut Vec<Found>,
) {
    let combine = &places.plan.combines[id];
    for of in combine.of.iter().filter(|of| !silent.responses.contains(&of.response)) {
        let (declared, derived) = (&places.plan.responses[of.response.0], &derived.responses[of.response.0]);
        let combined = Combined { places, response: of.response, declared, combine, cases: &of.cases, derived };
        combined.unresolved(found);
        for case in &of.cases {
            combined.contradicted(case, found);
        }
    }
}

/// One response with its readers.
struct Combined<'a> {
    places: &'a Places<'a>,
    response: ResponseId,
    declared: &'a Response,
    combine: &'a Combine,
    cases: &'a [CombineCase],
    derived: &'a ResponseDerived,
}

impl<'a> Combined<'a> {
    fn unresolved(&self, found: &mut Vec<Found>) {
        let exams = self.declared.criterion.exam;
        for (patient, exam) in &self.derived.unresolved {
            let Some(row) = self.places.kept(exams, *exam) else { continue };
            // They stand by patient.
            let first = self.derived.readings.partition_point(|r| r.patient < *patient);
            let own = self.derived.readings.iter().skip(first).take_while(|r| r.patient == *patient);
            let readings = own.filter(|r| r.exam == *exam);
            let responses: Vec<String> = readings.map(|r| format!("{} {}", self.reader(r), self.answer(r))).collect();
            let consensus = self.cases.iter().any(|c| matches!(c, CombineCase::Looked { .. }));
            let words = Words {
                code: codes::READINGS_UNRESOLVED,
                rule: FindingRule::Stated(self.combine.header.label.clone()),
                severity: self.combine.unresolved,
                found: format!("{}: {}", exam_key(self.places, exams.0, row), responses.join(", ")),
                expected: format!(
                    "{} by {}",
                    if consensus { "one response, or a consensus reading," } else { "one response" },
                    self.declared.header.label
                ),
            };
            let basis = Basis::Readings { response: self.response, consensus };
            self.report((exams, row, None), words, basis, found);
        }
    }

    /// The readers' common response stands before a consensus; one that differs was recorded for another examination, or wrongly.
    fn contradicted(&self, case: &CombineCase, found: &mut Vec<Found>) {
        // What was recorded of other readings does not contradict these.
        let CombineCase::Looked { up, .. } = case else { return };
        let Some((declared, rows)) = self.places.table(up.table).filter(|_| up.own) else { return };
        let common = self.common();
        for row in self.places.kept_rows(up.table) {
            let (column, own) = up.criterion;
            if code_of(row, column) != Some(own) {
                continue;
            }
            let agreed = row.cell(up.exam).and_then(|key| common.get(&key));
            let consensus = code_of(row, up.response).and_then(|code| up.codes.get(code).copied().flatten());
            let (Some(consensus), Some(common)) = (consensus, agreed.copied()) else { continue };
            if consensus == common {
                continue;
            }
            let words = Words {
                code: codes::CONSENSUS_CONTRADICTS,
                rule: FindingRule::Stated(self.combine.header.label.clone()),
                severity: FindingSeverity::Query,
                found: written(&rows.bound, declared, up.response, row),
                expected: format!(
                    "{}, on which the readers agree by {}, or no consensus reading",
                    self.declared.criterion.code_name(common),
                    self.declared.header.label
                ),
            };
            let common = self.declared.criterion.code_name(common).to_string();
            let basis = Basis::Consensus { response: self.response, common };
            self.report((up.table, row, Some(up.response)), words, basis, found);
        }
    }

    /// By the key of an examination, the response that all its readers give, at least two of them; examinations that could
    /// not be assessed are left out.
    fn common(&self) -> BTreeMap<Cell<'_>, CodeId> {
        let criterion = &self.declared.criterion;
        let mut readings: BTreeMap<usize, Vec<&ReadingDerived>> = BTreeMap::new();
        for reading in &self.derived.readings {
            readings.entry(reading.exam).or_default().push(reading);
        }
        let says_nothing = [ResponseRole::NotAssessed, ResponseRole::DoesNotApply];
        let unassessed = |result| says_nothing.iter().any(|role| criterion.is(*role, result));
        let agreed = readings.iter().filter_map(|(exam, of_exam)| {
            let (first, others) = of_exam.split_first()?;
            let agree = !others.is_empty() && others.iter().all(|r| r.result == first.result);
            let key = self.places.plan.tables.get(criterion.exam.0)?.key.first()?;
            let row = self.places.kept(criterion.exam, *exam)?;
            (agree && !unassessed(first.result)).then_some((row.cell(*key)?, first.result))
        });
        agreed.collect()
    }

    fn answer(&self, reading: &ReadingDerived) -> &str {
        self.declared.criterion.code_name(reading.result)
    }

    fn reader(&self, reading: &ReadingDerived) -> &str {
        let readers = self.declared.criterion.readers(self.places.plan);
        readers.get(reading.reader).map_or("", |c| c.label.as_str())
    }

    fn report(
        &self,
        (table, row, column): (TableId, Row<'a>, Option<usize>),
        words: Words,
        basis: Basis,
        found: &mut Vec<Found>,
    ) {
        let mut one = self.places.at(table, row, column, words);
        one.finding.clause = clause(self.places, self.combine.header.clause.0);
        found.push(Found { basis, ..one });
    }
}

fn code_of(row: Row<'_>, column: usize) -> Option<usize> {
    match row.cell(column)? {
        Cell::Code(position) => Some(position as usize),
        _ => None,
    }
}

fn exam_key(places: &Places<'_>, table: usize, row: Row<'_>) -> String {
    let (Some(declared), Some(rows)) = (places.plan.tables.get(table), places.rows.get(table)) else {
        return String::new();
    };
    declared.key.iter().map(|c| written(&rows.bound, declared, *c, row)).collect::<Vec<_>>().join(", ")
}
