//! A piece of a file as it reads without what Markdown puts before its lines, and the way back to the file.

use super::kept::Written;
use crate::diagnostic::{FileId, Span};

/// The text of one fence. Every byte of it stands somewhere in the file, in the same order.
#[derive(Debug)]
pub(super) struct Excerpt {
    file: FileId,
    pub text: String,
    /// Where a contiguous piece begins, in `text` and in the file; both ascend.
    pieces: Vec<(usize, usize)>,
    /// Place in the file that stands for an empty text.
    empty: usize,
}

impl Excerpt {
    pub fn new(file: FileId, empty: usize) -> Self {
        Excerpt { file, text: String::new(), pieces: vec![], empty }
    }

    /// Adds what stands at `start` in the file.
    pub fn push(&mut self, piece: &str, start: usize) {
        if piece.is_empty() {
            return;
        }
        let follows = self.pieces.last().is_some_and(|(text, file)| file + (self.text.len() - text) == start);
        if !follows {
            self.pieces.push((self.text.len(), start));
        }
        self.text.push_str(piece);
    }

    pub fn file(&self) -> FileId {
        self.file
    }

    /// Where the text begins, and how it is written from there on; an empty text is nowhere.
    pub fn written(&self) -> Option<(usize, Written)> {
        let (_, start) = *self.pieces.first()?;
        let pieces = self.pieces.iter().map(|(text, file)| (*text, file - start)).collect();
        Some((start, Written { text: self.text.clone(), pieces }))
    }

    /// Cuts the text off.
    pub fn truncate(&mut self, length: usize) {
        self.text.truncate(length);
        self.pieces.retain(|(text, _)| *text < length);
    }

    /// Place in the file of a byte of the text.
    pub fn place(&self, at: usize) -> usize {
        let after = self.pieces.partition_point(|(text, _)| *text <= at);
        match after.checked_sub(1).and_then(|i| self.pieces.get(i)) {
            Some((text, file)) => file + (at.min(self.text.len()) - text),
            None => self.empty,
        }
    }

    /// The range of the file that a range of the text stands for.
    pub fn span(&self, start: usize, end: usize) -> Span {
        let from = self.place(start);
        if end <= start {
            return Span::new(self.file, from, from);
        }
        Span::new(self.file, from, self.place(end - 1) + 1)
    }

    /// What stands in a range of the file, as it reads.
    pub fn between(&self, span: Span) -> Option<&str> {
        self.text.get(self.found(span.start as usize)?..self.found(span.end as usize)?)
    }

    /// The byte of the text that stands at a place of the file.
    fn found(&self, place: usize) -> Option<usize> {
        let after = self.pieces.partition_point(|(_, file)| *file <= place);
        let (text, file) = self.pieces.get(after.checked_sub(1)?)?;
        Some(text + (place - file))
    }
}
