//! Why each patient is, or is not, a responder of the primary analysis, against what the independent implementation says of each
//! patient at the timepoint: what prevails comes first.

use super::{arm, expected, real, results};
use serde_json::Value;
use std::collections::BTreeMap;

/// What settles the response, as our identifiers have it.
fn why(at: &Value) -> String {
    let is = |key: &str| at[key] == true;
    match at["response"].as_str() {
        _ if is("pd_before") => "not_met.set.definitive_progression".into(),
        Some("PD") => "not_met.set.definitive_progression".into(),
        _ if at["exam_id"].is_null() && is("dead") => "not_met.by_target_day.death".into(),
        _ if is("new_line_before") => "not_met.before.intercurrent.new_treatment".into(),
        _ if is("curative_before") => panic!("nobody of the pairs by then: {at}"),
        None if at["exam_id"].is_null() => "not_met.no_examination".into(),
        Some(code @ ("CR" | "PR")) => format!("met.response.{code}"),
        code => format!("not_met.response.{}", code.expect("a response")),
    }
}

#[test]
fn why_each_patient_of_the_primary_result_is_a_responder_or_is_not() {
    let derived = expected("derived.json");
    let mut counts: BTreeMap<(String, &str), f64> = BTreeMap::new();
    for patient in results().derived.members("matched") {
        let of = arm(derived["patients"][patient]["arm"].as_str().expect("an arm"));
        let why = why(&derived["timepoint_responses"][patient]["RECIST11"]["M6"]);
        for group in ["sirt_io", "io"] {
            *counts.entry((why.clone(), group)).or_default() += f64::from(of == group);
        }
    }
    let id = |why: &str, group: &str| format!("primary.recist.M6.settled.{why}.{group}.patients");
    for ((why, group), n) in &counts {
        assert_eq!(real(&id(why, group)), Some(*n), "{why} {group}");
    }
    let own = results().records.iter().filter(|r| r.id.contains(".settled.") && r.id.ends_with(".patients"));
    assert_eq!(own.count(), counts.len(), "no other reason, and of no other analysis");
    for group in ["sirt_io", "io"] {
        let all: f64 = counts.iter().filter(|((_, own), _)| *own == group).map(|(_, n)| n).sum();
        assert_eq!(real(&format!("primary.recist.M6.proportion.clopper_pearson.{group}.n")), Some(all));
        let met: f64 =
            counts.iter().filter(|((why, own), _)| *own == group && why.starts_with("met.")).map(|(_, n)| n).sum();
        assert_eq!(real(&format!("primary.recist.M6.proportion.clopper_pearson.{group}.responders")), Some(met));
    }
}

/// Deaths, curative treatments and a late SIRT of a control, among the pairs; each at any time.
#[test]
fn who_met_the_intercurrent_events_of_the_primary_analysis() {
    let derived = expected("derived.json");
    for group in ["sirt_io", "io"] {
        let own: Vec<&str> = results()
            .derived
            .members("matched")
            .filter(|patient| arm(derived["patients"][*patient]["arm"].as_str().expect("an arm")) == group)
            .collect();
        let late = |patient: &Value| group == "io" && patient["sirt_day"].as_i64().is_some_and(|day| day > 120);
        let count = |met: &dyn Fn(&str) -> bool| own.iter().filter(|patient| met(patient)).count() as f64;
        let died = |patient: &str| derived["endpoints"][patient]["OS"]["uncapped_event"] == 1;
        let events = [
            ("death", count(&died)),
            ("intercurrent.curative_treatment", count(&|patient| !derived["downstaging"][patient]["day"].is_null())),
            ("intercurrent.late_sirt", count(&|patient| late(&derived["patients"][patient]))),
        ];
        for (event, n) in events {
            let id = |what: &str| format!("primary.intercurrent.{event}.{group}.{what}");
            assert_eq!(real(&id("patients")), Some(n), "{event} {group}");
            assert_eq!(real(&id("proportion")), Some(n / own.len() as f64), "{event} {group}");
        }
    }
}
