//! What happens at each distinct time: rows at risk, events, censored.

use super::observations::Observations;
use super::order::table_size;

/// One distinct time at which a row leaves observation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Moment {
    pub time: f64,
    /// Rows at risk just before the time, rows with an event at it, and rows censored at it.
    pub at_risk: usize,
    pub events: usize,
    pub censored: usize,
    /// Sums of weights; the counts where no weights are given.
    pub weight_at_risk: f64,
    pub weight_events: f64,
}

/// The moments of these rows, in the order of time.
pub fn moments(observations: &Observations, rows: &[usize]) -> Vec<Moment> {
    let counted = !observations.is_weighted() && observations.distinct_times().len() <= table_size(rows.len());
    let mut moments = if counted { leaving_by_count(observations, rows) } else { leaving(observations, rows) };
    let (mut count, mut weight) = (0, 0.0);
    for moment in moments.iter_mut().rev() {
        count += moment.events + moment.censored;
        weight += moment.weight_at_risk;
        (moment.at_risk, moment.weight_at_risk) = (count, weight);
    }
    subtract_late(observations, rows, &mut moments);
    moments
}

/// What leaves at each time; `weight_at_risk` holds its weight.
fn leaving(observations: &Observations, rows: &[usize]) -> Vec<Moment> {
    let mut moments: Vec<Moment> = Vec::new();
    for row in observations.sorted(rows) {
        let time = observations.time(row);
        if moments.last().is_none_or(|m| m.time != time) {
            moments.push(Moment { time, ..Moment::default() });
        }
        if let Some(moment) = moments.last_mut() {
            let weight = observations.weight(row);
            moment.weight_at_risk += weight;
            match observations.event(row) {
                true => (moment.events, moment.weight_events) = (moment.events + 1, moment.weight_events + weight),
                false => moment.censored += 1,
            }
        }
    }
    moments
}

/// As [`leaving`], for rows without weights, whose order does not matter.
fn leaving_by_count(observations: &Observations, rows: &[usize]) -> Vec<Moment> {
    let mut counts = vec![0_usize; 2 * observations.distinct_times().len()];
    for &row in rows {
        counts[observations.moment(row)] += 1;
    }
    let moment = |(time, counts): (&f64, &[usize])| {
        let (events, censored) = (counts[0], counts[1]);
        let (weight_at_risk, weight_events) = ((events + censored) as f64, events as f64);
        let moment = Moment { time: *time, at_risk: 0, events, censored, weight_at_risk, weight_events };
        (events + censored > 0).then_some(moment)
    };
    observations.distinct_times().iter().zip(counts.chunks_exact(2)).filter_map(moment).collect()
}

/// Takes the rows that come under observation at a time or after it out of those at risk before it.
fn subtract_late(observations: &Observations, rows: &[usize], moments: &mut [Moment]) {
    let Some(entries) = observations.entries() else { return };
    let first = moments.first().map_or(0.0, |m| m.time);
    let weight = |row: usize| observations.weight(row);
    let mut order: Vec<usize> = rows.iter().copied().filter(|&row| entries[row] >= first).collect();
    order.sort_unstable_by(|&a, &b| entries[b].total_cmp(&entries[a]).then(weight(a).total_cmp(&weight(b))));
    let (mut late, mut late_weight) = (0, 0.0);
    for moment in moments.iter_mut().rev() {
        while let Some(&row) = order.get(late).filter(|&&row| entries[row] >= moment.time) {
            late += 1;
            late_weight += weight(row);
        }
        moment.at_risk -= late;
        // The rows at risk are summed by difference; where all of them have the event, say so exactly.
        moment.weight_at_risk = match moment.at_risk == moment.events {
            true => moment.weight_events,
            false => moment.weight_at_risk - late_weight,
        };
    }
}

/// How many of these rows are at risk just before a time: entry < time ≤ their own.
pub fn at_risk(observations: &Observations, rows: &[usize], time: f64) -> usize {
    let counts = |&&row: &&usize| observations.entry(row).is_none_or(|e| e < time) && observations.time(row) >= time;
    rows.iter().filter(counts).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_by_hand_with_late_entry() {
        let entry = [0.0, 0.0, 2.0, 3.0];
        let rows = Observations::new(Some(&entry), &[2.0, 4.0, 4.0, 5.0], &[true, false, true, false], None).unwrap();
        let found: Vec<_> =
            moments(&rows, &[0, 1, 2, 3]).iter().map(|m| (m.time, m.at_risk, m.events, m.censored)).collect();
        assert_eq!(found, [(2.0, 2, 1, 0), (4.0, 3, 1, 1), (5.0, 1, 0, 1)]);
        assert_eq!(at_risk(&rows, &[0, 1, 2, 3], 3.0), 2);
    }
}
