//! When what ends the times that are assumed happens to a patient: each event has a hazard in each arm, and comes independently
//! of the others.
//!
//! A time that ends with the first of several has the sum of their hazards. What is not assumed of one of them has an equal share
//! of what those that are assumed themselves leave, so that a survival that is assumed beside a progression-free one is as it is
//! assumed, and both are.

use super::assumed::{DRAWN, Why, hazard};
use crate::plan::ir::{
    Assumed, AssumedOutcome, Assumption, Clock as Begins, Counts, EndpointId, EndpointKind, EventId, EventSource, Plan,
    TimeToEventEndpoint, Unconfirmed,
};
use crate::stats::random::Stream;
use std::collections::BTreeMap;

/// Of several events of a time, which is the first, and when the others come, is drawn from sequences of its own.
const APART: u64 = u64::MAX - 8;
/// Of a hazard, what is taken for none.
const NONE: f64 = 1e-9;

/// One event.
struct Clock<'a> {
    of: &'a EventSource,
    /// By arm, of a day.
    hazards: BTreeMap<usize, f64>,
    path: Vec<u64>,
}

impl Clock<'_> {
    fn days(&self, (seed, number): (u64, u64), arm: usize) -> Option<f64> {
        let path = [&self.path[..], &[number]].concat();
        Some(waited(Stream::new(seed, &path).unit(), *self.hazards.get(&arm)?))
    }
}

/// The time of which one number says both when it ends and who responds: who responds is among those whose time is the longest.
pub(super) struct Leading<'a> {
    pub endpoint: EndpointId,
    pub time: &'a TimeToEventEndpoint,
    /// Of its events, the places of the clocks.
    of: Vec<usize>,
}

impl Leading<'_> {
    pub fn path(&self) -> u64 {
        path(self.endpoint)
    }
}

#[derive(Default)]
pub(super) struct Clocks<'a> {
    all: Vec<Clock<'a>>,
    pub leading: Option<Leading<'a>>,
}

fn path(endpoint: EndpointId) -> u64 {
    2 * endpoint.0 as u64
}

/// Days until an event with this hazard.
fn waited(unit: f64, hazard: f64) -> f64 {
    -libm::log(unit) / hazard
}

/// That of day k comes between the ends of days k − 1 and k, so that on every whole day so many are left as are assumed to be.
pub(super) fn whole(days: f64) -> i64 {
    days.ceil().max(1.0) as i64
}

pub(super) fn is_response(source: &EventSource) -> bool {
    match source {
        EventSource::Response { .. } => true,
        EventSource::Event(_) => false,
    }
}

/// The clocks of the times that are assumed, and by place of the outcome why one has none.
pub(super) fn clocks<'a>(plan: &'a Plan, of: &Assumption) -> (Clocks<'a>, BTreeMap<usize, Why>) {
    let mut clocks = Clocks::default();
    let mut without = BTreeMap::new();
    let timed =
        of.outcomes.iter().enumerate().filter_map(|(place, outcome)| match &plan.endpoints[outcome.endpoint.0].kind {
            EndpointKind::TimeToEvent(time) => Some((place, outcome, time)),
            EndpointKind::YesNo(_)
            | EndpointKind::CompetingRisks(_)
            | EndpointKind::Given(_)
            | EndpointKind::Events(_)
            | EndpointKind::BestResponse(_) => None,
        });
    // Of what is assumed by itself the hazard is known before that of what it is a part of.
    let (alone, several): (Vec<_>, Vec<_>) = timed.partition(|(_, _, time)| time.events.len() == 1);
    let mut drawn = vec![];
    for (place, outcome, time) in alone.into_iter().chain(several) {
        match possible(plan, time).and_then(|()| clocks.add(outcome, time)) {
            Ok(()) => drawn.push((outcome.endpoint, time)),
            Err(because) => {
                without.insert(place, because);
            }
        }
    }
    clocks.lead(plan, of, &drawn);
    (clocks, without)
}

/// Whether examinations can be made that tell it.
fn possible(plan: &Plan, time: &TimeToEventEndpoint) -> Result<(), Why> {
    if time.start.later().is_some() {
        return Err(Why::BeginsLater);
    }
    let mut responses = time.events.iter().filter_map(|source| match source {
        EventSource::Response { by, set: _, counts } => Some((by, counts)),
        EventSource::Event(_) => None,
    });
    let Some((by, counts)) = responses.next() else { return Ok(()) };
    if responses.next().is_some() {
        return Err(Why::SeveralResponses);
    }
    let response = &plan.responses[by.0];
    match (&response.clock, counts) {
        (Begins::Event { .. }, _) => Err(Why::BeginsLater),
        (Begins::TimeZero, Counts::AtOnce | Counts::FromFinding(Unconfirmed::Counts)) => Ok(()),
        (Begins::TimeZero, Counts::Repeated(_) | Counts::FromFinding(_)) => Err(Why::ConfirmedLater),
    }
}

impl<'a> Clocks<'a> {
    fn place(&self, source: &EventSource) -> Option<usize> {
        self.all.iter().position(|clock| clock.of == source)
    }

    fn known(&self, source: &EventSource, arm: usize) -> Option<f64> {
        self.all[self.place(source)?].hazards.get(&arm).copied()
    }

    fn add(&mut self, outcome: &AssumedOutcome, time: &'a TimeToEventEndpoint) -> Result<(), Why> {
        let alone = time.events.len() == 1;
        // Examinations have one progression to tell.
        let other = |clock: &Clock| is_response(clock.of) && !time.events.contains(clock.of);
        let stands = time.events.iter().any(is_response) && self.all.iter().any(other);
        if stands || alone && time.events.iter().any(|source| self.place(source).is_some()) {
            return Err(Why::DrawnBefore);
        }
        let mut found: Vec<(usize, usize, f64)> = vec![];
        for (arm, assumed) in &outcome.arms {
            let Assumed::Exponential(of) = assumed else { continue };
            let total = hazard(of);
            let known = time.events.iter().filter_map(|source| self.known(source, *arm)).fold(0.0, |sum, h| sum + h);
            let open: Vec<usize> =
                (0..time.events.len()).filter(|place| self.known(&time.events[*place], *arm).is_none()).collect();
            let left = total - known;
            let follows = if open.is_empty() { left.abs() <= NONE * total } else { left > NONE * total };
            if !follows {
                return Err(Why::Contradicts);
            }
            found.extend(open.iter().map(|place| (*place, *arm, left / open.len() as f64)));
        }
        for (place, arm, hazard) in found {
            let of = &time.events[place];
            let at = self.place(of).unwrap_or_else(|| {
                let endpoint = path(outcome.endpoint);
                let path = if alone { vec![DRAWN, endpoint] } else { vec![APART, endpoint, place as u64] };
                self.all.push(Clock { of, hazards: BTreeMap::new(), path });
                self.all.len() - 1
            });
            self.all[at].hazards.insert(arm, hazard);
        }
        Ok(())
    }

    /// A time that examinations tell; and where a response is assumed, one that ends with death, for who has died does not respond.
    fn lead(&mut self, plan: &Plan, of: &Assumption, drawn: &[(EndpointId, &'a TimeToEventEndpoint)]) {
        let responds = of.outcomes.iter().any(|outcome| plan.endpoints[outcome.endpoint.0].kind.is_response());
        let dies = |source: &EventSource| match source {
            EventSource::Event(event) => plan.death() == Some(*event),
            EventSource::Response { .. } => false,
        };
        let by_examinations = drawn.iter().find(|(_, time)| time.events.iter().any(is_response));
        let by_death = drawn.iter().filter(|_| responds).find(|(_, time)| time.events.iter().any(dies));
        let found = by_examinations.or(by_death);
        self.leading = found.map(|(endpoint, time)| {
            let of = time.events.iter().filter_map(|source| self.place(source)).collect();
            Leading { endpoint: *endpoint, time, of }
        });
    }

    /// The hazard of the leading time.
    fn total(&self, leading: &Leading, arm: usize) -> f64 {
        leading.of.iter().filter_map(|place| self.all[*place].hazards.get(&arm)).fold(0.0, |sum, h| sum + h)
    }

    /// The share of an arm of which the leading time is longer than so many days; all where nothing is assumed of it.
    pub fn left(&self, arm: usize, days: i64) -> f64 {
        self.leading.as_ref().map_or(1.0, |leading| libm::exp(-self.total(leading, arm) * days as f64))
    }

    pub fn has_event(&self, event: EventId) -> bool {
        self.place(&EventSource::Event(event)).is_some()
    }

    /// Whether examinations tell the leading time.
    pub fn is_examined(&self) -> bool {
        self.leading.as_ref().is_some_and(|leading| leading.time.events.iter().any(is_response))
    }

    /// What happens to a patient, and so many days after time zero.
    pub fn days(&self, (seed, number): (u64, u64), arm: usize) -> Vec<(&'a EventSource, i64)> {
        let leading = self.leading.as_ref().map_or(vec![], |leading| self.led(leading, (seed, number), arm));
        let mut found = vec![];
        for (place, clock) in self.all.iter().enumerate() {
            let led = leading.iter().find(|(of, _)| *of == place).map(|(_, days)| *days);
            let days = led.or_else(|| clock.days((seed, number), arm));
            found.extend(days.map(|days| (clock.of, whole(days))));
        }
        found
    }

    /// By one number when the first event of the leading time comes, and by another which it is; from then on the others come as
    /// they would have come from the beginning, for none of them has a memory. Each is so exponential, and independent of the
    /// others.
    fn led(&self, leading: &Leading, (seed, number): (u64, u64), arm: usize) -> Vec<(usize, f64)> {
        let total = self.total(leading, arm);
        if total <= 0.0 {
            return vec![];
        }
        let first = waited(Stream::new(seed, &[DRAWN, leading.path(), number]).unit(), total);
        let own = |place: usize| self.all[place].hazards.get(&arm).copied();
        let places: Vec<(usize, f64)> = leading.of.iter().filter_map(|place| Some((*place, own(*place)?))).collect();
        let mut left = Stream::new(seed, &[APART, leading.path(), number]).unit() * total;
        let mut is_first = places.last().map(|(place, _)| *place);
        for (place, hazard) in &places {
            if left < *hazard {
                is_first = Some(*place);
                break;
            }
            left -= hazard;
        }
        let days = |(place, _): (usize, f64)| {
            let later = if is_first == Some(place) { 0.0 } else { self.all[place].days((seed, number), arm)? };
            Some((place, first + later))
        };
        places.into_iter().filter_map(days).collect()
    }
}
