//! Paragraphs that were read before, by their text: what a paragraph says depends on nothing but its words and how long a month
//! and a year are, so that while a plan is written only what changed is read anew.

use super::quantity::Lengths;
use super::reader::{self, Paragraph};
use crate::syntax::Generations;
use std::sync::Arc;

/// The paragraphs, labels and reasons of the comparisons before.
#[derive(Debug, Default)]
pub struct Kept {
    lengths: Option<Lengths>,
    texts: Generations<String, Arc<Paragraph>>,
}

impl Kept {
    /// A comparison begins. Where months or years are of other lengths nothing of the one before holds.
    pub(super) fn begin(&mut self, lengths: Lengths) {
        self.texts.begin();
        if self.lengths.replace(lengths) != Some(lengths) {
            self.texts = Generations::default();
        }
    }

    /// What a text says.
    pub(super) fn read(&mut self, text: &str, lengths: Lengths) -> Arc<Paragraph> {
        self.texts.of(text, || Arc::new(reader::read(text, lengths))).clone()
    }
}
