//! `analysis_of_variance`: whether several groups have one mean.

use super::{Asks, Groups, Id, Method, OutcomeKind, Use, choice, gives, options};

choice! {
    Variance {
        Equal "equal" ("equal", "égal"),
        Unequal "unequal" ("unequal", "inégale"),
    }
}

options! {
    variance: choice(Variance) = Equal, "One variance for all groups, or each its own (Welch)." ("variance", "variance") is Model;
}

gives! {
    F: test(Statistic);
    Df: test(Statistic);
    DfWithin: test(Statistic);
    PValue: test(PValue);
}

pub const METHOD: Method = Method {
    id: Id::AnalysisOfVariance,
    name: "analysis_of_variance",
    title: "One-way analysis of variance",
    title_fr: "Analyse de la variance à un facteur",
    begins_with_name: false,
    citation: "Fisher RA. Statistical Methods for Research Workers. 1925; Welch BL. Biometrika 1951;38:330–336",
    takes: &[OutcomeKind::Continuous],
    uses: &[Use::Decide],
    estimates: &[],
    groups: Groups::Together,
    asks: Asks::NOTHING,
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: Some(OPTION.variance.name()),
    page: include_str!("pages/analysis_of_variance.md"),
};
