//! From a row of a table to its file, line, column and patient.

use super::finding::Finding;
use crate::catalogue::FindingRule;
use crate::data::cell::{Cell, shown};
use crate::data::{Issue, Read, Row, TableRows};
use crate::diagnostic::Code;
use crate::plan::ir::{FindingSeverity, Plan, Table, TableId};
use std::collections::BTreeMap;

/// Whether it concerns a row and not its file as a whole, table of the plan, line, column of the plan.
pub type Order = (bool, usize, Option<u32>, Option<usize>);

/// A finding with its place in the order.
pub struct Found {
    pub order: Order,
    pub finding: Finding,
}

/// What is found and what was expected, in words.
pub struct Words {
    pub code: Code,
    pub rule: FindingRule,
    pub severity: FindingSeverity,
    pub found: String,
    pub expected: String,
}

/// Finds rows again: by key, and by line.
pub struct Places<'a> {
    pub plan: &'a Plan,
    pub read: &'a Read,
    /// By table: rows by the text of a key of one column.
    keyed: Vec<BTreeMap<&'a str, &'a Row>>,
    lines: Vec<BTreeMap<u32, &'a Row>>,
}

impl<'a> Places<'a> {
    pub fn new(plan: &'a Plan, read: &'a Read) -> Self {
        let mut places = Places { plan, read, keyed: vec![], lines: vec![] };
        for (table, rows) in plan.tables.iter().zip(&read.rows) {
            // Rows set aside first: one that was kept under the same key takes the place.
            let all = || rows.aside.iter().chain(&rows.kept);
            let key = table.key.first().copied();
            places.keyed.push(all().filter_map(|r| Some((text(r, key?)?, r))).collect());
            places.lines.push(all().map(|r| (r.line, r)).collect());
        }
        places
    }

    pub fn table(&self, id: TableId) -> Option<(&'a Table, &'a TableRows)> {
        Some((self.plan.tables.get(id.0)?, self.read.rows.get(id.0)?))
    }

    /// Rows of the typed table and rows set aside.
    pub fn all_rows(&self, id: TableId) -> impl Iterator<Item = &'a Row> {
        self.read.rows.get(id.0).into_iter().flat_map(|rows| rows.kept.iter().chain(&rows.aside))
    }

    pub fn kept(&self, id: TableId, row: usize) -> Option<&'a Row> {
        self.read.rows.get(id.0)?.kept.get(row)
    }

    /// The row this one belongs to.
    pub fn parent(&self, id: TableId, row: &Row) -> Option<(TableId, &'a Row)> {
        let (column, parent) = self.plan.tables.get(id.0)?.parent?;
        let key = text(row, column)?;
        Some((parent, self.keyed.get(parent.0)?.get(key)?))
    }

    /// The pseudonym of the patient a row belongs to.
    pub fn patient(&self, id: TableId, row: &Row) -> Option<String> {
        let patients = self.plan.patient_table();
        let table = self.plan.tables.get(id.0)?;
        if id == patients {
            return table.key.first().and_then(|c| text(row, *c)).map(str::to_string);
        }
        // The reference itself names the patient, also where the patient's row is missing.
        if let Some((column, parent)) = table.parent
            && parent == patients
        {
            return text(row, column).map(str::to_string);
        }
        let (parent, above) = self.parent(id, row)?;
        self.patient(parent, above)
    }

    pub fn of_issue(&self, issue: &Issue, rule: FindingRule, severity: FindingSeverity) -> Found {
        let row = issue.line.and_then(|line| self.lines.get(issue.table.0)?.get(&line).copied());
        let words =
            Words { code: issue.code, rule, severity, found: issue.found.clone(), expected: issue.expected.clone() };
        self.found(issue.table, issue.line, row, issue.column, words)
    }

    pub fn at(&self, id: TableId, row: &Row, column: Option<usize>, words: Words) -> Found {
        self.found(id, Some(row.line), Some(row), column, words)
    }

    fn found(&self, id: TableId, line: Option<u32>, row: Option<&Row>, column: Option<usize>, words: Words) -> Found {
        let bound = self.read.rows.get(id.0).map(|r| &r.bound);
        let table = self.plan.tables.get(id.0);
        let clause = table.map_or("", |t| self.plan.clause_number(t.header.clause)).to_string();
        let finding = Finding {
            code: words.code,
            rule: words.rule,
            severity: words.severity,
            table: table.map_or_else(String::new, |t| t.header.name.clone()),
            file: bound.map_or_else(String::new, |b| b.file.clone()),
            line,
            column: column.and_then(|c| bound?.columns.get(c)).map(|c| c.file_column.node.clone()),
            patient: row.and_then(|r| self.patient(id, r)).map(|p| shown(&p)),
            found: words.found,
            expected: words.expected,
            clause,
        };
        // The header is line 1: what is found there explains what is found below.
        Found { order: (line.is_some_and(|l| l > 1), id.0, line, column), finding }
    }
}

/// The text of a key or reference.
fn text(row: &Row, column: usize) -> Option<&str> {
    match row.cells.get(column) {
        Some(Cell::Text(t)) => Some(t),
        _ => None,
    }
}
