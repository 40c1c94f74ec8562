//! Paragraphs that were read before, by their text: what a paragraph says depends on nothing but its words and how long a month
//! and a year are, so that while a plan is written only what changed is read anew.

use super::quantity::Lengths;
use super::reader::{self, Paragraph};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The paragraphs, labels and reasons of the comparisons before.
#[derive(Debug, Default)]
pub struct Kept {
    lengths: Option<Lengths>,
    before: BTreeMap<String, Arc<Paragraph>>,
    /// Met again, or for the first time, in the comparison that goes on.
    met: BTreeMap<String, Arc<Paragraph>>,
}

impl Kept {
    /// A comparison begins: what the one before did not meet is forgotten, all of it where months or years are of other lengths.
    pub(super) fn begin(&mut self, lengths: Lengths) {
        self.before = std::mem::take(&mut self.met);
        if self.lengths.replace(lengths) != Some(lengths) {
            self.before.clear();
        }
    }

    /// What a text says.
    pub(super) fn read(&mut self, text: &str, lengths: Lengths) -> Arc<Paragraph> {
        if let Some(known) = self.met.get(text) {
            return known.clone();
        }
        let (text, read) = match self.before.remove_entry(text) {
            Some(known) => known,
            None => (text.to_string(), Arc::new(reader::read(text, lengths))),
        };
        self.met.insert(text, read.clone());
        read
    }
}
