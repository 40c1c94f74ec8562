//! `odds_ratio`: the sample odds ratio of two groups.

use super::option::choice;
use super::{Groups, Id, Method, OutcomeKind, Use};

pub const METHOD: Method = Method {
    id: Id::OddsRatio,
    name: "odds_ratio",
    title: "Odds ratio",
    citation: "Woolf B. Ann Hum Genet 1955;19:251–253; Haldane JBS. Ann Hum Genet 1956;20:309–311",
    takes: &[OutcomeKind::YesNo],
    uses: &[Use::Estimate],
    estimates: &["odds_ratio"],
    groups: Groups::Two,
    reads: &[],
    needs: &[],
    options: &[choice(
        "interval",
        &["woolf", "haldane"],
        Some("woolf"),
        "Wald's interval on the logarithm, of the table as it is or with ½ added to each cell (estimate included).",
    )],
    option_reads: &[],
    conditions: &[],
    never: &[],
    variant: Some("interval"),
    page: include_str!("pages/odds_ratio.md"),
};
