//! `builds on: CRITERION`: a criterion that takes over the statements of another, some replaced and some added.
//!
//! Criteria are written out in full before anything is resolved, so that no later pass knows of it; every statement keeps
//! the document and the clause it was written in. What a document adds stands before the next statement that it replaces,
//! or else at the end, so that a replaced rule can read what was added for it.

use super::*;
use crate::diagnostic::said;
use crate::syntax::tree::{Block, Document, Entry, Item, Kind, Statement};

/// A criterion with all its statements; none after a mistake.
pub(crate) struct Composed {
    /// The path after `use`, where its document is named first.
    pub path: Spanned<String>,
    /// The criterion it builds on, where it says so, with the path of that one's document.
    pub base: Option<Base>,
    pub statements: Option<Vec<Placed>>,
}

pub(crate) struct Base {
    pub name: Spanned<String>,
    pub path: String,
}

/// A statement and where it was written.
#[derive(Clone)]
pub(crate) struct Placed {
    pub statement: Statement,
    /// Index into the documents.
    pub document: usize,
    /// Index into the clauses of the document.
    pub clause: usize,
}

/// Every document of a criterion written out; nothing is said of what may be missing in a document that could not be read.
pub(crate) fn compose(
    documents: &[(Spanned<String>, Arc<Document>)],
    unreadable: &[Span],
) -> (Vec<Composed>, Vec<Diagnostic>) {
    let (done, bases) = (BTreeMap::new(), BTreeMap::new());
    let mut composition = Composition { documents, unreadable, done, bases, diagnostics: vec![] };
    let all = (0..documents.len())
        .map(|at| (documents[at].0.clone(), composition.composed(at, &mut vec![])))
        .collect::<Vec<_>>();
    let Composition { mut bases, diagnostics, .. } = composition;
    let all = all.into_iter().enumerate();
    let all = all.map(|(at, (path, statements))| Composed { path, base: bases.remove(&at), statements });
    (all.collect(), diagnostics)
}

/// Where the document after `use` is found.
pub(super) fn looked_for(path: &str) -> String {
    format!(
        "its document is looked for as `{path}.md` beside the plan and in the folders above, then among those that come \
         with prespec, which `prespec explain criterion` lists"
    )
}

struct Composition<'d> {
    documents: &'d [(Spanned<String>, Arc<Document>)],
    unreadable: &'d [Span],
    done: BTreeMap<usize, Option<Vec<Placed>>>,
    bases: BTreeMap<usize, Base>,
    diagnostics: Vec<Diagnostic>,
}

impl Composition<'_> {
    /// `open` are the documents that are being written out.
    fn composed(&mut self, at: usize, open: &mut Vec<usize>) -> Option<Vec<Placed>> {
        if let Some(done) = self.done.get(&at) {
            return done.clone();
        }
        open.push(at);
        let own = self.statements(at);
        let composed = match built_on(&own) {
            None => self.without_base(own),
            Some(base) => self.on_base(at, own, &base, open),
        };
        open.pop();
        self.done.insert(at, composed.clone());
        composed
    }

    fn statements(&self, document: usize) -> Vec<Placed> {
        let mut found = vec![];
        for (clause, written) in self.documents[document].1.clauses.iter().enumerate() {
            for block in &written.blocks {
                let Block::Plan { statements, .. } = block else { continue };
                found.extend(statements.iter().map(|s| Placed { statement: s.clone(), document, clause }));
            }
        }
        found
    }

    fn without_base(&mut self, own: Vec<Placed>) -> Option<Vec<Placed>> {
        for used in own.iter().filter(|p| head(p) == "use") {
            let title = "A criterion uses another only to build on it";
            let diagnostic = Diagnostic::new(codes::MISPLACED, title)
                .at(used.statement.span, "used, and not built on")
                .hint("say `builds on: NAME` in its `criterion` statement, or take the `use` away");
            self.diagnostics.push(diagnostic);
        }
        Some(own)
    }

    fn on_base(
        &mut self,
        of: usize,
        own: Vec<Placed>,
        base: &Spanned<String>,
        open: &mut Vec<usize>,
    ) -> Option<Vec<Placed>> {
        self.check_options(&own);
        let at = self.base_document(&own, base)?;
        self.bases.insert(of, Base { name: base.clone(), path: self.documents[at].0.node.clone() });
        if open.contains(&at) {
            let title = said!("`{base}` is built on itself", base = base.node);
            let diagnostic = Diagnostic::new(codes::CIRCULAR, title)
                .at(base.span, "leads back to the same criterion")
                .hint("a criterion builds on one that stands without it");
            self.diagnostics.push(diagnostic);
            return None;
        }
        let base_statements = self.composed(at, open)?;
        self.merged(base_statements, own, base)
    }

    /// The document of the base, which the criterion's own document names.
    fn base_document(&mut self, own: &[Placed], base: &Spanned<String>) -> Option<usize> {
        let used: Vec<&Spanned<String>> =
            own.iter().filter(|p| head(p) == "use").filter_map(|p| p.statement.name.as_ref()).collect();
        let of_name = |at: &usize| criterion_name(&self.documents[*at].1) == Some(base.node.as_str());
        let named = |at: &usize| used.iter().any(|u| u.node == self.documents[*at].0.node);
        let found = (0..self.documents.len()).filter(named).find(of_name);
        if found.is_none() {
            let missing = used.iter().find(|u| !self.documents.iter().any(|(path, _)| path.node == u.node));
            let diagnostic = match missing {
                Some(path) => {
                    Diagnostic::new(codes::UNKNOWN_NAME, said!("There is no criterion `{path}`", path = path.node))
                        .at(path.span, "no such document")
                        .hint(looked_for(&path.node))
                }
                None => Diagnostic::new(
                    codes::UNKNOWN_NAME,
                    said!("`{base}` is no criterion that this document uses", base = base.node),
                )
                .at(base.span, "built on here")
                .hint(format!("write `use criteria/{}` before the `criterion` statement", base.node)),
            };
            self.diagnostics.push(diagnostic);
        }
        found
    }

    /// The options of the base are options of the criterion that builds on it.
    fn check_options(&mut self, own: &[Placed]) {
        for used in own.iter().filter(|p| head(p) == "use" && !p.statement.items.is_empty()) {
            let title = "The options of a criterion that is built on are set in the criterion itself";
            let diagnostic = Diagnostic::new(codes::MISPLACED, title)
                .at(used.statement.span, "set at the `use`")
                .hint("write `option NAME: VALUE` in the `criterion` statement");
            self.diagnostics.push(diagnostic);
        }
    }

    fn merged(&mut self, base: Vec<Placed>, own: Vec<Placed>, name: &Spanned<String>) -> Option<Vec<Placed>> {
        let mut all = base.clone();
        let mut added: Vec<Placed> = vec![];
        let mut whole = true;
        for mut placed in own {
            match head(&placed) {
                "use" => {}
                "criterion" => {
                    let Some(at) = all.iter().position(|p| head(p) == "criterion") else { continue };
                    placed.statement.items = merged_head(&all[at].statement.items, &placed.statement.items);
                    all[at] = placed;
                }
                _ if placed.statement.replace => match replaced(&all, &placed) {
                    Some((at, exact)) => {
                        placed.statement.replace = false;
                        let from = if exact { at } else { at + 1 };
                        let to = at + 1;
                        all.splice(from..to, added.drain(..).chain([placed]));
                    }
                    None => {
                        whole = false;
                        self.replaces_nothing(&base, &placed, name);
                    }
                },
                _ => {
                    if let Some(first) = base.iter().find(|p| same(p, &placed)) {
                        whole = false;
                        self.already_there(first, &placed, name);
                    }
                    added.push(placed);
                }
            }
        }
        all.extend(added);
        whole.then_some(all)
    }

    fn replaces_nothing(&mut self, base: &[Placed], placed: &Placed, name: &Spanned<String>) {
        let files = base.iter().map(|p| p.statement.span.file);
        if files.chain([placed.statement.span.file]).any(|file| self.unreadable.iter().any(|u| u.file == file)) {
            return;
        }
        let own = placed.statement.name.as_ref();
        let title = said!(
            "`{name}` has no `{head} {own}`",
            name = name.node,
            head = head(placed),
            own = own.map_or("", |n| n.node.as_str())
        );
        let known: Vec<&str> = base.iter().filter(|p| head(p) == head(placed)).filter_map(|p| word(p)).collect();
        let place = own.map_or(placed.statement.span, |n| n.span);
        let near = own.and_then(|n| reporting::suggestion(&n.node, &known));
        let diagnostic = Diagnostic::new(codes::UNKNOWN_NAME, title)
            .at(place, "replaces nothing")
            .hint(format!("it has: {}; what it does not have is added without `replace`", known.join(", ")))
            .did_you_mean(place, near);
        self.diagnostics.push(diagnostic);
    }

    fn already_there(&mut self, first: &Placed, placed: &Placed, name: &Spanned<String>) {
        let word = word(placed).unwrap_or_default();
        let place = |p: &Placed| p.statement.name.as_ref().map_or(p.statement.span, |n| n.span);
        let diagnostic = Diagnostic::new(
            codes::REPEATED,
            said!("`{name}` has a `{head} {word}` already", name = name.node, head = head(placed), word),
        )
        .at(place(placed), "named again here")
        .at(place(first), "first named here")
        .hint(format!("write `replace {} {word}`, or name it otherwise", head(placed)));
        self.diagnostics.push(diagnostic);
    }
}

fn head(placed: &Placed) -> &str {
    &placed.statement.head.node
}

fn word(placed: &Placed) -> Option<&str> {
    placed.statement.name.as_ref().map(|n| n.node.as_str())
}

fn subject(placed: &Placed) -> Option<&str> {
    placed.statement.subject.as_ref().map(|n| n.node.as_str())
}

fn same(a: &Placed, b: &Placed) -> bool {
    head(a) == head(b) && word(a) == word(b) && subject(a) == subject(b)
}

/// Where the statement stands that is replaced, and whether it gives way: a quantity of a set of rows stands after one of
/// the same name that is of any row, and holds for its set.
fn replaced(all: &[Placed], placed: &Placed) -> Option<(usize, bool)> {
    let exact = all.iter().position(|p| same(p, placed)).map(|at| (at, true));
    let general = || {
        let of_any = |p: &Placed| head(p) == "define" && head(placed) == "define" && word(p) == word(placed);
        all.iter().position(of_any).map(|at| (at, false))
    };
    exact.or_else(general)
}

/// The `builds on` of a document's criterion.
fn built_on(statements: &[Placed]) -> Option<Spanned<String>> {
    let criterion = statements.iter().find(|p| head(p) == "criterion")?;
    let entry = entries(&criterion.statement.items).find(|(key, _)| *key == BUILDS_ON)?.1;
    let element = entry.value.as_ref()?.elements.first()?;
    match &element.expression.kind {
        Kind::Name(name) => Some(Spanned::new(name.clone(), element.expression.span)),
        _ => None,
    }
}

const BUILDS_ON: &str = "builds on";

fn criterion_name(document: &Document) -> Option<&str> {
    let statements = document.clauses.iter().flat_map(|c| &c.blocks).filter_map(|b| match b {
        Block::Plan { statements, .. } => Some(statements),
        Block::Paragraph { .. } => None,
    });
    let criterion = statements.flatten().find(|s| s.head.node == "criterion")?;
    criterion.name.as_ref().map(|n| n.node.as_str())
}

fn entries(items: &[Item]) -> impl Iterator<Item = (&str, &Entry)> {
    items.iter().filter_map(|item| match item {
        Item::Entry(entry) => Some((entry.key.as_ref()?.node.as_str(), entry)),
        Item::Case(_) => None,
    })
}

/// The entries of a base with those of the criterion in their place or after them. Other responses have other meanings:
/// where they are declared anew, the sets of the base are not taken over.
fn merged_head(base: &[Item], own: &[Item]) -> Vec<Item> {
    let says = |key: &str| entries(own).any(|(k, _)| k == key);
    let of_responses =
        |key: &str| key.starts_with("set ") || ResponseRole::ALL.into_iter().any(|role| role.key() == key);
    let key_of = |item: &Item| match item {
        Item::Entry(entry) => entry.key.as_ref().map(|k| k.node.clone()),
        Item::Case(_) => None,
    };
    let mut all: Vec<Item> = base.iter().filter(|i| key_of(i).is_none_or(|k| k != BUILDS_ON)).cloned().collect();
    if says("responses") {
        all.retain(|i| key_of(i).is_none_or(|k| !of_responses(&k)));
    }
    for item in own.iter().filter(|i| key_of(i).is_none_or(|k| k != BUILDS_ON)) {
        let key = key_of(item);
        match all.iter_mut().find(|i| key.is_some() && key_of(i) == key) {
            Some(old) => replace_entry(old, item),
            None => all.push(item.clone()),
        }
    }
    all
}

/// What is needed of a table is needed besides what the base needs of it; any other entry takes the place of the base's.
fn replace_entry(old: &mut Item, new: &Item) {
    match (&mut *old, new) {
        (Item::Entry(old), Item::Entry(new)) if new.key.as_ref().is_some_and(|k| k.node.starts_with("needs ")) => {
            old.key.clone_from(&new.key);
            old.items = merged_head(&old.items, &new.items);
        }
        _ => *old = new.clone(),
    }
}
