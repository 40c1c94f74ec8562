//! Documents that were read before, by which a compilation is quicker and says the same.

use super::Text;
use crate::diagnostic::{Diagnostic, FileId};
use crate::plan::settled::settle;
use crate::plan::{prose, registry, rename_uses, uses};
use crate::syntax::{self, tree::Document};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// What was read in the compilations before, of each document its last text.
#[derive(Default)]
pub struct Kept {
    documents: BTreeMap<PathBuf, Known>,
    prose: prose::Kept,
}

#[derive(Default)]
struct Known {
    /// Of the text as a whole.
    read: Option<Read>,
    /// Of its formal blocks.
    blocks: syntax::Kept,
}

/// A document in the words of today, and what was said of it.
struct Read {
    file: FileId,
    text: String,
    /// What it uses as it is written, and by which name in full.
    uses: Vec<(String, Option<String>)>,
    document: Arc<Document>,
    diagnostics: Vec<Diagnostic>,
}

impl Kept {
    /// What prose said, of whichever document.
    pub(super) fn prose(&mut self) -> &mut prose::Kept {
        &mut self.prose
    }

    /// The tree of a text and what is said of it. `in_full` tells which name is meant of a document that it uses.
    pub(super) fn read(
        &mut self,
        file: FileId,
        Text { path, text }: &Text,
        in_full: impl Fn(&str) -> Option<String>,
    ) -> (Arc<Document>, Vec<Diagnostic>) {
        let known = self.documents.entry(path.clone()).or_default();
        let is_same = |read: &Read| {
            read.file == file && read.text == *text && read.uses.iter().all(|(name, full)| in_full(name) == *full)
        };
        if let Some(read) = known.read.as_ref().filter(|read| is_same(read)) {
            return (read.document.clone(), read.diagnostics.clone());
        }
        let (mut document, mut diagnostics) =
            syntax::parse_again(file, text, &registry::head_words(), &mut known.blocks);
        diagnostics.extend(settle(&mut document, text));
        let named = uses(&document).into_iter().map(|used| (in_full(&used.node), used.node));
        let uses: Vec<_> = named.map(|(full, name)| (name, full)).collect();
        rename_uses(&mut document, in_full);
        let document = Arc::new(document);
        let read =
            Read { file, text: text.clone(), uses, document: document.clone(), diagnostics: diagnostics.clone() };
        known.read = Some(read);
        (document, diagnostics)
    }
}
