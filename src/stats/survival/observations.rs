//! Rows of times to an event: what is asked of them, and the merging of times that differ by rounding noise.

use std::cmp::Ordering;

use super::order;
use crate::number::NotEstimable;

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
    /// The distinct times, ascending, and the place of each row's time among them.
    distinct: Vec<f64>,
    rank: Vec<u32>,
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
            return Err(NotEstimable::RowsDiffer);
        }
        if time.iter().chain(entry.unwrap_or_default()).any(|t| !t.is_finite()) {
            return Err(NotEstimable::TimeUnknown);
        }
        if time.iter().chain(entry.unwrap_or_default()).any(|t| *t < 0.0) {
            return Err(NotEstimable::TimeBeforeDayZero);
        }
        if weight.is_some_and(|w| w.iter().any(|w| !w.is_finite() || *w < 0.0)) {
            return Err(NotEstimable::WeightNegativeOrMissing);
        }
        // Adding 0 turns −0 into 0, which sorts apart from it otherwise.
        let mut time: Vec<f64> = time.iter().map(|t| t + 0.0).collect();
        let mut entry: Option<Vec<f64>> = entry.map(|e| e.iter().map(|t| t + 0.0).collect());
        merge_noise(&mut time, entry.as_deref_mut().unwrap_or_default());
        if entry.as_ref().is_some_and(|e| e.iter().zip(&time).any(|(e, t)| e >= t)) {
            return Err(NotEstimable::EntryNotBeforeExit);
        }
        let (distinct, rank) = ranks(&time)?;
        Ok(Observations { entry, time, event: event.to_vec(), weight: weight.map(<[f64]>::to_vec), distinct, rank })
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

    /// When each row comes under observation, unless all do from the start.
    pub fn entries(&self) -> Option<&[f64]> {
        self.entry.as_deref()
    }

    pub fn weights(&self) -> Option<&[f64]> {
        self.weight.as_deref()
    }

    /// The distinct times at which rows leave observation, ascending.
    pub fn distinct_times(&self) -> &[f64] {
        &self.distinct
    }

    /// The place of a row's time among the distinct ones.
    pub fn rank(&self, row: usize) -> usize {
        self.rank[row] as usize
    }

    /// Orders as time, events before censored; below twice the number of distinct times.
    pub fn moment(&self, row: usize) -> usize {
        2 * self.rank(row) + usize::from(!self.event[row])
    }

    /// These rows by time, events before censored, then entry and weight: rows that compare equal are interchangeable.
    pub fn sorted(&self, rows: &[usize]) -> Vec<usize> {
        let mut order = order::by_key(rows.to_vec(), 2 * self.distinct.len(), |row| self.moment(row));
        if self.has_entry() || self.is_weighted() {
            let compare = |values: Option<&[f64]>, a: usize, b: usize| {
                values.map_or(Ordering::Equal, |values| values[a].total_cmp(&values[b]))
            };
            for tied in order.chunk_by_mut(|&a, &b| self.moment(a) == self.moment(b)) {
                tied.sort_unstable_by(|&a, &b| {
                    compare(self.entries(), a, b).then_with(|| compare(self.weights(), a, b))
                });
            }
        }
        order
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

fn is_whole(time: &f64) -> bool {
    time.fract() == 0.0 && *time < 1e7
}

/// Gives times that differ by rounding noise the smallest of their values, over both slices together: 0.1 + 0.2 is 0.3.
///
/// Neighbours closer than [`NOISE`], absolutely or relative to the mean distinct time, are chained together.
fn merge_noise(time: &mut [f64], entry: &mut [f64]) {
    if time.iter().all(is_whole) && entry.iter().all(is_whole) {
        return;
    }
    let mut distinct: Vec<f64> = time.iter().chain(entry.iter()).copied().collect();
    distinct.sort_unstable_by(f64::total_cmp);
    distinct.dedup();
    let mean = distinct.iter().map(|t| t.abs()).sum::<f64>() / distinct.len() as f64;
    let is_noise = |gap: f64| !(gap > NOISE && gap / mean > NOISE);
    if !distinct.windows(2).any(|pair| is_noise(pair[1] - pair[0])) {
        return;
    }
    let mut first_of_chain: Vec<f64> = Vec::with_capacity(distinct.len());
    for (i, &t) in distinct.iter().enumerate() {
        let gap = if i == 0 { f64::INFINITY } else { t - distinct[i - 1] };
        if !is_noise(gap) {
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

/// The distinct times, ascending, and the place of each among them.
fn ranks(time: &[f64]) -> Result<(Vec<f64>, Vec<u32>), NotEstimable> {
    if u32::try_from(time.len()).is_err() {
        return Err(NotEstimable::TooManyRows);
    }
    let last = time.iter().fold(0.0_f64, |last, t| last.max(*t));
    if last < order::table_size(time.len()) as f64 && time.iter().all(is_whole) {
        return Ok(ranks_of_days(time, last as usize));
    }
    // Times are not negative, so their bits are in their order.
    let mut order: Vec<(u64, u32)> = time.iter().zip(0..).map(|(t, row)| (t.to_bits(), row)).collect();
    order.sort_unstable();
    let (mut distinct, mut rank) = (Vec::new(), vec![0; time.len()]);
    for (place, tied) in (0..).zip(order.chunk_by(|a, b| a.0 == b.0)) {
        for &(bits, row) in tied {
            if distinct.len() == place as usize {
                distinct.push(f64::from_bits(bits));
            }
            rank[row as usize] = place;
        }
    }
    Ok((distinct, rank))
}

/// As [`ranks`], for whole days up to `last`, without sorting.
fn ranks_of_days(time: &[f64], last: usize) -> (Vec<f64>, Vec<u32>) {
    let mut place_of_day = vec![0; last + 1];
    for t in time {
        place_of_day[*t as usize] = 1;
    }
    let mut distinct = Vec::new();
    let mut next = 0;
    for (day, place) in place_of_day.iter_mut().enumerate() {
        if *place == 1 {
            distinct.push(day as f64);
            *place = next;
            next += 1;
        }
    }
    let rank = time.iter().map(|t| place_of_day[*t as usize]).collect();
    (distinct, rank)
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
    fn ranks_days_as_it_ranks_any_time() {
        let days = [30.0, 0.0, 7.0, 30.0, 7.0, 7.0];
        let found = ranks(&days).unwrap();
        assert_eq!(found, (vec![0.0, 7.0, 30.0], vec![2, 0, 1, 2, 1, 1]));
        let halves: Vec<f64> = days.iter().map(|t| t / 4.0).collect();
        assert_eq!(ranks(&halves).unwrap(), (vec![0.0, 1.75, 7.5], found.1));
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
