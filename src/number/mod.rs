//! A number of the study, or why there is none, and what kind of number it is: a leaf, that every stage may read.

mod english;
mod reason;
mod time_unit;
mod withheld;
mod written;

pub use reason::{Among, Estimable, ModelTerm, NotEstimable};
pub use time_unit::TimeUnit;
pub use withheld::Withheld;

use serde::{Deserialize, Serialize};
use written::Written;

/// A number, or why there is none. Written as it is (`3` is a count, `3.0` a real number), else as a word or a reason:
/// `"infinite"`, `{"not_estimable": …}`, `{"withheld": …}`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(from = "Written")]
#[cfg_attr(test, schemars(with = "Written"))]
pub enum Number {
    Count(i64),
    Real(f64),
    /// Beyond every bound, as an interval's limit can be.
    Infinite,
    NegativeInfinite,
    NotEstimable(NotEstimable),
    /// It was computed, and does not stand in a copy for circulation.
    Withheld(Withheld),
}

impl Number {
    /// An infinite value becomes [`Number::Infinite`]; NaN, which no method may give, is named as such.
    pub fn real(value: f64) -> Number {
        match value {
            v if v.is_nan() => Number::NotEstimable(NotEstimable::Undefined),
            f64::INFINITY => Number::Infinite,
            f64::NEG_INFINITY => Number::NegativeInfinite,
            v => Number::Real(v),
        }
    }

    /// The number where there is one that can be drawn or reckoned with.
    pub fn finite(&self) -> Option<f64> {
        match self {
            Number::Real(x) => Some(*x),
            Number::Count(n) => Some(*n as f64),
            Number::Infinite | Number::NegativeInfinite | Number::NotEstimable(_) | Number::Withheld(_) => None,
        }
    }
}

impl Default for Number {
    fn default() -> Self {
        Number::NotEstimable(NotEstimable::NotComputed)
    }
}

/// What kind of number it is; decides how it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    #[default]
    Count,
    /// Between 0 and 1, printed as a percentage.
    Proportion,
    /// Of two proportions, printed in percentage points.
    ProportionDifference,
    /// A hazard ratio, an odds ratio.
    Ratio,
    Days,
    /// Of a characteristic of patients, in its own unit.
    Mean,
    /// Events per time at risk.
    Rate,
    /// A sum of the times of patients, in the unit of the rate beside it.
    TimeAtRisk,
    PValue,
    /// A test statistic, a coefficient, a standardised difference, a standard error.
    Statistic,
}
