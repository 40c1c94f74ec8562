//! A statement that is like another, written out for people.

use super::ClauseId;
use crate::diagnostic::Span;

#[derive(Clone, Debug, PartialEq)]
pub struct WrittenOut {
    /// `analysis`.
    pub head: String,
    pub name: String,
    /// The statement that it is like, or whose block one of its blocks is like.
    pub like: String,
    pub clause: ClauseId,
    pub span: Span,
    /// What stands between its braces.
    pub lines: Vec<WrittenLine>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct WrittenLine {
    /// Braces that it stands in, those of the statement left out.
    pub depth: usize,
    /// In the layout of the language, without white space around it.
    pub text: String,
    pub from: WrittenFrom,
}

/// Where a line of a statement that is written out was stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WrittenFrom {
    /// In the statement itself: changed, or added.
    Here,
    /// The line opens or closes a block, whose lines say it themselves.
    Frame,
    /// In this statement, from which it is taken over.
    Statement { name: String, clause: ClauseId },
}
