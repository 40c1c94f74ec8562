//! A criterion that is read after the local treatment and compares with the last examination of the 90 days before it. The nine
//! patients are made up, and every number is counted by hand from this table: the day of the local treatment after time zero,
//! which counts up to day 120, and the size in mm on days -5, 50, 183 (month 6) and 300, which both readers measure alike.
//!
//! | | dose | treated | size | baseline | read |
//! |---|---|---|---|---|---|
//! | B1 | high | 10 | 40 40 20 0 | 40, day -5 | EQUAL DOWN DOWN |
//! | B2 | high | 200 | 40 40 20 20 | | |
//! | B3 | high | 60 | 40 30 35 30 | 30, day 50 | UP EQUAL |
//! | B4 | high | 120 | 40 50 45 55 | 50, day 50 | DOWN UP |
//! | B5 | low | | 30 30 30 30 | | |
//! | B6 | low | 0 | 20 20 25 15 | 20, day -5 | EQUAL UP DOWN |
//! | B7 | low | 50 | 30 30 30 20 | 30, day 50 | EQUAL DOWN |
//! | B8 | low | 110 | 30 - - 30 | none | UN |
//! | B9 | low | 5 | 20 - 20 20 | 20, day -5 | EQUAL EQUAL |
//!
//! B3 would be DOWN at month 6 by the baseline of the plan. B8 dies on day 310.

use super::support::{compare, compiled, run_on};
use prespec::diagnostic::codes;
use prespec::results::trace::{PatientTrace, trace, trace_of};
use prespec::results::{Asserted, FigureData, FigureReason, Results};

use prespec::run::compute;
use std::path::Path;

fn results() -> Results {
    run_on("begun", &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plans/begun/data"))
}

/// At 2 months B2 and B5 have no beginning, B3, B4 and B8 one that comes later, and B7 is treated on the day of the
/// examination; at 6 months they are B2 and B5 alone. B8 has no
/// examination then, and B9 none at 2 months, which are failures.
#[test]
fn what_has_not_begun_is_left_out_and_counted() {
    let at = |analysis: &str, numbers: [f64; 4]| {
        let of = |group: &str, statistic: &str| format!("{analysis}.proportion.clopper_pearson.{group}.{statistic}");
        let names = [of("high", "responders"), of("high", "n"), of("low", "responders"), of("low", "n")];
        names.into_iter().zip(numbers).collect::<Vec<_>>()
    };
    let mut wanted = at("response_early.course.M2", [0.0, 1.0, 0.0, 2.0]);
    wanted.extend(at("response.course.M6", [2.0, 3.0, 0.0, 4.0]));
    wanted.extend(at("response_of_all.course.M6", [2.0, 4.0, 0.0, 5.0]));
    wanted.push(("response_early.course.M2.left_out.not_begun".into(), 6.0));
    wanted.push(("response.course.M6.left_out.not_begun".into(), 2.0));
    let results = results();
    compare(&results, &wanted.iter().map(|(name, n)| (name.as_str(), *n)).collect::<Vec<_>>());
    assert!(!results.records.iter().any(|r| r.id.starts_with("response_of_all") && r.id.contains("not_begun")));
}

/// By day 200, stable from 150 days after the local treatment: on day 183 it is 133 days ago for B7, and for B6 on day 50 it is
/// 50. B9 is stable 178 days after it. By day 100 and from 45 days on B6 is stable and B1, treated 40 days before, is not; of B4 and B8 nothing could be read.
#[test]
fn a_best_response_counts_from_the_beginning() {
    compare(
        &results(),
        &[
            ("best_of_all.left_out.not_begun", 2.0),
            ("best_of_all.best.DOWN.high.patients", 2.0),
            ("best_of_all.best.UP.high.patients", 1.0),
            ("best_of_all.best.UP.low.patients", 1.0),
            ("best_of_all.best.EQUAL.low.patients", 1.0),
            ("best_of_all.best.UN.low.patients", 2.0),
            ("best_of_all.risk_difference.newcombe_hybrid_score.estimate", 2.0 / 3.0),
            ("best_early.left_out.not_begun", 4.0),
            ("best_early.best.UN.high.patients", 2.0),
            ("best_early.best.EQUAL.low.patients", 1.0),
            ("best_early.best.UN.low.patients", 2.0),
        ],
    );
}

/// From day 120 on B3 and B6 grow after 63 days and B4 after 180, on which B1, B7 and B9 are censored. Of either B8 is at risk too:
/// without a reading it is followed to its death, 190 days after the landmark, when it is alone.
#[test]
fn times_count_from_a_landmark_by_which_it_has_begun() {
    compare(
        &results(),
        &[
            ("attrition.steady.excluded.not_begun", 2.0),
            ("attrition.steady.excluded.not_at_risk", 1.0),
            ("growing.left_out.not_begun", 0.0),
            ("growing.kaplan_meier.log_log.n", 6.0),
            ("growing.kaplan_meier.log_log.events", 3.0),
            ("growing.kaplan_meier.log_log.100.survival", 4.0 / 6.0),
            ("first_of_two.aalen_johansen.aalen.n", 7.0),
            ("first_of_two.aalen_johansen.aalen.grew.100.incidence", 2.0 / 7.0),
            ("first_of_two.aalen_johansen.aalen.grew.200.incidence", 3.0 / 7.0),
            ("first_of_two.aalen_johansen.aalen.died.200.incidence", 4.0 / 7.0),
        ],
    );
}

/// The only curve is of all, and its words say what its table says.
#[test]
fn the_words_of_the_only_curve_are_those_of_its_table() {
    let said = String::from_utf8(prespec::report::data(&results()).expect("a report")).expect("text");
    assert!(said.contains("6 patients, 3 events; at day 100, 66.7%"), "{said}");
    assert!(said.contains("median 180 days"), "{said}");
}

/// Of B1, B3, B4, B6, B7 and B9: B8 has no examination then, B2 and B5 are not read.
#[test]
fn readers_agree_on_what_is_read() {
    let kappa = "between_readers.course.M6.everyone.kappa.none";
    compare(&results(), &[(&format!("{kappa}.n"), 6.0), (&format!("{kappa}.observed_agreement"), 1.0)]);
}

#[test]
fn figures_compare_with_the_baseline_of_the_criterion() {
    let results = results();
    let of = |kind: &str| -> &FigureData {
        results.report.figures.iter().find(|f| f.kind.word() == kind).expect("a figure of the kind")
    };
    let best: Vec<Option<i64>> =
        of("waterfall").patients.iter().map(|p| p.best.map(|b| (b * 1000.0).round() as i64)).collect();
    let wanted = [Some(-100_000), None, Some(16_667), Some(-10_000), None, Some(0), Some(-33_333), None, Some(0)];
    assert_eq!(best, wanted);
    let because = |patient: usize| of("waterfall").patients[patient].because.clone();
    assert_eq!((because(1), because(4)), (Some(FigureReason::NeverBegins), Some(FigureReason::NeverBegins)));
    assert_eq!(because(7), Some(FigureReason::NoBaseline));
    let days = |kind: &str| -> Vec<Vec<i64>> {
        of(kind).patients.iter().map(|p| p.points.iter().map(|point| point.day).collect()).collect()
    };
    let spider: [&[i64]; 9] = [
        &[-5, 50, 183, 300],
        &[],
        &[50, 183, 300],
        &[50, 183, 300],
        &[],
        &[-5, 50, 183, 300],
        &[50, 183, 300],
        &[],
        &[-5, 183, 300],
    ];
    assert_eq!(days("spider"), spider);
    let swimmer: [&[i64]; 9] =
        [&[50, 183, 300], &[], &[183, 300], &[183, 300], &[], &[50, 183, 300], &[183, 300], &[300], &[183, 300]];
    assert_eq!(days("swimmer"), swimmer);
}

#[test]
fn the_beginning_is_asserted() {
    let results = results();
    let asserted: Vec<&Asserted> = results.assertions.iter().map(|a| &a.what).collect();
    let (response, event) = ("course".to_string(), "ablation".to_string());
    assert!(asserted.contains(&&Asserted::BeginsLater { response, event, day: 120 }), "{asserted:?}");
}

/// B4 is read after day 120 and compared with the examination on day 50, which the step of the criterion's own baseline chose.
#[test]
fn a_trace_tells_the_beginning_and_the_baseline() {
    let results = results();
    let traced = trace(&results, "response.course.M6.proportion.clopper_pearson.high.n").expect("a record");
    let of = |patient: &str| -> PatientTrace { trace_of(&results, traced.record, patient).expect("a patient") };
    let told = |patient: &str| {
        let traced = of(patient);
        let beginnings = traced.values[0].beginnings.iter();
        beginnings.map(|b| (b.after, b.baseline.clone(), b.chosen_by.clone())).collect::<Vec<_>>()
    };
    let own = || "baseline.course".to_string();
    assert_eq!(told("B4"), [(120, Some(("B4E1".to_string(), 50)), own())]);
    assert_eq!(told("B1"), [(10, Some(("B1E0".to_string(), -5)), own())]);
    assert_eq!(told("B2"), []);
    let step = results.steps.iter().find(|step| step.id == own()).expect("the step");
    assert_eq!((step.kind.as_str(), step.clause.as_str()), ("choose", "local_change"));
    assert!(traced.steps.iter().any(|traced| traced.id == own()), "the number rests on it");
}

/// A second lesion of B3 on day 50 stands at its baseline, though not on day -5; one of B4 on day 183 stands at none, which is a
/// finding for each of the two readers; and on day 50 a third of it, which is its baseline too, is none.
#[test]
fn what_is_followed_stands_at_the_baseline_of_the_criterion() {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plans/begun/data");
    let folder = tempfile::tempdir().expect("a temporary folder");
    for file in ["patient", "treatment", "scan", "spot", "followup"].map(|name| format!("{name}.csv")) {
        std::fs::copy(from.join(&file), folder.path().join(&file)).expect("copied");
    }
    let spots = folder.path().join("spot.csv");
    let mut text = std::fs::read_to_string(&spots).expect("the spots");
    for (scan, number) in [("B3E1", 2), ("B4E2", 2), ("B4E1", 3)] {
        for reader in ["A", "B"] {
            text.push_str(&format!("{scan},{reader},{number},target,10\n"));
        }
    }
    std::fs::write(&spots, text).expect("written");
    let compiled = compiled("begun");
    let plan = compiled.plan.as_ref().expect("a plan without an error");
    let found = compute(plan, &compiled, Some(folder.path()), &|_| {}).expect("it runs").findings;
    let followed: Vec<(Option<&str>, &str)> = found
        .iter()
        .filter(|f| f.code == codes::NOT_AT_BASELINE)
        .map(|f| (f.patient.as_deref(), f.found.as_str()))
        .collect();
    assert_eq!(followed.len(), 2, "{found:?}");
    assert!(followed.iter().all(|(patient, _)| *patient == Some("B4")), "{followed:?}");
    // The second of B3 and the third of B4 stand at the baseline, and on no later day.
    let given_up: Vec<(Option<&str>, &str)> =
        found.iter().filter(|f| f.code == codes::GIVEN_UP).map(|f| (f.patient.as_deref(), f.found.as_str())).collect();
    let of_both_readers = [("B3", 2), ("B4", 3)]
        .map(|(patient, number)| ["A", "B"].map(|reader| (patient, format!("reader {reader}, number {number}"))));
    let expected: Vec<(Option<&str>, &str)> =
        of_both_readers.iter().flatten().map(|(patient, thing)| (Some(*patient), thing.as_str())).collect();
    assert_eq!(given_up, expected, "{found:?}");
}
