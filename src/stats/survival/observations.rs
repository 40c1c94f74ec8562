//! Rows of times to an event: what is asked of them, and the merging of times that differ by rounding noise.

use std::cmp::Ordering;

use crate::stats::NotEstimable;

/// Differences below this, absolute or relative to the mean time, are rounding noise: the square root of the distance from 1
/// to the next number.
const NOISE: f64 = 1.490_116_119_384_765_6e-8;

/// Rows under observation on (entry, time], in days, with an event at `time` or censored there.
#[derive(Clone, Debug, PartialEq)]
pub struct Observations {
    entry: Option<Vec<f64>>,
    time: Vec<f64>,
    event: Vec<bool>,
    weight: Option<Vec<f64>>,
}

impl Observations {
    /// Slices of one length each. Times are days from 0 on, an entry is before its time, weights are not negative.
    pub fn new(
        entry: Option<&[f64]>,
        time: &[f64],
        event: &[bool],
        weight: Option<&[f64]>,
    ) -> Result<Observations, NotEstimable> {
        let n = time.len();
        if event.len() != n || entry.is_some_and(|e| e.len() != n) || weight.is_some_and(|w| w.len() != n) {
            return Err(NotEstimable::new("times, events, entries and weights differ in number"));
        }
        if time.iter().chain(entry.unwrap_or_default()).any(|t| !t.is_finite()) {
            return Err(NotEstimable::new("a time is unknown"));
        }
        if time.iter().chain(entry.unwrap_or_default()).any(|t| *t < 0.0) {
            return Err(NotEstimable::new("a time is before day 0"));
        }
        if weight.is_some_and(|w| w.iter().any(|w| !w.is_finite() || *w < 0.0)) {
            return Err(NotEstimable::new("a weight is negative or unknown"));
        }
        // Adding 0 turns −0 into 0, which sorts apart from it otherwise.
        let mut time: Vec<f64> = time.iter().map(|t| t + 0.0).collect();
        let mut entry: Option<Vec<f64>> = entry.map(|e| e.iter().map(|t| t + 0.0).collect());
        merge_noise(&mut time, entry.as_deref_mut().unwrap_or_default());
        if entry.as_ref().is_some_and(|e| e.iter().zip(&time).any(|(e, t)| e >= t)) {
            return Err(NotEstimable::new("a row leaves observation on the day it comes under it"));
        }
        Ok(Observations { entry, time, event: event.to_vec(), weight: weight.map(<[f64]>::to_vec) })
    }

    pub fn len(&self) -> usize {
        self.time.len()
    }

    pub fn is_empty(&self) -> bool {
        self.time.is_empty()
    }

    pub fn time(&self, row: usize) -> f64 {
        self.time[row]
    }

    /// When the row comes under observation, if that is not from the start.
    pub fn entry(&self, row: usize) -> Option<f64> {
        self.entry.as_ref().map(|e| e[row])
    }

    pub fn has_entry(&self) -> bool {
        self.entry.is_some()
    }

    pub fn event(&self, row: usize) -> bool {
        self.event[row]
    }

    pub fn weight(&self, row: usize) -> f64 {
        self.weight.as_ref().map_or(1.0, |w| w[row])
    }

    pub fn is_weighted(&self) -> bool {
        self.weight.is_some()
    }

    /// Orders as stratum, time, events before censored; times are not negative, so their bits are in their order.
    pub fn key(&self, stratum: usize, row: usize) -> (usize, u64, bool) {
        (stratum, self.time[row].to_bits(), !self.event[row])
    }

    /// By time, events before censored, then entry and weight: equal only for rows that are interchangeable.
    pub fn compare(&self, a: usize, b: usize) -> Ordering {
        self.time[a]
            .total_cmp(&self.time[b])
            .then_with(|| self.event[b].cmp(&self.event[a]))
            .then_with(|| match &self.entry {
                Some(entry) => entry[a].total_cmp(&entry[b]),
                None => Ordering::Equal,
            })
            .then_with(|| match &self.weight {
                Some(weight) => weight[a].total_cmp(&weight[b]),
                None => Ordering::Equal,
            })
    }

    /// The same rows, each counted once.
    pub fn unweighted(&self) -> Observations {
        Observations { weight: None, ..self.clone() }
    }

    /// The same rows with censoring as the event (Schemper and Smith, Control Clin Trials 1996;17:343).
    pub fn reversed(&self) -> Observations {
        Observations { event: self.event.iter().map(|e| !e).collect(), ..self.clone() }
    }
}

/// Gives times that differ by rounding noise the smallest of their values, over both slices together: 0.1 + 0.2 is 0.3.
///
/// Neighbours closer than [`NOISE`], absolutely or relative to the mean distinct time, are chained together.
fn merge_noise(time: &mut [f64], entry: &mut [f64]) {
    let whole = |t: &f64| t.fract() == 0.0 && t.abs() < 1e7;
    if time.iter().all(whole) && entry.iter().all(whole) {
        return;
    }
    let mut distinct: Vec<f64> = time.iter().chain(entry.iter()).copied().collect();
    distinct.sort_by(f64::total_cmp);
    distinct.dedup();
    let mean = distinct.iter().map(|t| t.abs()).sum::<f64>() / distinct.len() as f64;
    let mut first_of_chain: Vec<f64> = Vec::with_capacity(distinct.len());
    for (i, &t) in distinct.iter().enumerate() {
        let gap = if i == 0 { f64::INFINITY } else { t - distinct[i - 1] };
        if gap > NOISE && gap / mean > NOISE {
            first_of_chain.push(t);
        }
    }
    for t in time.iter_mut().chain(entry.iter_mut()) {
        let after = first_of_chain.partition_point(|first| first <= t);
        if let Some(first) = after.checked_sub(1).and_then(|i| first_of_chain.get(i)) {
            *t = *first;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merges_times_that_differ_by_rounding() {
        let rows = Observations::new(None, &[0.1 + 0.2, 0.3, 0.30001], &[true; 3], None).unwrap();
        assert_eq!(rows.time, [0.3, 0.3, 0.30001]);
    }

    #[test]
    fn refuses_what_is_no_time() {
        assert!(Observations::new(None, &[f64::NAN], &[true], None).is_err());
        assert!(Observations::new(None, &[-1.0], &[true], None).is_err());
        assert!(Observations::new(None, &[1.0], &[true, false], None).is_err());
        assert!(Observations::new(Some(&[1.0]), &[1.0], &[true], None).is_err());
        assert!(Observations::new(None, &[1.0], &[true], Some(&[-1.0])).is_err());
    }
}
