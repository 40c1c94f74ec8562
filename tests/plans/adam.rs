//! Three arms from tables in ADaM form, parameters stacked in one file: made-up data, which `tests/plans/adam/data/generate.py`
//! writes.
//!
//! The numbers of times come from lifelines 0.30.3 (Python 3.11), on the rows of one `PARAMCD` merged with `adsl.csv` by `USUBJID`:
//! `KaplanMeierFitter`, `logrank_test`; those of scores from scipy 1.17.1 (`ttest_ind` with unequal variances), and the linear model
//! from numpy's `lstsq`, on values of each patient made by pandas 2.3.3 (`groupby`, by the days after `RANDDT`). Coefficients of Cox models are those of a Newton iteration of Efron's partial likelihood
//! written in numpy, for lifelines stops at seven digits, which agree.

use super::support::{compare, number, run_on};
use prespec::catalogue::Language;
use prespec::report::TEXT;
use prespec::results::Results;
use std::path::Path;
use std::sync::LazyLock;

/// Rows of `adqs.csv` with either parameter.
const PAIN: usize = 144;
const FATIGUE: usize = 144;

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
            // R 4.2.2, survival 3.5.3, on the rows with SAFFL = Y.
            ("attrition.treated_set.included", 57.0),
            ("attrition.treated_set.treated.excluded", 3.0),
            // One patient of each TRT01P has no SAFFL.
            ("attrition.treated_set.treated.excluded.high", 1.0),
            ("attrition.treated_set.treated.excluded.low", 1.0),
            ("attrition.treated_set.treated.excluded.placebo", 1.0),
            ("survival_treated.cox.efron.n", 38.0),
            ("survival_treated.cox.efron.events", 26.0),
            ("survival_treated.cox.efron.hazard_ratio", 0.580_705_731_997_938_2),
            ("survival_treated.cox.efron.standard_error", 0.405_911_659_729_093_65),
            ("survival_treated.log_rank.equal.chi_squared", 1.831_206_352_515_177_8),
            ("survival_treated.log_rank.equal.p_value", 0.175_985_123_580_874_4),
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

#[test]
fn scores_come_from_rows_of_visits() {
    compare(
        &RESULTS,
        &[
            ("pain_adjusted.linear_model.model.n", 39.0),
            ("pain_adjusted.left_out.missing_value", 20.0),
            // Of both arms 3 have neither a baseline nor a value, and 11 a baseline alone.
            ("pain_by_arm.left_out.missing_baseline", 3.0),
            ("pain_by_arm.left_out.missing_value", 11.0),
            ("pain_adjusted.left_out.missing_covariate", 1.0),
            ("pain_adjusted.linear_model.model.low.estimate", -1.472_334_682_860_997_6),
            ("pain_adjusted.linear_model.model.high.estimate", -1.443_094_916_779_127_4),
            ("pain_adjusted.linear_model.model.baseline.estimate", 0.619_883_040_935_672_3),
            ("pain_adjusted.linear_model.model.baseline.standard_error", 0.128_640_729_826_243_94),
            ("pain_by_arm.summary.high.n", 13.0),
            ("pain_by_arm.summary.placebo.n", 13.0),
            ("pain_by_arm.t_test.unequal.estimate", -1.384_615_384_615_384_6),
            ("pain_by_arm.summary.high.standard_deviation", 1.664_100_588_675_687_2),
            ("pain_percent_by_arm.t_test.unequal.estimate", -21.214_896_214_896_214),
            ("pain_percent_margin.t_test.unequal.upper_margin", 10.0),
            // R 4.2.2: t.test.
            ("pain_percent_margin.t_test.unequal.upper_limit", -1.255_317_493_137_72),
            ("pain_percent_by_arm.summary.placebo.standard_deviation", 18.410_144_066_747_677),
            ("fatigue_by_arm.summary.high.n", 12.0),
            ("fatigue_by_arm.t_test.unequal.estimate", -14.063_375_575_124_962),
            ("fatigue_by_arm.summary.placebo.standard_deviation", 22.266_996_078_084_482),
            ("worst_by_arm.summary.high.n", 15.0),
            ("worst_by_arm.t_test.unequal.estimate", -1.304_166_666_666_666_3),
            ("sum_by_arm.summary.placebo.n", 18.0),
            ("sum_by_arm.t_test.unequal.estimate", -3.456_140_350_877_191_7),
            ("least_by_arm.t_test.unequal.estimate", -1.815_789_473_684_212_4),
            ("mean_by_arm.summary.placebo.n", 16.0),
            ("mean_by_arm.t_test.unequal.estimate", -6.739_166_666_666_669),
            // Of two visits the median is their mean, and of one the value.
            ("median_by_arm.summary.placebo.n", 16.0),
            ("median_by_arm.t_test.unequal.estimate", -6.739_166_666_666_669),
            ("relief.proportion.clopper_pearson.high.responders", 1.0),
            ("relief.proportion.clopper_pearson.high.n", 20.0),
            ("severe.kaplan_meier.log_log.n", 60.0),
            ("severe.kaplan_meier.log_log.60.survival", 0.446_428_571_428_571_2),
        ],
    );
}

/// Ages and months are those of dateutil's `relativedelta`, or of the days of the month for those that it counts otherwise.
#[test]
fn times_of_the_calendar_come_from_two_dates() {
    compare(
        &RESULTS,
        &[
            ("baseline.itt.age.placebo.mean", 61.1),
            ("baseline.itt.age.low.mean", 62.3),
            ("baseline.itt.age.high.mean", 63.85),
            ("baseline.itt.age.high.standard_deviation", 10.810_691_588_958_543),
            ("followed_by_arm.t_test.unequal.estimate", 146.85),
            ("followed_by_arm.summary.high.standard_deviation", 337.785_586_772_998_6),
            ("months_by_arm.t_test.unequal.estimate", 4.9),
            ("months_by_arm.summary.placebo.standard_deviation", 8.599_265_574_515_805),
            ("weeks_by_arm.summary.high.n", 19.0),
            ("weeks_by_arm.t_test.unequal.estimate", -0.203_007_518_796_994_2),
        ],
    );
}

/// Groups by age as strata, classes of pain as an outcome; stratified tests are those of numpy by the formulas, the test of the table
/// is scipy's `chi2_contingency`.
#[test]
fn categories_by_cases() {
    compare(
        &RESULTS,
        &[
            ("baseline.itt.age_group.older.placebo.count", 5.0),
            ("baseline.itt.age_group.older.low.count", 9.0),
            ("baseline.itt.age_group.older.high.count", 10.0),
            ("survival_stratified.cox.efron.hazard_ratio", 0.472_494_121_421_610_85),
            ("survival_stratified.cox.efron.standard_error", 0.452_773_775_033_178_2),
            ("survival_stratified.log_rank.equal.chi_squared", 2.826_604_700_703_993_6),
            ("classes.chi_squared.pearson.chi_squared", 5.171_428_571_428_572),
            ("classes.chi_squared.pearson.p_value", 0.075_342_244_487_670_67),
        ],
    );
}

/// Of a baseline of 0 there is no change in per cent, which is another reason than a score that is missing.
#[test]
fn a_baseline_of_zero_is_counted() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plans/adam/data");
    let copy = tempfile::tempdir().expect("a folder");
    for file in ["adsl.csv", "adtte.csv", "adqs.csv"] {
        let text = std::fs::read_to_string(folder.join(file)).expect("a file of the data");
        let (before, after) =
            ("ADM,ADM-002,PAIN,Baseline,0,2021-04-23,5,Y", "ADM,ADM-002,PAIN,Baseline,0,2021-04-23,0,Y");
        let changed = text.replace(before, after);
        assert_eq!(changed != text, file == "adqs.csv", "{file}");
        std::fs::write(copy.path().join(file), changed).expect("a copy");
    }
    let results = run_on("adam", copy.path());
    let of = |results: &Results, id: &str| number(results, &format!("pain_percent_by_arm.{id}"));
    assert_eq!(of(&results, "left_out.baseline_of_zero"), 1.0);
    assert_eq!(of(&results, "left_out.missing_value"), of(&RESULTS, "left_out.missing_value"));
    assert_eq!(of(&results, "summary.high.n"), of(&RESULTS, "summary.high.n") - 1.0);
    assert!(RESULTS.records.iter().all(|record| !record.id.contains("baseline_of_zero")));
}

/// Of 120 rows of times 60 are of each parameter, and the report says so.
#[test]
fn what_was_picked_is_told() {
    let picked: Vec<(&str, usize, usize)> = RESULTS
        .tables
        .iter()
        .filter_map(|table| table.picked.as_ref().map(|picked| (table.name.as_str(), picked.rows, picked.left)))
        .collect();
    assert_eq!(
        picked,
        [("survival", 60, 60), ("progression", 60, 60), ("pain", PAIN, FATIGUE), ("fatigue", FATIGUE, PAIN)]
    );
    let report = String::from_utf8(TEXT.write(&RESULTS).expect("a report")).expect("text");
    let told = "Of the file of Overall survival the rows with OS in PARAMCD are read: 60; 60 were left.";
    assert!(report.contains(told));
}

/// What is measured in a unit is printed in it, beside each number that is; a test statistic and a p-value have none.
#[test]
fn a_number_has_the_unit_of_what_is_measured() {
    let report = String::from_utf8(TEXT.write(&RESULTS).expect("a report")).expect("text");
    for row in [
        "Difference of means, t test, % (95% CI)",
        "Mean, % (95% CI)",
        "Standard deviation, %",
        "Median, %",
        "First quartile, %",
        "Maximum, %",
    ] {
        assert!(
            report.contains(&row.replace("95% CI", "95%\u{a0}CI")) || report.contains(row),
            "no row `{row}`:\n{report}"
        );
    }
    assert!(report.contains("Skewness") && !report.contains("Skewness, %"));
    let fatigue = RESULTS.analyses.iter().find(|a| a.name == "fatigue_by_arm").expect("the analysis");
    let pain = RESULTS.analyses.iter().find(|a| a.name == "pain_by_arm").expect("the analysis");
    assert!(fatigue.basis.measured_in.is_some() && pain.basis.measured_in.is_none());
}

/// Who is treated is known after time zero: of each arm it is said whom the safety set leaves out, and of no other requirement.
#[test]
fn exclusions_that_rest_on_the_follow_up_stand_by_arm() {
    let mut results = RESULTS.clone();
    let tables = [
        (Language::English, "Exclusions that rest on the follow-up, by arm"),
        (Language::French, "Exclusions qui reposent sur le suivi, par bras"),
    ];
    for (language, caption) in tables {
        results.report.language = language;
        let report = String::from_utf8(TEXT.write(&results).expect("a report")).expect("text");
        let table: Vec<&str> = report.split_once(caption).expect("the table").1.lines().take(12).collect();
        assert!(table.iter().any(|line| line.trim() == "Treated | 1 | 1 | 1 | 3 | 2"), "{table:#?}");
    }
}
