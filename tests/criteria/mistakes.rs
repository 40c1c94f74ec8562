//! Deliberate mistakes in the documents, each of which the random courses must see.

use super::plans;
use super::seconds::{Second, differs, irecist, li_rads, mrecist};
use prespec::plan::ir::Plan;

/// A document, and texts of it replaced by others.
pub type Mistake = (&'static str, &'static [(&'static str, &'static str)]);

const PLAN: &str = "sirt-hcc/plan";
const RECIST: &str = "criteria/recist_1_1";
const MRECIST: &str = "criteria/mrecist";
const IRECIST: &str = "criteria/irecist";
const LI_RADS: &str = "criteria/li_rads_tr";

/// Those of which nothing shows that they are there.
pub fn unseen(mistakes: &[Mistake], shows: impl Fn(&Plan) -> Option<String>) -> Vec<&Mistake> {
    mistakes.iter().filter(|(document, replaced)| shows(&plans::changed(document, replaced)).is_none()).collect()
}

/// No mistake may go unseen.
fn are_seen(response: &str, second: Second, mistakes: &[Mistake]) {
    let unseen = unseen(mistakes, |plan| differs(plan, response, second, 0));
    assert!(unseen.is_empty(), "{response}: no course shows {unseen:#?}");
}

#[test]
#[rustfmt::skip]
fn mistakes_in_mrecist_are_seen() {
    are_seen("mrecist", mrecist, &[
        (PLAN, &[("smallest_viable: 10 mm", "smallest_viable: 10.1 mm")]),
        (PLAN, &[("smallest_new: 10 mm", "smallest_new: 10.1 mm")]),
        (PLAN, &[("mrecist { absolute_floor: 5 mm", "mrecist { absolute_floor: 0 mm")]),
        (MRECIST, &[("viable >= smallest_viable", "viable > smallest_viable")]),
        (MRECIST, &[("size >= smallest_new", "size > smallest_new")]),
        // A hepatic new lesion too small to measure counts by the diameter on its row.
        (MRECIST, &[("state != too_small and size is known", "size is known")]),
        // A new lesion in a node needs a diameter too.
        (MRECIST, &[("(organ != liver or (state != too_small", "(organ = lung or (state != too_small")]),
        // The arterial phase is not asked for, at baseline or later.
        (MRECIST, &[("when hepatic and not arterial", "when hepatic and not readable")]),
        (MRECIST, &[(" and not (arterial at baseline)", " and not (readable at baseline)")]),
        // The whole diameter of a hepatic target counts.
        (MRECIST, &[("viable_length when hepatic\n", "size when hepatic\n")]),
        // A thrombus of the portal vein is a target, or is not read at all.
        (MRECIST, &[("target and organ != portal_vein and (", "target and (")]),
        (MRECIST, &[("organ = portal_vein or (organ = liver", "(organ = liver")]),
        (MRECIST, &[("5 mm    when state = too_small", "0 mm    when state = too_small")]),
        (MRECIST, &[("0 mm    when state = gone", "unknown when state = gone")]),
        (MRECIST, &[("unknown when state = not_evaluable", "viable  when state = not_evaluable")]),
        // A hepatic non-target lesion is back, or resolved, as any other.
        (MRECIST, &[("viable_length is known and viable_length > 0 mm when hepatic", "shown when hepatic")]),
        (MRECIST, &[("viable_length is known and viable_length = 0 mm when hepatic", "recorded and state = gone when hepatic")]),
        (MRECIST, &[("viable_length > 0 mm", "viable_length >= 0 mm")]),
        (RECIST, &[("120 % of nadir", "125 % of nadir")]),
        (RECIST, &[("measured - nadir >= absolute_floor", "measured - nadir > absolute_floor")]),
    ]);
}

#[test]
#[rustfmt::skip]
fn mistakes_in_irecist_are_seen() {
    are_seen("irecist", irecist, &[
        (PLAN, &[("confirm_after: 28 days", "confirm_after: 21 days")]),
        (PLAN, &[("increase: 5 mm", "increase: 5.1 mm")]),
        (IRECIST, &[("date < date at pending", "date <= date at pending")]),
        (IRECIST, &[(" since clearing", "")]),
        (IRECIST, &[("set clearing:            iCR, iPR, iSD,", "set clearing:            iCR, iPR,")]),
        (IRECIST, &[("  disregarded later:       passed_over\n", "")]),
        (IRECIST, &[("pending is known and (early or not_assessed)", "early")]),
        (IRECIST, &[("complete response:       iCR", "complete response:      iCR, iPR")]),
        (IRECIST, &[("target_growth >= increase", "target_growth > increase")]),
        // Partial sums do not count; the increase is that over the smallest sum.
        (IRECIST, &[("measured - measured at pending               when pending is known", "total - total at pending when pending is known and total is known and total at pending is known")]),
        (IRECIST, &[("measured - measured at pending               when pending is known", "measured - nadir when pending is known and nadir is known")]),
        (IRECIST, &[("new_growth >= increase", "new_growth > increase")]),
        (IRECIST, &[("sum length of new where length is known", "sum size of new where size is known")]),
        (IRECIST, &[("state = further_progression", "state in (progression, further_progression)")]),
        // What was, or was not, a reason is forgotten.
        (IRECIST, &[("new_reason at pending and new_growth", "new_growth")]),
        (IRECIST, &[(" and target_response at pending != PD", "")]),
        (IRECIST, &[(" and non_target_response at pending != PD", "")]),
        (IRECIST, &[("when appeared and not (new_reason at pending)", "when appeared and new_reason at pending")]),
        // A lesion that was recorded as gone has been seen.
        (IRECIST, &[("part_of is missing and not (state in (gone, not_evaluable)) and not (equivocal is known and equivocal) and (any_new_node or not node or (size is known and state != too_small and size >= 10 mm))\n\ndefine worse", "part_of is missing and not (equivocal is known and equivocal)\n\ndefine worse")]),
        // A new lesion that is still there, and one that was seen before.
        (IRECIST, &[("(any new)  when pending is known", "appeared  when pending is known")]),
        (IRECIST, &[("new_reason otherwise", "(any new)   otherwise")]),
        // An examination that cannot be assessed keeps the confirmed progression.
        (IRECIST, &[("| NE                                 | any ", "| NE                                 | no  ")]),
        // A new lesion that cannot be evaluated is not gone.
        (PLAN, &[("unread_new_is_gone: yes", "unread_new_is_gone:       no")]),
        (PLAN, &[("unread_non_target_clears: yes", "unread_non_target_clears: no")]),
        (RECIST, &[("complete_before and (any target where back)", "any target where back")]),
        (RECIST, &[("complete_before and (any non_target where returned)", "any non_target where returned")]),
    ]);
}

#[test]
#[rustfmt::skip]
fn mistakes_in_li_rads_are_seen() {
    are_seen("lirads", li_rads, &[
        (LI_RADS, &[("(role = target or", "(role != non_target or")]),
        (LI_RADS, &[("(role = target or", "(role != new or")]),
        (LI_RADS, &[("not readable or (no lesion) {", "not readable {")]),
        (LI_RADS, &[("not readable or (no lesion) {", "no lesion {")]),
        (LI_RADS, &[("NA \"no treated lesion\" ", "NE \"no treated lesion\" ")]),
        (LI_RADS, &[("any treated_lesion where treatment_response = viable", "every treated_lesion has treatment_response = viable")]),
        (LI_RADS, &[("where treatment_response = viable", "where treatment_response in (viable, not_evaluable)")]),
        (LI_RADS, &[("where treatment_response = not_evaluable", "where treatment_response in (not_evaluable, equivocal)")]),
        (LI_RADS, &[("where treatment_response = equivocal", "where treatment_response in (equivocal, nonviable)")]),
        // Not evaluable after equivocal, and viable after not evaluable.
        (LI_RADS, &[
            ("  NE \"one could not be evaluated\" when any treated_lesion where treatment_response = not_evaluable\n", ""),
            ("  NONVIABLE ", "  NE \"unread\" when any treated_lesion where treatment_response = not_evaluable\n  NONVIABLE "),
        ]),
        (LI_RADS, &[
            ("  VIABLE \"one is viable\"          when any treated_lesion where treatment_response = viable\n", ""),
            ("  EQUIVOCAL \"", "  VIABLE \"one is viable\" when any treated_lesion where treatment_response = viable\n  EQUIVOCAL \""),
        ]),
    ]);
}
