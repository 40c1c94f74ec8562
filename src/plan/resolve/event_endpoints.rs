//! `endpoint … { kind: events }`: rows of a table that may happen to a patient any number of times, such as adverse events.

use super::entries::Entries;
use super::*;
use crate::syntax::tree::{Element, Kind, SelectorKind};

pub(crate) const EVENTS_KEYS: &[&str] = &["kind", "rows", "grade", "class", "count", "rate"];

/// Columns of the grade and of the term, and the grade from which an event is severe.
struct Graded {
    grade: usize,
    term: usize,
    severe_from: i64,
}

impl<'a> Resolver<'a> {
    pub(crate) fn events(&mut self, entries: &Entries<'a>) -> Option<EventsEndpoint> {
        let rows = self.required(entries, "rows").and_then(|v| self.single(v)).and_then(|e| self.event_rows(e));
        let count = self.required(entries, "count").and_then(|v| self.choice(v, &["no_end"]));
        let (table, condition, date) = rows?;
        let graded = self.required(entries, "grade").and_then(|v| self.single(v)).and_then(|e| self.graded(e, table));
        let class = match entries.value("class") {
            Some(value) => Some(self.column_word(value, table)?),
            None => None,
        };
        let rate = match entries.value("rate") {
            Some(value) => Some(self.single(value).and_then(|e| self.first_event_rate(e))?),
            None => None,
        };
        count?;
        let Graded { grade, term, severe_from } = graded?;
        Some(EventsEndpoint { table, condition, date, grade, term, class, severe_from, rate })
    }

    /// `TABLE` or `TABLE where CONDITION`, the table being one of dated rows of patients.
    fn event_rows(&mut self, element: &'a Element) -> Option<(TableId, Option<Expr>, usize)> {
        let (rows, condition) = match &element.expression.kind {
            Kind::Selector(s) if s.kind.node == SelectorKind::Every && s.has.is_none() && s.since.is_none() => {
                (&s.rows, s.condition.as_ref())
            }
            Kind::Selector(_) => {
                let title = "Events are all the rows that satisfy a condition";
                return self.error(codes::WRONG_VALUE, title, element.span, "write `TABLE where CONDITION`");
            }
            _ => (&element.expression, None),
        };
        let (word, span) = self.word_of(rows)?;
        let table = TableId(self.position("table", word, span, &self.table_names())?);
        let patients = self.patients()?;
        let found = &self.tables[table.0];
        let (Known::AtColumn(date), Some((_, parent))) = (found.known, found.parent) else {
            let hint = "say in its `data` statement `belongs to: …` and `known at:` with the column of the date";
            let title = format!("`{word}` has no dated rows of patients");
            return self.error_hint(codes::WRONG_VALUE, title, span, "an event happens to a patient on a day", hint);
        };
        if parent != patients {
            let title = format!("The rows of `{word}` are not directly those of patients");
            return self.error(codes::WRONG_VALUE, title, span, "they belong to another table");
        }
        let condition = match condition {
            Some(condition) => Some(self.condition(condition, Scope::row(table))?),
            None => None,
        };
        if let Some(condition) = &condition {
            self.check_decided(condition, Place::Row(table), None, None);
        }
        Some((table, condition, date))
    }

    /// `COLUMN { worst per: (patient, TERM), severe from: 3 }`.
    fn graded(&mut self, element: &'a Element, table: TableId) -> Option<Graded> {
        let options = self.entries(&element.options, &["worst per", "severe from"], "`grade`", element.span);
        let (word, span) = self.word_of(&element.expression)?;
        let grade = self.column_of(word, span, table)?;
        if self.tables[table.0].columns[grade].ty != Type::Integer {
            let title = format!("A grade is a whole number, `{word}` is not");
            return self.error(codes::WRONG_TYPE, title, span, "no whole number");
        }
        let per = self.required(&options, "worst per").map(|v| (self.words(v), v.span));
        let severe = self.required(&options, "severe from").and_then(|v| self.single(v));
        let severe_from = severe.and_then(|e| self.whole(&e.expression));
        let (words, place) = per?;
        let patients = self.tables[self.patients()?.0].header.name.clone();
        let [(patient, _), (term, term_span)] = words.as_slice() else {
            let title = "The worst grade is taken per patient and term";
            return self.error(codes::WRONG_VALUE, title, place, "write `worst per: (patient, TERM)`");
        };
        if *patient != patients {
            let hint = format!("write `worst per: ({patients}, {term})`");
            let title = "The worst grade is taken per patient and term";
            return self.error_hint(codes::WRONG_VALUE, title, place, "the patients stand first", hint);
        }
        let term = self.column_of(term, *term_span, table)?;
        Some(Graded { grade, term, severe_from: severe_from? })
    }

    fn column_word(&mut self, value: &'a tree::Value, table: TableId) -> Option<usize> {
        let (word, span) = self.word(value)?;
        self.column_of(word, span, table)
    }

    fn column_of(&mut self, word: &str, span: Span, table: TableId) -> Option<usize> {
        let columns: Vec<String> = self.tables[table.0].columns.iter().map(|c| c.name.clone()).collect();
        let name = self.tables[table.0].header.name.clone();
        self.position(&format!("column … in `{name}`"), word, span, &columns)
    }

    /// `first_event { to: day 365, until: DATE, in: patient_years }`.
    fn first_event_rate(&mut self, element: &'a Element) -> Option<FirstEventRate> {
        let (word, span) = self.word_of(&element.expression)?;
        if word != "first_event" {
            return self.unknown("kind of rate", word, span, ["first_event"]);
        }
        let options = self.entries(&element.options, &["to", "until", "in"], "`first_event`", element.span);
        let to = self.required(&options, "to").and_then(|v| self.single(v));
        let to = to.and_then(|e| self.follow_up_day(&e.expression));
        let unit = self.required(&options, "in").and_then(|v| self.choice(v, &["patient_years"]));
        let until = self.required(&options, "until").and_then(|v| self.single(v));
        let patients = self.patients()?;
        let until = until.and_then(|e| self.expression(&e.expression, Scope::row(patients), None));
        let until = until?;
        if until.ty != Type::Date {
            let title = format!("Observation ends on a date, this is {}", expression::type_words(&until.ty));
            return self.error(codes::WRONG_TYPE, title, until.span, "no date");
        }
        self.check_observed_until(&until)?;
        unit?;
        Some(FirstEventRate { to_day: to?, until })
    }
}
