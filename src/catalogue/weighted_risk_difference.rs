//! `weighted_risk_difference`: the difference of weighted proportions.

use super::{Asks, Effect, Fact, Groups, Id, Method, Never, OutcomeKind, Reads, Use, choice, gives, options};
use crate::number::NotEstimable;

choice! {
    Weights {
        Known "known" ("known", "connus") reads Weights,
        Overlap "overlap" ("overlap", "recouvrement") reads Covariates,
    }
}

options! {
    weights: choice(Weights) = Known, "The weights of the population, taken as known; or overlap weights from a logistic model of the group on the covariates, whose estimation enters the standard error." ("weights", "poids");
}

gives! {
    Proportion: estimate(Proportion).each(Group);
    EffectiveSampleSize: estimate(Statistic).each(Group);
    Estimate [Lower, Upper]: estimate(ProportionDifference);
    StandardError: estimate(Statistic);
    PValue: test(PValue);
}

pub const METHOD: Method = Method {
    id: Id::WeightedRiskDifference,
    name: "weighted_risk_difference",
    title: "Difference of weighted proportions",
    title_fr: "Différence de proportions pondérées",
    begins_with_name: false,
    citation: "Li F, Morgan KL, Zaslavsky AM. J Am Stat Assoc 2018;113:390–400; Lunceford JK, Davidian M. Stat Med 2004;23:2937–2960",
    takes: &[OutcomeKind::YesNo],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &[Effect::RiskDifference],
    groups: Groups::Two,
    asks: Asks {
        reads: &[Reads::Covariates, Reads::Weights],
        never: &[
            Never {
                all: &[Fact::Option(OPTION.weights.is(&[Weights::Overlap])), Fact::Given(Reads::Weights)],
                because: NotEstimable::AlreadyWeighted,
            },
            Never {
                all: &[Fact::Option(OPTION.weights.is(&[Weights::Known])), Fact::Given(Reads::Covariates)],
                because: NotEstimable::OnlyOverlapWeightsReadCovariates,
            },
        ],
        ..Asks::NOTHING
    },
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: Some(OPTION.weights.name()),
    page: include_str!("pages/weighted_risk_difference.md"),
};
