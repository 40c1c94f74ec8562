//! Orders of events and days on which two things fall, as a plan can state them.

use super::*;

/// By hand: a response at day 90, a curative treatment at day 100, a new line at day 150, an examination at day 180.
#[test]
fn the_order_of_events_is_carried_out() {
    let plan = with_endpoint(EndpointKind::YesNo(objective_response(MissingRule::Failure)));
    let at = |handling: &Handling, patient: &Patient| {
        with_facts(&plan, patient, |f| {
            yes_no(f, handling, EndpointId(0), ResponseId(0), PointId(0), &[0]).remove(0).value
        })
    };
    let settling = |order: &[StrategyOf]| order.iter().map(|of| Settling::Event(*of)).collect::<Vec<_>>();
    let first = |ties: &[StrategyOf]| Handling {
        meeting: Meeting::FirstToHappen(settling(ties)),
        ..in_order(strategies(), &[])
    };
    let both =
        Patient { new_line: Some(150), curative: Some(100), readings: RESPONDING, exam: Some(1), ..Patient::default() };
    assert_eq!(at(&in_order(strategies(), &[DYING, TREATED, CURED]), &both), Some(false));
    assert_eq!(at(&in_order(strategies(), &[DYING, CURED, TREATED]), &both), Some(true));
    assert_eq!(at(&first(&[DYING, TREATED, CURED]), &both), Some(true));
    let sooner = Patient { new_line: Some(95), ..both };
    assert_eq!(at(&first(&[DYING, CURED, TREATED]), &sooner), Some(false));
    let one_day = Patient { new_line: Some(100), ..both };
    assert_eq!(at(&first(&[DYING, TREATED, CURED]), &one_day), Some(false));
    assert_eq!(at(&first(&[DYING, CURED, TREATED]), &one_day), Some(true));
    // What stands before a progression prevails over it where the order says so.
    let relapsed = Patient {
        curative: Some(100),
        readings: &[(90, Some(PR)), (180, Some(PD))],
        exam: Some(1),
        ..Patient::default()
    };
    let standing = Handling {
        meeting: Meeting::InOrder(vec![Settling::Event(CURED), Settling::Earlier]),
        ..in_order(strategies(), &[])
    };
    assert_eq!((at(&handling(), &relapsed), at(&standing, &relapsed)), (Some(false), Some(true)));
}

/// By hand: what happens on day 180, that of the examination, or on day 183, which is aimed at.
#[test]
fn an_examination_on_the_day_of_an_event_can_be_read_before_it() {
    let plan = with_endpoint(EndpointKind::YesNo(objective_response(MissingRule::Failure)));
    let at = |examination, patient: &Patient| {
        let handling = Handling { examination: Some(examination), ..handling() };
        with_facts(&plan, patient, |f| {
            yes_no(f, &handling, EndpointId(0), ResponseId(0), PointId(0), &[0]).remove(0).observed
        })
    };
    let both = |patient: &Patient| [at(ReadOnItsDay::AfterEvent, patient), at(ReadOnItsDay::BeforeEvent, patient)];
    let seen = Patient { readings: RESPONDING, exam: Some(1), ..Patient::default() };
    assert_eq!(both(&Patient { new_line: Some(180), ..seen }), [Some(false), Some(true)]);
    assert_eq!(both(&Patient { new_line: Some(179), ..seen }), [Some(false), Some(false)]);
    assert_eq!(both(&Patient { death: Some(183), ..Patient::default() }), [Some(false), None]);
    // What stands is that of the day itself, where it is read before the event.
    let cured = Patient { curative: Some(90), readings: &RESPONDING[..1], ..Patient::default() };
    assert_eq!(both(&cured), [None, Some(true)]);
}

/// By hand: an event on the last day, and on the day on which death ends the time.
#[test]
fn an_event_on_the_day_on_which_a_time_ends_can_be_left_out() {
    let time = |on_its_day, death, new_line| {
        let endpoint = TimeToEventEndpoint {
            start: Start::TimeZero,
            events: vec![EventSource::Event(EventId(NEW_LINE))],
            censor: CensorSource::Date(example::column(0)),
            horizon: Some(Horizon { at: HorizonAt::Day(365), on_its_day }),
        };
        let plan = with_endpoint(EndpointKind::TimeToEvent(endpoint));
        let strategies = vec![(DYING, Strategy::ValueBeforeEvent, SPAN)];
        let handling = Handling { strategies, on_its_day: Some(on_its_day), ..Handling::NOTHING };
        let patient = Patient { death, new_line, last_news: Some(400), ..Patient::default() };
        let found = with_facts(&plan, &patient, |f| time_to_event(f, &handling, EndpointId(0), &[0]).remove(0));
        (found.time, found.event)
    };
    assert_eq!(time(OnItsDay::Counts, None, Some(365)), (365, true));
    assert_eq!(time(OnItsDay::DoesNotCount, None, Some(365)), (365, false));
    assert_eq!(time(OnItsDay::DoesNotCount, None, Some(364)), (364, true));
    assert_eq!(time(OnItsDay::Counts, Some(100), Some(100)), (100, true));
    assert_eq!(time(OnItsDay::DoesNotCount, Some(100), Some(100)), (100, false));
    assert_eq!(time(OnItsDay::DoesNotCount, Some(100), Some(99)), (99, true));
}

/// By hand: a curative treatment and a new line on one day, and one day apart.
#[test]
fn of_causes_on_one_day_the_one_counts_that_the_endpoint_names_first() {
    let cause = |same_day: &[usize], curative, new_line| {
        let one = |name: &str, event| Cause {
            name: name.into(),
            label: name.into(),
            sources: vec![EventSource::Event(EventId(event))],
        };
        let endpoint = CompetingEndpoint {
            start: Start::TimeZero,
            causes: vec![one("curative", CURATIVE), one("new_line", NEW_LINE)],
            same_day: same_day.to_vec(),
            censor: CensorSource::Date(example::column(0)),
            horizon: None,
        };
        let plan = with_endpoint(EndpointKind::CompetingRisks(endpoint));
        let patient = Patient { curative, new_line, last_news: Some(400), ..Patient::default() };
        with_facts(&plan, &patient, |f| competing_risks(f, EndpointId(0), &[0]).remove(0).cause)
    };
    assert_eq!((cause(&[0, 1], Some(50), Some(50)), cause(&[1, 0], Some(50), Some(50))), (1, 2));
    assert_eq!((cause(&[1, 0], Some(50), Some(51)), cause(&[0, 1], Some(50), Some(49))), (1, 2));
}
