//! mRECIST: Lencioni and Llovet 2010.

use super::*;

/// Nothing is recorded besides, and these options are set.
fn mrecist(options: &str) -> Plan {
    let usual = "pretreated: no, infiltrative: no, porta_hepatis: no, typical: yes";
    reading("mrecist", &format!("{{ {usual}{options} }}"))
}

fn with(column: &str, assumed: &str) -> Plan {
    reading_more("mrecist", &format!("{{ {assumed} }}"), &format!("{column}: yes_no {{ may be missing: yes }}"), "")
}

fn liver(number: i64, size: i64, viable: i64) -> Lesion {
    hepatic(number, "target", size, viable)
}

/// The whole length stays as it is while the viable part goes.
#[test]
fn only_what_enhances_counts() {
    let seen = |viable: i64, i: i32| exam(60 * i, [liver(1, 60, viable)]);
    let all = [seen(40, 0), seen(30, 1), seen(28, 2), seen(0, 3)];
    assert_eq!(responses(&mrecist(""), &all), ["SD", "PR", "CR"]);
}

/// Without an arterial phase nothing is told of hepatic targets; without one at baseline nothing at all.
#[test]
fn hepatic_lesions_need_an_arterial_phase() {
    let plain = |e: Exam| e.set("arterial", Yes(false));
    let seen = |viable: i64, i: i32| exam(60 * i, [liver(1, 60, viable)]);
    assert_eq!(responses(&mrecist(""), &[seen(40, 0), plain(seen(20, 1)), seen(20, 2)]), ["NE", "PR"]);
    assert_eq!(responses(&mrecist(""), &[plain(seen(40, 0)), seen(20, 1)]), ["NE"]);
    // A lesion elsewhere needs none.
    let lung = |size, i: i32| plain(exam(60 * i, [target(1).mm(size)]));
    assert_eq!(responses(&mrecist(""), &[lung(50, 0), lung(30, 1)]), ["PR"]);
}

/// The paper's progression is 20 %, whatever that is in mm.
#[test]
fn progression_needs_no_absolute_increase() {
    let seen = |viable: i64, i: i32| exam(60 * i, [liver(1, 60, viable)]);
    let all = [seen(20, 0), seen(23, 1), seen(24, 2)];
    assert_eq!(responses(&mrecist(""), &all), ["SD", "PD"]);
    assert_eq!(responses(&mrecist(", absolute_floor: 5 mm"), &all), ["SD", "SD"]);
}

/// The viable part of 10 mm is asked of lesions treated before; of others that they enhance.
#[test]
fn a_lesion_treated_before_needs_ten_viable_millimetres() {
    // 8 mm and 30 mm viable; later 8 mm and 20 mm: a target of 8 mm keeps the sum at 28 of 38 mm.
    let seen = |i: i32, other| exam(60 * i, [liver(1, 30, 8), liver(2, 40, other)]);
    let all = [seen(0, 30), seen(1, 20)];
    assert_eq!(responses(&mrecist(""), &all), ["SD"]);
    let assumed = "pretreated: yes, infiltrative: no, porta_hepatis: no, typical: yes";
    let of_all = reading("mrecist", &format!("{{ {assumed} }}"));
    assert_eq!(responses(&of_all, &all), ["PR"]);
    let to_eight = reading("mrecist", &format!("{{ {assumed}, smallest_viable: 8 mm }}"));
    assert_eq!(responses(&to_eight, &all), ["SD"]);
    // Recorded of each lesion; where it is not known, the lesion was not treated.
    let recorded = with("pretreated", "infiltrative: no, porta_hepatis: no, typical: yes");
    let before = |yes: bool| {
        all.clone().map(|mut e| {
            e.lesions[0] = e.lesions[0].clone().set("pretreated", Yes(yes));
            e
        })
    };
    assert_eq!(responses(&recorded, &before(true)), ["PR"]);
    assert_eq!(responses(&recorded, &before(false)), ["SD"]);
    assert_eq!(responses(&recorded, &all), ["SD"]);
    // Without any enhancement a lesion is no target: all that is left of it is a non-target lesion in complete response.
    let none = [exam(0, [liver(1, 30, 0), liver(2, 40, 30)]), exam(60, [liver(1, 30, 0), liver(2, 40, 0)])];
    assert_eq!(responses(&mrecist(""), &none), ["CR"]);
}

#[test]
fn infiltrative_lesions_and_thrombosis_are_no_targets() {
    let assumed = |infiltrative: &str| {
        reading(
            "mrecist",
            &format!("{{ pretreated: no, infiltrative: {infiltrative}, porta_hepatis: no, typical: yes }}"),
        )
    };
    let all = [exam(0, [liver(1, 60, 40)]), exam(60, [liver(1, 60, 20)])];
    assert_eq!(responses(&assumed("no"), &all), ["PR"]);
    assert_eq!(responses(&assumed("yes"), &all), ["NON_CR_NON_PD"]);
    let recorded = with("infiltrative", "pretreated: no, porta_hepatis: no, typical: yes");
    let diffuse = all.clone().map(|e| exam(e.day, [e.lesions[0].clone().set("infiltrative", Yes(true))]));
    assert_eq!(responses(&recorded, &diffuse), ["NON_CR_NON_PD"]);
    assert_eq!(responses(&recorded, &all), ["PR"]);
    let thrombus = all.map(|e| exam(e.day, [e.lesions[0].clone().set("organ", Code("portal_vein"))]));
    assert_eq!(responses(&mrecist(""), &thrombus), ["NON_CR_NON_PD"]);
}

/// At the porta hepatis a node is malignant from 20 mm on.
#[test]
fn a_node_at_the_porta_hepatis_counts_from_twenty_millimetres() {
    let plan = with("porta_hepatis", "pretreated: no, infiltrative: no, typical: yes");
    let hilar = |node: Lesion| node.node().set("porta_hepatis", Yes(true));
    let found = |node: Lesion| responses(&plan, &[exam(0, [liver(1, 40, 40)]), exam(60, [liver(1, 40, 40), node])]);
    assert_eq!(found(hilar(new(2)).mm(19)), ["SD"]);
    assert_eq!(found(hilar(new(2)).mm(20)), ["PD"]);
    assert_eq!(found(new(2).node().mm(19)), ["PD"]);
    assert_eq!(found(new(2).node().mm(9)), ["SD"]);
    // A node of 18 mm there is neither target nor non-target.
    let small =
        [exam(0, [liver(1, 40, 40), hilar(target(2)).mm(18)]), exam(60, [liver(1, 40, 0), hilar(target(2)).mm(18)])];
    assert_eq!(responses(&plan, &small), ["CR"]);
    let large =
        [exam(0, [liver(1, 40, 40), hilar(target(2)).mm(22)]), exam(60, [liver(1, 40, 0), hilar(target(2)).mm(22)])];
    assert_eq!(responses(&plan, &large), ["PR"]);
}

/// A new hepatic lesion has 10 mm and the typical pattern, or has grown by 10 mm.
#[test]
fn a_new_hepatic_lesion_is_typical_or_has_grown() {
    let known = |i: i32, more: &[Lesion]| {
        exam(60 * i, std::iter::once(liver(1, 40, 40)).chain(more.iter().cloned()).collect::<Vec<_>>())
    };
    let nodule = |size| hepatic(2, "new", size, 0);
    let typical = mrecist("");
    assert_eq!(responses(&typical, &[known(0, &[]), known(1, &[nodule(9)]), known(2, &[nodule(10)])]), ["SD", "PD"]);
    let from_twelve = mrecist(", smallest_new: 12 mm");
    assert_eq!(
        responses(&from_twelve, &[known(0, &[]), known(1, &[nodule(11)]), known(2, &[nodule(12)])]),
        ["SD", "PD"]
    );
    let growth = [known(0, &[]), known(1, &[nodule(8)]), known(2, &[nodule(17)]), known(3, &[nodule(18)])];
    let assumed = "pretreated: no, infiltrative: no, porta_hepatis: no";
    let atypical = reading("mrecist", &format!("{{ {assumed}, typical: no }}"));
    assert_eq!(responses(&atypical, &growth), ["SD", "SD", "PD"]);
    assert_eq!(
        responses(&reading("mrecist", &format!("{{ {assumed}, typical: no, interval_growth: 9 mm }}")), &growth),
        ["SD", "PD", "PD"]
    );
    let recorded = with("typical", assumed);
    let marked = |size, yes| nodule(size).set("typical", Yes(yes));
    assert_eq!(
        responses(&recorded, &[known(0, &[]), known(1, &[marked(12, false)]), known(2, &[marked(12, true)])]),
        ["SD", "PD"]
    );
    // Elsewhere the size and the pattern are not asked for.
    assert_eq!(responses(&atypical, &[known(0, &[]), known(1, &[new(2).mm(4)])]), ["PD"]);
}

/// A document whose option is of another type than the column it stands for.
fn other_type(options: &str) -> String {
    let text = document("mrecist").replace("option typical:              yes", "option typical: 5 mm");
    let uses = used("mrecist", options, "");
    told(&compiled(&uses, &response("mrecist", ""), "", &[("mrecist", &text)]))
}

/// What is not recorded is said, and what is recorded is read.
#[test]
fn what_is_not_recorded_is_said_and_nothing_else_is() {
    let three = "pretreated: no, infiltrative: no, porta_hepatis: no";
    let all = [
        refused("mrecist", &format!("{{ {three} }}"), ""),
        refused("mrecist", &format!("{{ {three}, typical: yes }}"), "typical: yes_no"),
        refused("mrecist", &format!("{{ {three}, typical: 5 mm }}"), ""),
        refused("mrecist", &format!("{{ {three} }}"), "typical: number in mm"),
        other_type(&format!("{{ {three}, typical: 5 mm }}")),
    ];
    insta::assert_snapshot!(all.join("\n"));
}
