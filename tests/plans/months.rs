//! A horizon by the calendar: six made-up patients. By hand, twelve months after 29 February 2020 are 1 March 2021, 366 days later;
//! after 15 January 2021 they are 365 days, after 1 March 2019 they are 366, over 29 February 2020. One month after 31 May 2021 is 1 July,
//! 31 days later, after 29 February 2020 it is 29 March, 29 days later, and after 15 January it is 31 days.

use super::support::{compare, run_on};
use prespec::catalogue::Statistic;
use prespec::report::TEXT;
use prespec::results::{Results, ValueReason};
use std::path::Path;
use std::sync::LazyLock;

static RESULTS: LazyLock<Results> =
    LazyLock::new(|| run_on("months", &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plans/months/data")));

fn times(analysis: &str) -> Vec<(i64, bool)> {
    let own = RESULTS.derived.endpoints.iter().filter(|value| value.analysis == analysis);
    own.filter_map(|v| Some((v.value?, v.event?))).collect()
}

#[test]
fn the_day_is_that_of_each_patient() {
    assert_eq!(times("survival"), [(366, true), (366, false), (365, true), (365, false), (366, false), (184, false)]);
    assert_eq!(times("excluded"), [(366, false), (366, false), (365, false), (365, false), (366, false), (184, false)]);
    assert_eq!(times("first_month"), [(29, false), (29, false), (31, false), (31, false), (31, false), (31, false)]);
    let of = |patient: &str| {
        let found = RESULTS.derived.endpoints.iter().find(|v| v.analysis == "survival" && v.patient == patient);
        found.map(|v| v.because.map(&|at| at.exam.clone()))
    };
    assert_eq!(of("P2"), Some(ValueReason::Horizon { day: 366 }));
    assert_eq!(of("P4"), Some(ValueReason::Horizon { day: 365 }));
}

/// On day 365 one of the five at risk dies.
#[test]
fn the_curve_by_hand() {
    compare(
        &RESULTS,
        &[
            ("survival.kaplan_meier.log_log.events", 2.0),
            ("survival.kaplan_meier.log_log.365.survival", 0.8),
            ("excluded.kaplan_meier.log_log.events", 0.0),
        ],
    );
}

/// The cut-off is 31 December 2022. P1 to P4 die after 366, 367, 365 and 366 days; P5 is seen for 375 of 1401 days, P6 for 184 of
/// 579. Within twelve months P2 and P4 are followed to the end, and P6 for 184 of 365 days.
#[test]
fn how_completely_they_were_followed() {
    compare(
        &RESULTS,
        &[
            ("follow_up.kaplan_meier.log_log.completeness", 2023.0 / (1464.0 + 1401.0 + 579.0)),
            ("follow_up.kaplan_meier.log_log.median", 375.0),
            ("follow_up_of_a_year.kaplan_meier.log_log.completeness", 2012.0 / (2012.0 - 184.0 + 365.0)),
        ],
    );
    let without = RESULTS.records.iter().filter(|r| r.analysis == "survival");
    assert!(without.clone().count() > 0 && without.into_iter().all(|r| r.statistic != Statistic::Completeness));
    let report = String::from_utf8(TEXT.write(&RESULTS).expect("a report")).expect("a text");
    assert!(report.contains("Completeness of follow-up (Clark’s C)"), "{report}");
    assert!(report.contains("Patients still under observation"), "{report}");
    // What it counts are no events.
    let follow_up = TEXT.write(&alone("follow_up")).expect("a report");
    let follow_up = String::from_utf8(follow_up).expect("a text");
    for said in ["Ends of follow-up", "Median follow-up", "2 ends of follow-up", "reverse Kaplan–Meier"] {
        assert!(follow_up.contains(said), "no `{said}` in {follow_up}");
    }
    assert!(!follow_up.contains("Events / patients") && !follow_up.contains("2 events"), "{follow_up}");
}

/// The results with one analysis.
fn alone(analysis: &str) -> Results {
    let mut results = RESULTS.clone();
    results.analyses.retain(|a| a.name == analysis);
    results.records.retain(|r| r.analysis == analysis);
    results.curves.retain(|c| c.analysis == analysis);
    results
}

/// The reverse estimate beside the direct one: each has a figure of its own, named for what it is of.
#[test]
fn two_estimates_of_one_analysis_have_two_figures() {
    let own = |c: &&prespec::results::Curve| c.analysis == "follow_up_beside_survival";
    let of: Vec<bool> = RESULTS.curves.iter().filter(own).map(|c| c.of_censoring).collect();
    assert_eq!(of, [false, true]);
    let report = String::from_utf8(TEXT.write(&RESULTS).expect("a report")).expect("a text");
    let alternatives = |words: &str| report.matches(words).count();
    assert_eq!(alternatives("Patients still under observation"), 3, "{report}");
}

#[test]
fn the_report_says_how_it_is_counted() {
    let report = String::from_utf8(TEXT.write(&RESULTS).expect("a report")).expect("a text");
    assert!(report.contains("Times end 12 months of the calendar after they begin"), "{report}");
    assert!(report.contains("Times end 1 month of the calendar after they begin"), "{report}");
}
