//! `fisher_exact`: Fisher's exact test with the conditional odds ratio.

use super::{Fact, Groups, Id, Method, Never, OptionKind, OptionSpec, OutcomeKind, Use};
use crate::number::NotEstimable;

pub const METHOD: Method = Method {
    id: Id::FisherExact,
    name: "fisher_exact",
    title: "Fisher's exact test",
    citation: "Fisher RA. J R Stat Soc 1935;98:39–82; Cornfield J. Proc Third Berkeley Symp 1956;4:135–148",
    takes: &[OutcomeKind::YesNo, OutcomeKind::Category],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &["odds_ratio"],
    groups: Groups::Several,
    reads: &[],
    needs: &[],
    options: &[OptionSpec {
        name: "alternative",
        kind: OptionKind::Choice(&["two_sided", "less", "greater"]),
        default: Some("two_sided"),
        about: "`two_sided` sums all tables no more probable than the observed one; `greater`: more responders in the first group.",
    }],
    option_reads: &[],
    conditions: &[],
    never: &[
        Never {
            all: &[Fact::Option("alternative", &["less", "greater"]), Fact::SeveralGroups],
            because: NotEstimable::TableHasNoDirection,
        },
        Never {
            all: &[Fact::Option("alternative", &["less", "greater"]), Fact::Outcome(OutcomeKind::Category)],
            because: NotEstimable::CategoriesHaveNoDirection,
        },
    ],
    variant: None,
    page: include_str!("pages/fisher_exact.md"),
};
