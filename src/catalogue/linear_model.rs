//! `linear_model`: adjusted difference of means, analysis of covariance.

use super::{Asks, Effect, Groups, Id, Method, OutcomeKind, Reads, Use, choice, gives, options};

choice! {
    Variance {
        Model "model" ("model", "modèle"),
        Hc0 "hc0" ("HC0", "HC0"),
        Hc3 "hc3" ("HC3", "HC3"),
    }
}

choice! {
    Margins {
        Equal "equal" ("each category as often", "chaque catégorie à parts égales"),
        Observed "observed" ("categories as observed", "catégories telles qu’observées"),
    }
}

options! {
    variance: choice(Variance) = Model, "One residual variance, or a sandwich." ("variance", "variance") is Model;
    margins: choice(Margins) = Equal, "Of the adjusted means: each category of a covariate as often as the others, or as often as among the patients analysed. Numbers are at their mean." ("adjusted means", "moyennes ajustées");
}

gives! {
    N: estimate(Count);
    Estimate [Lower, Upper]: estimate(Statistic).each(Column).called("Difference of means", "Différence de moyennes").instead_of_title().measured();
    AdjustedMean [AdjustedMeanLower, AdjustedMeanUpper]: estimate(Statistic).each(Group).measured();
    StandardError: estimate(Statistic).each(Column).measured();
    T: test(Statistic).each(Column);
    PValue: test(PValue).each(Column);
    ResidualStandardDeviation: estimate(Statistic).measured();
    Df: estimate(Statistic);
    RSquared: estimate(Proportion);
}

pub const METHOD: Method = Method {
    id: Id::LinearModel,
    name: "linear_model",
    title: "Linear model (analysis of covariance)",
    title_fr: "Modèle linéaire (analyse de covariance)",
    begins_with_name: false,
    citation: "Seber GAF, Lee AJ. Linear Regression Analysis, 2nd ed. 2003, chapter 3; MacKinnon JG, White H. J Econometrics 1985;29:305–325",
    takes: &[OutcomeKind::Continuous],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &[Effect::MeanDifference],
    groups: Groups::Model,
    asks: Asks { reads: &[Reads::Covariates], ..Asks::NOTHING },
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: Some(OPTION.variance.name()),
    page: include_str!("pages/linear_model.md"),
};
