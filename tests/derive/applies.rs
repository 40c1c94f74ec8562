//! A criterion that does not apply to everyone, nor at every examination, and whose baseline need not serve. What is expected
//! is by hand, and for readings made at random by a second reading of what the language says.

use super::general::{changed, compiled, derived, document, plan, scan, seen, told};
use super::tables::Cell::Yes;
use super::tables::Row;
use prespec::derive::Noted;
use prespec::derive::endpoints::{Facts, NoTime, best_responses, best_successes, time_to_event, without_time, yes_no};
use prespec::derive::model::{Derived, YesNoValue};
use prespec::derive::reason::{ReadAt, ValueReason};
use prespec::derive::seen::Seen;
use prespec::plan::ir::{self, EndpointId, Handling, Plan, PointId, ResponseId, StrategyOf};
use prespec::program::fold::Because;
use prespec::program::lower;
use proptest::prelude::*;
use std::sync::LazyLock;

const USES: &str = "use criteria/treated";

const RESPONSES: &str = r#"
response course "Course": treated { scan: scan, lesion: spot, local: ablation, at: imaging, among: everyone }

combine readers "Readers" {
  of:         course
  readers:     reader
  response {
    agreed_response "agreed"    when readers agree
    NE "unresolved"    otherwise
  }
  unresolved: query
}
"#;

const ENDPOINTS: &str = r#"
intercurrent treated_locally: ablation from day 0 on

endpoint responding "Response at 6 months" {
  kind:    yes_no
  success: objective_response
  by:      course
  at:      M6
  if not assessed: failure
}

endpoint of_all "Response at 6 months, of all" {
  kind:         yes_no
  success:      objective_response
  by:           course
  at:           M6
  if not assessed:      failure
  if it does not apply: failure
}

endpoint viable "Time to a viable lesion" {
  kind:    time_to_event
  from:    time zero
  event:   progression by course
  censor:  last scan where assessed by course otherwise time zero
  horizon: day 365 { event on that day: counts }
}

endpoint best "Best response" {
  kind:        best_response
  by:          course
  to:          day 365
  stable from: day 42
  confirmed:   no
}
"#;

fn treated() -> &'static Plan {
    static PLAN: LazyLock<Plan> = LazyLock::new(|| plan(USES, RESPONSES, ENDPOINTS));
    &PLAN
}

/// What a reader sees at an examination, named as it is then answered; `Unread`: the examination cannot be read.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Sees {
    Nonviable,
    Viable,
    NotEvaluable,
    NoTreated,
    Unread,
}
use Sees::{NoTreated, Nonviable, NotEvaluable, Unread, Viable};

/// Time zero is day 100; the examinations after it are on days 50, 183 (month 6) and 300 from there.
const DAYS: [i32; 3] = [50, 183, 300];

fn lesions(reader: &'static str, exam: &str, sees: Sees) -> Row {
    let state = match sees {
        Nonviable | Unread => "gone",
        Viable | NoTreated => "present",
        NotEvaluable => "not_evaluable",
    };
    seen(reader, exam, 1, if sees == NoTreated { "new" } else { "target" }, state, None)
}

/// The patient is treated locally on a day after time zero; what readers A and B see at each examination.
fn read(local: i32, arterial: bool, course: &[[Sees; 2]]) -> Derived {
    read_by(treated(), local, arterial, course)
}

fn read_by(plan: &Plan, local: i32, arterial: bool, course: &[[Sees; 2]]) -> Derived {
    let mut baseline = scan("E0", 95, true, None);
    baseline.iter_mut().filter(|(name, _)| *name == "arterial").for_each(|(_, cell)| *cell = Yes(arterial));
    let (mut scans, mut spots) = (vec![baseline], vec![]);
    for (place, (day, [a, b])) in DAYS.iter().zip(course).enumerate() {
        let exam = format!("E{}", place + 1);
        scans.push(scan(&exam, 100 + day, *a != Unread, None));
        spots.extend([lesions("A", &exam, *a), lesions("B", &exam, *b)]);
    }
    derived(plan, 100 + local, scans, spots)
}

/// Month 6, month 6 of all, the best response, and the time with its event; none: it has no value.
type Told = (Option<bool>, Option<bool>, Option<bool>, Option<(i64, bool)>);

fn with<T>(derived: &Derived, ask: impl Fn(&Facts) -> T) -> T {
    let (program, noted) = (lower(treated()), Noted::default());
    ask(&Facts { program: &program, seen: Seen::new(derived, &program, &noted) })
}

fn ends(derived: &Derived) -> Told {
    with(derived, |facts| {
        let at_month_6 = |endpoint: usize| month_6(facts, endpoint).value;
        let best = best_successes(facts, EndpointId(3), 0, &[0])[0].value;
        let time = time_to_event(facts, &Handling::NOTHING, EndpointId(2), &[0]);
        (at_month_6(0), at_month_6(1), best, time.first().map(|t| (t.time, t.event)))
    })
}

fn month_6(facts: &Facts, endpoint: usize) -> YesNoValue {
    yes_no(facts, &Handling::NOTHING, EndpointId(endpoint), ResponseId(0), PointId(1), &[0]).remove(0)
}

fn because(derived: &Derived) -> ValueReason {
    with(derived, |facts| month_6(facts, 0).because)
}

#[test]
fn nobody_else_has_a_response() {
    let course = [[Nonviable; 2]; 3];
    let outside = read(121, true, &course);
    assert!(outside.responses[0].readings.is_empty() && outside.responses[0].baselines.is_empty());
    assert_eq!(ends(&outside), (None, Some(false), None, None));
    assert_eq!(because(&outside), ValueReason::DoesNotApply { at: None });
    assert_eq!(
        with(&outside, |facts| without_time(facts, &Handling::NOTHING, EndpointId(2), &[0])),
        [(0, NoTime::DoesNotApply)]
    );
    // By day 120, that day included.
    assert_eq!(ends(&read(120, true, &course)), (Some(true), Some(true), Some(true), Some((300, false))));
}

#[test]
fn what_does_not_apply_at_an_examination_is_not_what_was_not_assessed() {
    // Nothing treated is seen at month 6 by either reader: no value. It could not be evaluated: a failure.
    let none = read(50, true, &[[Nonviable; 2], [NoTreated; 2], [Nonviable; 2]]);
    assert_eq!(ends(&none), (None, Some(false), Some(true), Some((300, false))));
    assert_eq!(because(&none), ValueReason::DoesNotApply { at: Some(ReadAt { response: ResponseId(0), exam: 2 }) });
    let unseen = read(50, true, &[[Nonviable; 2], [NotEvaluable; 2], [Nonviable; 2]]);
    assert_eq!(ends(&unseen), (Some(false), Some(false), Some(true), Some((300, false))));
    // Of two readers the one who sees a treated lesion stands; two who see one and differ are not resolved.
    assert_eq!(ends(&read(50, true, &[[NoTreated; 2], [NoTreated, Nonviable], [NoTreated; 2]])).0, Some(true));
    assert_eq!(ends(&read(50, true, &[[NoTreated; 2], [Viable, Nonviable], [NoTreated; 2]])).0, Some(false));
    // At none does it apply: there is no best response, and nothing was assessed after time zero.
    assert_eq!(ends(&read(50, true, &[[NoTreated; 2]; 3])), (None, Some(false), None, Some((0, false))));
}

/// What stands before an intercurrent event: the local treatment of day 60, ten days after the first examination.
#[test]
fn what_did_not_apply_before_an_event_is_no_failure() {
    let standing = |before: [Sees; 2]| {
        let span = treated().responses[0].header.span;
        let handling = Handling {
            strategies: vec![(StrategyOf::Intercurrent(0), ir::Strategy::ValueBeforeEvent, span)],
            ..Handling::NOTHING
        };
        let derived = read(60, true, &[before, [Nonviable; 2]]);
        let ask = |facts: &Facts| yes_no(facts, &handling, EndpointId(0), ResponseId(0), PointId(1), &[0]).remove(0);
        with(&derived, ask)
    };
    assert_eq!(standing([Nonviable; 2]).value, Some(true));
    assert_eq!(standing([NotEvaluable; 2]).value, Some(false));
    let none = standing([NoTreated; 2]);
    assert_eq!((none.value, none.because), (None, ValueReason::DoesNotApply { at: None }));
}

/// The criterion says apart what cannot be read and what could not be evaluated: a patient of whom nothing was assessed has as
/// best response what the first examination says, and the first of the criterion without one.
#[test]
fn what_was_not_assessed_is_said_as_the_examinations_say_it() {
    let text = document("treated")
        .replace("(no lesion) { response: NE }", "(no lesion) { response: NX }")
        .replace("VIABLE, NE, NA", "VIABLE, NE, NX, NA")
        .replace("not assessed:       NE", "not assessed:       NE, NX");
    let compiled = compiled(USES, RESPONSES, ENDPOINTS, &[("treated", &text)]);
    let plan = compiled.plan.expect("a plan");
    let program = lower(&plan);
    let best = |course: &[[Sees; 2]]| {
        let (derived, noted) = (read_by(&plan, 50, true, course), Noted::default());
        let facts = Facts { program: &program, seen: Seen::new(&derived, &program, &noted) };
        let best = best_responses(&facts, EndpointId(3), 0, &[0]).remove(0);
        plan.responses[0].criterion.code_name(best.result).to_string()
    };
    assert_eq!(best(&[[Unread; 2]; 3]), "NX");
    assert_eq!(best(&[[Unread; 2], [NotEvaluable; 2], [Unread; 2]]), "NX");
    assert_eq!(best(&[[NotEvaluable; 2], [Unread; 2], [Unread; 2]]), "NE");
    assert_eq!(best(&[[NoTreated; 2], [Unread; 2], [Unread; 2]]), "NX");
    assert_eq!(best(&[]), "NE");
}

#[test]
fn a_baseline_that_does_not_serve_is_none() {
    let derived = read(50, false, &[[Nonviable; 2]; 3]);
    let reasons: Vec<Because> = derived.responses[0].readings.iter().map(|r| r.because).collect();
    assert_eq!(reasons, [Because::UnfitBaseline; 6]);
    assert_eq!(ends(&derived), (Some(false), Some(false), Some(false), Some((0, false))));
}

#[test]
fn whom_it_applies_to_is_known_in_time() {
    let with = |old: &str, new: &str| {
        let said = |text: &str| told(&compiled(USES, RESPONSES, ENDPOINTS, &[("treated", text)]));
        changed(&document("treated"), old, new, said)
    };
    let endpoint =
        |old: &str, new: &str| changed(ENDPOINTS, old, new, |text| told(&compiled(USES, RESPONSES, text, &[])));
    let to_all =
        document("treated").replace("  does not apply:     NA\n", "").replace("NA, ", "").replace("NA \"", "NE \"");
    let to_all = to_all.lines().filter(|l| !l.contains("applies to:")).collect::<Vec<_>>().join("\n");
    let reason = " { because: \"the response is that of what was treated by then\" }";
    let at_risk = |day: u32| {
        let risk = format!("population later \"Later\": at_risk {{ of: everyone, endpoint: viable, on: day {day} }}");
        compiled(USES, RESPONSES, &format!("{ENDPOINTS}\n{risk}\n"), &[])
    };
    assert!(at_risk(120).plan.is_some());
    // A quantity of the plan hides no day.
    let through = |late: &str, condition: &str, reason: &str| {
        let text = document("treated").replace(
            "local from day 0 to day 120 { because: \"the response is that of what was treated by then\" }",
            &format!("{condition}{reason}"),
        );
        let risk = "population later \"Later\": at_risk { of: everyone, endpoint: viable, on: day 30 }";
        let responses = format!("define late of patient \"Late\": {late}\n{RESPONSES}");
        let said = told(&compiled(USES, &responses, &format!("{ENDPOINTS}\n{risk}\n"), &[("treated", &text)]));
        format!("{condition}{reason}: {late}\n\n{said}\n")
    };
    let all = [
        with(reason, ""),
        with("local from day 0 to day 120", "local is known"),
        with("local from day 0 to day 120", "not (local before time zero)"),
        with("local from day 0 to day 120", "score > 3"),
        with("(no scan at baseline) or not (arterial at baseline)", "not (arterial at baseline)"),
        with("not (arterial at baseline)", "(first lesion where role = target) = 3"),
        endpoint("  if it does not apply: failure\n", "  inapplicable: perhaps\n"),
        told(&compiled(USES, RESPONSES, ENDPOINTS, &[("treated", &to_all)])),
        told(&at_risk(30)),
        through("ablation from day 0 to day 120", "late", ""),
        through("count treatment where drug = local and date from day 0 to day 90", "late > 0", reason),
        through("ablation is known", "late", reason),
    ];
    insta::assert_snapshot!(all.concat());
}

fn consensus([a, b]: [Sees; 2]) -> Sees {
    match (a, b) {
        (Unread, _) | (_, Unread) => NotEvaluable,
        (NoTreated, other) | (other, NoTreated) => other,
        (a, b) if a == b => a,
        _ => NotEvaluable,
    }
}

/// The second reading, from what is seen and nothing else.
fn expected(local: i32, course: &[[Sees; 2]]) -> Told {
    if local > 120 {
        return (None, Some(false), None, None);
    }
    let found: Vec<Sees> = course.iter().map(|both| consensus(*both)).collect();
    let at_6 = found[1];
    let month_6 = (at_6 != NoTreated).then_some(at_6 == Nonviable);
    let best = found.iter().any(|f| *f != NoTreated).then(|| found.contains(&Nonviable));
    let day = |at: usize| i64::from(DAYS[at]);
    let last = found.iter().rposition(|f| matches!(f, Viable | Nonviable)).map_or(0, day);
    let time = found.iter().position(|f| *f == Viable).map_or((last, false), |at| (day(at), true));
    (month_6, Some(month_6 == Some(true)), best, Some(time))
}

fn any_sight() -> impl Strategy<Value = [Sees; 2]> {
    let one = || prop::sample::select(vec![Nonviable, Viable, NotEvaluable, NoTreated]);
    prop_oneof![6 => [one(), one()].prop_map(|both| both), 1 => Just([Unread; 2])]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]
    #[test]
    fn readings_are_as_a_second_reading_has_them(course in [any_sight(), any_sight(), any_sight()], local in 0..240_i32) {
        prop_assert_eq!(ends(&read(local, true, &course)), expected(local, &course));
    }
}
