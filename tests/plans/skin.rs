//! `tests/plans/skin`: an index of scores by region, with weights, without Rust. The ten patients are made up; what is expected
//! of each is by hand. With the scores 2, 2, 2 and the areas 2, 3, 4, 5 the index at baseline is
//! 0.1·6·2 + 0.2·6·3 + 0.3·6·4 + 0.4·6·5 = 24; with the scores 1, 1, 1 it is 0.3·head + 0.6·arms + 0.9·trunk + 1.2·legs.
//!
//! | | areas at 12 weeks | index | of 24 | expected |
//! |---|---|---|---|---|
//! | P1 | 0, 1, 2, 3 | 6.0 | 25 % | PASI 75 |
//! | P2 | 1, 1, 2, 3 | 6.3 | 26.25 % | PASI 50 |
//! | P3 | 0, 0, 0, 2 | 2.4 | 10 % | PASI 90 |
//! | P4 | none | 0 | 0 % | clear |
//! | P5 | legs not scored | – | – | not assessed |
//! | Q1 | 2, 3, 4, 5 | 12.0 | 50 % | PASI 50 |
//! | Q2 | 3, 3, 4, 5 | 12.3 | 51.25 % | less |
//! | Q3 | no visit | – | – | none |
//! | Q4 | arms not scored at baseline | 1.2 | – | not assessed |
//! | Q5 | as before, with scores 2, 2, 2 | 24 | 100 % | less |

use super::support::{compare, results_in};
use prespec::results::Results;

fn results() -> Results {
    results_in("tests/plans/skin")
}

#[test]
fn each_patient_responds_as_by_hand() {
    let results = results();
    let found: Vec<(String, String)> =
        results.derived.readings.iter().map(|r| (r.patient.clone(), r.result.clone())).collect();
    let expected = [
        ("P1", "PASI_75"),
        ("P2", "PASI_50"),
        ("P3", "PASI_90"),
        ("P4", "CLEAR"),
        ("P5", "NE"),
        ("Q1", "PASI_50"),
        ("Q2", "LESS"),
        ("Q4", "NE"),
        ("Q5", "LESS"),
    ];
    assert_eq!(found, expected.map(|(patient, response)| (patient.to_string(), response.to_string())));
}

#[test]
fn the_arms_are_counted() {
    let results = results();
    let of =
        |analysis: &str, arm: &str, what: &str| format!("{analysis}.pasi.W12.proportion.clopper_pearson.{arm}.{what}");
    let mut wanted = vec![];
    for (analysis, active, placebo) in [("main", 3.0, 0.0), ("ninety", 2.0, 0.0), ("fifty", 4.0, 1.0)] {
        for (arm, responders) in [("active", active), ("placebo", placebo)] {
            wanted.push((of(analysis, arm, "responders"), responders));
            wanted.push((of(analysis, arm, "n"), 5.0));
        }
    }
    compare(&results, &wanted.iter().map(|(id, number)| (id.as_str(), *number)).collect::<Vec<_>>());
}

/// Of the active arm P5 was not assessed, who fails; of the placebo arm Q3 and Q4, who respond.
#[test]
fn what_is_missing_is_a_value_of_its_arm() {
    let results = results();
    let of = |analysis: &str, what: &str| format!("{analysis}.pasi.W12.proportion.clopper_pearson.{what}");
    let mut wanted = vec![(of("together", "responders"), 5.0), (of("together", "n"), 10.0)];
    for (arm, responders) in [("active", 3.0), ("placebo", 2.0)] {
        wanted.push((of("at_worst", &format!("{arm}.responders")), responders));
        wanted.push((of("at_worst", &format!("{arm}.n")), 5.0));
    }
    compare(&results, &wanted.iter().map(|(id, number)| (id.as_str(), *number)).collect::<Vec<_>>());
}
