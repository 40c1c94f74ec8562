//! RECIST 1.1, section 4.3.2: lesions that split, and lesions that merge. What is expected is by hand.

use super::*;

const COLUMNS: &str = "part_of: integer from 1 to 9 { may be missing: yes, names: number }\n    \
                       merged_into: integer from 1 to 9 { may be missing: yes, names: number }";

fn recist() -> Plan {
    reading_more("recist_1_1", "", COLUMNS, "")
}

fn part(number: i64, of: i64) -> Lesion {
    new(number).set("part_of", Whole(of))
}

impl Lesion {
    fn into(self, other: i64) -> Lesion {
        self.set("merged_into", Whole(other))
    }
}

/// The responses to what is seen every 60 days after two targets of 30 mm and a non-target lesion.
fn after<const N: usize>(plan: &Plan, seen: [Vec<Lesion>; N]) -> Vec<String> {
    let first = exam(0, [target(1).mm(30), target(2).mm(30), non_target(3)]);
    let later = seen.into_iter().zip(1..).map(|(lesions, i)| exam(60 * i, lesions));
    responses(plan, &[first].into_iter().chain(later).collect::<Vec<_>>())
}

/// What is seen of the targets, and the non-target lesion as it was.
fn with<const N: usize>(seen: [Lesion; N]) -> Vec<Lesion> {
    seen.into_iter().chain([non_target(3)]).collect()
}

/// 42 mm are 30 % less than 60 mm, 72 mm are 20 % more.
#[test]
fn the_parts_of_a_lesion_are_added() {
    let plan = recist();
    let split = |rest: Lesion, a, b| with([target(1).mm(30), rest, part(4, 2).mm(a), part(5, 2).mm(b)]);
    // A part is no new lesion, whatever is left under the number of the lesion.
    assert_eq!(after(&plan, [split(target(2).gone(), 6, 6)]), ["PR"]);
    assert_eq!(after(&plan, [split(target(2).gone(), 6, 7)]), ["SD"]);
    assert_eq!(after(&plan, [split(target(2).mm(20), 10, 12)]), ["PD"]);
    assert_eq!(after(&plan, [split(target(2).mm(20), 10, 11)]), ["SD"]);
    // A part that was not measured leaves the sum incomplete; one of a part is one of the first.
    let unread = with([target(1).mm(30), target(2).mm(5), part(4, 2).state("not_evaluable")]);
    assert_eq!(after(&plan, [unread]), ["NE"]);
    let of_part = with([target(1).mm(30), target(2).gone(), part(4, 2).mm(22), part(5, 4).mm(20)]);
    assert_eq!(after(&plan, [of_part]), ["PD"]);
}

/// Gone is what is gone with all its parts; a part that is seen again after that is the lesion back.
#[test]
fn a_lesion_is_gone_with_its_parts() {
    let plan = recist();
    let gone = |part: Lesion| vec![target(1).gone(), target(2).gone(), part, non_target(3).gone()];
    assert_eq!(after(&plan, [gone(part(4, 2).mm(3))]), ["PR"]);
    assert_eq!(after(&plan, [gone(part(4, 2).gone()), gone(part(4, 2).mm(3))]), ["CR", "PD"]);
    // So it is with a non-target lesion.
    assert_eq!(after(&plan, [gone(part(4, 3))]), ["PR"]);
    assert_eq!(after(&plan, [gone(part(4, 3).gone()), gone(part(4, 3))]), ["CR", "PD"]);
    assert_eq!(after(&plan, [gone(part(4, 3).state("not_evaluable"))]), ["PR"]);
    assert_eq!(after(&plan, [with([target(1).mm(30), target(2).mm(30), part(4, 3).state("progression")])]), ["PD"]);
}

/// The longest diameter of the merged lesion is taken once.
#[test]
fn a_merged_lesion_counts_once() {
    let plan = recist();
    let merged = |mm| with([target(1).mm(mm), target(2).into(1)]);
    assert_eq!(after(&plan, [merged(42), merged(50), merged(51)]), ["PR", "PR", "PD"]);
    assert_eq!(after(&plan, [merged(71)]), ["SD"]);
    assert_eq!(after(&plan, [merged(72)]), ["PD"]);
    // What else stands on the row of the lesion that has merged is not read.
    assert_eq!(after(&plan, [with([target(1).mm(42), target(2).mm(30).into(1)])]), ["PR"]);
    // Both are gone with the one, and back with it.
    let both = |one: Lesion| vec![one, target(2).into(1), non_target(3).gone()];
    assert_eq!(after(&plan, [both(target(1).gone()), both(target(1).mm(4))]), ["CR", "PD"]);
    assert_eq!(after(&plan, [both(target(1).mm(4))]), ["PR"]);
}

/// Several merge one after the other, and a part merges with another lesion.
#[test]
fn what_merged_is_followed_to_the_last() {
    let plan = recist();
    let first = exam(0, [target(1).mm(20), target(2).mm(20), target(5).mm(20)]);
    let seen = |lesions: Vec<Lesion>| responses(&plan, &[first.clone(), exam(60, lesions)]);
    assert_eq!(seen(vec![target(1).mm(42), target(2).into(1), target(5).into(2)]), ["PR"]);
    assert_eq!(seen(vec![target(1).mm(43), target(2).into(1), target(5).into(2)]), ["SD"]);
    let part_merged = vec![target(1).mm(20), target(2).mm(10), target(5).mm(12), part(6, 2).into(5)];
    assert_eq!(seen(part_merged), ["PR"]);
    let into_part = vec![target(1).mm(20), target(2).mm(10), part(6, 2).mm(12), target(5).into(6)];
    assert_eq!(seen(into_part), ["PR"]);
}

/// The sum is incomplete where the other is not there, is no target, is the lesion itself, or leads back to it.
#[test]
fn what_leads_nowhere_is_unmeasured() {
    let plan = recist();
    assert_eq!(after(&plan, [with([target(1).mm(30), target(2).into(8)])]), ["NE"]);
    assert_eq!(after(&plan, [with([target(1).mm(30), target(2).mm(30).into(3)])]), ["NE"]);
    assert_eq!(after(&plan, [with([target(1).mm(30), target(2).mm(30).into(2)])]), ["NE"]);
    assert_eq!(after(&plan, [with([target(1).mm(30).into(2), target(2).mm(30).into(1)])]), ["NE"]);
    assert_eq!(after(&plan, [with([target(1).state("not_evaluable"), target(2).into(1)])]), ["NE"]);
    // Parts that lead back to one another are of none; one that names itself is no part of itself.
    let circle = with([target(1).mm(30), target(2).mm(30), part(4, 5).mm(50), part(5, 4).mm(50)]);
    assert_eq!(after(&plan, [circle]), ["SD"]);
    assert_eq!(after(&plan, [with([target(1).mm(30), target(2).mm(30).set("part_of", Whole(2))])]), ["SD"]);
}

/// A non-target lesion that has merged is spoken for by the other.
#[test]
fn a_non_target_lesion_merges() {
    let plan = recist();
    let seen = |one: Lesion, three: Lesion| after(&plan, [vec![one, target(2).gone(), three]]);
    assert_eq!(seen(target(1).gone(), non_target(3).into(1)), ["CR"]);
    assert_eq!(seen(target(1).mm(30), non_target(3).into(1)), ["PR"]);
    assert_eq!(seen(target(1).gone(), non_target(3).into(9)), ["PR"]);
    let only = |others: Vec<Lesion>| responses(&plan, &[exam(0, [non_target(3), non_target(4)]), exam(60, others)]);
    assert_eq!(only(vec![non_target(3).gone(), non_target(4).into(3)]), ["CR"]);
    assert_eq!(only(vec![non_target(3), non_target(4).into(3)]), ["NON_CR_NON_PD"]);
    assert_eq!(only(vec![non_target(3).gone(), non_target(4).into(9)]), ["NE"]);
}

/// In the liver it is the viable parts that are added.
#[test]
fn mrecist_adds_viable_parts() {
    let options = "{ equivocal: no, pretreated: no, infiltrative: no, porta_hepatis: no, typical: yes }";
    let plan = reading_more("mrecist", options, COLUMNS, "");
    let known = |viable| hepatic(1, "target", 40, viable);
    let piece = |viable: i64| hepatic(3, "new", 20, viable).set("part_of", Whole(1));
    let seen = |lesions: Vec<Lesion>| {
        responses(&plan, &[exam(0, [known(20), hepatic(2, "target", 40, 20)]), exam(60, lesions)])
    };
    let other = |viable| hepatic(2, "target", 40, viable);
    assert_eq!(seen(vec![known(4), piece(4), other(20)]), ["PR"]);
    assert_eq!(seen(vec![known(4), piece(5), other(20)]), ["SD"]);
    assert_eq!(seen(vec![known(28), other(5).into(1)]), ["PR"]);
    assert_eq!(seen(vec![known(0), other(5).into(1)]), ["CR"]);
    assert_eq!(seen(vec![known(0), piece(4), other(0)]), ["PR"]);
}

/// New lesions that split or merge, in the sum of iRECIST.
#[test]
fn irecist_adds_parts_of_new_lesions() {
    let plan = reading_more("irecist", "{ for_symptoms: no }", COLUMNS, "");
    let seen = |last: Vec<Lesion>| {
        let known = |mut others: Vec<Lesion>| {
            others.push(target(1).mm(30));
            others
        };
        let unconfirmed = exam(60, known(vec![new(4).mm(10), new(5).mm(10)]));
        responses(&plan, &[exam(0, [target(1).mm(30)]), unconfirmed, exam(120, known(last))])
    };
    assert_eq!(seen(vec![new(4).mm(10), part(6, 4).mm(4), new(5).mm(10)]), ["iUPD", "iUPD"]);
    assert_eq!(seen(vec![new(4).mm(10), part(6, 4).mm(5), new(5).mm(10)]), ["iUPD", "iCPD"]);
    assert_eq!(seen(vec![new(4).mm(24), new(5).into(4)]), ["iUPD", "iUPD"]);
    assert_eq!(seen(vec![new(4).mm(25), new(5).into(4)]), ["iUPD", "iCPD"]);
}

/// What is not recorded is said, and what names another says which.
#[test]
fn what_names_no_other_is_refused() {
    let column = |text: &str| {
        let options = "{ equivocal: no, part_of: none, merged_into: none }";
        let options = if text.starts_with("merged_into") { "{ equivocal: no, part_of: none }" } else { options };
        refused("recist_1_1", options, text)
    };
    let told_of = |options: &str| {
        told(&compiled(&format!("use criteria/recist_1_1 {options}"), &response("recist_1_1", ""), "", &[]))
    };
    let other = |old: &str, new: &str| {
        let text = document("recist_1_1");
        assert!(text.contains(old), "{old}");
        let text = text.replacen(old, new, 1);
        told(&compiled(&used("recist_1_1", "", ""), &response("recist_1_1", ""), "", &[("recist_1_1", &text)]))
    };
    let all = [
        told_of("{ equivocal: no, part_of: none }"),
        told_of("{ equivocal: no, part_of: none, merged_into: no }"),
        told_of("{ equivocal: no, part_of: none, merged_into: none, absolute_floor: none }"),
        column("merged_into: integer from 1 to 9 { may be missing: yes }"),
        column("other: integer from 1 to 9 { may be missing: yes, names: node }"),
        column("other: integer from 1 to 9 { names: number }"),
        column("other: yes_no { may be missing: yes, names: number }"),
        other("belongs to: part_of", "belongs to: size"),
        other("recorded_length at merged_into is known", "recorded_length at size is known"),
    ];
    insta::assert_snapshot!(all.join("\n"));
}
