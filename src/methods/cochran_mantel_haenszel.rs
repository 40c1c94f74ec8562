//! `cochran_mantel_haenszel`: groups by categories over strata.

use super::chi_squared::push_test;
use super::option::choice;
use super::statistic::At;
use super::table::stratified;
use super::{Groups, Input, Method, OptionReads, Options, OutcomeKind, Output, Reads, Use};
use crate::stats::contingency::generalised::{Association, cochran_mantel_haenszel};

pub const METHOD: Method = Method {
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
    run,
};

fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output::default();
    let association = match options.word("association") {
        "row_means" => Association::RowMeans,
        "column_means" => Association::ColumnMeans,
        "correlation" => Association::Correlation,
        _ => Association::General,
    };
    let test = stratified(input).and_then(|s| cochran_mantel_haenszel(&s, association));
    push_test(&mut output, &At::test(), &test);
    output
}
