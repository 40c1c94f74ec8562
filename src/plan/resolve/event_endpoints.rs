//! `endpoint … { kind: events }`: rows of a table that may happen to a patient any number of times, such as adverse events.

use super::entries::Entries;
use super::*;
use crate::diagnostic::{Said, said};
use crate::syntax::tree::{Element, Expression, Kind, SelectorKind};
use rust_decimal::prelude::ToPrimitive;
use std::ops::RangeInclusive;

/// Every grade is a line of the table of worst grades.
const MOST_GRADES: i64 = 20;

/// Columns of the grade and of the term, the grades there are, and the grade from which an event is severe.
struct Graded {
    grade: usize,
    term: usize,
    grades: RangeInclusive<i64>,
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
        let Graded { grade, term, grades, severe_from } = graded?;
        if let (Some(rate), Some(value)) = (&rate, entries.value("rate")) {
            let rows = Rows { table, condition: condition.as_ref(), date, span: entries.value("rows")?.span };
            self.check_window(&rows, rate, value.span)?;
        }
        Some(EventsEndpoint { table, condition, date, grade, term, class, grades, severe_from, rate })
    }

    /// `TABLE` or `TABLE where CONDITION`, the table being one of dated rows of patients.
    fn event_rows(&mut self, element: &'a Element) -> Option<(TableId, Option<RowExpr>, usize)> {
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
        let table = TableId(self.position(Named::Table, word, span, &self.table_names())?);
        let patients = self.patients()?;
        let found = &self.plan.tables[table.0];
        let (Known::AtColumn(date), Some((_, parent))) = (found.known, found.parent) else {
            let hint = "say in its `data` statement `belongs to: …` and `known at:` with the column of the date";
            let title = said!("`{word}` has no dated rows of patients", word);
            return self.error_hint(codes::WRONG_VALUE, title, span, "an event happens to a patient on a day", hint);
        };
        if parent != patients {
            let title = said!("The rows of `{word}` are not directly those of patients", word);
            return self.error(codes::WRONG_VALUE, title, span, "they belong to another table");
        }
        let condition = match condition {
            Some(condition) => Some(self.row_condition(condition, table)?),
            None => None,
        };
        if let Some(condition) = &condition {
            self.check_row_decided(condition, table, None);
        }
        Some((table, condition, date))
    }

    /// `COLUMN { worst per: (patient, TERM), severe from: 3 }`.
    fn graded(&mut self, element: &'a Element, table: TableId) -> Option<Graded> {
        let options = self.entries(&element.options, &["worst per", "severe from"], "`grade`", element.span);
        let (word, span) = self.word_of(&element.expression)?;
        let grade = self.column_of(word, span, table)?;
        if self.plan.tables[table.0].columns[grade].ty != Type::Integer {
            let title = said!("A grade is a whole number, `{word}` is not", word);
            return self.error(codes::WRONG_TYPE, title, span, "no whole number");
        }
        let Some(grades) = grades(&self.plan.tables[table.0].columns[grade]) else {
            let title = said!("The grades that `{word}` can have are not declared", word);
            let reason = "its first and its last grade are not known";
            let hint = format!("declare both, at most {MOST_GRADES} grades: `{word}: integer from 1 to 5`");
            return self.error_hint(codes::WRONG_VALUE, title, span, reason, hint);
        };
        let per = self.required(&options, "worst per").map(|v| (self.words(v), v.span));
        let severe = self.required(&options, "severe from").and_then(|v| self.single(v));
        let severe_from = severe.and_then(|e| Some((self.whole(&e.expression)?, e.span)));
        if let Some((from, place)) = severe_from.filter(|(from, _)| !grades.contains(from)) {
            let title = said!("There is no grade {from}", from);
            let reason = format!("`{word}` goes from {} to {}", grades.start(), grades.end());
            return self.error(codes::WRONG_VALUE, title, place, reason);
        }
        let (words, place) = per?;
        let patients = self.plan.tables[self.patients()?.0].header.name.clone();
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
        Some(Graded { grade, term, grades, severe_from: severe_from?.0 })
    }

    fn column_word(&mut self, value: &'a tree::Value, table: TableId) -> Option<usize> {
        let (word, span) = self.word(value)?;
        self.column_of(word, span, table)
    }

    fn column_of(&mut self, word: &str, span: Span, table: TableId) -> Option<usize> {
        let columns: Vec<String> = self.plan.tables[table.0].columns.iter().map(|c| c.name.clone()).collect();
        let name = self.plan.tables[table.0].header.name.clone();
        self.position(defined::Kind::ColumnIn(&name), word, span, &columns)
    }

    /// `first_event { from: day 0, to: day 365, until: DATE, in: patient_years }`; `from` is time zero where it is not said.
    fn first_event_rate(&mut self, element: &'a Element) -> Option<FirstEventRate> {
        let (word, span) = self.word_of(&element.expression)?;
        if word != "first_event" {
            return self.unknown("kind of rate", word, span, ["first_event"]);
        }
        let options = self.entries(&element.options, &["from", "to", "until", "in"], "`first_event`", element.span);
        let from = match options.value("from") {
            Some(value) => self.single(value).and_then(|e| self.day_from_zero(&e.expression)),
            None => Some(0),
        };
        let to = self.required(&options, "to").and_then(|v| self.single(v));
        let to = to.and_then(|e| self.follow_up_day(&e.expression));
        let unit = self.required(&options, "in").and_then(|v| self.choice(v, &["patient_years"]));
        let until = self.required(&options, "until").and_then(|v| self.single(v));
        let patients = self.patients()?;
        let until = until.and_then(|e| self.row_expression(&e.expression, patients, None));
        let until = until?;
        if until.ty != Type::Date {
            let title = said!("Observation ends on a date, this is {kind}", kind = expression::type_words(&until.ty));
            return self.error(codes::WRONG_TYPE, title, until.span, "no date");
        }
        self.check_observed_until(&until)?;
        unit?;
        let (from, to) = (from?, to?);
        if to <= from {
            let title = "The time at risk ends before it begins";
            return self.error(codes::WRONG_VALUE, title, element.span, format!("from day {from} to day {to}"));
        }
        Some(FirstEventRate { from_day: from, to_day: to, until })
    }

    /// `time zero`, or `day N` from it on.
    fn day_from_zero(&mut self, e: &'a Expression) -> Option<i64> {
        if self.is_word(e, "time zero") {
            return Some(0);
        }
        let day = self.day(e)?;
        if day < 0 {
            let title = "No time at risk begins before time zero";
            return self.error(codes::WRONG_VALUE, title, e.span, "before time zero");
        }
        Some(day)
    }

    /// The time at risk begins on the day on which its events begin to count, and does not go on where they no longer do.
    fn check_window(&mut self, rows: &Rows, rate: &FirstEventRate, span: Span) -> Option<()> {
        let mut bounds = Bounds::default();
        if let Some(condition) = rows.condition {
            self.bounds_of(condition, rows, &rate.until, &mut bounds);
        }
        let from = rate.from_day;
        let (title, place, label, hint) = match bounds {
            Bounds { unread: Some(place), .. } => (
                Said::from("It cannot be told when the events of this rate begin and end to count"),
                place,
                "the time at risk does not begin or end with this".to_string(),
                "say a day: `DATE from day N on`; or let the time at risk end there too, by `until:`".to_string(),
            ),
            Bounds { from: None, .. } => (
                Said::from("Events before time zero count, and the time at risk begins after them"),
                rows.span,
                "of any day".to_string(),
                format!("write `where {} from time zero on`", self.plan.tables[rows.table.0].columns[rows.date].name),
            ),
            Bounds { from: Some((day, place)), .. } if day != from => (
                said!("Events count from day {day} on, and the time at risk begins on day {from}", day, from),
                place,
                format!("day {day}"),
                format!("write `first_event {{ from: day {day}, … }}`, or let the events count from day {from} on"),
            ),
            Bounds { to: Some((day, place)), .. } if day < rate.to_day => (
                said!("Events count to day {day}, and the time at risk goes on to day {end}", day, end = rate.to_day),
                place,
                format!("day {day}"),
                format!("write `first_event {{ to: day {day}, … }}`"),
            ),
            Bounds { .. } => return Some(()),
        };
        let diagnostic = Diagnostic::new(codes::RATE_WINDOW, title)
            .at(place, label)
            .at(span, "the time at risk")
            .because("a rate is wrong where its time at risk holds days on which no event could have counted")
            .hint(hint);
        self.report(diagnostic);
        None
    }

    /// What a condition that holds of every event says of its day; `until` is the end of observation.
    fn bounds_of(&self, condition: &RowExpr, rows: &Rows, until: &RowExpr, bounds: &mut Bounds) {
        match &condition.kind {
            ExprKind::And(parts) => parts.iter().for_each(|p| self.bounds_of(p, rows, until, bounds)),
            ExprKind::Beyond(InRow(RowNode::Define(id))) => {
                self.bounds_of(&self.plan.defines[id.0].value, rows, until, bounds)
            }
            ExprKind::IsKnown(_) => {}
            // What holds by an alternative that says nothing of the day may happen on any.
            ExprKind::Or(parts) if parts.iter().any(|p| !self.reads_date(p, rows)) => {}
            _ if !self.reads_date(condition, rows) => {}
            _ => match self.days_said(condition, rows.date, Some(until), &|e| self.is_time_zero(e)) {
                Some(found) => bounds.add(found, condition.span),
                None => bounds.unread = bounds.unread.or(Some(condition.span)),
            },
        }
    }

    fn reads_date(&self, e: &RowExpr, rows: &Rows) -> bool {
        let mut reads = false;
        e.each(&mut |x| {
            reads |= match &x.kind {
                ExprKind::Column(column) => *column == rows.date,
                ExprKind::Beyond(InRow(RowNode::Define(id))) => {
                    self.plan.defines[id.0].table == rows.table && self.reads_date(&self.plan.defines[id.0].value, rows)
                }
                _ => false,
            };
        });
        reads
    }
}

/// The rows of an endpoint of events.
struct Rows<'e> {
    table: TableId,
    condition: Option<&'e RowExpr>,
    /// The column of their date.
    date: usize,
    span: Span,
}

/// The days on which events count, each with its place; and a condition on the date that says no day.
#[derive(Clone, Copy, Default)]
struct Bounds {
    from: Option<(i64, Span)>,
    to: Option<(i64, Span)>,
    unread: Option<Span>,
}

impl Bounds {
    fn add(&mut self, found: days::Bound, span: Span) {
        if let Some(day) = found.from.filter(|day| self.from.is_none_or(|(own, _)| *day > own)) {
            self.from = Some((day, span));
        }
        if let Some(day) = found.to.filter(|day| self.to.is_none_or(|(own, _)| *day < own)) {
            self.to = Some((day, span));
        }
    }
}

/// From the first to the last that the column declares.
fn grades(column: &Column) -> Option<RangeInclusive<i64>> {
    let (low, high) = column.rules.iter().find_map(|rule| match rule {
        ColumnRule::Range { low: Some(low), high: Some(high) } => Some((low.to_i64()?, high.to_i64()?)),
        ColumnRule::Range { .. }
        | ColumnRule::Above(_)
        | ColumnRule::Below(_)
        | ColumnRule::AtMostColumn(_)
        | ColumnRule::AtLeastColumn(_)
        | ColumnRule::RequiredWhen(_)
        | ColumnRule::Names(_) => None,
    })?;
    (low <= high && high.checked_sub(low)? < MOST_GRADES).then_some(low..=high)
}
