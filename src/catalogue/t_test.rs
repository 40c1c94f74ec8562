//! `t_test`: the difference of two means.

use super::option::choice;
use super::{Groups, Id, Method, OptionReads, OutcomeKind, Reads, Use};

pub const METHOD: Method = Method {
    id: Id::TTest,
    name: "t_test",
    title: "Difference of means, t test",
    citation: "Student. Biometrika 1908;6:1–25; Welch BL. Biometrika 1947;34:28–35",
    takes: &[OutcomeKind::Continuous],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &["mean_difference"],
    groups: Groups::Two,
    reads: &[],
    needs: &[],
    options: &[choice(
        "variance",
        &["unequal", "equal", "paired"],
        Some("unequal"),
        "Each group its own variance (Welch), one for both (Student), or that of the differences within pairs.",
    )],
    option_reads: &[OptionReads { option: "variance", values: &["paired"], reads: Reads::Pairs }],
    conditions: &[],
    never: &[],
    variant: Some("variance"),
    page: include_str!("pages/t_test.md"),
};
