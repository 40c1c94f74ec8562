//! `cause_specific_cox`: hazard ratios of one cause by Cox's model, those with another cause being censored.

use super::{Asks, Effect, Fact, Groups, Id, Method, Never, OutcomeKind, Reads, Use, gives, options};
use crate::number::NotEstimable;

pub use super::cox::Ties;
pub use super::robust::{By, Variance};

options! {
    cause: cause = 1, "Which of the causes of the endpoint, in their order." ("cause", "cause");
    ties: choice(Ties) = Efron, "How events on one day are treated." ("ties", "ex æquo") is Model;
    variance: choice(Variance) = Model, "The inverse of the information, or the sandwich by cluster." ("variance", "variance") is Model;
    by: choice(By) = Pair, "With robust: what is not independent, a matched pair, a patient, or the cluster of the analysis." ("by", "par") is Model;
}

const ROBUST: Fact = Fact::Option(OPTION.variance.is(&[Variance::Robust]));
const EXACT: Fact = Fact::Option(OPTION.ties.is(&[Ties::Exact]));

gives! {
    N: estimate(Count);
    Events: estimate(Count);
    CauseSpecificHazardRatio [Lower, Upper]: estimate(Ratio).each(Column);
    LogHazardRatio: estimate(Statistic).each(Column);
    StandardError: estimate(Statistic).each(Column);
    Z: test(Statistic).each(Column);
    PValue: test(PValue).each(Column);
}

pub const METHOD: Method = Method {
    id: Id::CauseSpecificCox,
    name: "cause_specific_cox",
    title: "Cox model of the hazard of one cause",
    title_fr: "Modèle de Cox du risque instantané d’une cause",
    begins_with_name: true,
    citation: "Prentice RL et al. Biometrics 1978;34:541–554; Putter H, Fiocco M, Geskus RB. Stat Med 2007;26:2389–2430",
    takes: &[OutcomeKind::CompetingRisks],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &[Effect::CauseSpecificHazardRatio],
    groups: Groups::Model,
    asks: Asks {
        reads: &[Reads::Strata, Reads::Covariates],
        conditions: &[OPTION.by.read_where(OPTION.variance.is(&[Variance::Robust]))],
        never: &[Never { all: &[ROBUST, EXACT], because: NotEstimable::ExactLikelihoodHasNoSandwich }],
        ..Asks::NOTHING
    },
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: Some(OPTION.cause.name()),
    page: include_str!("pages/cause_specific_cox.md"),
};
