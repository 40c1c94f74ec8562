use super::*;
use crate::results::{
    Adjudicated, ArmInfo, CombinedReason, Confirmed, EndpointValue, ExamRef, PatientDerived, PopulationInfo, Reading,
    ReadingReason, RuleId, ValueReason, Whichever,
};

fn at(response: &str, exam: &str) -> ExamRef {
    ExamRef { response: response.into(), exam: exam.into() }
}

/// Keys of examinations that a sentence would hide: signs, spaces, two columns, a response, a word.
const EXAMS: &[&str] = &["E/1", "E.2", "visit 3", "P1, 2", "PR", "at", "progression", "examination"];

/// One patient, read by two criteria at every examination; a value that rests on the exam given.
fn results(because: ValueReason) -> Results {
    let adjudicated = |response: &str, exam: &str| Adjudicated {
        response: response.into(),
        patient: "P1".into(),
        exam: exam.into(),
        day: 30,
        result: Some("PR".into()),
        because: CombinedReason::Case(RuleId::new("consensus", response, 0)),
    };
    let reading = |response: &str, exam: &str| Reading {
        response: response.into(),
        patient: "P1".into(),
        exam: exam.into(),
        day: 0,
        reader: "R1".into(),
        result: String::new(),
        because: ReadingReason::NoReading,
        values: vec![],
        lesions: vec![],
        places: vec![],
    };
    let mut results = Results {
        arms: vec![ArmInfo { name: "a".into(), label: "A".into() }],
        populations: vec![PopulationInfo { name: "all".into(), ..Default::default() }],
        records: vec![Record {
            id: "orr.estimate".into(),
            analysis: "orr".into(),
            endpoint: Some("response".into()),
            population: "all".into(),
            ..Record::default()
        }],
        ..Results::default()
    };
    results.derived.patients = vec![PatientDerived {
        patient: "P1".into(),
        arm: Some("a".into()),
        populations: vec![("all".into(), vec![])],
        ..PatientDerived::default()
    }];
    for response in ["recist", "mrecist"] {
        results.derived.adjudicated.extend(EXAMS.iter().map(|exam| adjudicated(response, exam)));
        results.derived.readings.extend(EXAMS.iter().map(|exam| reading(response, exam)));
    }
    results.derived.endpoints = vec![EndpointValue {
        analysis: "orr".into(),
        endpoint: "response".into(),
        patient: "P1".into(),
        value: Some(1),
        because,
        ..EndpointValue::default()
    }];
    results
}

/// The examinations behind the one value of the one patient: response, key, readings.
fn behind(because: ValueReason) -> Vec<(String, String, usize)> {
    let results = results(because);
    let patient = trace_of(&results, &results.records[0], "P1").expect("the patient is known");
    let exams = patient.values.iter().flat_map(|v| &v.exams);
    exams.map(|e| (e.combined.unwrap().response.clone(), e.combined.unwrap().exam.clone(), e.readings.len())).collect()
}

#[test]
fn an_examination_is_found_whatever_it_is_called_and_no_other() {
    for exam in EXAMS {
        let because =
            ValueReason::Response { code: "PR".into(), at: at("recist", exam), confirmed: Confirmed::NotAsked };
        assert_eq!(behind(because), [("recist".to_string(), exam.to_string(), 1)]);
    }
}

/// Words of a reason are no examinations: there are some that are called like them.
#[test]
fn a_reason_without_an_examination_has_none() {
    for because in [ValueReason::NoExamination, ValueReason::Censored, ValueReason::Category("PR at E/1".into())] {
        assert_eq!(behind(because), []);
    }
}

#[test]
fn every_examination_of_a_reason_is_behind_it_in_its_order() {
    let ended = CombinedReason::Ended { code: "PD".into(), at: at("mrecist", "at") };
    let because = ValueReason::NoResponse { at: at("mrecist", "visit 3"), because: ended };
    let found = behind(because);
    assert_eq!(found, ["visit 3", "at"].map(|exam| ("mrecist".to_string(), exam.to_string(), 1)));
}

/// Values are counted by what settled them, whatever the examination.
#[test]
fn what_settled_it_is_counted_without_the_examination() {
    let mut results = results(ValueReason::InSet { set: "progression".into(), at: at("recist", "PR") });
    let first = results.derived.endpoints[0].clone();
    for exam in ["at", "E/1"] {
        let because = ValueReason::InSet { set: "progression".into(), at: at("recist", exam) };
        results.derived.endpoints.push(EndpointValue { because, ..first.clone() });
    }
    results.derived.endpoints.push(EndpointValue { because: ValueReason::NoExamination, ..first });
    let traced = trace(&results, "orr.estimate").expect("a result");
    let Behind::Valued(valued) = &traced.behind else { panic!("{:?}", traced.behind) };
    let progressed = ValueReason::InSet { set: "progression".into(), at: Whichever {} };
    assert_eq!(valued.settled, [(progressed, 3), (ValueReason::NoExamination, 1)]);
    assert_eq!(valued.patients, ["P1"]);
}
