//! `mantel_haenszel`: two groups over strata, test and common measure.

use super::option::{choice, correction};
use super::{Condition, Fact, Groups, Id, Method, Never, OutcomeKind, Reads, Use};
use crate::number::NotEstimable;

pub const METHOD: Method = Method {
    id: Id::MantelHaenszel,
    name: "mantel_haenszel",
    title: "Mantel–Haenszel test and common measure over strata",
    citation: "Mantel N, Haenszel W. J Natl Cancer Inst 1959;22:719–748; Robins J, Breslow N, Greenland S. Biometrics 1986;42:311–323; Greenland S, Robins JM. Biometrics 1985;41:55–68; Sato T. Biometrics 1989;45:1323–1324",
    takes: &[OutcomeKind::YesNo],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &["odds_ratio", "risk_ratio", "risk_difference"],
    groups: Groups::Two,
    reads: &[Reads::Strata],
    needs: &[Reads::Strata],
    options: &[
        choice(
            "measure",
            &["odds_ratio", "risk_ratio", "risk_difference"],
            Some("odds_ratio"),
            "What is taken as common to the strata.",
        ),
        choice(
            "form",
            &["asymptotic", "exact"],
            Some("asymptotic"),
            "The chi-squared test, or the exact conditional test with its odds ratio and interval.",
        ),
        correction("Continuity correction of the chi-squared test."),
    ],
    option_reads: &[],
    conditions: &[Condition { option: "correction", when: "form", is: &["asymptotic"] }],
    never: &[Never {
        all: &[Fact::Option("form", &["exact"]), Fact::Option("measure", &["risk_ratio", "risk_difference"])],
        because: NotEstimable::ExactFormForOddsRatio,
    }],
    variant: Some("measure"),
    page: include_str!("pages/mantel_haenszel.md"),
};
