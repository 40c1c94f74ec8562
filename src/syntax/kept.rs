//! Formal blocks that were read before, by their text: a block says the same wherever it stands, so that while a plan is written
//! only the block that is changed is read anew.

use super::excerpt::Excerpt;
use super::moved::Moving;
use super::tree::{Statement, Trivia};
use crate::diagnostic::{Diagnostic, Span};
use std::borrow::Borrow;
use std::collections::BTreeMap;

/// What a block comes to.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub statements: Vec<Statement>,
    pub trivia: Vec<Trivia>,
    pub diagnostics: Vec<Diagnostic>,
}

/// What was worked out before, by what it is of. Of each reading there is left what the next one meets again.
#[derive(Debug)]
pub struct Generations<K, V> {
    before: BTreeMap<K, V>,
    /// Met again, or for the first time, in the reading that goes on.
    met: BTreeMap<K, V>,
}

impl<K, V> Default for Generations<K, V> {
    fn default() -> Self {
        Generations { before: BTreeMap::new(), met: BTreeMap::new() }
    }
}

impl<K: Ord, V> Generations<K, V> {
    /// A reading begins: what the one before did not meet is forgotten.
    pub fn begin(&mut self) {
        self.before = std::mem::take(&mut self.met);
    }

    /// What was worked out of this before, or is now.
    pub fn of<Q>(&mut self, key: &Q, work_out: impl FnOnce() -> V) -> &V
    where
        K: Borrow<Q>,
        Q: Ord + ToOwned<Owned = K> + ?Sized,
    {
        let known = self.met.remove_entry(key).or_else(|| self.before.remove_entry(key));
        let (key, value) = known.unwrap_or_else(|| (key.to_owned(), work_out()));
        self.met.entry(key).or_insert(value)
    }
}

/// The blocks of one document, each with the place where it was read.
#[derive(Debug, Default)]
pub struct Kept(Generations<Written, (usize, Block)>);

/// A block as it is written, wherever that is: its text, and what Markdown leaves out of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Written {
    pub text: String,
    /// Where each piece begins, in the text and behind the beginning of the first.
    pub pieces: Vec<(usize, usize)>,
}

impl Kept {
    pub(super) fn begin(&mut self) {
        self.0.begin();
    }

    /// What `read` says of a block, or said of it where it stood before.
    pub(super) fn block(&mut self, excerpt: &Excerpt, read: impl FnOnce() -> Block) -> Block {
        let Some((start, written)) = excerpt.written() else { return read() };
        let (from, mut block) = self.0.of(&written, || (start, read())).clone();
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
