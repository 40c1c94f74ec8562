//! `cochran_mantel_haenszel`: groups by categories over strata.

use super::Input;
use super::chi_squared::push_test;
use super::statistic::{Answer, At};
use super::table::stratified;
use crate::catalogue::cochran_mantel_haenszel::{self as declared, Gives, Options};
use crate::stats::contingency::generalised::{Association, cochran_mantel_haenszel};

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    let association = match options.association {
        declared::Association::RowMeans => Association::RowMeans,
        declared::Association::ColumnMeans => Association::ColumnMeans,
        declared::Association::Correlation => Association::Correlation,
        declared::Association::General => Association::General,
    };
    let test = stratified(input).and_then(|s| cochran_mantel_haenszel(&s, association));
    push_test(&mut output, [Gives::ChiSquared, Gives::Df, Gives::PValue], &At::all(), &test);
    output
}
