//! What a plan assumes, as patients can be made by it: which outcome is drawn how, and which cannot be drawn, with the reason.

use super::clocks::{Clocks, clocks, is_response};
use super::limits::Limits;
use super::scene::{needed, step};
use crate::plan::ir::{
    Analysis, ArithmeticOp, Assumed, AssumedOutcome, Assumption, BestResponseEndpoint, EndpointId, EndpointKind,
    ExprKind, GivenEndpoint, GivenKind, Handling, Hazard, InRow, Measure, Plan, PointId, ResponseId, RowExpr, RowNode,
    Strategy, TableId, TimeToEventEndpoint,
};
use crate::stats::feasibility::{hazard_of_event_free, hazard_of_median};
use crate::stats::random::Stream;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// Arms are dealt in blocks that have the assumed ratio, up to so many patients a block; in a longer one each is drawn.
const LONGEST_BLOCK: u64 = 2000;
/// Of a patient, what is assumed is drawn from sequences of its own, and whatever attempt it is.
pub(super) const DRAWN: u64 = u64::MAX - 3;
const DEALT: u64 = u64::MAX - 4;

/// An assumption by which patients are made.
pub(super) struct Drawing<'a> {
    pub outcomes: Vec<Drawn<'a>>,
    /// Nobody is followed for longer, in days.
    pub followed: Option<i64>,
    /// Days for which everybody has to be followed: to the end of each time that is drawn.
    pub needed: i64,
    pub clocks: Clocks<'a>,
    /// Patients of each arm in a block.
    ratio: Vec<u64>,
}

/// An outcome that is drawn.
pub(super) struct Drawn<'a> {
    pub outcome: &'a AssumedOutcome,
    pub by: By<'a>,
    /// Responses that are told from one criterion are drawn by one number, for one may imply the other; all of them by that of the
    /// time that leads.
    path: u64,
}

/// How.
#[derive(Clone, Copy)]
pub(super) enum By<'a> {
    /// A condition in the row of the patient.
    Condition(&'a RowExpr),
    /// A response at a timepoint, as an analysis of it handles its events: patients are made until it is as drawn.
    Response {
        response: ResponseId,
        point: PointId,
        handling: &'a Handling,
    },
    /// A time that the data give, and whether it ended with the event; a day has so many of its unit.
    Time {
        value: &'a RowExpr,
        event: &'a RowExpr,
        days_of_unit: Decimal,
    },
    /// The best response, as its endpoint handles its events.
    Best(&'a BestResponseEndpoint),
    /// A time to what the clocks tell.
    Dates(&'a TimeToEventEndpoint),
    Number(&'a RowExpr),
    /// To the baseline, which is drawn within these steps, is added what is drawn, or that in per cent of it.
    Change {
        value: &'a RowExpr,
        baseline: &'a RowExpr,
        within: (i64, i64),
        percent: bool,
    },
}

/// Of an assumption, what the patients that are made do not have.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Undrawn {
    /// Name of the endpoint or of the matching; the key of the assumption where it is neither.
    pub of: String,
    pub because: Why,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Its events are told apart.
    SeveralEvents,
    /// It ends with the first of several responses.
    SeveralResponses,
    /// What ends it counts once a later examination has confirmed it.
    ConfirmedLater,
    /// Of its events, those that are assumed themselves are as frequent as it, or more.
    Contradicts,
    /// More are assumed to respond than are without what ends another time by then.
    TooFewLeft,
    /// A death that is not assumed may come before it, while another time is told by examinations.
    DeathNotAssumed,
    /// It begins later than time zero.
    BeginsLater,
    /// Patients come under observation later.
    EntersLater,
    /// It is worked out from more than one cell.
    NotOneCell,
    /// The column cannot hold all that is assumed.
    Range,
    /// No analysis says how its events are handled.
    NotAnalysed,
    /// Another outcome of the assumption stands in the same cells.
    DrawnBefore,
    /// How many find a pair follows from their covariates.
    Matching,
    /// The members of a pair have their outcomes independently of each other.
    Discordant,
    /// The dates that time zero may have are too near to the cut-off.
    FollowedLess,
}

/// What cannot be drawn, and the drawing of the rest.
pub(super) fn drawing<'a>(plan: &'a Plan, limits: &[Vec<Limits>], of: &'a Assumption) -> (Drawing<'a>, Vec<Undrawn>) {
    let mut undrawn = vec![];
    let mut outcomes: Vec<Drawn<'a>> = vec![];
    let (clocks, without_clock) = clocks(plan, of);
    for (place, outcome) in of.outcomes.iter().enumerate() {
        let name = &plan.endpoints[outcome.endpoint.0].header.name;
        let mut without = |because: Why| undrawn.push(Undrawn { of: name.clone(), because });
        if outcome.discordant.is_some() {
            without(Why::Discordant);
        }
        let found = match without_clock.get(&place) {
            Some(because) => Err(*because),
            None => by(plan, limits, of, outcome).and_then(|by| has_room(plan, &clocks, outcome, by).map(|()| by)),
        };
        match found {
            Ok(by) if outcomes.iter().any(|other| other.by.is_in_the_cells_of(by)) => without(Why::DrawnBefore),
            Ok(by) => outcomes.push(Drawn { outcome, by, path: by.path(outcome.endpoint, &clocks) }),
            Err(because) => without(because),
        }
    }
    let matchings = of.matched.iter().filter_map(|(matching, _)| plan.matching(*matching));
    undrawn.extend(matchings.map(|m| Undrawn { of: m.header.name.clone(), because: Why::Matching }));
    let horizon = |drawn: &Drawn| plan.endpoints[drawn.outcome.endpoint.0].kind.last_day().map(|at| at.days().1);
    let is_dated = |drawn: &&Drawn| matches!(drawn.by, By::Dates(_));
    let ends =
        outcomes.iter().filter(is_dated).filter_map(|drawn| [horizon(drawn), of.followed].into_iter().flatten().min());
    let needed = ends.max().unwrap_or(0);
    let ratio = in_lowest_terms(&of.patients);
    (Drawing { outcomes, followed: of.followed, needed, clocks, ratio }, undrawn)
}

fn in_lowest_terms(patients: &[u64]) -> Vec<u64> {
    let common = patients.iter().copied().fold(0, |mut a, mut b| {
        while b != 0 {
            (a, b) = (b, a % b);
        }
        a
    });
    patients.iter().map(|n| n / common.max(1)).collect()
}

impl Drawing<'_> {
    /// Whether an analysis asks about what is drawn: by the same responses, and with nothing that would make it another outcome.
    pub fn is_of(&self, analysis: &Analysis) -> bool {
        let of_endpoint = self.outcomes.iter().filter(|drawn| drawn.outcome.endpoint == analysis.endpoint);
        of_endpoint.into_iter().any(|drawn| match drawn.by {
            By::Response { handling, .. } => alike(handling, &analysis.handling),
            By::Best(_) => analysis.landmark.is_none(),
            By::Dates(_) => {
                analysis.handling.strategies.iter().all(|(_, strategy, _)| *strategy == Strategy::TreatmentPolicy)
            }
            By::Condition(_) | By::Time { .. } | By::Number(_) | By::Change { .. } => true,
        })
    }

    /// Of patients in the order of their numbers each block has the assumed ratio; patient k is in the same arm whatever their
    /// number.
    pub fn arm(&self, seed: u64, number: u64) -> usize {
        let length: u64 = self.ratio.iter().sum();
        let of_place = |mut place: u64| {
            let arm = self.ratio.iter().position(|n| {
                let here = place < *n;
                place = place.wrapping_sub(if here { 0 } else { *n });
                here
            });
            arm.unwrap_or(0)
        };
        if length > LONGEST_BLOCK || length == 0 {
            return of_place(Stream::new(seed, &[DEALT, number]).below(length));
        }
        let (block, at) = ((number - 1) / length, (number - 1) % length);
        let mut random = Stream::new(seed, &[DEALT, block]);
        let mut places: Vec<u64> = (0..length).collect();
        for last in (1..places.len()).rev() {
            places.swap(last, random.below(last as u64 + 1) as usize);
        }
        of_place(places.get(at as usize).copied().unwrap_or(0))
    }
}

impl Drawn<'_> {
    /// Above 0 and below 1.
    pub fn unit(&self, seed: u64, number: u64) -> f64 {
        Stream::new(seed, &[DRAWN, self.path, number]).unit()
    }
}

impl<'a> By<'a> {
    fn path(self, endpoint: EndpointId, clocks: &Clocks) -> u64 {
        let of_response =
            |response: ResponseId| clocks.leading.as_ref().map_or(2 * response.0 as u64 + 1, |leading| leading.path());
        match self {
            By::Response { response, .. } => of_response(response),
            By::Best(best) => of_response(best.by),
            By::Condition(_) | By::Time { .. } | By::Dates(_) | By::Number(_) | By::Change { .. } => {
                2 * endpoint.0 as u64
            }
        }
    }

    fn is_in_the_cells_of(self, other: By<'a>) -> bool {
        self.cell().zip(other.cell()).is_some_and(|(a, b)| a == b)
    }

    fn cell(self) -> Option<&'a RowExpr> {
        match self {
            By::Condition(value) | By::Number(value) | By::Time { value, .. } | By::Change { value, .. } => Some(value),
            By::Response { .. } | By::Best(_) | By::Dates(_) => None,
        }
    }
}

fn by<'a>(plan: &'a Plan, limits: &[Vec<Limits>], of: &Assumption, outcome: &AssumedOutcome) -> Result<By<'a>, Why> {
    match &plan.endpoints[outcome.endpoint.0].kind {
        EndpointKind::YesNo(_) => of_response(plan, outcome),
        EndpointKind::TimeToEvent(time) => Ok(By::Dates(time)),
        EndpointKind::Given(given) => of_given(plan, limits, of, (outcome, given)),
        EndpointKind::BestResponse(best) => Ok(By::Best(best)),
        // Nothing can be assumed of these.
        EndpointKind::CompetingRisks(_) | EndpointKind::Events(_) => Err(Why::SeveralEvents),
    }
}

fn of_response<'a>(plan: &'a Plan, outcome: &AssumedOutcome) -> Result<By<'a>, Why> {
    let (response, point) = outcome.each.ok_or(Why::NotAnalysed)?;
    let is_of = |(of, points): &(ResponseId, Vec<PointId>)| *of == response && points.contains(&point);
    let analyses = plan.analyses.iter().filter(|analysis| analysis.endpoint == outcome.endpoint);
    let analysis = analyses.into_iter().find(|analysis| analysis.each.iter().any(is_of)).ok_or(Why::NotAnalysed)?;
    Ok(By::Response { response, point, handling: &analysis.handling })
}

/// Whether patients can respond as often as is assumed, where another time says how long they can be looked at: who responds is
/// among those in whom that is the longest.
fn has_room(plan: &Plan, clocks: &Clocks, outcome: &AssumedOutcome, by: By) -> Result<(), Why> {
    let Some(leading) = &clocks.leading else { return Ok(()) };
    let by_day = match by {
        By::Response { response, point, .. } => {
            plan.point(response, point).window.map_or_else(|| needed(plan), |(_, high)| high)
        }
        By::Best(best) => responds_by(plan, best),
        By::Condition(_) | By::Time { .. } | By::Dates(_) | By::Number(_) | By::Change { .. } => return Ok(()),
    };
    if leading.time.events.iter().any(is_response) && plan.death().is_some_and(|death| !clocks.has_event(death)) {
        return Err(Why::DeathNotAssumed);
    }
    let is_too_often = |(arm, assumed): &(usize, Assumed)| match assumed {
        Assumed::Proportion(share) => real(*share) > clocks.left(*arm, by_day),
        Assumed::Exponential(_) | Assumed::Normal { .. } => false,
    };
    if outcome.arms.iter().any(is_too_often) { Err(Why::TooFewLeft) } else { Ok(()) }
}

/// The day by which a response is seen at the first visit after time zero, and confirmed at the next that is late enough.
fn responds_by(plan: &Plan, best: &BestResponseEndpoint) -> i64 {
    let step = step(plan);
    let later = best.confirmed.map_or(0, |confirmed| (confirmed.after * 4).div_euclid(step * 3) + 1);
    (1 + later) * step + step / 8
}

fn of_given<'a>(
    plan: &'a Plan,
    limits: &[Vec<Limits>],
    of: &Assumption,
    (outcome, given): (&AssumedOutcome, &'a GivenEndpoint),
) -> Result<By<'a>, Why> {
    let value = &given.value;
    match &given.what {
        GivenKind::YesNo => Ok(By::Condition(value)),
        GivenKind::TimeToEvent => {
            if given.entry.is_some() {
                return Err(Why::EntersLater);
            }
            let event = given.event.as_ref().ok_or(Why::NotOneCell)?;
            let days_of_unit = given.times_in.days(plan.settings.month_days, plan.settings.year_days);
            let (table, column) = cell(plan, value).ok_or(Why::NotOneCell)?;
            let fits = of.followed.is_none_or(|day| limits[table][column].holds(Decimal::from(day) / days_of_unit));
            if fits { Ok(By::Time { value, event, days_of_unit }) } else { Err(Why::Range) }
        }
        GivenKind::Number { measure, .. } => match (measure, &given.baseline) {
            (Measure::Value, _) => {
                let (table, column) = cell(plan, value).ok_or(Why::NotOneCell)?;
                let fits = outcome.arms.iter().all(|(_, of)| holds_all(&limits[table][column], of));
                if fits { Ok(By::Number(value)) } else { Err(Why::Range) }
            }
            (Measure::Change | Measure::PercentChange, Some(baseline)) => {
                let value = afterwards(value).ok_or(Why::NotOneCell)?;
                let (table, column) = cell(plan, value).ok_or(Why::NotOneCell)?;
                let (of, at) = cell(plan, &baseline.expression).ok_or(Why::NotOneCell)?;
                let percent = *measure == Measure::PercentChange;
                let limits = (&limits[of][at], &limits[table][column]);
                let within = baselines(limits, &outcome.arms, percent).ok_or(Why::Range)?;
                Ok(By::Change { value, baseline: &baseline.expression, within, percent })
            }
            (Measure::Change | Measure::PercentChange, None) => Err(Why::NotOneCell),
        },
        GivenKind::Category { .. }
        | GivenKind::Shift { .. }
        | GivenKind::CompetingRisks { .. }
        | GivenKind::DiagnosticTest { .. } => Err(Why::NotOneCell),
    }
}

/// Standard deviations beyond which lies less than one value of a million.
pub(super) const BEYOND: i64 = 5;

/// From the least to the most that is assumed of a number.
fn reach(assumed: &Assumed) -> Option<(Decimal, Decimal)> {
    match assumed {
        Assumed::Normal { mean, standard_deviation } => {
            let far = standard_deviation * Decimal::from(BEYOND);
            Some((mean - far, mean + far))
        }
        Assumed::Proportion(_) | Assumed::Exponential(_) => None,
    }
}

fn holds_all(limits: &Limits, assumed: &Assumed) -> bool {
    reach(assumed).is_none_or(|(least, most)| limits.holds(least) && limits.holds(most))
}

/// The baselines, in steps of their column, from which every change of every arm leads to a value that its column can hold.
fn baselines((before, after): (&Limits, &Limits), arms: &[(usize, Assumed)], percent: bool) -> Option<(i64, i64)> {
    let (mut low, mut high) = (before.low, before.high);
    let (lowest, highest) = after.bounds();
    for (least, most) in arms.iter().filter_map(|(_, assumed)| reach(assumed)) {
        let back = |bound: Decimal, change: Decimal| match percent {
            false => bound.checked_sub(change),
            true => {
                let factor = Decimal::ONE + change / Decimal::from(100);
                if factor > Decimal::ZERO { bound.checked_div(factor) } else { None }
            }
        };
        // One step further in, for the value is rounded to its own.
        if let Some(bound) = lowest {
            low = low.max(before.steps(back(bound, least)?) + 2);
        }
        if let Some(bound) = highest {
            high = high.min(before.steps(back(bound, most)?) - 1);
        }
    }
    (low <= high).then_some((low, high))
}

/// What a change is counted to: the value of an endpoint that is one has its baseline taken from it.
fn afterwards(change: &RowExpr) -> Option<&RowExpr> {
    if let ExprKind::Arithmetic { op: ArithmeticOp::Subtract, left, .. } = &change.kind {
        return Some(left);
    }
    let mut parts = vec![];
    change.each_operand(&mut |part| parts.push(part), &mut |_| {});
    parts.into_iter().find_map(afterwards)
}

/// The column of the row of a patient, or of a table with one row for each, that a value is.
fn cell(plan: &Plan, e: &RowExpr) -> Option<(usize, usize)> {
    match &e.kind {
        ExprKind::Column(column) => Some((plan.patient_table().0, *column)),
        ExprKind::Beyond(InRow(RowNode::OneToOne { table: TableId(table), column })) => Some((*table, *column)),
        ExprKind::Beyond(InRow(RowNode::Define(id))) => cell(plan, &plan.defines.get(id.0)?.value),
        _ => None,
    }
}

fn alike(a: &Handling, b: &Handling) -> bool {
    let strategies = |of: &Handling| of.strategies.iter().map(|(of, strategy, _)| (*of, *strategy)).collect::<Vec<_>>();
    strategies(a) == strategies(b) && a.meeting == b.meeting && a.examination == b.examination
}

/// Of a day.
pub fn hazard(stated: &Hazard) -> f64 {
    match stated {
        Hazard::Median(days) => hazard_of_median(real(*days)),
        Hazard::Rate { events, in_days } => real(*events) / real(*in_days),
        Hazard::EventFree { share, on } => hazard_of_event_free(real(*share), *on as f64),
    }
}

/// A decimal of 28 digits and less has a value in floating point.
pub fn real(number: Decimal) -> f64 {
    number.to_f64().unwrap_or(f64::NAN)
}
