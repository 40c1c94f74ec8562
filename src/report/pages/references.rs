//! Where the equations of the methods are published: what the notes of the tables refer to by number.

use super::heading;
use crate::report::document::{Block, Span, text};
use crate::report::select::{Book, reference_anchor};

pub fn section(book: &Book) -> Vec<Block> {
    let references = book.references();
    if references.is_empty() {
        return vec![];
    }
    let line = |(i, citation): (usize, &String)| {
        let number = Span::new(&format!("[{}]", i + 1)).anchored(reference_anchor(i));
        vec![number, Span::new(&format!(" {citation}"))]
    };
    vec![
        heading(1, book.words.references, false),
        Block::Introduction { text: text(book.words.references_about) },
        Block::Entries { lines: references.iter().enumerate().map(line).collect() },
    ]
}
