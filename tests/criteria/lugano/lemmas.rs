//! What a committee takes for granted of Lugano 2014.

use super::super::courses::config;
use super::courses::course;
use super::{Exam, Site, plan, responses};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

fn of_each_course(cases: u32, holds: impl Fn(bool, &Exam, &[Exam], usize) -> Result<(), TestCaseError>) {
    for avid in [true, false] {
        let compared = TestRunner::new(config(cases))
            .run(&(course(), 0..12usize), |((baseline, exams), place)| holds(avid, &baseline, &exams, place));
        compared.unwrap_or_else(|e| panic!("FDG-avid {avid}: {e}"));
    }
}

/// Products of the measured sites are half of those at baseline wherever a response by CT is partial.
#[test]
fn no_partial_response_without_its_measure() {
    of_each_course(1500, |avid, baseline, exams, _| {
        if avid {
            return Ok(());
        }
        let answers = responses(plan(avid), baseline, exams);
        let product = |site: &Site| match site.state {
            "gone" => Some(0),
            "too_small" => Some(2500),
            "not_evaluable" => None,
            _ => Some(site.longest? * site.shortest?),
        };
        let measurable = |s: &&Site| {
            let long = s.longest.is_some_and(|l| l > if s.node { 150 } else { 100 });
            s.role == "target" && long && s.shortest.is_some()
        };
        let measured: Vec<&Site> = baseline.sites.iter().filter(measurable).collect();
        for (exam, answer) in exams.iter().zip(&answers).filter(|(_, answer)| *answer == "PR") {
            prop_assert!(!measured.is_empty(), "{answer} without a measured site");
            let row = |site: &&Site| exam.sites.iter().find(|s| s.number == site.number).and_then(product);
            // Of at most six sites all are measured.
            if measured.len() <= 6 {
                let now: Option<i64> = measured.iter().map(row).sum();
                let before: Option<i64> = measured.iter().map(|site| product(site)).sum();
                prop_assert!(now.zip(before).is_some_and(|(now, before)| 2 * now <= before), "{now:?} of {before:?}");
            }
        }
        Ok(())
    });
}

fn rank(response: &str) -> Option<u32> {
    ["CR", "PR", "SD", "PD"].iter().position(|r| *r == response).map(|place| place as u32)
}

fn is_better(response: &str, than: &str) -> bool {
    match (rank(response), rank(than)) {
        (Some(response), Some(than)) => response < than,
        (None, Some(than)) => than >= 3,
        (_, None) => false,
    }
}

/// The same row with more tumour.
fn grown(site: &mut Site) {
    match (site.role, site.state) {
        (_, "gone") => {
            site.state = "too_small";
            site.score = site.score.or(Some(1));
        }
        (_, "present") => {
            site.longest = site.longest.map(|l| l + 51);
            site.shortest = site.shortest.map(|l| l + 51);
            site.score = site.score.map(|s| (s + 1).min(5));
            site.uptake = site.uptake.map(|_| "increased");
        }
        _ => {}
    }
}

#[test]
fn more_tumour_at_the_last_examination_is_never_better() {
    of_each_course(2000, |avid, baseline, exams, place| {
        let mut with_more = exams.to_vec();
        let rows = with_more.last_mut().map(|exam| &mut exam.sites);
        rows.into_iter().flatten().skip(place).take(1).for_each(grown);
        let (less, more) = (responses(plan(avid), baseline, exams), responses(plan(avid), baseline, &with_more));
        let better = less.last().zip(more.last()).is_some_and(|(less, more)| is_better(more, less));
        prop_assert!(!better, "{less:?}, with more {more:?}");
        Ok(())
    });
}

/// Numbers decide only between targets that are alike in size where more than six compete.
#[test]
fn renaming_sites_changes_nothing_without_a_tie() {
    of_each_course(800, |avid, baseline, exams, place| {
        let mut sizes: Vec<_> = baseline.sites.iter().filter(|s| s.role == "target").map(size).collect();
        sizes.sort_unstable();
        if sizes.windows(2).any(|pair| pair[0] == pair[1]) {
            return Ok(());
        }
        let renamed = |exam: &Exam| {
            let mut exam = exam.clone();
            exam.sites.iter_mut().for_each(|s| s.number = 29 - (s.number + place as i64) % 22);
            exam.sites.sort_by_key(|s| s.number);
            exam
        };
        let other: Vec<Exam> = exams.iter().map(renamed).collect();
        prop_assert_eq!(responses(plan(avid), &renamed(baseline), &other), responses(plan(avid), baseline, exams));
        Ok(())
    });
}

fn size(site: &Site) -> Option<(i64, i64)> {
    Some((site.longest? * site.shortest?, site.longest?))
}

#[test]
fn an_examination_that_cannot_be_read_changes_no_other() {
    of_each_course(800, |avid, baseline, exams, place| {
        let place = place.min(exams.len());
        let mut more = exams.to_vec();
        more.insert(place, Exam { readable: false, ..exams[place.min(exams.len() - 1)].clone() });
        let mut with = responses(plan(avid), baseline, &more);
        prop_assert_eq!(with.remove(place), "NE");
        prop_assert_eq!(with, responses(plan(avid), baseline, exams));
        Ok(())
    });
}
