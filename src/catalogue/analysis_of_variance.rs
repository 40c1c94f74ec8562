//! `analysis_of_variance`: whether several groups have one mean.

use super::option::choice;
use super::{Groups, Id, Method, OutcomeKind, Use};

pub const METHOD: Method = Method {
    id: Id::AnalysisOfVariance,
    name: "analysis_of_variance",
    title: "One-way analysis of variance",
    citation: "Fisher RA. Statistical Methods for Research Workers. 1925; Welch BL. Biometrika 1951;38:330–336",
    takes: &[OutcomeKind::Continuous],
    uses: &[Use::Decide],
    estimates: &[],
    groups: Groups::Several,
    reads: &[],
    needs: &[],
    options: &[choice(
        "variance",
        &["equal", "unequal"],
        Some("equal"),
        "One variance for all groups, or each its own (Welch).",
    )],
    option_reads: &[],
    conditions: &[],
    never: &[],
    variant: Some("variance"),
    page: include_str!("pages/analysis_of_variance.md"),
};
