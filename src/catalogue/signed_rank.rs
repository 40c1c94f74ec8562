//! `signed_rank`: Wilcoxon's test of pairs with the centre it tests.

use super::option::{CORRECTION_OF_RANKS as CORRECTION, FORM_OF_RANKS as FORM, INTERVAL_OF_SHIFT as INTERVAL};
use super::{Condition, Groups, Id, Method, OutcomeKind, Reads, Use};

pub const METHOD: Method = Method {
    id: Id::SignedRank,
    name: "signed_rank",
    title: "Wilcoxon signed-rank test of pairs with Hodges–Lehmann centre",
    citation: "Wilcoxon F. Biometrics Bull 1945;1:80–83; Hollander M, Wolfe DA, Chicken E. Nonparametric Statistical Methods, 3rd ed. 2014, chapter 3",
    takes: &[OutcomeKind::Continuous],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &["location_shift"],
    groups: Groups::Two,
    reads: &[],
    needs: &[Reads::Pairs],
    options: &[FORM, CORRECTION, INTERVAL],
    option_reads: &[],
    conditions: &[Condition { option: "correction", when: "form", is: &["asymptotic"] }],
    never: &[],
    variant: None,
    page: include_str!("pages/signed_rank.md"),
};
