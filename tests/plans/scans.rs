//! Accuracy of a diagnostic test: the liver scans of Altman & Bland (BMJ 1994;308:1552 and 309:102), who print a sensitivity of 0.90,
//! a specificity of 0.63, and predictive values of 0.88 and 0.67. Limits of proportions are those of R 4.2.2, `binom.test` and
//! `prop.test(correct = FALSE)`; those of likelihood ratios are `r * exp(± qnorm(0.975) * sqrt(1/a - 1/n1 + 1/c - 1/n2))` there.

use super::support::{compare, run_on};
use prespec::results::{Results, ValueReason};
use std::path::Path;
use std::sync::LazyLock;

static RESULTS: LazyLock<Results> =
    LazyLock::new(|| run_on("scans", &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plans/scans/data")));

/// Numbers of one use of the method.
fn compare_all(place: &str, expected: &[(&str, f64)]) {
    let named: Vec<(String, f64)> = expected.iter().map(|(name, v)| (format!("{place}.{name}"), *v)).collect();
    compare(&RESULTS, &named.iter().map(|(id, v)| (id.as_str(), *v)).collect::<Vec<_>>());
}

#[test]
fn the_published_table() {
    compare_all("accuracy.left_out", &[("undetermined_test", 10.0), ("undetermined_reference", 5.0)]);
    compare_all(
        "accuracy.diagnostic_accuracy.clopper_pearson",
        &[
            ("n", 344.0),
            ("true_positives", 231.0),
            ("false_positives", 32.0),
            ("false_negatives", 27.0),
            ("true_negatives", 54.0),
            ("test_undetermined", 0.0),
            ("prevalence", 0.75),
            ("sensitivity", 231.0 / 258.0),
            ("sensitivity_lower", 0.851_397_665_907_212),
            ("sensitivity_upper", 0.929_893_420_427_642),
            ("specificity", 54.0 / 86.0),
            ("specificity_lower", 0.516_959_637_665_767),
            ("specificity_upper", 0.729_774_874_587_886),
            ("positive_predictive_value", 231.0 / 263.0),
            ("positive_predictive_value_lower", 0.832_593_353_143_292),
            ("positive_predictive_value_upper", 0.915_267_555_562_320),
            ("negative_predictive_value", 2.0 / 3.0),
            ("negative_predictive_value_lower", 0.553_173_350_120_117),
            ("negative_predictive_value_upper", 0.767_566_706_547_606),
            ("accuracy", 285.0 / 344.0),
            ("accuracy_lower", 0.784_413_437_985_499),
            ("accuracy_upper", 0.866_798_520_709_829),
            ("positive_likelihood_ratio", 2.406_25),
            ("positive_likelihood_ratio_lower", 1.822_790_627_831_83),
            ("positive_likelihood_ratio_upper", 3.176_469_625_250_99),
            ("negative_likelihood_ratio", 1.0 / 6.0),
            ("negative_likelihood_ratio_lower", 0.112_589_658_565_529),
            ("negative_likelihood_ratio_upper", 0.246_716_955_461_862),
        ],
    );
}

/// By hand: of the scans that are not known six have abnormal pathology and are negative, four have normal pathology and are positive;
/// of the five patients without pathology, who count as normal, three have an abnormal scan.
#[test]
fn what_is_undetermined_counts_as_the_plan_says() {
    compare_all(
        "at_worst.diagnostic_accuracy.clopper_pearson",
        &[
            ("n", 359.0),
            ("true_positives", 231.0),
            ("false_positives", 32.0 + 4.0 + 3.0),
            ("false_negatives", 27.0 + 6.0),
            ("true_negatives", 54.0 + 2.0),
            ("test_undetermined", 10.0),
            ("reference_undetermined", 5.0),
            ("sensitivity", 231.0 / 264.0),
        ],
    );
    let of = |patient: &str| {
        let found = RESULTS.derived.endpoints.iter().find(|v| v.analysis == "at_worst" && v.patient == patient);
        found.map(|v| v.because.clone())
    };
    let tested = |test, reference, test_undetermined, reference_undetermined| {
        Some(ValueReason::Tested { test, reference, test_undetermined, reference_undetermined })
    };
    // The first whose scan is not known, and the first whose pathology is not.
    assert_eq!(of("P345"), tested(false, true, true, false));
    assert_eq!(of("P355"), tested(true, false, false, true));
}

#[test]
fn each_group_by_itself() {
    for (hospital, counts) in [("north", [131.0, 12.0, 17.0, 34.0]), ("south", [100.0, 20.0, 10.0, 20.0])] {
        let names = ["true_positives", "false_positives", "false_negatives", "true_negatives"];
        let [tp, fp, fn_, tn] = counts;
        let counted = names.into_iter().zip(counts);
        let shares = [("sensitivity", tp / (tp + fn_)), ("specificity", tn / (tn + fp))];
        let all: Vec<(&str, f64)> = counted.chain(shares).collect();
        compare_all(&format!("by_hospital.diagnostic_accuracy.wilson.{hospital}"), &all);
    }
    // R: prop.test(20, 40, correct = FALSE).
    compare_all("by_hospital.diagnostic_accuracy.wilson.south", &[("specificity_lower", 0.351_995_269_334_654)]);
}
