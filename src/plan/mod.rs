//! From the tree of a plan to its meaning: names, types, units, codes, the moment a value is known.

pub mod dump;
pub mod invariants;
pub mod ir;
pub mod prose;
pub mod references;
pub mod registry;
mod resolve;
pub mod settled;
pub mod unit;

pub use resolve::{Documents, Resolution, resolve};

use crate::diagnostic::Spanned;
use crate::syntax::tree;

/// Every name in the statements of a document, with its place.
pub fn names(document: &tree::Document) -> Vec<Spanned<String>> {
    document.statements().flat_map(resolve::every_name).collect()
}

/// The criteria a plan uses, by the path after `use`, each once and in order.
///
/// The caller reads and parses their documents and hands them to [`resolve`] under the same paths and places.
pub fn uses(document: &tree::Document) -> Vec<Spanned<String>> {
    let mut found: Vec<Spanned<String>> = vec![];
    for statement in document.statements().filter(|s| s.head.node == "use") {
        if let Some(path) = statement.name.as_ref().filter(|p| !found.iter().any(|f| f.node == p.node)) {
            found.push(path.clone());
        }
    }
    found
}

/// Calls what a document uses otherwise, where `renamed` says how.
pub fn rename_uses(document: &mut tree::Document, renamed: impl Fn(&str) -> Option<String>) {
    for block in document.clauses.iter_mut().flat_map(|clause| &mut clause.blocks) {
        let tree::Block::Plan { statements, .. } = block else { continue };
        for path in statements.iter_mut().filter(|s| s.head.node == "use").filter_map(|s| s.name.as_mut()) {
            path.node = renamed(&path.node).unwrap_or_else(|| std::mem::take(&mut path.node));
        }
    }
}
