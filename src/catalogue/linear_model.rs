//! `linear_model`: adjusted difference of means, analysis of covariance.

use super::option::choice;
use super::{Groups, Id, Method, OutcomeKind, Reads, Use};

pub const METHOD: Method = Method {
    id: Id::LinearModel,
    name: "linear_model",
    title: "Linear model (analysis of covariance)",
    citation: "Seber GAF, Lee AJ. Linear Regression Analysis, 2nd ed. 2003, chapter 3; MacKinnon JG, White H. J Econometrics 1985;29:305–325",
    takes: &[OutcomeKind::Continuous],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &["mean_difference"],
    groups: Groups::Model,
    reads: &[Reads::Covariates],
    needs: &[],
    options: &[choice("variance", &["model", "hc0", "hc3"], Some("model"), "One residual variance, or a sandwich.")],
    option_reads: &[],
    conditions: &[],
    never: &[],
    variant: Some("variance"),
    page: include_str!("pages/linear_model.md"),
};
