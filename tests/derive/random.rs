//! Random cohorts: the derivation against the oracle, and rows in any order.

use super::cohort::{Patient, cohort, name_of, rows, tables};
use super::oracle;
use super::study::study;
use super::tables::{Row, data};
use prespec::data::Data;
use prespec::derive::model::Exclusion;
use prespec::derive::reason::CombinedReason;
use prespec::derive::{derive, key};
use prespec::plan::ir::{CodeId, TableId};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn position(table: &str) -> usize {
    study().plan.tables.iter().position(|t| t.header.name == table).expect("a table of the study")
}

/// All that is derived of a patient, by names instead of places in tables.
#[derive(Clone, Debug, PartialEq)]
struct Portrait {
    events: Vec<Option<i32>>,
    arm: Option<usize>,
    eligible: bool,
    reasons: Vec<Exclusion>,
    timepoints: Vec<Option<String>>,
    covariates: Vec<Option<u64>>,
    defined: Vec<Option<prespec::program::value::Value>>,
    /// Where a sequence has ended, the name of the examination stands apart from the reason.
    combined: Vec<(String, Option<CodeId>, CombinedReason, Option<String>)>,
    readings: Vec<(String, usize, CodeId, prespec::program::fold::Because)>,
}

fn portraits(data: &Data) -> BTreeMap<String, Portrait> {
    let derived = derive(&study().plan, &study().program, data);
    let exam = |row: usize| key(&study().plan, data, TableId(position("exam")), row);
    let portrait = |index: usize| Portrait {
        events: derived.events.iter().map(|e| e[index]).chain([derived.time_zero[index]]).collect(),
        arm: derived.arms[index],
        eligible: derived.populations[0].patients.contains(&index),
        reasons: derived.populations[0].reasons.iter().find(|(p, _)| *p == index).expect("a reason or none").1.clone(),
        timepoints: derived.timepoints[0].iter().map(|rows| rows[index].map(exam)).collect(),
        covariates: derived.matched[0].covariates.score.iter().map(|c| c[index].map(f64::to_bits)).collect(),
        defined: derived.defined.iter().map(|(_, values)| values.get(index)).collect(),
        combined: derived.responses[0].combined[index]
            .iter()
            .map(|r| match r.because {
                CombinedReason::Ended { code, exam: row } => {
                    (exam(r.exam), r.result, CombinedReason::Ended { code, exam: 0 }, Some(exam(row)))
                }
                because => (exam(r.exam), r.result, because, None),
            })
            .collect(),
        readings: derived.responses[0]
            .readings
            .iter()
            .filter(|r| r.patient == index)
            .map(|r| (exam(r.exam), r.reader, r.result, r.because))
            .collect(),
    };
    derived.patients.iter().enumerate().map(|(index, name)| (name.clone(), portrait(index))).collect()
}

/// Rows of every table in an order given by random numbers.
fn shuffled(patients: &[Patient], order: &[u32]) -> Vec<(&'static str, Vec<Row>)> {
    let mut tables = rows(patients);
    for (_, rows) in &mut tables {
        let mut numbered: Vec<(u32, Row)> = order.iter().cycle().copied().zip(rows.drain(..)).collect();
        numbered.sort_by_key(|(number, _)| *number);
        rows.extend(numbered.into_iter().map(|(_, row)| row));
    }
    tables
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn eligibility_arms_and_timepoints_are_those_of_the_prose(patients in cohort()) {
        let study = study();
        let ours = portraits(&tables(&study.plan, &patients));
        prop_assert_eq!(ours.len(), patients.len());
        for (index, patient) in patients.iter().enumerate() {
            let ours = &ours[&name_of(index)];
            prop_assert_eq!(*ours.events.last().expect("time zero"), oracle::time_zero(patient));
            prop_assert_eq!(ours.arm, oracle::arm(patient));
            let theirs: Vec<Exclusion> = oracle::reasons(patient).into_iter().map(Exclusion::Requirement).collect();
            prop_assert_eq!(&ours.reasons, &theirs);
            prop_assert_eq!(ours.eligible, oracle::reasons(patient).is_empty());
            prop_assert_eq!(&ours.timepoints[..], &oracle::timepoints(patient)[..]);
            let read: Vec<&str> = ours.combined.iter().map(|(exam, ..)| exam.as_str()).collect();
            let mut after: Vec<(i32, &str)> = patient
                .exams
                .iter()
                .filter(|e| ours.eligible && oracle::time_zero(patient).is_some_and(|zero| e.date > zero))
                .map(|e| (e.date, e.name.as_str()))
                .collect();
            after.sort_unstable();
            prop_assert_eq!(read, after.into_iter().map(|(_, name)| name).collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_order_of_rows_changes_nothing(patients in cohort(), order in proptest::collection::vec(any::<u32>(), 17)) {
        let study = study();
        let in_order = tables(&study.plan, &patients);
        let mixed = data(&study.plan, &shuffled(&patients, &order));
        prop_assert_eq!(portraits(&in_order), portraits(&mixed));
    }
}
