//! `cochran_mantel_haenszel`: groups by categories over strata.

use super::chi_squared::push_test;
use super::statistic::At;
use super::table::stratified;
use super::{Input, Output};
use crate::catalogue::cochran_mantel_haenszel::{self as declared, Options};
use crate::stats::contingency::generalised::{Association, cochran_mantel_haenszel};

pub(super) fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output::default();
    let association = match options.association {
        declared::Association::RowMeans => Association::RowMeans,
        declared::Association::ColumnMeans => Association::ColumnMeans,
        declared::Association::Correlation => Association::Correlation,
        declared::Association::General => Association::General,
    };
    let test = stratified(input).and_then(|s| cochran_mantel_haenszel(&s, association));
    push_test(&mut output, &At::test(), &test);
    output
}
