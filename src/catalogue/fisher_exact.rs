//! `fisher_exact`: Fisher's exact test with the conditional odds ratio.

use super::alternative::Alternative;
use super::{Asks, Effect, Fact, Groups, Id, Method, Never, OutcomeKind, Use, gives, options};
use crate::number::NotEstimable;

options! {
    alternative: choice(Alternative) = TwoSided, "`two_sided` sums all tables no more probable than the observed one; `greater`: more responders in the first group." ("alternative", "hypothèse alternative") is Test;
}

gives! {
    Estimate [Lower, Upper]: estimate(Ratio).called("Odds ratio", "Rapport des cotes").beside_title().when(&[&[Fact::TwoGroups, Fact::Outcome(OutcomeKind::YesNo)]]);
    PValue: test(PValue);
}

pub const METHOD: Method = Method {
    id: Id::FisherExact,
    name: "fisher_exact",
    title: "Fisher's exact test",
    title_fr: "Test exact de Fisher",
    begins_with_name: true,
    citation: "Fisher RA. J R Stat Soc 1935;98:39–82; Cornfield J. Proc Third Berkeley Symp 1956;4:135–148",
    takes: &[OutcomeKind::YesNo, OutcomeKind::Category],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &[Effect::OddsRatio],
    groups: Groups::Several,
    asks: Asks {
        never: &[
            Never {
                all: &[
                    Fact::Option(OPTION.alternative.is(&[Alternative::Less, Alternative::Greater])),
                    Fact::SeveralGroups,
                ],
                because: NotEstimable::TableHasNoDirection,
            },
            Never {
                all: &[
                    Fact::Option(OPTION.alternative.is(&[Alternative::Less, Alternative::Greater])),
                    Fact::Outcome(OutcomeKind::Category),
                ],
                because: NotEstimable::CategoriesHaveNoDirection,
            },
        ],
        ..Asks::NOTHING
    },
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: None,
    page: include_str!("pages/fisher_exact.md"),
};
