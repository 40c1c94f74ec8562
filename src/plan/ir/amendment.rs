//! Why a plan says something else from a day on.

use super::{ClauseId, Header};

/// `amendment a1 "…" { … }`. Nothing is computed from one.
#[derive(Clone, Debug)]
pub struct Amendment {
    pub header: Header,
    /// Days since 1970-01-01; not before that of the amendment above.
    pub date: i32,
    /// Those that mean another thing since, each once, with the place where it is named.
    pub clauses: Vec<(ClauseId, crate::diagnostic::Span)>,
    pub because: String,
}

impl Amendment {
    pub fn is_of(&self, clause: ClauseId) -> bool {
        self.clauses.iter().any(|(named, _)| *named == clause)
    }
}
