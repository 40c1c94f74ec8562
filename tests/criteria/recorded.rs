//! What the study does not record: findings that are equivocal, and lesions that split and merge. Random courses under a table
//! that records them, against the second implementations, with deliberate mistakes, and what must hold of every course.

use super::courses::{config, crossed_course, recorded_course};
use super::lesions::{Exam, State, answers, examination, name};
use super::mistakes::Mistake;
use super::oracle;
use super::plans;
use super::seconds::{Second, irecist, mrecist};
use prespec::plan::ir::Plan;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

const FAMILY: [&str; 3] = ["recist", "mrecist", "irecist"];

fn recist(baseline: Option<&Exam>, exams: &[Exam]) -> Vec<&'static str> {
    oracle::recist(baseline, exams, true).into_iter().map(|verdict| verdict.overall).collect()
}

fn read(plan: &Plan, response: &str, baseline: Option<&Exam>, exams: &[Exam]) -> Vec<String> {
    let response = plans::response(plan, response);
    answers(plan, response, baseline, exams).iter().map(|answer| name(response, answer).to_string()).collect()
}

/// From which examination each response is dated.
fn dates(plan: &Plan, response: &str, baseline: Option<&Exam>, exams: &[Exam]) -> Vec<Option<usize>> {
    let response = plans::response(plan, response);
    let dated = |answer: &_| examination(response, answer, "first_suspected");
    answers(plan, response, baseline, exams).iter().map(dated).collect()
}

/// Runs until a course is read differently, or by RECIST 1.1 dated from another examination.
fn differs(plan: &Plan, response: &str, second: Second, shrink: u32) -> Option<String> {
    let differs = |(baseline, exams): (Option<Exam>, Vec<Exam>)| {
        let baseline = baseline.as_ref();
        prop_assert_eq!(read(plan, response, baseline, &exams), second(baseline, &exams));
        if response == "recist" {
            let expected: Vec<Option<usize>> = oracle::recist(baseline, &exams, true)
                .into_iter()
                .map(|verdict| verdict.parts.and_then(|parts| parts.suspected))
                .collect();
            prop_assert_eq!(dates(plan, response, baseline, &exams), expected);
        }
        Ok(())
    };
    let runner = |cases| TestRunner::new(ProptestConfig { max_shrink_iters: shrink, ..config(cases) });
    let found = runner(1500).run(&recorded_course(), differs).err().map(|difference| difference.to_string());
    found.or_else(|| runner(2500).run(&crossed_course(), differs).err().map(|difference| difference.to_string()))
}

#[test]
fn second_implementations_agree() {
    for (response, second) in FAMILY.into_iter().zip([recist as Second, mrecist, irecist]) {
        assert_eq!(differs(plans::recording(), response, second, 2000), None, "{response}");
    }
}

/// The mistakes that no course shows.
fn unseen(response: &str, second: Second, mistakes: &[Mistake]) -> Vec<Mistake> {
    let is_seen = |(document, replaced): &Mistake| {
        differs(&plans::recording_changed(document, replaced), response, second, 0).is_some()
    };
    mistakes.iter().filter(|mistake| !is_seen(mistake)).copied().collect()
}

#[test]
#[rustfmt::skip]
fn mistakes_are_seen() {
    const RECIST: &str = "criteria/recist_1_1";
    const MRECIST: &str = "criteria/mrecist";
    let mut all = unseen("recist", recist, &[
        // A part is a new lesion, and an equivocal one is new.
        (RECIST, &[("lesion where role = new and part_of is missing and not (state in (gone, not_evaluable)) and not (equi", "lesion where role = new and not (state in (gone, not_evaluable)) and not (equi")]),
        (RECIST, &[("not (state in (gone, not_evaluable)) and not (equivocal is known and equivocal) and (any_new_node or", "not (state in (gone, not_evaluable)) and (any_new_node or")]),
        // Parts are not added; what has merged counts by its own row, or not even where nothing is in its place.
        (RECIST, &[("own_length + (sum own_length of fragment)", "own_length")]),
        (RECIST, &[("own_length + (sum own_length of fragment)", "own_length + (sum recorded_length of fragment)")]),
        (RECIST, &[("  unknown         when merged\n", "")]),
        (RECIST, &[("(with_target or (with_other and not target and not fragment)) and recorded_length", "(with_target or with_other) and recorded_length")]),
        (RECIST, &[("(target or fragment) at merged_into is known and (target or fragment) at merged_into", "target at merged_into is known and target at merged_into")]),
        (RECIST, &[("(large_node and not merged) or (any fragment", "large_node or (any fragment")]),
        (RECIST, &[("(shown and not merged and (not node or large_node)) or (any", "(shown and (not node or large_node)) or (any")]),
        (RECIST, &[("or small_node or spoken_for)", "or small_node)")]),
        (RECIST, &[(" and (no fragment where state != gone and not merged and not small_node)", "")]),
        (RECIST, &[("(merged and not spoken_for) or ", "")]),
        (RECIST, &[(" or (any fragment where state = not_evaluable)", "")]),
        (RECIST, &[("worsening or (any fragment where worsening)", "worsening")]),
        (RECIST, &[("state in (progression, further_progression) and not (equivocal is known and equivocal)\n", "state in (progression, further_progression)\n")]),
        // A suspicion that was dispelled dates back, or one that nothing confirms.
        (RECIST, &[("define raised of new \"Examination that first suspected it\":        first earlier_exam where suspected since dispelled", "define raised of new \"Examination that first suspected it\":        first earlier_exam where suspected")]),
        (RECIST, &[("define raised of non_target \"Examination that first suspected it\": first earlier_exam where suspected since dispelled", "define raised of non_target \"Examination that first suspected it\": first earlier_exam where suspected")]),
        (RECIST, &[("min raised of new where", "max raised of new where")]),
        (RECIST, &[("min raised of non_target where worse and", "min raised of non_target where")]),
    ]);
    all.extend(unseen("mrecist", mrecist, &[
        (MRECIST, &[("own_viable + (sum own_viable of fragment)", "own_viable")]),
        (MRECIST, &[("  unknown         when merged\n", "")]),
        (MRECIST, &[("role = new and part_of is missing and", "role = new and")]),
    ]));
    all.extend(unseen("irecist", irecist, &[
        ("criteria/irecist", &[("recorded and part_of is missing and", "recorded and")]),
        ("criteria/irecist", &[("(recorded and worsening and state = further_progression) or", "(recorded and readable and state = further_progression) or")]),
    ]));
    assert!(all.is_empty(), "no course shows {all:#?}");
}

/// What `perturb` makes of a random course is read the same, but for the examination that it has added.
fn is_the_same(perturb: impl Fn(&mut Option<Exam>, &mut Vec<Exam>, usize) -> Option<usize>) {
    let plan = plans::recording();
    let mut runner = TestRunner::new(config(300));
    let compared = runner.run(&(recorded_course(), 0..8usize), |((baseline, exams), place)| {
        let (mut other_baseline, mut other_exams) = (baseline.clone(), exams.clone());
        let added = perturb(&mut other_baseline, &mut other_exams, place.min(exams.len()));
        for response in FAMILY {
            let mut other = read(plan, response, other_baseline.as_ref(), &other_exams);
            let mut dated = dates(plan, response, other_baseline.as_ref(), &other_exams);
            if let Some(added) = added {
                other.remove(added);
                dated.remove(added);
                dated.iter_mut().flatten().for_each(|exam| *exam -= usize::from(*exam > added));
            }
            prop_assert_eq!(other, read(plan, response, baseline.as_ref(), &exams), "{}", response);
            prop_assert_eq!(dated, dates(plan, response, baseline.as_ref(), &exams), "{}", response);
        }
        Ok(())
    });
    compared.unwrap_or_else(|e| panic!("{e}"));
}

/// With the numbers that name others.
#[test]
fn renaming_lesions_changes_nothing() {
    is_the_same(|baseline, exams, place| {
        let renamed = |number: i64| 50 - (number + place as i64) % 8;
        for exam in baseline.iter_mut().chain(exams) {
            for lesion in &mut exam.lesions {
                lesion.number = renamed(lesion.number);
                lesion.part_of = lesion.part_of.map(renamed);
                lesion.merged_into = lesion.merged_into.map(renamed);
            }
            exam.lesions.sort_by_key(|l| l.number);
        }
        None
    });
}

#[test]
fn the_order_of_rows_changes_nothing() {
    is_the_same(|baseline, exams, place| {
        for exam in baseline.iter_mut().chain(exams) {
            let by = place.min(exam.lesions.len());
            exam.lesions.reverse();
            exam.lesions.rotate_left(by);
        }
        None
    });
}

#[test]
fn an_examination_that_cannot_be_evaluated_changes_no_other() {
    for readable in [false, true] {
        is_the_same(|_, exams, place| {
            let mut added = Exam { readable, ..exams.get(place).or(exams.last())?.clone() };
            added.lesions.iter_mut().for_each(|l| l.state = State::NotEvaluable);
            exams.insert(place, added);
            Some(place)
        });
    }
}
