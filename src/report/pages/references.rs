//! Where the equations of the methods are published: what the notes of the tables refer to by number.

use super::heading;
use crate::report::document::{Block, Place, Span, text};
use crate::report::select::Book;

/// `references`: the citations in the order of their numbers.
pub fn section(book: &Book, references: &[String]) -> Vec<Block> {
    if references.is_empty() {
        return vec![];
    }
    let line = |(i, citation): (usize, &String)| {
        let number = Span::new(&format!("[{}]", i + 1)).anchored(Place::Reference(citation.clone()));
        vec![number, Span::new(&format!(" {citation}"))]
    };
    vec![
        heading(1, book.words.references, false),
        Block::Introduction { text: text(book.words.references_about) },
        Block::Entries { lines: references.iter().enumerate().map(line).collect() },
    ]
}
