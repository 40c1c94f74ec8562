//! `matched_odds_ratio`: the odds ratio conditional on the pairs.

use super::option::choice;
use super::{Groups, Id, Method, OutcomeKind, Reads, Use};

pub const METHOD: Method = Method {
    id: Id::MatchedOddsRatio,
    name: "matched_odds_ratio",
    title: "Odds ratio of matched pairs",
    citation: "Agresti A. Categorical Data Analysis, 3rd ed. 2013, section 11.2; Agresti A, Min Y. Biostatistics 2005;6:1–15",
    takes: &[OutcomeKind::YesNo],
    uses: &[Use::Estimate],
    estimates: &["odds_ratio"],
    groups: Groups::Two,
    reads: &[],
    needs: &[Reads::Pairs],
    options: &[choice(
        "interval",
        &["exact", "wilson"],
        Some("exact"),
        "The interval of the share of the discordant pairs that is turned into odds.",
    )],
    option_reads: &[],
    conditions: &[],
    never: &[],
    variant: Some("interval"),
    page: include_str!("pages/matched_odds_ratio.md"),
};
