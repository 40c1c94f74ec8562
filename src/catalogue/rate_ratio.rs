//! `rate_ratio`: the ratio of two incidence rates.

use super::option::choice;
use super::{Groups, Id, Method, OutcomeKind, Use};

pub const METHOD: Method = Method {
    id: Id::RateRatio,
    name: "rate_ratio",
    title: "Ratio of incidence rates",
    citation: "Rothman KJ, Greenland S, Lash TL. Modern Epidemiology, 3rd ed. 2008, chapter 14; Przyborowski J, Wilenski H. Biometrika 1940;31:313–323",
    takes: &[OutcomeKind::Events],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &["rate_ratio"],
    groups: Groups::Two,
    reads: &[],
    needs: &[],
    options: &[choice(
        "interval",
        &["exact", "wald"],
        Some("exact"),
        "The exact interval given all events, or Wald's on the logarithm.",
    )],
    option_reads: &[],
    conditions: &[],
    never: &[],
    variant: Some("interval"),
    page: include_str!("pages/rate_ratio.md"),
};
