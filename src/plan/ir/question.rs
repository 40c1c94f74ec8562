//! Questions that a plan answers in words.

use super::{Header, Span};
use crate::catalogue::Question;

/// `accept window_gap { for: imaging, because: "…" }`.
#[derive(Clone, Debug)]
pub struct AcceptedQuestion {
    pub header: Header,
    pub question: Question,
    /// The statements for which it is accepted.
    pub about: Vec<Labelled>,
    pub because: String,
}

/// A statement that another names, with its label and the place where it is named.
#[derive(Clone, Debug)]
pub struct Labelled {
    pub name: String,
    pub label: String,
    pub span: Span,
}
