//! Progression that is dated from the examination at which it was suspected. Examinations are every 60 days; time zero is five
//! days after the baseline, so that the first is on day 55. What is expected is by hand.

use super::*;
use prespec::derive::Noted;
use prespec::derive::endpoints::{Facts, time_to_event};
use prespec::derive::seen::Seen;
use prespec::plan::ir::EndpointId;
use prespec::program::lower;

const COLUMN: &str = "equivocal: yes_no { may be missing: yes }";

/// The plan with an endpoint that ends with a set of responses, and sequences that end as told.
fn timed(criterion: &str, options: &str, column: &str, (set, ends, horizon): (&str, &str, &str)) -> Plan {
    let text = document("plan").replace("state:  one of (present", &format!("{column}\n    state:  one of (present"));
    let read = response(criterion, "").replace("unresolved: query", &format!("unresolved: query\n  {ends}"));
    let endpoint = format!(
        "endpoint it_grows \"Time to progression\" {{\n  kind: time_to_event\n  from: time zero\n  event: {set}\n  \
         censor: last scan where assessed by it otherwise time zero\n  horizon: {horizon} {{ event on that day: counts }}\n}}\n"
    );
    whole(compiled_in(&text, &used(criterion, options, column), &read, &endpoint, &[]))
}

fn plan_of(criterion: &str, options: &str) -> Plan {
    timed(criterion, options, COLUMN, ("progression by it", "", "day 730"))
}

/// What both readers see of a lesion.
fn both(lesions: impl IntoIterator<Item = Lesion>) -> Vec<Lesion> {
    let seen = |lesion: Lesion| [lesion.clone(), lesion.set("reader", Code("B"))];
    lesions.into_iter().flat_map(seen).collect()
}

/// The baseline, and every 60 days what else is seen besides a target that stays.
fn course<const N: usize>(seen: [Vec<Lesion>; N]) -> Vec<Exam> {
    let stays = || both([target(1).mm(50)]);
    let known = exam(0, [stays(), both([non_target(2)])].concat());
    let later = seen.into_iter().zip(1..).map(|(others, i)| exam(60 * i, [stays(), others].concat()));
    [known].into_iter().chain(later).collect()
}

/// A new lesion of both readers with the non-target lesion as it was.
fn found(lesions: impl IntoIterator<Item = Lesion>) -> Vec<Lesion> {
    [both(lesions), both([non_target(2)])].concat()
}

fn suspected(lesion: Lesion) -> Lesion {
    lesion.set("equivocal", Yes(true))
}

/// The day on which the time ends, and whether with a progression.
fn time(plan: &Plan, exams: &[Exam]) -> (i64, bool) {
    let (scans, spots) = rows(exams);
    let derived = derived(plan, 700, scans, spots);
    let (program, noted) = (lower(plan), Noted::default());
    let facts = Facts { program: &program, seen: Seen::new(&derived, &program, &noted) };
    let times = time_to_event(&facts, &prespec::plan::ir::Handling::NOTHING, EndpointId(0), &[0]);
    (times[0].time, times[0].event)
}

/// Section 4.3.5: the response at the first examination stays as it was read, the progression has its date.
#[test]
fn a_confirmed_suspicion_has_the_date_of_the_first_examination() {
    let plan = plan_of("recist_1_1", "");
    let seen = course([found([suspected(new(3))]), found([new(3).mm(12)])]);
    assert_eq!(responses(&plan, &seen), ["SD", "PD"]);
    assert_eq!(time(&plan, &seen), (55, true));
    // What is not recorded as equivocal is not.
    let plain = course([found([new(3).set("equivocal", Yes(false))]), found([new(3)])]);
    assert_eq!((responses(&plan, &plain), time(&plan, &plain)), (vec!["PD".into(), "PD".into()], (55, true)));
    let later = course([found([]), found([new(3)])]);
    assert_eq!(time(&plan, &later), (115, true));
}

#[test]
fn a_suspicion_that_nothing_confirms_counts_for_nothing() {
    let plan = plan_of("recist_1_1", "");
    let doubt = || found([suspected(new(3))]);
    assert_eq!(time(&plan, &course([doubt(), doubt(), found([])])), (175, false));
    // Another lesion dates nothing back, and a lesion that had gone only to where it was suspected anew.
    let other = course([doubt(), found([new(3).gone()]), found([new(4)])]);
    assert_eq!(
        (responses(&plan, &other), time(&plan, &other)),
        (["SD", "SD", "PD"].map(String::from).to_vec(), (175, true))
    );
    let unsettled = course([doubt(), found([suspected(new(3)), new(4)])]);
    assert_eq!(time(&plan, &unsettled), (115, true));
    let anew = course([doubt(), found([new(3).gone()]), doubt(), found([new(3)])]);
    assert_eq!(time(&plan, &anew), (175, true));
}

/// Section 4.4.4: equivocal changes of lesions that are known.
#[test]
fn a_non_target_lesion_is_suspected_to_progress() {
    let plan = plan_of("recist_1_1", "");
    let other = |state| both([non_target(2).state(state)]);
    let doubt = || both([suspected(non_target(2).state("progression"))]);
    let seen = course([doubt(), other("progression")]);
    assert_eq!((responses(&plan, &seen), time(&plan, &seen)), (vec!["SD".into(), "PD".into()], (55, true)));
    assert_eq!(time(&plan, &course([doubt(), other("present"), other("progression")])), (175, true));
    assert_eq!(time(&plan, &course([doubt(), other("not_evaluable"), other("progression")])), (55, true));
}

/// A non-target lesion that is there, gone or too small is no longer suspected; one without a row, or not evaluable, still is. What
/// the reader did not call a progression raises no suspicion, and further progression does.
#[test]
fn what_raises_and_what_dispels_a_suspicion() {
    let plan = plan_of("recist_1_1", "");
    let other = |state| both([non_target(2).state(state)]);
    let doubt = |state| both([suspected(non_target(2).state(state))]);
    let after = |between: Vec<Lesion>| time(&plan, &course([doubt("progression"), between, other("progression")]));
    for dispels in ["present", "gone", "too_small"] {
        assert_eq!(after(other(dispels)), (175, true), "{dispels}");
    }
    assert_eq!((after(other("not_evaluable")), after(vec![])), ((55, true), (55, true)));
    let raised = |state| time(&plan, &course([doubt(state), other("progression")]));
    assert_eq!((raised("further_progression"), raised("present")), ((55, true), (115, true)));
    // A new lesion that is doubtful and gone, or cannot be evaluated, is not suspected there.
    for state in ["gone", "not_evaluable"] {
        let seen = course([found([suspected(new(3)).state(state)]), found([new(3)])]);
        assert_eq!(time(&plan, &seen), (115, true), "{state}");
    }
}

/// Any later examination confirms, or the next one only.
#[test]
fn a_suspicion_is_confirmed_by_any_later_examination_or_by_the_next() {
    let (any, next) = (plan_of("recist_1_1", ""), plan_of("recist_1_1", "{ only_by_next: yes }"));
    let doubt = || found([suspected(new(3))]);
    let unseen = course([doubt(), found([new(3).state("not_evaluable")]), found([new(3)])]);
    assert_eq!((time(&any, &unseen), time(&next, &unseen)), ((55, true), (175, true)));
    let twice = course([doubt(), doubt(), found([new(3)])]);
    assert_eq!((time(&any, &twice), time(&next, &twice)), ((55, true), (55, true)));
    let at_once = course([doubt(), found([new(3)])]);
    assert_eq!(time(&next, &at_once), (55, true));
}

/// What progresses otherwise first is dated back too once the suspicion is confirmed, unless the readings have ended.
#[test]
fn a_later_confirmation_dates_an_earlier_progression() {
    let grown = |others: Vec<Lesion>| {
        let mut all = others;
        all.extend(both([target(1).mm(70)]));
        all
    };
    let mut seen = course([found([suspected(new(3))]), found([]), found([new(3)])]);
    for exam in &mut seen[2..] {
        let others = exam.lesions.split_off(2);
        exam.lesions = grown(others);
    }
    let plan = plan_of("recist_1_1", "");
    assert_eq!(responses(&plan, &seen), ["SD", "PD", "PD"]);
    assert_eq!(time(&plan, &seen), (55, true));
    let ends = "ends with: first definitive_progression";
    let ended = timed("recist_1_1", "", COLUMN, ("progression by it", ends, "day 730"));
    assert_eq!(time(&ended, &seen), (115, true));
}

/// By which examination both had seen it.
#[test]
fn two_readers_who_agree_date_it_from_the_later_of_their_dates() {
    let plan = plan_of("recist_1_1", "");
    let a = |lesion: Lesion| vec![lesion];
    let b = |lesion: Lesion| vec![lesion.set("reader", Code("B"))];
    let known = || both([non_target(2)]);
    let with = |seen: [Vec<Lesion>; 2]| [seen.concat(), known()].concat();
    let confirmed = || with([a(new(3)), b(new(4))]);
    let apart =
        course([with([a(suspected(new(3))), vec![]]), with([a(suspected(new(3))), b(suspected(new(4)))]), confirmed()]);
    assert_eq!(time(&plan, &apart), (115, true));
    let one = course([with([a(suspected(new(3))), vec![]]), found([]), confirmed()]);
    assert_eq!(time(&plan, &one), (175, true));
}

/// As for iRECIST: an examination after the horizon confirms an earlier finding all the same.
#[test]
fn an_examination_after_the_horizon_confirms() {
    let plan = timed("recist_1_1", "", COLUMN, ("progression by it", "", "day 100"));
    assert_eq!(time(&plan, &course([found([suspected(new(3))]), found([new(3)])])), (55, true));
    assert_eq!(time(&plan, &course([found([]), found([new(3)])])), (100, false));
}

/// A new hepatic lesion dates back to its first detection, others as in RECIST 1.1.
#[test]
fn mrecist_dates_from_the_first_detection() {
    let recorded = "pretreated: no, infiltrative: no, porta_hepatis: no, typical: yes";
    let of = |options: &str| timed("mrecist", options, "", ("progression by it", "", "day 730"));
    let (paper, not) = (of(&format!("{{ {recorded} }}")), of(&format!("{{ {recorded}, from_first_detection: no }}")));
    let small = || found([hepatic(3, "new", 8, 8)]);
    let seen = course([small(), found([hepatic(3, "new", 12, 12)])]);
    assert_eq!(responses(&paper, &seen), ["SD", "PD"]);
    assert_eq!((time(&paper, &seen), time(&not, &seen)), ((55, true), (115, true)));
    let elsewhere = course([found([]), found([new(3)])]);
    assert_eq!(time(&paper, &elsewhere), (115, true));
    let gone = course([small(), found([hepatic(3, "new", 8, 8).gone()]), small(), found([hepatic(3, "new", 12, 12)])]);
    assert_eq!(time(&paper, &gone), (175, true));
}

/// The unconfirmed progression has the date of the suspicion, and with it the one that confirms it.
#[test]
fn irecist_dates_what_it_confirms_from_the_suspicion() {
    let event = "definitive_progression by it { unconfirmed: does_not_count }";
    let plan = timed("irecist", "{ for_symptoms: no }", COLUMN, (event, "", "day 730"));
    let seen = course([found([suspected(new(3))]), found([new(3).mm(10)]), found([new(3).mm(15)])]);
    assert_eq!(responses(&plan, &seen), ["iSD", "iUPD", "iCPD"]);
    assert_eq!(time(&plan, &seen), (55, true));
    assert_eq!(time(&plan, &course([found([]), found([new(3).mm(10)]), found([new(3).mm(15)])])), (115, true));
}

/// What dates back is an examination, and whom it leaves at risk on a day is told only later.
#[test]
fn what_is_no_examination_or_told_later_is_refused() {
    let text = document("recist_1_1");
    let other = |word: &str| {
        let text = text.replace("dated back to:           first_suspected", &format!("dated back to: {word}"));
        let used = used("recist_1_1", "", "");
        told(&compiled(&used, &response("recist_1_1", ""), "", &[("recist_1_1", &text)]))
    };
    let at_risk = |column: &str| {
        let population =
            "population later \"At risk on day 120\": at_risk { of: everyone, endpoint: growth, on: day 120 }";
        let endpoint = "endpoint growth \"Time to progression\" {\n  kind: time_to_event\n  from: time zero\n  event: progression by it\n  \
             censor: last scan where assessed by it otherwise time zero\n  horizon: day 730 { event on that day: counts }\n}\n";
        let text =
            document("plan").replace("state:  one of (present", &format!("{column}\n    state:  one of (present"));
        let read = format!("{}\n{population}\n", response("recist_1_1", ""));
        compiled_in(&text, &used("recist_1_1", "", column), &read, endpoint, &[])
    };
    // Where nothing equivocal is recorded, nothing is told later.
    assert!(at_risk("").plan.is_some());
    insta::assert_snapshot!([other("total"), other("frist_suspected"), told(&at_risk(COLUMN))].join("\n"));
}
