//! The characteristics of the patients at baseline, in each arm of each population. There is no p-value.

use super::heading;
use crate::catalogue::{Names, Statistic};
use crate::number::Number;
use crate::report::document::{Block, Column, ColumnKind, Row, Span, Table, Text, sentence, text};
use crate::report::select::Book;
use crate::results::{BaselineInfo, BaselineLine, CharacteristicKind, NumberSummary, Record, Role, Term};
use crate::words::{fill, lower_first};
use std::collections::BTreeMap;

const DIFFERENCES: Names = Names::with_places(
    "SMD: standardised difference, by the pooled SD of these patients, above 0 where higher with the first arm; over several levels without a sign.",
    "Diff. std.\u{a0}: différence standardisée, par l’écart-type commun de ces patients, positive si plus élevée dans le premier bras\u{a0}; sur plusieurs niveaux, sans signe.",
);
/// Of more than two arms no one difference is that of a characteristic.
const SEVERAL_ARMS: Names = Names::with_places(
    "The characteristics of the patients at baseline are described in each arm (clause {clause}). No test compares them: a difference at baseline is a matter of its size, and not of chance.",
    "Les caractéristiques des patients à l’inclusion sont décrites dans chaque bras (article {clause}). Aucun test ne les compare\u{a0}: une différence à l’inclusion est affaire de taille, et non de hasard.",
);

pub fn section(book: &Book) -> Vec<Block> {
    let Some(info) = &book.results.report.baseline else { return vec![] };
    let words = book.words;
    let differs = book.results.records.iter().any(is_difference);
    let template = if differs { words.baseline_sentence } else { book.said(SEVERAL_ARMS) };
    let sentence = sentence(template, &[("clause", vec![book.clause(&info.clause)])]);
    let mut blocks = vec![heading(1, words.baseline, true), Block::paragraph(sentence)];
    for (i, population) in info.populations.iter().enumerate() {
        let described = Described::new(book, info, population);
        if let Some(table) = described.table() {
            blocks.extend((i > 0).then_some(Block::PageBreak));
            blocks.push(Block::Table(table));
        }
    }
    blocks
}

fn is_difference(record: &Record) -> bool {
    record.role == Role::Baseline && record.statistic == Statistic::StandardisedDifference
}

/// The records of one population, by term, group and statistic.
struct Described<'a, 'b> {
    book: &'b Book<'a>,
    info: &'a BaselineInfo,
    population: &'a str,
    n: Option<usize>,
    arms: Vec<&'a str>,
    /// Whether a difference is told: of two arms.
    differs: bool,
    records: BTreeMap<(Option<&'a Term>, Option<&'a str>, Statistic), usize>,
}

impl<'a, 'b> Described<'a, 'b> {
    fn new(book: &'b Book<'a>, info: &'a BaselineInfo, population: &'a str) -> Described<'a, 'b> {
        let own = book.results.records.iter().enumerate();
        let own = own.filter(|(_, r)| r.role == Role::Baseline && r.population == population);
        let key = |(i, r): (usize, &'a Record)| ((r.term.as_ref(), r.group.word(), r.statistic), i);
        let records: BTreeMap<_, usize> = own.map(key).collect();
        let has = |arm: &str| records.keys().any(|(_, group, _)| *group == Some(arm));
        let arms = book.results.arms.iter().map(|a| a.name.as_str()).filter(|a| has(a)).collect();
        let differs = records.keys().any(|(_, _, statistic)| *statistic == Statistic::StandardisedDifference);
        let n = book.population(population).map_or(Some(0), |p| p.n);
        Described { book, info, population, n, arms, differs, records }
    }

    fn find(&self, term: &Term, group: Option<&str>, statistic: Statistic) -> Option<usize> {
        self.records.get(&(Some(term), group, statistic)).copied()
    }

    fn table(&self) -> Option<Table> {
        let words = self.book.words;
        if self.records.is_empty() {
            return None;
        }
        let mut columns = vec![Column::prose(words.characteristic)];
        columns.extend(self.arms.iter().map(|arm| self.sized(self.book.arm(arm), Some(arm))));
        columns.push(self.sized(words.all, None));
        columns.extend(self.differs.then(|| Column::numbers(words.smd)));
        let label = self.book.population(self.population).map_or(self.population, |p| p.label.as_str());
        let quartiles = self.info.quartiles.to_string();
        let note = fill(words.baseline_note, &[("type", &quartiles)]);
        let differences = self.differs.then(|| self.book.said(DIFFERENCES).to_string());
        let note = std::iter::once(note).chain(differences).collect::<Vec<_>>().join(" ");
        let mut table = Table {
            caption: text(&fill(words.baseline_caption, &[("population", &lower_first(label))])),
            about: self.book.about(self.population, self.n, &self.info.clause),
            columns,
            notes: vec![(String::new(), text(&note))],
            small: true,
            ..Table::default()
        };
        for line in &self.info.lines {
            self.line(line, &mut table.rows);
        }
        Some(table)
    }

    /// A group, and how many patients it has.
    fn sized(&self, label: &str, group: Option<&str>) -> Column {
        let counted = |r: &Record| {
            r.role == Role::Attrition && r.analysis == self.population && r.statistic == Statistic::Included
        };
        let of_group = |r: &Record| counted(r) && r.term.is_none() && r.group.word() == group;
        let n = self.book.indices(of_group).first().map(|i| self.book.number(*i));
        let shown = n.map(|n| Span::new(&fill(self.book.words.n, &[("n", &n.text)])).showing(n.shows));
        let head = std::iter::once(Span::new(label)).chain(shown.into_iter().flat_map(|n| [Span::line_break(), n]));
        Column::new(head.collect(), ColumnKind::Numbers)
    }

    /// The groups of the columns: each arm, then all.
    fn groups(&self) -> Vec<Option<&'a str>> {
        self.arms.iter().copied().map(Some).chain([None]).collect()
    }

    fn line(&self, line: &BaselineLine, rows: &mut Vec<Row>) {
        let words = self.book.words;
        let term = characteristic(line, None);
        let difference = self.find(&term, None, Statistic::StandardisedDifference).map(|i| self.book.number(i));
        let difference: Text = difference.into_iter().collect();
        let none = |_: Option<&str>| Text::new();
        match line.kind {
            CharacteristicKind::YesNo => {
                rows.push(self.row(0, &line.label, &|group| self.share(&term, group), difference))
            }
            CharacteristicKind::Category => {
                rows.push(self.row(0, &line.label, &none, difference));
                for (level, label) in &line.levels {
                    let term = characteristic(line, Some(level));
                    rows.push(self.row(1, label, &|group| self.share(&term, group), vec![]));
                }
            }
            CharacteristicKind::Number => {
                rows.push(self.row(0, &self.book.with_unit(&line.name, &line.label), &none, difference));
                for summary in &self.info.numbers {
                    let label = match summary {
                        NumberSummary::MeanAndDeviation => words.mean_sd,
                        NumberSummary::MedianAndQuartiles => words.median_quartiles,
                        NumberSummary::Range => words.range,
                    };
                    rows.push(self.row(1, label, &|group| self.summary(*summary, &term, group), vec![]));
                }
            }
        }
        let missing = |group: Option<&str>| self.find(&term, group, Statistic::Missing);
        let is_missing = |group: &Option<&str>| {
            let record = missing(*group).and_then(|i| self.book.record(i));
            record.is_some_and(|r| r.value != Number::Count(0))
        };
        if self.groups().iter().any(is_missing) {
            let cell = |group: Option<&str>| missing(group).map(|i| self.book.number(i)).into_iter().collect();
            rows.push(self.row(1, words.missing, &cell, vec![]));
        }
    }

    fn row(&self, indent: usize, label: &str, cell: &dyn Fn(Option<&str>) -> Text, difference: Text) -> Row {
        let mut cells: Vec<Text> = vec![text(label)];
        cells.extend(self.groups().into_iter().map(cell));
        cells.extend(self.differs.then_some(difference));
        Row { indent, cells, ..Row::default() }
    }

    /// `18 (56.3)`, leading to the count; the proportion shares its row of the appendix.
    fn share(&self, term: &Term, group: Option<&str>) -> Text {
        let (Some(count), Some(proportion)) =
            (self.find(term, group, Statistic::Count), self.find(term, group, Statistic::Proportion))
        else {
            return vec![];
        };
        count_and_share(self.book, count, proportion)
    }

    fn summary(&self, summary: NumberSummary, term: &Term, group: Option<&str>) -> Text {
        let words = self.book.words;
        let names: &[Statistic] = match summary {
            NumberSummary::MeanAndDeviation => &[Statistic::Mean, Statistic::StandardDeviation],
            NumberSummary::Range => &[Statistic::Minimum, Statistic::Maximum],
            NumberSummary::MedianAndQuartiles => {
                &[Statistic::Median, Statistic::FirstQuartile, Statistic::ThirdQuartile]
            }
        };
        let found: Option<Vec<usize>> = names.iter().map(|name| self.find(term, group, *name)).collect();
        let Some(found) = found else { return vec![] };
        let printed = |i: &usize| self.book.record(*i).map(|r| words.value(&r.value, r.quantity)).unwrap_or_default();
        let all: Vec<String> = found.iter().map(printed).collect();
        let content = match all.as_slice() {
            [mean, deviation] if summary == NumberSummary::MeanAndDeviation => format!("{mean} ({deviation})"),
            [lowest, highest] => format!("{lowest} {} {highest}", words.to),
            [median, first, third] => format!("{median} [{first} {} {third}]", words.to),
            _ => String::new(),
        };
        let shows = found.iter().map(|i| self.book.id(*i));
        vec![Span::new(&content).to(self.book.place(found[0])).showing(shows)]
    }
}

fn characteristic(line: &BaselineLine, level: Option<&str>) -> Term {
    Term::Characteristic { name: line.name.clone(), level: level.map(str::to_string) }
}

/// `18 (56.3)`, or `0` alone.
pub fn count_and_share(book: &Book, count: usize, proportion: usize) -> Text {
    let mut span = book.number(count);
    if let Some(record) = book.record(proportion)
        && book.record(count).is_some_and(|r| r.value != Number::Count(0))
    {
        span = span.showing([record.id.clone()]);
        span.text.push_str(&format!(" ({})", book.words.value(&record.value, record.quantity)));
    }
    vec![span]
}
