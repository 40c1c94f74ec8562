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

use super::support::{compare, compiled, results_in};
use prespec::report::TEXT;
use prespec::results::trace::{Behind, trace};
use prespec::results::{Results, RuleId, Value};
use prespec::run::compute;

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

/// By the table above: a visit that is not there, one that cannot be read, and each response.
#[test]
fn what_settles_each_patient_adds_up_to_the_arm() {
    let results = results();
    let expected = [
        ("met.response.PASI_75", 1.0, 0.0),
        ("met.response.PASI_90", 1.0, 0.0),
        ("met.response.CLEAR", 1.0, 0.0),
        ("not_met.response.PASI_50", 1.0, 1.0),
        ("not_met.response.LESS", 0.0, 2.0),
        ("not_met.response.NE", 1.0, 1.0),
        ("not_met.no_examination", 0.0, 1.0),
    ];
    let id = |why: &str, arm: &str, what: &str| format!("main.pasi.W12.settled.{why}.{arm}.{what}");
    let mut wanted = vec![];
    for (why, active, placebo) in expected {
        for (arm, n) in [("active", active), ("placebo", placebo)] {
            wanted.push((id(why, arm, "patients"), n));
            wanted.push((id(why, arm, "proportion"), n / 5.0));
        }
    }
    compare(&results, &wanted.iter().map(|(id, number)| (id.as_str(), *number)).collect::<Vec<_>>());
    let own = results.records.iter().filter(|r| r.id.starts_with("main.pasi.W12.settled."));
    assert_eq!(own.count(), wanted.len());
    assert!(
        results.records.iter().all(|r| r.analysis == "main" || !r.id.contains(".settled.")),
        "of the primary result"
    );
    // Behind the count stand those whom it counts.
    let of = trace(&results, &id("not_met.response.LESS", "placebo", "patients")).expect("the number");
    let Behind::Valued(valued) = of.behind else { panic!("{:?}", of.behind) };
    assert_eq!(valued.patients, ["Q2", "Q5"]);
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

/// Nine patients have a visit after baseline: P5 is not scored, Q4 has nothing to compare with, and each of the others is read by the
/// row of his response. The index is known of all but P5, and that of baseline of all but Q4.
#[test]
fn how_often_each_row_gave_the_value() {
    let results = results();
    let rows: [(&str, [u32; 2]); 7] = [
        ("response.1", [1, 0]),
        ("response.2", [0, 1]),
        ("response.3", [1, 0]),
        ("response.4", [1, 0]),
        ("response.5", [1, 0]),
        ("response.6", [1, 1]),
        ("response.7", [0, 2]),
    ];
    let mut wanted = vec![("rules.pasi.response.readings".to_string(), 9.0)];
    wanted.extend([("1", 8), ("2", 1)].map(|(row, n)| (format!("rules.pasi.index.{row}.readings"), f64::from(n))));
    for (row, [active, placebo]) in rows {
        let of = |what: &str| format!("rules.pasi.{row}.{what}");
        // One visit each.
        wanted.push((of("readings"), f64::from(active + placebo)));
        wanted.push((of("reading_proportion"), f64::from(active + placebo) / 9.0));
        wanted.push((of("active.patients"), f64::from(active)));
        wanted.push((of("placebo.patients"), f64::from(placebo)));
    }
    compare(&results, &wanted.iter().map(|(id, number)| (id.as_str(), *number)).collect::<Vec<_>>());
    assert!(!results.records.iter().any(|r| r.id.contains(".none.")), "every reading was answered");
}

/// Of the row the first reading in the order of the patients, with the values that its condition names, and nobody's pseudonym.
#[test]
fn the_first_reading_of_a_row_is_its_example() {
    let results = results();
    let example = |place| {
        let id = RuleId::new("pasi", "response", place);
        results.rule_examples.iter().find(|example| example.rule == id).expect("an example")
    };
    let index = |known: &Option<Value>| match known {
        Some(Value::Decimal { number, .. }) => number.to_string(),
        other => panic!("{other:?}"),
    };
    // P1: 6 of 24.
    let of_p1 = example(4);
    assert_eq!((of_p1.day, &of_p1.reader), (Some(84), &None));
    assert_eq!(of_p1.answer, Some(Value::Code("PASI_75".into())));
    let told: Vec<(&str, String)> = of_p1.values.iter().map(|(name, known)| (name.as_str(), index(known))).collect();
    assert_eq!(told, [("index", "6".to_string()), ("index_before", "24".to_string())]);
    // P5: the index is unknown.
    assert_eq!(example(0).values, [("index".to_string(), None)]);
    let text = String::from_utf8(TEXT.write(&results).expect("a report")).expect("a text");
    let line = text.lines().find(|line| line.trim_start().starts_with("PASI_75 when")).expect("a line of the row");
    assert!(line.ends_with("day 84: PASI 6, PASI at baseline 24 → PASI_75"), "{line}");
}

#[test]
fn a_number_of_a_row_leads_to_its_readings() {
    let results = results();
    let of = |id: &str| {
        let traced = trace(&results, id).unwrap_or_else(|| panic!("no {id}"));
        let Behind::Readings(counted) = traced.behind else { panic!("{:?}", traced.behind) };
        let one = |p: &prespec::results::trace::PatientReadings| {
            let at: Vec<&str> = p.readings.iter().map(|at| at.exam).collect();
            format!("{} {}", p.patient, at.join(" "))
        };
        let patients: Vec<String> = counted.patients.iter().map(one).collect();
        (counted.rule.map(|rule| rule.row.clone()).unwrap_or_default(), patients)
    };
    let fifty = "PASI_50 when index <= 50 % of index_before".to_string();
    assert_eq!(of("rules.pasi.response.6.readings"), (fifty.clone(), vec!["P2 P2V1".into(), "Q1 Q1V1".into()]));
    assert_eq!(of("rules.pasi.response.6.placebo.patients"), (fifty, vec!["Q1 Q1V1".to_string()]));
    assert_eq!(of("rules.pasi.response.2.readings").0, "NE: no index to compare with");
}

/// The area of the legs of P1 at 12 weeks is recorded and cannot be used: whether it is one of four cannot be told, so that no row of
/// the index answers; an index without an answer is missing, as that of P5 is.
#[test]
fn where_no_row_answers_is_counted_by_itself() {
    let compiled = compiled("skin");
    let plan = compiled.plan.as_ref().expect("a plan without a fault");
    let folder = tempfile::tempdir().expect("a temporary folder");
    for file in ["patient.csv", "visit.csv", "region.csv"] {
        let text = std::fs::read_to_string(compiled.folder().join("data").join(file)).expect("a file");
        let spoiled = text.replace("P1V1,legs,1,1,1,3", "P1V1,legs,1,1,1,three");
        assert_eq!(spoiled != text, file == "region.csv");
        std::fs::write(folder.path().join(file), spoiled).expect("the file is written");
    }
    let results = compute(plan, &compiled, Some(folder.path()), &|_| {}).expect("its data can be read").results;
    let mut wanted = vec![
        ("rules.pasi.index.readings".to_string(), 9.0),
        ("rules.pasi.index.none.readings".to_string(), 1.0),
        ("rules.pasi.index.none.active.patients".to_string(), 1.0),
        ("rules.pasi.index.none.placebo.patients".to_string(), 0.0),
    ];
    for (value, rows) in [("index", &[7.0, 1.0][..]), ("response", &[2.0, 1.0, 1.0, 1.0, 0.0, 2.0, 2.0])] {
        let of = |place: usize| format!("rules.pasi.{value}.{place}.readings");
        wanted.extend(rows.iter().zip(1..).map(|(n, place)| (of(place), *n)));
    }
    compare(&results, &wanted.iter().map(|(id, number)| (id.as_str(), *number)).collect::<Vec<_>>());
    let traced = trace(&results, "rules.pasi.index.none.readings").expect("a record");
    let Behind::Readings(counted) = traced.behind else { panic!("{:?}", traced.behind) };
    assert_eq!((counted.rule, counted.patients[0].patient, counted.readings()), (None, "P1", 1));
    let text = String::from_utf8(TEXT.write(&results).expect("a report")).expect("a text");
    assert_eq!(text.lines().filter(|line| line.trim_start().starts_with("no row answers")).count(), 1);
}
