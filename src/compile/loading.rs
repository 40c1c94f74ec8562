//! The plan and every document that is named in it or in one of its documents, each read once.

use super::kept::Kept;
use super::{Text, Texts, Unread, shown};
use crate::diagnostic::{Diagnostic, Sources, Spanned};
use crate::file::bundled;
use crate::plan::uses;
use crate::syntax::tree::Document;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

/// The texts of a plan as trees.
pub(super) struct Loaded {
    pub path: PathBuf,
    pub sources: Sources,
    pub plan: Arc<Document>,
    /// By the place that names each first.
    pub criteria: Vec<(Spanned<String>, Arc<Document>)>,
    pub diagnostics: Vec<Diagnostic>,
}

struct Loading<'t> {
    texts: &'t dyn Texts,
    kept: &'t mut Kept,
    sources: Sources,
    diagnostics: Vec<Diagnostic>,
    /// Names of the documents that were asked for.
    asked: BTreeSet<String>,
    criteria: Vec<(Spanned<String>, Arc<Document>)>,
}

pub(super) fn load(texts: &dyn Texts, kept: &mut Kept) -> Result<Loaded, Unread> {
    let (sources, asked) = (Sources::default(), BTreeSet::new());
    let mut loading = Loading { texts, kept, sources, diagnostics: vec![], asked, criteria: vec![] };
    let text = texts.plan()?;
    let plan = loading.parse(&text);
    loading.follow(uses(&plan))?;
    let Loading { sources, diagnostics, criteria, .. } = loading;
    Ok(Loaded { path: text.path, sources, plan, criteria, diagnostics })
}

impl Loading<'_> {
    fn parse(&mut self, text: &Text) -> Arc<Document> {
        let file = self.sources.add(shown(&text.path), text.text.as_str());
        let of_program = bundled::at(&text.path).is_some();
        let texts = self.texts;
        let (document, found) = self.kept.read(file, text, |name| named_in_full(texts, name, of_program));
        self.diagnostics.extend(found);
        document
    }

    fn document(&self, name: &str) -> Option<Result<Text, Unread>> {
        match bundled::in_full(name) {
            Some(document) => Some(Ok(Text::new(document.path(), document.text.to_string()))),
            None => self.texts.document(name),
        }
    }

    /// Reads what a document names after `use`, and what that names. A document is read once, so a circle of them ends here;
    /// that it is one is for the resolution to say.
    fn follow(&mut self, names: Vec<Spanned<String>>) -> Result<(), Unread> {
        for named in names {
            if !self.asked.insert(named.node.clone()) {
                continue;
            }
            // A document that is not there is reported by the resolution.
            let Some(text) = self.document(&named.node) else { continue };
            let read = self.parse(&text?);
            let further = uses(&read);
            self.criteria.push((named, read));
            self.follow(further)?;
        }
        Ok(())
    }
}

/// The name in full of a document that comes with the program, where that is meant. A name with a version means it, and so
/// does what one such document says of another; a path is first that of a document of the study.
fn named_in_full(texts: &dyn Texts, name: &str, by_program: bool) -> Option<String> {
    let document = bundled::named(name)?;
    let meant = by_program || bundled::has_version(name) || texts.document(name).is_none();
    meant.then(|| document.name())
}
