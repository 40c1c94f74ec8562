//! Adverse events: which rows count, who is counted, and the rates.

use super::*;
use prespec::results::{EventLevel, EventTable};

/// The rows of the plan's two endpoints of events are those expected, with their day, term, class and grade.
#[test]
fn rows_that_count() {
    let derived = expected("derived.json");
    let theirs = derived["adverse_events"].as_object().expect("adverse events");
    let is = |e: &Value, which: Which| match which {
        Which::All => true,
        Which::Related => e["related"] == true,
        Which::Serious => e["grave"] == "oui",
        Which::Fatal => e["grade"] == 5,
    };
    for (endpoint, which) in [
        ("any_ae", Which::All),
        ("related_ae", Which::Related),
        ("serious_ae", Which::Serious),
        ("fatal_ae", Which::Fatal),
    ] {
        let eligible = |patient: &str| derived["patients"][patient]["eligible"] == true;
        let ours = results().derived.occurrences.iter().filter(|o| o.endpoint == endpoint && eligible(&o.patient));
        let mut seen = 0;
        for row in ours {
            let wanted = &theirs[&row.row];
            assert_eq!(wanted["emergent"], true, "{endpoint} {}", row.row);
            assert!(is(wanted, which), "{endpoint} {}", row.row);
            assert_eq!(Some(row.patient.as_str()), wanted["patient_id"].as_str(), "{}", row.row);
            assert_eq!(row.day, wanted["onset_day"].as_i64(), "{}", row.row);
            assert_eq!(Some(row.term.as_str()), wanted["term"].as_str(), "{}", row.row);
            assert_eq!(row.class.as_deref(), wanted["soc"].as_str(), "{}", row.row);
            assert_eq!(row.grade, wanted["grade"].as_i64(), "{}", row.row);
            seen += 1;
        }
        let counts = |e: &&Value| e["emergent"] == true && is(e, which);
        assert_eq!(seen, theirs.values().filter(counts).count(), "{endpoint}");
        assert!(seen > 0, "{endpoint}");
    }
}

/// Which events an endpoint counts.
#[derive(Clone, Copy)]
enum Which {
    All,
    Related,
    Serious,
    Fatal,
}

/// A cause precedes: nothing is related to a treatment that was given later, and what is related is so to one of the three.
#[test]
fn events_by_treatment() {
    let derived = expected("derived.json");
    let rows = |endpoint: &'static str| results().derived.occurrences.iter().filter(move |o| o.endpoint == endpoint);
    let mut by_one = std::collections::BTreeSet::new();
    for (endpoint, drug) in
        [("sirt_ae", "SIRT_Y90"), ("atezolizumab_ae", "ATEZOLIZUMAB"), ("bevacizumab_ae", "BEVACIZUMAB")]
    {
        let own: Vec<_> = rows(endpoint).filter(|o| derived["patients"][&o.patient]["eligible"] == true).collect();
        assert!(own.len() > 20, "{endpoint}");
        for row in own {
            let first = derived["exposure"][&row.patient][drug]["first_day"].as_i64().expect("it was given");
            assert!(row.day.is_some_and(|day| day >= first), "{endpoint} {}", row.row);
            by_one.insert(&row.row);
        }
    }
    let related: std::collections::BTreeSet<_> =
        rows("related_ae").filter(|o| derived["patients"][&o.patient]["eligible"] == true).map(|o| &o.row).collect();
    assert_eq!(by_one, related);
}

/// Events that have no rate are counted, and nothing else is said of them.
#[test]
fn events_without_a_rate() {
    for table in results().events.iter().filter(|t| ["sirt_ae", "fatal_ae"].contains(&t.endpoint.as_str())) {
        let own = |r: &&Record| r.analysis == table.analysis;
        assert!(results().records.iter().filter(own).any(|r| r.id.ends_with(".patients")), "{}", table.analysis);
        assert!(
            results().records.iter().filter(own).all(|r| r.statistic != Statistic::TimeAtRisk),
            "{}",
            table.analysis
        );
    }
    // Deaths by an event of grade 5: counted in adverse_events.csv, among the eligible, from time zero on.
    let fatal = |group: &str| real(&format!("safety_fatal.any.{group}.patients"));
    assert_eq!((fatal("sirt_io"), fatal("io")), (Some(3.0), Some(11.0)));
}

/// Per patient: the worst grade overall and by term, and the end of the time at risk.
#[test]
fn worst_grades_and_time_at_risk_of_each_patient() {
    let derived = expected("derived.json");
    let patients = derived["ae_patients"].as_object().expect("patients");
    for (patient, theirs) in patients {
        for (endpoint, key, analysis) in [("any_ae", "any", "safety"), ("related_ae", "related", "safety_related")] {
            let mut terms: BTreeMap<&str, i64> = BTreeMap::new();
            for row in results().derived.occurrences.iter().filter(|o| o.endpoint == endpoint && o.patient == *patient)
            {
                let worst = terms.entry(&row.term).or_insert(0);
                *worst = (*worst).max(row.grade.expect("a grade"));
            }
            assert_eq!(terms.values().max().copied().unwrap_or(0), theirs[key]["worst"].as_i64().unwrap(), "{patient}");
            let wanted = theirs[key]["terms"].as_object().expect("terms");
            assert_eq!(terms.len(), wanted.len(), "{patient} {endpoint}");
            for (term, grade) in terms {
                assert_eq!(Some(grade), wanted[term].as_i64(), "{patient} {term}");
            }
            let time = results().derived.endpoints.iter().find(|e| e.analysis == analysis && e.patient == *patient);
            let time = time.expect("a time at risk");
            if time.event == Some(false) {
                assert_eq!(time.value, theirs["time_at_risk_end"].as_i64(), "{patient}");
            }
        }
    }
}

/// The tables of events that the independent implementation has too: of all events and of those related.
pub fn of_tables() -> Compared {
    let mut list = vec![];
    for table in &results().events {
        let Some((_, kind)) = KINDS.iter().find(|(endpoint, _)| *endpoint == table.endpoint) else { continue };
        for group in ["SIRT", "CONTROL"] {
            list.extend(lines_of(table, kind, group));
        }
    }
    list
}

/// Ours and theirs.
const KINDS: [(&str, &str); 2] = [("any_ae", "any"), ("related_ae", "related")];

#[test]
fn tables() {
    let list = of_tables();
    assert!(list.len() > 3000, "{}", list.len());
    compare(&list);
}

fn lines_of(table: &EventTable, kind: &str, group: &str) -> Vec<(String, String)> {
    let (analysis, theirs) = (&table.analysis, format!("ae.{}.{kind}.{group}", table.population));
    let mut list = vec![];
    for line in &table.lines {
        let key = match line.level {
            EventLevel::Any => "any".to_string(),
            EventLevel::Severe => "grade3plus".to_string(),
            EventLevel::Class => format!("soc.{}", line.name().unwrap_or_default()),
            EventLevel::Term => format!("term.{}", line.name().unwrap_or_default()),
        };
        let (counts, rate) = (
            format!("{analysis}.{}.{}", line.key, arm(group)),
            format!("{analysis}.{}.incidence_rate.garwood.{}", line.key, arm(group)),
        );
        let pairs = [
            (format!("{counts}.patients"), "patients"),
            (format!("{counts}.severe"), "patients_grade3plus"),
            (format!("{rate}.events"), "eair_events"),
            (format!("{rate}.time_at_risk"), "person_years"),
            (format!("{rate}.estimate"), "eair"),
            (format!("{rate}.lower"), "eair_low"),
            (format!("{rate}.upper"), "eair_high"),
        ];
        list.extend(pairs.map(|(ours, last)| (ours, format!("{theirs}.{key}.{last}"))));
    }
    for grade in 1..=5 {
        let ours = format!("{analysis}.worst_grade.{grade}.{}.patients", arm(group));
        list.push((ours, format!("{theirs}.worst_grade{grade}")));
    }
    list
}

/// Nobody's grade is unknown in the locked data, and each patient is counted at one worst grade.
#[test]
fn worst_grades_add_up() {
    for table in &results().events {
        for group in ["sirt_io", "io"] {
            let of = |key: &str| real(&format!("{}.{key}.{group}.patients", table.analysis)).expect("a count");
            let sum: f64 = (1..=5).map(|g| of(&format!("worst_grade.{g}"))).sum();
            assert_eq!(sum, of("any"), "{} {group}", table.analysis);
            assert_eq!(of("worst_grade.unknown"), 0.0);
        }
    }
}
