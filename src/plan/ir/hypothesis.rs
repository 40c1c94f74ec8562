//! What an analysis is to show by a limit of an interval.

use super::{Decimal, Span};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    NonInferiority,
    Equivalence,
    Superiority,
}

impl Claim {
    pub const ALL: [Claim; 3] = [Claim::NonInferiority, Claim::Equivalence, Claim::Superiority];

    /// As a plan writes it.
    pub fn word(self) -> &'static str {
        match self {
            Claim::NonInferiority => "non_inferiority",
            Claim::Equivalence => "equivalence",
            Claim::Superiority => "superiority",
        }
    }
}

/// The interval of confidence 1 − 2 · `level` lies above `lower` and below `upper`, as far as these are there.
#[derive(Clone, Debug, PartialEq)]
pub struct MarginHypothesis {
    pub claim: Claim,
    /// On the scale of the effect, proportions as such; one of the two at least.
    pub lower: Option<Decimal>,
    pub upper: Option<Decimal>,
    /// One-sided.
    pub level: Decimal,
    /// The place among the methods of the one whose interval it is.
    pub by: usize,
    pub span: Span,
}
