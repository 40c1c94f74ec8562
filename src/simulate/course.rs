//! When a patient is examined and what examinations find from one to the next.
//!
//! Where a time is drawn that examinations tell, one is on the day on which it ends, and what it is to tell begins there; where
//! nothing ends it, one is on the last day on which it would be seen. Without the last the patients who are known to be without
//! the event would be known for a shorter time than those who will have it.

use super::clocks::is_response;
use super::making::Making;
use super::rows::{Here, Value};
use super::scene::day;
use crate::plan::ir::{CensorSource, EventSource, OnItsDay, TableId, Type};
use crate::stats::random::Stream;

const MOST_VISITS: usize = 12;

/// How the time that examinations tell ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ending {
    /// The examinations that tell it.
    table: usize,
    /// Day of the one that finds what ends it.
    on: Option<i32>,
    /// Day of the one that finds nothing yet, the last that counts; none where death ends it or what ends follow-up is another date.
    last: Option<i32>,
    pub ended: Ended,
}

/// What the time comes to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ended {
    pub event: bool,
    /// In days; none where it is censored at a date that nothing drawn says.
    pub day: Option<i64>,
}

/// Where in their range the numbers lie that are seen after time zero, of a patient who is made anew until a response is as it
/// was drawn.
#[derive(Clone, Copy, Debug)]
pub(super) enum Tilt {
    /// The smallest of so many draws.
    Lower(u64),
    Higher(u64),
}

impl Tilt {
    const MOST: i64 = 10;

    fn drawn(random: &mut Stream) -> Tilt {
        let draws = random.between(1, Tilt::MOST) as u64;
        if random.chance(500) { Tilt::Lower(draws) } else { Tilt::Higher(draws) }
    }

    fn of(self, random: &mut Stream, (low, high): (i64, i64)) -> i64 {
        match self {
            Tilt::Lower(draws) => (0..draws).map(|_| random.between(low, high)).min().unwrap_or(low),
            Tilt::Higher(draws) => (0..draws).map(|_| random.between(low, high)).max().unwrap_or(high),
        }
    }

    fn turned(self) -> Tilt {
        match self {
            Tilt::Lower(draws) => Tilt::Higher(draws),
            Tilt::Higher(draws) => Tilt::Lower(draws),
        }
    }
}

impl Making<'_> {
    /// See [`Ending`]; none where examinations tell no time, or nothing is assumed of the patient's arm.
    pub fn ending(&self) -> Option<Ending> {
        let plan = self.scene.plan;
        let time = self.scene.assumed.as_ref()?.clocks.leading.as_ref()?.time;
        let by = time.events.iter().find_map(|source| match source {
            EventSource::Response { by, .. } => Some(*by),
            EventSource::Event(_) => None,
        })?;
        let zero = i64::from(self.zero);
        let horizon = time.horizon.and_then(|horizon| Some((horizon.at.days_after(self.zero)?, horizon.on_its_day)));
        let known = i64::from(self.end) - zero;
        let last = horizon.map_or(known, |(day, _)| known.min(day));
        let counts = |days: i64| days < last || days == last && horizon != Some((days, OnItsDay::DoesNotCount));
        let own: Vec<&(&EventSource, i64)> = self.clocks.iter().filter(|(of, _)| time.events.contains(of)).collect();
        let first = own.iter().map(|(_, days)| *days).min()?;
        let found = own.iter().find(|(of, _)| is_response(of)).map(|(_, days)| *days).filter(|days| *days <= last);
        let table = plan.responses[by.0].criterion.exam;
        let at_examination = match &time.censor {
            CensorSource::LastAssessed { by, longest_gap: _ } => plan.responses[by.0].criterion.exam == table,
            CensorSource::Date(_) => false,
        };
        let event = counts(first);
        let looked = at_examination && found.is_none() && !event;
        let ended = Ended { event, day: if event { Some(first) } else { at_examination.then_some(last) } };
        let on = found.map(|days| day(zero + days));
        Some(Ending { table: table.0, on, last: looked.then(|| day(zero + last)), ended })
    }

    /// How things that are followed change. One whose outcome is not yet as it was drawn runs a course that is more extreme.
    pub fn run_a_course(&mut self, again: bool) {
        let random = &mut self.random;
        let shrinks = random.between(780, 1060);
        let turns = random.between(1, 6);
        let grows = random.between(1020, 1300);
        self.tilt = again.then(|| Tilt::drawn(random));
        let (shrinks, grows) = match self.tilt {
            Some(Tilt::Lower(_)) => (random.between(300, 900), random.between(900, 1020)),
            Some(Tilt::Higher(_)) => (random.between(1000, 1300), random.between(1100, 1700)),
            None => (shrinks, grows),
        };
        let usual = |visit: i64| if visit <= turns { shrinks } else { grows };
        let course: Vec<i64> = (1..=MOST_VISITS as i64).map(usual).collect();
        self.course = if self.ending.is_some() { self.until_it_ends() } else { course };
    }

    /// Neither growth nor, where a time ends as things become smaller, anything like it: they are as they were, or become smaller
    /// for some visits and grow a little at one.
    fn until_it_ends(&mut self) -> Vec<i64> {
        let random = &mut self.random;
        let stays = random.chance(500) || matches!(self.tilt, Some(Tilt::Lower(_)));
        let shrinks = if stays { random.between(985, 1005) } else { random.between(300, 985) };
        let turns = random.between(1, 6);
        let grows = random.between(1000, 1180);
        let change = |visit: i64| match visit - turns {
            ..=0 => shrinks,
            1 => grows,
            2.. => 1000,
        };
        (1..=MOST_VISITS as i64).map(change).collect()
    }

    /// In thousandths, what things change to from the visit before to this one.
    pub fn change_at(&mut self, visit: Here, place: usize) -> Option<i64> {
        let usual = self.course.get(place.wrapping_sub(1)).copied();
        let Some(on) = self.ending.and_then(|ending| ending.on) else { return usual };
        let shrinks = matches!(self.tilt, Some(Tilt::Lower(_)));
        match (self.seen_on(visit)?.cmp(&on), shrinks) {
            (std::cmp::Ordering::Less, _) => usual,
            (std::cmp::Ordering::Equal, true) => Some(self.random.between(300, 650)),
            (std::cmp::Ordering::Equal, false) => Some(self.random.between(1250, 1700)),
            (std::cmp::Ordering::Greater, true) => Some(1000),
            (std::cmp::Ordering::Greater, false) => Some(self.random.between(1000, 1300)),
        }
    }

    /// Where a time is drawn that examinations tell, the visit at which a thing appears that was not there before: that on which
    /// it ends, and else none.
    pub fn appears_at(&self, visits: &[Here]) -> Option<usize> {
        let ending = self.ending?;
        let is_there = |visit: &Here| ending.on.is_some() && self.seen_on(*visit) == ending.on;
        Some(visits.iter().position(is_there).unwrap_or(0))
    }

    /// One shortly before time zero, then at intervals as the timepoints have them.
    pub fn visits(&mut self, table: usize) -> Vec<i32> {
        let zero = i64::from(self.zero);
        let mut days = vec![day(zero - self.random.between(0, 12))];
        let step = self.scene.step;
        let ending = self.ending.filter(|ending| ending.table == table);
        let last = (zero + self.scene.needed).min(i64::from(self.end));
        let asked = ending.and_then(|ending| ending.on.or(ending.last));
        let last = asked.map_or(last, |day| last.max(i64::from(day)));
        for visit in 1..MOST_VISITS as i64 {
            let at = zero + visit * step + self.random.between(-(step / 8), step / 8);
            if at > last {
                break;
            }
            days.push(day(at));
        }
        if let Some(asked) = asked {
            let is_apart = |day: &i32| *day <= self.zero || i64::from(day.abs_diff(asked)) >= (step / 4).max(1);
            days.retain(is_apart);
            days.push(asked);
            days.sort_unstable();
        }
        days
    }

    /// Where in their range the numbers of a visit lie: those from the day on that ends a time lie where those before do not.
    fn tilt_at(&self, here: Here) -> Option<Tilt> {
        let tilt = self.tilt?;
        let Some(ending) = self.ending else { return Some(tilt) };
        let is_over = ending.on.zip(self.seen_on(here)).is_some_and(|(on, day)| day >= on);
        Some(if is_over { tilt } else { tilt.turned() })
    }

    /// Numbers that are seen after time zero are drawn again, most of them low or high, so that a response that hardly ever comes
    /// by itself comes at all.
    pub fn lean(&mut self) {
        let plan = self.scene.plan;
        for table in 0..plan.tables.len() {
            let declared = plan.table(TableId(table));
            let is_number = |column: &usize| {
                let of = &declared.columns[*column];
                let is_thing = declared.thing.as_ref().is_some_and(|thing| thing.fixed.contains(column));
                let is_number = matches!(of.ty, Type::Number(_) | Type::Real(_) | Type::Integer);
                is_number && !is_thing && !declared.key.contains(column) && of.reference.is_none()
            };
            let columns: Vec<usize> = (0..declared.columns.len()).filter(is_number).collect();
            let followed = self.scene.is_followed(table);
            let mut rows = self.rows.of(table);
            rows.retain(|here| !followed && self.seen_on(*here).is_some_and(|day| day > self.zero));
            for here in rows {
                let Some(tilt) = self.tilt_at(here) else { return };
                for column in columns.iter().copied() {
                    if self.rows.cell(here, column).is_some() {
                        let limits = &self.scene.limits[table][column];
                        let value = limits.number(tilt.of(&mut self.random, (limits.low, limits.high)));
                        self.set(here, column, Some(value));
                    }
                }
            }
        }
    }

    /// The day of the visit that it belongs to.
    fn seen_on(&self, here: Here) -> Option<i32> {
        let mut at = Some(here);
        while let Some(place) = at {
            if self.scene.is_visited(place.table)
                && let Some(column) = self.scene.column_of_date(place.table)
            {
                return self.dated(place, column);
            }
            at = self.rows.above(self.scene.plan, place);
        }
        None
    }

    fn dated(&self, here: Here, column: usize) -> Option<i32> {
        match self.rows.cell(here, column) {
            Some(Value::Date(day)) => Some(*day),
            Some(Value::YesNo(_) | Value::Number(_) | Value::Code(_) | Value::Text(_)) | None => None,
        }
    }
}
