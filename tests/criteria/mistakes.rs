//! Deliberate mistakes in the documents, each of which the random courses must see.

use super::oracle_paper;
use super::plans;
use super::seconds::{Second, differs, irecist, li_rads, mrecist, recist};
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

/// No mistake in the document, no option set, may go unseen.
fn are_seen_by_default(document: &str, response: &str, second: Second, mistakes: &[(&str, &str)]) {
    let is_unseen = |mistake: &&(&str, &str)| {
        differs(&plans::by_default_changed(document, &[**mistake]), response, second, 0).is_none()
    };
    let unseen: Vec<_> = mistakes.iter().filter(is_unseen).collect();
    assert!(unseen.is_empty(), "{response}: no course shows {unseen:#?}");
}

#[test]
#[rustfmt::skip]
fn mistakes_in_recist_are_seen() {
    are_seen("recist", recist, &[
        (PLAN, &[("use criteria/recist_1_1 { absolute_floor: 5 mm", "use criteria/recist_1_1 { absolute_floor: 0 mm")]),
        (PLAN, &[("any_new_node: yes, new_lesion_when_not_readable: no, equivocal: no, part_of: none, merged_into: none }", "any_new_node: no, new_lesion_when_not_readable: no, equivocal: no, part_of: none, merged_into: none }")]),
        (RECIST, &[("(after_any_complete_response and (earlier complete_response)) or (earlier", "(earlier")]),
        (RECIST, &[("not (state in (gone, not_evaluable)) and not (equivocal is known and equivocal) and (any_new_node or", "not (state = not_evaluable) and not (equivocal is known and equivocal) and (any_new_node or")]),
        (RECIST, &[("  PR \"an earlier response is held\"   when hold_response and held\n", "")]),
        (RECIST, &[("measured >= 120 % of nadir", "measured >= 125 % of nadir")]),
        (RECIST, &[("total <= 70 % of", "total < 70 % of")]),
        (RECIST, &[("min total at (baseline, earlier_exam)", "min total at earlier_exam")]),
    ]);
}

#[test]
#[rustfmt::skip]
fn mistakes_in_recist_by_its_paper_are_seen() {
    are_seen_by_default(RECIST, "recist", oracle_paper::recist, &[
        ("any_new_node:                 no", "any_new_node:                 yes"),
        ("new_lesion_when_not_readable: yes", "new_lesion_when_not_readable: no"),
        ("  PR \"an earlier response is held\"   when hold_response and held\n", ""),
        ("hold_unconfirmed:             yes", "hold_unconfirmed:             no"),
        ("absolute_floor:               5 mm", "absolute_floor:               4.9 mm"),
        ("measured >= 120 % of nadir", "measured > 120 % of nadir"),
        ("measured - nadir >= absolute_floor", "measured - nadir > absolute_floor"),
        ("min total at (baseline, earlier_exam)", "min total at earlier_exam"),
        ("total <= 70 % of", "total < 70 % of"),
        ("5 mm    when state = too_small", "0 mm    when state = too_small"),
        ("unknown when state = not_evaluable", "size    when state = not_evaluable"),
        ("state != too_small and size >= 10 mm))", "state != too_small and size > 10 mm))"),
        ("state != too_small and size >= 10 mm))", "size >= 10 mm))"),
        ("node and size is known and size >= 10 mm and not (state", "node and size is known and size > 10 mm and not (state"),
        ("(node and length < 10 mm)", "(node and length <= 10 mm)"),
        // What was complete is so for ever, or until an examination that cannot be evaluated.
        ("(earlier complete_response with no incomplete_response since)", "(earlier complete_response)"),
        ("set incomplete_response: PR, SD, PD, NON_CR_NON_PD", "set incomplete_response: NE, PR, SD, PD, NON_CR_NON_PD"),
        ("set incomplete_response: PR, SD, PD,", "set incomplete_response: PR, SD,"),
        ("earlier target_response in (PR, CR) with no PD since", "earlier target_response in (PR, CR)"),
        ("  PD \"a target is back after CR\"     when complete_before and (any target where back)\n", ""),
        ("  PD \"larger, though incomplete\"     when total is missing and grown\n", ""),
        ("  NE \"no baseline sum to compare\"    when total at baseline is missing\n", ""),
        ("  PD \"a non-target is back after CR\" when complete_before and (any non_target where returned)\n", ""),
        ("state in (progression, further_progression) and not (equivocal is known and equivocal)\ndefine worse", "state = progression and not (equivocal is known and equivocal)\ndefine worse"),
        ("| CR              | NON_CR_NON_PD or NE | no         | PR ", "| CR              | NON_CR_NON_PD or NE | no         | SD "),
        ("| NA              | CR                  | no         | CR ", "| NA              | CR                  | no         | PR "),
    ]);
}

#[test]
#[rustfmt::skip]
fn mistakes_in_li_rads_by_its_document_are_seen() {
    are_seen_by_default(LI_RADS, "lirads", oracle_paper::li_rads, &[
        ("only_targets:             no", "only_targets:             yes"),
        ("missing_is_not_evaluable: yes", "missing_is_not_evaluable: no"),
        ("{ chosen at: appearance }", "{ chosen at: baseline }"),
        ("treated_lesion { chosen at: baseline }", "treated_lesion { chosen at: appearance }"),
        ("(no known_to_be_treated) and (no treated_at_baseline)", "no known_to_be_treated"),
        ("(any known_to_be_treated where not recorded or treatment_response is missing) or", "(any known_to_be_treated where not recorded) or"),
        ("(any known_to_be_treated where not recorded or treatment_response is missing) or ", ""),
        ("  EQUIVOCAL \"one is equivocal\"    when any treated_lesion where treatment_response = equivocal\n", ""),
        (" or (any treated_at_baseline where not recorded or treatment_response is missing)", ""),
    ]);
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
