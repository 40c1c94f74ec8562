//! `tests/plans/glioma`: a response of images that steroids and the clinical state must allow, read beside each examination, and
//! that must be confirmed. The ten patients are made up; what is expected of each is by hand. Score, ECOG of the day and dose four
//! days before, on days -5, 60, 120 and, of S5, 80 before it:
//!
//! | | baseline | 60 | 120 | expected |
//! |---|---|---|---|---|
//! | A1 | 8, 1, 8 | 4, 1, 8 | 4, 1, 8 | PR, confirmed |
//! | A2 | 8, 1, 8 | 4, 1, 9 | 4, 1, 8 | SD: more steroids; PR |
//! | A3 | 8, 1, – | 0, 1, – | 2, 2, – | CR; PD: the state is worse |
//! | A4 | 8, 1, 4 | 0, 0, 2 | 0, 1, – | PR: gone, on steroids; CR, which confirms it |
//! | A5 | 8, 1, 8 | 4, –, 8 | 4, 1, 8 | NE: no state within 14 days; PR |
//! | S1 | 8, 1, 8 | 10, 1, 8 | 10, 1, 8 | PD |
//! | S2 | 8, 1, 8 | 10, 1, 4 | 11, 1, 8 | SD: fewer steroids; PD |
//! | S3 | 8, 1, 8 | 4, 2, 8 | | PD: the state is worse |
//! | S4 | 8, 1, 8 | –, 1, 8 | 4, 1, 6 | NE; PR |
//! | S5 | 8, 1, 8 | 4, 1, 8; 4, 1, 8 | 8, 1, 8 | PR twice, 20 days apart; SD |

use super::support::{compare, results_in};
use prespec::catalogue::FigureKind;

#[test]
fn each_examination_is_read_with_what_stands_beside_it() {
    let results = results_in("tests/plans/glioma");
    let of = |patient: &str| {
        let own = results.derived.readings.iter().filter(|r| r.patient == patient);
        own.map(|r| r.result.as_str()).collect::<Vec<_>>().join(" ")
    };
    let expected = [
        ("A1", "PR PR"),
        ("A2", "SD PR"),
        ("A3", "CR PD"),
        ("A4", "PR CR"),
        ("A5", "NE PR"),
        ("S1", "PD PD"),
        ("S2", "SD PD"),
        ("S3", "PD"),
        ("S4", "NE PR"),
        ("S5", "PR PR SD"),
    ];
    assert_eq!(expected.map(|(patient, _)| (patient, of(patient))), expected.map(|(p, r)| (p, r.to_string())));
}

/// Of five each: A1, A3, A4 and S5 respond, and A1 and A4 are confirmed. A3 progresses on day 120; S1 and S3 on day 60, and S2 of
/// the three that are left on day 120.
#[test]
fn a_response_that_is_confirmed_is_one_and_progression_is_counted() {
    compare(
        &results_in("tests/plans/glioma"),
        &[
            ("main.course.M2.proportion.clopper_pearson.active.responders", 3.0),
            ("main.course.M2.proportion.clopper_pearson.standard.responders", 1.0),
            ("lasting.course.M2.proportion.clopper_pearson.active.responders", 2.0),
            ("lasting.course.M2.proportion.clopper_pearson.standard.responders", 0.0),
            ("lasting.course.M2.proportion.clopper_pearson.standard.n", 5.0),
            ("growth.kaplan_meier.log_log.active.120.survival", 0.8),
            ("growth.kaplan_meier.log_log.standard.120.survival", 0.4),
            ("responses_in_time.kaplan_meier.log_log.active.120.survival", 0.6),
            ("responses_in_time.kaplan_meier.log_log.standard.120.survival", 1.0),
        ],
    );
}

/// One reader reads, who has no name, and none is named: the smallest change of the score up to progression.
#[test]
fn the_changes_that_one_reader_measured_are_drawn() {
    let results = results_in("tests/plans/glioma");
    let figures = &results.report.figures;
    let waterfall = figures.iter().find(|figure| figure.kind == FigureKind::Waterfall).expect("a waterfall");
    assert_eq!(waterfall.reader, None);
    let best = |name: &str| waterfall.patients.iter().find(|p| p.patient == name).and_then(|p| p.best);
    for (patient, change) in [("A1", -50.0), ("A3", -100.0), ("S1", 25.0), ("S2", 25.0), ("S3", -50.0)] {
        assert_eq!(best(patient), Some(change), "{patient}");
    }
    assert!(figures.iter().any(|figure| figure.kind == FigureKind::Spider && figure.patients.len() == 10));
}
