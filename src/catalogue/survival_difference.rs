//! `survival_difference`: survival at chosen days, compared between two groups.

use super::{Groups, Id, Method, OptionKind, OptionSpec, OutcomeKind, Use};

pub const METHOD: Method = Method {
    id: Id::SurvivalDifference,
    name: "survival_difference",
    title: "Difference of survival at a day",
    citation: "Klein JP, Logan B, Harhoff M, Andersen PK. Stat Med 2007;26:4505–4519",
    takes: &[OutcomeKind::TimeToEvent],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &["survival_difference"],
    groups: Groups::Two,
    reads: &[],
    needs: &[],
    options: &[OptionSpec {
        name: "at",
        kind: OptionKind::Days,
        default: None,
        about: "Days at which survival is compared.",
    }],
    option_reads: &[],
    conditions: &[],
    never: &[],
    variant: None,
    page: include_str!("pages/survival_difference.md"),
};
