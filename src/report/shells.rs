//! The tables and figures of a report before there are data: their rows and columns as the plan decides them, and `xx.x` where
//! numbers will stand.

use super::document::{Block, Place, Section, Span};
use super::figure::letters::Even;
use super::pages;
use super::select::Book;
use crate::number::{Number, Quantity};
use crate::results::{Record, Results, Role};
use crate::words::Words;
use std::collections::{BTreeMap, BTreeSet};

/// How many patients there are of anything, until the places of numbers are masked: no text of a report has it otherwise.
const PATIENTS: usize = 888_888;

/// From the results of a run without patients. What is said in sentences of the results is left out, and so are the parts that
/// sum up or describe data.
pub fn shells(results: &Results) -> Vec<Block> {
    let filled = filled(results);
    let mut book = Book::new(&filled, Words::of(results.report.language), &Even);
    book.before_data = true;
    let mut sections = pages::sections(&book);
    for section in [Section::Synopsis, Section::Rules, Section::Findings, Section::Deviations] {
        sections.remove(&section);
    }
    let mut blocks = kept(sections);
    let known: BTreeSet<&str> = filled.records.iter().filter(|r| is_known(r)).map(|r| r.id.as_str()).collect();
    blocks.iter_mut().for_each(|block| mask(block, &known));
    blocks
}

/// What a planned size can show is known without data.
fn is_known(record: &Record) -> bool {
    record.role == Role::SampleSize
}

/// Each number of a size that its kind has, so that none is said to be missing.
fn filled(results: &Results) -> Results {
    let mut filled = results.clone();
    for record in filled.records.iter_mut().filter(|record| !is_known(record)) {
        record.population_n = Some(PATIENTS);
        record.value = match record.quantity {
            Quantity::Count => Number::Count(88),
            Quantity::Proportion | Quantity::ProportionDifference | Quantity::PValue => Number::Real(0.888),
            Quantity::Ratio
            | Quantity::Days
            | Quantity::Mean
            | Quantity::Rate
            | Quantity::TimeAtRisk
            | Quantity::Statistic => Number::Real(88.88),
        };
    }
    filled.populations.iter_mut().for_each(|population| population.n = Some(PATIENTS));
    filled
}

/// Headings, tables and figures; a heading below which nothing is left goes too.
fn kept(sections: BTreeMap<Section, Vec<Block>>) -> Vec<Block> {
    let mut blocks: Vec<Block> = vec![];
    for block in sections.into_values().flatten() {
        match block {
            Block::Heading { level, text, .. } => {
                drop_empty(&mut blocks, level + 1);
                blocks.push(Block::Heading { level: level + 1, text, new_page: false, listed: false });
            }
            Block::Table(table) if !table.rows.is_empty() => blocks.push(Block::Table(table)),
            // Nothing can be drawn: a figure is its caption in a box.
            Block::Figure(figure) => blocks.push(Block::Callout { title: figure.caption, text: figure.about }),
            Block::Table(_)
            | Block::Paragraph { .. }
            | Block::Introduction { .. }
            | Block::Subtitle { .. }
            | Block::Callout { .. }
            | Block::PageBreak
            | Block::Entries { .. }
            | Block::Aside { .. }
            | Block::List { .. }
            | Block::Code { .. }
            | Block::Pairs { .. } => {}
        }
    }
    drop_empty(&mut blocks, 0);
    blocks
}

/// The last headings, down to this level, below which nothing stands.
fn drop_empty(blocks: &mut Vec<Block>, to: usize) {
    while matches!(blocks.last(), Some(Block::Heading { level, .. }) if *level >= to) {
        blocks.pop();
    }
}

fn mask(block: &mut Block, known: &BTreeSet<&str>) {
    for span in block.texts_mut().into_iter().flatten() {
        masked(span, known);
    }
}

fn masked(span: &mut Span, known: &BTreeSet<&str>) {
    let shows = std::mem::take(&mut span.shows);
    if shows.iter().any(|id| !known.contains(id.as_str())) {
        span.text = span.text.chars().map(|c| if c.is_ascii_digit() { 'x' } else { c }).collect();
    }
    if matches!(span.to, Some(Place::Results(_))) {
        span.to = None;
    }
    span.text = span.text.replace(&PATIENTS.to_string(), "xx");
}
