//! Adverse events: who had any, by class and term, and the rates of first events.

use super::heading;
use crate::report::document::{Align, Block, Cell, Column, Row, Span, Table, Text, text};
use crate::report::metrics::Metrics;
use crate::report::select::Book;
use crate::results::format::{Quantity, interval, level, value};
use crate::results::{EventLine, EventTable, Record};

pub fn section(book: &Book, metrics: &Metrics) -> Vec<Block> {
    if book.results.events.is_empty() {
        return vec![];
    }
    let mut blocks = vec![heading(1, "Adverse events", true)];
    for table in &book.results.events {
        blocks.extend(Shown::of(book, table).blocks(metrics));
    }
    blocks
}

/// The records of one analysis of events.
struct Shown<'a> {
    book: &'a Book<'a>,
    table: &'a EventTable,
    arms: Vec<&'a str>,
    n: usize,
}

impl<'a> Shown<'a> {
    fn of(book: &'a Book<'a>, table: &'a EventTable) -> Shown<'a> {
        let own = book.results.records.iter().filter(|r| r.analysis == table.analysis);
        let mut arms: Vec<&str> = vec![];
        for arm in own.clone().filter_map(|r| r.group.as_deref()) {
            if !arms.contains(&arm) {
                arms.push(arm);
            }
        }
        Shown { book, table, arms, n: own.map(|r| r.population_n).next().unwrap_or(0) }
    }

    fn blocks(&self, metrics: &Metrics) -> Vec<Block> {
        let info = self.book.results.analyses.iter().find(|a| a.name == self.table.analysis);
        let title = info.map_or(self.table.analysis.as_str(), |a| a.label.as_str());
        let warning = "Each patient is counted once in each line, at the worst grade. The counts have no last day of onset and compare arms \
                       that were followed for different lengths of time; the rates take account of it.";
        vec![
            heading(2, title, false),
            Block::paragraph(text(warning)),
            Block::Table(self.overview(title, metrics)),
            Block::Table(self.by_term(title)),
        ]
    }

    fn find(&self, term: Option<&str>, group: &str, statistic: &str) -> Option<(usize, &'a Record)> {
        let wanted = |r: &Record| {
            r.analysis == self.table.analysis
                && r.term.as_deref() == term
                && r.group.as_deref() == Some(group)
                && r.statistic == statistic
        };
        self.book.results.records.iter().enumerate().find(|(_, r)| wanted(r))
    }

    fn about(&self, rest: &str) -> Text {
        let population = self.book.population_line(&self.table.population, self.n);
        vec![
            Span::new(&format!("{population}. {rest} Clause ")),
            self.book.clause(&self.table.clause),
            Span::new("."),
        ]
    }

    fn columns(&self, first: &str) -> Vec<Column> {
        let mut columns = vec![Column::new(first, Align::Left, 1.0)];
        for arm in &self.arms {
            let mut head = text(self.book.arm(arm));
            if let Some((_, n)) = self.find(None, arm, "n") {
                head.extend([Span::line_break(), Span::new(&format!("n={}", value(&n.value, n.quantity)))]);
            }
            columns.push(Column { head, ..Column::new("", Align::Center, 0.0) });
        }
        columns
    }

    /// Any event, worst grades and rates; every number leads to its row of the appendix.
    fn overview(&self, title: &str, metrics: &Metrics) -> Table {
        let lines: Vec<&EventLine> =
            self.table.lines.iter().filter(|l| matches!(l.level.as_str(), "any" | "severe")).collect();
        let mut table = Table {
            caption: text(title),
            about: self.about("Patients (%); rates of first events per 100 patient-years with exact interval."),
            columns: self.columns("Measure"),
            ..Table::default()
        };
        let counts = lines.iter().map(|l| (l.key.clone(), l.label.clone()));
        let grades = (1..=5).map(|g| (format!("worst_grade.{g}"), format!("Worst grade {g}")));
        for (key, label) in counts.chain(grades) {
            let cells = self.arms.iter().map(|arm| Cell::from(self.linked(&key, arm)));
            table.rows.push(Row { cells: std::iter::once(text(&label).into()).chain(cells).collect(), ..Row::default() });
        }
        let level = level(self.book.results.study.level);
        for line in lines {
            let cells: Vec<Option<Text>> = self.arms.iter().map(|arm| self.rate(line, arm)).collect();
            if cells.iter().any(Option::is_some) {
                let label = text(&format!("{}: rate ({level} CI)", line.label)).into();
                let cells = cells.into_iter().map(|c| Cell::from(c.unwrap_or_default()));
                table.rows.push(Row { cells: std::iter::once(label).chain(cells).collect(), ..Row::default() });
            }
        }
        (1..=self.arms.len()).for_each(|column| table.align_decimals(column, metrics));
        table
    }

    fn linked(&self, key: &str, arm: &str) -> Text {
        let Some((index, _)) = self.find(Some(key), arm, "patients") else { return vec![] };
        let mut cell = vec![self.book.number(index)];
        if let Some((_, share)) = self.find(Some(key), arm, "proportion") {
            cell.push(Span::new(&format!(" ({})", value(&share.value, share.quantity))));
        }
        cell
    }

    /// Of the method that estimates a rate.
    fn rate(&self, line: &EventLine, arm: &str) -> Option<Text> {
        let (index, _) = self.find(Some(&line.key), arm, "estimate")?;
        let (_, lower) = self.find(Some(&line.key), arm, "lower")?;
        let (_, upper) = self.find(Some(&line.key), arm, "upper")?;
        let limits = interval(&lower.value, &upper.value, Quantity::Days);
        Some(vec![self.book.number(index), Span::new(&format!(" ({limits})"))])
    }

    /// By class and term. Its numbers stand in `results.json` and not in the appendix, which they would fill.
    fn by_term(&self, title: &str) -> Table {
        let severe = self.table.severe_from;
        let mut columns = vec![Column::new("Class and term", Align::Left, 1.0)];
        let mut groups = vec![(1, vec![])];
        for arm in &self.arms {
            columns.push(Column::new("Any grade", Align::Right, 0.0));
            columns.push(Column::new(&format!("Grade {severe}+"), Align::Right, 0.0));
            groups.push((2, text(self.book.arm(arm))));
        }
        let mut table = Table {
            caption: text(&format!("{title}, by class and term")),
            about: self.about("Patients (%), each at the worst grade. Full precision and identifiers are in results.json."),
            columns,
            groups,
            small: true,
            ..Table::default()
        };
        for line in self.table.lines.iter().filter(|l| matches!(l.level.as_str(), "class" | "term")) {
            let mut cells: Vec<Cell> = vec![text(&line.label).into()];
            for arm in &self.arms {
                cells.push(self.plain(line, arm, "patients", "proportion").into());
                cells.push(self.plain(line, arm, "severe", "severe_proportion").into());
            }
            let indent = usize::from(line.level == "term" && line.class.is_some());
            table.rows.push(Row { indent, cells, ..Row::default() });
        }
        table
    }

    fn plain(&self, line: &EventLine, arm: &str, count: &str, share: &str) -> Text {
        let of = |statistic| self.find(Some(&line.key), arm, statistic).map(|(_, r)| value(&r.value, r.quantity));
        match (of(count), of(share)) {
            (Some(n), Some(_)) if n == "0" => text("0"),
            (Some(n), Some(share)) => text(&format!("{n} ({share})")),
            _ => vec![],
        }
    }
}
