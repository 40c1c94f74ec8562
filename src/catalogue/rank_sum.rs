//! `rank_sum`: Wilcoxon's test of two groups with the shift it tests.

use super::option::{CORRECTION_OF_RANKS as CORRECTION, FORM_OF_RANKS as FORM, INTERVAL_OF_SHIFT as INTERVAL};
use super::{Condition, Groups, Id, Method, OutcomeKind, Use};

pub const METHOD: Method = Method {
    id: Id::RankSum,
    name: "rank_sum",
    title: "Wilcoxon rank-sum (Mann–Whitney) test with Hodges–Lehmann shift",
    citation: "Wilcoxon F. Biometrics Bull 1945;1:80–83; Mann HB, Whitney DR. Ann Math Stat 1947;18:50–60; Hodges JL, Lehmann EL. Ann Math Stat 1963;34:598–611",
    takes: &[OutcomeKind::Continuous],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &["location_shift"],
    groups: Groups::Two,
    reads: &[],
    needs: &[],
    options: &[FORM, CORRECTION, INTERVAL],
    option_reads: &[],
    conditions: &[Condition { option: "correction", when: "form", is: &["asymptotic"] }],
    never: &[],
    variant: None,
    page: include_str!("pages/rank_sum.md"),
};
