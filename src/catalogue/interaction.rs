//! `interaction`: whether the effect differs between subgroups.

pub use super::cox::Ties;
use super::{Asks, Fact, Groups, Id, Method, OutcomeKind, Reads, Use, choice, gives, options};

choice! {
    Test {
        Wald "wald" ("Wald", "Wald"),
        LikelihoodRatio "likelihood_ratio" ("likelihood ratio", "rapport de vraisemblance"),
        Heterogeneity "heterogeneity" ("heterogeneity of the estimates", "hétérogénéité des estimations"),
    }
}

choice! {
    Scale {
        RiskDifference "risk_difference" ("risk differences", "différences de risques"),
        RiskRatio "risk_ratio" ("risk ratios", "rapports de risques"),
        OddsRatio "odds_ratio" ("odds ratios", "rapports des cotes"),
        HazardRatio "hazard_ratio" ("hazard ratios", "rapports des risques instantanés"),
        MeanDifference "mean_difference" ("differences of means", "différences de moyennes"),
    }
}

options! {
    test: choice(Test), "Of the product of group and subgroup in the model of the outcome, or of the heterogeneity of the estimates of the subgroups." ("test", "test") is Test;
    scale: choice(Scale), "With heterogeneity: what is estimated in each subgroup, which is the effect of the estimand." ("scale", "échelle");
    ties: choice(Ties) = Efron, "Of hazard ratios: how events on one day are treated, as in the estimates of the analysis." ("ties", "ex æquo") is Model;
}

const WALD: Fact = Fact::Option(OPTION.test.is(&[Test::Wald]));
const NUMBER: Fact = Fact::Outcome(OutcomeKind::Continuous);

/// A chi-squared, but for the Wald test of a linear model.
const CHI_SQUARED: &[&[Fact]] = &[
    &[Fact::Option(OPTION.test.is(&[Test::LikelihoodRatio, Test::Heterogeneity]))],
    &[Fact::Outcome(OutcomeKind::YesNo)],
    &[Fact::Outcome(OutcomeKind::TimeToEvent)],
];

gives! {
    ChiSquared: test(Statistic).when(CHI_SQUARED);
    F: test(Statistic).when(&[&[WALD, NUMBER]]);
    Df: test(Count);
    DfWithin: test(Statistic).when(&[&[WALD, NUMBER]]);
    PValue: test(PValue);
}

pub const METHOD: Method = Method {
    id: Id::Interaction,
    name: "interaction",
    title: "Test of interaction",
    title_fr: "Test d’interaction",
    begins_with_name: false,
    citation: "Cochran WG. Biometrics 1954;10:101–129; Pocock SJ et al. Stat Med 2002;21:2917–2930; McCullagh P, Nelder JA. Generalized Linear Models, 2nd ed. 1989, chapters 3 and 4",
    takes: &[OutcomeKind::YesNo, OutcomeKind::TimeToEvent, OutcomeKind::Continuous],
    uses: &[Use::Interaction],
    estimates: &[],
    groups: Groups::Two,
    asks: Asks {
        reads: &[Reads::Strata, Reads::Covariates],
        conditions: &[
            OPTION.scale.read_where(OPTION.test.is(&[Test::Heterogeneity])),
            OPTION.ties.read_where(OPTION.scale.is(&[Scale::HazardRatio])),
        ],
        ..Asks::NOTHING
    },
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: Some(OPTION.test.name()),
    page: include_str!("pages/interaction.md"),
};
