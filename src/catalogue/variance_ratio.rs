//! `variance_ratio`: the variances of two groups compared.

use super::{Asks, Effect, Groups, Id, Method, OutcomeKind, Use, gives, options};

options! {}

gives! {
    Estimate [Lower, Upper]: estimate(Ratio).called("Variance ratio", "Rapport des variances");
    PValue: test(PValue);
}

pub const METHOD: Method = Method {
    id: Id::VarianceRatio,
    name: "variance_ratio",
    title: "Ratio of two variances, F test",
    title_fr: "Rapport de deux variances, test F",
    begins_with_name: false,
    citation: "Snedecor GW, Cochran WG. Statistical Methods, 8th ed. 1989, section 6.12",
    takes: &[OutcomeKind::Continuous],
    uses: &[Use::Estimate, Use::Assumption],
    estimates: &[Effect::VarianceRatio],
    groups: Groups::Two,
    asks: Asks::NOTHING,
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: None,
    page: include_str!("pages/variance_ratio.md"),
};
