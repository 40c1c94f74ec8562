//! The pages in their order. Each file makes one part from the results; none writes a number that is not a record.

mod account;
mod against;
mod agreement;
mod analysis;
mod attributes;
mod balance;
mod baseline;
mod basis;
mod beside;
mod circulation;
mod course;
pub(crate) mod cover;
mod decisions;
mod deviations;
mod effects;
mod few_events;
mod findings;
pub(crate) mod intercurrent;
mod ledger;
mod listing;
mod masked;
mod met;
mod notes;
mod numbers;
mod overlap;
mod patients;
mod plan;
mod points;
pub(super) mod references;
mod responders;
mod rules;
mod safety;
mod sample_size;
mod shift;
mod survival;
mod synopsis;
mod warnings;

use super::abbreviations;
use super::document::{Block, Document, Place, Section, Span, text};
use super::figure::letters::Letters;
use super::select::Book;
use super::spaces;
use crate::results::{AnalysisInfo, Record, Results, Role};
use crate::words::{Words, fill};
use std::collections::{BTreeMap, BTreeSet};

/// The whole report, in its language, its drawings for these letters.
pub fn document(results: &Results, letters: &dyn Letters) -> Document {
    let words = Words::of(results.report.language);
    let book = Book::new(results, words, letters);
    let mut sections = sections(&book);
    let said = settle(&mut sections);
    let shown = said.records(results);
    sections.insert(Section::References, references::section(&book, &said.references));
    let index = listing::index(&book, &shown);
    sections.insert(Section::Numbers, listing::section(&book, &index));
    sections.insert(Section::Clauses, plan::section(&book, &index));
    circulation::note_withheld(&book, &mut sections);
    let study = &results.study;
    let identity = [&study.name, &study.plan_digest, &study.data_digest, &study.engine, &study.cut_off];
    let mut document = Document {
        language: results.report.language,
        kind: words.report_of,
        title: text(title(results, words)),
        running: text(&running_head(results, words)),
        marked: masked::flag(study, words),
        draft: study.draft,
        locked: study.on_record.as_ref().is_some_and(|on_record| !on_record.is_draft()),
        identity: identity.map(String::as_str).join("\n"),
        cut_off: study.cut_off.clone(),
        cover: cover::blocks(&book),
        sections,
        index: index.iter().map(listing::Line::records).collect(),
    };
    spaces::set(&mut document);
    document
}

/// The records that the sections show.
pub fn displayed(results: &Results, letters: &dyn Letters) -> BTreeSet<String> {
    let book = Book::new(results, Words::of(results.report.language), letters);
    settle(&mut sections(&book)).shown
}

/// The sections that show numbers.
pub(super) fn sections(book: &Book) -> BTreeMap<Section, Vec<Block>> {
    let mut sections = BTreeMap::from([
        (Section::Synopsis, synopsis::section(book)),
        (Section::Patients, patients::section(book)),
        (Section::Baseline, baseline::section(book)),
        (Section::Matching, balance::section(book)),
        (Section::Analyses, analyses(book)),
        (Section::Effects, effects::section(book).into_iter().chain(numbers::section(book)).collect()),
        (Section::Course, course::section(book)),
        (Section::Safety, safety::section(book)),
        (Section::Rules, rules::section(book)),
        (Section::Findings, findings::section(book)),
        (Section::Deviations, deviations::section(book)),
        (Section::Amendments, ledger::section(book)),
    ]);
    abbreviations::explain(&mut sections, &book.results.report, book.words);
    sections
}

/// What the finished sections say of themselves.
#[derive(Default)]
struct Said {
    /// The records shown, by identifier.
    shown: BTreeSet<String>,
    /// Citations in the order in which they are first referred to, which numbers them.
    references: Vec<String>,
}

/// Numbers the references, and tells what was shown and referred to.
fn settle(sections: &mut BTreeMap<Section, Vec<Block>>) -> Said {
    let mut said = Said::default();
    for block in sections.values_mut().flatten() {
        if let Block::Figure(figure) = block {
            said.shown.extend(figure.shows.iter().cloned());
        }
        for span in block.texts_mut().into_iter().flatten() {
            said.shown.extend(span.shows.iter().cloned());
            if let Some(Place::Reference(citation)) = &span.to {
                span.text = format!("[{}]", said.number(citation));
            }
        }
    }
    said
}

/// The references of a document, numbered in it.
pub(super) fn referred(sections: &mut BTreeMap<Section, Vec<Block>>) -> Vec<String> {
    settle(sections).references
}

impl Said {
    fn number(&mut self, citation: &str) -> usize {
        let known = self.references.iter().position(|r| r == citation);
        known.unwrap_or_else(|| {
            self.references.push(citation.to_string());
            self.references.len() - 1
        }) + 1
    }

    /// The records shown, in their order, with their positions.
    fn records<'a>(&self, results: &'a Results) -> Vec<(usize, &'a Record)> {
        results.records.iter().enumerate().filter(|(_, record)| self.shown.contains(&record.id)).collect()
    }
}

/// A document must have a title; the name of the study stands in for a missing one.
pub(super) fn title<'a>(results: &'a Results, words: &'static Words) -> &'a str {
    let titles = [results.study.title.as_str(), results.study.name.as_str()];
    titles.into_iter().find(|t| !t.trim().is_empty()).unwrap_or(words.untitled)
}

pub(super) fn running_head(results: &Results, words: &Words) -> String {
    let plan = results.study.version().map(|version| fill(words.plan_version, &[("version", version)])).into_iter();
    let cut_off = Some(&results.study.cut_off).filter(|c| !c.is_empty());
    let cut_off = cut_off.map(|c| fill(words.cut_off_of, &[("date", &words.date(c))]));
    std::iter::once(results.study.name.clone()).chain(plan).chain(cut_off).collect::<Vec<_>>().join(" · ")
}

/// One section for each role, in the order in which the plan first uses it.
fn analyses(book: &Book) -> Vec<Block> {
    let all = book.analyses();
    let mut roles: Vec<Role> = Vec::new();
    for analysis in all {
        if !roles.contains(&analysis.role) {
            roles.push(analysis.role);
        }
    }
    let mut blocks = Vec::new();
    for (r, role) in roles.into_iter().enumerate() {
        let members: Vec<&AnalysisInfo> = all.iter().filter(|a| a.role == role).collect();
        // What fills a page with its figure begins one; the analyses after the primary one share its page.
        let fills = |a: &&AnalysisInfo| {
            survival::has_curves(book, &a.name) || (r > 1 && points::has_figure(book, &book.panels(&a.name)))
        };
        let new_page = r == 0 || members.first().is_some_and(fills);
        blocks.push(heading(1, &book.words.role(role), new_page));
        for (i, analysis) in members.iter().enumerate() {
            blocks.extend(analysis::section(book, analysis, i == 0));
        }
    }
    blocks
}

fn heading(level: usize, title: &str, new_page: bool) -> Block {
    Block::Heading { level, text: vec![Span::new(title)], new_page, listed: true }
}

/// `1 finding`, `3 findings`.
fn counted(n: usize, one: &str, many: &str) -> String {
    if n == 1 { one.to_string() } else { fill(many, &[("n", &n.to_string())]) }
}
