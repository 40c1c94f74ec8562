//! `plans/joints`: a composite index without imaging. The ten patients are made up; each shows one rule of ACR20, and what is
//! expected of each was found by hand from its two visits.
//!
//! | | at 12 weeks, against 20 tender and 10 swollen joints, 60 mm three times, 1.5 and 20 mg/L | expected |
//! |---|---|---|
//! | J1 | 16, 8, 48 mm three times: exactly 80 % left of five measures | response |
//! | J2 | both counts and two of the five improved, all compared | none |
//! | J3 | 9 of 10 swollen joints, nothing else measured | none |
//! | J4 | both counts and two improved, the reactant missing | not assessed |
//! | J5 | both counts and three improved, two missing | response |
//! | K1 | both counts and two improved; a pain of 0 mm at baseline cannot | none |
//! | K2 | no visit | not imaged |
//! | K3 | not attended | not assessed |
//! | K4 | the visit before treatment is 40 days old, and no baseline | not assessed |
//! | K5 | three improved, after a worse visit in between | response |

use super::support::{compare, results_in, root};
use prespec::compile::compile_at;
use prespec::results::Results;
use prespec::run::compute;

fn results() -> Results {
    results_in("plans/joints")
}

#[test]
fn each_patient_responds_as_by_hand() {
    let results = results();
    let of = |analysis: &str| -> Vec<(String, Option<i64>)> {
        let values = results.derived.endpoints.iter().filter(|e| e.analysis == analysis);
        values.map(|e| (e.patient.clone(), e.value)).collect()
    };
    let expected = [
        ("J1", Some(1)),
        ("J2", Some(0)),
        ("J3", Some(0)),
        ("J4", None),
        ("J5", Some(1)),
        ("K1", Some(0)),
        ("K2", None),
        ("K3", None),
        ("K4", None),
        ("K5", Some(1)),
    ];
    let assessed: Vec<_> = expected.iter().map(|(patient, value)| (patient.to_string(), *value)).collect();
    assert_eq!(of("response_assessed"), assessed);
    let all: Vec<_> = assessed.into_iter().map(|(patient, value)| (patient, Some(value.unwrap_or(0)))).collect();
    assert_eq!(of("response"), all);
}

/// Two of five against one of five, and two of four against one of two.
#[test]
fn the_arms_are_counted() {
    let results = results();
    let of =
        |analysis: &str, arm: &str, what: &str| format!("{analysis}.acr.W12.proportion.clopper_pearson.{arm}.{what}");
    let mut wanted = vec![("response_assessed.acr.W12.left_out.missing_value".to_string(), 4.0)];
    for (analysis, arm, responders, n) in [
        ("response", "active", 2.0, 5.0),
        ("response", "placebo", 1.0, 5.0),
        ("response_assessed", "active", 2.0, 4.0),
        ("response_assessed", "placebo", 1.0, 2.0),
    ] {
        wanted.push((of(analysis, arm, "responders"), responders));
        wanted.push((of(analysis, arm, "n"), n));
        wanted.push((of(analysis, arm, "estimate"), responders / n));
    }
    compare(&results, &wanted.iter().map(|(id, number)| (id.as_str(), *number)).collect::<Vec<_>>());
}

/// With half of each measure left, as ACR50 asks, J1 and K5 respond no more.
#[test]
fn a_larger_improvement_is_an_option() {
    let plan = std::fs::read_to_string(root().join("plans/joints/plan.md")).expect("the plan");
    let criterion = std::fs::read_to_string(root().join("plans/criteria/acr_20.md")).expect("the criterion");
    let plan = plan.replace("use criteria/acr_20", "use criteria/acr_20 { left: 0.5 }");
    let folder = tempfile::tempdir().expect("a folder");
    let joints = folder.path().join("joints");
    for below in ["joints", "joints/data", "criteria"] {
        std::fs::create_dir(folder.path().join(below)).expect("a folder");
    }
    std::fs::write(joints.join("plan.md"), plan).expect("the plan");
    std::fs::write(folder.path().join("criteria/acr_20.md"), criterion).expect("the criterion");
    for file in ["binding.yaml", "data/patient.csv", "data/visit.csv"] {
        std::fs::copy(root().join("plans/joints").join(file), joints.join(file)).expect("a copy");
    }
    let compiled = compile_at(&joints).expect("the plan can be read");
    let plan = compiled.plan.as_ref().expect("a plan without a fault");
    let results = compute(plan, &compiled, None, &|_| {}).expect("its data can be read").results;
    let values = results.derived.endpoints.iter().filter(|e| e.analysis == "response" && e.value == Some(1));
    assert_eq!(values.map(|e| e.patient.as_str()).collect::<Vec<_>>(), ["J5"]);
}
