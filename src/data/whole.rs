//! What concerns a file as a whole, whichever of its columns the plan reads: told once, though several tables may read it.
//!
//! A fault in a column that nobody reads is a fault all the same where it can hide rows: a quotation mark that opens there
//! takes the rows below it along, and what a broken disk leaves of a file are control characters.

use super::cell::{control_character, shown};
use super::records::Records;
use super::split::{Breach, BreachKind, Record};
use super::table::Issue;
use crate::binding::{Binding, TableBinding};
use crate::diagnostic::{Code, codes};
use crate::plan::ir::{FindingSeverity, Plan, TableId, Type};
use std::collections::BTreeSet;

pub struct WholeFile<'a> {
    /// The first table that reads it.
    id: TableId,
    bound: &'a TableBinding,
    records: &'a Records,
    /// Places of the columns that some table reads, and of those that it reads as text.
    read: BTreeSet<usize>,
    texts: BTreeSet<usize>,
    /// The binding states a number of rows, and as many are there.
    counted: bool,
}

impl<'a> WholeFile<'a> {
    pub fn new(plan: &Plan, binding: &Binding, id: TableId, bound: &'a TableBinding, records: &'a Records) -> Self {
        let (mut read, mut texts, mut counted) = (BTreeSet::new(), BTreeSet::new(), false);
        for (table, of_table) in plan.tables.iter().zip(&binding.tables).filter(|(_, b)| b.file == bound.file) {
            counted |= of_table.stated.rows == Some(records.rows.len());
            for (column, of_column) in table.columns.iter().zip(&of_table.columns) {
                let named = |header: &&String| **header == of_column.file_column.node;
                for (place, _) in records.header.iter().enumerate().filter(|(_, h)| named(h)) {
                    read.insert(place);
                    if matches!(column.ty, Type::Text | Type::Pseudonym) {
                        texts.insert(place);
                    }
                }
            }
        }
        WholeFile { id, bound, records, read, texts, counted }
    }

    pub fn report(&self, issues: &mut Vec<Issue>) {
        self.emptiness(issues);
        self.encoding(issues);
        self.blank_rows(issues);
        self.breaches(issues);
        for record in &self.records.rows {
            issues.extend(self.field_count(record));
            issues.extend(self.control_characters(record));
        }
        issues.extend(self.control_characters(&self.header()));
    }

    fn header(&self) -> Record {
        Record { line: self.records.header_line, fields: self.records.header.clone() }
    }

    fn emptiness(&self, issues: &mut Vec<Issue>) {
        if self.records.header.is_empty() {
            issues.push(self.blocks(codes::EMPTY_FILE, None, "nothing", "a header and rows"));
        } else if self.records.rows.is_empty() {
            let severity = if self.counted { FindingSeverity::Note } else { FindingSeverity::Query };
            let expected = if self.counted { "nothing else, as the binding says" } else { "rows" };
            issues.push(self.issue(codes::EMPTY_FILE, severity, None, "a header only", expected));
        }
    }

    fn encoding(&self, issues: &mut Vec<Issue>) {
        let declared = self.bound.notation.encoding.name();
        if let Some(announced) = self.records.announced {
            let expected = format!("text in {declared}, as the binding says");
            issues.push(self.blocks(
                codes::UNREADABLE_CHARACTER,
                Some(1),
                &format!("a mark of {announced}"),
                &expected,
            ));
        }
        if self.records.looks_like_utf_8 {
            let expected = format!("text in {declared}, as the binding says; all its letters are also valid UTF-8");
            issues.push(self.query(codes::UNREADABLE_CHARACTER, None, "what seems to be text in UTF-8", &expected));
        }
        let undecoded = |field: &String| field.contains(char::REPLACEMENT_CHARACTER);
        let unread = |(place, field): (usize, &String)| !self.read.contains(&place) && undecoded(field);
        let mut rows = self.records.rows.iter().filter(|r| r.fields.iter().enumerate().any(unread));
        if let Some(first) = rows.next() {
            let count = 1 + rows.count();
            let of_rows = if count == 1 { "1 row".to_string() } else { format!("{count} rows") };
            let found = format!("bytes that are no letters, in columns that are not read, in {of_rows}");
            let expected = format!("text in {declared}");
            issues.push(self.query(codes::UNREADABLE_CHARACTER, Some(first.line), &found, &expected));
        }
    }

    fn blank_rows(&self, issues: &mut Vec<Issue>) {
        if let Some(first) = self.records.blank.first() {
            let count = self.records.blank.len();
            let found = format!("{count} row{} of separators only, passed over", if count == 1 { "" } else { "s" });
            let severity = FindingSeverity::Note;
            issues.push(self.issue(codes::BLANK_ROWS, severity, Some(*first), &found, "rows that hold something"));
        }
    }

    fn field_count(&self, record: &Record) -> Option<Issue> {
        let (fields, width) = (record.fields.len(), self.records.header.len());
        let told = || (format!("{fields} fields"), format!("{width} fields, as in the header"));
        (fields != width).then(|| {
            let (found, expected) = told();
            self.blocks(codes::FIELD_COUNT, Some(record.line), &found, &expected)
        })
    }

    /// The first field with a control character among those that no table reads; the others have their finding as values.
    fn control_characters(&self, record: &Record) -> Option<Issue> {
        let in_header = record.line == self.records.header_line;
        let (place, field) =
            record.fields.iter().enumerate().find(|(place, field)| {
                (in_header || !self.read.contains(place)) && field.chars().any(control_character)
            })?;
        // What else a column holds that the plan does not read is nobody's to see.
        let which: String = field.chars().filter(|c| control_character(*c)).take(1).collect();
        let found = match self.records.header.get(place) {
            Some(name) if !in_header => format!("{} in `{}`", shown(&which), shown(name)),
            _ => shown(field),
        };
        let expected = "text without control characters, also in a column that is not read";
        Some(self.blocks(codes::UNREADABLE_CHARACTER, Some(record.line), &found, expected))
    }

    fn breaches(&self, issues: &mut Vec<Issue>) {
        let of = |kind| self.records.breaches.iter().filter(move |b| b.kind == kind);
        let swallowing = of(BreachKind::NeverClosed).map(|b| b.line).next();
        let split: Vec<u32> = of(BreachKind::TextAfterQuotation).map(|b| b.line).collect();
        let returns = of(BreachKind::ReturnAlone).count();
        for breach in &self.records.breaches {
            // Of a row that is taken apart by its marks already, further marks say nothing.
            let follows = match breach.kind {
                BreachKind::NeverClosed | BreachKind::TextAfterQuotation | BreachKind::ReturnAlone => false,
                BreachKind::MarkInText => split.contains(&breach.line) || swallowing == Some(breach.line),
                BreachKind::RowsInQuotation | BreachKind::LinesInQuotation => swallowing == Some(breach.line),
            };
            let again = breach.kind == BreachKind::ReturnAlone
                && of(BreachKind::ReturnAlone).next().is_some_and(|first| first != breach);
            if let Some(issue) = self.breach(breach, returns).filter(|_| !follows && !again)
                && issues.last() != Some(&issue)
            {
                issues.push(issue);
            }
        }
    }

    fn breach(&self, breach: &Breach, returns: usize) -> Option<Issue> {
        let one_column = self.records.header.len() == 1;
        let (severity, found, expected) = match breach.kind {
            BreachKind::NeverClosed => (
                FindingSeverity::BlocksLock,
                "a quotation mark that is never closed".to_string(),
                "the rows up to the end of the file",
            ),
            BreachKind::TextAfterQuotation => (
                FindingSeverity::BlocksLock,
                "text behind a closed quotation".to_string(),
                "a separator or the end of the line; a quotation mark within a quotation is doubled",
            ),
            BreachKind::RowsInQuotation => (self.of_rows(), ROWS.to_string(), ONE_LINE),
            BreachKind::LinesInQuotation if one_column => (self.of_rows(), ROWS.to_string(), ONE_LINE),
            BreachKind::LinesInQuotation => (
                FindingSeverity::Query,
                "a quotation over several lines".to_string(),
                "a text that truly has several lines",
            ),
            BreachKind::MarkInText if self.texts.contains(&breach.field) => {
                (FindingSeverity::BlocksLock, MARK.to_string(), DOUBLED)
            }
            // A number, date or code with a mark in it cannot be read, and has its finding.
            BreachKind::MarkInText if self.read.contains(&breach.field) => return None,
            BreachKind::MarkInText => (FindingSeverity::Query, MARK.to_string(), DOUBLED),
            BreachKind::ReturnAlone => (
                FindingSeverity::BlocksLock,
                match returns {
                    1 => "a carriage return alone, taken for the end of a row".to_string(),
                    _ => {
                        format!("{returns} carriage returns alone, each taken for the end of a row; the first is here")
                    }
                },
                "rows that end as the others of the file do",
            ),
        };
        Some(self.issue(codes::OPEN_QUOTATION, severity, Some(breach.line), &found, expected))
    }

    /// Where as many rows are there as the binding states, none is hidden: the text truly has several lines.
    fn of_rows(&self) -> FindingSeverity {
        if self.counted { FindingSeverity::Query } else { FindingSeverity::BlocksLock }
    }

    fn blocks(&self, code: Code, line: Option<u32>, found: &str, expected: &str) -> Issue {
        self.issue(code, FindingSeverity::BlocksLock, line, found, expected)
    }

    fn query(&self, code: Code, line: Option<u32>, found: &str, expected: &str) -> Issue {
        self.issue(code, FindingSeverity::Query, line, found, expected)
    }

    fn issue(&self, code: Code, severity: FindingSeverity, line: Option<u32>, found: &str, expected: &str) -> Issue {
        let (found, expected) = (found.to_string(), expected.to_string());
        Issue { code, severity, table: self.id, line, column: None, found, expected }
    }
}

const ROWS: &str = "a quotation over several lines, with separators in it";
const ONE_LINE: &str =
    "one row to a line; a text that truly has several lines is told by `rows`, the number of rows, in the binding";
const MARK: &str = "a quotation mark within a text that is not quoted";
const DOUBLED: &str = "a text in quotation marks, and a mark within it doubled";
