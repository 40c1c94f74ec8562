//! What the planned number of patients can show, by the plan alone.

use crate::catalogue::Names;
use crate::report::document::{Block, Column, ColumnKind, Row, Table, Text, sentence, text};
use crate::report::select::Book;
use crate::results::{Record, SampleSizeInfo};
use crate::words::lower_first;

const ABOUT: Names = Names::with_places(
    "Before any data: what the planned number of patients can show by the main test of {analysis} (clause {of}). Clause {clause}.",
    "Avant toute donnée\u{a0}: ce que le nombre de patients prévu peut montrer par le test principal de {analysis} (article {of}). Article {clause}.",
);
const NOTE: Names = Names::with_places(
    "Computed from the plan alone {references}. A power is that for the truth assumed in its line; it says nothing of these data.",
    "Calculé d’après le seul plan {references}. Une puissance est celle pour la vérité supposée à sa ligne\u{a0}; elle ne dit rien des présentes données.",
);

/// A table for each statement of it.
pub fn tables(book: &Book) -> Vec<Block> {
    book.results.sample_sizes.iter().map(|size| Block::Table(table(book, size))).collect()
}

fn table(book: &Book, size: &SampleSizeInfo) -> Table {
    let words = book.words;
    let analysis = book.results.analyses.iter().find(|a| a.name == size.analysis);
    let label = analysis.map_or(size.analysis.as_str(), |a| a.label.as_str());
    let fillings = [
        ("analysis", text(&lower_first(label))),
        ("of", analysis.map(|a| book.clause(&a.clause)).into_iter().collect::<Text>()),
        ("clause", vec![book.clause(&size.clause)]),
    ];
    let mut table = Table {
        caption: text(&size.label),
        about: sentence(book.said(ABOUT), &fillings),
        columns: vec![Column::prose(words.measure), Column::new(text(words.result), ColumnKind::Numbers)],
        ..Table::default()
    };
    let mut citations: Vec<&str> = vec![];
    for index in book.indices(|r| r.analysis == size.name) {
        let Some(record) = book.record(index) else { continue };
        let cells = vec![text(&name(book, record)), vec![book.number(index)]];
        table.rows.push(Row { cells, ..Row::default() });
        let citation = record.method.as_ref().map_or("", |m| m.citation.as_str());
        if !citations.contains(&citation) {
            citations.push(citation);
        }
    }
    let references: Text = citations.iter().flat_map(|c| book.reference(c)).collect();
    table.notes.push((String::new(), sentence(book.said(NOTE), &[("references", references)])));
    table
}

/// `Power (discordant pairs: 0.4, true difference: 0.2)`.
fn name(book: &Book, record: &Record) -> String {
    let words = book.words;
    let statistic = words.statistic(record.statistic);
    let unit = words.unit(record);
    match record.method.as_ref().map(|m| words.options(m)).filter(|options| !options.is_empty()) {
        Some(options) => format!("{statistic} ({options}){unit}"),
        None => format!("{statistic}{unit}"),
    }
}
