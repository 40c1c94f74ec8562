//! What an analysis rests on besides its population, arms and strategies.

use super::TimeUnit;
use serde::{Deserialize, Serialize};

/// What an analysis rests on besides population, arms and strategies: its table names all of it. Labels, as the plan has them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Basis {
    /// The outcome is a tumour's response by a criterion; a success is a responder, and only then.
    pub response: bool,
    /// The unit of its times, also of those that are terms of its records.
    #[serde(default)]
    pub times_in: TimeUnit,
    /// The day after time zero from which times are counted; none: time zero itself.
    pub landmark: Option<i64>,
    /// What begins its times, where that is not time zero.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted_from: Option<CountedFrom>,
    /// Days: an event later than this after the last assessed examination does not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longest_gap: Option<i64>,
    /// Months of the calendar after which times end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar_months: Option<u16>,
    /// The event that begins the exposure, where time before it is compared with time after it.
    pub exposure: Option<String>,
    /// Name and label of each way in which a patient's time can end, that of interest first.
    pub causes: Vec<(String, String)>,
    /// Name and label of each category of a shift, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shift: Vec<(String, String)>,
    pub strata: Vec<String>,
    pub covariates: Vec<String>,
    /// Of which covariates the effect is for so much, and not for one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub per: Vec<Per>,
    /// The matching whose unbalanced characteristics are covariates as well.
    pub unbalanced: Option<String>,
    pub weights: Option<String>,
    /// The matching from whose score overlap weights are made.
    pub overlap: Option<String>,
    /// The matched set of a patient, where the data hold it.
    pub sets: Option<String>,
    pub clusters: Option<String>,
    /// The arm that each of the others is compared with; none where arms are named in their order.
    pub reference: Option<String>,
    /// What is compared of a number that has a baseline.
    pub measure: Option<Measure>,
    /// The unit of the number that is measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measured_in: Option<MeasuredIn>,
    /// Of a number, which direction is the better one; none of what the plan gives no direction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub better: Option<Better>,
}

/// Which direction of a number is the better one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Better {
    Higher,
    Lower,
}

/// For how much of a covariate the effect of a model is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Per {
    /// As the terms of the model name it.
    pub covariate: String,
    /// `10`, as the plan has it.
    pub amount: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<MeasuredIn>,
}

/// What an amount is counted in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum MeasuredIn {
    /// Which every language has its word for.
    Time(TimeUnit),
    /// Which is written alike in all.
    Unit(String),
}

impl MeasuredIn {
    pub fn new(unit: &str, time: Option<TimeUnit>) -> MeasuredIn {
        time.map_or_else(|| MeasuredIn::Unit(unit.to_string()), MeasuredIn::Time)
    }
}

/// What begins a time; labels, as the plan has them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CountedFrom {
    Event(String),
    /// The first response in this set of the criterion.
    Response {
        set: String,
        by: String,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    Value,
    /// The value minus the baseline.
    Change,
    /// That in percent of the baseline.
    PercentChange,
}
