//! Whether the likelihood rises for ever in some direction, so that no finite coefficient maximises it.
//!
//! It does when, along that direction, every patient with an event has the greatest value among those at risk, and not always
//! tied (Bryson and Johnson, JASA 1981;76:381).

use std::collections::BinaryHeap;

use super::canonical::ordered_bits;
use super::risk_set::Ties;
use super::rows::Rows;

/// Differences below this share of the range along the direction count as none.
const SLACK: f64 = 1e-7;

pub fn is_monotone(rows: &Rows, direction: &[f64], ties: Ties) -> bool {
    let along: Vec<f64> =
        (0..rows.len()).map(|row| rows.x(row).iter().zip(direction).map(|(x, d)| x * d).sum()).collect();
    let (low, high) = along.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(*v), h.max(*v)));
    let slack = SLACK * (high - low);
    if !slack.is_finite() || slack <= 0.0 {
        return false;
    }
    let mut strict = false;
    for stratum in &rows.strata {
        let (mut greatest, mut least) = (Extreme::default(), Extreme::default());
        for tied in rows.tied(stratum).into_iter().rev() {
            let time = rows.time[tied.start];
            let censored = tied.clone().filter(|&row| !rows.event[row]);
            let events: Vec<usize> = tied.clone().filter(|&row| rows.event[row]).collect();
            for row in censored {
                greatest.add(along[row], row);
                least.add(-along[row], row);
            }
            let lowest_event = events.iter().map(|&row| along[row]).fold(f64::INFINITY, f64::min);
            let highest_event = events.iter().map(|&row| along[row]).fold(f64::NEG_INFINITY, f64::max);
            let others = (greatest.at(rows, time), least.at(rows, time).map(|v| -v));
            if !events.is_empty() {
                // By the exact likelihood events at one time are not compared with each other.
                let among = if ties == Ties::Exact { lowest_event } else { highest_event };
                if lowest_event < others.0.map_or(among, |other| other.max(among)) - slack {
                    return false;
                }
                strict |= others.1.is_some_and(|least| least < highest_event - slack);
            }
            for row in events {
                greatest.add(along[row], row);
                least.add(-along[row], row);
            }
        }
    }
    strict
}

/// The greatest value among rows at risk, as rows are added and time goes back.
#[derive(Default)]
struct Extreme {
    heap: BinaryHeap<(u64, usize)>,
}

impl Extreme {
    fn add(&mut self, value: f64, row: usize) {
        self.heap.push((ordered_bits(value), row));
    }

    fn at(&mut self, rows: &Rows, time: f64) -> Option<f64> {
        while let Some(&(ordered, row)) = self.heap.peek() {
            if rows.entry.get(row).is_some_and(|e| *e >= time) {
                self.heap.pop();
                continue;
            }
            let bits = if ordered >> 63 == 1 { ordered & !(1 << 63) } else { !ordered };
            return Some(f64::from_bits(bits));
        }
        None
    }
}
