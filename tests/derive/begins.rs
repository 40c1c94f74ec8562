//! A criterion that is read after an event, with a baseline of its own. What is expected is by hand, and for courses made at
//! random by a second reading of what the language says.

use super::general::{answers, changed, compiled, derived, document, plan, recorded, scan, seen, told};
use prespec::derive::endpoints::{Facts, NoTime, best_successes, time_to_event, without_time, yes_no};
use prespec::derive::model::{Begins, Derived};
use prespec::derive::reason::{ReadAt, ValueReason};
use prespec::derive::seen::Seen;
use prespec::derive::{Noted, derive};
use prespec::plan::ir::{Baseline, EndpointId, EventId, Handling, Plan, PointId, ResponseId};
use prespec::program::fold::Because;
use prespec::program::lower;
use proptest::prelude::*;
use std::sync::LazyLock;

const USES: &str = "use criteria/ablated";

const RESPONSES: &str = r#"
response course "Course": ablated { ablated: ablation { by: day 120, because: "the response is that of what was ablated" }, at: imaging, among: everyone }
"#;

const ENDPOINTS: &str = r#"
endpoint better "Better at 6 months" {
  kind:    yes_no
  success: objective_response
  by:      course
  at:      M6
  if not assessed: failure
}

endpoint best "Best response" {
  kind:        best_response
  by:          course
  to:          day 300
  stable from: day 42
  confirmed:   no
}

endpoint worse "Time to a worse score" {
  kind:    time_to_event
  from:    time zero
  event:   progression by course
  censor:  last scan where assessed by course otherwise time zero
  horizon: day 700 { event on that day: counts }
}
"#;

const ZERO: i32 = 100;

fn ablated() -> &'static Plan {
    static PLAN: LazyLock<Plan> = LazyLock::new(|| plan(USES, RESPONSES, ENDPOINTS));
    &PLAN
}

/// The patient is treated locally on a day after time zero, day 100; examinations by day after time zero and score.
fn read(plan: &Plan, local: i32, course: &[(i32, Option<i64>)]) -> Derived {
    let scans = course.iter().zip(0..).map(|((day, score), i)| scan(&format!("E{i:02}"), ZERO + day, true, *score));
    derived(plan, ZERO + local, scans.collect(), vec![])
}

fn with<T>(plan: &Plan, derived: &Derived, ask: impl Fn(&Facts) -> T) -> T {
    let (program, noted) = (lower(plan), Noted::default());
    ask(&Facts { program: &program, seen: Seen::new(derived, &program, &noted) })
}

fn month_6(plan: &Plan, derived: &Derived) -> (Option<bool>, ValueReason) {
    with(plan, derived, |facts| {
        let found = yes_no(facts, &Handling::NOTHING, EndpointId(0), ResponseId(0), PointId(1), &[0]).remove(0);
        (found.value, found.because)
    })
}

fn best(plan: &Plan, derived: &Derived) -> (Option<bool>, ValueReason) {
    with(plan, derived, |facts| {
        let found = best_successes(facts, EndpointId(1), 0, &[0]).remove(0);
        (found.value, found.because)
    })
}

/// Days and whether they end with the event.
fn time(plan: &Plan, derived: &Derived) -> Result<(i64, bool), NoTime> {
    with(plan, derived, |facts| {
        let found = time_to_event(facts, &Handling::NOTHING, EndpointId(2), &[0]);
        found
            .first()
            .map(|t| (t.time, t.event))
            .ok_or_else(|| without_time(facts, &Handling::NOTHING, EndpointId(2), &[0])[0].1)
    })
}

fn begins(derived: &Derived) -> Option<Begins> {
    derived.responses[0].begins[0]
}

fn compared_with(derived: &Derived) -> Option<usize> {
    derived.own_baselines[0][0]
}

fn exam(exam: usize) -> ReadAt {
    ReadAt { response: ResponseId(0), exam }
}

/// Scores 3 before time zero, 5 before the local treatment on day 60, then 4, 6 and 5.
const COURSE: [(i32, Option<i64>); 5] = [(-5, Some(3)), (50, Some(5)), (100, Some(4)), (183, Some(6)), (300, Some(5))];

#[test]
fn it_is_read_after_its_event_and_compared_with_its_own_baseline() {
    let derived = read(ablated(), 60, &COURSE);
    assert_eq!(begins(&derived), Some(Begins { day: 160, after: 160 }));
    assert_eq!(
        (compared_with(&derived), answers(ablated(), &derived, 0, 0)),
        (Some(1), vec!["BETTER".into(), "WORSE".into(), "SAME".to_string()])
    );
    assert_eq!((month_6(ablated(), &derived).0, best(ablated(), &derived).0), (Some(false), Some(true)));
    assert_eq!(time(ablated(), &derived), Ok((183, true)));
    // Treated on the day of the second examination, which is then the baseline and is not read.
    let derived = read(ablated(), 50, &COURSE);
    assert_eq!((compared_with(&derived), answers(ablated(), &derived, 0, 0).len()), (Some(1), 3));
    // A day earlier it is the first that is read.
    let derived = read(ablated(), 49, &COURSE);
    let expected = ["WORSE", "WORSE", "WORSE", "WORSE"].map(str::to_string).to_vec();
    assert_eq!((compared_with(&derived), answers(ablated(), &derived, 0, 0)), (Some(0), expected));
}

/// By day 120, that day included, and within 90 days of an examination.
#[test]
fn without_its_event_there_is_nothing_to_say() {
    let last = read(ablated(), 120, &COURSE);
    assert_eq!(answers(ablated(), &last, 0, 0), ["WORSE", "WORSE"]);
    assert_eq!(compared_with(&last), Some(2));
    let late = read(ablated(), 121, &COURSE);
    assert!(late.responses[0].readings.is_empty() && late.responses[0].baselines.is_empty());
    assert_eq!((begins(&late), &late.responses[0].never_begun), (None, &vec![0]));
    let never = (None, ValueReason::NeverBegins { event: EventId(1) });
    assert_eq!((month_6(ablated(), &late), best(ablated(), &late)), (never, never));
    assert_eq!(time(ablated(), &late), Err(NoTime::NeverBegins));
    // The last examination before it is more than 90 days old: there is no baseline, which is no answer of this kind.
    let old = read(ablated(), 90, &[(-5, Some(3)), (183, Some(2))]);
    assert_eq!(old.responses[0].readings[0].because, Because::NoBaseline);
    assert_eq!(month_6(ablated(), &old).0, Some(false));
}

/// Neither an examination of a timepoint nor the last day of a best response before the event is a failure.
#[test]
fn what_has_not_begun_is_no_failure() {
    let responses = RESPONSES.replace("day 120", "day 400");
    let plan = plan(USES, &responses, ENDPOINTS);
    // On the very day of the examination at month 6, and after it.
    for local in [183, 200] {
        let derived = read(&plan, local, &COURSE);
        assert_eq!(month_6(&plan, &derived), (None, ValueReason::NotBegun { at: Some(exam(3)) }));
    }
    let derived = read(&plan, 182, &COURSE);
    assert_eq!(
        month_6(&plan, &derived),
        (
            Some(false),
            ValueReason::Response {
                code: prespec::plan::ir::CodeId(2),
                at: exam(3),
                confirmed: prespec::derive::reason::Confirmed::NotAsked
            }
        )
    );
    // Without an examination at month 6 it is the target day that counts.
    let without: Vec<_> = COURSE.iter().copied().filter(|(day, _)| *day != 183).collect();
    assert_eq!(month_6(&plan, &read(&plan, 183, &without)), (None, ValueReason::NotBegun { at: None }));
    assert_eq!(month_6(&plan, &read(&plan, 182, &without)), (Some(false), ValueReason::NoExamination));
    // The best response is that of the examinations up to day 300.
    assert_eq!(best(&plan, &read(&plan, 300, &COURSE)), (None, ValueReason::NotBegun { at: None }));
    // A day earlier that of day 300 counts, and has no baseline within 90 days.
    assert_eq!(best(&plan, &read(&plan, 299, &COURSE)), (Some(false), ValueReason::NothingAssessed));
}

/// An event before time zero: the reading between the two is one, and a time cannot begin after what it would end with.
#[test]
fn an_event_before_time_zero() {
    let course = [(-60, Some(3)), (-5, Some(5)), (183, Some(2))];
    let derived = read(ablated(), -30, &course);
    assert_eq!(begins(&derived), Some(Begins { day: 70, after: 70 }));
    assert_eq!(answers(ablated(), &derived, 0, 0), ["WORSE", "BETTER"]);
    assert_eq!(month_6(ablated(), &derived).0, Some(true));
    assert_eq!(time(ablated(), &derived), Err(NoTime::BeforeTimeZero));
    // The last assessed examination is before time zero: nothing is seen afterwards.
    let derived = read(ablated(), -30, &[(-60, Some(3)), (-5, Some(3))]);
    assert_eq!(time(ablated(), &derived), Ok((0, false)));
}

/// The date of the local treatment is recorded and cannot be used: neither is there a beginning, nor is there none.
#[test]
fn an_event_that_cannot_be_used() {
    let plan = ablated();
    let scans = COURSE.iter().zip(0..).map(|((day, score), i)| scan(&format!("E{i}"), ZERO + day, true, *score));
    let mut data = recorded(plan, ZERO + 60, scans.collect(), vec![]);
    let place = plan.tables.iter().position(|table| table.header.name == "treatment").expect("the treatments");
    let date = plan.tables[place].columns.iter().position(|column| column.name == "date").expect("their date");
    data.tables[place].unusable = vec![(1, date as u32)];
    let derived = derive(plan, &lower(plan), &data);
    let read = &derived.responses[0];
    assert_eq!((begins(&derived), read.never_begun.len(), &read.unusable_beginnings), (None, 0, &vec![0]));
    assert!(read.readings.is_empty());
    assert_eq!(month_6(plan, &derived), (Some(false), ValueReason::Missing));
    assert_eq!(best(plan, &derived), (None, ValueReason::Missing));
    assert_eq!(time(plan, &derived), Err(NoTime::Unusable));
}

/// A baseline wholly after the event, as the first examination after a radiotherapy: what comes after it is read.
#[test]
fn a_baseline_after_the_event() {
    let own = "baseline:           last scan where readable and date from day -90 to day 0 of ablated";
    let first = document("ablated")
        .replace(own, "baseline: first scan where readable and date from day 21 to day 60 of ablated");
    let compiled = compiled(USES, RESPONSES, ENDPOINTS, &[("ablated", &first)]);
    let plan = compiled.plan.expect("a plan without a fault");
    let course = [(-5, Some(3)), (40, Some(9)), (70, Some(5)), (90, Some(4)), (183, Some(6))];
    // Treated on day 30: 10 days after it the window is not open, 40 days after it lies the baseline.
    let derived = read(&plan, 30, &course);
    assert_eq!(begins(&derived), Some(Begins { day: 130, after: 170 }));
    assert_eq!(
        (compared_with(&derived), answers(&plan, &derived, 0, 0)),
        (Some(2), vec!["BETTER".to_string(), "WORSE".into()])
    );
    assert_eq!(derived.responses[0].earlier[0], Some(vec![0, 1, 2]));
}

const ANALYSIS: &str = r#"
population free "Free": at_risk { of: everyone, endpoint: worse, on: day 120 }

analysis later "Later" {
  role:     secondary
  landmark: day 120
  estimand {
    endpoint:   worse
    population: free
  }
  estimate: kaplan_meier { at: day 60 }
}
"#;

#[test]
fn a_beginning_is_settled_and_a_baseline_is_before_it() {
    let document = document("ablated");
    let in_criterion = |old: &str, new: &str| {
        changed(&document, old, new, |text| told(&compiled(USES, RESPONSES, ENDPOINTS, &[("ablated", text)])))
    };
    let in_response =
        |old: &str, new: &str| changed(RESPONSES, old, new, |text| told(&compiled(USES, text, ENDPOINTS, &[])));
    let whole = format!("{ENDPOINTS}{ANALYSIS}");
    let in_analysis =
        |old: &str, new: &str| changed(&whole, old, new, |text| told(&compiled(USES, RESPONSES, text, &[])));
    let own = "baseline:           last scan where readable and date from day -90 to day 0 of ablated";
    let settled = " { by: day 120, because: \"the response is that of what was ablated\" }";
    assert!(compiled(USES, RESPONSES, &whole, &[]).plan.is_some());
    let all = [
        in_response(settled, ""),
        in_response(", because: \"the response is that of what was ablated\"", ""),
        in_response("ablated: ablation", "ablated: start"),
        in_criterion(own, ""),
        in_criterion("from day -90 to day 0 of ablated", "from day -90 to day 10 of ablated"),
        in_criterion("from day -90 to day 0 of ablated", "from day -90 to day 0"),
        in_criterion("date from day -90 to day 0 of ablated", "date after ablated"),
        in_criterion("last scan where readable and", "any scan where readable and"),
        in_criterion("last scan where readable and date from day -90 to day 0 of ablated", "last scan"),
        in_criterion("scan after ablated", "scan after ablation"),
        in_criterion("scan after ablated", "scan after time zero"),
        in_analysis("on: day 120", "on: day 60"),
        in_analysis("  landmark: day 120\n", ""),
        changed(&whole, "population: free", "population: everyone", |text| {
            told(&compiled(USES, RESPONSES, &text.replace("  landmark: day 120\n", ""), &[]))
        }),
        changed(
            &whole,
            "of: everyone, endpoint: worse, on: day 120",
            "of: everyone, endpoint: alive, on: day 60",
            |text| {
                let alive = "endpoint alive \"Alive\" { kind: time_to_event, from: time zero, event: ablation, censor: followup.last_news, horizon: day 700 { event on that day: counts } }";
                let text = text
                    .replace("landmark: day 120", "landmark: day 60")
                    .replace("endpoint:   worse", "endpoint:   best")
                    .replace("kaplan_meier { at: day 60 }", "proportion");
                told(&compiled(USES, RESPONSES, &format!("{text}\n{alive}\n"), &[]))
            },
        ),
    ];
    insta::assert_snapshot!(all.concat());
}

/// What a plan and its criterion mean; none of it is refused.
fn dumped(responses: &str, document: &str) -> String {
    let compiled = compiled(USES, responses, ENDPOINTS, &[("ablated", document)]);
    prespec::plan::dump::dump(compiled.plan.as_ref().expect("a plan without an error"))
}

#[test]
fn an_event_in_parentheses_is_that_event() {
    let document = document("ablated");
    let in_parentheses = document.replace("scan after ablated", "scan after (ablated)");
    assert_ne!(in_parentheses, document);
    assert_eq!(dumped(RESPONSES, &in_parentheses), dumped(RESPONSES, &document));
}

/// Where the event is that of time zero nobody is read without it, and it is settled with it.
#[test]
fn a_criterion_can_begin_at_time_zero_by_the_name_of_its_event() {
    let document = document("ablated");
    let responses =
        RESPONSES.replace("ablation { by: day 120, because: \"the response is that of what was ablated\" }", "start");
    dumped(&responses, &document);
    let plan = plan(USES, &responses, ENDPOINTS);
    let course = [(-10, Some(4)), (0, Some(5)), (60, Some(3)), (190, Some(6))];
    let found = read(&plan, 30, &course);
    assert_eq!(found.responses[0].readings.len(), 2);
    assert_eq!(month_6(&plan, &found).0, Some(false));
    let better = read(&plan, 30, &[(-10, Some(4)), (0, Some(5)), (60, Some(7)), (190, Some(2))]);
    assert_eq!(month_6(&plan, &better).0, Some(true));
}

/// A window of more days than can be counted is not taken for one that ends before the beginning.
#[test]
fn the_days_of_a_window_do_not_wrap() {
    let endless = document("ablated").replace(
        "date from day -90 to day 0 of ablated",
        "date from day -90 to day 9223372036854775800 of (ablated + 36500 days)",
    );
    let compiled = compiled(USES, RESPONSES, ENDPOINTS, &[("ablated", &endless)]);
    let Baseline::Own(own) = &compiled.plan.expect("a plan").responses[0].baseline else { panic!("its own baseline") };
    assert_eq!(own.latest, i64::MAX);
}

const REGROWTH: &str = r#"
response course "Course": regrowth { lesion: spot, ablated: ablation { by: day 120, because: "that of what was ablated" }, at: imaging, among: everyone }
"#;

const REGROWN: &str = r#"
endpoint regrown "Time to regrowth" {
  kind:    time_to_event
  from:    time zero
  event:   regrown by course { unconfirmed: does_not_count }
  censor:  followup.last_news
  horizon: day 700 { event on that day: counts }
}
"#;

/// Sizes at the examinations, of which E6 cannot be read.
fn followed(plan: &Plan) -> Derived {
    let sizes = [(-5, 20), (50, 22), (100, 12), (150, 18), (200, 10), (250, 16), (300, 30), (350, 16), (400, 22)];
    let scans = sizes.iter().zip(0..).map(|((day, _), i)| scan(&format!("E{i}"), ZERO + day, i != 6, None)).collect();
    let mut spots: Vec<_> = sizes
        .iter()
        .zip(0..)
        .map(|((_, mm), i)| seen("A", &format!("E{i}"), 1, "target", "present", Some((*mm, *mm))))
        .collect();
    spots.push(seen("A", "E2", 2, "new", "present", Some((10, 10))));
    spots.push(seen("A", "E3", 2, "new", "present", Some((40, 40))));
    derived(plan, ZERO + 60, scans, spots)
}

/// An option can be a share, and another one is set like any other option.
#[test]
fn an_option_is_a_share() {
    let half = plan("use criteria/regrowth { smaller_by: 50 % }", REGROWTH, REGROWN);
    let expected = ["STILL", "SUSPECT", "STILL", "SURE", "UNREAD", "STILL", "SURE"];
    assert_eq!(answers(&half, &followed(&half), 0, 0), expected);
    let millimetres = compiled("use criteria/regrowth { smaller_by: 5 mm }", REGROWTH, REGROWN, &[]);
    assert!(told(&millimetres).contains("`smaller_by`"), "{}", told(&millimetres));
}

/// Lesions of one reader, no response with a role: what was there at the baseline of day 50 is followed, compared with the
/// examination before (E6, which cannot be read, is none), and the growth of E5 that E8 confirms is the event, while that of E3
/// was cleared at E4. A lesion that comes later is in no set.
#[test]
fn lesions_of_one_reader_without_roles() {
    let plan = plan("use criteria/regrowth", REGROWTH, REGROWN);
    let derived = followed(&plan);
    let expected = ["SMALLER", "SUSPECT", "SMALLER", "SUSPECT", "UNREAD", "STILL", "SURE"];
    assert_eq!(answers(&plan, &derived, 0, 0), expected);
    let (program, noted) = (lower(&plan), Noted::default());
    let facts = Facts { program: &program, seen: Seen::new(&derived, &program, &noted) };
    let found = time_to_event(&facts, &Handling::NOTHING, EndpointId(0), &[0]).remove(0);
    assert_eq!((found.time, found.event), (250, true));
    let ValueReason::DatedFrom { at, confirmed, .. } = found.because else { panic!("{:?}", found.because) };
    assert_eq!((at, confirmed), (exam(5), Some(exam(8))));
}

/// The values of a course by the text of the language and nothing else: those of month 6, of the best response, and the time.
type Told = (Option<bool>, Option<bool>, Result<(i64, bool), NoTime>);

fn expected(local: i32, course: &[(i32, Option<i64>)]) -> Told {
    if local > 120 {
        return (None, None, Err(NoTime::NeverBegins));
    }
    let baseline = course.iter().rfind(|(day, _)| (local - 90..=local).contains(day)).map(|(_, score)| *score);
    let after: Vec<(i32, Option<std::cmp::Ordering>)> = course
        .iter()
        .filter(|(day, _)| *day > local)
        .map(|(day, score)| (*day, baseline.flatten().zip(*score).map(|(before, now)| now.cmp(&before))))
        .collect();
    // That nearest to day 183; of two, the earlier.
    let nearest = course.iter().map(|(day, _)| *day).filter(|day| (137..=228).contains(day));
    let at_6 = nearest.min_by_key(|day| ((day - 183).abs(), *day));
    let month_6 = match at_6 {
        Some(day) if day <= local => None,
        None if local >= 183 => None,
        Some(day) => Some(after.iter().any(|(d, change)| *d == day && *change == Some(std::cmp::Ordering::Less))),
        None => Some(false),
    };
    let is =
        |wanted: std::cmp::Ordering| move |(_, change): &&(i32, Option<std::cmp::Ordering>)| *change == Some(wanted);
    let best = Some(after.iter().filter(is(std::cmp::Ordering::Less)).any(|(day, _)| (1..=300).contains(day)));
    let event = after.iter().find(is(std::cmp::Ordering::Greater)).map(|(day, _)| *day);
    let assessed = after.iter().rfind(|(day, change)| *day >= 0 && change.is_some()).map_or(0, |(day, _)| *day);
    let time = match event {
        Some(day) if day < 0 => Err(NoTime::BeforeTimeZero),
        Some(day) => Ok((i64::from(day), true)),
        None => Ok((i64::from(assessed), false)),
    };
    (month_6, best, time)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]
    #[test]
    fn readings_are_as_a_second_reading_has_them(
        days in prop::collection::btree_set(-100..400_i32, 0..8),
        scores in prop::collection::vec(prop::option::weighted(0.85, 0..4_i64), 8),
        local in -40..240_i32,
    ) {
        let course: Vec<(i32, Option<i64>)> = days.into_iter().zip(scores).collect();
        let derived = read(ablated(), local, &course);
        let found = (month_6(ablated(), &derived).0, best(ablated(), &derived).0, time(ablated(), &derived));
        prop_assert_eq!(found, expected(local, &course));
    }
}
