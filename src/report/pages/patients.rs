//! Who was analysed: the flow of patients from the data to the arms and the matched pairs.

use super::{counted, heading};
use crate::report::document::{Align, Block, Cell, Column, Figure, Row, Span, Table, Text, text};
use crate::report::figure::flow::{self, Branch, Step};
use crate::report::metrics::Metrics;
use crate::report::clean::clean;
use crate::report::select::Book;
use crate::results::format::value;
use crate::results::{Number, Record};

pub fn section(book: &Book, metrics: &Metrics) -> Vec<Block> {
    let mut populations: Vec<&str> = Vec::new();
    for record in book.results.records.iter().filter(|r| r.role == "attrition") {
        if !populations.contains(&record.analysis.as_str()) {
            populations.push(&record.analysis);
        }
    }
    if populations.is_empty() {
        return vec![];
    }
    let mut blocks = vec![heading(1, "Patients", true)];
    for population in populations {
        let attrition = Attrition::of(book, population);
        blocks.push(attrition.paragraph(book));
        blocks.push(Block::Figure(attrition.figure(book, metrics)));
        blocks.push(Block::Table(attrition.table(book, metrics)));
    }
    blocks
}

/// The records of one population's attrition.
struct Attrition<'a> {
    population: &'a str,
    label: &'a str,
    clause: &'a str,
    n: usize,
    considered: Option<usize>,
    excluded: Vec<usize>,
    included: Option<usize>,
    arms: Vec<(&'a str, usize)>,
}

impl<'a> Attrition<'a> {
    fn of(book: &Book<'a>, population: &'a str) -> Attrition<'a> {
        let members = book.indices(|r| r.role == "attrition" && r.analysis == population);
        let records: Vec<(usize, &Record)> = members.iter().filter_map(|i| Some((*i, book.record(*i)?))).collect();
        let total = |statistic: &str| {
            records.iter().find(|(_, r)| r.statistic == statistic && r.group.is_none() && r.term.is_none()).map(|(i, _)| *i)
        };
        let of_arms = records.iter().filter(|(_, r)| r.statistic == "included" && r.term.is_none());
        let info = book.population(population);
        Attrition {
            population,
            label: info.map_or(population, |p| p.label.as_str()),
            clause: records.first().map_or("", |(_, r)| r.clause.as_str()),
            n: records.first().map_or(0, |(_, r)| r.population_n),
            considered: total("considered"),
            excluded: records.iter().filter(|(_, r)| r.term.is_some()).map(|(i, _)| *i).collect(),
            included: total("included"),
            arms: of_arms.filter_map(|(i, r)| Some((r.group.as_deref()?, *i))).collect(),
        }
    }

    fn paragraph(&self, book: &Book) -> Block {
        let mut text = Vec::new();
        if let Some(considered) = self.considered {
            text.extend([Span::new("Of "), book.number(considered), Span::new(" patients in the data, ")]);
        }
        if let Some(included) = self.included {
            let label = super::words::lower_first(self.label);
            text.extend([book.number(included), Span::new(&format!(" make up the population “{label}”"))]);
        }
        text.extend([Span::new(" (clause "), book.clause(self.clause), Span::new("). Each patient excluded is counted once, at the first requirement not met, in the order of the plan; all reasons are kept in ")]);
        text.push(Span::styled("results.json", crate::report::document::Style::Code));
        text.push(Span::new("."));
        Block::paragraph(text)
    }

    /// Patients excluded in all; none where a count is missing.
    fn total_excluded(&self, book: &Book) -> Option<i64> {
        Some(count(book, self.considered?)? - count(book, self.included?)?)
    }

    fn figure(&self, book: &Book, metrics: &Metrics) -> Figure {
        let mut trunk = Vec::new();
        if let Some(considered) = self.considered.and_then(|i| book.record(i)) {
            let mut left = Vec::new();
            if let Some(total) = self.total_excluded(book) {
                left.push(format!("Excluded, at the first requirement not met: n={total}"));
            }
            let reasons = self.excluded.iter().filter_map(|i| book.record(*i));
            left.extend(reasons.map(|r| format!("{}: n={}", name(r), value(&r.value, r.quantity))));
            trunk.push(Step { lines: vec!["Patients in the data".into(), n_of(considered)], left });
        }
        if let Some(included) = self.included.and_then(|i| book.record(i)) {
            trunk.push(Step { lines: vec![self.label.to_string(), n_of(included)], left: vec![] });
        }
        let branches = self.arms.iter().filter_map(|(arm, i)| self.branch(book, arm, book.record(*i)?));
        let branches: Vec<Branch> = branches.collect();
        let drawing = flow::draw(&trunk, &branches, metrics);
        Figure {
            caption: text(&format!("Flow of patients: {}", super::words::lower_first(self.label))),
            about: vec![
                Span::new(&format!("{}. Clause ", book.population_line(self.population, self.n))),
                book.clause(self.clause),
                Span::new("."),
            ],
            alt: clean(&alternative(&trunk, &branches)),
            drawing,
            notes: vec![],
        }
    }

    /// The arm, and what the matching made of it.
    fn branch(&self, book: &Book, arm: &str, record: &Record) -> Option<Branch> {
        let mut first = Step { lines: vec![book.arm_label(arm).to_string(), n_of(record)], left: vec![] };
        let of_matching = |r: &&Record| r.role == "balance" && r.term.is_none();
        let matching: Vec<&Record> = book.results.records.iter().filter(of_matching).collect();
        let mine = |r: &&&Record| r.group.as_deref() == Some(arm);
        for left in matching.iter().filter(mine) {
            let words = match left.statistic.as_str() {
                "unmatched" => "not matched",
                "left_out" => "left out, a covariate missing",
                _ => continue,
            };
            first.left.push(format!("{words}: n={}", value(&left.value, left.quantity)));
        }
        let Some(pairs) = matching.iter().find(|r| r.statistic == "pairs") else {
            return Some(Branch { steps: vec![first] });
        };
        let pairs = Step { lines: vec!["Matched".to_string(), n_of(pairs)], left: vec![] };
        Some(Branch { steps: vec![first, pairs] })
    }

    fn table(&self, book: &Book, metrics: &Metrics) -> Table {
        let column = |name: &str, align, share| Column { head: text(name), align, share };
        let mut table = Table {
            caption: text(&format!("Attrition: {}", super::words::lower_first(self.label))),
            about: vec![Span::new("Clause "), book.clause(self.clause), Span::new(".")],
            columns: vec![column("Requirement", Align::Left, 1.0), column("Patients", Align::Center, 0.0)],
            ..Table::default()
        };
        let mut push = |label: &str, indent: usize, index: Option<usize>| {
            if let Some(index) = index {
                let cells: Vec<Cell> = vec![text(label).into(), Text::from([book.number(index)]).into()];
                table.rows.push(Row { indent, cells, ..Row::default() });
            }
        };
        push("Patients in the data", 0, self.considered);
        for i in &self.excluded {
            let label = book.record(*i).map(|r| format!("Not met: {}", super::words::lower_first(name(r))));
            push(&label.unwrap_or_default(), 1, Some(*i));
        }
        push(self.label, 0, self.included);
        for (arm, i) in &self.arms {
            push(book.arm(arm), 1, Some(*i));
        }
        table.align_decimals(1, metrics);
        table
    }
}

fn count(book: &Book, index: usize) -> Option<i64> {
    match book.record(index)?.value {
        Number::Count(n) => Some(n),
        _ => None,
    }
}

fn name(record: &Record) -> &str {
    record.term_label.as_deref().filter(|l| !l.is_empty()).or(record.term.as_deref()).unwrap_or("")
}

fn n_of(record: &Record) -> String {
    format!("n={}", value(&record.value, record.quantity))
}

fn alternative(trunk: &[Step], branches: &[Branch]) -> String {
    let steps = |steps: &[Step]| {
        let one = |s: &Step| {
            let left = if s.left.is_empty() { String::new() } else { format!(" [{}]", s.left.join("; ")) };
            format!("{}{left}", s.lines.join(" "))
        };
        steps.iter().map(one).collect::<Vec<_>>().join(" → ")
    };
    let arms: Vec<String> = branches.iter().map(|b| steps(&b.steps)).collect();
    format!("Flow of patients in {}: {}; then {}.", counted(trunk.len(), "step", "steps"), steps(trunk), arms.join("; and "))
}
