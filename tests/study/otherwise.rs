//! The primary response read otherwise: without holding, with a baseline of at most four weeks, and where it is confirmed.
//!
//! The pairs are those of `primary_read_otherwise.py`, a second implementation of the readings; the limits are Newcombe's
//! method 10 and the p-value McNemar's exact one, computed from the four counts by their formulas.

use super::{close, real, record};
use prespec::number::Number;

/// Both, first only, second only, neither; difference with its limits; p-value.
type Expected = ([i64; 4], [f64; 3], f64);

const NOT_HELD: Expected =
    ([7, 10, 4, 11], [0.1875, -0.042_256_495_259_407_1, 0.390_603_385_376_998], 0.179_565_429_687_5);
const BASELINE_28: Expected = ([4, 8, 3, 17], [0.156_25, -0.051_095_060_436_661, 0.347_043_939_096_635], 0.226_562_5);
const CONFIRMED: Expected =
    ([4, 11, 5, 12], [0.1875, -0.051_361_661_148_550_6, 0.399_301_544_570_414], 0.210_113_525_390_625);
const PRIMARY: Expected =
    ([8, 10, 3, 11], [0.218_75, -0.001_292_724_367_911_36, 0.409_044_715_306_125], 0.092_285_156_25);

fn is(measured: &str, (counts, difference, p): Expected) {
    let newcombe = format!("{measured}.risk_difference.newcombe_paired");
    for (name, count) in ["both", "first_only", "second_only", "neither"].iter().zip(counts) {
        assert_eq!(record(&format!("{newcombe}.{name}")).value, Number::Count(count), "{measured}: {name}");
    }
    for (name, value) in ["estimate", "lower", "upper"].iter().zip(difference) {
        let found = real(&format!("{newcombe}.{name}"));
        assert!(close(found, Some(value)), "{measured}: {name} {found:?}, expected {value}");
    }
    let found = real(&format!("{measured}.mcnemar.exact.p_value"));
    assert!(close(found, Some(p)), "{measured}: {found:?}, expected {p}");
}

/// The second implementation has the primary result too.
#[test]
fn the_primary_response_read_otherwise() {
    is("primary.recist.M6", PRIMARY);
    is("primary_not_held.recist_not_held.M6", NOT_HELD);
    is("primary_baseline_28.recist_28.M6", BASELINE_28);
    is("primary_confirmed.recist.M6", CONFIRMED);
}
