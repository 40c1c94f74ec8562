//! From a row of a table to its file, line, column and patient.

use super::finding::Finding;
use crate::catalogue::FindingRule;
use crate::data::cell::shown;
use crate::data::{Data, Issue, Read, Row, TableRows, links};
use crate::diagnostic::Code;
use crate::plan::ir::{FindingSeverity, Plan, ResponseId, Table, TableId};
use std::collections::{BTreeMap, BTreeSet};

/// Whether it concerns a row and not its file as a whole, table of the plan, line, column of the plan.
pub type Order = (bool, usize, Option<u32>, Option<usize>);

/// A finding with its place in the order.
pub struct Found {
    pub order: Order,
    pub finding: Finding,
    pub basis: Basis,
}

/// What a finding was worked out from, besides the value at its place.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum Basis {
    /// What is declared of the value, its row or its file.
    #[default]
    Declared,
    /// The value of the same thing in its other rows.
    Elsewhere(String),
    /// A check of the plan, an index into `Plan::checks`.
    Check {
        check: usize,
        /// The codes that it was made for.
        split: Vec<usize>,
        /// Labels and values of the row; without a value it is missing.
        values: Vec<(String, String)>,
        /// Labels of the codes.
        of: Vec<String>,
    },
    /// Readings of one response that differ; whether a consensus could settle it.
    Readings { response: ResponseId, consensus: bool },
    /// A consensus, and the response that all readers give.
    Consensus { response: ResponseId, common: String },
    /// A thing that is followed; the label of the set it is of.
    Followed { response: ResponseId, set: String },
    /// An examination at baseline that a criterion takes for none.
    Unfit { response: ResponseId },
    /// Another date, as the file writes days.
    Limit(String),
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
    /// All tables, or those of some patients.
    pub data: &'a Data,
    /// What is known of each table besides.
    pub rows: &'a [TableRows],
    /// Rows that were set aside are among them.
    with_aside: bool,
    /// By table: of one that others belong to, rows by the text of a key of one column.
    keyed: Vec<BTreeMap<&'a str, Row<'a>>>,
    /// By table: rows of which reading found something, by their line.
    lines: Vec<BTreeMap<u32, Row<'a>>>,
}

impl<'a> Places<'a> {
    /// All rows, and those of which reading found something by their line.
    pub fn of_all(plan: &'a Plan, read: &'a Read) -> Self {
        let mut places =
            Places { plan, data: &read.data, rows: &read.rows, with_aside: true, keyed: vec![], lines: vec![] };
        if places.has_findings(read) {
            places.keyed = places.by_key();
        }
        for index in 0..plan.tables.len() {
            let of = read.issues.iter().filter(|issue| issue.table.0 == index);
            let asked: BTreeSet<u32> = of.filter_map(|issue| issue.line).collect();
            let rows = places.all_rows(TableId(index)).filter(|row| asked.contains(&row.line()));
            let found = if asked.is_empty() { BTreeMap::new() } else { rows.map(|row| (row.line(), row)).collect() };
            places.lines.push(found);
        }
        places
    }

    /// Something may be said of one row whose patient is to be found among all.
    fn has_findings(&self, read: &Read) -> bool {
        let among_all = |table: &Table| table.thing.as_ref().is_some_and(|thing| !thing.within_patient);
        !read.issues.is_empty()
            || read.rows.iter().any(|rows| !rows.aside.is_empty())
            || read.data.tables.iter().any(|table| !table.unusable.is_empty())
            || self.plan.tables.iter().any(among_all)
    }

    /// All rows, each with the row that it belongs to.
    pub fn with_keys(plan: &'a Plan, read: &'a Read) -> Self {
        let mut places =
            Places { plan, data: &read.data, rows: &read.rows, with_aside: true, keyed: vec![], lines: vec![] };
        places.keyed = places.by_key();
        places
    }

    /// The rows of some patients.
    pub fn of_part(plan: &'a Plan, read: &'a Read, data: &'a Data) -> Self {
        let mut places = Places { plan, data, rows: &read.rows, with_aside: false, keyed: vec![], lines: vec![] };
        places.keyed = places.by_key();
        places
    }

    fn by_key(&self) -> Vec<BTreeMap<&'a str, Row<'a>>> {
        let of = |(index, table): (usize, &Table)| {
            let id = TableId(index);
            let above = self.plan.tables.iter().any(|below| below.parent.is_some_and(|(_, parent)| parent == id));
            let Some(key) = table.key.first().filter(|_| above).copied() else { return BTreeMap::new() };
            // Rows set aside first: one that was kept under the same key takes the place.
            let all = self.aside(id).chain(self.kept_rows(id));
            all.filter_map(|row| Some((row.text(key)?, row))).collect()
        };
        self.plan.tables.iter().enumerate().map(of).collect()
    }

    pub fn table(&self, id: TableId) -> Option<(&'a Table, &'a TableRows)> {
        Some((self.plan.tables.get(id.0)?, self.rows.get(id.0)?))
    }

    /// The rows of the typed table.
    pub fn kept_rows(&self, id: TableId) -> impl DoubleEndedIterator<Item = Row<'a>> + Clone + use<'a> {
        self.data.tables.get(id.0).into_iter().flat_map(|table| table.rows.iter())
    }

    /// Rows that were set aside, where they are among them.
    pub fn aside(&self, id: TableId) -> impl Iterator<Item = Row<'a>> + use<'a> {
        let rows = self.rows.get(id.0).filter(|_| self.with_aside);
        rows.into_iter().flat_map(|rows| rows.aside.iter())
    }

    /// Rows of the typed table and rows set aside.
    pub fn all_rows(&self, id: TableId) -> impl Iterator<Item = Row<'a>> + use<'a> {
        self.kept_rows(id).chain(self.aside(id))
    }

    pub fn kept(&self, id: TableId, row: usize) -> Option<Row<'a>> {
        self.data.tables.get(id.0)?.rows.get(row)
    }

    /// By row of the typed table, the row above that it belongs to; of a table that belongs to none nothing.
    pub fn rows_above(&self, id: TableId) -> Vec<Option<usize>> {
        let (rows, plan) = (|id: TableId| &self.data.tables[id.0].rows, self.plan);
        let above = plan.table(id).parent;
        above.map_or(vec![], |(column, parent)| links(rows(id), column, rows(parent), plan.table(parent).key[0]))
    }

    /// By row of the typed table, the row of its patient.
    pub fn patients_of(&self, id: TableId) -> Vec<Option<usize>> {
        let patients = self.plan.patient_table();
        let rows = self.data.tables[id.0].rows.len();
        match self.plan.table(id).parent {
            _ if id == patients => (0..rows).map(Some).collect(),
            Some((_, parent)) => {
                let above = self.patients_of(parent);
                self.rows_above(id).into_iter().map(|row| row.and_then(|row| above[row])).collect()
            }
            None => vec![None; rows],
        }
    }

    /// The row this one belongs to.
    pub fn parent(&self, id: TableId, row: Row<'a>) -> Option<(TableId, Row<'a>)> {
        let (column, parent) = self.plan.tables.get(id.0)?.parent?;
        Some((parent, *self.keyed.get(parent.0)?.get(row.text(column)?)?))
    }

    /// The pseudonym of the patient a row belongs to.
    pub fn patient(&self, id: TableId, row: Row<'a>) -> Option<&'a str> {
        let patients = self.plan.patient_table();
        let table = self.plan.tables.get(id.0)?;
        if id == patients {
            return table.key.first().and_then(|c| row.text(*c));
        }
        // The reference itself names the patient, also where the patient's row is missing.
        if let Some((column, parent)) = table.parent
            && parent == patients
        {
            return row.text(column);
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

    pub fn at(&self, id: TableId, row: Row<'a>, column: Option<usize>, words: Words) -> Found {
        self.found(id, Some(row.line()), Some(row), column, words)
    }

    fn found(
        &self,
        id: TableId,
        line: Option<u32>,
        row: Option<Row<'a>>,
        column: Option<usize>,
        words: Words,
    ) -> Found {
        let bound = self.rows.get(id.0).map(|r| &r.bound);
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
            patient: row.and_then(|r| self.patient(id, r)).map(shown),
            found: words.found,
            expected: words.expected,
            clause,
        };
        // The header is line 1: what is found there explains what is found below.
        Found { order: (line.is_some_and(|l| l > 1), id.0, line, column), finding, basis: Basis::Declared }
    }
}
