//! A criterion that does not apply to everyone, and one whose findings a later examination confirms. The eight patients are made
//! up, and every number is counted by hand from this table: the day of the local treatment after time zero, which counts up to
//! day 120; what both readers, or each of them, see of the treated lesions on days 50, 183 (month 6) and 300: nonviable (N),
//! viable (V), not evaluable (?), none treated (-); and the score on these days, of which 2 is an open finding, 3 confirms it,
//! and 1 clears it.
//!
//! | | dose | treated | seen | score |
//! |---|---|---|---|---|
//! | T1 | high | 10 | N N N | 2 2 3 |
//! | T2 | high | 200 | N N N | 2 2 2 |
//! | T3 | high | 30 | N - N | 1 1 1 |
//! | T4 | high | 120 | V V V | 1 1 1 |
//! | T5 | low | | N N N | 1 1 1 |
//! | T6 | low | 0 | ? ? N | 2 1 1 |
//! | T7 | low | 5 | N -/N V | 1 1 1 |
//! | T8 | low | 60 | - - - | 1 1 1 |

use super::support::{compare, run_on};
use prespec::catalogue::{FigureKind, Language, ResponseRole};
use prespec::report::TEXT;
use prespec::results::trace::{Behind, trace};
use prespec::results::{Asserted, FigureReason, Label, LabelKind, Progression, Record, ResponseInfo, Results, Term};
use std::path::Path;

fn results() -> Results {
    run_on("treated", &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plans/treated/data"))
}

/// T2 and T5 at all, T3 and T8 at month 6. Of the others T1 and T7 respond, T4 and T6 do not; of all, those left out do not.
#[test]
fn whom_it_does_not_apply_to_is_left_out_and_counted() {
    compare(
        &results(),
        &[
            ("response.local_response.M6.left_out.does_not_apply", 4.0),
            ("response.local_response.M6.proportion.clopper_pearson.high.responders", 1.0),
            ("response.local_response.M6.proportion.clopper_pearson.high.n", 2.0),
            ("response.local_response.M6.proportion.clopper_pearson.low.responders", 1.0),
            ("response.local_response.M6.proportion.clopper_pearson.low.n", 2.0),
            ("response_of_all.local_response.M6.proportion.clopper_pearson.high.responders", 1.0),
            ("response_of_all.local_response.M6.proportion.clopper_pearson.high.n", 4.0),
            ("response_of_all.local_response.M6.proportion.clopper_pearson.low.responders", 1.0),
            ("response_of_all.local_response.M6.proportion.clopper_pearson.low.n", 4.0),
        ],
    );
}

/// Neither T2 and T5 nor T8, of whom nothing treated is seen at any examination, have a best response.
#[test]
fn a_best_response_is_of_those_to_whom_it_applies() {
    compare(
        &results(),
        &[
            ("best_of_all.left_out.does_not_apply", 3.0),
            ("best_of_all.best.NONVIABLE.high.patients", 2.0),
            ("best_of_all.best.NONVIABLE.high.proportion", 2.0 / 3.0),
            ("best_of_all.best.VIABLE.high.patients", 1.0),
            ("best_of_all.best.NONVIABLE.low.patients", 2.0),
            ("best_of_all.best.NONVIABLE.low.proportion", 1.0),
            ("best_of_all.risk_difference.newcombe_hybrid_score.estimate", -1.0 / 3.0),
        ],
    );
    assert!(!results().records.iter().any(|r| r.id.starts_with("best_of_all.best.NA")));
}

/// T8 is censored on day 0, T4 has a viable lesion on day 50, when five are at risk.
#[test]
fn a_time_is_of_those_to_whom_it_applies() {
    compare(
        &results(),
        &[
            ("time.left_out.does_not_apply", 2.0),
            ("time.kaplan_meier.log_log.n", 6.0),
            ("time.kaplan_meier.log_log.events", 2.0),
            ("time.kaplan_meier.log_log.60.survival", 0.8),
        ],
    );
}

/// At risk beyond day 120 are T1, T3, T6 and T7. The criterion does not apply to T2 and T5; T4 had a viable lesion on day 50, and
/// of T8 nothing was assessed after time zero.
#[test]
fn whom_it_does_not_apply_to_is_not_at_risk_for_that_reason() {
    let results = results();
    compare(
        &results,
        &[
            ("attrition.later.considered", 8.0),
            ("attrition.later.excluded.does_not_apply", 2.0),
            ("attrition.later.remaining.does_not_apply", 6.0),
            ("attrition.later.excluded.not_at_risk", 2.0),
            ("attrition.later.remaining.not_at_risk", 4.0),
            ("attrition.later.included", 4.0),
            ("attrition.later.included.high", 2.0),
            ("attrition.later.included.low", 2.0),
            ("time_from_120.kaplan_meier.log_log.n", 4.0),
        ],
    );
    let Behind::Counted(counted) = trace(&results, "attrition.later.excluded.does_not_apply").expect("a trace").behind
    else {
        panic!("no count");
    };
    assert_eq!(counted.patients.iter().map(|p| p.patient).collect::<Vec<_>>(), ["T2", "T5"]);
    let mut results = results;
    for (language, reasons) in [
        (Language::English, ["Criterion does not apply", "Not followed beyond the landmark"]),
        (Language::French, ["Critère de réponse non applicable", "Non suivis au-delà du point de repère (landmark)"]),
    ] {
        results.report.language = language;
        let report = String::from_utf8(TEXT.write(&results).expect("a report")).expect("text");
        assert!(reasons.iter().all(|reason| report.contains(reason)), "{report}");
    }
}

/// At month 6 both readers have a response of T1, T4 and T6, and that of T6 is left out.
#[test]
fn readers_agree_on_those_to_whom_it_applies() {
    let kappa = "between_readers.local_response.M6.everyone.kappa.none";
    compare(&results(), &[(&format!("{kappa}.n"), 2.0), (&format!("{kappa}.observed_agreement"), 1.0)]);
}

/// T1 is confirmed on day 300, and dated from day 50; T2 is open from day 50 on, and nothing clears it; T6 is cleared.
#[test]
fn a_confirmed_finding_is_dated_from_the_first() {
    compare(
        &results(),
        &[
            ("confirmed.kaplan_meier.log_log.events", 1.0),
            ("confirmed.kaplan_meier.log_log.60.survival", 7.0 / 8.0),
            ("uncleared.kaplan_meier.log_log.events", 2.0),
            ("uncleared.kaplan_meier.log_log.60.survival", 6.0 / 8.0),
        ],
    );
}

/// Where a criterion tells two kinds of what was not assessed apart, the report does too.
#[test]
fn two_responses_that_were_not_assessed_are_not_called_the_same() {
    let mut results = results();
    let report = |results: &Results| String::from_utf8(TEXT.write(results).expect("a report")).expect("text");
    assert!(report(&results).contains("not evaluable"));
    let best = |r: &&Record| r.analysis == "best_of_all" && r.term == Some(Term::Response("NE".into()));
    let of_another =
        |r: &Record| Record { term: Some(Term::Response("NX".into())), id: format!("{}.x", r.id), ..r.clone() };
    let others: Vec<Record> = results.records.iter().filter(best).map(of_another).collect();
    assert!(!others.is_empty());
    results.records.extend(others);
    let (response, code) = ("local_response".to_string(), "NX".to_string());
    results.responses.push(ResponseInfo { response, code, roles: vec![ResponseRole::NotAssessed] });
    let (of, name, label) = ("local_response".into(), "NX".into(), "Not read".into());
    results.labels.push(Label { kind: LabelKind::ResponseCode, of, name, label });
    let told = report(&results);
    assert!(told.contains("Not read") && !told.contains("not evaluable"), "{told}");
}

/// The sums of T1 are 100, 90, 40 and 50 mm, and its progression on day 300 is dated from the finding of day 50: the bar ends
/// there, at −10 %, and its colour is that of the progression. T6 is cleared and never progresses: 80, 70 and 60 mm. The baseline
/// of T2, with a score of 5, serves as none: it has no change, at baseline neither. Nobody else has a sum.
#[test]
fn a_bar_ends_at_the_progression_that_is_dated_from_an_earlier_finding() {
    let results = results();
    let figure = |kind| results.report.figures.iter().find(|f| f.kind == kind).expect("a figure");
    let (waterfall, spider) = (figure(FigureKind::Waterfall), figure(FigureKind::Spider));
    let of = |name: &str| waterfall.patients.iter().find(|p| p.patient == name).expect("a patient");
    let best: Vec<Option<f64>> = ["T1", "T2", "T6", "T3"].iter().map(|name| of(name).best).collect();
    assert_eq!(best, [Some(-10.0), None, Some(-40.0), None]);
    assert_eq!(of("T1").progression, Some(Progression { day: 50, code: "SURE".into() }));
    assert_eq!(of("T6").progression, None);
    assert_eq!(of("T2").because, Some(FigureReason::UnfitBaseline { exam: "T2E0".into() }));
    let changes = |name: &str| {
        let patient = spider.patients.iter().find(|p| p.patient == name).expect("a patient");
        patient.points.iter().map(|p| p.change).collect::<Vec<_>>()
    };
    assert_eq!(changes("T1"), [Some(0.0), Some(-10.0), Some(-60.0), Some(-50.0)]);
    assert_eq!(changes("T2"), [None; 4]);
}

#[test]
fn what_is_settled_later_is_asserted() {
    let results = results();
    let asserted: Vec<&Asserted> = results.assertions.iter().map(|a| &a.what).collect();
    let response = "local_response".to_string();
    assert!(asserted.contains(&&Asserted::AppliesLater { response, day: 120 }), "{asserted:?}");
}
