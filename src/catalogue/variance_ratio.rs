//! `variance_ratio`: the variances of two groups compared.

use super::{Groups, Id, Method, OutcomeKind, Use};

pub const METHOD: Method = Method {
    id: Id::VarianceRatio,
    name: "variance_ratio",
    title: "Ratio of two variances, F test",
    citation: "Snedecor GW, Cochran WG. Statistical Methods, 8th ed. 1989, section 6.12",
    takes: &[OutcomeKind::Continuous],
    uses: &[Use::Estimate, Use::Assumption],
    estimates: &["variance_ratio"],
    groups: Groups::Two,
    reads: &[],
    needs: &[],
    options: &[],
    option_reads: &[],
    conditions: &[],
    never: &[],
    variant: None,
    page: include_str!("pages/variance_ratio.md"),
};
