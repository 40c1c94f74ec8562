//! LI-RADS treatment response: v2018, and after radiation v2024. What is expected is by hand.

use super::*;

fn v2018(options: &str) -> Plan {
    let lesions = "treatment_response: one of (nonviable, equivocal, viable, not_evaluable) { may be missing: yes }";
    let plan = document("plan").replace("state:  one of (present", &format!("{lesions}\n    state:  one of (present"));
    let uses = format!("use criteria/li_rads_tr {options}");
    let treated = "treated: ablation { by: day 700, because: \"the response is that of what was treated\" }, ";
    whole(compiled_in(&plan, &uses, &response("li_rads_tr", treated), "", &[]))
}

fn category(lesion: Lesion, code: &'static str) -> Lesion {
    lesion.set("treatment_response", Code(code))
}

/// What is seen up to the day of the treatment is no response to it, however late that was.
#[test]
fn it_is_read_after_the_treatment() {
    let paper = v2018("");
    let seen = [
        exam(0, [target(1)]),
        exam(60, [category(target(1), "viable")]),
        exam(400, [category(target(1), "nonviable")]),
    ];
    assert_eq!(responses_after(&paper, 59, &seen), ["VIABLE", "NONVIABLE"]);
    assert_eq!(responses_after(&paper, 60, &seen), ["NONVIABLE"]);
    assert_eq!(responses_after(&paper, 300, &seen), ["NONVIABLE"]);
    // The last examination before it is of more than a year ago, and cannot be read at all.
    let old = [exam(0, [target(1)]), exam(400, [category(target(1), "nonviable")])];
    assert_eq!(responses_after(&paper, 365, &old), ["NONVIABLE"]);
    assert_eq!(responses_after(&paper, 366, &old), ["NE"]);
    assert_eq!(responses_after(&paper, 60, &[exam(0, [target(1)]).not_readable(), old[1].clone()]), ["NE"]);
}

/// A plan may compare with one of its own timepoints in place of the examination that the criterion chooses.
#[test]
fn a_plan_compares_with_a_timepoint_of_its_own() {
    let lesions = "treatment_response: one of (nonviable, equivocal, viable, not_evaluable) { may be missing: yes }";
    let plan = document("plan").replace("state:  one of (present", &format!("{lesions}\n    state:  one of (present"));
    let treated = "treated: ablation { by: day 700, because: \"the response is that of what was treated\" }, baseline: baseline, ";
    let plan = whole(compiled_in(&plan, "use criteria/li_rads_tr", &response("li_rads_tr", treated), "", &[]));
    let read = |day| responses_after(&plan, 60, &[exam(0, [target(1)]), exam(day, [category(target(1), "viable")])]);
    assert_eq!(read(61), ["VIABLE"]);
    // The first can be read between time zero and the treatment, and is no baseline of the plan.
    let between =
        [exam(0, [target(1)]).not_readable(), exam(50, [target(1)]), exam(90, [category(target(1), "viable")])];
    assert_eq!(responses_after(&plan, 60, &between), ["NE"]);
    assert_eq!(responses_after(&v2018(""), 60, &between), ["VIABLE"]);
}

/// The worst treated lesion speaks for the patient.
#[test]
fn every_treated_lesion_counts_or_the_targets_do() {
    let (all, targets) = (v2018(""), v2018("{ only_targets: yes }"));
    let found = |plan: &Plan, lesions: &[Lesion]| {
        responses_after(plan, 60, &[exam(0, [target(1)]), exam(120, lesions.to_vec())])
    };
    let (one, two) = (category(target(1), "nonviable"), category(non_target(2), "viable"));
    assert_eq!(found(&all, &[one.clone(), two.clone()]), ["VIABLE"]);
    assert_eq!(found(&targets, &[one.clone(), two.clone()]), ["NONVIABLE"]);
    assert_eq!(found(&targets, &[target(1), two]), ["NA"]);
    for (code, response) in [("equivocal", "EQUIVOCAL"), ("viable", "VIABLE"), ("not_evaluable", "NE")] {
        assert_eq!(found(&targets, &[one.clone(), category(target(2), code)]), [response]);
    }
    let open = [category(target(1), "equivocal"), category(target(2), "not_evaluable")];
    assert_eq!(found(&all, &open), ["NE"]);
}

fn v2024(options: &str) -> Plan {
    let lesions = "treated: yes_no { may be missing: yes }\n    enhancement: one of (none, expected, masslike, not_evaluable) { may be missing: yes }\n    \
                   masslike: number in mm { at least: 0 mm, below: 1000 mm, may be missing: yes }";
    let plan = document("plan").replace("state:  one of (present", &format!("{lesions}\n    state:  one of (present"));
    let events = "irradiated: ablation { by: day 365, because: \"the response is that of what was irradiated\" }, ";
    let (name, uses) = ("li_rads_tr_radiation_2024", format!("use criteria/li_rads_tr_radiation_2024 {options}"));
    whole(compiled_in(&plan, &uses, &response(name, events), "", &[]))
}

/// A treated lesion: its enhancement, and the length of what is masslike.
fn treated(number: i64, enhancement: &'static str, mm: Option<i64>) -> Lesion {
    let lesion = target(number).set("treated", Yes(true)).set("enhancement", Code(enhancement));
    match mm {
        Some(mm) => lesion.set("masslike", Number(mm * 1_000_000)),
        None => lesion,
    }
}

/// One lesion over the examinations: the first before the radiation on day 30, the others after it.
fn course(plan: &Plan, of: &[(&'static str, Option<i64>)]) -> Vec<String> {
    let at = |(i, (enhancement, mm)): (i32, &(&'static str, Option<i64>))| exam(60 * i, [treated(1, enhancement, *mm)]);
    responses_after(plan, 30, &(0..).zip(of).map(at).collect::<Vec<_>>())
}

/// Stable or smaller masslike enhancement is nonprogressing; new or larger is viable; each compared with the examination before.
#[test]
fn enhancement_is_compared_with_the_examination_before() {
    let mass = |mm| ("masslike", Some(mm));
    let none = ("expected", None);
    let plan = v2024("");
    let all = [mass(40), mass(40), mass(30), mass(31), mass(31), none, mass(5), ("none", None)];
    let expected = ["NONPROGRESSING", "NONPROGRESSING", "VIABLE", "NONPROGRESSING", "NONVIABLE", "VIABLE", "NONVIABLE"];
    assert_eq!(course(&plan, &all), expected);
    let five = v2024("{ increase: 5 mm }");
    assert_eq!(
        course(&five, &[mass(40), mass(30), mass(35), mass(41)]),
        ["NONPROGRESSING", "NONPROGRESSING", "VIABLE"]
    );
    // What is new is viable however small it is.
    assert_eq!(course(&five, &[none, mass(4)]), ["VIABLE"]);
}

/// Enhancement that is compared with nothing cannot be told, its absence can.
#[test]
fn what_cannot_be_compared_is_not_evaluable() {
    let plan = v2024("");
    let unread = ("not_evaluable", None);
    let mass = |mm| ("masslike", Some(mm));
    let all = [mass(40), unread, mass(30), mass(30), ("masslike", None), ("none", None)];
    assert_eq!(course(&plan, &all), ["NE", "NE", "NONPROGRESSING", "NE", "NONVIABLE"]);
}

/// The worst lesion speaks for the patient; what was not treated says nothing.
#[test]
fn the_worst_treated_lesion_speaks() {
    let plan = v2024("");
    let first = exam(0, [treated(1, "masslike", Some(40)), treated(2, "masslike", Some(20))]);
    let found = |one: Lesion, two: Lesion| responses_after(&plan, 30, &[first.clone(), exam(90, [one, two])]);
    let (gone, same, larger) =
        (treated(1, "none", None), treated(2, "masslike", Some(20)), treated(2, "masslike", Some(21)));
    assert_eq!(found(gone.clone(), same.clone()), ["NONPROGRESSING"]);
    assert_eq!(found(gone.clone(), larger.clone()), ["VIABLE"]);
    assert_eq!(found(treated(1, "not_evaluable", None), same), ["NE"]);
    assert_eq!(found(treated(1, "not_evaluable", None), larger.clone()), ["VIABLE"]);
    assert_eq!(found(gone, larger.set("treated", Yes(false))), ["NONVIABLE"]);
    assert_eq!(found(target(1), target(2)), ["NE"]);
    let never = [exam(0, [target(1)]), exam(90, [target(1), target(2).set("treated", Yes(false))])];
    assert_eq!(responses_after(&plan, 30, &never), ["NA"]);
    // An examination that cannot be read is not the one before.
    let all = [
        first,
        exam(90, [treated(1, "masslike", Some(10))]).not_readable(),
        exam(150, [treated(1, "masslike", Some(40)), treated(2, "masslike", Some(20))]),
    ];
    assert_eq!(responses_after(&plan, 30, &all), ["NE", "NONPROGRESSING"]);
}

/// Of which an earlier examination has a category, it was treated; of the others nothing tells it.
#[test]
fn a_treated_lesion_without_a_category_is_not_evaluable() {
    let (paper, passed_over) = (v2018(""), v2018("{ missing_is_not_evaluable: no }"));
    let nonviable = |number| category(target(number), "nonviable");
    let seen = |plan: &Plan, later: Vec<Lesion>| {
        let first = [exam(0, [target(1)]), exam(120, [nonviable(1), nonviable(2)])];
        responses_after(plan, 60, &[first.to_vec(), vec![exam(180, later)]].concat())
    };
    let both = |later: Vec<Lesion>| (seen(&paper, later.clone()).remove(1), seen(&passed_over, later).remove(1));
    let told = |by_paper: &str, else_: &str| (by_paper.to_string(), else_.to_string());
    assert_eq!(both(vec![nonviable(1), nonviable(2)]), told("NONVIABLE", "NONVIABLE"));
    assert_eq!(both(vec![nonviable(1), target(2)]), told("NE", "NONVIABLE"));
    assert_eq!(both(vec![nonviable(1)]), told("NE", "NONVIABLE"));
    assert_eq!(both(vec![category(target(1), "viable"), target(2)]), told("VIABLE", "VIABLE"));
    assert_eq!(both(vec![category(target(1), "equivocal"), target(2)]), told("NE", "EQUIVOCAL"));
    assert_eq!(both(vec![target(1), target(2)]), told("NE", "NA"));
    assert_eq!(both(vec![nonviable(1), nonviable(2), target(3)]), told("NONVIABLE", "NONVIABLE"));
}

/// After radiation, a lesion that is no longer recorded could not be evaluated.
#[test]
fn a_treated_lesion_without_a_row_is_not_evaluable_after_radiation() {
    let known = |day, others: Vec<Lesion>| exam(day, [vec![treated(1, "none", None)], others].concat());
    let other = || vec![treated(2, "none", None)];
    let seen = [known(0, other()), known(60, other()), known(120, vec![]), known(180, other())];
    assert_eq!(responses_after(&v2024(""), 30, &seen), ["NONVIABLE", "NE", "NONVIABLE"]);
}

/// Of each lesion by itself, in the order of its number: what the document answers of the patient is the worst of them. Lesion 1 is
/// stable and then larger, 2 no longer enhances and then has no row, 3 was not compared and then is as it was, 4 was not treated.
#[test]
fn each_lesion_has_its_own_category_after_radiation() {
    let plan = v2024("");
    let four = |one, two: Option<Lesion>, three: Option<i64>| {
        let untreated = target(4).set("treated", Yes(false));
        let all = [Some(treated(1, "masslike", Some(one))), two, Some(treated(3, "masslike", three)), Some(untreated)];
        all.into_iter().flatten().collect::<Vec<_>>()
    };
    let gone = || Some(treated(2, "none", None));
    let before = exam(0, four(20, Some(treated(2, "masslike", Some(9))), None));
    let exams = [before, exam(60, four(20, gone(), Some(12))), exam(120, four(21, None, Some(12)))];
    let (scans, spots) = rows(&exams);
    let derived = derived(&plan, 125, scans, spots);
    let of_each = plan.responses[0].criterion.of_each.as_ref().expect("categories of lesions");
    let name = |category: usize| of_each.codes.codes[category].name.clone();
    let told = derived.responses[0].readings.iter().filter(|reading| reading.reader == 0);
    let told: Vec<Vec<Option<String>>> =
        told.map(|reading| reading.things.iter().map(|thing| thing.category.map(name)).collect()).collect();
    let some = |names: [&str; 3]| names.map(|name| Some(name.to_string())).to_vec();
    assert_eq!(told, [some(["NONPROGRESSING", "NONVIABLE", "NE"]), some(["VIABLE", "NE", "NONPROGRESSING"])]);
}
