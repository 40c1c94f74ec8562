//! What the sections of a page are found by, in each page of the site as JSON.

use super::markdown::{Block, Span, Style, text};
use serde::Serialize;
use std::collections::BTreeSet;

/// A section: its heading, the page it is in, its address, and the words that stand in it.
#[derive(Serialize)]
pub struct Entry {
    title: String,
    page: String,
    address: String,
    words: String,
}

/// The sections of a page, in their order.
pub fn entries(file: &str, page: &str, blocks: &[Block]) -> Vec<Entry> {
    let mut found: Vec<(String, String, BTreeSet<String>)> = vec![];
    for block in blocks {
        match block {
            Block::Heading { id, spans, .. } => found.push((text(spans), id.clone(), BTreeSet::new())),
            Block::Paragraph { .. } | Block::List { .. } | Block::Table { .. } | Block::Code { .. } => {
                if let Some((_, _, words)) = found.last_mut() {
                    collect(block, words);
                }
            }
        }
    }
    let entry = |(title, id, words): (String, String, BTreeSet<String>)| Entry {
        title,
        page: page.to_string(),
        address: format!("{file}#{id}"),
        words: words.into_iter().collect::<Vec<_>>().join(" "),
    };
    found.into_iter().map(entry).collect()
}

fn collect(block: &Block, words: &mut BTreeSet<String>) {
    match block {
        Block::Heading { spans, .. } | Block::Paragraph { spans } => of_spans(spans, words),
        Block::List { items, .. } => items.iter().flatten().for_each(|block| collect(block, words)),
        Block::Table { head, rows } => head.iter().chain(rows.iter().flatten()).for_each(|cell| of_spans(cell, words)),
        Block::Code { .. } => {}
    }
}

/// Words of the language as they are, and longer words of the prose.
fn of_spans(spans: &[Span], words: &mut BTreeSet<String>) {
    for span in spans {
        match span.style {
            Style::Code => {
                words.insert(span.text.to_lowercase());
            }
            Style::Plain | Style::Emphasis | Style::Strong => {
                let of_prose = span.text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 3);
                words.extend(of_prose.map(str::to_lowercase));
            }
        }
    }
}
