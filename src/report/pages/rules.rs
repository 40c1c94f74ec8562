//! How often each case and row of the rules of a criterion gave a value, with the first reading at which it did: a row that never
//! did, and one that takes most, are seen.

use super::heading;
use crate::catalogue::Statistic;
use crate::report::document::{Block, Column, Row, Span, Style, Table, Text, sentence, text};
use crate::report::lines::Measure;
use crate::report::select::Book;
use crate::results::{LabelKind, Record, Role, RuleExample, RuleId, RuleShown, RulesShown, Term};
use crate::words::fill;

pub fn section(book: &Book) -> Vec<Block> {
    let shown: Vec<&RulesShown> = book.results.report.rules.iter().filter(|of| !of.rules.is_empty()).collect();
    if shown.is_empty() {
        return vec![];
    }
    let head = [heading(1, book.words.rules().title, true), Block::paragraph(text(book.words.rules().sentence))];
    head.into_iter().chain(shown.iter().map(|of| Block::Table(table(book, of)))).collect()
}

/// The records of a response, with their places.
struct Of<'a, 'b> {
    book: &'b Book<'a>,
    records: Vec<(usize, &'a Record)>,
    arms: Vec<&'a str>,
}

fn table<'a>(book: &Book<'a>, shown: &'a RulesShown) -> Table {
    let all = book.results.records.iter().enumerate();
    let own = all.filter(|(_, r)| r.role == Role::Rules && r.response.as_ref() == Some(&shown.response));
    let records: Vec<(usize, &Record)> = own.collect();
    let arms: Vec<&str> = match book.results.arms.as_slice() {
        [_, _, ..] => book.results.arms.iter().map(|arm| arm.name.as_str()).collect(),
        _ => vec![],
    };
    let of = Of { book, records, arms };
    let words = book.words;
    let mut columns = vec![Column::prose(words.rules().row), Column::numbers(words.rules().readings)];
    match of.arms.as_slice() {
        [] => columns.push(Column::numbers(words.patients_head)),
        arms => columns.extend(arms.iter().map(|arm| Column::numbers(book.arm(arm)))),
    }
    columns.push(Column::prose(words.rules().first));
    let about = of.records.first().map(|(_, r)| book.about(&r.population, r.population_n, &r.clause));
    let mut table = Table {
        caption: text(&fill(words.rules().caption, &[("response", book.label(LabelKind::Response, &shown.response))])),
        about: about.unwrap_or_default(),
        groups: of.heads(),
        columns,
        small: true,
        ..Table::default()
    };
    for rule in &shown.rules {
        table.rows.push(Row { group: true, cells: vec![of.title(rule)], ..Row::default() });
        let rows = rule.rows.iter().chain([&rule.unanswered]);
        table.rows.extend(rows.filter_map(|row| of.row(&shown.response, row)));
    }
    table.notes = vec![(String::new(), text(words.rules().note))];
    table
}

impl<'a> Of<'a, '_> {
    /// What the columns of the arms have in common.
    fn heads(&self) -> Vec<(usize, Text)> {
        match self.arms.len() {
            0 => vec![],
            arms => vec![(2, vec![]), (arms, text(self.book.words.patients_head)), (1, vec![])],
        }
    }

    fn index(&self, rule: &RuleId, statistic: Statistic, arm: Option<&str>) -> Option<usize> {
        let of = |r: &Record| matches!(&r.term, Some(Term::Rule(id)) if id == rule) && r.statistic == statistic;
        self.records.iter().find(|(_, r)| of(r) && r.group.arm() == arm).map(|(place, _)| *place)
    }

    /// The rule, its clause and the readings at which it was asked.
    fn title(&self, rule: &RuleShown) -> Text {
        let words = self.book.words;
        let stands = self.book.results.rules.iter().find(|info| Some(&info.id) == rule.rows.first());
        let clause = stands.map_or("", |info| info.clause.as_str());
        let readings = self.index(&rule.whole, Statistic::Readings, None).map(|index| self.book.number(index));
        let fillings = [
            ("rule", text(&rule.label)),
            ("clause", vec![self.book.clause(clause)]),
            ("readings", readings.into_iter().collect()),
        ];
        sentence(words.rules().rule, &fillings)
    }

    /// None where there are no numbers of it, as where every reading was answered.
    fn row(&self, response: &str, rule: &RuleId) -> Option<Row> {
        let readings = self.index(rule, Statistic::Readings, None)?;
        let record = self.book.record(readings)?;
        let share = self.index(rule, Statistic::ReadingProportion, None);
        let measure = Measure { estimate: readings, lower: None, upper: None, of: None, share };
        let label = self.book.term_label(record).unwrap_or_default();
        let info = self.book.results.rules.iter().find(|info| info.id == *rule);
        let style = if info.is_some_and(|info| info.as_written) { Style::Code } else { Style::Plain };
        let mut cells = vec![vec![Span::styled(&label, style)], vec![self.book.measure(&measure)]];
        let patients = |arm| self.index(rule, Statistic::Patients, arm).map(|index| self.book.number(index));
        match self.arms.as_slice() {
            [] => cells.push(patients(None).into_iter().collect()),
            arms => cells.extend(arms.iter().map(|arm| patients(Some(*arm)).into_iter().collect::<Text>())),
        }
        let example = self.book.results.rule_examples.iter().find(|example| example.rule == *rule);
        cells.push(match example {
            Some(example) => text(&self.example(response, example)),
            None => vec![Span::styled(self.book.words.rules().never, Style::Emphasis)],
        });
        Some(Row { indent: 1, cells, ..Row::default() })
    }

    /// `day 91, R1: sum of the targets 62.4 mm, new lesion no → PD`.
    fn example(&self, response: &str, example: &RuleExample) -> String {
        let words = self.book.words;
        let value = |(name, value): &(String, Option<crate::results::Value>)| {
            let label = self.book.results.label(LabelKind::Value, response, name).unwrap_or(name);
            format!("{label} {}", words.known_or_not(value.as_ref()))
        };
        let day = example.day.map(|day| fill(words.day, &[("day", &day.to_string())]));
        let at: Vec<String> = day.into_iter().chain(example.reader.clone()).collect();
        let read: Vec<String> = example.values.iter().map(value).collect();
        let at = at.join(", ");
        let seen = match read.is_empty() {
            true => at,
            false => fill(words.rules().example, &[("at", &at), ("read", &read.join(", "))]),
        };
        match &example.answer {
            Some(answer) => format!("{seen} → {}", words.known(answer)),
            None => seen,
        }
    }
}
