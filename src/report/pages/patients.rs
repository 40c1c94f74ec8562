//! Who was analysed: the flow of patients from the data to the arms and the matched pairs.

use super::heading;
use crate::catalogue::{Names, Statistic};
use crate::number::Number;
use crate::report::clean::clean;
use crate::report::document::{Align, Block, Column, Figure, Row, Span, Style, Table, Text, sentence, text};
use crate::report::figure::attrition::{self, Branch, Step};
use crate::report::select::Book;
use crate::results::{FigureKind, Group, Record, Role, Term};
use crate::words::{fill, lower_first};
use std::borrow::Cow;

const LATE: Names =
    Names { en: "Exclusions that rest on the follow-up, by arm", fr: "Exclusions qui reposent sur le suivi, par bras" };

const LATE_ABOUT: Names = Names {
    en: "Numbers of patients excluded at a requirement that reads what is known only after time zero: whom it excludes may depend on the treatment. Patients of no arm are among all.",
    fr: "Nombres de patients exclus par un critère qui lit ce qui n’est connu qu’après le temps zéro\u{a0}: ceux qu’il exclut peuvent dépendre du traitement. Les patients sans bras sont parmi tous.",
};

pub fn section(book: &Book) -> Vec<Block> {
    let mut all: Vec<Attrition> = Vec::new();
    for record in book.results.records.iter().filter(|r| r.role == Role::Attrition) {
        if !all.iter().any(|a| a.population == record.analysis) {
            all.push(Attrition::of(book, &record.analysis));
        }
    }
    if all.is_empty() {
        return vec![];
    }
    let mut blocks = vec![heading(1, book.words.patients, true)];
    blocks.extend(super::sample_size::tables(book));
    // Pairs are drawn by no requirement; their numbers stand in the last table. Patients at risk on a day are no part of the
    // flow from the data to the analyses: of them a table says who left.
    for attrition in all.iter().filter(|a| a.considered.is_some() && !a.excluded.is_empty()) {
        if !attrition.at_risk {
            blocks.push(attrition.paragraph(book));
            if book.wants(FigureKind::Attrition) {
                let matched = all.iter().find(|a| attrition.is_matched_in(book, a));
                blocks.push(Block::Figure(attrition.figure(book, matched)));
            }
        }
        blocks.push(Block::Table(attrition.table(book)));
    }
    blocks.push(Block::Table(sizes(book, &all)));
    blocks.extend(late(book, &all).map(Block::Table));
    blocks
}

/// Of each requirement that rests on the follow-up how many of each arm are excluded at it; none where no population has one.
fn late(book: &Book, all: &[Attrition]) -> Option<Table> {
    let words = book.words;
    let mut columns = vec![Column::prose(words.requirement)];
    columns.extend(book.results.arms.iter().map(|a| Column::numbers(&a.label)));
    columns.extend([Column::numbers(words.all), Column::short(words.clause_head, Align::Center)]);
    let mut table =
        Table { caption: text(book.said(LATE)), about: text(book.said(LATE_ABOUT)), columns, ..Table::default() };
    for attrition in all.iter().filter(|a| !a.late.is_empty()) {
        table.rows.push(Row { group: true, cells: vec![text(attrition.label)], ..Row::default() });
        for (label, excluded, arms) in &attrition.late {
            let mut cells: Vec<Text> = vec![text(label)];
            for arm in &book.results.arms {
                let found = arms.iter().find(|(name, _)| *name == arm.name).map(|(_, i)| book.number(*i));
                cells.push(found.into_iter().collect::<Text>());
            }
            cells.push(excluded.map(|i| book.number(i)).into_iter().collect::<Text>());
            cells.push(vec![book.clause(attrition.clause)]);
            table.rows.push(Row { indent: 1, cells, ..Row::default() });
        }
    }
    (!table.rows.is_empty()).then_some(table)
}

/// Every population in each arm.
fn sizes(book: &Book, all: &[Attrition]) -> Table {
    let mut columns = vec![Column::prose(book.words.population)];
    columns.extend(book.results.arms.iter().map(|a| Column::numbers(&a.label)));
    columns.extend([Column::numbers(book.words.all), Column::short(book.words.clause_head, Align::Center)]);
    let mut table = Table {
        caption: text(book.words.populations_by_arm),
        about: text(book.words.numbers_of_patients),
        columns,
        ..Table::default()
    };
    for attrition in all {
        let mut cells: Vec<Text> = vec![text(attrition.label)];
        for arm in &book.results.arms {
            let found = attrition.arms.iter().find(|(name, _)| *name == arm.name).map(|(_, i)| book.number(*i));
            cells.push(found.into_iter().collect::<Text>());
        }
        cells.push(attrition.included.map(|i| book.number(i)).into_iter().collect::<Text>());
        cells.push(vec![book.clause(attrition.clause)]);
        table.rows.push(Row { cells, ..Row::default() });
    }
    table
}

/// The records of one population's attrition.
struct Attrition<'a> {
    population: &'a str,
    label: &'a str,
    clause: &'a str,
    n: Option<usize>,
    considered: Option<usize>,
    /// At each requirement or reason, in order: its name, and the records of those excluded there, of all who fail it, and of
    /// those who remain.
    excluded: Vec<(Cow<'a, str>, [Option<usize>; 3])>,
    /// Of patients at risk on a day.
    at_risk: bool,
    included: Option<usize>,
    arms: Vec<(&'a str, usize)>,
    late: Vec<Late<'a>>,
}

/// A requirement that rests on the follow-up: its name, and the records of those excluded at it, of all and of each arm.
type Late<'a> = (Cow<'a, str>, Option<usize>, Vec<(&'a str, usize)>);

fn late_of<'a>(book: &Book<'a>, records: &[(usize, &'a Record)]) -> Vec<Late<'a>> {
    let mut found: Vec<(&Term, Late)> = vec![];
    for (index, record) in records.iter().filter(|(_, r)| r.statistic == Statistic::Excluded) {
        let (Some(term), Some(arm)) = (&record.term, record.group.arm()) else { continue };
        match found.iter_mut().find(|(own, _)| *own == term) {
            Some((_, (_, _, arms))) => arms.push((arm, *index)),
            None => {
                let is_all = |r: &Record| r.statistic == Statistic::Excluded && r.group == Group::All;
                let all = records.iter().find(|(_, r)| is_all(r) && r.term.as_ref() == Some(term)).map(|(i, _)| *i);
                found.push((term, (book.term_label(record).unwrap_or_default(), all, vec![(arm, *index)])));
            }
        }
    }
    found.into_iter().map(|(_, late)| late).collect()
}

fn excluded<'a>(book: &Book<'a>, records: &[(usize, &'a Record)]) -> Vec<(Cow<'a, str>, [Option<usize>; 3])> {
    let is_step = |r: &Record| r.statistic == Statistic::Excluded && r.term.is_some() && r.group == Group::All;
    let excluded = records.iter().filter(|(_, r)| is_step(r));
    let one = |(i, r): &(usize, &'a Record)| {
        let of =
            |statistic| records.iter().find(|(_, o)| o.statistic == statistic && o.term == r.term).map(|(i, _)| *i);
        (book.term_label(r).unwrap_or_default(), [Some(*i), of(Statistic::NotMet), of(Statistic::Remaining)])
    };
    excluded.map(one).collect()
}

impl<'a> Attrition<'a> {
    fn of(book: &Book<'a>, population: &'a str) -> Attrition<'a> {
        let members = book.indices(|r| r.role == Role::Attrition && r.analysis == population);
        let records: Vec<(usize, &'a Record)> = members.iter().filter_map(|i| Some((*i, book.record(*i)?))).collect();
        let total = |statistic: Statistic| {
            records
                .iter()
                .find(|(_, r)| r.statistic == statistic && r.group.word().is_none() && r.term.is_none())
                .map(|(i, _)| *i)
        };
        let of_arms = records.iter().filter(|(_, r)| r.statistic == Statistic::Included && r.term.is_none());
        let info = book.population(population);
        Attrition {
            population,
            label: info.map_or(population, |p| p.label.as_str()),
            clause: records.first().map_or("", |(_, r)| r.clause.as_str()),
            n: records.first().map_or(Some(0), |(_, r)| r.population_n),
            considered: total(Statistic::Considered),
            excluded: excluded(book, &records),
            at_risk: records.iter().any(|(_, r)| matches!(r.term, Some(Term::LeftOut(_)))),
            included: total(Statistic::Included),
            arms: of_arms.filter_map(|(i, r)| Some((r.group.word()?, *i))).collect(),
            late: late_of(book, &records),
        }
    }

    fn paragraph(&self, book: &Book) -> Block {
        let number = |i: Option<usize>| i.map(|i| book.number(i)).into_iter().collect::<Text>();
        let fillings = [
            ("considered", number(self.considered)),
            ("included", number(self.included)),
            ("population", text(&lower_first(self.label))),
            ("clause", vec![book.clause(self.clause)]),
            ("file", vec![Span::styled("results.json", Style::Code)]),
        ];
        Block::paragraph(sentence(book.words.flow_sentence, &fillings))
    }

    /// Whether a population is made of the pairs of a matching among the patients of this one.
    fn is_matched_in(&self, book: &Book, other: &Attrition) -> bool {
        let pairs = book
            .indices(|r| r.role == Role::Balance && r.statistic == Statistic::Pairs && r.population == self.population);
        let pairs: Vec<Option<i64>> = pairs.into_iter().map(|i| count(book, i)).collect();
        other.considered.is_none()
            && !other.arms.is_empty()
            && other.arms.iter().all(|(_, i)| pairs.contains(&count(book, *i)))
    }

    /// Patients excluded in all; none where a count is missing.
    fn total_excluded(&self, book: &Book) -> Option<i64> {
        Some(count(book, self.considered?)? - count(book, self.included?)?)
    }

    fn figure(&self, book: &Book, matched: Option<&Attrition>) -> Figure {
        let words = book.words;
        let mut trunk = Vec::new();
        if let Some(considered) = self.considered.and_then(|i| book.record(i)) {
            let mut left = Vec::new();
            if let Some(total) = self.total_excluded(book) {
                left.push(fill(words.excluded_all, &[("n", &total.to_string())]));
            }
            let reasons =
                self.excluded.iter().filter_map(|(name, [excluded, ..])| Some((name, count(book, (*excluded)?)?)));
            left.extend(reasons.map(|(name, n)| fill(words.reason_n, &[("reason", name), ("n", &n.to_string())])));
            trunk.push(Step { lines: vec![words.patients_in_data.into(), n_of(book, considered)], left });
        }
        if let Some(included) = self.included.and_then(|i| book.record(i)) {
            trunk.push(Step { lines: vec![self.label.to_string(), n_of(book, included)], left: vec![] });
        }
        let branches: Vec<Branch> = self.arms.iter().filter_map(|(arm, i)| branch(book, arm, *i, matched)).collect();
        let drawing = attrition::draw(&trunk, &branches, book.letters);
        Figure {
            caption: text(&fill(words.flow_caption, &[("population", &lower_first(self.label))])),
            about: book.about(self.population, self.n, self.clause),
            alt: clean(&alternative(book, &trunk, &branches)),
            drawing,
            notes: vec![],
            shows: vec![],
        }
    }

    fn table(&self, book: &Book) -> Table {
        let words = book.words;
        let number = |i: Option<usize>| i.map(|i| book.number(i)).into_iter().collect::<Text>();
        let (about, head) = match self.at_risk {
            true => (words.not_at_risk_about, words.reason_head),
            false => (words.attrition_about, words.requirement),
        };
        let mut table = Table {
            caption: text(&fill(words.attrition, &[("population", &lower_first(self.label))])),
            about: sentence(about, &[("clause", vec![book.clause(self.clause)])]),
            columns: vec![Column::prose(head), Column::numbers(words.excluded)],
            ..Table::default()
        };
        // A patient has one reason not to be at risk, and may fail several requirements.
        let all_failing = self.excluded.iter().any(|(_, [_, all, _])| all.is_some());
        table.columns.extend(all_failing.then(|| Column::numbers(&words.not_met.replace(' ', "\u{a0}"))));
        table.columns.push(Column::numbers(words.remaining));
        let row = |name: &str, [excluded, all, remaining]: [Option<usize>; 3]| {
            let cells = [text(name), number(excluded)].into_iter().chain(all_failing.then(|| number(all)));
            cells.chain([number(remaining)]).collect::<Vec<Text>>()
        };
        let first = row(words.patients_in_data, [None, None, self.considered]);
        table.rows.push(Row { cells: first, ..Row::default() });
        for (name, records) in &self.excluded {
            table.rows.push(Row { indent: 1, cells: row(name, *records), ..Row::default() });
        }
        table.rows.push(Row { cells: row(self.label, [None, None, self.included]), ..Row::default() });
        table
    }
}

/// The arm, and how many of it are matched.
fn branch(book: &Book, arm: &str, index: usize, matched: Option<&Attrition>) -> Option<Branch> {
    let all = book.record(index)?;
    let mut first = Step { lines: vec![book.arm_label(arm).to_string(), n_of(book, all)], left: vec![] };
    let in_pairs = matched.and_then(|m| Some((m, m.arms.iter().find(|(name, _)| *name == arm)?.1)));
    let Some((population, pairs)) = in_pairs else { return Some(Branch { steps: vec![first] }) };
    if let (Some(all), Some(pairs)) = (count(book, index), count(book, pairs)) {
        first.left.push(fill(book.words.not_matched, &[("n", &(all - pairs).to_string())]));
    }
    let last = Step { lines: vec![population.label.to_string(), n_of(book, book.record(pairs)?)], left: vec![] };
    Some(Branch { steps: vec![first, last] })
}

fn count(book: &Book, index: usize) -> Option<i64> {
    match book.record(index)?.value {
        Number::Count(n) => Some(n),
        _ => None,
    }
}

fn n_of(book: &Book, record: &Record) -> String {
    fill(book.words.n, &[("n", &book.words.value(&record.value, record.quantity))])
}

fn alternative(book: &Book, trunk: &[Step], branches: &[Branch]) -> String {
    let steps = |steps: &[Step]| {
        let one = |s: &Step| {
            let left = if s.left.is_empty() { String::new() } else { format!(" [{}]", s.left.join("; ")) };
            format!("{}{left}", s.lines.join(" "))
        };
        steps.iter().map(one).collect::<Vec<_>>().join(" → ")
    };
    let arms: Vec<String> = branches.iter().map(|b| steps(&b.steps)).collect();
    let arms = book.words.join(&arms);
    fill(book.words.flow_alt, &[("steps", &steps(trunk)), ("arms", &arms)])
}
