//! Three arms from tables in ADaM form, parameters stacked in one file: made-up data, which `tests/plans/adam/data/generate.py`
//! writes.
//!
//! The numbers of times come from lifelines 0.30.3 (Python 3.11), on the rows of one `PARAMCD` merged with `adsl.csv` by `USUBJID`:
//! `KaplanMeierFitter`, `logrank_test`. Coefficients of Cox models are those of a Newton iteration of Efron's partial likelihood
//! written in numpy, for lifelines stops at seven digits, which agree.

use super::support::{compare, run_on};
use prespec::report::TEXT;
use prespec::results::Results;
use std::path::Path;
use std::sync::LazyLock;

static RESULTS: LazyLock<Results> =
    LazyLock::new(|| run_on("adam", &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plans/adam/data")));

#[test]
fn times_come_from_the_rows_that_are_picked() {
    compare(
        &RESULTS,
        &[
            ("survival_high.cox.efron.n", 40.0),
            ("survival_high.cox.efron.events", 28.0),
            ("survival_high.cox.efron.hazard_ratio", 0.580_378_295_431_400_1),
            ("survival_high.cox.efron.standard_error", 0.390_256_227_159_272_44),
            ("survival_high.log_rank.equal.chi_squared", 1.985_596_615_966_786_2),
            ("survival_high.log_rank.equal.p_value", 0.158_802_054_394_885_7),
            ("survival_high.kaplan_meier.log_log.high.365.survival", 0.622_222_222_222_222_2),
            ("survival_high.kaplan_meier.log_log.high.365.lower", 0.362_240_997_256_630_67),
            ("survival_high.kaplan_meier.log_log.high.365.upper", 0.801_166_644_990_829_6),
            ("survival_high.kaplan_meier.log_log.placebo.180.survival", 0.425),
            ("survival_high.kaplan_meier.log_log.placebo.180.lower", 0.206_486_054_330_971_45),
            ("survival_low.cox.efron.events", 30.0),
            ("survival_low.cox.efron.hazard_ratio", 0.678_654_790_795_911_5),
            ("survival_low.log_rank.equal.p_value", 0.298_884_419_236_447_15),
            ("progression_high.cox.efron.events", 38.0),
            ("progression_high.cox.efron.hazard_ratio", 0.680_256_345_553_861_3),
            ("progression_high.log_rank.equal.chi_squared", 1.274_354_532_329_428_6),
            ("progression_high.kaplan_meier.log_log.high.180.survival", 0.55),
            ("progression_high.kaplan_meier.log_log.high.180.upper", 0.734_887_207_774_982_1),
        ],
    );
}

/// Of 120 rows of times 60 are of each parameter, and the report says so.
#[test]
fn what_was_picked_is_told() {
    let picked: Vec<(&str, usize, usize)> = RESULTS
        .tables
        .iter()
        .filter_map(|table| table.picked.as_ref().map(|picked| (table.name.as_str(), picked.rows, picked.left)))
        .collect();
    assert_eq!(picked, [("survival", 60, 60), ("progression", 60, 60)]);
    let report = String::from_utf8(TEXT.write(&RESULTS).expect("a report")).expect("text");
    let told = "Of the file of Overall survival the rows with OS in PARAMCD are read: 60; 60 were left.";
    assert!(report.contains(told));
}
