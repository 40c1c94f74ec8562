//! `fine_gray`: subdistribution hazard ratios of one cause.

use super::{Fact, Groups, Id, Method, Never, OptionKind, OptionReads, OptionSpec, OutcomeKind, Reads, Use};
use crate::number::NotEstimable;
use std::borrow::Cow;

pub const METHOD: Method = Method {
    id: Id::FineGray,
    name: "fine_gray",
    title: "Fine–Gray model of the subdistribution hazard",
    citation: "Fine JP, Gray RJ. J Am Stat Assoc 1999;94:496–509",
    takes: &[OutcomeKind::CompetingRisks],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &["subdistribution_hazard_ratio"],
    groups: Groups::Model,
    reads: &[Reads::Strata, Reads::Covariates],
    needs: &[],
    options: &[
        OptionSpec {
            name: "cause",
            kind: OptionKind::Cause,
            default: Some("1"),
            about: "Which of the causes of the endpoint, in their order.",
        },
        OptionSpec {
            name: "censoring",
            kind: OptionKind::Choice(&["with_events", "after_events"]),
            default: Some("with_events"),
            about: "Whether patients with an event on a day were at risk of being censored on it.",
        },
        OptionSpec {
            name: "censoring_by",
            kind: OptionKind::Choice(&["all", "group", "strata"]),
            default: Some("all"),
            about: "Among whom the censoring distribution is estimated.",
        },
        OptionSpec {
            name: "variance",
            kind: OptionKind::Choice(&["sandwich", "weights_known"]),
            default: Some("sandwich"),
            about: "With or without what the estimation of the censoring weights contributes.",
        },
    ],
    option_reads: &[OptionReads { option: "censoring_by", values: &["strata"], reads: Reads::Strata }],
    conditions: &[],
    never: &[Never {
        all: &[Fact::Option("censoring_by", &["all", "group"]), Fact::Given(Reads::Strata)],
        because: NotEstimable::StrataReadBy { option: Cow::Borrowed("censoring_by") },
    }],
    variant: Some("cause"),
    page: include_str!("pages/fine_gray.md"),
};
