//! Formal blocks that were read before, by their text: a block says the same wherever it stands, so that while a plan is written
//! only the block that is changed is read anew.

use super::excerpt::Excerpt;
use super::moved::Moving;
use super::tree::{Statement, Trivia};
use crate::diagnostic::{Diagnostic, Span};
use std::collections::BTreeMap;

/// What a block comes to.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub statements: Vec<Statement>,
    pub trivia: Vec<Trivia>,
    pub diagnostics: Vec<Diagnostic>,
}

/// The blocks of one document, as it was read last.
#[derive(Debug, Default)]
pub struct Kept {
    before: BTreeMap<Written, (usize, Block)>,
    /// Met again, or for the first time, in the reading that goes on; with the place where each was read.
    met: BTreeMap<Written, (usize, Block)>,
}

/// A block as it is written, wherever that is: its text, and what Markdown leaves out of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Written {
    pub text: String,
    /// Where each piece begins, in the text and behind the beginning of the first.
    pub pieces: Vec<(usize, usize)>,
}

impl Kept {
    /// A reading begins: what the one before did not meet is forgotten.
    pub(super) fn begin(&mut self) {
        self.before = std::mem::take(&mut self.met);
    }

    /// What `read` says of a block, or said of it where it stood before.
    pub(super) fn block(&mut self, excerpt: &Excerpt, read: impl FnOnce() -> Block) -> Block {
        let Some((start, written)) = excerpt.written() else { return read() };
        if let Some(known) = self.before.remove(&written) {
            self.met.insert(written.clone(), known);
        }
        let (from, mut block) = self.met.entry(written).or_insert_with(|| (start, read())).clone();
        // The number of the document may be another as well.
        let moved = |place: u32| (place as usize + start - from) as u32;
        let moving = Moving(|span: &mut Span| {
            *span = Span { file: excerpt.file(), start: moved(span.start), end: moved(span.end) };
        });
        block.statements.iter_mut().for_each(|statement| moving.statement(statement));
        block.trivia.iter_mut().for_each(|trivia| moving.trivia(trivia));
        block.diagnostics.iter_mut().for_each(|diagnostic| moving.diagnostic(diagnostic));
        block
    }
}
