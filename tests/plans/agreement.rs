//! Readings side by side.

use super::support::{at, case, compare, number, root, run, run_on};

#[test]
fn two_columns_of_a_table() {
    let results = run("couples", &["vcd_sexualfun"]);
    let couples = case("agreement", "kappa-sexualfun");
    compare(
        &results,
        &[
            ("spouses.kappa.none.estimate", at(&couples, "/kappa_unweighted")),
            ("spouses.kappa.none.n", at(&couples, "/n")),
            ("spouses.kappa.linear.standard_error", at(&couples, "/fce_linear/se")),
            ("spouses.agreement_coefficients.observed_agreement", at(&couples, "/po")),
        ],
    );
}

/// The scores are those of Shrout & Fleiss 1979, table 2; the grades are made up, the last of them not known.
#[test]
fn columns_of_several_readers() {
    let results = run_on("judges", &root().join("tests/plans/judges/data"));
    compare(
        &results,
        &[
            ("scores.intraclass_correlation.one_way.n", 6.0),
            ("scores.intraclass_correlation.two_way_random.single.readers", 4.0),
            ("grades.fleiss_kappa.n", 6.0),
            ("grades.fleiss_kappa.observed_agreement", 2.0 / 3.0),
            ("grades.fleiss_kappa.estimate", 23.0 / 77.0),
            ("grades.fleiss_kappa.low.estimate", 23.0 / 77.0),
            ("grades.agreement_coefficients.gwet_ac1", 31.0 / 85.0),
            ("stacked.fleiss_kappa.n", 6.0),
            ("stacked.fleiss_kappa.estimate", 23.0 / 77.0),
            ("stacked.fleiss_kappa.low.estimate", 23.0 / 77.0),
            // By hand: five of six agree, by chance a half would.
            ("high_or_not.kappa.none.n", 6.0),
            ("high_or_not.kappa.none.estimate", 2.0 / 3.0),
            // By hand: grades in the middle low, low, high, high, high, high; medians of the scores 6.5, 2.5, 7, 4, 7.5, 5.
            ("panel.diagnostic_accuracy.clopper_pearson.n", 6.0),
            ("panel.diagnostic_accuracy.clopper_pearson.true_positives", 3.0),
            ("panel.diagnostic_accuracy.clopper_pearson.false_positives", 1.0),
            ("panel.diagnostic_accuracy.clopper_pearson.false_negatives", 1.0),
            ("panel.diagnostic_accuracy.clopper_pearson.true_negatives", 1.0),
            // Of the seventh patient neither is known; each who is left out is counted once.
            ("panel.left_out.undetermined_reference", 1.0),
            ("panel.left_out.undetermined_test", 0.0),
            ("panel.diagnostic_accuracy.clopper_pearson.sensitivity", 0.75),
            ("panel.diagnostic_accuracy.clopper_pearson.specificity", 0.5),
        ],
    );
    // As printed to two or three digits.
    for (id, printed) in [
        ("one_way.estimate", 0.166),
        ("one_way.lower", -0.133),
        ("two_way_random.single.estimate", 0.290),
        ("two_way_random.single.lower", 0.019),
        ("two_way_random.single.upper", 0.761),
        ("two_way_random.average.average.estimate", 0.620),
        ("two_way_random.average.average.lower", 0.071),
        ("two_way_mixed.average.estimate", 0.909),
        ("two_way_mixed.average.lower", 0.676),
    ] {
        let found = number(&results, &format!("scores.intraclass_correlation.{id}"));
        assert!((found - printed).abs() < 0.00051, "{id}: {found}");
    }
}
