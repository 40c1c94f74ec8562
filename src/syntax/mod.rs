//! From Markdown to a tree with places: total on any text, each fault reported once.
//!
//! [`parse`] finds headings, paragraphs, tables and ` ```plan ` fences; a fence is scanned into lines, the lines are
//! nested by their braces, and each line is read by the grammar on its own, so that a mistake ends with its line. Comments and
//! blank lines stay beside the statements, each with what it stands by.

pub mod dump;
mod elsewhere;
mod excerpt;
mod expression;
mod foreign;
mod front_matter;
mod grammar;
mod invisible;
mod kept;
mod markdown;
mod moved;
mod numbering;
mod old_words;
mod outline;
pub mod print;
mod read;
mod scan;
mod selectors;
mod table;
pub mod tree;
mod trivia;
mod window;

pub use dump::dump;
pub use elsewhere::habits;
pub use kept::{Generations, Kept};

use crate::diagnostic::{Diagnostic, FileId};

/// Diagnostics in the order in which they are found.
#[derive(Debug, Default)]
struct Found(Vec<Diagnostic>);

impl Found {
    fn report(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }
}

/// Reads a plan or a criterion. `heads` are the words that begin statements; they are reserved only at the margin of a
/// fence. Whatever the text, a tree comes out, with a diagnostic for each part of the text that is not in it.
///
/// The diagnostics stand in the order of their places.
pub fn parse(file: FileId, source: &str, heads: &[&str]) -> (tree::Document, Vec<Diagnostic>) {
    parse_again(file, source, heads, &mut Kept::default())
}

/// The same of a document that was read before with the same `heads`: of a formal block that stood there already, what was read
/// is kept.
pub fn parse_again(file: FileId, source: &str, heads: &[&str], kept: &mut Kept) -> (tree::Document, Vec<Diagnostic>) {
    let mut found = Found::default();
    let document = markdown::document(file, source, heads, kept, &mut found);
    numbering::check(&document.clauses, &mut found);
    let mut diagnostics = found.0;
    diagnostics.sort_by_key(|d| d.labels.first().map(|l| (l.span.start, l.span.end)));
    (document, diagnostics)
}
