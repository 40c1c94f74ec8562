//! Families of p-values, and the graphs of graphical procedures.

use super::{Decimal, Header, MethodCall};
use crate::catalogue::adjusted_p_values::Procedure;

/// P-values that are adjusted together.
#[derive(Clone, Debug)]
pub struct Family {
    pub header: Header,
    /// Indices into `Plan::analyses`: every deciding p-value of these, in this order.
    pub of: Vec<usize>,
    pub by: Procedure,
    /// The method that adjusts, by it.
    pub procedure: MethodCall,
    /// Of a graphical procedure, and of no other.
    pub graph: Option<Graph>,
}

/// How a graphical procedure shares the level among its hypotheses: one for each deciding p-value of the family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graph {
    pub hypotheses: Vec<Hypothesis>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hypothesis {
    /// Index into `Plan::analyses`.
    pub analysis: usize,
    /// Index of the arm that is compared with the reference, where the analysis compares several with it.
    pub arm: Option<usize>,
    /// Of the level, at the start.
    pub share: Decimal,
    /// What it passes on once it is rejected: places in `hypotheses`, each once, with the part of its share.
    pub passes: Vec<(usize, Decimal)>,
}
