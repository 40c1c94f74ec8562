//! Statistics: pure functions on slices, that know no plan, no table and no name of a study.
//!
//! Invariants: sums run in the order of the slice given, or in an order fixed by the values themselves; no thread, no random
//! state without a seed; degenerate data give [`NotEstimable`] with a reason, never a panic, NaN, or a silent fallback.

pub mod agreement;
pub mod balance;
pub mod contingency;
pub mod continuous;
pub mod design;
pub mod distribution;
pub mod double;
pub mod exact;
pub mod fleiss;
pub mod intraclass;
pub mod linear;
pub mod logistic;
pub mod multiplicity;
pub mod proportion;
pub mod quantile;
pub mod rates;
pub mod root;
pub mod survival;
pub mod weighting;

use std::borrow::Cow;

/// Why a number does not exist for these data: `no events`, `the median is not reached`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotEstimable(pub Cow<'static, str>);

impl NotEstimable {
    pub fn new(reason: impl Into<Cow<'static, str>>) -> Self {
        NotEstimable(reason.into())
    }
}

impl std::fmt::Display for NotEstimable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotEstimable {}

/// A number, or why there is none. An infinite value is a limit that truly is infinite.
pub type Estimable = Result<f64, NotEstimable>;
