//! From the tree of a plan to its meaning: names, types, units, codes, the moment a value is known.

pub mod dump;
pub mod invariants;
pub mod ir;
mod prose;
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
    let blocks = document.clauses.iter().flat_map(|c| &c.blocks);
    let statements = blocks.flat_map(|b| match b {
        tree::Block::Plan { statements, .. } => statements.as_slice(),
        tree::Block::Paragraph { .. } => &[],
    });
    statements.flat_map(resolve::every_name).collect()
}

/// The criteria a plan uses, by the path after `use`, each once and in order.
///
/// The caller reads and parses their documents and hands them to [`resolve`] under the same paths and places.
pub fn uses(document: &tree::Document) -> Vec<Spanned<String>> {
    let mut found: Vec<Spanned<String>> = vec![];
    for clause in &document.clauses {
        for block in &clause.blocks {
            let tree::Block::Plan { statements, .. } = block else { continue };
            for statement in statements.iter().filter(|s| s.head.node == "use") {
                if let Some(path) = statement.name.as_ref().filter(|p| !found.iter().any(|f| f.node == p.node)) {
                    found.push(path.clone());
                }
            }
        }
    }
    found
}
