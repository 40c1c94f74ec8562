//! What is decided and by which number, which warnings are accepted of which results, and of what an analysis takes account.

use crate::catalogue::{Question, Warning};
use serde::{Deserialize, Serialize};

/// A warning that the plan accepts, with its reason.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Accepted {
    pub name: String,
    pub warning: Warning,
    pub endpoints: Vec<String>,
    /// For each of the endpoints, the timepoints for which it is accepted; none: wherever the warning occurs.
    #[serde(default)]
    pub timepoints: Vec<Vec<String>>,
    /// The results that the warning is about, and no others.
    #[serde(default)]
    pub concerns: Vec<Concern>,
    /// Analyses that are free of it, at least one for each endpoint and timepoint concerned; none: nothing answers it.
    pub answered_by: Vec<String>,
    pub because: String,
    pub clause: String,
}

/// A question about statements that the plan answers, with its reason.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AcceptedQuestion {
    pub question: Question,
    /// Labels of the statements.
    pub about: Vec<String>,
    pub because: String,
    pub clause: String,
}

/// A result that a warning is about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Concern {
    pub analysis: String,
    pub endpoint: String,
    pub response: Option<String>,
    pub timepoint: Option<String>,
}

/// P-values that one procedure adjusts together. Its records have its name as analysis.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FamilyInfo {
    pub name: String,
    pub label: String,
    pub clause: String,
    /// `holm`, `benjamini_hochberg`, ….
    pub procedure: String,
    /// What the procedure keeps at the level of the plan.
    pub controls: ErrorRate,
    /// Of a graphical procedure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shares: Vec<Share>,
}

/// A hypothesis of a graphical procedure. Numbers are as the plan has them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Share {
    /// Identifier of its p-value.
    pub p_value: String,
    /// Of the level of the plan, at the start.
    pub share: String,
    /// To which p-value which part of its share goes once it is rejected.
    pub passes: Vec<(String, String)>,
}

/// What the planned number of patients can show by an analysis. Its records have its name as analysis.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SampleSizeInfo {
    pub name: String,
    pub label: String,
    pub clause: String,
    /// The analysis whose main test it is computed for.
    pub analysis: String,
}

/// What a procedure for several tests keeps at the level of the plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ErrorRate {
    /// The probability of any false rejection.
    #[default]
    Familywise,
    /// The expected share of false rejections among all rejections.
    FalseDiscovery,
}

/// What a test that decides says of its hypothesis, at the level of the plan.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Decision {
    pub analysis: String,
    /// Identifier of the p-value of the test.
    pub p_value: String,
    /// Identifier of the p-value that decides, where that is one adjusted in a family.
    pub adjusted: Option<String>,
    /// Name of that family.
    pub family: Option<String>,
    /// The test has one side, and rejects at half the level of the plan.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub one_sided: bool,
    pub verdict: Verdict,
}

impl Decision {
    /// The level at which a test rejects in a plan of this two-sided level.
    pub fn level_of(one_sided: bool, alpha: f64) -> f64 {
        if one_sided { alpha / 2.0 } else { alpha }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Rejected,
    NotRejected,
    /// The test gives no p-value.
    NotEstimable,
    /// The test is one of several that nothing keeps together: its p-value is unadjusted, and rejects nothing.
    #[default]
    Unadjusted,
}

/// What is equal under the hypothesis of a test.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Hypothesis {
    /// The arms compared.
    Arms,
    /// The value and that at baseline.
    Baseline,
    /// Patients exposed and those not yet.
    Exposure,
    /// What the test itself says: nothing is compared.
    #[default]
    Stated,
}

/// How an analysis takes account of covariates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Account {
    #[default]
    Nothing,
    /// As terms of its model.
    Model,
    /// By weights from a propensity score.
    Weights,
}

/// What an analysis was to show by a limit of an interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Claim {
    #[default]
    NonInferiority,
    Equivalence,
    Superiority,
}

/// Whether it is shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MarginDecision {
    pub analysis: String,
    pub response: Option<String>,
    pub timepoint: Option<String>,
    pub claim: Claim,
    /// One-sided, as the plan has it.
    pub level: String,
    /// Confidence level of the interval.
    pub confidence: f64,
    /// The lower limit lies above this margin; none where that side does not matter.
    pub lower: Option<Bound>,
    pub upper: Option<Bound>,
    /// None where a limit is not estimable.
    pub shown: Option<bool>,
}

/// Identifiers of the records of a margin and of the limit that is compared with it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Bound {
    pub margin: String,
    pub limit: String,
    /// Whether the limit lies on the right side of the margin; none where it is not estimable.
    pub holds: Option<bool>,
}
