//! One rule of confirmation, kind by kind. What is expected is by hand, from section 4.6 of RECIST 1.1 and its page in the
//! reference of the language: four weeks, and at most one examination between that was not assessed.

use super::*;
use proptest::prelude::{ProptestConfig, prop, prop_assert_eq, proptest};

const RULE: Confirmation = Confirmation { after: 28, not_assessed_between: 1 };
const CR: Option<CodeId> = Some(CodeId(0));
const PARTIAL: Option<CodeId> = Some(PR);
const STABLE: Option<CodeId> = Some(SD);
const GROWN: Option<CodeId> = Some(PD);
const UNREAD: Option<CodeId> = Some(NE);
/// Readers without an agreed response.
const OPEN: Option<CodeId> = None;

type Readings<'a> = &'a [(i32, Option<CodeId>)];

fn best_kind() -> EndpointKind {
    EndpointKind::BestResponse(BestResponseEndpoint {
        by: ResponseId(0),
        sets: BestSets {
            complete: None,
            objective: OBJECTIVE,
            progression: PROGRESSION,
            definitive: None,
            not_assessed: NOT_ASSESSED,
        },
        to_day: 365,
        before: None,
        stable_from: 42,
        confirmed: Some(RULE),
    })
}

/// An examination on the day of a new line comes after it, and does not count, or before it, and confirms.
#[test]
fn a_best_response_before_an_event() {
    let of = |new_line, examination| {
        let EndpointKind::BestResponse(kind) = best_kind() else { unreachable!("it is one") };
        let before = Some(Before { events: vec![EventId(NEW_LINE)], examination });
        let plan = with_endpoint(EndpointKind::BestResponse(BestResponseEndpoint { before, ..kind }));
        let patient = Patient { readings: &[(60, PARTIAL), (100, PARTIAL)], new_line, ..Patient::default() };
        with_facts(&plan, &patient, |facts| best_successes(facts, EndpointId(0), 0, &[0]).remove(0)).value == Some(true)
    };
    assert_eq!([99, 100, 101].map(|day| of(Some(day), ReadOnItsDay::AfterEvent)), [false, false, true]);
    assert_eq!([99, 100, 101].map(|day| of(Some(day), ReadOnItsDay::BeforeEvent)), [false, true, true]);
    assert!(of(None, ReadOnItsDay::AfterEvent));
}

fn time_kind(events: Vec<EventSource>) -> EndpointKind {
    EndpointKind::TimeToEvent(TimeToEventEndpoint {
        start: Start::TimeZero,
        events,
        censor: CensorSource::LastAssessed { by: ResponseId(0), longest_gap: None },
        horizon: Some(Horizon { at: HorizonAt::Day(365), on_its_day: OnItsDay::Counts }),
    })
}

fn responded() -> EventSource {
    EventSource::Response { by: ResponseId(0), set: OBJECTIVE, counts: Counts::Repeated(RULE) }
}

/// Day of the examination that a time to a confirmed response is dated from.
fn dated(patient: &Patient, events: Vec<EventSource>, handling: &Handling) -> Option<i64> {
    let plan = with_endpoint(time_kind(events));
    let found = with_facts(&plan, patient, |facts| time_to_event(facts, handling, EndpointId(0), &[0]).remove(0));
    (found.event && matches!(found.because, ValueReason::DatedFrom { confirmed: Some(_), .. })).then_some(found.time)
}

/// The response at the last of these examinations, which is that of the timepoint, and why.
fn at(patient: &Patient, handling: &Handling) -> (Option<bool>, ValueReason) {
    let kind = YesNoEndpoint { confirmed: Some(RULE), ..objective_response(MissingRule::LeftOut) };
    let plan = with_endpoint(EndpointKind::YesNo(kind));
    let found = with_facts(&plan, patient, |facts| {
        yes_no(facts, handling, EndpointId(0), ResponseId(0), PointId(0), &[0]).remove(0)
    });
    (found.observed, found.because)
}

/// Whether there is a confirmed best response, the day from which a time to one is dated, and the response at each examination.
fn all(readings: Readings) -> (bool, Option<i64>, Vec<Option<bool>>) {
    let plan = with_endpoint(best_kind());
    let patient = Patient { readings, ..Patient::default() };
    let best = with_facts(&plan, &patient, |facts| best_successes(facts, EndpointId(0), 0, &[0]).remove(0));
    let each = (0..readings.len()).map(|exam| at(&Patient { exam: Some(exam), ..patient.clone() }, &handling()).0);
    (best.value == Some(true), dated(&patient, vec![responded()], &Handling::NOTHING), each.collect())
}

const YES: Option<bool> = Some(true);
const NO: Option<bool> = Some(false);

#[test]
fn a_later_examination_repeats_it() {
    assert_eq!(all(&[(60, PARTIAL), (88, PARTIAL)]), (true, Some(60), vec![YES, YES]));
    assert_eq!(all(&[(60, PARTIAL), (88, CR)]), (true, Some(60), vec![YES, YES]));
    // Too early to confirm, and the next ones do.
    assert_eq!(all(&[(60, PARTIAL), (87, PARTIAL), (88, PARTIAL)]), (true, Some(60), vec![YES, YES, YES]));
    assert_eq!(all(&[(60, PARTIAL), (87, PARTIAL)]), (false, None, vec![NO, NO]));
    // The last examination, and the only one.
    assert_eq!(all(&[(30, STABLE), (60, PARTIAL)]), (false, None, vec![NO, NO]));
    assert_eq!(all(&[]), (false, None, vec![]));
}

#[test]
fn what_lies_between() {
    // The next assessed examination decides; from the second response on it is repeated.
    let fallen = [(60, PARTIAL), (100, STABLE), (140, PARTIAL), (180, PARTIAL)];
    assert_eq!(all(&fallen), (true, Some(140), vec![NO, NO, YES, YES]));
    // A stable disease that is too early to confirm is passed over, a progression is not.
    assert_eq!(all(&[(60, PARTIAL), (70, STABLE), (90, PARTIAL)]), (true, Some(60), vec![YES, NO, YES]));
    assert_eq!(all(&[(60, PARTIAL), (70, GROWN), (90, PARTIAL)]), (false, None, vec![NO, NO, NO]));
    // One that was not assessed, or two.
    assert_eq!(all(&[(60, PARTIAL), (90, UNREAD), (120, PARTIAL)]), (true, Some(60), vec![YES, None, YES]));
    assert!(!all(&[(60, PARTIAL), (70, UNREAD), (90, UNREAD), (120, PARTIAL)]).0);
    assert_eq!(all(&[(60, PARTIAL), (70, OPEN), (90, UNREAD), (120, PARTIAL)]).1, None);
    assert_eq!(all(&[(60, PARTIAL), (90, OPEN), (120, PARTIAL)]).1, Some(60));
}

/// A response that was confirmed lasts until an assessed examination that is none.
#[test]
fn what_was_confirmed_before_the_timepoint() {
    let read = [(60, PARTIAL), (100, PARTIAL), (110, UNREAD), (120, UNREAD), (130, PARTIAL)];
    assert_eq!(all(&read).2, [YES, YES, None, None, YES]);
    let patient = Patient { readings: &read, exam: Some(4), ..Patient::default() };
    let since = Confirmed::Since { from: exam(0), at: exam(1) };
    assert_eq!(at(&patient, &handling()).1, ValueReason::Response { code: PR, at: exam(4), confirmed: since });
    let first = Patient { exam: Some(0), ..patient.clone() };
    let later = Confirmed::At(exam(1));
    assert_eq!(at(&first, &handling()).1, ValueReason::Response { code: PR, at: exam(0), confirmed: later });
    let fallen = [(60, PARTIAL), (100, PARTIAL), (130, STABLE), (150, PARTIAL)];
    assert_eq!(all(&fallen).2, [YES, YES, NO, NO]);
}

/// The response is that of day 150; the events come after it.
#[test]
fn nothing_is_confirmed_after_an_event_that_settles() {
    let read = [(150, PARTIAL), (200, PARTIAL)];
    let patient = Patient { readings: &read, exam: Some(0), ..Patient::default() };
    assert_eq!(at(&patient, &handling()).0, YES);
    for day in [151, 200] {
        assert_eq!(at(&Patient { new_line: Some(day), ..patient.clone() }, &handling()).0, NO, "{day}");
        assert_eq!(at(&Patient { curative: Some(day), ..patient.clone() }, &handling()).0, NO, "{day}");
        assert_eq!(at(&Patient { death: Some(day), ..patient.clone() }, &handling()).0, NO, "{day}");
    }
    assert_eq!(at(&Patient { new_line: Some(201), ..patient.clone() }, &handling()).0, YES);
    // On the day of the event the estimand says which comes first.
    let before = Handling { examination: Some(ReadOnItsDay::BeforeEvent), ..handling() };
    assert_eq!(at(&Patient { new_line: Some(200), ..patient.clone() }, &before).0, YES);
    assert_eq!(at(&Patient { new_line: Some(199), ..patient.clone() }, &before).0, NO);
    // Treatment policy: whatever comes after it.
    let mut policy = handling();
    policy.strategies[1].1 = Strategy::TreatmentPolicy;
    assert_eq!(at(&Patient { new_line: Some(160), ..patient }, &policy).0, YES);
}

/// What stands before a curative treatment must have been confirmed before it.
#[test]
fn what_stands_was_confirmed_before_it() {
    let read = [(60, PARTIAL), (100, PARTIAL), (150, PARTIAL)];
    let standing = |curative| {
        at(&Patient { readings: &read, exam: Some(2), curative: Some(curative), ..Patient::default() }, &handling())
    };
    let stands = |code, at, confirmed| ValueReason::Standing {
        before: Happened::Intercurrent(0),
        standing: Some((code, at, confirmed)),
    };
    let since = Confirmed::Since { from: exam(0), at: exam(1) };
    assert_eq!(standing(120), (YES, stands(PR, exam(1), since)));
    assert_eq!(standing(100), (NO, stands(PR, exam(0), Confirmed::No)));
}

/// A new line comes before the curative treatment whose value before it stands, by the order of the plan: what the new line would
/// settle, no examination after it confirms.
#[test]
fn what_stands_is_not_confirmed_after_another_event() {
    let order = vec![
        Settling::Earlier,
        Settling::Event(StrategyOf::Intercurrent(0)),
        Settling::Event(StrategyOf::Intercurrent(1)),
    ];
    let ordered = Handling { meeting: Meeting::InOrder(order), ..handling() };
    let read = [(60, PARTIAL), (95, PARTIAL)];
    let patient =
        Patient { readings: &read, exam: Some(1), curative: Some(97), new_line: Some(80), ..Patient::default() };
    let on = |exam_day: i32, new_line| {
        let read = [(60, PARTIAL), (95, PARTIAL), (exam_day, PARTIAL)];
        at(&Patient { readings: &read, exam: Some(2), new_line, ..patient.clone() }, &ordered).0
    };
    assert_eq!(on(183, Some(80)), NO);
    assert_eq!(on(183, Some(96)), YES);
    assert_eq!(on(183, None), YES);
}

/// Death on the day of the timepoint's examination settles nothing, and takes nothing back that was confirmed before.
#[test]
fn an_examination_on_the_day_of_death_lies_in_what_was_confirmed() {
    let read = [(90, PARTIAL), (150, PARTIAL), (183, PARTIAL)];
    let patient = Patient { readings: &read, exam: Some(2), death: Some(183), ..Patient::default() };
    let confirmed = Confirmed::Since { from: exam(0), at: exam(1) };
    assert_eq!(at(&patient, &handling()), (YES, ValueReason::Response { code: PR, at: exam(2), confirmed }));
    // It confirms nothing itself.
    let late = [(150, PARTIAL), (183, PARTIAL)];
    assert_eq!(at(&Patient { readings: &late, exam: Some(1), ..patient }, &handling()).0, NO);
}

#[test]
fn a_time_to_a_confirmed_response() {
    let of = |patient: &Patient, events: Vec<EventSource>| dated(patient, events, &Handling::NOTHING);
    // Found before the horizon, confirmed after it.
    let late = [(350, PARTIAL), (400, PARTIAL)];
    assert_eq!(of(&Patient { readings: &late, ..Patient::default() }, vec![responded()]), Some(350));
    // Another event of the endpoint ends the time: nothing after it confirms.
    let read = [(60, PARTIAL), (100, PARTIAL)];
    let line = EventSource::Event(EventId(NEW_LINE));
    let with = |day| {
        of(&Patient { readings: &read, new_line: Some(day), ..Patient::default() }, vec![line.clone(), responded()])
    };
    assert_eq!([99, 100, 101].map(with), [None, Some(60), Some(60)]);
    // Where the time is censored at the event, an examination on its day counts as the estimand says.
    let cut = |on_its_day, day| {
        let handling = Handling {
            strategies: vec![(TREATED, Strategy::CensorBefore, SPAN)],
            on_its_day: Some(on_its_day),
            ..Handling::NOTHING
        };
        dated(&Patient { readings: &read, new_line: Some(day), ..Patient::default() }, vec![responded()], &handling)
    };
    assert_eq!([99, 100, 101].map(|day| cut(OnItsDay::Counts, day)), [None, Some(60), Some(60)]);
    assert_eq!([99, 100, 101].map(|day| cut(OnItsDay::DoesNotCount, day)), [None, None, Some(60)]);
}

/// Of a response and a new line on one day the one named first counts, and so does what that day's examination confirms.
#[test]
fn a_confirmed_response_among_causes() {
    let cause = |name: &str, source| Cause { name: name.into(), label: name.into(), sources: vec![source] };
    let found = |same_day: [usize; 2], new_line| {
        let plan = with_endpoint(EndpointKind::CompetingRisks(CompetingEndpoint {
            start: Start::TimeZero,
            causes: vec![cause("responded", responded()), cause("line", EventSource::Event(EventId(NEW_LINE)))],
            same_day: same_day.to_vec(),
            censor: CensorSource::LastAssessed { by: ResponseId(0), longest_gap: None },
            horizon: None,
        }));
        let read = [(60, PARTIAL), (100, PARTIAL), (140, STABLE)];
        let patient = Patient { readings: &read, new_line, ..Patient::default() };
        with_facts(&plan, &patient, |facts| {
            let value = competing_risks(facts, EndpointId(0), &[0]).remove(0);
            (value.time, value.cause)
        })
    };
    assert_eq!(found([0, 1], None), (60, 1));
    assert_eq!([99, 100, 101].map(|day| found([0, 1], Some(day))), [(99, 2), (60, 1), (60, 1)]);
    assert_eq!([99, 100, 101].map(|day| found([1, 0], Some(day))), [(99, 2), (100, 2), (60, 1)]);
    // The new line is on the day of the response itself.
    assert_eq!(found([0, 1], Some(60)), (60, 2));
}

/// The second reading: every pair of responses of which the later repeats the earlier one, by day `last`.
fn pairs(read: Readings, last: i32) -> Vec<(usize, usize)> {
    let repeats = |i: usize, j: usize| {
        let days = |k: usize| read[k].0 - read[i].0;
        let between = &read[i + 1..j];
        let unread = between.iter().filter(|(_, r)| *r == UNREAD || *r == OPEN).count();
        let grown = between.iter().any(|(_, r)| *r == GROWN);
        let late = (i + 1..j).any(|k| days(k) >= 28 && (responds(read[k].1) || read[k].1 == STABLE));
        days(j) >= 28 && read[j].0 <= last && unread <= 1 && !grown && !late
    };
    let responses: Vec<usize> = (0..read.len()).filter(|i| responds(read[*i].1)).collect();
    let all = responses.iter().flat_map(|i| responses.iter().map(move |j| (*i, *j)));
    all.filter(|(i, j)| i < j && repeats(*i, *j)).collect()
}

fn responds(response: Option<CodeId>) -> bool {
    response == CR || response == PARTIAL
}

fn expected_at(read: Readings, exam: usize, new_line: i32) -> Option<bool> {
    if new_line <= read[exam].0 || read[..=exam].iter().any(|(_, r)| *r == GROWN) {
        return Some(false);
    }
    if !responds(read[exam].1) {
        return (read[exam].1 == STABLE).then_some(false);
    }
    let lasts = |from: usize| (from..=exam).all(|k| read[k].1 != STABLE);
    Some(pairs(read, new_line - 1).into_iter().any(|(i, j)| i <= exam && (j > exam || lasts(j))))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]
    #[test]
    fn courses_are_confirmed_as_a_second_reading_confirms_them(
        course in prop::collection::vec((5..40_i32, 0..9_usize), 0..8),
        new_line in 1..260_i32,
    ) {
        let mut day = 0;
        let read: Vec<(i32, Option<CodeId>)> = course.iter().map(|(days, which)| {
            day += days;
            (day, [CR, PARTIAL, PARTIAL, PARTIAL, PARTIAL, STABLE, GROWN, UNREAD, OPEN][*which])
        }).collect();
        let (best, time, each) = all(&read);
        let found = pairs(&read, i32::MAX);
        prop_assert_eq!(best, !found.is_empty());
        prop_assert_eq!(time, found.iter().map(|(i, _)| i64::from(read[*i].0)).min());
        let never = (0..read.len()).map(|exam| expected_at(&read, exam, 10_000));
        prop_assert_eq!(each, never.collect::<Vec<_>>());
        // The same with a new line, which is a failure, or ends the time at the latest on its day.
        for exam in 0..read.len() {
            let patient = Patient { readings: &read, exam: Some(exam), new_line: Some(new_line), ..Patient::default() };
            prop_assert_eq!(at(&patient, &handling()).0, expected_at(&read, exam, new_line));
        }
        let patient = Patient { readings: &read, new_line: Some(new_line), ..Patient::default() };
        let line = EventSource::Event(EventId(NEW_LINE));
        let by_then = pairs(&read, new_line).into_iter().map(|(i, _)| i64::from(read[i].0)).min();
        prop_assert_eq!(dated(&patient, vec![line, responded()], &Handling::NOTHING), by_then);
    }
}
