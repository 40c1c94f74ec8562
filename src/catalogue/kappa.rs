//! `kappa`: Cohen's κ of two readings.

use super::option::choice;
use super::{Groups, Id, Method, OutcomeKind, Use};

pub const METHOD: Method = Method {
    id: Id::Kappa,
    name: "kappa",
    title: "Cohen's kappa",
    citation: "Cohen J. Educ Psychol Meas 1960;20:37–46 and Psychol Bull 1968;70:213–220; Fleiss JL, Cohen J, Everitt BS. Psychol Bull 1969;72:323–327",
    takes: &[OutcomeKind::Agreement],
    uses: &[Use::Estimate],
    estimates: &[],
    groups: Groups::None,
    reads: &[],
    needs: &[],
    options: &[choice(
        "weights",
        &["none", "linear", "quadratic"],
        Some("none"),
        "How far apart two categories may be and still agree in part.",
    )],
    option_reads: &[],
    conditions: &[],
    never: &[],
    variant: Some("weights"),
    page: include_str!("pages/kappa.md"),
};
