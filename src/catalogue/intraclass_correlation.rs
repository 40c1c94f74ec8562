//! `intraclass_correlation`: reliability of measurements by several readers.

use super::option::choice;
use super::{Groups, Id, Method, OutcomeKind, Use};

pub const METHOD: Method = Method {
    id: Id::IntraclassCorrelation,
    name: "intraclass_correlation",
    title: "Intraclass correlation of several readers",
    citation: "Shrout PE, Fleiss JL. Psychol Bull 1979;86:420–428",
    takes: &[OutcomeKind::Measurements],
    uses: &[Use::Estimate],
    estimates: &[],
    groups: Groups::None,
    reads: &[],
    needs: &[],
    options: &[
        choice(
            "model",
            &["one_way", "two_way_random", "two_way_mixed"],
            None,
            "Readers that differ by subject; the same readers, drawn from many (absolute agreement); or the same and only readers (consistency).",
        ),
        choice(
            "unit",
            &["single", "average"],
            Some("single"),
            "The reliability of one reading, or of the mean over the readers.",
        ),
    ],
    option_reads: &[],
    conditions: &[],
    never: &[],
    variant: Some("model"),
    page: include_str!("pages/intraclass_correlation.md"),
};
