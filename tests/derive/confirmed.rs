//! An event that a later examination confirms and dates from an earlier one. What is expected is by hand, and for courses
//! made at random by a second reading of what the language says.

use super::general::{changed, compiled, derived, document, plan, scan, told};
use prespec::derive::Noted;
use prespec::derive::endpoints::{Facts, time_to_event};
use prespec::derive::model::Derived;
use prespec::derive::reason::{ReadAt, ValueReason};
use prespec::derive::seen::Seen;
use prespec::plan::ir::{
    EndpointId, EventId, Handling, OnItsDay, Plan, ResponseId, ResponseRole, Strategy, StrategyOf,
};
use prespec::program::lower;
use proptest::prelude::*;
use std::sync::LazyLock;

const RESPONSES: &str = r#"response course "Course": sequel { at: imaging, among: everyone }"#;

const ENDPOINTS: &str = r#"
intercurrent ablated: ablation from day 0 on

endpoint sure "Time to a confirmed finding" {
  kind:    time_to_event
  from:    time zero
  event:   definitive_progression by course { unconfirmed: does_not_count }
  censor:  last scan where assessed by course otherwise time zero
  horizon: day 700 { event on that day: counts }
}

endpoint open "Time to a finding that nothing cleared" {
  kind:    time_to_event
  from:    time zero
  event:   first of (definitive_progression by course { unconfirmed: counts })
  censor:  last scan where assessed by course otherwise time zero
  horizon: day 700 { event on that day: counts }
}
"#;

/// An examination after day 60 may tell that a finding before it was the event.
const AT_RISK: &str = r#"population later "Later": at_risk { of: everyone, endpoint: sure, on: day 60 }"#;

/// Time zero is day 100, the baseline examination on day 95.
const ZERO: i32 = 100;
const CLEAR: Option<i64> = Some(1);
const OPEN: Option<i64> = Some(2);
const SURE: Option<i64> = Some(3);
const UNREAD: Option<i64> = None;

fn read(plan: &Plan, local: i32, course: &[(i32, Option<i64>)]) -> Derived {
    let mut scans = vec![scan("E00", 95, true, CLEAR)];
    scans.extend(course.iter().zip(1..).map(|((day, score), i)| scan(&format!("E{i:02}"), ZERO + day, true, *score)));
    derived(plan, local, scans, vec![])
}

/// Days to the event or to the last assessed examination, whether it is the event, and why.
fn ends(plan: &Plan, derived: &Derived, endpoint: usize, handling: &Handling) -> (i64, bool, ValueReason) {
    let (program, noted) = (lower(plan), Noted::default());
    let facts = Facts { program: &program, seen: Seen::new(derived, &program, &noted) };
    let found = time_to_event(&facts, handling, EndpointId(endpoint), &[0]).remove(0);
    (found.time, found.event, found.because)
}

fn sequel() -> &'static Plan {
    static PLAN: LazyLock<Plan> = LazyLock::new(|| plan("use criteria/sequel", RESPONSES, ENDPOINTS));
    &PLAN
}

fn both(course: &[(i32, Option<i64>)]) -> [(i64, bool); 2] {
    let plan = sequel();
    let derived = read(plan, 900, course);
    [0, 1].map(|endpoint| ends(plan, &derived, endpoint, &Handling::NOTHING)).map(|(time, event, _)| (time, event))
}

#[test]
fn a_confirmed_finding_is_dated_from_the_first_of_its_course() {
    // Found on day 50, open still on day 90, confirmed on day 120.
    assert_eq!(both(&[(50, OPEN), (90, OPEN), (120, SURE), (150, CLEAR)]), [(50, true); 2]);
    // Cleared on day 90: the course that is confirmed begins on day 120.
    assert_eq!(both(&[(50, OPEN), (90, CLEAR), (120, OPEN), (150, SURE)]), [(120, true); 2]);
    // What was not assessed neither confirms nor clears.
    assert_eq!(both(&[(50, OPEN), (90, UNREAD), (120, SURE)]), [(50, true); 2]);
    // Confirmed by itself.
    assert_eq!(both(&[(50, CLEAR), (90, SURE)]), [(90, true); 2]);
    // Nothing confirms what is found on day 90, nothing clears it: censored at the last assessed examination, or the event.
    assert_eq!(both(&[(50, CLEAR), (90, OPEN), (120, OPEN)]), [(120, false), (90, true)]);
    assert_eq!(both(&[(50, OPEN), (90, CLEAR), (120, UNREAD)]), [(90, false); 2]);
    // A horizon ends the time, not what is known: found before it, confirmed after it.
    assert_eq!(both(&[(690, OPEN), (720, SURE)]), [(690, true); 2]);
}

#[test]
fn why_it_stands_names_both_examinations() {
    let plan = sequel();
    let set = plan.responses[0].criterion.set_of(ResponseRole::DefinitiveProgression).expect("it has one");
    let at = |exam| ReadAt { response: ResponseId(0), exam };
    let of =
        |endpoint, course: &[(i32, Option<i64>)]| ends(plan, &read(plan, 900, course), endpoint, &Handling::NOTHING).2;
    let confirmed = ValueReason::DatedFrom { set, at: at(1), confirmed: Some(at(3)) };
    assert_eq!(of(0, &[(50, OPEN), (90, OPEN), (120, SURE)]), confirmed);
    assert_eq!(of(1, &[(50, CLEAR), (90, OPEN)]), ValueReason::DatedFrom { set, at: at(2), confirmed: None });
    assert_eq!(of(0, &[(50, SURE)]), ValueReason::InSet { set, at: at(1) });
}

/// Where a time is censored at an intercurrent event, what is found after it confirms nothing.
#[test]
fn no_examination_after_the_cut_confirms() {
    let plan = sequel();
    let span = plan.responses[0].header.span;
    let handling = Handling {
        strategies: vec![(StrategyOf::Intercurrent(0), Strategy::CensorBefore, span)],
        on_its_day: Some(OnItsDay::Counts),
        ..Handling::NOTHING
    };
    let ended = |local, course: &[(i32, Option<i64>)]| {
        let (time, event, _) = ends(plan, &read(plan, local, course), 0, &handling);
        (time, event)
    };
    let course = [(30, CLEAR), (50, OPEN), (120, SURE)];
    assert_eq!(ended(ZERO + 120, &course), (50, true));
    assert_eq!(ended(ZERO + 119, &course), (50, false));
    assert_eq!(ended(ZERO + 40, &course), (30, false));
    assert_eq!(plan.intercurrents[0].event, EventId(1));
}

#[test]
fn what_is_not_said_of_it_is_refused() {
    let with = |old: &str, new: &str| {
        changed(ENDPOINTS, old, new, |text| told(&compiled("use criteria/sequel", RESPONSES, text, &[])))
    };
    let sequel = |old: &str, new: &str| {
        let said = |text: &str| told(&compiled("use criteria/sequel", RESPONSES, ENDPOINTS, &[("sequel", text)]));
        changed(&document("sequel"), old, new, said)
    };
    let all = [
        with(" { unconfirmed: does_not_count }", ""),
        with("{ unconfirmed: counts }", "{ unconfirmed: perhaps }"),
        with(
            "definitive_progression by course { unconfirmed: counts }",
            "progression by course { unconfirmed: counts }",
        ),
        sequel("cleared by: CLEAR", "cleared by: (CLEAR, OPEN)"),
        sequel(", cleared by: CLEAR", ""),
        sequel("cleared by: CLEAR", "cleared by: CLEARED"),
        told(&compiled("use criteria/sequel", RESPONSES, &format!("{ENDPOINTS}\n{AT_RISK}\n"), &[])),
    ];
    insta::assert_snapshot!(all.concat());
}

/// The second reading: the last clearing before the confirmation divides the course, and the first finding after it counts.
fn expected(course: &[(i32, Option<i64>)], counts: bool) -> (i64, bool) {
    let sure = course.iter().position(|(_, found)| *found == SURE);
    let end = sure.unwrap_or(course.len());
    let begin = course[..end].iter().rposition(|(_, found)| *found == CLEAR).map_or(0, |at| at + 1);
    let first = course[begin..end].iter().find(|(_, found)| *found == OPEN).map(|(day, _)| *day);
    let event = match sure {
        Some(at) => Some(first.unwrap_or(course[at].0)),
        None => first.filter(|_| counts),
    };
    let last = course.iter().rev().find(|(_, found)| found.is_some()).map_or(0, |(day, _)| *day);
    event.map_or((i64::from(last), false), |day| (i64::from(day), true))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]
    #[test]
    fn courses_are_dated_as_a_second_reading_dates_them(found in prop::collection::vec(0..7_usize, 0..9)) {
        let course: Vec<(i32, Option<i64>)> =
            found.iter().zip(1..).map(|(found, i)| (40 * i, [CLEAR, CLEAR, OPEN, OPEN, OPEN, SURE, UNREAD][*found])).collect();
        prop_assert_eq!(both(&course), [false, true].map(|counts| expected(&course, counts)));
    }
}
