//! Sets of a criterion that are ranked and limited, and chosen where their lesions appear. What is expected is by hand.

use super::general::{answers, compiled_in, derived, document, plan, scan, spot, whole};
use super::tables::Cell::{Code, Yes};
use super::tables::Row;
use prespec::derive::model::Derived;
use prespec::plan::ir::Plan;
use prespec::program::fold::{Fact, PlaceInSet};
use prespec::program::value::Value;
use std::collections::BTreeSet;

const CROWDED_RESPONSES: &str = r#"
response crowd "Crowd": crowded { exam: scan, lesion: spot, at: imaging, among: everyone }

combine readers "Readers" {
  of:         crowd
  readers:     reader
  response {
    agreed_response "agreed"        when readers agree
    UNSEEN "unresolved"    otherwise
  }
  unresolved: query
}
"#;

type Seen<'a> = &'a [(i64, &'static str, i64)];

/// Of examinations with lesions (number, organ, mm).
fn crowds(exams: &[Seen]) -> (Plan, Derived) {
    let plan = plan("use criteria/crowded", CROWDED_RESPONSES, "");
    let names = ["E0", "E1", "E2", "E3"];
    let scans = names.iter().zip(exams).zip(0..).map(|((exam, _), i)| scan(exam, 95 + 50 * i, true, None)).collect();
    let row = |exam: &str, (number, organ, mm): &(i64, &'static str, i64)| {
        let mut row = spot(exam, *number, "new", "present", Some((*mm, *mm)));
        row.retain(|(name, _)| *name != "organ");
        row.push(("organ", Code(organ)));
        row
    };
    let spots =
        names.iter().zip(exams).flat_map(|(exam, all)| all.iter().map(|one| row(exam, one)).collect::<Vec<_>>());
    let derived = derived(&plan, 700, scans, spots.collect());
    (plan, derived)
}

/// The sums over `first`, `all_of`, `none_of`, `rest` and `followed`.
fn sums_of_crowds(exams: &[Seen]) -> Vec<[i64; 5]> {
    let (plan, derived) = crowds(exams);
    let criterion = &plan.responses[0].criterion;
    let readings = derived.responses[0].readings.iter().filter(|reading| reading.reader == 0);
    let sum = |values: &[prespec::program::fold::Told], name: &str| {
        let place = criterion.values.iter().position(|v| v.header.name == name).expect("a sum");
        match values[place].value.as_ref() {
            Some(Fact::Value(value)) => i64::try_from(value.decimal().expect("a number")).expect("whole"),
            other => panic!("{name}: {other:?}"),
        }
    };
    let all = ["of_first", "of_all", "of_none", "of_rest", "of_followed"];
    readings.map(|reading| all.map(|name| sum(&reading.values, name))).collect()
}

/// Of each examination, what became of the lesions by number in the set of this name.
fn places_of_crowds(exams: &[Seen], set: &str) -> Vec<Vec<(i64, PlaceInSet)>> {
    let (plan, derived) = crowds(exams);
    let criterion = &plan.responses[0].criterion;
    let id = criterion.rows.iter().position(|rows| rows.header.name == set).expect("a set");
    let number = |thing: &[Option<Value>]| match thing.iter().flatten().find(|v| matches!(v, Value::Integer(_))) {
        Some(Value::Integer(number)) => *number,
        other => panic!("{other:?}"),
    };
    let readings = derived.responses[0].readings.iter().filter(|reading| reading.reader == 0);
    let of = |reading: &prespec::derive::model::ReadingDerived| {
        let told = reading.places.iter().filter(|told| told.set.0 == id).flat_map(|told| &told.things);
        told.map(|placed| (number(&placed.thing), placed.standing)).collect()
    };
    readings.map(of).collect()
}

#[test]
fn it_is_told_why_a_lesion_has_a_place_or_none() {
    use PlaceInSet::{Alike, Full, FullOfEach, Kept, Passed, Taken};
    let liver: Seen = &[(1, "liver", 30), (2, "liver", 20), (3, "liver", 18), (4, "lung", 15), (5, "lung", 12)];
    let told = places_of_crowds(&[&[], liver], "first");
    assert_eq!(told, [[(1, Taken), (2, Taken), (3, FullOfEach), (4, Taken), (5, Full)]]);
    // 10 mm has the first place of the liver, two of 20 mm compete for the other, and none of the liver comes after them.
    let tied: Seen = &[(1, "liver", 10), (2, "liver", 20), (3, "liver", 20), (5, "liver", 30), (4, "lung", 25)];
    let told = places_of_crowds(&[&[], tied], "none_of");
    assert_eq!(told, [[(1, Taken), (2, Alike), (3, Alike), (4, Taken), (5, FullOfEach)]]);
    // Four that are alike, and three places.
    let alike: Seen = &[(1, "liver", 10), (2, "liver", 10), (3, "lung", 10), (4, "lung", 10)];
    let told = places_of_crowds(&[&[], alike], "none_of");
    assert_eq!(told, [[(1, Alike), (2, Alike), (3, Alike), (4, Alike)]]);
    assert_eq!(places_of_crowds(&[&[], alike], "all_of"), [[(1, Taken), (2, Taken), (3, Taken), (4, Taken)]]);
    // Two places for the course; lesion 1 was there at baseline, and lesion 2 too small when it appeared.
    let course: [Seen; 4] = [
        &[(1, "liver", 50)],
        &[(1, "liver", 50), (2, "liver", 9), (3, "lung", 12)],
        &[(1, "liver", 50), (2, "liver", 40), (3, "lung", 4), (4, "lung", 30), (5, "lung", 20)],
        &[(4, "lung", 31), (5, "lung", 60)],
    ];
    let told = places_of_crowds(&course, "followed");
    assert_eq!(told[0], [(3, Taken)]);
    assert_eq!(told[1], [(3, Kept), (4, Taken), (5, Full), (2, Passed)]);
    assert_eq!(told[2], [(3, Kept), (4, Kept), (5, Passed)]);
}

/// Three places, two for each organ.
#[test]
fn places_are_taken_in_the_order_of_rank() {
    // Of the three of the liver two have a place: 30 + 20 + 15, and 10 + 12 + 15 of the smallest.
    let liver: &[_] = &[(1, "liver", 30), (2, "liver", 20), (3, "liver", 10), (4, "lung", 15), (5, "lung", 12)];
    assert_eq!(sums_of_crowds(&[&[], liver])[0][..4], [65, 65, 37, 22]);
    // 20 and 20 compete for the second place of the liver: the lower number, both, or neither, and then none of the liver.
    let tied: &[_] = &[(1, "liver", 30), (3, "liver", 20), (2, "liver", 20), (4, "lung", 15)];
    assert_eq!(sums_of_crowds(&[&[], tied])[0][..2], [65, 70]);
    let tied: &[_] = &[(1, "liver", 10), (3, "liver", 20), (2, "liver", 20), (5, "liver", 30), (4, "lung", 25)];
    assert_eq!(sums_of_crowds(&[&[], tied])[0][2], 35);
    // Of four different organs' worth alike in size, three places: all, or none of them.
    let alike: &[_] = &[(1, "liver", 10), (2, "liver", 10), (3, "lung", 10), (4, "lung", 10)];
    assert_eq!(sums_of_crowds(&[&[], alike])[0][..3], [30, 40, 0]);
    // Numbers are names: which is written first does not matter.
    let renamed: &[_] = &[(4, "liver", 10), (3, "liver", 10), (2, "lung", 10), (1, "lung", 10)];
    assert_eq!(sums_of_crowds(&[&[], renamed])[0][..3], [30, 40, 0]);
}

/// Two places for the course: chosen where they appear, followed when they shrink, and none for those passed over.
#[test]
fn a_set_is_chosen_where_its_lesions_appear() {
    let exams: [&[(i64, &'static str, i64)]; 4] = [
        &[(1, "liver", 50)],
        // Lesion 1 was there at baseline, 2 is too small when it appears.
        &[(1, "liver", 50), (2, "liver", 9), (3, "lung", 12)],
        &[(1, "liver", 50), (2, "liver", 40), (3, "lung", 4), (4, "lung", 30), (5, "lung", 20)],
        &[(4, "lung", 31), (5, "lung", 60)],
    ];
    let followed: Vec<i64> = sums_of_crowds(&exams).into_iter().map(|sums| sums[4]).collect();
    assert_eq!(followed, [12, 34, 31]);
}

const BY_ORGAN_RESPONSES: &str = r#"
response it "It": CRITERION { exam: scan, lesion: spot, at: imaging, among: everyone }

combine readers "Readers" {
  of:         it
  readers:     reader
  response {
    agreed_response "agreed"    when readers agree
    NE "unresolved"    otherwise
  }
  unresolved: query
}
"#;

const NOTHING_ELSE: &str = "equivocal: no, part_of: none, merged_into: none";

/// The plan of a criterion, of which something more is said of lesions, and what is assumed of all of them.
fn plan_by_organ(criterion: &str, more: &str, assumed: &str) -> Plan {
    let text = document("plan").replace("arterial: yes_no", "arterial: yes_no\n    liver_readable: yes_no");
    let uses = format!("{more}use criteria/{criterion} {{ {assumed}{NOTHING_ELSE} }}");
    whole(compiled_in(&text, &uses, &BY_ORGAN_RESPONSES.replace("CRITERION", criterion), "", &[]))
}

/// What is needed of a lesion is a quantity of the plan, from what the examination says of the liver.
fn told_by_organ() -> Plan {
    let define = "define organ_readable of spot \"Organ evaluable\": organ != liver or liver_readable\n\n";
    plan_by_organ("recist_1_1_by_organ", define, "")
}

fn liver_scan(place: usize, liver: bool) -> Row {
    let mut row = scan(["E0", "E1", "E2", "E3"][place], 95 + 50 * place as i32, true, None);
    row.push(("liver_readable", Yes(liver)));
    row
}

fn in_organ(mut row: Row, organ: &'static str) -> Row {
    row.retain(|(column, _)| *column != "organ");
    row.push(("organ", Code(organ)));
    row
}

#[test]
fn an_organ_that_cannot_be_evaluated_is_one_of_a_quantity_of_the_plan() {
    let assumed = plan_by_organ("recist_1_1_by_organ", "", "organ_readable: yes, ");
    let visits = [("E0", true, 30, 20), ("E1", false, 10, 20), ("E2", false, 30, 60), ("E3", true, 10, 20)];
    let scans: Vec<Row> = visits.iter().enumerate().map(|(i, (_, liver, _, _))| liver_scan(i, *liver)).collect();
    let targets = |(name, _, liver, lung): &(&'static str, bool, i64, i64)| {
        [(1, "liver", *liver), (2, "lung", *lung)]
            .map(|(number, organ, mm)| in_organ(spot(name, number, "target", "present", Some((mm, mm))), organ))
    };
    let spots: Vec<Row> = visits.iter().flat_map(targets).collect();
    let read = |plan: &Plan| answers(plan, &derived(plan, 700, scans.clone(), spots.clone()), 0, 0);
    // The lung alone has grown by 20 % and 5 mm over the 50 mm at baseline; 30 mm are 30 % below them.
    assert_eq!(read(&told_by_organ()), ["NE", "PD", "PR"]);
    assert_eq!(read(&assumed), ["PR", "PD", "PR"]);
}

/// On random courses it answers what RECIST 1.1 answers where each known lesion of that organ is recorded as not evaluable.
#[test]
fn an_organ_that_cannot_be_evaluated_has_lesions_that_cannot() {
    let (by_organ, plain) = (told_by_organ(), plan_by_organ("recist_1_1", "", ""));
    let mut state = 20_261_128_u64;
    let mut below = |n: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    let states = ["present", "present", "present", "gone", "too_small", "not_evaluable", "progression"];
    let mut met = BTreeSet::new();
    for _ in 0..300 {
        let (mut scans, mut known, mut marked) = (vec![], vec![], vec![]);
        for (place, exam) in ["E0", "E1", "E2", "E3"].into_iter().enumerate() {
            let (liver, cleared) = (place == 0 || below(2) == 0, place > 0 && below(5) == 0);
            scans.push(liver_scan(place, liver));
            let lesions =
                [(1, "target", "liver"), (2, "target", "lung"), (3, "non_target", "liver"), (4, "non_target", "lung")];
            let new = (place > 0 && below(8) == 0).then_some((5, "new", "liver"));
            for (number, role, organ) in lesions.into_iter().chain(new) {
                let drawn = if cleared { "gone" } else { states[below(7) as usize] };
                let seen = if place == 0 || role == "new" { "present" } else { drawn };
                let seen = if seen == "progression" && role == "target" { "present" } else { seen };
                let mm = 10 + 5 * below(9) as i64;
                let row = |seen: &'static str| in_organ(spot(exam, number, role, seen, Some((mm, mm))), organ);
                known.push(row(seen));
                let unseen = !liver && organ == "liver" && role != "new";
                marked.push(row(if unseen { "not_evaluable" } else { seen }));
            }
        }
        let told = answers(&by_organ, &derived(&by_organ, 700, scans.clone(), known), 0, 0);
        assert_eq!(told, answers(&plain, &derived(&plain, 700, scans, marked), 0, 0));
        met.extend(told);
    }
    assert_eq!(met.into_iter().collect::<Vec<_>>(), ["CR", "NE", "PD", "PR", "SD"]);
}
