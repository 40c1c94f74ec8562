//! `cochran_mantel_haenszel`: groups by categories over strata.

use super::option::choice;
use super::{Groups, Id, Method, OptionReads, OutcomeKind, Reads, Use};

pub const METHOD: Method = Method {
    id: Id::CochranMantelHaenszel,
    name: "cochran_mantel_haenszel",
    title: "Generalised Cochran–Mantel–Haenszel test",
    citation: "Landis JR, Heyman ER, Koch GG. Int Stat Rev 1978;46:237–254",
    takes: &[OutcomeKind::Category, OutcomeKind::YesNo],
    uses: &[Use::Decide],
    estimates: &[],
    groups: Groups::Several,
    reads: &[Reads::Strata],
    needs: &[Reads::Strata],
    options: &[choice(
        "association",
        &["general", "row_means", "column_means", "correlation"],
        Some("general"),
        "Against any association, different mean scores of the groups or of the categories, or a correlation of both scores.",
    )],
    option_reads: &[OptionReads {
        option: "association",
        values: &["column_means", "correlation"],
        reads: Reads::Order,
    }],
    conditions: &[],
    never: &[],
    variant: Some("association"),
    page: include_str!("pages/cochran_mantel_haenszel.md"),
};
