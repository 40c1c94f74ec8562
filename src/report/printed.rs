//! A document that is made from a plan and printed as a report is.

use super::document::{Block, Document, Section, text};
use super::figure::letters::Even;
use super::pages;
use super::select::Book;
use super::spaces;
use crate::results::Results;
use crate::words::Words;
use std::collections::BTreeMap;

/// What stands in it, in the order of its sections, and what it is called.
pub struct Contents {
    pub kind: &'static str,
    pub cover: Vec<Block>,
    pub sections: BTreeMap<Section, Vec<Block>>,
}

/// References are numbered as they are met, and listed last.
pub fn printed(results: &Results, contents: Contents) -> Document {
    let Contents { kind, cover, mut sections } = contents;
    let words = Words::of(results.report.language);
    let book = Book::new(results, words, &Even);
    let references = pages::referred(&mut sections);
    sections.insert(Section::Sources, pages::references::section(&book, &references));
    let study = &results.study;
    let identity = [&study.name, &study.plan_digest, &study.engine].map(String::as_str).join("\n");
    let mut document = Document {
        language: results.report.language,
        kind,
        title: text(pages::title(results, words)),
        running: text(&pages::running_head(results, words)),
        marked: None,
        draft: false,
        locked: false,
        identity,
        cut_off: String::new(),
        cover,
        sections,
        index: BTreeMap::new(),
    };
    spaces::set(&mut document);
    document
}
