//! `chi_squared`: test of a table of groups by categories.

use super::option::{choice, correction};
use super::{Condition, Fact, Groups, Id, Method, Never, OutcomeKind, Use};
use crate::number::NotEstimable;

pub const METHOD: Method = Method {
    id: Id::ChiSquared,
    name: "chi_squared",
    title: "Chi-squared test",
    citation: "Pearson K. Philos Mag 1900;50:157–175; Yates F. J R Stat Soc Suppl 1934;1:217–235; Agresti A. Categorical Data Analysis, 3rd ed. 2013, section 3.2",
    takes: &[OutcomeKind::YesNo, OutcomeKind::Category],
    uses: &[Use::Decide],
    estimates: &[],
    groups: Groups::Several,
    reads: &[],
    needs: &[],
    options: &[
        choice(
            "statistic",
            &["pearson", "likelihood_ratio"],
            Some("pearson"),
            "Pearson's statistic or the likelihood ratio.",
        ),
        correction("Yates' continuity correction of Pearson's statistic, for two groups and two categories."),
    ],
    option_reads: &[],
    conditions: &[Condition { option: "correction", when: "statistic", is: &["pearson"] }],
    never: &[Never {
        all: &[Fact::Option("correction", &["yes"]), Fact::SeveralGroups],
        because: NotEstimable::CorrectionForTwoByTwo,
    }],
    variant: Some("statistic"),
    page: include_str!("pages/chi_squared.md"),
};
