//! `weighted_risk_difference`: the difference of weighted proportions.

use super::option::choice;
use super::{Fact, Groups, Id, Method, Never, OptionReads, OutcomeKind, Reads, Use};
use crate::number::NotEstimable;

pub const METHOD: Method = Method {
    id: Id::WeightedRiskDifference,
    name: "weighted_risk_difference",
    title: "Difference of weighted proportions",
    citation: "Li F, Morgan KL, Zaslavsky AM. J Am Stat Assoc 2018;113:390–400; Lunceford JK, Davidian M. Stat Med 2004;23:2937–2960",
    takes: &[OutcomeKind::YesNo],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &["risk_difference"],
    groups: Groups::Two,
    reads: &[Reads::Covariates, Reads::Weights],
    needs: &[],
    options: &[choice(
        "weights",
        &["known", "overlap"],
        Some("known"),
        "The weights of the population, taken as known; or overlap weights from a logistic model of the group on the covariates, whose estimation enters the standard error.",
    )],
    option_reads: &[
        OptionReads { option: "weights", values: &["known"], reads: Reads::Weights },
        OptionReads { option: "weights", values: &["overlap"], reads: Reads::Covariates },
    ],
    conditions: &[],
    never: &[
        Never {
            all: &[Fact::Option("weights", &["overlap"]), Fact::Given(Reads::Weights)],
            because: NotEstimable::AlreadyWeighted,
        },
        Never {
            all: &[Fact::Option("weights", &["known"]), Fact::Given(Reads::Covariates)],
            because: NotEstimable::OnlyOverlapWeightsReadCovariates,
        },
    ],
    variant: Some("weights"),
    page: include_str!("pages/weighted_risk_difference.md"),
};
