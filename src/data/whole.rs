//! What concerns a file as a whole, whichever of its columns the plan reads: told once, though several tables may read it.
//!
//! A fault in a column that nobody reads is a fault all the same where it can hide rows: a quotation mark that opens there
//! takes the rows below it along, and what a broken disk leaves of a file are control characters.

use super::cell::{control_character, shown};
use super::source::{Header, Whole};
use super::split::{Breach, BreachKind, Chunk, Record};
use super::table::Issue;
use crate::binding::{Binding, TableBinding};
use crate::diagnostic::{Code, codes};
use crate::plan::ir::{FindingSeverity, Plan, TableId, Type};
use std::collections::BTreeSet;

pub struct WholeFile<'a> {
    /// The first table that reads it.
    id: TableId,
    bound: &'a TableBinding,
    header: Header,
    /// Places of the columns that some table reads, and of those that it reads as text.
    read: BTreeSet<usize>,
    texts: BTreeSet<usize>,
    /// The numbers of rows that the binding states.
    stated: Vec<usize>,
    /// The first line, and how many rows, with bytes that are no letters in columns that are not read.
    undecoded: Option<(u32, usize)>,
}

impl<'a> WholeFile<'a> {
    pub fn new(plan: &Plan, binding: &Binding, id: TableId, bound: &'a TableBinding, header: &Header) -> Self {
        let (mut read, mut texts, mut stated) = (BTreeSet::new(), BTreeSet::new(), vec![]);
        for (table, of_table) in plan.tables.iter().zip(&binding.tables).filter(|(_, b)| b.file == bound.file) {
            stated.extend(of_table.stated.rows);
            for by in &of_table.picked {
                let places = header.names.iter().enumerate().filter(|(_, name)| **name == by.file_column.node);
                for (place, _) in places {
                    read.insert(place);
                    texts.insert(place);
                }
            }
            for (column, of_column) in table.columns.iter().zip(&of_table.columns) {
                let named = |header: &&String| of_column.file_columns().any(|of_file| **header == of_file.node);
                for (place, _) in header.names.iter().enumerate().filter(|(_, h)| named(h)) {
                    read.insert(place);
                    if matches!(column.ty, Type::Text | Type::Pseudonym) {
                        texts.insert(place);
                    }
                }
            }
        }
        WholeFile { id, bound, header: header.clone(), read, texts, stated, undecoded: None }
    }

    /// The rows of the file as they are read.
    pub fn rows(&mut self, chunk: &Chunk, issues: &mut Vec<Issue>) {
        for record in chunk.iter() {
            issues.extend(self.field_count(record));
            if record.is_plain() {
                continue;
            }
            let fields = || record.fields().enumerate();
            let control = |(place, field): &(usize, &str)| !self.read.contains(place) && is_broken(field);
            issues.extend(fields().find(control).map(|(place, field)| self.control(record.line, place, field)));
            let unread = |(place, field): (usize, &str)| !self.read.contains(&place) && undecoded(field);
            if fields().any(unread) {
                self.undecoded = Some(self.undecoded.map_or((record.line, 1), |(first, count)| (first, count + 1)));
            }
        }
    }

    /// What is known of it once all rows were read.
    pub fn report(&self, whole: &Whole, issues: &mut Vec<Issue>) {
        self.emptiness(whole, issues);
        self.encoding(whole, issues);
        self.blank_rows(whole, issues);
        self.breaches(whole, issues);
        let names = self.header.names.iter();
        issues.extend(names.clone().find(|name| is_broken(name)).map(|name| self.in_header(name)));
    }

    /// As many rows are there as the binding states.
    fn counted(&self, whole: &Whole) -> bool {
        self.stated.contains(&whole.rows)
    }

    fn emptiness(&self, whole: &Whole, issues: &mut Vec<Issue>) {
        if self.header.names.is_empty() {
            issues.push(self.blocks(codes::EMPTY_FILE, None, "nothing", "a header and rows"));
        } else if whole.rows == 0 {
            let counted = self.counted(whole);
            let severity = if counted { FindingSeverity::Note } else { FindingSeverity::Query };
            let expected = if counted { "nothing else, as the binding says" } else { "rows" };
            issues.push(self.issue(codes::EMPTY_FILE, severity, None, "a header only", expected));
        }
    }

    fn encoding(&self, whole: &Whole, issues: &mut Vec<Issue>) {
        let declared = self.bound.notation.encoding.name();
        if let Some(announced) = whole.announced {
            let expected = format!("text in {declared}, as the binding says");
            issues.push(self.blocks(
                codes::UNREADABLE_CHARACTER,
                Some(1),
                &format!("a mark of {announced}"),
                &expected,
            ));
        }
        if whole.looks_like_utf_8 {
            let expected = format!("text in {declared}, as the binding says; all its letters are also valid UTF-8");
            issues.push(self.query(codes::UNREADABLE_CHARACTER, None, "what seems to be text in UTF-8", &expected));
        }
        if let Some((first, count)) = self.undecoded {
            let of_rows = if count == 1 { "1 row".to_string() } else { format!("{count} rows") };
            let found = format!("bytes that are no letters, in columns that are not read, in {of_rows}");
            let expected = format!("text in {declared}");
            issues.push(self.query(codes::UNREADABLE_CHARACTER, Some(first), &found, &expected));
        }
    }

    fn blank_rows(&self, whole: &Whole, issues: &mut Vec<Issue>) {
        if let Some(first) = whole.blank.first() {
            let count = whole.blank.len();
            let found = format!("{count} row{} of separators only, passed over", if count == 1 { "" } else { "s" });
            let severity = FindingSeverity::Note;
            issues.push(self.issue(codes::BLANK_ROWS, severity, Some(*first), &found, "rows that hold something"));
        }
    }

    fn field_count(&self, record: Record<'_>) -> Option<Issue> {
        let (fields, width) = (record.len(), self.header.names.len());
        let told = || (format!("{fields} fields"), format!("{width} fields, as in the header"));
        (fields != width).then(|| {
            let (found, expected) = told();
            self.blocks(codes::FIELD_COUNT, Some(record.line), &found, &expected)
        })
    }

    /// Of the first field of a row with a control character among those that no table reads; the others have their finding as
    /// values.
    fn control(&self, line: u32, place: usize, field: &str) -> Issue {
        // What else a column holds that the plan does not read is nobody's to see.
        let which: String = field.chars().filter(|c| control_character(*c)).take(1).collect();
        let found = match self.header.names.get(place) {
            Some(name) => format!("{} in `{}`", shown(&which), shown(name)),
            None => shown(field),
        };
        self.blocks(codes::UNREADABLE_CHARACTER, Some(line), &found, NO_CONTROL)
    }

    fn in_header(&self, name: &str) -> Issue {
        self.blocks(codes::UNREADABLE_CHARACTER, Some(self.header.line), &shown(name), NO_CONTROL)
    }

    fn breaches(&self, whole: &Whole, issues: &mut Vec<Issue>) {
        let of = |kind| whole.breaches.iter().filter(move |b| b.kind == kind);
        let swallowing = of(BreachKind::NeverClosed).map(|b| b.line).next();
        let split: Vec<u32> = of(BreachKind::TextAfterQuotation).map(|b| b.line).collect();
        let returns = of(BreachKind::ReturnAlone).count();
        for breach in &whole.breaches {
            // Of a row that is taken apart by its marks already, further marks say nothing.
            let follows = match breach.kind {
                BreachKind::NeverClosed | BreachKind::TextAfterQuotation | BreachKind::ReturnAlone => false,
                BreachKind::MarkInText => split.contains(&breach.line) || swallowing == Some(breach.line),
                BreachKind::RowsInQuotation | BreachKind::LinesInQuotation => swallowing == Some(breach.line),
            };
            let again = breach.kind == BreachKind::ReturnAlone
                && of(BreachKind::ReturnAlone).next().is_some_and(|first| first != breach);
            if let Some(issue) = self.breach(breach, returns, self.of_rows(whole)).filter(|_| !follows && !again)
                && issues.last() != Some(&issue)
            {
                issues.push(issue);
            }
        }
    }

    fn breach(&self, breach: &Breach, returns: usize, of_rows: FindingSeverity) -> Option<Issue> {
        let one_column = self.header.names.len() == 1;
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
            BreachKind::RowsInQuotation => (of_rows, ROWS.to_string(), ONE_LINE),
            BreachKind::LinesInQuotation if one_column => (of_rows, ROWS.to_string(), ONE_LINE),
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
    fn of_rows(&self, whole: &Whole) -> FindingSeverity {
        if self.counted(whole) { FindingSeverity::Query } else { FindingSeverity::BlocksLock }
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

fn is_broken(field: &str) -> bool {
    field.chars().any(control_character)
}

fn undecoded(field: &str) -> bool {
    field.contains(char::REPLACEMENT_CHARACTER)
}

const NO_CONTROL: &str = "text without control characters, also in a column that is not read";
const ROWS: &str = "a quotation over several lines, with separators in it";
const ONE_LINE: &str =
    "one row to a line; a text that truly has several lines is told by `rows`, the number of rows, in the binding";
const MARK: &str = "a quotation mark within a text that is not quoted";
const DOUBLED: &str = "a text in quotation marks, and a mark within it doubled";
