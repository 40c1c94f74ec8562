//! `cause_specific_log_rank`: whether the hazard of one cause differs between the groups.

use super::{Asks, Groups, Id, Method, OutcomeKind, Reads, Use, gives, options};

options! {
    cause: cause = 1, "Which of the causes of the endpoint, in their order." ("cause", "cause");
}

gives! {
    ChiSquared: test(Statistic);
    Df: test(Count);
    PValue: test(PValue);
    N: test(Count).each(Group);
    Observed: test(Statistic).each(Group);
    Expected: test(Statistic).each(Group);
}

pub const METHOD: Method = Method {
    id: Id::CauseSpecificLogRank,
    name: "cause_specific_log_rank",
    title: "Log-rank test of the hazard of one cause",
    title_fr: "Test du log-rank du risque instantané d’une cause",
    begins_with_name: false,
    citation: "Prentice RL et al. Biometrics 1978;34:541–554; Mantel N. Cancer Chemother Rep 1966;50:163–170",
    takes: &[OutcomeKind::CompetingRisks],
    uses: &[Use::Decide, Use::Estimate],
    estimates: &[],
    groups: Groups::Several,
    asks: Asks { reads: &[Reads::Strata], ..Asks::NOTHING },
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: Some(OPTION.cause.name()),
    page: include_str!("pages/cause_specific_log_rank.md"),
};
