//! Courses by hand, each for a rule of Table 3 of the paper.

use super::{Exam, Site, plan, responses};

/// Diameters in mm.
fn site(number: i64, role: &'static str, node: bool, longest: i64, shortest: i64) -> Site {
    let (longest, shortest) = (Some(longest * 10), Some(shortest * 10));
    let (score, uptake, unequivocal) = (Some(1), Some("reduced"), None);
    Site { number, role, node, longest, shortest, score, uptake, state: "present", unequivocal }
}

fn node(number: i64, longest: i64, shortest: i64) -> Site {
    site(number, "target", true, longest, shortest)
}

fn extranodal(number: i64, longest: i64, shortest: i64) -> Site {
    site(number, "target", false, longest, shortest)
}

fn spleen(length: i64) -> Site {
    site(20, "spleen", false, length, 50)
}

impl Site {
    fn is(self, state: &'static str) -> Site {
        Site { state, ..self }
    }
    fn scored(self, score: i64, uptake: &'static str) -> Site {
        Site { score: Some(score), uptake: Some(uptake), ..self }
    }
}

fn exam(sites: impl IntoIterator<Item = Site>) -> Exam {
    Exam { readable: true, pet: true, sites: sites.into_iter().collect() }
}

fn by_ct(baseline: Exam, exams: &[Exam]) -> Vec<String> {
    responses(plan(false), &baseline, exams)
}

fn by_pet(baseline: Exam, exams: &[Exam]) -> Vec<String> {
    responses(plan(true), &baseline, exams)
}

/// 40 × 30 and 20 × 20 mm are 1600 mm²; 30 × 20 and 20 × 10 are 800, exactly half.
#[test]
fn half_of_the_products_is_a_partial_response() {
    let first = || exam([node(1, 40, 30), extranodal(2, 20, 20)]);
    assert_eq!(by_ct(first(), &[exam([node(1, 30, 20), extranodal(2, 20, 10)])]), ["PR"]);
    assert_eq!(by_ct(first(), &[exam([node(1, 31, 20), extranodal(2, 20, 10)])]), ["SD"]);
    // Too small to measure is 5 mm by 5 mm: 775 and 25 mm².
    let small = |long| exam([node(1, long, 25), extranodal(2, 20, 20).is("too_small")]);
    assert_eq!(by_ct(first(), &[small(31), small(32)]), ["PR", "SD"]);
}

#[test]
fn nodes_are_normal_up_to_15_mm_and_extranodal_disease_is_gone() {
    let first = || exam([node(1, 40, 30), extranodal(2, 20, 20)]);
    let then = |long, state| exam([node(1, long, 10), extranodal(2, 6, 6).is(state)]);
    assert_eq!(by_ct(first(), &[then(15, "gone")]), ["CR"]);
    assert_eq!(by_ct(first(), &[then(16, "gone")]), ["PR"]);
    assert_eq!(by_ct(first(), &[then(15, "present")]), ["PR"]);
}

/// One node grows while the sum shrinks: 20 × 15 from a nadir of 16 × 12 is 300 of 192 mm² but 4 mm; 21 × 15 is 5 mm.
#[test]
fn one_site_progresses_by_its_own_nadir() {
    let first = exam([node(1, 20, 14), node(2, 80, 60)]);
    let at = |long, short| exam([node(1, long, short), node(2, 30, 20)]);
    assert_eq!(by_ct(first.clone(), &[at(16, 12), at(20, 15)]), ["PR", "PR"]);
    assert_eq!(by_ct(first.clone(), &[at(16, 12), at(21, 15)]), ["PR", "PD"]);
    // 50 % is needed: 21 × 13 is 273 mm², 42 %.
    assert_eq!(by_ct(first, &[at(16, 12), at(21, 13)]), ["PR", "PR"]);
    // A site larger than 20 mm needs 10 mm: 30 × 20, then 39 × 24 (56 %) and 40 × 24.
    let large = |long, short| exam([node(1, long, short)]);
    assert_eq!(by_ct(large(30, 20), &[large(39, 24), large(40, 24)]), ["SD", "PD"]);
    // It must be abnormal: 5 × 5 to 15 × 12 is no progression, to 16 × 12 it is.
    assert_eq!(by_ct(large(30, 20), &[large(5, 5), large(15, 12)]), ["CR", "CR"]);
    assert_eq!(by_ct(large(30, 20), &[large(5, 5), large(16, 12)]), ["CR", "PD"]);
}

/// Of eight nodes the six largest are measured; the two others may grow, unless the reader records progression.
#[test]
fn six_sites_are_measured() {
    let sized = |grown: i64, by: i64| {
        exam((1..=8).map(|n| node(n, 20 + n, 20).is("present")).map(move |s| match s.number == grown {
            true => Site { longest: s.longest.map(|l| l + 10 * by), shortest: s.shortest.map(|l| l + 10 * by), ..s },
            false => s,
        }))
    };
    assert_eq!(by_ct(sized(0, 0), &[sized(3, 10)]), ["PD"]);
    assert_eq!(by_ct(sized(0, 0), &[sized(2, 10)]), ["SD"]);
    let mut worse = sized(0, 0);
    worse.sites[1].state = "progression";
    assert_eq!(by_ct(sized(0, 0), &[worse]), ["PD"]);
}

/// 30 × 20 and 40 × 15 mm are 600 mm² both: the longer one has the sixth place.
#[test]
fn of_two_products_that_are_alike_the_longer_site_is_measured() {
    let with = |sixth: (i64, i64), seventh: (i64, i64)| {
        let large = (1..=5).map(|n| node(n, 50, 40));
        exam(large.chain([node(6, sixth.0, sixth.1), node(7, seventh.0, seventh.1)]))
    };
    let first = with((30, 20), (40, 15));
    assert_eq!(by_ct(first.clone(), &[with((30, 20), (55, 25))]), ["PD"]);
    assert_eq!(by_ct(first, &[with((60, 40), (40, 15))]), ["SD"]);
}

#[test]
fn what_is_new_has_a_size() {
    let first = || exam([node(1, 40, 30)]);
    let with = |site: Site| by_ct(first(), &[exam([node(1, 40, 30), site])]);
    let new = |node, long| site(9, "new", node, long, 8);
    assert_eq!(with(new(true, 15)), ["SD"]);
    assert_eq!(with(new(true, 16)), ["PD"]);
    assert_eq!(with(new(false, 10)), ["SD"]);
    assert_eq!(with(new(false, 11)), ["PD"]);
    assert_eq!(with(Site { unequivocal: Some(true), ..new(false, 8) }), ["PD"]);
    assert_eq!(with(Site { unequivocal: Some(true), longest: None, shortest: None, ..new(false, 8) }), ["PD"]);
    assert_eq!(with(Site { unequivocal: Some(true), ..new(true, 8) }), ["SD"]);
    // What was gone and is back is measured likewise.
    let back = |long| by_ct(first(), &[exam([node(1, 1, 1).is("gone")]), exam([node(1, long, 8)])]);
    assert_eq!(back(15), ["CR", "CR"]);
    assert_eq!(back(16), ["CR", "PD"]);
}

/// A spleen of 150 mm has an excess of 20 mm over 130: it progresses above 160 mm, and has regressed by half below 140.
#[test]
fn the_spleen_is_read_by_its_excess() {
    let at = |long, short, length| exam([node(1, long, short), spleen(length)]);
    assert_eq!(by_ct(at(40, 30, 150), &[at(40, 30, 160), at(40, 30, 161)]), ["SD", "PD"]);
    assert_eq!(by_ct(at(40, 30, 150), &[at(20, 20, 140)]), ["SD"]);
    assert_eq!(by_ct(at(40, 30, 150), &[at(20, 20, 139)]), ["PR"]);
    assert_eq!(by_ct(at(40, 30, 150), &[at(15, 10, 131), at(15, 10, 130), at(15, 10, 131)]), ["PR", "CR", "PD"]);
    // Not enlarged at baseline: 20 mm more, and enlarged.
    assert_eq!(by_ct(at(40, 30, 120), &[at(40, 30, 139), at(40, 30, 140)]), ["SD", "PD"]);
    // An enlarged spleen that is not measured leaves the response open.
    assert_eq!(by_ct(at(40, 30, 150), &[exam([node(1, 15, 10)])]), ["NE"]);
}

#[test]
fn the_marrow_must_be_free() {
    let marrow = |state| site(21, "marrow", false, 1, 1).is(state);
    let at = |state| exam([node(1, 15, 10), marrow(state)]);
    let first = || exam([node(1, 40, 30), marrow("present")]);
    assert_eq!(by_ct(first(), &[at("present"), at("gone"), at("progression")]), ["PR", "CR", "PD"]);
    assert_eq!(by_ct(first(), &[at("not_evaluable")]), ["PR"]);
    assert_eq!(by_ct(exam([node(1, 40, 30), marrow("gone")]), &[at("present")]), ["PD"]);
}

/// Scores of one site, whatever its size.
#[test]
fn the_score_and_the_uptake_answer_by_pet() {
    let first = || exam([node(1, 40, 30).scored(5, "unchanged")]);
    let at = |score, uptake| by_pet(first(), &[exam([node(1, 40, 30).scored(score, uptake)])]);
    assert_eq!(at(3, "unchanged"), ["CR"]);
    assert_eq!(at(4, "reduced"), ["PR"]);
    assert_eq!(at(5, "unchanged"), ["SD"]);
    assert_eq!(at(4, "increased"), ["PD"]);
    // A new focus, and one that is not avid.
    let with =
        |score| by_pet(first(), &[exam([node(1, 10, 8), site(9, "new", true, 9, 8).scored(score, "increased")])]);
    assert_eq!(with(4), ["PD"]);
    assert_eq!(with(3), ["CR"]);
    // Without a PET the response is open.
    assert_eq!(by_pet(first(), &[Exam { pet: false, ..exam([node(1, 10, 8)]) }]), ["NE"]);
}

/// 60 mm are measured on paper only: nothing is read of what cannot be evaluated.
#[test]
fn an_examination_that_cannot_be_read_is_not_evaluated() {
    let first = exam([node(1, 40, 30)]);
    let unread = Exam { readable: false, ..exam([node(1, 10, 10)]) };
    assert_eq!(by_ct(first.clone(), &[unread, exam([node(1, 40, 30)])]), ["NE", "SD"]);
    let unmeasured = Exam { ..exam([Site { shortest: None, ..node(1, 40, 30) }]) };
    assert_eq!(by_ct(first, &[unmeasured]), ["NE"]);
}
