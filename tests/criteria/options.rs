//! What each option of a document gives up of what a committee takes for granted, set by itself beside the defaults, with the
//! shortest course that shows it. The documents say the same under "What an option gives up".

use super::lemmas::{gains_by_more, of_the_family, reaches};
use super::lesions::{Exam, Lesion, Role, answers, name};
use super::plans;
use super::worlds::{self, World};
use prespec::plan::ir::Plan;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

const RECIST: &str = "criteria/recist_1_1";
const MRECIST: &str = "criteria/mrecist";
const IRECIST: &str = "criteria/irecist";
const LI_RADS: &str = "criteria/li_rads_tr";

/// Document, response of the study by it, and an option other than its default. Where a document builds on another it has the
/// options of that one too.
const OPTIONS: &[(&str, &str, &str)] = &[
    (RECIST, "recist", "absolute_floor: 0 mm"),
    (RECIST, "recist", "hold_response: no"),
    (RECIST, "recist", "hold_unconfirmed: no"),
    (RECIST, "recist", "after_any_complete_response: yes"),
    (RECIST, "recist", "any_new_node: yes"),
    (RECIST, "recist", "new_lesion_when_not_readable: no"),
    (MRECIST, "mrecist", "absolute_floor: 5 mm"),
    (MRECIST, "mrecist", "hold_response: no"),
    (MRECIST, "mrecist", "any_new_node: yes"),
    (MRECIST, "mrecist", "smallest_viable: 0 mm"),
    (MRECIST, "mrecist", "smallest_new: 0 mm"),
    (MRECIST, "mrecist", "interval_growth: 0 mm"),
    (MRECIST, "mrecist", "from_first_detection: no"),
    (IRECIST, "irecist", "hold_response: no"),
    (IRECIST, "irecist", "any_new_node: yes"),
    (IRECIST, "irecist", "confirm_after: 0 days"),
    (IRECIST, "irecist", "late_confirmation: no"),
    (IRECIST, "irecist", "increase: 0 mm"),
    (IRECIST, "irecist", "measured_at_both: no"),
    (IRECIST, "irecist", "known_new_lesions: no"),
    (IRECIST, "irecist", "any_increase: no"),
    (IRECIST, "irecist", "unread_new_is_gone: yes"),
    (IRECIST, "irecist", "unread_non_target_clears: yes"),
    (IRECIST, "irecist", "every_new_lesion: yes"),
    (LI_RADS, "lirads", "only_targets: yes"),
    (LI_RADS, "lirads", "missing_is_not_evaluable: no"),
];

/// Each thing taken for granted that this plan gives up, and the shortest course that shows it.
fn given_up(plan: &Plan, response: &str) -> GivenUp {
    let options = ("", plan);
    let worlds = if response == "lirads" { vec![worlds::treated()] } else { of_the_family() };
    let mut found = vec![];
    if response != "lirads" {
        let stable = reaches(&worlds::unmeasured_at_baseline(), options, response, &["SD", "iSD"]);
        found.extend(stable.map(|told| ("never stable without a baseline sum", told)));
        let normal = reaches(&worlds::new_normal_node(), options, response, &["PD", "iUPD", "iCPD"]);
        found.extend(normal.map(|told| ("no progression from a normal new node", told)));
    }
    let own = match response {
        "mrecist" => vec![worlds::liver()],
        "irecist" => vec![worlds::target_and_new(14)],
        _ => vec![],
    };
    let first = |of: &dyn Fn(&World) -> Option<String>| worlds.iter().chain(&own).find_map(of);
    found.extend(
        first(&|world| gains_by_more(world, options, response, 2)).map(|told| ("more tumour is never better", told)),
    );
    found.extend(first(&|world| changes(world, plan, response, &renamed)).map(|told| ("names change nothing", told)));
    found.extend(
        first(&|world| changes(world, plan, response, &beside_unread))
            .map(|told| ("what cannot be read changes no other", told)),
    );
    found
}

/// Other examinations from these and the baseline, and which of them were added.
type Change = dyn Fn(&Exam, &[Exam]) -> Vec<(Exam, Vec<Exam>, Option<usize>)>;

fn renamed(baseline: &Exam, exams: &[Exam]) -> Vec<(Exam, Vec<Exam>, Option<usize>)> {
    let other = |exam: &Exam| {
        let mut lesions: Vec<Lesion> =
            exam.lesions.iter().map(|l| Lesion { number: 50 - l.number, ..l.clone() }).collect();
        lesions.sort_by_key(|l| l.number);
        Exam { lesions, ..exam.clone() }
    };
    vec![(other(baseline), exams.iter().map(other).collect(), None)]
}

/// At each place an examination that cannot be read, which shows no new lesion: one would be read even there.
fn beside_unread(baseline: &Exam, exams: &[Exam]) -> Vec<(Exam, Vec<Exam>, Option<usize>)> {
    let with = |place: usize| {
        let mut unread = Exam { readable: false, ..exams[place].clone() };
        unread.lesions.retain(|l| l.role != Role::New);
        let mut all = exams.to_vec();
        all.insert(place, unread);
        (baseline.clone(), all, Some(place))
    };
    (0..exams.len()).map(with).collect()
}

/// The shortest course of at most two examinations that is read otherwise after the change.
fn changes(world: &World, plan: &Plan, response: &str, change: &Change) -> Option<String> {
    let of = plans::response(plan, response);
    let read = |baseline: &Exam, exams: &[Exam]| {
        let all = answers(plan, of, Some(baseline), exams);
        all.iter().map(|answer| name(of, answer).to_string()).collect::<Vec<_>>()
    };
    world.courses(2).into_iter().find_map(|course| {
        let (baseline, exams) = world.exams(&course);
        let expected = read(&baseline, &exams);
        change(&baseline, &exams).into_iter().find_map(|(other_baseline, other, added)| {
            let mut told = read(&other_baseline, &other);
            added.map(|place| told.remove(place));
            (told != expected).then(|| format!("{}: {} → {expected:?}, {told:?}", world.name, world.told(&course)))
        })
    })
}

type GivenUp = Vec<(&'static str, String)>;

/// By option, in the order of [`OPTIONS`].
static BY_OPTION: LazyLock<Vec<GivenUp>> = LazyLock::new(|| {
    let of = |(document, response, option): &(&str, &str, &str)| {
        given_up(&plans::by_default_but(document, option), response)
    };
    OPTIONS.iter().map(of).collect()
});

#[test]
fn each_option_by_itself_gives_up_this() {
    let mut found = vec![];
    for ((document, _, option), given_up) in OPTIONS.iter().zip(&*BY_OPTION) {
        found.extend(given_up.iter().map(|(lemma, course)| (*document, *option, *lemma, course.as_str())));
    }
    let node = "no progression from a normal new node";
    let growth = "target 20 mm: 20, new 15; 20, no new → iCPD, 20, new 10 → iUPD";
    let expected = [
        (RECIST, "any_new_node: yes", node, "target 10 mm: 10, new node 9.9 → PD"),
        (MRECIST, "any_new_node: yes", node, "target 10 mm: 10, new node 9.9 → PD"),
        (IRECIST, "any_new_node: yes", node, "target 10 mm: 10, new node 9.9 → iUPD"),
        // No growth is 0 mm, which is enough.
        (IRECIST, "increase: 0 mm", "more tumour is never better", growth),
    ];
    assert_eq!(found, expected);
}

/// The defaults, which the options depart from, give up none.
#[test]
fn the_defaults_give_up_nothing() {
    for response in ["recist", "mrecist", "irecist", "lirads"] {
        assert_eq!(given_up(plans::by_default(), response), [], "{response}");
    }
}

/// A document names the options that give something up, and no other.
#[test]
fn a_document_says_what_its_options_give_up() {
    for document in [RECIST, MRECIST, IRECIST, LI_RADS] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans").join(format!("{document}.md"));
        let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{document}: {e}"));
        let (_, section) =
            text.split_once("What an option gives up.*").unwrap_or_else(|| panic!("{document} says nothing"));
        let section = section.split("\n\n").next().expect("a paragraph");
        for ((_, _, option), given_up) in OPTIONS.iter().zip(&*BY_OPTION).filter(|((of, ..), _)| *of == document) {
            let named = section.contains(&format!("`{option}`"));
            assert_eq!(named, !given_up.is_empty(), "{document}: {option}");
        }
    }
}
