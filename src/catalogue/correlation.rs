//! `correlation`: the outcome with each covariate.

use super::{Asks, Groups, Id, Method, OutcomeKind, Reads, Use, choice, gives, options};

choice! {
    Coefficient {
        Pearson "pearson" ("Pearson", "Pearson"),
        Spearman "spearman" ("Spearman", "Spearman"),
        Kendall "kendall" ("Kendall", "Kendall"),
    }
}

options! {
    coefficient: choice(Coefficient) = Pearson, "Of the values, of their ranks, or of the order of pairs (τ_b)." ("coefficient", "coefficient");
}

gives! {
    Estimate [Lower, Upper]: estimate(Statistic).each(Covariate);
    PValue: test(PValue).each(Covariate);
}

pub const METHOD: Method = Method {
    id: Id::Correlation,
    name: "correlation",
    title: "Correlation",
    title_fr: "Corrélation",
    begins_with_name: false,
    citation: "Fisher RA. Metron 1921;1:3–32; Spearman C. Am J Psychol 1904;15:72–101; Kendall MG. Rank Correlation Methods, 4th ed. 1970",
    takes: &[OutcomeKind::Continuous],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &[],
    groups: Groups::Any,
    asks: Asks { reads: &[Reads::Covariates], needs: &[Reads::Covariates], ..Asks::NOTHING },
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: Some(OPTION.coefficient.name()),
    page: include_str!("pages/correlation.md"),
};
