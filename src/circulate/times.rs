//! At which times of a curve something is told, and whether a quantile of it is.
//!
//! Who is at risk at one time and not at the next has had the event or is censored in between: both are counts, though no record
//! tells them, and are taken from the steps of the curve.

use super::copy::{Copy, Family};
use super::pool::{Counted, Who};
use super::units::Unit;
use crate::catalogue::Statistic;
use crate::number::Number;
use crate::results::{Curve, Record};
use std::collections::BTreeSet;

/// Of a group, up to a time.
#[derive(Clone, Copy)]
struct UpTo {
    events: i64,
    left: i64,
    at_risk: i64,
}

/// The times at which the numbers of a call are told: of each group neither few events nor few who leave or stay lie between one
/// such time and the next, nor before the first or after the last; and who is at risk then is told beside those of other endpoints.
pub fn told_at(copy: &mut Copy, unit: &Unit, call: &[(usize, &Record)]) -> BTreeSet<i64> {
    let groups: Vec<&Record> = call.iter().map(|(_, r)| *r).filter(|r| r.statistic == Statistic::AtRisk).collect();
    let mut times: Vec<i64> = groups.iter().filter_map(|r| r.time()).collect();
    times.sort_unstable();
    times.dedup();
    let mut curves: Vec<&Curve> = vec![];
    for record in &groups {
        let Some(curve) = curve_of(copy, record) else { return BTreeSet::new() };
        if !curves.contains(&curve) {
            curves.push(curve);
        }
    }
    // A curve of one group that is not among the records would leave its times unasked.
    if curves.is_empty() || unit.compare.iter().any(|arm| curves.iter().all(|c| c.group != *arm)) {
        return BTreeSet::new();
    }
    if !curves.iter().all(|curve| is_closed(curve)) {
        return BTreeSet::new();
    }
    let mut told: Vec<i64> = vec![];
    for time in times {
        let fits = |curve: &&Curve| {
            let last = told.last().map_or(start(curve), |last| up_to(curve, *last, true));
            // A number at risk is one before that day, a survival one after it.
            let (before, after) = (up_to(curve, time, false), up_to(curve, time, true));
            let many = copy.is_many(after.events) && copy.is_many(after.at_risk);
            many && [(last, before), (last, after), (before, after), (after, end(curve))]
                .iter()
                .all(|(from, to)| lies_between(copy, *from, *to))
        };
        let others = copy.families.get(&Family::AtRisk);
        let beside = |of: &Vec<Counted>| others.is_none_or(|others| others.fits_beside(of, copy.smallest));
        if curves.iter().all(fits) && at_risk(unit, &curves, time).iter().all(beside) {
            told.push(time);
        }
    }
    add(copy, unit, &curves, &told);
    told.into_iter().collect()
}

/// Who is at risk at the times of a call that is released.
pub fn release(copy: &mut Copy, unit: &Unit) {
    let mut curves: Vec<&Curve> = vec![];
    let mut times: Vec<i64> = vec![];
    for (_, record) in &unit.records {
        let Some((time, curve)) = record.time().zip(curve_of(copy, record)) else { continue };
        if !curves.contains(&curve) {
            curves.push(curve);
        }
        times.push(time);
    }
    times.sort_unstable();
    times.dedup();
    add(copy, unit, &curves, &times);
}

fn add(copy: &mut Copy, unit: &Unit, curves: &[&Curve], times: &[i64]) {
    let pool = copy.families.entry(Family::AtRisk).or_default();
    times.iter().flat_map(|time| at_risk(unit, curves, *time)).for_each(|of| pool.add(&of));
}

/// Of each group who is at risk before a day, and after it.
fn at_risk(unit: &Unit, curves: &[&Curve], time: i64) -> [Vec<Counted>; 2] {
    [false, true].map(|on_that_day| {
        let of = |curve: &&Curve| {
            let (all, stay) = (start(curve).at_risk, up_to(curve, time, on_that_day).at_risk);
            let who = if unit.compare.contains(&curve.group) { Who::arm(&curve.group) } else { Who::All };
            let what = format!("{} {time} {on_that_day}", curve.endpoint);
            Counted { who, what, point: None, count: stay, rest: all - stay }
        };
        curves.iter().map(of).collect()
    })
}

/// Whether a quantile of a time, which is the day of one patient's event, has enough of them before it and after it.
pub fn tells_quantile(copy: &Copy, record: &Record) -> bool {
    let time = match record.value {
        Number::Count(n) => n as f64,
        Number::Real(x) => x,
        Number::NotEstimable(_) => return true,
        Number::Infinite | Number::NegativeInfinite | Number::Withheld(_) => return false,
    };
    let Some(curve) = curve_of(copy, record) else { return false };
    let (mut events, mut after) = (0, 0);
    for place in 0..curve.time.len() {
        if curve.time[place] <= time {
            events += of(&curve.events, place);
            after = of(&curve.at_risk, place) - of(&curve.events, place) - of(&curve.censored, place);
        }
    }
    copy.is_many(events) && copy.is_many(after)
}

fn of(counts: &[usize], place: usize) -> i64 {
    counts.get(place).and_then(|n| i64::try_from(*n).ok()).unwrap_or_default()
}

/// The curve whose steps a record is read from; none where several causes have curves of their own.
fn curve_of<'r>(copy: &Copy<'r>, record: &Record) -> Option<&'r Curve> {
    let begins = |curve: &&Curve| record.id.strip_prefix(&curve.id).is_some_and(|rest| rest.starts_with('.'));
    copy.results.curves.iter().find(begins).filter(|curve| curve.cause.is_none() && curve.competing.is_empty())
}

fn start(curve: &Curve) -> UpTo {
    UpTo { events: 0, left: 0, at_risk: of(&curve.at_risk, 0) }
}

fn end(curve: &Curve) -> UpTo {
    let sum = |counts: &[usize]| (0..counts.len()).map(|place| of(counts, place)).sum();
    UpTo { events: sum(&curve.events), left: sum(&curve.censored), at_risk: 0 }
}

/// Of those who left before a time, or up to it and on that day.
fn up_to(curve: &Curve, time: i64, on_that_day: bool) -> UpTo {
    let mut found = start(curve);
    let (mut events, mut left) = (0, 0);
    for place in 0..curve.time.len() {
        let at = curve.time[place];
        if at < time as f64 || (on_that_day && at == time as f64) {
            events += of(&curve.events, place);
            left += of(&curve.censored, place);
            found.at_risk = of(&curve.at_risk, place) - of(&curve.events, place) - of(&curve.censored, place);
        }
    }
    UpTo { events, left, ..found }
}

/// Nobody enters after the start: those at risk are those who have not left.
fn is_closed(curve: &Curve) -> bool {
    let stays = |place: usize| of(&curve.at_risk, place) - of(&curve.events, place) - of(&curve.censored, place);
    (1..curve.time.len()).all(|place| of(&curve.at_risk, place) == stays(place - 1))
}

fn lies_between(copy: &Copy, before: UpTo, after: UpTo) -> bool {
    copy.is_none_or_many(after.events - before.events) && copy.is_none_or_many(after.left - before.left)
}
