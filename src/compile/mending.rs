//! Old words written anew: the fixes that mean what stood there, applied to the plan and to every document that it names.

mod aligned;

use super::{Compiled, Text, Texts, Unread, compile};
use crate::diagnostic::{Certainty, Diagnostic, FileId, Fix};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Old words within what was rewritten are met in a further round; a plan that goes on changing is left as it was last.
const ROUNDS: usize = 8;

/// A document that was rewritten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    pub path: PathBuf,
    /// Line ends as they were.
    pub text: String,
    /// Each place that was rewritten, in the order of the text.
    pub changes: Vec<Change>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Of the document, from 1.
    pub line: usize,
    pub from: String,
    pub to: String,
}

/// The documents of a plan that change when each old word is rewritten, whatever else is wrong with them; and the plan as it is
/// then.
pub fn mend(texts: &dyn Texts) -> Result<(Vec<Mended>, Compiled), Unread> {
    let overlaid = Overlaid { below: texts, plan: RefCell::default(), documents: RefCell::default() };
    let mut mended: BTreeMap<PathBuf, Mended> = BTreeMap::new();
    let mut compiled = compile(&overlaid)?;
    for _ in 0..ROUNDS {
        let fixes: Vec<&Fix> = compiled.diagnostics.iter().flat_map(sure).collect();
        if fixes.is_empty() {
            break;
        }
        let named = compiled.documents.criteria.iter().map(|(name, document)| (Some(&name.node), document.file));
        let all = [(None, compiled.documents.plan.file)].into_iter().chain(named);
        for (name, file) in all {
            let Some((text, changes)) = rewritten(&compiled, file, &fixes) else { continue };
            let path = overlaid.path(name)?;
            overlaid.put(name, &text);
            let known = mended.entry(path.clone()).or_insert(Mended { path, text: String::new(), changes: vec![] });
            known.text = text;
            known.changes.extend(changes);
        }
        compiled = compile(&overlaid)?;
    }
    let mut mended: Vec<Mended> = mended.into_values().collect();
    mended.iter_mut().for_each(|m| m.changes.sort_by_key(|change| change.line));
    Ok((mended, compiled))
}

fn sure(diagnostic: &Diagnostic) -> impl Iterator<Item = &Fix> {
    diagnostic.fixes.iter().filter(|fix| fix.certainty == Certainty::SameMeaning)
}

/// A document with those of the fixes that are of it.
fn rewritten(compiled: &Compiled, file: FileId, fixes: &[&Fix]) -> Option<(String, Vec<Change>)> {
    let source = compiled.sources.get(file)?;
    let of_file: Vec<&Fix> = fixes.iter().copied().filter(|fix| fix.span.file == file).collect();
    let applied = apart(of_file);
    if applied.is_empty() {
        return None;
    }
    let change = |fix: &&Fix| Change {
        line: compiled.sources.line_column(fix.span).0,
        from: compiled.sources.text(fix.span).to_string(),
        to: fix.replacement.clone(),
    };
    let changes = applied.iter().map(change).collect();
    Some((aligned::replaced(&source.text, &applied), changes))
}

/// The fixes in the order of the text; of those that overlap the first, the others being left to a further round.
fn apart(mut fixes: Vec<&Fix>) -> Vec<&Fix> {
    fixes.sort_by_key(|fix| (fix.span.start, std::cmp::Reverse(fix.span.end)));
    let mut found: Vec<&Fix> = vec![];
    for fix in fixes {
        if found.last().is_none_or(|last| last.span.end <= fix.span.start) {
            found.push(fix);
        }
    }
    found
}

/// Texts of which some were rewritten.
struct Overlaid<'t> {
    below: &'t dyn Texts,
    plan: RefCell<Option<String>>,
    documents: RefCell<BTreeMap<String, String>>,
}

impl Overlaid<'_> {
    fn put(&self, name: Option<&String>, text: &str) {
        match name {
            None => *self.plan.borrow_mut() = Some(text.to_string()),
            Some(name) => {
                self.documents.borrow_mut().insert(name.clone(), text.to_string());
            }
        }
    }

    /// Where the plan, or the document of this name, is.
    fn path(&self, name: Option<&String>) -> Result<PathBuf, Unread> {
        let text = name.and_then(|name| self.below.document(name)).unwrap_or_else(|| self.below.plan())?;
        Ok(text.path)
    }
}

impl Texts for Overlaid<'_> {
    fn plan(&self) -> Result<Text, Unread> {
        let below = self.below.plan()?;
        Ok(match self.plan.borrow().as_ref() {
            Some(text) => Text { text: text.clone(), ..below },
            None => below,
        })
    }

    fn document(&self, name: &str) -> Option<Result<Text, Unread>> {
        let below = self.below.document(name)?;
        Some(below.map(|below| match self.documents.borrow().get(name) {
            Some(text) => Text { text: text.clone(), ..below },
            None => below,
        }))
    }
}
