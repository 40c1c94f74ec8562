//! `like NAME { changes }`: a statement, or an entry, that takes over another's entries with changes.
//!
//! The statements are written out in full before anything is resolved, so that no later pass knows of `like`. A change
//! replaces the entry of its key, the outermost that there is; a key found nowhere is added.

use super::*;
use crate::diagnostic::{Said, said};
use crate::syntax::tree::{Block, Document, Element, Entry, Item, Kind, Statement, Value};

/// What went wrong, the names of the statements that could not be written out, and what each is like.
#[derive(Default)]
pub(crate) struct Faults {
    pub diagnostics: Vec<Diagnostic>,
    pub failed: BTreeSet<String>,
    /// Places of these statements: no pass takes them up.
    pub left_out: BTreeSet<Span>,
    pub uses: Vec<references::Use>,
    /// What a statement, or a block of it, is like, by head and name.
    pub bases: BTreeMap<(String, String), String>,
}

/// The document with every `like` written out; nothing is said of what may be missing in a place that could not be read.
pub(crate) fn expand<'d>(document: &'d Document, unreadable: &'d [Span]) -> (Document, Faults) {
    let (originals, done) = (originals(document), BTreeMap::new());
    let mut expansion = Expansion { originals, done, unreadable, faults: Faults::default() };
    let mut plan = document.clone();
    for clause in &mut plan.clauses {
        for block in &mut clause.blocks {
            if let Block::Plan { statements, .. } = block {
                statements.iter_mut().for_each(|s| expansion.write_out(s));
            }
        }
    }
    (plan, expansion.faults)
}

/// Statements by head and name.
fn originals(document: &Document) -> BTreeMap<(String, String), &Statement> {
    let mut found = BTreeMap::new();
    for block in document.clauses.iter().flat_map(|c| &c.blocks) {
        let Block::Plan { statements, .. } = block else { continue };
        for statement in statements {
            if let Some(name) = &statement.name {
                found.entry((statement.head.node.clone(), name.node.clone())).or_insert(statement);
            }
        }
    }
    found
}

struct Expansion<'u> {
    originals: BTreeMap<(String, String), &'u Statement>,
    /// Items of statements written out; none while one is being written out.
    done: BTreeMap<(String, String), Option<Vec<Item>>>,
    unreadable: &'u [Span],
    faults: Faults,
}

impl Expansion<'_> {
    fn write_out(&mut self, statement: &mut Statement) {
        if !has_like(statement) {
            return;
        }
        match self.items_of(statement) {
            Some(items) if like_of(statement.value.as_ref(), &statement.items).is_some() => {
                statement.value = None;
                statement.items = items;
                statement.has_braces = true;
            }
            Some(items) => statement.items = items,
            None => {
                self.faults.failed.extend(statement.name.as_ref().map(|n| n.node.clone()));
                self.faults.left_out.insert(statement.span);
            }
        }
    }

    /// The entries of a statement, written out; none after a mistake.
    fn items_of(&mut self, statement: &Statement) -> Option<Vec<Item>> {
        let head = statement.head.node.as_str();
        let key = (head.to_string(), statement.name.as_ref().map_or(String::new(), |n| n.node.clone()));
        if self.originals.get(&key).is_some_and(|o| o.span != statement.span) {
            // A second statement of the name, which is reported as such; it is not what the name stands for.
            return self.expanded(statement, head);
        }
        if let Some(Some(done)) = self.done.get(&key) {
            return Some(done.clone());
        }
        self.done.insert(key.clone(), None);
        let items = self.expanded(statement, head);
        match &items {
            Some(found) => self.done.insert(key, Some(found.clone())),
            None => self.done.remove(&key),
        };
        items
    }

    fn expanded(&mut self, statement: &Statement, head: &str) -> Option<Vec<Item>> {
        if let Some((name, changes)) = like_of(statement.value.as_ref(), &statement.items) {
            self.note_base(statement, name);
            let base = self.base(head, name)?;
            return self.changed(base, changes);
        }
        let mut items = vec![];
        for item in &statement.items {
            items.push(match item {
                Item::Entry(entry) => {
                    if let Some((name, _)) = like_of(entry.value.as_ref(), &entry.items) {
                        self.note_base(statement, name);
                    }
                    Item::Entry(self.entry(entry, head)?)
                }
                case => case.clone(),
            });
        }
        Some(items)
    }

    fn note_base(&mut self, statement: &Statement, base: &Spanned<String>) {
        if let Some(kind) = Named::of_head(&statement.head.node) {
            let (owner, name) = (String::new(), base.node.clone());
            self.faults.uses.push(references::Use { place: base.span, kind, owner, name });
        }
        if let Some(name) = &statement.name {
            self.faults.bases.insert((statement.head.node.clone(), name.node.clone()), base.node.clone());
        }
    }

    /// `estimand: like primary { … }`: the block of that key in the statement named.
    fn entry(&mut self, entry: &Entry, head: &str) -> Option<Entry> {
        let (Some((name, changes)), Some(key)) = (like_of(entry.value.as_ref(), &entry.items), &entry.key) else {
            return Some(entry.clone());
        };
        let base = self.base(head, name)?;
        let block = base.into_iter().find_map(|i| match i {
            Item::Entry(e) if e.key.as_ref().is_some_and(|k| k.node == key.node) => Some(e),
            _ => None,
        });
        let Some(block) = block else {
            let original = self.originals.get(&(head.to_string(), name.node.clone())).map(|o| o.span);
            if original.is_some_and(|o| self.unreadable.iter().any(|u| reporting::overlap(*u, o))) {
                return None;
            }
            let title = said!("`{name}` has no `{key}` to be like", name = name.node, key = key.node);
            return self.fault(codes::LIKE, title, name.span, "named here");
        };
        let items = self.changed(block.items, changes)?;
        Some(Entry { value: None, items, has_braces: true, ..entry.clone() })
    }

    fn base(&mut self, head: &str, name: &Spanned<String>) -> Option<Vec<Item>> {
        let key = (head.to_string(), name.node.clone());
        if self.faults.failed.contains(&name.node) {
            return None;
        }
        if let Some(None) = self.done.get(&key) {
            return self.fault(
                codes::CIRCULAR,
                said!("`{name}` is like itself", name = name.node),
                name.span,
                "leads back to where it began",
            );
        }
        let Some(original) = self.originals.get(&key).copied() else {
            let known = self.originals.keys().filter(|(h, _)| h == head).map(|(_, n)| n.as_str());
            let known: Vec<&str> = known.collect();
            let near = crate::diagnostic::nearest(&name.node, known.iter().copied());
            let title = said!("There is no {head} `{name}` to be like", head, name = name.node);
            self.faults.diagnostics.push(
                Diagnostic::new(codes::LIKE, title)
                    .at(name.span, "not known here")
                    .among(known)
                    .did_you_mean(name.span, near),
            );
            return None;
        };
        self.items_of(original)
    }

    fn changed(&mut self, mut base: Vec<Item>, changes: &[Item]) -> Option<Vec<Item>> {
        for change in changes {
            match change {
                Item::Entry(change) => self.change(&mut base, change)?,
                Item::Case(case) => {
                    return self.fault(
                        codes::MISPLACED,
                        "A change names an entry",
                        case.span,
                        "a case cannot be changed here",
                    );
                }
            }
        }
        Some(base)
    }

    fn change(&mut self, base: &mut Vec<Item>, change: &Entry) -> Option<()> {
        let Some(key) = &change.key else {
            return self.fault(
                codes::MISPLACED,
                "A change names an entry",
                change.span,
                "a label cannot stand alone here",
            );
        };
        let mut found = vec![];
        with_key(base, &key.node, 0, &mut found);
        let nearest = found.iter().map(|(depth, _)| *depth).min();
        found.retain(|(depth, _)| Some(*depth) == nearest);
        match (found.pop().map(|(_, entry)| entry), found.is_empty()) {
            (Some(place), true) => self.replace(place, change),
            (Some(_), false) => {
                let title = said!("`{key}` stands in several places of what this is like", key = key.node);
                self.fault(codes::LIKE, title, key.span, "which of them is changed?")
            }
            (None, _) => {
                base.push(Item::Entry(change.clone()));
                Some(())
            }
        }
    }

    /// A block with changes changes the block it meets; anything else takes its place.
    fn replace(&mut self, place: &mut Entry, change: &Entry) -> Option<()> {
        if place.has_braces && change.has_braces && change.value.is_none() {
            place.items = self.changed(std::mem::take(&mut place.items), &change.items)?;
            return Some(());
        }
        *place = change.clone();
        Some(())
    }

    fn fault<T>(&mut self, code: Code, title: impl Into<Said>, span: Span, label: &str) -> Option<T> {
        self.faults.diagnostics.push(Diagnostic::new(code, title).at(span, label));
        None
    }
}

/// The entries of this key, with the depth at which each stands.
fn with_key<'e>(items: &'e mut [Item], key: &str, depth: usize, found: &mut Vec<(usize, &'e mut Entry)>) {
    for item in items {
        let Item::Entry(entry) = item else { continue };
        if entry.key.as_ref().is_some_and(|k| k.node == key) {
            found.push((depth, entry));
        } else {
            with_key(&mut entry.items, key, depth + 1, found);
        }
    }
}

/// `like NAME { changes }`, where a value is that; changes that stand on lines of their own are the `items` after it.
fn like_of<'e>(value: Option<&'e Value>, items: &'e [Item]) -> Option<(&'e Spanned<String>, &'e [Item])> {
    match value?.elements.as_slice() {
        [Element { expression, options, .. }] => match &expression.kind {
            Kind::Like(name) => Some((name, if options.is_empty() { items } else { options })),
            _ => None,
        },
        _ => None,
    }
}

/// The statement is like another, or an entry of it is.
fn has_like(statement: &Statement) -> bool {
    let is_like = |item: &Item| match item {
        Item::Entry(entry) => like_of(entry.value.as_ref(), &entry.items).is_some(),
        Item::Case(_) => false,
    };
    like_of(statement.value.as_ref(), &statement.items).is_some() || statement.items.iter().any(is_like)
}
