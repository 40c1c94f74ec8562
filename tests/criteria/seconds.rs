//! RECIST 1.1, mRECIST, iRECIST and LI-RADS against their second implementations, on random courses.

use super::courses::{config, course, first_difference};
use super::lesions::{Exam, answers, name};
use super::oracle;
pub use super::oracle_irecist::{irecist, li_rads};
use super::oracle_paper;
use super::plans;
use prespec::plan::ir::Plan;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use std::collections::BTreeMap;

pub type Second = fn(Option<&Exam>, &[Exam]) -> Vec<&'static str>;

pub fn recist(baseline: Option<&Exam>, exams: &[Exam]) -> Vec<&'static str> {
    oracle::recist(baseline, exams, true).into_iter().map(|verdict| verdict.overall).collect()
}

pub fn mrecist(baseline: Option<&Exam>, exams: &[Exam]) -> Vec<&'static str> {
    oracle::mrecist(baseline, exams).into_iter().map(|verdict| verdict.overall).collect()
}

/// How many courses are compared.
const COURSES: u32 = 4000;

/// Runs until a course is read differently; that course, made small where asked.
pub fn differs(plan: &Plan, response: &str, second: Second, shrink: u32) -> Option<String> {
    let response = plans::response(plan, response);
    first_difference(&course(), COURSES, shrink, |(baseline, exams)| {
        let read = answers(plan, response, baseline.as_ref(), exams);
        let found: Vec<&str> = read.iter().map(|answer| name(response, answer)).collect();
        (found, second(baseline.as_ref(), exams))
    })
}

fn agrees(plan: &Plan, response: &str, second: Second) {
    if let Some(difference) = differs(plan, response, second, 4000) {
        panic!("{response}: {difference}");
    }
}

#[test]
fn recist_is_that_of_the_study() {
    agrees(plans::plan(), "recist", recist);
}

#[test]
fn mrecist_is_that_of_the_study() {
    agrees(plans::plan(), "mrecist", mrecist);
}

#[test]
fn irecist_is_that_of_the_study() {
    agrees(plans::plan(), "irecist", irecist);
}

#[test]
fn li_rads_is_that_of_the_study() {
    agrees(plans::plan(), "lirads", li_rads);
}

/// No option set: as the document has it.
#[test]
fn recist_is_that_of_the_paper() {
    agrees(plans::by_default(), "recist", oracle_paper::recist);
}

#[test]
fn li_rads_is_that_of_its_document() {
    agrees(plans::by_default(), "lirads", oracle_paper::li_rads);
}

/// The comparison is worth something only where it meets every response.
#[test]
fn the_courses_reach_every_response() {
    let mut runner = TestRunner::new(config(1));
    let mut seen = BTreeMap::new();
    for _ in 0..1000 {
        let (baseline, exams) = course().new_tree(&mut runner).expect("a course").current();
        for second in [oracle_paper::recist, mrecist, irecist, li_rads] {
            for response in second(baseline.as_ref(), &exams) {
                *seen.entry(response).or_insert(0) += 1;
            }
        }
    }
    let modified = ["CR", "PR", "SD", "PD", "NE", "NON_CR_NON_PD"];
    let immune = ["iCR", "iPR", "iSD", "iUPD", "iCPD", "NON_iCR_NON_iUPD"];
    let treated = ["NONVIABLE", "EQUIVOCAL", "VIABLE", "NA"];
    for response in modified.into_iter().chain(immune).chain(treated) {
        assert!(seen.get(response).is_some_and(|n| *n >= 50), "{response} is rare: {seen:?}");
    }
}
