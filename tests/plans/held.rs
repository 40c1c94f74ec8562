//! `tests/plans/held`: times that begin with a response, with progression or with a new line, and not with time zero. The twelve
//! patients are made up, each examined about every 56 days; what is expected of each is by hand, in days after time zero.
//!
//! | | examinations | death, last news or new line | duration of response |
//! |---|---|---|---|
//! | P1 | 56 PR, 112 PR, 168 PD | alive on 400 | 112, event |
//! | P2 | 56 SD, 112 CR, 168 CR | alive on 170 | 56 |
//! | P3 | 56 PR, 112 PR | died on 150 | 94, event |
//! | P4 | 56 PR, 112 NE | died on 300, 244 days after 56 | 0, the death is behind the longest gap |
//! | P5 | 56 PD, 112 PR | died on 180 | none: progression before the response |
//! | P6 | 56 SD, 112 PD | alive on 200 | none: no response |
//! | Q1 | 56 PR, 112 SD, 168 PR, 224 PD | died on 260 | 168, event |
//! | Q2 | 56 NE, 112 PR | alive on 120 | 0 |
//! | Q3 | none | alive on 90 | none |
//! | Q4 | 56 PR, 112 PD | new line on 60 | 56, event; censored before the new line 0 |
//! | Q5 | 56 PR, 112 PD | new line on 40, died on 130 | 56, event; censored before the new line none |
//! | Q6 | none | died on 30 | none |

use super::support::{compare, results_in};
use prespec::report::{TEXT, data};
use prespec::results::{Results, TimeUnit, ValueReason};

fn results() -> Results {
    results_in("tests/plans/held")
}

/// Pseudonym, days and event of everybody with a time.
fn times(results: &Results, analysis: &str) -> Vec<(String, i64, bool)> {
    let own = results.derived.endpoints.iter().filter(|value| value.analysis == analysis);
    own.filter_map(|v| Some((v.patient.clone(), v.value?, v.event?))).collect()
}

fn expected(list: &[(&str, i64, bool)]) -> Vec<(String, i64, bool)> {
    list.iter().map(|(patient, days, event)| (patient.to_string(), *days, *event)).collect()
}

#[test]
fn each_response_lasts_as_by_hand() {
    let results = results();
    let active = [("P1", 112, true), ("P2", 56, false), ("P3", 94, true), ("P4", 0, false)];
    let control = [("Q1", 168, true), ("Q2", 0, false), ("Q4", 56, true), ("Q5", 56, true)];
    assert_eq!(times(&results, "described"), expected(&[active, control].concat()));
    let censored = [("Q1", 168, true), ("Q2", 0, false), ("Q4", 0, false)];
    assert_eq!(times(&results, "before_new_line"), expected(&[&active[..], &censored].concat()));
}

/// Without a longest gap the death of P4 counts, 244 days after the last assessed examination.
#[test]
fn an_event_behind_the_longest_gap_does_not_count() {
    let results = results();
    let of = |analysis: &str| times(&results, analysis).into_iter().find(|(patient, ..)| patient == "P4");
    assert_eq!(of("described"), Some(("P4".to_string(), 0, false)));
    assert_eq!(of("endings"), Some(("P4".to_string(), 244, true)));
    let found = |v: &&prespec::results::EndpointValue| v.analysis == "described" && v.patient == "P4";
    let because = results.derived.endpoints.iter().find(found).map(|v| v.because.map(&|at| at.exam.clone()));
    assert_eq!(because, Some(ValueReason::BehindGap { at: Some("P4-56".to_string()), gap: 182 }));
}

/// The horizon is a day after what begins the time.
#[test]
fn death_after_a_response_up_to_day_100() {
    let active = [("P1", 100, false), ("P2", 58, false), ("P3", 94, true), ("P4", 100, false), ("P5", 68, true)];
    let control = [("Q1", 100, false), ("Q2", 8, false), ("Q4", 100, false), ("Q5", 74, true)];
    assert_eq!(times(&results(), "deaths"), expected(&[&active[..], &control].concat()));
}

#[test]
fn a_time_begins_with_progression_or_with_a_new_line() {
    let results = results();
    let progressed = [
        ("P1", 232, false),
        ("P5", 124, true),
        ("P6", 88, false),
        ("Q1", 36, true),
        ("Q4", 128, false),
        ("Q5", 18, true),
    ];
    assert_eq!(times(&results, "afterwards"), expected(&progressed));
    assert_eq!(times(&results, "after_new"), expected(&[("Q4", 180, false), ("Q5", 90, true)]));
}

/// Of 4, 2 events at 94 and 112 days with 2 and 1 at risk; of 4, 2 events at 56 with 3 at risk.
#[test]
fn the_curves_are_those_by_hand() {
    compare(
        &results(),
        &[
            ("described.left_out.never_starts", 3.0),
            ("described.left_out.over_before", 1.0),
            ("described.kaplan_meier.log_log.active.100.survival", 0.5),
            ("described.kaplan_meier.log_log.control.100.survival", 1.0 / 3.0),
            ("before_new_line.left_out.never_starts", 4.0),
            ("before_new_line.kaplan_meier.log_log.control.n", 3.0),
            ("before_new_line.kaplan_meier.log_log.control.events", 1.0),
            ("deaths.kaplan_meier.log_log.active.95.survival", 0.5),
            ("deaths.kaplan_meier.log_log.control.95.survival", 2.0 / 3.0),
            ("deaths.survival_difference.95.difference", -1.0 / 6.0),
            // Of 7 beyond day 0, 2 progressions at 56, then a death among 4 at 94.
            ("endings.aalen_johansen.aalen.progression.100.incidence", 2.0 / 7.0),
            ("endings.aalen_johansen.aalen.death.100.incidence", 5.0 / 7.0 / 4.0),
            ("sooner.aalen_johansen.aalen.active.response.60.incidence", 0.5),
            ("sooner.aalen_johansen.aalen.control.response.60.incidence", 0.6),
            ("afterwards.left_out.never_starts", 6.0),
            ("afterwards.kaplan_meier.log_log.50.survival", 2.0 / 3.0),
        ],
    );
}

/// Not assessed at 4 months are P4, whose response on day 56 stands, and Q3, without any before. Q6 died before, a failure.
#[test]
fn the_last_response_stands_where_none_is_assessed() {
    compare(
        &results(),
        &[
            ("responders.reported.M4.proportion.clopper_pearson.active.responders", 4.0),
            ("responders.reported.M4.proportion.clopper_pearson.active.n", 6.0),
            ("responders.reported.M4.proportion.clopper_pearson.control.responders", 1.0),
            ("responders.reported.M4.proportion.clopper_pearson.control.n", 6.0),
            ("responders_at_best.reported.M4.proportion.clopper_pearson.active.responders", 4.0),
            ("responders_at_best.reported.M4.proportion.clopper_pearson.control.responders", 2.0),
        ],
    );
    let results = results();
    let of = |v: &&prespec::results::EndpointValue| v.analysis == "responders" && v.patient == "P4";
    let because = results.derived.endpoints.iter().find(of).map(|v| v.because.map(&|at| at.exam.clone()));
    let confirmed = prespec::results::Confirmed::NotAsked;
    let stands = ValueReason::LastValue { code: "PR".to_string(), at: "P4-56".to_string(), confirmed };
    assert_eq!(because, Some(stands));
}

/// The axis of a figure is marked as the plan says, and its note how long a mark is; the times stay in days.
#[test]
fn the_axis_of_a_duration_is_in_weeks() {
    let results = results();
    let report = String::from_utf8(TEXT.write(&results).expect("a report")).expect("text");
    let report = report.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(report.contains("The axis is in weeks of 7 days; the times themselves are counted in days."), "{report}");
    let drawn = String::from_utf8(data(&results).expect("arranged")).expect("text");
    assert!(drawn.contains("\"Weeks from"), "what begins the time is said of the axis");
    let axis = results.report.figures.iter().find_map(|figure| figure.axis).expect("an axis");
    assert_eq!((axis.unit, axis.days), (TimeUnit::Weeks, 7.0));
}
