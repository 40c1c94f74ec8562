use super::*;
use crate::derive::Noted;
use crate::derive::model::{Derived, ResponseDerived, TimeValue, YesNoValue};
use crate::derive::reason::{CombinedReason, Confirmed, ReadAt, ValueReason};
use crate::diagnostic::Span;
use crate::plan::ir::*;
use crate::program::fold::example::{
    self, NE, NOT_ASSESSED, OBJECTIVE, PD, PR, PROGRESSION, SD, SPAN, header, literal,
};
use crate::program::lower;

mod confirmed;
mod order;

/// Events of the plan.
const DEATH: usize = 0;
const CURATIVE: usize = 1;
const NEW_LINE: usize = 2;
/// Time zero of the one patient.
const ZERO: i32 = 1000;

/// One point, day 183 in 137..228; intercurrent events from day 0 on.
fn plan() -> Plan {
    let mut plan = example::plan(vec![], 0);
    let event = |name: &str| Event { header: header(name), date: example::look(RowNode::TimeZero) };
    plan.events = ["death", "curative_treatment", "new_line"].map(event).to_vec();
    let intercurrent =
        |name: &str, event| Intercurrent { header: header(name), event: EventId(event), from_day: Some(0), arm: None };
    plan.intercurrents = vec![intercurrent("curative_treatment", CURATIVE), intercurrent("new_line", NEW_LINE)];
    let point = Timepoint {
        name: "M6".into(),
        label: "6 months".into(),
        kind: PointKind::Nearest(183),
        condition: literal(Literal::Bool(true)),
        window: Some((137, 228)),
        span: SPAN,
    };
    plan.timepoints = vec![Timepoints {
        header: header("imaging"),
        table: TableId(0),
        date: 1,
        points: vec![point],
        prefer: None,
        tie_earlier: true,
    }];
    plan.populations = vec![Population { header: header("all"), of: PopulationSource::AllPatients, require: vec![] }];
    plan
}

fn with_endpoint(kind: EndpointKind) -> Plan {
    let mut plan = plan();
    plan.endpoints = vec![Endpoint { header: header("endpoint"), kind }];
    plan
}

/// One patient: days of events after time zero, and combined responses as (day, response); the examination of the
/// timepoint by its place.
#[derive(Clone, Default)]
struct Patient<'a> {
    death: Option<i32>,
    curative: Option<i32>,
    new_line: Option<i32>,
    last_news: Option<i32>,
    readings: &'a [(i32, Option<CodeId>)],
    exam: Option<usize>,
}

impl Patient<'_> {
    fn derived(&self) -> Derived {
        let reading = |(exam, (day, result)): (usize, &(i32, Option<CodeId>))| CombinedReading {
            exam,
            date: ZERO + day,
            result: *result,
            because: CombinedReason::Case(0),
            dated: None,
        };
        let combined = self.readings.iter().enumerate().map(reading).collect();
        let on = |day: Option<i32>| vec![day.map(|d| ZERO + d)];
        Derived {
            patients: vec!["P1".into()],
            events: vec![on(self.death), on(self.curative), on(self.new_line)],
            time_zero: vec![Some(ZERO)],
            arms: vec![Some(1)],
            timepoints: vec![vec![vec![self.exam]]],
            responses: vec![ResponseDerived { combined: vec![combined], ..ResponseDerived::default() }],
            censor: vec![on(self.last_news)],
            ..Derived::default()
        }
    }
}

fn with_facts<T>(plan: &Plan, patient: &Patient, run: impl Fn(&Facts) -> T) -> T {
    let (derived, program, noted) = (patient.derived(), lower(plan), Noted::default());
    run(&Facts { program: &program, seen: Seen::new(&derived, &program, &noted) })
}

fn strategies() -> Vec<(StrategyOf, Strategy, Span)> {
    vec![
        (StrategyOf::Intercurrent(0), Strategy::ValueBeforeEvent, SPAN),
        (StrategyOf::Intercurrent(1), Strategy::CompositeFailure, SPAN),
        (StrategyOf::Death(EventId(DEATH)), Strategy::CompositeFailure, SPAN),
    ]
}

/// Progression, then these in the order written; an examination on the day of an event is after it.
fn in_order(strategies: Vec<(StrategyOf, Strategy, Span)>, order: &[StrategyOf]) -> Handling {
    let order = std::iter::once(Settling::Earlier).chain(order.iter().map(|of| Settling::Event(*of))).collect();
    let meeting = Meeting::InOrder(order);
    Handling { strategies, meeting, examination: Some(ReadOnItsDay::AfterEvent), on_its_day: None }
}

const DYING: StrategyOf = StrategyOf::Death(EventId(DEATH));
const CURED: StrategyOf = StrategyOf::Intercurrent(0);
const TREATED: StrategyOf = StrategyOf::Intercurrent(1);

/// Death, then a new line, then a curative treatment.
fn handling() -> Handling {
    in_order(strategies(), &[DYING, TREATED, CURED])
}

fn objective_response(missing: MissingRule) -> YesNoEndpoint {
    YesNoEndpoint {
        by: vec![ResponseSuccess {
            response: ResponseId(0),
            success: OBJECTIVE,
            not_after: Some(PROGRESSION),
            at: vec![PointId(0)],
        }],
        missing,
        inapplicable: MissingRule::LeftOut,
        inapplicable_there: MissingRule::LeftOut,
        confirmed: None,
    }
}

fn response(patient: &Patient) -> YesNoValue {
    let plan = with_endpoint(EndpointKind::YesNo(objective_response(MissingRule::Failure)));
    with_facts(&plan, patient, |facts| {
        yes_no(facts, &handling(), EndpointId(0), ResponseId(0), PointId(0), &[0]).remove(0)
    })
}

fn exam(row: usize) -> ReadAt {
    ReadAt { response: ResponseId(0), exam: row }
}

fn response_at(code: CodeId, row: usize) -> ValueReason {
    ValueReason::Response { code, at: exam(row), confirmed: Confirmed::NotAsked }
}

fn progression_at(row: usize) -> ValueReason {
    ValueReason::InSet { set: PROGRESSION, at: exam(row) }
}

fn assert_response(patient: Patient, observed: Option<bool>, because: ValueReason) {
    let value = response(&patient);
    assert_eq!((value.observed, value.because), (observed, because));
    assert_eq!(value.value, Some(observed.unwrap_or(false)));
}

const RESPONDING: &[(i32, Option<CodeId>)] = &[(90, Some(PR)), (180, Some(PR))];

#[test]
fn the_response_of_the_examination_counts() {
    assert_response(
        Patient { readings: RESPONDING, exam: Some(1), ..Patient::default() },
        Some(true),
        response_at(PR, 1),
    );
    let stable = &[(180, Some(SD))];
    assert_response(Patient { readings: stable, exam: Some(0), ..Patient::default() }, Some(false), response_at(SD, 0));
    let unread = &[(180, Some(NE))];
    assert_response(Patient { readings: unread, exam: Some(0), ..Patient::default() }, None, response_at(NE, 0));
    assert_response(Patient::default(), None, ValueReason::NoExamination);
}

#[test]
fn progression_up_to_the_examination_comes_first() {
    let early = &[(90, Some(PD)), (180, None)];
    assert_response(Patient { readings: early, exam: Some(1), ..Patient::default() }, Some(false), progression_at(0));
    let at = &[(90, Some(PR)), (180, Some(PD))];
    let curative = Some(100);
    assert_response(
        Patient { readings: at, exam: Some(1), curative, ..Patient::default() },
        Some(false),
        progression_at(1),
    );
    let later = &[(180, Some(PR)), (200, Some(PD))];
    assert_response(Patient { readings: later, exam: Some(0), ..Patient::default() }, Some(true), response_at(PR, 0));
    let before_target = &[(90, Some(PD))];
    assert_response(Patient { readings: before_target, ..Patient::default() }, Some(false), progression_at(0));
}

#[test]
fn death_counts_by_the_target_day_and_only_without_an_examination() {
    let because = ValueReason::ByTargetDay(Happened::Event(EventId(DEATH)));
    assert_response(Patient { death: Some(183), ..Patient::default() }, Some(false), because);
    assert_response(Patient { death: Some(184), ..Patient::default() }, None, ValueReason::NoExamination);
    let patient = Patient { death: Some(182), readings: RESPONDING, exam: Some(1), ..Patient::default() };
    assert_response(patient, Some(true), response_at(PR, 1));
    let standing = Patient { death: Some(170), curative: Some(100), readings: &RESPONDING[..1], ..Patient::default() };
    assert_response(standing, Some(false), because);
}

#[test]
fn an_event_can_count_as_a_success() {
    let success = strategies().into_iter().map(|(of, _, span)| (of, Strategy::CompositeSuccess, span)).collect();
    let as_success = in_order(success, &[DYING, TREATED, CURED]);
    let plan = with_endpoint(EndpointKind::YesNo(objective_response(MissingRule::Failure)));
    let run = |patient: &Patient| {
        with_facts(&plan, patient, |facts| {
            yes_no(facts, &as_success, EndpointId(0), ResponseId(0), PointId(0), &[0]).remove(0).observed
        })
    };
    assert_eq!(run(&Patient { death: Some(183), ..Patient::default() }), Some(true));
    assert_eq!(run(&Patient { new_line: Some(100), ..Patient::default() }), Some(true));
    let progressed = Patient { new_line: Some(100), readings: &[(90, Some(PD))], ..Patient::default() };
    assert_eq!(run(&progressed), Some(false));
}

/// An event after which nothing is assessed gives way to a progression and to what is a failure, and ends a standing response.
#[test]
fn what_follows_an_event_can_be_not_assessed() {
    let death = StrategyOf::Death(EventId(DEATH));
    let mut strategies = strategies();
    strategies.retain(|(of, ..)| *of != death);
    strategies.push((death, Strategy::NotAssessed, SPAN));
    let plan = with_endpoint(EndpointKind::YesNo(objective_response(MissingRule::LeftOut)));
    let run = |strategies: &[(StrategyOf, Strategy, Span)], patient: &Patient| {
        let handling = in_order(strategies.to_vec(), &[TREATED, DYING, CURED]);
        with_facts(&plan, patient, |facts| {
            yes_no(facts, &handling, EndpointId(0), ResponseId(0), PointId(0), &[0]).remove(0).value
        })
    };
    let standing = Patient { curative: Some(100), readings: &RESPONDING[..1], ..Patient::default() };
    assert_eq!(run(&strategies, &standing), Some(true));
    fn died(patient: Patient<'_>) -> Patient<'_> {
        Patient { death: Some(170), ..patient }
    }
    assert_eq!(run(&strategies, &died(standing)), None);
    assert_eq!(run(&strategies, &died(Patient { new_line: Some(100), ..Patient::default() })), Some(false));
    assert_eq!(run(&strategies, &died(Patient { readings: &[(90, Some(PD))], ..Patient::default() })), Some(false));
    let all = [(StrategyOf::Intercurrent(1), Strategy::NotAssessed, SPAN)];
    let treated = Patient { new_line: Some(170), readings: RESPONDING, exam: Some(1), ..Patient::default() };
    assert_eq!(run(&all, &treated), None);
    assert_eq!(run(&all, &Patient { new_line: Some(181), ..treated }), Some(true));
}

#[test]
fn a_new_line_on_the_day_of_the_examination_is_a_failure() {
    let patient =
        |new_line| Patient { new_line: Some(new_line), readings: RESPONDING, exam: Some(1), ..Patient::default() };
    assert_response(patient(180), Some(false), ValueReason::BeforeTimepoint(Happened::Intercurrent(1)));
    assert_response(patient(181), Some(true), response_at(PR, 1));
    assert_response(patient(-1), Some(true), response_at(PR, 1));
    assert_response(
        Patient { new_line: Some(183), ..Patient::default() },
        Some(false),
        ValueReason::BeforeTimepoint(Happened::Intercurrent(1)),
    );
    assert_response(Patient { new_line: Some(184), ..Patient::default() }, None, ValueReason::NoExamination);
    let both =
        Patient { new_line: Some(150), curative: Some(100), readings: RESPONDING, exam: Some(1), ..Patient::default() };
    assert_response(both, Some(false), ValueReason::BeforeTimepoint(Happened::Intercurrent(1)));
}

#[test]
fn the_last_assessed_response_strictly_before_a_curative_treatment_stands() {
    let stands =
        ValueReason::Standing { before: Happened::Intercurrent(0), standing: Some((PR, exam(0), Confirmed::NotAsked)) };
    let readings = &[(90, Some(PR)), (100, Some(NE)), (110, Some(SD)), (180, Some(SD))];
    let patient = |curative, exam| Patient { curative: Some(curative), readings, exam, ..Patient::default() };
    assert_response(patient(110, Some(3)), Some(true), stands);
    assert_response(patient(110, None), Some(true), stands);
    assert_response(patient(181, Some(3)), Some(false), response_at(SD, 3));
    let none_before = ValueReason::Standing { before: Happened::Intercurrent(0), standing: None };
    assert_response(patient(90, Some(3)), None, none_before);
}

#[test]
fn who_is_missing_can_be_left_out() {
    let plan = with_endpoint(EndpointKind::YesNo(objective_response(MissingRule::LeftOut)));
    let run =
        |facts: &Facts| yes_no(facts, &handling(), EndpointId(0), ResponseId(0), PointId(0), &[0]).remove(0).value;
    assert_eq!(with_facts(&plan, &Patient::default(), run), None);
    let patient = Patient { death: Some(10), ..Patient::default() };
    assert_eq!(with_facts(&plan, &patient, run), Some(false));
}

#[test]
fn an_intercurrent_event_of_one_arm_does_not_touch_the_other() {
    let mut plan = with_endpoint(EndpointKind::YesNo(objective_response(MissingRule::Failure)));
    let patient = Patient { new_line: Some(100), readings: RESPONDING, exam: Some(1), ..Patient::default() };
    let mut observed = |arm| {
        plan.intercurrents[1].arm = Some(arm);
        with_facts(&plan, &patient, |f| {
            yes_no(f, &handling(), EndpointId(0), ResponseId(0), PointId(0), &[0]).remove(0).observed
        })
    };
    assert_eq!((observed(0), observed(1)), (Some(true), Some(false)));
}

fn progression_free() -> TimeToEventEndpoint {
    TimeToEventEndpoint {
        start: Start::TimeZero,
        events: vec![
            EventSource::Response { by: ResponseId(0), set: PROGRESSION, counts: Counts::AtOnce },
            EventSource::Event(EventId(DEATH)),
        ],
        censor: CensorSource::LastAssessed { by: ResponseId(0), longest_gap: None },
        horizon: Some(Horizon { at: HorizonAt::Day(365), on_its_day: OnItsDay::Counts }),
    }
}

fn times(patient: &Patient, endpoint: TimeToEventEndpoint) -> Vec<TimeValue> {
    let plan = with_endpoint(EndpointKind::TimeToEvent(endpoint));
    with_facts(&plan, patient, |facts| time_to_event(facts, &Handling::NOTHING, EndpointId(0), &[0]))
}

fn assert_progression_free(patient: Patient, days: i64, event: bool, because: ValueReason) {
    let value = times(&patient, progression_free()).remove(0);
    assert_eq!((value.time, value.event, value.because), (days, event, because));
}

/// Time from a first response in one set to one in another, event or not.
fn from_one_to_another(readings: &[(i32, Option<CodeId>)], from: SetId, to: SetId) -> Option<(i64, bool)> {
    let source = |set| EventSource::Response { by: ResponseId(0), set, counts: Counts::AtOnce };
    let endpoint = TimeToEventEndpoint {
        start: Start::At(source(from)),
        events: vec![source(to)],
        censor: CensorSource::LastAssessed { by: ResponseId(0), longest_gap: None },
        horizon: None,
    };
    let found = times(&Patient { readings, ..Patient::default() }, endpoint);
    found.first().map(|value| (value.time, value.event))
}

/// What a patient was like before the time began is not its event; progression alone leaves nothing that could begin.
#[test]
fn a_response_ends_a_time_that_had_begun() {
    let course = &[(30, Some(PR)), (60, Some(PD)), (100, Some(SD)), (150, Some(PR))];
    assert_eq!(from_one_to_another(course, PROGRESSION, OBJECTIVE), Some((90, true)));
    assert_eq!(from_one_to_another(&course[..3], PROGRESSION, OBJECTIVE), Some((40, false)));
    assert_eq!(from_one_to_another(&course[1..], OBJECTIVE, PROGRESSION), None);
    assert_eq!(from_one_to_another(course, OBJECTIVE, PROGRESSION), Some((30, true)));
}

/// Death ends the time of an event that patients can have while they live; an event on its day counts, none after it.
#[test]
fn a_time_while_patients_live_ends_at_death() {
    let mut plan = plan();
    let kind = TimeToEventEndpoint {
        start: Start::TimeZero,
        events: vec![EventSource::Event(EventId(NEW_LINE))],
        censor: CensorSource::Date(example::look(RowNode::TimeZero)),
        horizon: Some(Horizon { at: HorizonAt::Day(365), on_its_day: OnItsDay::Counts }),
    };
    plan.endpoints = vec![Endpoint { header: header("endpoint"), kind: EndpointKind::TimeToEvent(kind) }];
    let handling = Handling {
        strategies: vec![(DYING, Strategy::ValueBeforeEvent, SPAN)],
        on_its_day: Some(OnItsDay::Counts),
        ..Handling::NOTHING
    };
    let time = |death, new_line| {
        let patient = Patient { death, new_line, last_news: Some(300), ..Patient::default() };
        let found = with_facts(&plan, &patient, |f| time_to_event(f, &handling, EndpointId(0), &[0]).remove(0));
        (found.time, found.event, found.because)
    };
    assert_eq!(time(Some(100), None), (100, false, ValueReason::CensoredAt(Happened::Event(EventId(DEATH)))));
    assert_eq!(time(Some(100), Some(100)), (100, true, ValueReason::Event(EventId(NEW_LINE))));
    assert_eq!(time(Some(100), Some(101)), (100, false, ValueReason::CensoredAt(Happened::Event(EventId(DEATH)))));
    assert_eq!(time(None, None), (300, false, ValueReason::Censored));
    assert_eq!(time(Some(301), None), (300, false, ValueReason::Censored));
}

#[test]
fn the_first_of_progression_and_death_is_the_event() {
    let readings = &[(90, Some(SD)), (180, Some(PD)), (270, None)];
    assert_progression_free(Patient { readings, death: Some(300), ..Patient::default() }, 180, true, progression_at(1));
    assert_progression_free(
        Patient { readings, death: Some(100), ..Patient::default() },
        100,
        true,
        ValueReason::Event(EventId(DEATH)),
    );
    assert_progression_free(Patient { readings, death: Some(180), ..Patient::default() }, 180, true, progression_at(1));
}

#[test]
fn without_an_event_the_last_assessed_examination_censors() {
    let readings = &[(90, Some(SD)), (180, Some(NE))];
    let because = ValueReason::LastAssessed { at: Some(exam(0)), before: None };
    assert_progression_free(Patient { readings, ..Patient::default() }, 90, false, because);
    let unread = &[(90, Some(NE))];
    assert_progression_free(
        Patient { readings: unread, ..Patient::default() },
        0,
        false,
        ValueReason::LastAssessed { at: None, before: None },
    );
}

#[test]
fn an_event_on_the_horizon_counts_and_one_beyond_does_not() {
    assert_progression_free(
        Patient { death: Some(365), ..Patient::default() },
        365,
        true,
        ValueReason::Event(EventId(DEATH)),
    );
    assert_progression_free(Patient { death: Some(366), ..Patient::default() }, 365, false, ValueReason::Horizon(365));
    let readings = &[(365, Some(SD)), (400, Some(SD))];
    assert_progression_free(Patient { readings, ..Patient::default() }, 365, false, ValueReason::Horizon(365));
}

#[test]
fn survival_is_censored_at_a_date_of_the_patient() {
    let survival = || TimeToEventEndpoint {
        start: Start::TimeZero,
        events: vec![EventSource::Event(EventId(DEATH))],
        censor: CensorSource::Date(example::column(0)),
        horizon: Some(Horizon { at: HorizonAt::Day(365), on_its_day: OnItsDay::Counts }),
    };
    let alive = Patient { last_news: Some(200), ..Patient::default() };
    let value = times(&alive, survival()).remove(0);
    assert_eq!((value.time, value.event, value.because), (200, false, ValueReason::Censored));
    assert_eq!(times(&Patient::default(), survival()), []);
}

/// Of the examinations of a patient those after the landmark count.
#[test]
fn the_best_response_after_a_landmark() {
    let (by, to_day, before, confirmed) = (ResponseId(0), 365, None, None);
    let sets = BestSets {
        complete: None,
        objective: OBJECTIVE,
        progression: PROGRESSION,
        definitive: None,
        not_assessed: NOT_ASSESSED,
    };
    let endpoint = BestResponseEndpoint { by, sets, to_day, before, stable_from: 0, confirmed };
    let plan = with_endpoint(EndpointKind::BestResponse(endpoint));
    let readings = &[(90, Some(PR)), (120, Some(PR)), (180, Some(SD))];
    let patient = Patient { readings, ..Patient::default() };
    let best = |after| {
        let found = with_facts(&plan, &patient, |f| best_responses(f, EndpointId(0), after, &[0]).remove(0));
        (found.objective, found.because)
    };
    assert_eq!(best(0), (true, ValueReason::Best { code: PR, at: exam(0), confirmed: Confirmed::NotAsked }));
    assert_eq!(best(119), (true, ValueReason::Best { code: PR, at: exam(1), confirmed: Confirmed::NotAsked }));
    assert_eq!(best(120), (false, ValueReason::Best { code: SD, at: exam(2), confirmed: Confirmed::NotAsked }));
}
