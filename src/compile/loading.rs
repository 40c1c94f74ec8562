//! The plan and every document that is named in it or in one of its documents, each read once.

use super::{Text, Texts, Unread, shown};
use crate::diagnostic::{Diagnostic, Sources, Spanned};
use crate::file::bundled;
use crate::plan::settled::settle;
use crate::plan::{registry, rename_uses, uses};
use crate::syntax::{self, tree::Document};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// The texts of a plan as trees.
pub(super) struct Loaded {
    pub path: PathBuf,
    pub sources: Sources,
    pub plan: Document,
    /// By the place that names each first.
    pub criteria: Vec<(Spanned<String>, Document)>,
    pub diagnostics: Vec<Diagnostic>,
}

struct Loading<'t> {
    texts: &'t dyn Texts,
    sources: Sources,
    diagnostics: Vec<Diagnostic>,
    /// Names of the documents that were asked for.
    asked: BTreeSet<String>,
    criteria: Vec<(Spanned<String>, Document)>,
}

pub(super) fn load(texts: &dyn Texts) -> Result<Loaded, Unread> {
    let mut loading =
        Loading { texts, sources: Sources::default(), diagnostics: vec![], asked: BTreeSet::new(), criteria: vec![] };
    let text = texts.plan()?;
    let plan = loading.parse(&text);
    loading.follow(uses(&plan))?;
    let Loading { sources, diagnostics, criteria, .. } = loading;
    Ok(Loaded { path: text.path, sources, plan, criteria, diagnostics })
}

impl Loading<'_> {
    fn parse(&mut self, Text { path, text }: &Text) -> Document {
        let file = self.sources.add(shown(path), text.as_str());
        let (mut document, found) = syntax::parse(file, text, &registry::head_words());
        self.diagnostics.extend(found);
        self.diagnostics.extend(settle(&mut document, text));
        let of_program = bundled::at(path).is_some();
        rename_uses(&mut document, |name| self.of_program(name, of_program));
        document
    }

    /// The name in full of a document that comes with the program, where that is meant. A name with a version means it, and so
    /// does what one such document says of another; a path is first that of a document of the study.
    fn of_program(&self, name: &str, by_program: bool) -> Option<String> {
        let document = bundled::named(name)?;
        let meant = by_program || bundled::has_version(name) || self.texts.document(name).is_none();
        meant.then(|| document.name())
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
