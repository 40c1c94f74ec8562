//! RECIST 1.1: Eisenhauer 2009, and the clarifications of the RECIST working group.

use super::*;

fn recist(options: &str) -> Plan {
    reading("recist_1_1", options)
}

/// The clarifications: once a partial response is assigned, sums of 100, 70, 70 and 80 mm remain one.
#[test]
fn a_partial_response_is_held() {
    assert_eq!(sizes(&recist(""), &[100, 70, 70, 80, 84]), ["PR", "PR", "PR", "PD"]);
    assert_eq!(sizes(&recist("{ hold_response: no }"), &[100, 70, 70, 80, 84]), ["PR", "PR", "SD", "PD"]);
}

/// Where confirmation is required it is the confirmed response that is held: from the examination that repeats it, 28 days at
/// least after the first since the targets were last stable or progressed.
#[test]
fn an_unconfirmed_response_is_not_held_where_confirmation_is_required() {
    let confirmed = recist("{ hold_unconfirmed: no }");
    assert_eq!(sizes(&confirmed, &[100, 70, 70, 80, 84]), ["PR", "PR", "PR", "PD"]);
    assert_eq!(sizes(&confirmed, &[100, 70, 80, 70, 80]), ["PR", "SD", "PR", "SD"]);
    assert_eq!(sizes(&recist(""), &[100, 70, 80, 70, 80]), ["PR", "PR", "PR", "PR"]);
    // After a progression a response is reached anew.
    assert_eq!(sizes(&confirmed, &[100, 60, 60, 75, 65, 71]), ["PR", "PR", "PD", "PR", "SD"]);
    let seen = |second: i32| {
        let one = |day, mm| exam(day, [target(1).mm(mm)]);
        responses(&confirmed, &[one(0, 100), one(60, 70), one(60 + second, 70), one(180, 80)])
    };
    assert_eq!(seen(28), ["PR", "PR", "PR"]);
    assert_eq!(seen(27), ["PR", "PR", "SD"]);
    // An examination that is not assessed ends nothing.
    let unread = exam(120, [target(1).state("not_evaluable")]);
    let one = |day, mm| exam(day, [target(1).mm(mm)]);
    assert_eq!(
        responses(&confirmed, &[one(0, 100), one(60, 70), unread, one(180, 70), one(240, 80)]),
        ["PR", "NE", "PR", "PR"]
    );
}

/// Section 4.4.2: 50 mm in three lesions at baseline, two of them later 80 mm together.
#[test]
fn what_was_not_measured_cannot_undo_progression() {
    let first = exam(0, [target(1).mm(20), target(2).mm(20), target(3).mm(10)]);
    let two = |mm| exam(60, [target(1).mm(mm), target(2).mm(mm)]);
    assert_eq!(responses(&recist(""), &[first.clone(), two(40)]), ["PD"]);
    assert_eq!(responses(&recist(""), &[first, two(25)]), ["NE"]);
}

/// Section 4.3.1: 20 % over the smallest sum are not enough without 5 mm.
#[test]
fn progression_has_an_absolute_floor() {
    assert_eq!(sizes(&recist(""), &[20, 24, 25]), ["SD", "PD"]);
    assert_eq!(sizes(&recist("{ absolute_floor: 0 mm }"), &[20, 23, 24]), ["SD", "PD"]);
}

/// Without a floor, nothing measured of targets that were all gone is no increase.
#[test]
fn nothing_is_no_increase_over_nothing() {
    let first = exam(0, [target(1).mm(20), target(2).mm(20), non_target(3)]);
    let gone = exam(60, [target(1).gone(), target(2).gone(), non_target(3)]);
    let half = exam(120, [target(1).gone(), target(2).state("not_evaluable"), non_target(3)]);
    let plan = recist("{ absolute_floor: 0 mm }");
    assert_eq!(responses(&plan, &[first.clone(), gone.clone(), half]), ["PR", "NE"]);
    // From a sum of 0 mm any lesion that is back is one; 5 mm where it is too small to measure.
    let back = exam(120, [target(1).gone(), target(2).state("too_small"), non_target(3)]);
    assert_eq!(responses(&recist(""), &[first, gone, back]), ["PR", "PD"]);
}

/// Stable disease is neither enough shrinkage from baseline nor enough growth: without a baseline sum it cannot be told.
#[test]
fn without_a_baseline_sum_nothing_is_stable() {
    let plan = recist("");
    let both = |day, one: i64, two: i64| exam(day, [target(1).mm(one), target(2).mm(two)]);
    let first = exam(0, [target(1).mm(50), target(2).state("not_evaluable")]);
    let seen = [first, both(60, 40, 40), both(120, 40, 30), both(180, 44, 40)];
    assert_eq!(responses(&plan, &seen), ["NE", "NE", "PD"]);
    // Whoever has no lesion left is in complete response all the same.
    let gone = exam(240, [target(1).gone(), target(2).gone()]);
    assert_eq!(responses(&plan, &[&seen[..2], &[gone]].concat()), ["NE", "CR"]);
}

/// Appendix: back after complete response is progression, back in partial response is added to the sum.
#[test]
fn a_lesion_back_after_complete_response_is_progression() {
    let plan = recist("");
    let first = exam(0, [target(1).mm(60), target(2).mm(40)]);
    let gone = exam(60, [target(1).gone(), target(2).gone()]);
    let back = exam(120, [target(1).gone(), target(2).mm(4)]);
    assert_eq!(responses(&plan, &[first.clone(), gone, back]), ["CR", "PD"]);
    let less = exam(60, [target(1).mm(30), target(2).gone()]);
    let back = exam(120, [target(1).mm(30), target(2).mm(4)]);
    assert_eq!(responses(&plan, &[first, less, back]), ["PR", "PR"]);
}

/// The complete response is that of the last assessment, or by choice of any earlier one.
#[test]
fn a_complete_response_counts_at_the_last_assessment_or_at_any() {
    // A node that is too large for complete response at the second examination, and at the third back below 10 mm; the
    // other lesion is then back with 2 mm.
    let state = |day, one: Lesion, two: i64| exam(day, [one, non_target(2).node().mm(two), target(3).node().mm(8)]);
    let first = exam(0, [target(1).mm(30), non_target(2).node().mm(12), target(3).node().mm(16)]);
    let complete = state(60, target(1).gone(), 8);
    let unmeasured = exam(120, [target(1).gone(), non_target(2).node().state("not_evaluable"), target(3).node().mm(8)]);
    let back = state(180, target(1).mm(2), 8);
    let seen = [first.clone(), complete.clone(), unmeasured.clone(), back.clone()];
    // Non-targets not evaluated: partial response, by Table 1. The complete response is no longer the last.
    assert_eq!(responses(&recist(""), &seen), ["CR", "PR", "PR"]);
    assert_eq!(responses(&recist("{ after_any_complete_response: yes }"), &seen), ["CR", "PR", "PD"]);
    // What could not be assessed at all is no assessment between the two.
    let nothing = exam(120, [target(1).state("not_evaluable"), non_target(2).node().mm(8), target(3).node().mm(8)]);
    assert_eq!(responses(&recist(""), &[first, complete, nothing, back]), ["CR", "NE", "PD"]);
}

/// Section 4.4.1: of several non-target lesions one that was not assessed leaves the response open, unless another shows progression;
/// one that progresses, or is back after complete response, is enough.
#[test]
fn one_of_several_non_targets_is_enough() {
    let plan = recist("");
    let first = || exam(0, [non_target(1), non_target(2)]);
    let seen = |one: &'static str, two: &'static str| {
        responses(&plan, &[first(), exam(60, [non_target(1).state(one), non_target(2).state(two)])])
    };
    assert_eq!(seen("present", "present"), ["NON_CR_NON_PD"]);
    assert_eq!(seen("present", "not_evaluable"), ["NE"]);
    assert_eq!(seen("gone", "not_evaluable"), ["NE"]);
    assert_eq!(seen("progression", "not_evaluable"), ["PD"]);
    assert_eq!(seen("further_progression", "gone"), ["PD"]);
    assert_eq!(seen("present", "gone"), ["NON_CR_NON_PD"]);
    let unrecorded = responses(&plan, &[first(), exam(60, [non_target(1)])]);
    assert_eq!(unrecorded, ["NE"]);
    let gone = exam(60, [non_target(1).gone(), non_target(2).gone()]);
    let back = |state| exam(120, [non_target(1).gone(), non_target(2).state(state)]);
    let after = |state| responses(&plan, &[first(), gone.clone(), back(state)]);
    assert_eq!(
        (after("present"), after("too_small")),
        (vec!["CR".into(), "PD".into()], vec!["CR".into(), "PD".into()])
    );
    assert_eq!(after("not_evaluable"), ["CR", "NE"]);
}

/// Section 4.3.1: a node below 10 mm is normal.
#[test]
fn a_new_node_counts_from_ten_millimetres() {
    let first = exam(0, [target(1).mm(50)]);
    let with = |day, node: Lesion| exam(day, [target(1).mm(50), node]);
    let seen = |node: Lesion| [first.clone(), with(60, node)];
    let (paper, any) = (recist(""), recist("{ any_new_node: yes }"));
    for (node, by_paper) in [
        (new(2).node().tenths(99), "SD"),
        (new(2).node().mm(10), "PD"),
        (new(2).node().state("too_small"), "SD"),
        (new(2).node(), "SD"),
        (new(2).mm(3), "PD"),
        (new(2), "PD"),
    ] {
        assert_eq!(responses(&paper, &seen(node.clone())), [by_paper]);
        assert_eq!(responses(&any, &seen(node)), ["PD"]);
    }
    assert_eq!(responses(&paper, &seen(new(2).node().mm(20).gone())), ["SD"]);
    // From 9 to 11 mm as the only evidence: it waits for the examination at which it is pathological.
    let grows = [first, with(60, new(2).node().mm(9)), with(120, new(2).node().mm(11))];
    assert_eq!(responses(&paper, &grows), ["SD", "PD"]);
}

/// Table 1: a new lesion is progression whatever else is not evaluated.
#[test]
fn a_new_lesion_counts_where_nothing_else_is_evaluated() {
    let first = exam(0, [target(1).mm(50), non_target(2)]);
    let unread = exam(60, [target(1).mm(10), non_target(2).state("progression"), new(3).mm(12)]).not_readable();
    let later = exam(120, [target(1).mm(45), non_target(2)]);
    let seen = [first.clone(), unread, later.clone()];
    // What is recorded there of the known lesions is not used: 45 mm is no increase over 10 mm.
    assert_eq!(responses(&recist(""), &seen), ["PD", "SD"]);
    assert_eq!(responses(&recist("{ new_lesion_when_not_readable: no }"), &seen), ["NE", "SD"]);
    let nothing_new = exam(60, [target(1).mm(10), non_target(2).state("progression")]).not_readable();
    assert_eq!(responses(&recist(""), &[first, nothing_new, later]), ["NE", "SD"]);
}
