//! In which attributes of its estimand an analysis differs from another (ICH E9(R1), A.3.2).

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Differences {
    /// Name of the analysis beside which it stands: of a sensitivity or supplementary one the primary or secondary one of its endpoint.
    pub from: String,
    /// None: the estimand is the same, and is estimated in another way.
    pub attributes: Vec<Attribute>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Attribute {
    Population,
    Treatments,
    Variable,
    /// Label of an intercurrent event, or of death.
    Strategy(String),
    /// Which of several events prevails, or what falls on the very day of one.
    Meeting,
    /// What a comparison is expressed by.
    Summary,
}
