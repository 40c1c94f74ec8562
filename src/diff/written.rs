//! Statements as they are written, key by key, in the one layout of the language: white space and comments have no part in it.

use super::lines::{Changed, changed};
use crate::compile::Compiled;
use crate::diagnostic::Span;
use crate::syntax::print;
use crate::syntax::tree::{Document, Entry, Item, MarkdownTable, Statement};
use serde::Serialize;

/// By what a statement is known again: where it is written, its first word and its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Identity {
    /// The document of a criterion by the path after `use`; none of the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// `endpoint os`, `define age of patient`.
    pub statement: String,
    /// Of statements that have no name, or share it, the place among them.
    #[serde(skip)]
    pub place: usize,
}

impl Identity {
    /// Whether it begins with this word, in the plan itself.
    pub fn is_of(&self, head: &str) -> bool {
        self.document.is_none() && self.statement.split(' ').next() == Some(head)
    }
}

/// A statement of a plan or of one of its documents.
#[derive(Clone, Debug)]
pub struct Written {
    pub identity: Identity,
    pub label: String,
    pub span: Span,
    /// The number of its clause.
    pub clause: String,
    keys: Vec<Key>,
}

/// One of its keys, with those that it stands below, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Key {
    path: String,
    text: String,
}

/// What was written under a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeyChanged {
    /// With those that it stands below: `estimand · population`. Empty of what has no key.
    pub key: String,
    #[serde(flatten)]
    pub changed: Changed,
}

/// All statements of the plan, then those of its documents, in their order.
pub fn written(compiled: &Compiled) -> Vec<Written> {
    let documents = &compiled.documents;
    let of_criteria = documents.criteria.iter().map(|(path, document)| (Some(path.node.clone()), document));
    let mut all: Vec<Written> = vec![];
    for (path, document) in [(None, &documents.plan)].into_iter().chain(of_criteria) {
        for written in of_document(path.as_ref(), document) {
            let alike = all.iter().filter(|other| {
                other.identity.document == written.identity.document
                    && other.identity.statement == written.identity.statement
            });
            let place = alike.count();
            all.push(Written { identity: Identity { place, ..written.identity }, ..written });
        }
    }
    all
}

fn of_document(path: Option<&String>, document: &Document) -> Vec<Written> {
    let mut found = vec![];
    for clause in &document.clauses {
        found.extend(clause.statements().map(|statement| one(path, &clause.number, statement)));
    }
    found
}

fn one(path: Option<&String>, clause: &str, statement: &Statement) -> Written {
    let mut words: Vec<&str> = vec![];
    words.extend(statement.replace.then_some("replace"));
    words.push(&statement.head.node);
    words.extend(statement.name.as_ref().map(|name| name.node.as_str()));
    words.extend(statement.subject.iter().flat_map(|subject| ["of", subject.node.as_str()]));
    Written {
        identity: Identity { document: path.cloned(), statement: words.join(" "), place: 0 },
        label: statement.label.as_ref().map_or_else(String::new, |label| label.text.node.clone()),
        span: statement.span,
        clause: clause.to_string(),
        keys: keys(statement),
    }
}

fn keys(statement: &Statement) -> Vec<Key> {
    let mut found = vec![];
    if let Some(label) = &statement.label {
        let others = label.others.iter().map(|(language, text)| format!(" / {} \"{}\"", language.node, text.node));
        let text = format!("\"{}\"{}", label.text.node, others.collect::<String>());
        found.push(Key { path: String::new(), text });
    }
    if let Some(value) = &statement.value {
        let entry = Entry {
            key: Some(statement.head.clone()),
            label: None,
            value: Some(value.clone()),
            items: vec![],
            has_braces: false,
            span: value.span,
        };
        found.push(Key { path: String::new(), text: printed(&Item::Entry(entry)) });
    }
    flatten(&statement.items, "", &mut found);
    found.extend(statement.table.iter().flat_map(rows));
    found
}

fn printed(item: &Item) -> String {
    print::item(item).unwrap_or_default().trim().to_string()
}

/// A block is taken apart into its entries; what an option says stands with its entry.
fn flatten(items: &[Item], above: &str, found: &mut Vec<Key>) {
    for item in items {
        match item {
            Item::Entry(entry) => {
                let label = entry.label.as_ref().map(|label| format!("\"{}\"", label.text.node));
                let name = entry.key.as_ref().map(|key| key.node.clone()).or(label).unwrap_or_default();
                let path = if above.is_empty() { name } else { format!("{above} · {name}") };
                match entry.value.is_none() && !entry.items.is_empty() {
                    true => flatten(&entry.items, &path, found),
                    false => found.push(Key { path, text: printed(item) }),
                }
            }
            Item::Case(_) => found.push(Key { path: above.to_string(), text: printed(item) }),
        }
    }
}

fn rows(table: &MarkdownTable) -> Vec<Key> {
    let row = |cells: &Vec<crate::diagnostic::Spanned<String>>| {
        let cells: Vec<&str> = cells.iter().map(|cell| cell.node.as_str()).collect();
        Key { path: String::new(), text: cells.join(" | ") }
    };
    [&table.header].into_iter().chain(&table.rows).map(row).collect()
}

impl Written {
    /// What it says but for its labels and reasons, key by key, in one order.
    pub fn without_labels(&self) -> String {
        let mut lines: Vec<String> =
            self.keys.iter().map(|key| format!("{} {}\n", key.path, unlabelled(&key.text))).collect();
        lines.sort();
        lines.concat()
    }

    /// Why the plan changed is no change.
    pub fn is_amendment(&self) -> bool {
        self.identity.is_of("amendment")
    }

    pub fn is_as(&self, other: &Written) -> bool {
        self.keys == other.keys
    }
}

/// The keys whose texts differ, in the order of the later statement; where only labels or reasons do, as the second argument asks.
pub fn keys_changed(before: &Written, after: &Written, labels: bool) -> Vec<KeyChanged> {
    let mut paths: Vec<&str> = vec![];
    for key in after.keys.iter().chain(&before.keys) {
        if !paths.contains(&key.path.as_str()) {
            paths.push(&key.path);
        }
    }
    let texts = |of: &Written, path: &str| -> Vec<String> {
        let of_path = of.keys.iter().filter(|key| key.path == path);
        of_path.map(|key| if labels { key.text.clone() } else { unlabelled(&key.text) }).collect()
    };
    let of_path = |path: &str| {
        let found = changed(&texts(before, path), &texts(after, path));
        found.into_iter().map(|changed| KeyChanged { key: path.to_string(), changed }).collect::<Vec<_>>()
    };
    paths.into_iter().flat_map(of_path).collect()
}

/// A text without what stands in quotation marks, which people read, and the languages that it is in.
fn unlabelled(text: &str) -> String {
    let mut out = String::new();
    for (place, part) in text.split('"').enumerate() {
        if place % 2 == 1 {
            continue;
        }
        // Between two texts stands the language of the second.
        let between = place > 0 && part.trim_start().starts_with('/');
        out.push_str(if between { "" } else { part });
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_left_out_in_every_language() {
        assert_eq!(unlabelled("sex: one of (1 \"male\", 2 \"female\")"), "sex: one of (1 , 2 )");
        assert_eq!(unlabelled("a \"Overall\" / fr \"Globale\" when x"), "a when x");
        assert_eq!(unlabelled("x / y"), "x / y");
        assert_eq!(unlabelled("because: \"for a reason\""), "because:");
    }
}
