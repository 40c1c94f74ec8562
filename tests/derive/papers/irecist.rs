//! iRECIST: Seymour 2017, its Tables 2 and 3 and the EORTC's clarifications of them.

use super::*;

fn irecist(options: &str) -> Plan {
    reading("irecist", &format!("{{ for_symptoms: no{options} }}"))
}

fn both(day: i32, first: i64, more: impl IntoIterator<Item = Lesion>) -> Exam {
    exam(day, std::iter::once(target(1).mm(first)).chain(more))
}

/// Table 3: iUPD, NE, NE is iUPD, as nothing confirms or clears it.
#[test]
fn what_cannot_be_evaluated_neither_confirms_nor_clears() {
    let unmeasured = |day| exam(day, [target(1).state("not_evaluable")]);
    let all = [both(0, 50, []), both(60, 60, []), unmeasured(120), unmeasured(180), both(240, 65, [])];
    assert_eq!(responses(&irecist(""), &all), ["iUPD", "NE", "NE", "iCPD"]);
}

/// Table 3: iUPD, then iSD, iPR or iCR resets the bar, and progression must occur again and be confirmed.
#[test]
fn the_bar_is_reset() {
    // 62 mm would be 2 mm more than the first iUPD; it is 20 % and 5 mm over the smallest sum, and a new iUPD.
    let all = [both(0, 50, []), both(60, 60, []), both(120, 55, []), both(180, 62, []), both(240, 67, [])];
    assert_eq!(responses(&irecist(""), &all), ["iUPD", "iSD", "iUPD", "iCPD"]);
    let all = [both(0, 50, []), both(60, 60, []), both(120, 35, []), both(180, 42, []), both(240, 42, [])];
    assert_eq!(responses(&irecist(""), &all), ["iUPD", "iPR", "iUPD", "iUPD"]);
}

/// Growth adds up from the pending progression: 3 mm and 2 mm confirm, 3 mm alone do not.
#[test]
fn growth_adds_up_from_the_pending_progression() {
    let all = [both(0, 50, []), both(60, 60, []), both(120, 63, []), both(180, 65, [])];
    assert_eq!(responses(&irecist(""), &all), ["iUPD", "iUPD", "iCPD"]);
    assert_eq!(responses(&irecist(", increase: 3 mm"), &all), ["iUPD", "iCPD", "iCPD"]);
}

/// Table 2: another new lesion, growth of the new ones, or progression of a kind that was no reason.
#[test]
fn each_kind_of_progression_confirms() {
    let first = both(0, 50, [non_target(2)]);
    let at = |day, size, state: &'static str, new: &[Lesion]| {
        exam(day, [target(1).mm(size), non_target(2).state(state)].into_iter().chain(new.iter().cloned()))
    };
    let then = |second: Exam, third: Exam| responses(&irecist(""), &[first.clone(), second, third]);
    let one = [new(3).mm(10)];
    assert_eq!(then(at(60, 50, "present", &one), at(120, 50, "present", &[new(3).mm(14)])), ["iUPD", "iUPD"]);
    assert_eq!(then(at(60, 50, "present", &one), at(120, 50, "present", &[new(3).mm(15)])), ["iUPD", "iCPD"]);
    assert_eq!(then(at(60, 50, "present", &one), at(120, 50, "present", &[new(3).mm(10), new(4)])), ["iUPD", "iCPD"]);
    assert_eq!(then(at(60, 50, "present", &one), at(120, 60, "present", &one)), ["iUPD", "iCPD"]);
    assert_eq!(then(at(60, 50, "present", &one), at(120, 50, "progression", &one)), ["iUPD", "iCPD"]);
    assert_eq!(then(at(60, 60, "present", &[]), at(120, 60, "present", &one)), ["iUPD", "iCPD"]);
    assert_eq!(then(at(60, 50, "progression", &[]), at(120, 50, "progression", &[])), ["iUPD", "iUPD"]);
    assert_eq!(then(at(60, 50, "progression", &[]), at(120, 50, "further_progression", &[])), ["iUPD", "iCPD"]);
    assert_eq!(then(at(60, 50, "present", &one), at(120, 50, "present", &[new(3).gone()])), ["iUPD", "iSD"]);
}

/// A new lesion that is not measured confirms by any increase, where the reader records it.
#[test]
fn any_increase_of_a_new_lesion_confirms() {
    let all = [both(0, 50, []), both(60, 50, [new(3)]), both(120, 50, [new(3).state("progression")])];
    assert_eq!(responses(&irecist(""), &all), ["iUPD", "iCPD"]);
    assert_eq!(responses(&irecist(", any_increase: no"), &all), ["iUPD", "iUPD"]);
}

/// Four weeks, unless made for new symptoms with an additional new lesion; and what comes late confirms or not.
#[test]
fn confirmation_has_its_time() {
    let all = |day| [both(0, 50, []), both(60, 60, []), both(60 + day, 66, [])];
    assert_eq!(responses(&irecist(""), &all(27)), ["iUPD", "iUPD"]);
    assert_eq!(responses(&irecist(""), &all(28)), ["iUPD", "iCPD"]);
    assert_eq!(responses(&irecist(", confirm_after: 21 days"), &all(27)), ["iUPD", "iCPD"]);
    assert_eq!(responses(&irecist(""), &all(57)), ["iUPD", "iCPD"]);
    assert_eq!(responses(&irecist(", late_confirmation: no"), &all(56)), ["iUPD", "iCPD"]);
    assert_eq!(responses(&irecist(", late_confirmation: no"), &all(57)), ["iUPD", "iUPD"]);
    assert_eq!(responses(&irecist(", late_confirmation: no, confirm_before: 84 days"), &all(57)), ["iUPD", "iCPD"]);
    let recorded = reading_more("irecist", "", "", "for_symptoms: yes_no { may be missing: yes }");
    let early = |symptoms: bool, new: &[Lesion]| {
        let third = both(70, 50, new.iter().cloned()).set("for_symptoms", Yes(symptoms));
        responses(&recorded, &[both(0, 50, []), both(60, 50, [new_lesion()]), third])
    };
    let (one, two) = ([new_lesion()], [new_lesion(), new(4).mm(12)]);
    assert_eq!(early(true, &two), ["iUPD", "iCPD"]);
    assert_eq!(early(false, &two), ["iUPD", "iUPD"]);
    assert_eq!(early(true, &one), ["iUPD", "iUPD"]);
    let assumed = reading("irecist", "{ for_symptoms: yes }");
    assert_eq!(responses(&assumed, &[both(0, 50, []), both(60, 50, one), both(70, 50, two)]), ["iUPD", "iCPD"]);
}

fn new_lesion() -> Lesion {
    new(3).mm(12)
}

/// An early examination is as if it had not been made: 48 mm there are no smallest sum.
#[test]
fn an_early_examination_is_disregarded() {
    let all = [both(0, 50, []), both(60, 60, []), both(70, 40, []), both(120, 52, []), both(180, 56, [])];
    assert_eq!(responses(&irecist(""), &all), ["iUPD", "iUPD", "iSD", "iSD"]);
}

/// A lesion that was not measured at the pending progression has not grown since.
#[test]
fn growth_is_of_lesions_measured_at_both() {
    let pair = |day, one: Lesion, two: Lesion| {
        exam(day, [target(1), target(2)].map(|_| one.clone()).into_iter().take(1).chain([two]))
    };
    let first = pair(0, target(1).mm(30), target(2).mm(20));
    let pending = pair(60, target(1).mm(70), target(2).state("not_evaluable"));
    let later = pair(120, target(1).mm(70), target(2).mm(20));
    let all = [first.clone(), pending.clone(), later];
    assert_eq!(responses(&irecist(""), &all), ["iUPD", "iUPD"]);
    assert_eq!(responses(&irecist(", measured_at_both: no"), &all), ["iUPD", "iCPD"]);
    let grown = pair(120, target(1).mm(75), target(2).state("not_evaluable"));
    assert_eq!(responses(&irecist(""), &[first, pending, grown]), ["iUPD", "iCPD"]);
    // And of new lesions.
    let all = [both(0, 50, []), both(60, 50, [new(3), new(4).mm(10)]), both(120, 50, [new(3).mm(12), new(4).mm(10)])];
    let every = |more: &str| irecist(&format!(", every_new_lesion: yes{more}"));
    assert_eq!(responses(&every(""), &all), ["iUPD", "iUPD"]);
    assert_eq!(responses(&every(", measured_at_both: no"), &all), ["iUPD", "iCPD"]);
    // One that was not measured when it appeared is no new target lesion.
    assert_eq!(responses(&irecist(", measured_at_both: no"), &all), ["iUPD", "iUPD"]);
}

/// The EORTC's clarification: after a reset a known new lesion is a new iUPD by 20 % and 5 mm over its own smallest size.
#[test]
fn a_known_new_lesion_progresses_from_its_own_smallest_size() {
    let seen = |day, size, new: Option<i64>| both(day, size, new.map(|mm| super::new(3).mm(mm)));
    // The lesion appears, is gone, is back with 12 mm, and grows to 17 mm: 5 mm and 41 % over 12 mm.
    let gone = both(120, 50, [new(3).gone()]);
    let all = |last| {
        [both(0, 50, []), seen(60, 50, Some(14)), gone.clone(), seen(180, 50, Some(12)), seen(240, 50, Some(last))]
    };
    assert_eq!(responses(&irecist(""), &all(16)), ["iUPD", "iSD", "iSD", "iSD"]);
    assert_eq!(responses(&irecist(""), &all(17)), ["iUPD", "iSD", "iSD", "iUPD"]);
    assert_eq!(responses(&irecist(", known_new_lesions: no"), &all(17)), ["iUPD", "iSD", "iSD", "iSD"]);
    // It is confirmed as any other: another 5 mm.
    let confirmed = [&all(17)[..], &[seen(300, 50, Some(22))]].concat();
    assert_eq!(responses(&irecist(""), &confirmed)[4], "iCPD");
    // Unequivocal progression of one that is not measured.
    let worse = both(240, 50, [new(3).state("progression")]);
    let all = [&all(12)[..4], &[worse]].concat();
    assert_eq!(responses(&irecist(""), &all), ["iUPD", "iSD", "iSD", "iUPD"]);
    assert_eq!(responses(&irecist(", known_new_lesions: no"), &all), ["iUPD", "iSD", "iSD", "iSD"]);
}

/// Of new lesions of lung (3 to 5) and liver (6 to 9) the sizes at each examination, every 60 days after one without any.
fn crowd(plan: &Plan, sizes: &[&[(i64, i64)]]) -> Vec<String> {
    let of = |(number, mm): &(i64, i64)| {
        let organ = if *number < 6 { "lung" } else { "liver" };
        new(*number).mm(*mm).set("organ", super::Code(organ))
    };
    let later = (1..).zip(sizes).map(|(i, new)| both(60 * i, 50, new.iter().map(of)));
    responses(plan, &std::iter::once(both(0, 50, [])).chain(later).collect::<Vec<Exam>>())
}

/// Five new lesions are measured, two for each organ, the largest when they appear.
#[test]
fn the_largest_new_lesions_are_measured() {
    let default = irecist("");
    let first: &[(i64, i64)] = &[(3, 20), (4, 25), (5, 12), (6, 11)];
    let grown = |number: i64, by: i64| -> Vec<(i64, i64)> {
        first.iter().map(|(n, mm)| (*n, if *n == number { mm + by } else { *mm })).collect()
    };
    let confirmed = |plan: &Plan, second: &[(i64, i64)]| crowd(plan, &[first, second])[1].clone();
    for number in [3, 4, 6] {
        assert_eq!(confirmed(&default, &grown(number, 4)), "iUPD", "{number}");
        assert_eq!(confirmed(&default, &grown(number, 5)), "iCPD", "{number}");
    }
    // The third of the lung is only noted, however it grows, unless all are measured.
    assert_eq!(confirmed(&default, &grown(5, 50)), "iUPD");
    assert_eq!(confirmed(&irecist(", every_new_lesion: yes"), &grown(5, 5)), "iCPD");
    // A lesion below 10 mm is not measurable.
    assert_eq!(crowd(&default, &[&[(3, 9)], &[(3, 40)]]), ["iUPD", "iUPD"]);
    assert_eq!(crowd(&default, &[&[(3, 10)], &[(3, 15)]]), ["iUPD", "iCPD"]);
}

/// Of lesions of one size that compete for a place, that with the lower number has it: the renaming of lesions changes this.
#[test]
fn a_tie_for_a_place_goes_by_the_number() {
    let default = irecist("");
    let first: &[(i64, i64)] = &[(3, 20), (4, 15), (5, 15)];
    assert_eq!(crowd(&default, &[first, &[(3, 20), (4, 20), (5, 15)]]), ["iUPD", "iCPD"]);
    assert_eq!(crowd(&default, &[first, &[(3, 20), (4, 15), (5, 20)]]), ["iUPD", "iUPD"]);
}

/// What has a place keeps it, and what found none never has one.
#[test]
fn a_place_is_kept() {
    let default = irecist("");
    // Lesion 6 appears later; it is another new lesion, which confirms. Without a pending progression nothing shows.
    let none: &[(i64, i64)] = &[];
    let seen: &[(i64, i64)] = &[(3, 20), (4, 15), (5, 12)];
    let without = |n: i64| seen.iter().copied().filter(|(number, _)| *number != n).collect::<Vec<_>>();
    // All are gone, then 4 and 5 are back: 5 has no place although lesion 3 is not there.
    let back = without(3);
    let grown: Vec<(i64, i64)> = back.iter().map(|(n, mm)| (*n, if *n == 5 { mm + 30 } else { *mm })).collect();
    let kept: Vec<(i64, i64)> = back.iter().map(|(n, mm)| (*n, if *n == 4 { mm + 5 } else { *mm })).collect();
    assert_eq!(crowd(&default, &[seen, none, &back, &grown]), ["iUPD", "iSD", "iSD", "iSD"]);
    assert_eq!(crowd(&default, &[seen, none, &back, &kept]), ["iUPD", "iSD", "iSD", "iUPD"]);
}

/// The smallest sum is that since the last lesion appeared: one more lesion is no growth of those before.
#[test]
fn a_lesion_that_appears_begins_a_sum_of_its_own() {
    let gone = |number| new(number).gone();
    let all = [
        both(0, 50, []),
        both(60, 50, [new(3).mm(10)]),
        both(120, 50, [gone(3)]),
        both(180, 50, [new(4).mm(10)]),
        both(240, 50, [gone(3), gone(4)]),
        both(300, 50, [new(3).mm(10), new(4).mm(4)]),
        both(360, 50, [new(3).mm(10), new(4).mm(5)]),
    ];
    // 14 mm are 4 mm over the 10 mm at which the last lesion appeared, 15 mm are 5 mm over it.
    assert_eq!(responses(&irecist(""), &all), ["iUPD", "iSD", "iUPD", "iSD", "iSD", "iUPD"]);
}

/// A new lesion that cannot be evaluated clears nothing and confirms nothing: what comes after is dated from the first progression.
#[test]
fn a_new_lesion_that_cannot_be_evaluated_clears_nothing() {
    let new = |mm: i64| super::new(3).mm(mm);
    let unread = || super::new(3).state("not_evaluable");
    let all = [both(0, 50, []), both(60, 50, [new(20)]), both(120, 50, [unread()]), both(180, 50, [new(30)])];
    assert_eq!(responses(&irecist(""), &all), ["iUPD", "NE", "iCPD"]);
    assert_eq!(responses(&irecist(", unread_new_is_gone: yes"), &all)[1], "iSD");
    // Progression of the targets is progression besides, of a kind that was no reason; and before any progression it is nothing.
    let worse = [both(0, 50, []), both(60, 50, [new(20)]), both(120, 70, [unread()])];
    assert_eq!(responses(&irecist(""), &worse), ["iUPD", "iCPD"]);
    assert_eq!(responses(&irecist(""), &[both(0, 50, []), both(60, 50, [unread()])]), ["iSD"]);
    // One without a row is gone, and so is one that is recorded so.
    let gone = [both(0, 50, []), both(60, 50, [new(20)]), both(120, 50, [])];
    assert_eq!(responses(&irecist(""), &gone), ["iUPD", "iSD"]);
    assert_eq!(
        responses(&irecist(""), &[&gone[..2], &[both(120, 50, [super::new(3).gone()])]].concat()),
        ["iUPD", "iSD"]
    );
}

/// Nor is a progression of non-target lesions cleared where one of them cannot be evaluated; that of others is.
#[test]
fn a_non_target_lesion_that_cannot_be_evaluated_clears_nothing() {
    let other = |state: &'static str| non_target(2).state(state);
    let all = [
        both(0, 50, [other("present")]),
        both(60, 50, [other("progression")]),
        both(120, 50, [other("not_evaluable")]),
        both(180, 50, [other("further_progression")]),
    ];
    assert_eq!(responses(&irecist(""), &all), ["iUPD", "NE", "iCPD"]);
    assert_eq!(responses(&irecist(", unread_non_target_clears: yes"), &all), ["iUPD", "iSD", "iUPD"]);
    let of_targets =
        [both(0, 50, [other("present")]), both(60, 70, [other("present")]), both(120, 50, [other("not_evaluable")])];
    assert_eq!(responses(&irecist(""), &of_targets), ["iUPD", "iSD"]);
}
