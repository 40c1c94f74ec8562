//! `chi_squared`: test of a table of groups by categories.

use super::{Asks, Fact, Groups, Id, Method, Never, OutcomeKind, Use, YesNo, choice, gives, options};
use crate::number::NotEstimable;

choice! {
    Statistic {
        Pearson "pearson" ("Pearson", "Pearson"),
        LikelihoodRatio "likelihood_ratio" ("likelihood ratio", "rapport de vraisemblance"),
    }
}

options! {
    statistic: choice(Statistic) = Pearson, "Pearson's statistic or the likelihood ratio." ("statistic", "statistique");
    correction: choice(YesNo) = No, "Yates' continuity correction of Pearson's statistic, for two groups and two categories." ("correction", "correction de continuité");
}

gives! {
    ChiSquared: test(Statistic);
    Df: test(Statistic);
    PValue: test(PValue);
    CramerV: estimate(Statistic);
}

pub const METHOD: Method = Method {
    id: Id::ChiSquared,
    name: "chi_squared",
    title: "Chi-squared test",
    title_fr: "Test du χ²",
    begins_with_name: false,
    citation: "Pearson K. Philos Mag 1900;50:157–175; Yates F. J R Stat Soc Suppl 1934;1:217–235; Agresti A. Categorical Data Analysis, 3rd ed. 2013, section 3.2",
    takes: &[OutcomeKind::YesNo, OutcomeKind::Category],
    uses: &[Use::Decide],
    estimates: &[],
    groups: Groups::Several,
    asks: Asks {
        conditions: &[OPTION.correction.read_where(OPTION.statistic.is(&[Statistic::Pearson]))],
        never: &[Never {
            all: &[Fact::Option(OPTION.correction.is(&[YesNo::Yes])), Fact::SeveralGroups],
            because: NotEstimable::CorrectionForTwoByTwo,
        }],
        ..Asks::NOTHING
    },
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: Some(OPTION.statistic.name()),
    page: include_str!("pages/chi_squared.md"),
};
