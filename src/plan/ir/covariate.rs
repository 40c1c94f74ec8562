//! What an analysis or a matching reads of a patient at baseline.

use super::{RowExpr, Unit};
use rust_decimal::Decimal;

/// An expression in the row of a patient, with its label.
#[derive(Clone, Debug)]
pub struct Covariate<E = RowExpr> {
    /// As written: `log10(afp)`.
    pub name: String,
    pub label: String,
    pub expression: E,
    /// For how much of it the effect of a model is; none: for one, in the unit of the expression.
    pub per: Option<Per>,
}

/// `per: 10 years`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Per {
    /// As written, above 0.
    pub amount: Decimal,
    pub unit: Option<Unit>,
    /// The same in the unit of the covariate, which is divided by it.
    pub divisor: Decimal,
}

impl std::fmt::Display for Per {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.unit {
            Some(unit) => write!(f, "{} {unit}", self.amount),
            None => write!(f, "{}", self.amount),
        }
    }
}
