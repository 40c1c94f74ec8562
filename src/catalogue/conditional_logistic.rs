//! `conditional_logistic`: odds ratios within matched sets.

use super::{Fact, Groups, Id, Method, Never, OptionKind, OptionReads, OptionSpec, OutcomeKind, Reads, Use};
use crate::number::NotEstimable;
use std::borrow::Cow;

pub const METHOD: Method = Method {
    id: Id::ConditionalLogistic,
    name: "conditional_logistic",
    title: "Conditional logistic regression of matched sets",
    citation: "Breslow NE, Day NE. Statistical Methods in Cancer Research I. IARC 1980, chapter 7; Gail MH, Lubin JH, Rubinstein LV. Biometrika 1981;68:703–707",
    takes: &[OutcomeKind::YesNo],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &["odds_ratio"],
    groups: Groups::Model,
    reads: &[Reads::Strata, Reads::Covariates],
    needs: &[],
    options: &[OptionSpec {
        name: "by",
        kind: OptionKind::Choice(&["pair", "strata"]),
        default: Some("pair"),
        about: "The sets within which patients are compared.",
    }],
    option_reads: &[
        OptionReads { option: "by", values: &["pair"], reads: Reads::Pairs },
        OptionReads { option: "by", values: &["strata"], reads: Reads::Strata },
    ],
    conditions: &[],
    never: &[Never {
        all: &[Fact::Option("by", &["pair"]), Fact::Given(Reads::Strata)],
        because: NotEstimable::StrataReadBy { option: Cow::Borrowed("by") },
    }],
    variant: None,
    page: include_str!("pages/conditional_logistic.md"),
};
