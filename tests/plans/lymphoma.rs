//! `plans/lymphoma`: the Lugano classification by PET-CT. The ten patients are made up; each has one node of 40 mm by 30 mm
//! with a score of 5 at baseline.
//!
//! | | at the end of treatment | expected |
//! |---|---|---|
//! | A1, A2, S5 | a score of 2 or 3, whatever mass is left | complete |
//! | A4 | gone, without a score | complete |
//! | A3, S1 | a score of 4, reduced, also where the node is normal on CT | partial |
//! | A5 | a score of 5, unchanged | none |
//! | S2 | a new focus | progression |
//! | S3 | more avid | progression |
//! | S4 | no PET | not evaluated |

use super::support::{compare, results_in};
use prespec::results::Results;

fn results() -> Results {
    results_in("plans/lymphoma")
}

#[test]
fn each_patient_responds_as_by_hand() {
    let results = results();
    let found: Vec<(String, String)> =
        results.derived.readings.iter().map(|r| (r.patient.clone(), r.result.clone())).collect();
    let expected = ["CR", "CR", "PR", "CR", "SD", "PR", "PD", "PD", "NE", "CR"];
    let patients = ["A1", "A2", "A3", "A4", "A5", "S1", "S2", "S3", "S4", "S5"];
    let expected: Vec<_> = patients.iter().zip(expected).map(|(p, r)| (p.to_string(), r.to_string())).collect();
    assert_eq!(found, expected);
}

#[test]
fn the_arms_are_counted() {
    let results = results();
    let of =
        |analysis: &str, arm: &str, what: &str| format!("{analysis}.lugano.M6.proportion.clopper_pearson.{arm}.{what}");
    let mut wanted = vec![];
    for (analysis, active, standard) in [("complete_response", 3.0, 1.0), ("any_response", 4.0, 2.0)] {
        for (arm, responders) in [("active", active), ("standard", standard)] {
            wanted.push((of(analysis, arm, "responders"), responders));
            wanted.push((of(analysis, arm, "n"), 5.0));
        }
    }
    compare(&results, &wanted.iter().map(|(id, number)| (id.as_str(), *number)).collect::<Vec<_>>());
}
