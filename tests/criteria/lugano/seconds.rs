//! Random courses against the second implementation, and the mistakes that they see.

use super::super::courses::{config, first_difference};
use super::courses::course;
use super::{LUGANO, Reads, changed, oracle, plan, responses};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use std::collections::BTreeMap;

const COURSES: u32 = 3000;

fn differs(plan: &Reads, avid: bool, courses: u32, shrink: u32) -> Option<String> {
    first_difference(&course(), courses, shrink, |(baseline, exams)| {
        (responses(plan, baseline, exams), oracle::lugano(avid, baseline, exams))
    })
}

#[test]
fn lugano_is_that_of_the_second_implementation() {
    for avid in [true, false] {
        if let Some(difference) = differs(plan(avid), avid, COURSES, 3000) {
            panic!("FDG-avid {avid}: {difference}");
        }
    }
}

/// The comparison is worth something only where it meets every response.
#[test]
fn the_courses_reach_every_response() {
    let mut runner = TestRunner::new(config(1));
    let mut seen = BTreeMap::new();
    for _ in 0..1000 {
        let (baseline, exams) = course().new_tree(&mut runner).expect("a course").current();
        for avid in [true, false] {
            for response in oracle::lugano(avid, &baseline, &exams) {
                *seen.entry((avid, response)).or_insert(0) += 1;
            }
        }
    }
    for avid in [true, false] {
        for response in ["CR", "PR", "SD", "PD", "NE"] {
            assert!(seen.get(&(avid, response)).is_some_and(|n| *n >= 30), "{response} is rare: {seen:?}");
        }
    }
}

#[test]
#[rustfmt::skip]
fn mistakes_are_seen() {
    let by_ct: &[(&str, &str)] = &[
        ("(node and longest > 15 mm) or (not node and longest > 10 mm)) {", "(node and longest > 15 mm) or (not node and longest > 15 mm)) {"),
        ("largest: (longest * shortest, longest)", "largest: longest"),
        ("largest: (longest * shortest, longest)", "smallest: (longest * shortest, longest)"),
        ("at most: targets,", "at most: 7,"),
        ("5 mm    when state = too_small", "0 mm    when state = too_small"),
        ("0 mm    when state = gone", "unknown when state = gone"),
        ("smallest_long > 20 mm", "smallest_long > 30 mm"),
        ("long > 15 mm and ppd is known", "long >= 15 mm and ppd is known"),
        ("150 % of smallest_ppd", "140 % of smallest_ppd"),
        ("min ppd at (baseline, earlier_exam)", "min ppd at earlier_exam"),
        ("was_gone and long is known", "long is known"),
        ("(node and long <= 15 mm)", "(node and long < 15 mm)"),
        ("spd <= 50 % of spd_before", "spd < 50 % of spd_before"),
        ("(any measured) and spd", "spd"),
        (" and spleen_smaller", ""),
        ("spleen - normal_spleen < 50 %", "spleen - normal_spleen <= 50 %"),
        ("spleen - compared_spleen > 50 %", "spleen - compared_spleen >= 50 %"),
        ("enlarged_before and spleen_was_normal", "enlarged_before and not spleen_was_normal"),
        ("spleen - compared_spleen >= 20 mm", "spleen - compared_spleen > 20 mm"),
        ("(not node and unequivocal is known and unequivocal)", "(unequivocal is known and unequivocal)"),
        (" and not spleen_unread and not marrow_involved", " and not marrow_involved"),
        (" and not marrow_involved and not marrow_unread", " and not marrow_involved"),
        ("(marrow_involved and not marrow_before)", "marrow_involved"),
        ("any other where worse", "any site where worse"),
        ("  NE \"a measured site was not assessed\"  when spd is missing\n", "  SD \"unmeasured\" when spd is missing\n"),
    ];
    let by_pet: &[(&str, &str)] = &[
        ("uptake_left > complete_score", "uptake_left >= complete_score"),
        ("  1       when state = gone\n", ""),
        ("score >= 4", "score >= 3"),
        ("uptake = increased", "uptake = unchanged"),
        (" or (avid and uptake is missing)", ""),
        ("when (no site where avid) and not marrow_involved", "when (no site where avid)"),
        ("  NE \"the bone marrow was not assessed\"     when marrow_unread\n", ""),
    ];
    let unseen = |avid: bool, mistakes: &[(&str, &str)]| -> Vec<String> {
        let shows = |mistake: &(&str, &str)| differs(&changed(avid, LUGANO, &[*mistake]), avid, COURSES, 0).is_none();
        mistakes.iter().filter(|m| shows(m)).map(|m| format!("{m:?}")).collect()
    };
    let unseen = [unseen(false, by_ct), unseen(true, by_pet)].concat();
    assert!(unseen.is_empty(), "no course shows {unseen:#?}");
}
