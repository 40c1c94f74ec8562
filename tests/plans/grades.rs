//! Shifts from baseline, and what is not known as a category of its own: fourteen made-up patients, whose grades
//! `tests/plans/grades/data/generate.py` lists; every number is by hand.
//!
//! | | at baseline | afterwards | worst | last |
//! |---|---|---|---|---|
//! | N1, N2, N3 | 0, 0, 0 | 0 1, 0 2 0, 0 0 | 1, 2, 0 | 1, 0, 0 |
//! | N4, N5 | 1, 1 | – 2, 1 0 | 2, 1 | 2, 0 |
//! | N6, N7, N8 | –, 2, – | 1, –, – | 1, –, – | 1, –, – |
//! | O1, O2, O6 | 0, 0, 0 | 0, 1 0, – | 0, 1, – | 0, 0, – |
//! | O3, O4, O5 | 1, 2, 2 | 1 –, 1 2, 1 0 0 | 1, 2, 1 | 1, 2, 0 |

use super::support::{compare, run_on};
use prespec::report::TEXT;
use prespec::results::Results;
use std::path::Path;
use std::sync::LazyLock;

static RESULTS: LazyLock<Results> =
    LazyLock::new(|| run_on("grades", &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plans/grades/data")));

/// Patients of each cell, a row for each category at baseline.
fn square(place: &str, categories: &[&str], expected: &[&[f64]]) {
    let mut wanted = vec![];
    for (from, row) in categories.iter().zip(expected) {
        for (to, patients) in categories.iter().zip(*row) {
            wanted.push((format!("{place}.{from}.{to}.patients"), *patients));
        }
    }
    compare(&RESULTS, &wanted.iter().map(|(id, number)| (id.as_str(), *number)).collect::<Vec<_>>());
}

#[test]
fn the_worst_grade_by_that_at_baseline_in_each_arm() {
    let categories = ["g0", "g1", "g2", "not_assessed"];
    let new: [&[f64]; 4] = [&[1.0, 1.0, 1.0, 0.0], &[0.0, 1.0, 1.0, 0.0], &[0.0, 0.0, 0.0, 1.0], &[0.0, 1.0, 0.0, 1.0]];
    let old: [&[f64]; 4] = [&[1.0, 1.0, 0.0, 1.0], &[0.0, 1.0, 0.0, 0.0], &[0.0, 1.0, 1.0, 0.0], &[0.0; 4]];
    square("worst.shift_table.new", &categories, &new);
    square("worst.shift_table.old", &categories, &old);
    compare(
        &RESULTS,
        &[
            ("worst.shift_table.new.n", 8.0),
            ("worst.shift_table.new.both_assessed", 5.0),
            ("worst.shift_table.old.both_assessed", 5.0),
            ("worst.shift_table.new.g0.g2.proportion", 0.2),
            ("worst.shift_table.old.g2.g2.proportion", 0.2),
        ],
    );
    let without = RESULTS.records.iter().filter(|r| r.id.ends_with(".proportion") && r.id.contains("not_assessed"));
    assert_eq!(without.filter(|r| r.id.contains("shift_table")).count(), 0);
}

#[test]
fn the_last_grade_of_those_with_both() {
    let expected: [&[f64]; 3] = [&[4.0, 1.0, 0.0], &[1.0, 1.0, 1.0], &[1.0, 0.0, 1.0]];
    square("final.shift_table", &["g0", "g1", "g2"], &expected);
    compare(
        &RESULTS,
        &[
            ("final.left_out.missing_value", 3.0),
            ("final.left_out.missing_baseline", 1.0),
            ("final.shift_table.n", 10.0),
            ("final.shift_table.g0.g0.proportion", 0.4),
        ],
    );
}

/// (2/5 + 1/3 + 0 + 0) / (0 + 0 + 0 + 1/3) over the strata good, fair, poor and not recorded.
#[test]
fn a_stratum_of_those_whose_status_is_not_recorded() {
    compare(
        &RESULTS,
        &[("by_status.mantel_haenszel.odds_ratio.estimate", 2.2), ("by_status.left_out.missing_covariate", 0.0)],
    );
}

#[test]
fn a_category_of_those_without_a_grade() {
    let place = "afterwards.frequencies.wilson";
    let mut wanted = vec![];
    for (arm, counts) in [("new", [1.0, 3.0, 2.0, 2.0]), ("old", [1.0, 3.0, 1.0, 1.0])] {
        for (category, count) in ["g0", "g1", "g2", "not_assessed"].iter().zip(counts) {
            wanted.push((format!("{place}.{arm}.{category}.patients"), count));
        }
    }
    compare(&RESULTS, &wanted.iter().map(|(id, number)| (id.as_str(), *number)).collect::<Vec<_>>());
}

/// N6 and N7 of the new drug have a poor status and that of N5 is not recorded; of the old drug it is O5, and that of O3 and O4 is
/// not recorded.
#[test]
fn a_status_that_is_not_recorded_counts_by_the_arm() {
    compare(
        &RESULTS,
        &[
            ("poor.proportion.wilson.new.responders", 3.0),
            ("poor.proportion.wilson.new.n", 8.0),
            ("poor.proportion.wilson.old.responders", 1.0),
            ("poor.proportion.wilson.old.n", 6.0),
        ],
    );
}

/// The square is printed once for each arm, and its cells in no other table.
#[test]
fn the_square_is_printed() {
    let report = String::from_utf8(TEXT.write(&RESULTS).expect("a report")).expect("a text");
    let body = &report[..report.find("# Appendix A").expect("an appendix")];
    for line in [
        "Grade 1 | 0 (0.0) | 1 (20.0) | 1 (20.0) | 0",
        "Not graded | 0 | 1 | 0 | 1",
        "Grade 0 | 4 (40.0) | 1 (10.0) | 0 (0.0)",
    ] {
        assert_eq!(body.matches(line).count(), 1, "{line}\n{body}");
    }
    assert!(!body.contains("→"), "{body}");
}
