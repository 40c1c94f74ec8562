//! How often each row of the rules of the four criteria gave a value, and in how many patients of each arm.
//!
//! Readings of the overall response and the examinations of each patient are those of the other implementation, `derived.json`.

use prespec::results::fired::fired;
use prespec::results::trace::{Behind, trace};
use prespec::results::{Group, Record, Role, RuleId, Term};
use std::collections::{BTreeMap, BTreeSet};

fn rows() -> impl Iterator<Item = (&'static Record, &'static RuleId)> {
    super::results().records.iter().filter(|r| r.role == Role::Rules).filter_map(|r| match &r.term {
        Some(Term::Rule(id)) => Some((r, id)),
        _ => None,
    })
}

/// The same readings counted a second time, from what was derived of each patient.
#[test]
fn the_records_count_what_was_derived() {
    let all = fired(super::results());
    let mut seen = 0;
    for (record, id) in rows().filter(|(r, _)| r.statistic.code() == "readings") {
        let Some(found) = all.iter().find(|f| f.rule.id == *id) else { continue };
        assert_eq!(super::real(&record.id), Some(found.times as f64), "{}", record.id);
        let example = super::results().rule_examples.iter().find(|example| example.rule == *id);
        assert_eq!(example.is_none(), found.times == 0, "{id}");
        seen += 1;
    }
    assert!(seen > 100, "{seen}");
}

/// Readings that are PD by RECIST 1.1 and patients of each arm with one, as the other implementation reads them.
#[test]
fn progression_is_read_as_often_as_elsewhere() {
    let expected = super::expected("derived.json");
    let arms: BTreeMap<&str, &str> = (super::results().derived.patients.iter())
        .filter_map(|p| Some((p.patient.as_str(), p.arm.as_deref()?)))
        .collect();
    let mut readings = 0;
    let mut patients: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (patient, exams) in expected["readings"].as_object().expect("readings") {
        for exam in exams.as_object().expect("examinations").values() {
            for reader in ["R1", "R2"] {
                if exam[reader]["RECIST11"]["response"] == "PD" {
                    readings += 1;
                    patients.entry(arms[patient.as_str()]).or_default().insert(patient);
                }
            }
        }
    }
    // The first three rows of the table answer PD, and no other does.
    let of = |what: &str| [1, 2, 3].map(|row| super::real(&format!("rules.recist.overall.{row}.{what}")).expect(what));
    assert_eq!(of("readings").iter().sum::<f64>(), f64::from(readings));
    for (arm, with) in patients {
        let rows = [1, 2, 3].map(|row| format!("rules.recist.overall.{row}.{arm}.patients"));
        let behind = rows.iter().flat_map(|id| match trace(super::results(), id).expect("a row").behind {
            Behind::Readings(counted) => counted.patients,
            other => panic!("{other:?}"),
        });
        let named: BTreeSet<&str> = behind.map(|p| p.patient).collect();
        assert_eq!(named, with, "{arm}");
        assert!(of(&format!("{arm}.patients")).iter().all(|n| *n <= with.len() as f64));
    }
}

/// Every number of a row counts the readings, or the patients, that stand behind it; those of a rule are as many as of its rows.
#[test]
fn behind_each_number_stand_its_readings() {
    let mut whole: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    for (record, id) in rows() {
        let number = super::real(&record.id).expect("a number");
        let rule = |id: &RuleId| id.word().rsplit_once('.').map_or("", |(rule, _)| rule).to_string();
        let counted = match trace(super::results(), &record.id).expect("a record").behind {
            Behind::Readings(counted) => counted,
            // A rule as a whole.
            _ => {
                whole.entry(id.word().to_string()).or_default().0 = number;
                continue;
            }
        };
        match (record.statistic.code(), &record.group) {
            ("readings", Group::All) => {
                assert_eq!(counted.readings() as f64, number, "{}", record.id);
                whole.entry(rule(id)).or_default().1 += number;
            }
            ("patients", Group::Arm(_)) => assert_eq!(counted.patients.len() as f64, number, "{}", record.id),
            ("reading_proportion", Group::All) => {}
            other => panic!("{other:?} of {}", record.id),
        }
    }
    assert!(whole.len() > 20 && whole.values().all(|(asked, of_rows)| asked == of_rows), "{whole:?}");
}
