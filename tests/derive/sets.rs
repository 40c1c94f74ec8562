//! Sets of a criterion that are ranked and limited, and chosen where their lesions appear. What is expected is by hand.

use super::general::{answers, compiled_in, derived, document, plan, scan, spot, whole};
use super::tables::Cell::{Code, Yes};
use super::tables::Row;
use prespec::plan::ir::Plan;
use prespec::program::fold::Fact;

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

/// Of examinations with lesions (number, organ, mm) the sums over `first`, `all_of`, `none_of`, `rest` and `followed`.
fn sums_of_crowds(exams: &[&[(i64, &'static str, i64)]]) -> Vec<[i64; 5]> {
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
response it "It": by_organ { exam: scan, lesion: spot, at: imaging, among: everyone }

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

/// What is needed of a lesion is a quantity that the plan defines, from what the examination says of the liver.
#[test]
fn an_organ_that_cannot_be_evaluated_is_one_of_a_quantity_of_the_plan() {
    let text = document("plan").replace("arterial: yes_no", "arterial: yes_no\n    liver_readable: yes_no");
    let define = "define organ_readable of spot \"Organ evaluable\": organ != liver or liver_readable\n\n";
    let by = |uses: &str| whole(compiled_in(&text, uses, BY_ORGAN_RESPONSES, "", &[]));
    let told = by(&format!("{define}use criteria/by_organ {{ equivocal: no, part_of: none, merged_into: none }}"));
    let assumed = by("use criteria/by_organ { organ_readable: yes, equivocal: no, part_of: none, merged_into: none }");
    let visits = [("E0", true, 30, 20), ("E1", false, 10, 20), ("E2", false, 30, 60), ("E3", true, 10, 20)];
    let scans = visits.iter().zip(0..).map(|((name, liver, _, _), i)| {
        let mut row = scan(name, 95 + 50 * i, true, None);
        row.push(("liver_readable", Yes(*liver)));
        row
    });
    let scans: Vec<Row> = scans.collect();
    let spots: Vec<Row> = visits
        .iter()
        .flat_map(|(name, _, liver, lung)| {
            [(1, "liver", *liver), (2, "lung", *lung)].map(|(number, organ, mm)| {
                let mut row = spot(name, number, "target", "present", Some((mm, mm)));
                row.retain(|(column, _)| *column != "organ");
                row.push(("organ", Code(organ)));
                row
            })
        })
        .collect();
    let read = |plan: &Plan| answers(plan, &derived(plan, 700, scans.clone(), spots.clone()), 0, 0);
    // The lung alone has grown by 20 % and 5 mm over the 50 mm at baseline; 30 mm are 30 % below them.
    assert_eq!(read(&told), ["NE", "PD", "PR"]);
    assert_eq!(read(&assumed), ["PR", "PD", "PR"]);
}
