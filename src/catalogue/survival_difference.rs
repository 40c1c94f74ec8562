//! `survival_difference`: survival at chosen days, compared between two groups.

use super::{Asks, Effect, Groups, Id, Method, OutcomeKind, Use, gives, options};

options! {
    at: days, "Days at which survival is compared." ("at", "à");
}

gives! {
    Difference [Lower, Upper]: estimate(ProportionDifference).at(OPTION.at);
    StandardError: estimate(Statistic).at(OPTION.at);
    Z: test(Statistic).at(OPTION.at);
    PValue: test(PValue).at(OPTION.at);
}

pub const METHOD: Method = Method {
    id: Id::SurvivalDifference,
    name: "survival_difference",
    title: "Difference of survival at a day",
    title_fr: "Différence de survie à un jour donné",
    begins_with_name: false,
    citation: "Klein JP, Logan B, Harhoff M, Andersen PK. Stat Med 2007;26:4505–4519",
    takes: &[OutcomeKind::TimeToEvent],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &[Effect::SurvivalDifference],
    groups: Groups::Two,
    asks: Asks::NOTHING,
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: None,
    page: include_str!("pages/survival_difference.md"),
};
