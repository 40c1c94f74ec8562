//! iRECIST where many new lesions compete for the five places of the new target lesions, two for each organ.

use super::courses::{config, crowd, first_difference};
use super::lesions::{Exam, Lesion, Organ, State, answers, name, new, target};
use super::oracle_irecist::irecist_of_five;
use super::plans;
use prespec::plan::ir::Plan;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

const DOCUMENT: &str = "criteria/irecist";

/// The study's options but for what the paper says of new lesions.
const PAPER: (&str, &str) = ("any_increase: no, every_new_lesion: yes", "any_increase: yes, every_new_lesion: no");

fn with(replaced: &[(&str, &str)]) -> Plan {
    plans::changed_both(&[("sirt-hcc/plan", &[PAPER]), (DOCUMENT, replaced)])
}

fn read(plan: &Plan, baseline: &Exam, exams: &[Exam]) -> Vec<String> {
    let response = plans::response(plan, "irecist");
    let read = answers(plan, response, Some(baseline), exams);
    read.iter().map(|answer| name(response, answer).to_string()).collect()
}

fn differs(plan: &Plan, shrink: u32) -> Option<String> {
    first_difference(&crowd(), 1500, shrink, |(baseline, exams)| {
        (read(plan, baseline, exams), irecist_of_five(Some(baseline), exams))
    })
}

#[test]
fn five_new_lesions_are_measured_as_the_second_implementation_has_it() {
    assert_eq!(differs(&with(&[]), 2000), None);
}

#[test]
#[rustfmt::skip]
fn mistakes_in_what_is_measured_are_seen() {
    let mistakes: &[(&str, &str)] = &[
        ("at most: 5,", "at most: 4,"),
        ("organ { at most: 2 }", "organ { at most: 3 }"),
        (", of each: organ { at most: 2 }", ""),
        ("largest: size", "smallest: size"),
        ("chosen at: appearance, ", ""),
        ("state != too_small and size >= 10 mm and (not node", "state != too_small and size > 10 mm and (not node"),
        ("new { without: new_target }", "new"),
        ("  (sum length of new_target where length is known) otherwise", "  (sum length of new where length is known) otherwise"),
    ];
    let unseen: Vec<_> = mistakes.iter().filter(|mistake| differs(&with(&[**mistake]), 0).is_none()).collect();
    assert!(unseen.is_empty(), "no course shows {unseen:#?}");
}

/// The reading of a second examination, at which one of the new lesions of the first has grown by 5 mm.
fn grown(plan: &Plan, lesions: &[(i64, Organ, i64)], grows: i64) -> String {
    let seen = |by: i64| -> Vec<Lesion> {
        let of = |&(number, organ, tenths): &(i64, Organ, i64)| {
            let tenths = Some(tenths + if number == grows { by } else { 0 });
            Lesion { organ, node: organ == Organ::Node, tenths, ..new(number, State::Present) }
        };
        lesions.iter().map(of).chain([target(9, "20")]).collect()
    };
    let exams = [(60, seen(0)), (120, seen(50))].map(|(day, lesions)| Exam { day, ..Exam::of(lesions) });
    read(plan, &Exam::of(vec![target(9, "20")]), &exams)[1].clone()
}

/// Two lesions in each of three organs: the five largest are measured, and the sixth is only noted.
#[test]
fn the_sixth_lesion_is_not_measured() {
    let organs = [Organ::Lung, Organ::Lung, Organ::Liver, Organ::Liver, Organ::Node, Organ::Node];
    let lesions: Vec<_> = (1..).zip(organs).map(|(number, organ)| (number, organ, 310 - 10 * number)).collect();
    let plan = with(&[]);
    assert_eq!([1, 2, 3, 4, 5].map(|number| grown(&plan, &lesions, number)), ["iCPD"; 5]);
    assert_eq!(grown(&plan, &lesions, 6), "iUPD");
}

/// Of two lesions of one size for the second place of an organ the one with the smaller number has it; had both it, or neither, the
/// growth of one would count, or not.
#[test]
fn a_tie_is_settled_as_stated() {
    let lesions = [(1, Organ::Liver, 300), (2, Organ::Liver, 200), (3, Organ::Liver, 200)];
    for (ties, read) in [("number", ["iCPD", "iUPD"]), ("all_in", ["iCPD", "iCPD"]), ("all_out", ["iUPD", "iUPD"])] {
        let plan = with(&[("ties: number", &format!("ties: {ties}"))]);
        assert_eq!([2, 3].map(|number| grown(&plan, &lesions, number)), read, "ties: {ties}");
    }
}

/// A node is measured from 15 mm on.
#[test]
fn a_small_node_is_not_measured() {
    let plan = with(&[]);
    assert_eq!([149, 150].map(|tenths| grown(&plan, &[(1, Organ::Node, tenths)], 1)), ["iUPD", "iCPD"]);
}

/// Two lesions of one size that appear together.
fn has_tie(exams: &[Exam]) -> bool {
    exams.iter().any(|exam| {
        let new = exam.lesions.iter().filter(|l| l.role == super::lesions::Role::New);
        let mut sizes: Vec<i64> = new.filter_map(|l| l.tenths).collect();
        sizes.sort_unstable();
        sizes.windows(2).any(|pair| pair[0] == pair[1])
    })
}

fn renamed(exam: &Exam, by: i64) -> Exam {
    let mut exam = exam.clone();
    exam.lesions.iter_mut().for_each(|l| l.number = 90 - (l.number + by) % 10);
    exam.lesions.sort_by_key(|l| l.number);
    exam
}

/// Renaming lesions changes nothing, but where `ties: number` settles who has a place; with `ties: all_in` it never does.
#[test]
fn only_a_tie_is_settled_by_the_names_of_lesions() {
    for (ties, plan) in [("number", with(&[])), ("all_in", with(&[("ties: number", "ties: all_in")]))] {
        let compared = TestRunner::new(config(400)).run(&(crowd(), 0..9i64), |((baseline, exams), by)| {
            if ties == "number" && has_tie(&exams) {
                return Ok(());
            }
            let other: Vec<Exam> = exams.iter().map(|exam| renamed(exam, by)).collect();
            prop_assert_eq!(read(&plan, &renamed(&baseline, by), &other), read(&plan, &baseline, &exams));
            Ok(())
        });
        compared.unwrap_or_else(|e| panic!("ties: {ties}: {e}"));
    }
}

/// The last examination cannot be evaluated, or has no rows: no other reading changes.
#[test]
fn an_examination_that_shows_nothing_changes_no_place() {
    let plan = with(&[]);
    let compared = TestRunner::new(config(400)).run(&(crowd(), 0..6usize), |((baseline, exams), place)| {
        let place = place.min(exams.len() - 1);
        for unreadable in [true, false] {
            let mut added = exams[place].clone();
            added.readable = !unreadable;
            if !unreadable {
                added.lesions.iter_mut().for_each(|l| l.state = State::NotEvaluable);
            }
            let mut more = exams.clone();
            more.insert(place, added);
            let mut with = read(&plan, &baseline, &more);
            with.remove(place);
            prop_assert_eq!(with, read(&plan, &baseline, &exams));
        }
        Ok(())
    });
    compared.unwrap_or_else(|e| panic!("{e}"));
}
