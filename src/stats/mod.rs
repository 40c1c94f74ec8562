//! Statistics: pure functions on slices, that know no plan, no table and no name of a study.
//!
//! Invariants: sums run in the order of the slice given, or in an order fixed by the values themselves; no thread, no random
//! state without a seed; degenerate data give [`crate::number::NotEstimable`] with a reason, never a panic, NaN, or a silent fallback.

pub mod agreement;
pub mod balance;
pub mod contingency;
pub mod continuous;
pub mod design;
pub mod distribution;
pub mod double;
pub mod exact;
pub mod feasibility;
pub mod fleiss;
pub mod graph;
pub mod interaction;
pub mod intraclass;
pub mod linear;
pub mod logistic;
pub mod multiplicity;
pub mod power;
pub mod proportion;
pub mod quantile;
pub mod random;
pub mod rates;
pub mod replicates;
pub mod root;
pub mod side;
pub mod survival;
pub mod weighting;
