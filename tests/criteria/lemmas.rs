//! What a committee takes for granted of every criterion, under the options of the study and under the defaults of the
//! documents. Where it does not hold, the shortest course that shows it is the expected value.
//!
//! Responses are ordered CR < PR < SD, NON-CR/NON-PD < PD, for iRECIST iCR < iPR < iSD, NON-iCR/NON-iUPD < iUPD < iCPD, for
//! LI-RADS nonviable < equivocal < viable. NE, and a response that does not apply, are better than a progression, or than
//! viable, and neither better nor worse than any other.

use super::courses::{config, course, recorded_course};
use super::lesions::{Exam, Lesion, State, answers, name};
use super::plans;
use super::worlds::{self, Letter, World};
use prespec::plan::ir::Plan;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

const FAMILY: [&str; 3] = ["recist", "mrecist", "irecist"];
const ALL: [&str; 4] = ["recist", "mrecist", "irecist", "lirads"];

fn study() -> (&'static str, &'static Plan) {
    ("study", plans::plan())
}

fn default() -> (&'static str, &'static Plan) {
    ("default", plans::by_default())
}

fn rank(response: &str) -> Option<u32> {
    match response {
        "CR" | "iCR" | "NONVIABLE" => Some(0),
        "PR" | "iPR" | "EQUIVOCAL" => Some(1),
        "SD" | "NON_CR_NON_PD" | "iSD" | "NON_iCR_NON_iUPD" => Some(2),
        "PD" | "iUPD" | "VIABLE" => Some(3),
        "iCPD" => Some(4),
        "NE" | "NA" => None,
        other => panic!("{other} has no place"),
    }
}

fn is_better(response: &str, than: &str) -> bool {
    match (rank(response), rank(than)) {
        (Some(response), Some(than)) => response < than,
        (None, Some(than)) => than >= 3,
        (_, None) => false,
    }
}

/// The shortest course that ends with a response of these.
pub fn reaches(world: &World, (_, plan): (&str, &Plan), response: &str, responses: &[&str]) -> Option<String> {
    let readings = world.readings(plan, response, 3);
    let mut found: Vec<_> = readings.iter().filter(|(_, r)| responses.contains(&r.as_str())).collect();
    found.sort_by_key(|(course, _)| (course.len(), *course));
    found.first().map(|(course, answer)| format!("{}: {} → {answer}", world.name, world.told(course)))
}

/// At least as much tumour in every lesion.
fn more(less: &Letter, more: &Letter) -> bool {
    less.iter().zip(more).all(|(a, b)| match (a.rank, b.rank) {
        (Some(a), Some(b)) => a <= b,
        _ => a.label == b.label,
    })
}

/// The shortest course whose last response would be better with more tumour at the last examination.
pub fn gains_by_more(world: &World, (_, plan): (&str, &Plan), response: &str, length: u32) -> Option<String> {
    let readings = world.readings(plan, response, length);
    let letters = world.letters();
    let mut found = vec![];
    for (course, answer) in &readings {
        let (last, before) = course.split_last().expect("an examination");
        for (place, letter) in letters.iter().enumerate() {
            let worse = [before, &[place]].concat();
            let with_more = &readings[&worse];
            if more(&letters[*last], letter) && is_better(with_more, answer) {
                let told = format!(
                    "{}: {} → {answer}, {} → {with_more}",
                    world.name,
                    world.told(course),
                    world.told(&[place])
                );
                found.push((course.len(), told));
            }
        }
    }
    found.sort();
    found.into_iter().next().map(|(_, told)| told)
}

pub fn of_the_family() -> Vec<World> {
    let shown = [State::Gone, State::Present, State::Progression];
    vec![
        worlds::target_and_new(28),
        worlds::target_and_non_target(&["gone", "20", "26"], &shown),
        worlds::target_and_non_target(
            &["20", "26", "32"],
            &[State::Present, State::Progression, State::FurtherProgression],
        ),
        worlds::growing_new(),
        worlds::unmeasured_at_baseline(),
        worlds::normal_node(),
    ]
}

#[test]
fn nothing_is_stable_without_a_baseline_sum() {
    for options in [study(), default()] {
        for response in FAMILY {
            let stable = reaches(&worlds::unmeasured_at_baseline(), options, response, &["SD", "iSD"]);
            assert_eq!(stable, None, "{response}, {}", options.0);
        }
    }
}

/// By the paper's section 4.3.2 a node keeps its measured short axis in the sum when it is normal: no option gives this up.
#[test]
fn a_normal_node_that_grows_is_progression_by_the_sum_alone() {
    for options in [study(), default()] {
        for (response, progression) in FAMILY.into_iter().zip(["PD", "PD", "iUPD"]) {
            let found = reaches(&worlds::normal_node(), options, response, &["PD", "iUPD", "iCPD"]);
            let expected = format!("target 10 mm, node 15 mm: 10, 4; 10, 9.9 → {progression}");
            assert_eq!(found, Some(expected), "{response}, {}", options.0);
        }
    }
}

#[test]
fn a_new_node_that_is_normal_is_progression_only_where_the_study_says_so() {
    let reaches = |options, response| reaches(&worlds::new_normal_node(), options, response, &["PD", "iUPD", "iCPD"]);
    for (response, progression) in FAMILY.into_iter().zip(["PD", "PD", "iUPD"]) {
        assert_eq!(reaches(default(), response), None, "{response}");
        let expected = format!("target 10 mm: 10, new node 9.9 → {progression}");
        assert_eq!(reaches(study(), response), Some(expected), "{response}");
    }
}

#[test]
fn more_tumour_is_never_better() {
    for options in [study(), default()] {
        for response in FAMILY {
            for world in of_the_family() {
                assert_eq!(gains_by_more(&world, options, response, 3), None, "{response}, {}", options.0);
            }
        }
        assert_eq!(gains_by_more(&worlds::target_and_new(14), options, "irecist", 3), None, "{}", options.0);
        assert_eq!(gains_by_more(&worlds::liver(), options, "mrecist", 2), None, "{}", options.0);
        assert_eq!(gains_by_more(&worlds::treated(), options, "lirads", 2), None, "{}", options.0);
    }
}

/// The enumeration finds what a mistake in the document gives up.
#[test]
fn a_document_in_which_more_is_better_is_found() {
    let forgotten = [("state in (progression, further_progression)", "state = progression")];
    let plan = plans::changed("criteria/recist_1_1", &forgotten);
    let shown = [State::Present, State::Progression, State::FurtherProgression];
    let world = worlds::target_and_non_target(&["20"], &shown);
    let found = gains_by_more(&world, ("", &plan), "recist", 2);
    assert_eq!(found.as_deref(), Some("target 20 mm, a non-target: 20, worse → PD, 20, worse again → SD"));
}

// ---------------------------------------------------------------- random courses beside their perturbation

fn read(plan: &Plan, response: &str, baseline: Option<&Exam>, exams: &[Exam]) -> Vec<String> {
    let response = plans::response(plan, response);
    answers(plan, response, baseline, exams).iter().map(|answer| name(response, answer).to_string()).collect()
}

/// Of random courses, each with a place in it: what `perturb` makes of them is read the same, but for the examination that
/// it has added.
fn is_the_same(perturb: impl Fn(&Plan, &mut Option<Exam>, &mut Vec<Exam>, usize) -> Option<usize>) {
    for (options, plan) in [study(), default()] {
        let mut runner = TestRunner::new(config(150));
        let courses = (course(), 0..8usize);
        let compared = runner.run(&courses, |((baseline, exams), place)| {
            let (mut other_baseline, mut other_exams) = (baseline.clone(), exams.clone());
            let added = perturb(plan, &mut other_baseline, &mut other_exams, place.min(exams.len()));
            for response in ALL {
                let mut other = read(plan, response, other_baseline.as_ref(), &other_exams);
                if let Some(added) = added {
                    other.remove(added);
                }
                prop_assert_eq!(other, read(plan, response, baseline.as_ref(), &exams), "{}, {}", response, options);
            }
            Ok(())
        });
        compared.unwrap_or_else(|e| panic!("{e}"));
    }
}

fn every_exam(baseline: &mut Option<Exam>, exams: &mut [Exam], change: impl Fn(&mut Vec<Lesion>)) {
    baseline.iter_mut().chain(exams).for_each(|exam| change(&mut exam.lesions));
}

#[test]
fn renaming_lesions_changes_nothing() {
    is_the_same(|_, baseline, exams, place| {
        every_exam(baseline, exams, |lesions| {
            lesions.iter_mut().for_each(|l| l.number = 50 - (l.number + place as i64) % 8);
            lesions.sort_by_key(|l| l.number);
        });
        None
    });
}

#[test]
fn the_order_of_rows_changes_nothing() {
    is_the_same(|_, baseline, exams, place| {
        every_exam(baseline, exams, |lesions| {
            lesions.reverse();
            let by = place.min(lesions.len());
            lesions.rotate_left(by);
        });
        None
    });
}

/// The same row with more tumour.
fn grown(row: &mut Lesion) {
    match row.state {
        State::Present => {
            row.tenths = row.tenths.map(|t| t + 51);
            row.viable = row.viable.map(|t| t + 51);
        }
        State::Gone => row.state = State::TooSmall,
        State::Progression => row.state = State::FurtherProgression,
        State::TooSmall | State::NotEvaluable | State::FurtherProgression => {}
    }
}

#[test]
fn more_tumour_at_the_last_examination_is_never_better() {
    for (options, plan) in [study(), default()] {
        let mut runner = TestRunner::new(config(1000));
        let compared = runner.run(&(course(), 0..6usize), |((baseline, exams), place)| {
            let mut with_more = exams.clone();
            let rows = with_more.last_mut().map(|exam| &mut exam.lesions);
            rows.into_iter().flatten().skip(place).take(1).for_each(grown);
            for response in ALL {
                let less = read(plan, response, baseline.as_ref(), &exams);
                let more = read(plan, response, baseline.as_ref(), &with_more);
                let better = less.last().zip(more.last()).is_some_and(|(less, more)| is_better(more, less));
                prop_assert!(!better, "{response}, {options}: {less:?}, with more {more:?}");
            }
            Ok(())
        });
        compared.unwrap_or_else(|e| panic!("{e}"));
    }
}

/// Where equivocal findings, and lesions that split and merge, are recorded.
#[test]
fn more_tumour_in_parts_and_merged_lesions_is_never_better() {
    let plan = plans::recording();
    let mut runner = TestRunner::new(config(2000));
    let compared = runner.run(&(recorded_course(), 0..6usize), |((baseline, exams), place)| {
        let mut with_more = exams.clone();
        let rows = with_more.last_mut().map(|exam| &mut exam.lesions);
        rows.into_iter().flatten().skip(place).take(1).for_each(grown);
        for response in FAMILY {
            let less = read(plan, response, baseline.as_ref(), &exams);
            let more = read(plan, response, baseline.as_ref(), &with_more);
            let better = less.last().zip(more.last()).is_some_and(|(less, more)| is_better(more, less));
            prop_assert!(!better, "{response}: {less:?}, with more {more:?}");
        }
        Ok(())
    });
    compared.unwrap_or_else(|e| panic!("{e}"));
}

/// An examination on the day of the one at this place, or after the last.
fn insert(exams: &mut Vec<Exam>, place: usize, readable: bool, change: impl Fn(&mut Vec<Lesion>)) -> Option<usize> {
    let like = exams.get(place).or(exams.last())?;
    let mut added = Exam { readable, ..like.clone() };
    change(&mut added.lesions);
    exams.insert(place, added);
    Some(place)
}

#[test]
fn an_examination_that_cannot_be_read_changes_no_other() {
    is_the_same(|plan, _, exams, place| {
        // By default a new lesion is read even there.
        let new_is_read = std::ptr::eq(plan, plans::by_default());
        insert(exams, place, false, |lesions| lesions.retain(|l| !new_is_read || l.role != super::lesions::Role::New))
    });
}

#[test]
fn an_examination_without_rows_changes_no_other() {
    is_the_same(|_, _, exams, place| insert(exams, place, true, Vec::clear));
}

#[test]
fn an_examination_at_which_nothing_can_be_evaluated_changes_no_other() {
    let nothing = |lesions: &mut Vec<Lesion>| lesions.iter_mut().for_each(|l| l.state = State::NotEvaluable);
    is_the_same(|_, _, exams, place| insert(exams, place, true, nothing));
}
