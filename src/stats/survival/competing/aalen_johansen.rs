//! The cumulative incidence of each cause.
//!
//! Aalen and Johansen, Scand J Stat 1978;5:141; Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data, 2nd ed.,
//! section 8.2.

use super::CompetingTimes;
use crate::number::{Estimable, NotEstimable};

/// The variance of the estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variance {
    /// Aalen's (Ann Stat 1978;6:534) with the multinomial correction for ties, (n − d) / (n − 1), as Gray's package cmprsk has it.
    Aalen,
    /// The infinitesimal jackknife, as R's survival package has it (Therneau et al., 2024).
    Jackknife,
}

#[derive(Clone, Debug, PartialEq)]
pub struct CumulativeIncidence {
    pub n: usize,
    /// Events of the cause.
    pub events: usize,
    pub steps: Vec<Step>,
}

/// One distinct time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Step {
    pub time: f64,
    /// Rows at risk just before the time; events of the cause, of the others, and censored at it.
    pub at_risk: usize,
    pub events: usize,
    pub others: usize,
    pub censored: usize,
    /// The cumulative incidence at and after this time, exactly 1 once all rows have had the cause, and its variance.
    pub incidence: f64,
    pub variance: f64,
    /// The share without any event.
    pub event_free: f64,
}

/// A sum of squares of terms `r − a · F`, kept up to date as F grows.
#[derive(Default)]
struct Quadratic {
    squares: f64,
    crossed: f64,
    slopes: f64,
}

impl Quadratic {
    fn add(&mut self, weight: f64, value: f64, slope: f64) {
        self.squares += weight * value * value;
        self.crossed += weight * value * slope;
        self.slopes += weight * slope * slope;
    }

    fn advance(&mut self, growth: f64) {
        self.squares += growth * (growth * self.slopes - 2.0 * self.crossed);
        self.crossed -= growth * self.slopes;
    }
}

/// The incidence of a cause among these rows; an error where there is no row.
pub fn cumulative_incidence(
    times: &CompetingTimes,
    rows: &[usize],
    cause: usize,
    variance: Variance,
) -> Result<CumulativeIncidence, NotEstimable> {
    if rows.is_empty() {
        return Err(NotEstimable::NoPatient);
    }
    let mut steps = counted(times, rows, cause);
    let mut past = Past { event_free: 1.0, ..Past::default() };
    for step in &mut steps {
        past.advance(step, variance);
    }
    let events = steps.iter().map(|s| s.events).sum();
    Ok(CumulativeIncidence { n: rows.len(), events, steps })
}

fn counted(times: &CompetingTimes, rows: &[usize], cause: usize) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let order = times.sorted(rows);
    for (before, &row) in order.iter().enumerate() {
        let time = times.time(row);
        if steps.last().is_none_or(|s| s.time != time) {
            steps.push(Step { time, at_risk: order.len() - before, ..Step::default() });
        }
        if let Some(step) = steps.last_mut() {
            match times.cause(row) {
                0 => step.censored += 1,
                c if c == cause => step.events += 1,
                _ => step.others += 1,
            }
        }
    }
    steps
}

#[derive(Default)]
struct Past {
    event_free: f64,
    incidence: f64,
    /// Whether a row has had another cause.
    others: bool,
    /// Rows that have left, or, by Aalen, their events.
    left: Quadratic,
    /// Σ d / (n (n − d)) over the times before.
    hazard: f64,
    /// What those still at risk share in the jackknife.
    shared: f64,
}

impl Past {
    fn advance(&mut self, step: &mut Step, variance: Variance) {
        let (n, own, others) = (step.at_risk as f64, step.events as f64, step.others as f64);
        let growth = self.event_free * own / n;
        let free_before = self.event_free;
        self.event_free *= (n - own - others) / n;
        self.incidence += growth;
        self.left.advance(growth);
        let remaining = match variance {
            Variance::Aalen => {
                self.add_aalen(n, own, others, free_before);
                0.0
            }
            Variance::Jackknife => self.add_jackknife(step, growth, free_before),
        };
        self.others |= step.others > 0;
        step.event_free = self.event_free;
        // Where all have had this cause the sum of the shares is 1 but for rounding.
        step.incidence = if self.event_free == 0.0 && !self.others { 1.0 } else { self.incidence };
        step.variance = (self.left.squares + remaining).max(0.0);
    }

    fn add_aalen(&mut self, n: f64, own: f64, others: f64, free_before: f64) {
        let weight = |d: f64| {
            let tied = if d > 1.0 { 1.0 - (d - 1.0) / (n - 1.0) } else { 1.0 };
            free_before * free_before * tied * d / (n * n)
        };
        let slope = if self.event_free > 0.0 { 1.0 / self.event_free } else { 0.0 };
        self.left.add(weight(own), 1.0, slope);
        self.left.add(weight(others), 0.0, slope);
    }

    /// The influence of a row at time t is the same for all who are still at risk; once a row has left, it changes with F only.
    /// Returns the sum of squares of those still at risk.
    fn add_jackknife(&mut self, step: &Step, growth: f64, free_before: f64) -> f64 {
        let (n, events) = (step.at_risk as f64, (step.events + step.others) as f64);
        let left = n - events;
        self.shared += growth * (self.hazard - 1.0 / n);
        // After the last event F grows no more, and the slope does not matter.
        let jump = if left > 0.0 { 1.0 / left } else { 0.0 };
        self.hazard += events * jump / n;
        self.left.add(step.events as f64, self.shared + free_before / n, jump - self.hazard);
        self.left.add(step.others as f64, self.shared, jump - self.hazard);
        self.left.add(step.censored as f64, self.shared, -self.hazard);
        (left - step.censored as f64) * self.shared * self.shared
    }
}

impl CumulativeIncidence {
    /// The standard error at a time, as limits need it: an incidence of 0 or 1 leaves it without an estimate.
    pub fn standard_error(&self, time: f64) -> Estimable {
        match self.step_at(time).map_or((0.0, 0.0), |s| (s.incidence, s.variance)) {
            (incidence, _) if incidence <= 0.0 => Err(NotEstimable::IncidenceIsZero),
            (incidence, _) if incidence >= 1.0 => Err(NotEstimable::IncidenceIsOne),
            (_, variance) if variance <= 0.0 => Err(NotEstimable::IncidenceWithoutVariance),
            (_, variance) => Ok(variance.sqrt()),
        }
    }

    /// The step in force at a time; none before the first.
    pub fn step_at(&self, time: f64) -> Option<&Step> {
        let after = self.steps.partition_point(|s| s.time <= time);
        after.checked_sub(1).and_then(|i| self.steps.get(i))
    }

    /// Whether the incidence is known at a time: someone is still observed then, or everybody has had an event.
    pub fn reaches(&self, time: f64) -> bool {
        self.steps.last().is_some_and(|last| time <= last.time || last.event_free == 0.0)
    }

    /// How many are at risk just before a time.
    pub fn at_risk(&self, time: f64) -> usize {
        let before = self.steps.partition_point(|s| s.time < time);
        self.steps.get(before).map_or(0, |s| s.at_risk)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        // Five patients: cause 1 on day 1, cause 2 on day 2, censored on day 3, cause 1 on days 4 and 5.
        let times = CompetingTimes::new(&[1.0, 2.0, 3.0, 4.0, 5.0], &[1, 2, 0, 1, 1], 2).unwrap();
        let rows = [0, 1, 2, 3, 4];
        let first = cumulative_incidence(&times, &rows, 1, Variance::Aalen).unwrap();
        let found: Vec<f64> = first.steps.iter().map(|s| s.incidence).collect();
        for (found, expected) in found.iter().zip([0.2, 0.2, 0.2, 0.5, 0.8]) {
            assert!((found - expected).abs() < 1e-15);
        }
        // A share of 1 in 5: the binomial variance over n by the jackknife.
        let jackknife = cumulative_incidence(&times, &rows, 1, Variance::Jackknife).unwrap();
        assert!((jackknife.steps[0].variance - 0.2 * 0.8 / 5.0).abs() < 1e-15);
    }
}
