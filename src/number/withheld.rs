//! Why a number does not stand in a copy for circulation.

use serde::{Deserialize, Serialize};

/// What a copy for circulation says in place of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Withheld {
    /// A count below this limit; it may be 0.
    Below(i64),
    /// A count beside such a one, or what follows from one: it may be of any size.
    Beside,
}
