//! `survival_difference`: survival at chosen days, compared between two groups.

use super::{Effect, Groups, Id, Method, OutcomeKind, Use, options};

options! {
    at: days, "Days at which survival is compared." ("at", "à");
}

pub const METHOD: Method = Method {
    id: Id::SurvivalDifference,
    name: "survival_difference",
    title: "Difference of survival at a day",
    title_fr: "Différence de survie à un jour donné",
    citation: "Klein JP, Logan B, Harhoff M, Andersen PK. Stat Med 2007;26:4505–4519",
    takes: &[OutcomeKind::TimeToEvent],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &[Effect::SurvivalDifference],
    groups: Groups::Two,
    reads: &[],
    needs: &[],
    options: Options::SPECS,
    conditions: &[],
    never: &[],
    variant: None,
    page: include_str!("pages/survival_difference.md"),
};
