//! What an option of a method was, in a result.

use super::TimeUnit;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The value of an option, as the plan or the default says it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OptionUse {
    /// Of a choice.
    Word(String),
    /// Times after the day from which they are counted.
    Times {
        at: Vec<i64>,
        unit: TimeUnit,
    },
    Number(f64),
    /// Covariates of the plan.
    Names(Vec<String>),
}

/// As a plan writes it: `efron`, `day 91, 183`, `6 months`; `none` of no times.
impl fmt::Display for OptionUse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OptionUse::Word(word) => f.write_str(word),
            OptionUse::Times { at, .. } if at.is_empty() => f.write_str("none"),
            OptionUse::Times { at, unit } => f.write_str(&unit.at(at)),
            OptionUse::Number(number) => write!(f, "{number}"),
            OptionUse::Names(names) => f.write_str(&names.join(", ")),
        }
    }
}
