//! From Markdown to the tree: shapes, messages, and totality.

mod documents;
mod kept;
mod messages;
pub mod totality;
mod trees;
mod trivia;

use prespec::diagnostic::{Diagnostic, FileId};
use prespec::syntax::{self, tree::Document};
use std::path::PathBuf;

/// The beginnings of statements of the plans in these tests; the parser knows none by itself.
const HEADS: &[&str] = &[
    "accept",
    "agreement",
    "analysis",
    "arms",
    "check",
    "combine",
    "criterion",
    "data",
    "define",
    "endpoint",
    "event",
    "family",
    "lesions",
    "sample size",
    "intercurrent",
    "matching",
    "population",
    "report",
    "circulation",
    "response",
    "rows",
    "rule",
    "study",
    "subgroups",
    "time zero",
    "timepoints",
    "use",
    "value",
];

fn parse(source: &str) -> (Document, Vec<Diagnostic>) {
    syntax::parse(FileId(0), source, HEADS)
}

/// A document of one clause with one fence.
fn fenced(formal: &str) -> String {
    format!("# 1 One\n\n```plan\n{formal}\n```\n")
}

fn repository(path: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}
