//! The Kaplan–Meier and Nelson–Aalen estimates, their intervals and quantiles.
//!
//! Kaplan and Meier, JASA 1958;53:457. Klein and Moeschberger, Survival Analysis, 2nd ed., chapter 4.

use super::curve::{self, Moment};
use super::observations::Observations;
use crate::number::{Estimable, NotEstimable};
use crate::stats::distribution::normal_upper_quantile;

/// A survival estimate closer to a level than this is on it: 0.5 reached by products of fractions.
const ON_THE_LEVEL: f64 = 1.490_116_119_384_765_6e-8;

/// The scale on which the interval is symmetric (Klein and Moeschberger, equations 4.3.1 to 4.3.3 and, for the logarithm, the
/// same argument).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    Plain,
    Log,
    LogLog,
    Arcsine,
}

#[derive(Clone, Debug, PartialEq)]
pub struct KaplanMeier {
    pub n: usize,
    pub events: usize,
    pub steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub moment: Moment,
    /// S at and after this time.
    pub survival: f64,
    /// The variance of log S; infinite once S is 0.
    pub log_variance: f64,
    /// Greenwood's sum Σ d / (n (n − d)), which is that variance unless the jackknife was asked for.
    pub greenwood: f64,
    /// Nelson–Aalen cumulative hazard Σ d / n, and its variance Σ d / n² (Klein and Moeschberger, 4.2.3 and 4.2.4).
    pub cumulative_hazard: f64,
    pub hazard_variance: f64,
}

/// An estimate at one time.
#[derive(Clone, Debug, PartialEq)]
pub struct AtTime {
    pub at_risk: usize,
    pub survival: Estimable,
    pub standard_error: Estimable,
    pub lower: Estimable,
    pub upper: Estimable,
}

/// A quantile of the time, with its limits (Brookmeyer and Crowley, Biometrics 1982;38:29).
#[derive(Clone, Debug, PartialEq)]
pub struct Quantile {
    pub estimate: Estimable,
    pub lower: Estimable,
    pub upper: Estimable,
}

/// The estimate from these rows; an error where there is no row.
pub fn kaplan_meier(observations: &Observations, rows: &[usize]) -> Result<KaplanMeier, NotEstimable> {
    if rows.is_empty() {
        return Err(NotEstimable::NoPatient);
    }
    let (mut survival, mut greenwood, mut cumulative_hazard, mut hazard_variance) = (1.0, 0.0, 0.0, 0.0);
    let mut steps = Vec::new();
    for moment in curve::moments(observations, rows) {
        let (n, d) = (moment.weight_at_risk, moment.weight_events);
        if d > 0.0 && n > 0.0 {
            // Where all rows at risk have the event, their weights leave no remainder, not even of rounding.
            let left = if moment.events == moment.at_risk { 0.0 } else { n - d };
            survival *= left / n;
            greenwood += d / (n * left);
            cumulative_hazard += d / n;
            hazard_variance += d / (n * n);
        }
        steps.push(Step { moment, survival, log_variance: greenwood, greenwood, cumulative_hazard, hazard_variance });
    }
    let events = rows.iter().filter(|&&row| observations.event(row)).count();
    Ok(KaplanMeier { n: rows.len(), events, steps })
}

impl KaplanMeier {
    /// The same estimate with the variance of log S by the infinitesimal jackknife, summed by cluster, which holds for weights that
    /// are no numbers of patients and for patients with several rows. `cluster` is that of each row of the observations.
    ///
    /// The influence of a row on log S(t) is w (Σ d / (n (n − d)) over its time at risk until t − 1 / (n − d) at its own event); the
    /// time this takes grows with rows times steps.
    pub fn jackknifed(
        mut self,
        observations: &Observations,
        rows: &[usize],
        cluster: &[usize],
    ) -> Result<KaplanMeier, NotEstimable> {
        let positive: Vec<usize> = rows.iter().copied().filter(|&row| observations.weight(row) > 0.0).collect();
        let order = observations.sorted(&positive);
        if order.iter().any(|&row| row >= cluster.len()) {
            return Err(NotEstimable::RowsDiffer);
        }
        let mut labels: Vec<usize> = order.iter().map(|&row| cluster[row]).collect();
        labels.sort_unstable();
        labels.dedup();
        let place: Vec<usize> = order.iter().map(|&row| labels.partition_point(|l| *l < cluster[row])).collect();
        let known = self.steps.partition_point(|s| s.survival > 0.0);
        let left = |step: &Step| step.moment.weight_at_risk - step.moment.weight_events;
        for k in 0..known {
            let until = self.steps[k].greenwood;
            let mut totals = vec![0.0; labels.len()];
            for (&row, &place) in order.iter().zip(&place) {
                let before = |time: f64| self.steps.partition_point(|s| s.moment.time <= time).checked_sub(1);
                let own = before(observations.time(row)).filter(|own| *own <= k);
                let from = observations.entry(row).and_then(before).map_or(0.0, |i| self.steps[i].greenwood);
                let met = own.map_or(until, |own| self.steps[own].greenwood);
                let event = own.filter(|_| observations.event(row)).map_or(0.0, |own| 1.0 / left(&self.steps[own]));
                totals[place] += observations.weight(row) * ((met - from).max(0.0) - event);
            }
            let squares: f64 = totals.iter().map(|t| t * t).sum();
            // The influences sum to 0: one cluster leaves rounding alone.
            self.steps[k].log_variance = if labels.len() < 2 { 0.0 } else { squares };
        }
        Ok(self)
    }

    /// The step in force at a time; none before the first.
    pub fn step_at(&self, time: f64) -> Option<&Step> {
        let after = self.steps.partition_point(|s| s.moment.time <= time);
        after.checked_sub(1).and_then(|i| self.steps.get(i))
    }

    /// The last time at which a row leaves observation.
    pub fn last_time(&self) -> f64 {
        self.steps.last().map_or(0.0, |s| s.moment.time)
    }

    /// Whether S is known at a time: someone is still observed then, or S is 0 already.
    pub fn reaches(&self, time: f64) -> bool {
        time <= self.last_time() || self.steps.last().is_some_and(|s| s.survival == 0.0)
    }

    /// The estimate at a time; `carried` keeps the last value after the last observation.
    pub fn at(
        &self,
        observations: &Observations,
        rows: &[usize],
        time: f64,
        scale: Scale,
        level: f64,
        carried: bool,
    ) -> AtTime {
        let at_risk = curve::at_risk(observations, rows, time);
        if !carried && !self.reaches(time) {
            let none: Estimable = Err(NotEstimable::NobodyObservedUntilThen);
            return AtTime {
                at_risk,
                survival: none.clone(),
                standard_error: none.clone(),
                lower: none.clone(),
                upper: none,
            };
        }
        let (survival, log_variance) = self.step_at(time).map_or((1.0, 0.0), |s| (s.survival, s.log_variance));
        // What the formula says, 0 where all survive; limits are drawn from an estimate only.
        let standard_error = match survival > 0.0 {
            true => Ok(survival * log_variance.sqrt()),
            false => Err(NotEstimable::SurvivalIsZero),
        };
        let (lower, upper) = match interval(survival, log_variance, scale, level) {
            Ok((lower, upper)) => (Ok(lower), Ok(upper)),
            Err(reason) => (Err(reason.clone()), Err(reason)),
        };
        AtTime { at_risk, survival: Ok(survival), standard_error, lower, upper }
    }

    /// The time by which a share `p` of patients have had the event: the first with S ≤ 1 − p, and the middle of the plateau
    /// where S is 1 − p. A limit is where the limit of S does so.
    pub fn quantile(&self, p: f64, scale: Scale, level: f64) -> Quantile {
        let limits: Vec<_> =
            self.steps.iter().map(|s| interval(s.survival, s.log_variance, scale, level).ok()).collect();
        let crossing =
            |value: &dyn Fn(usize) -> Option<f64>| self.crossing(value, 1.0 - p).ok_or(NotEstimable::NotReached);
        Quantile {
            estimate: crossing(&|i| self.steps.get(i).map(|s| s.survival)),
            lower: crossing(&|i| limits[i].map(|(lower, _)| lower)),
            upper: crossing(&|i| limits[i].map(|(_, upper)| upper)),
        }
    }

    fn crossing(&self, value: &dyn Fn(usize) -> Option<f64>, level: f64) -> Option<f64> {
        let first = |bound: f64| (0..self.steps.len()).find(|&i| value(i).is_some_and(|v| v <= bound));
        let start = first(level + ON_THE_LEVEL)?;
        let start_time = self.steps.get(start)?.moment.time;
        match first(level - ON_THE_LEVEL) {
            Some(end) => Some((start_time + self.steps.get(end)?.moment.time) / 2.0),
            // The plateau lasts to the end of observation.
            None => {
                let last = value(self.steps.len().checked_sub(1)?)?;
                ((last - level).abs() < ON_THE_LEVEL).then(|| (start_time + self.last_time()) / 2.0)
            }
        }
    }
}

/// The standard error of log S. Where all survive, or none does, the formula says 0 or nothing: neither is an estimate.
pub fn log_error(survival: f64, log_variance: f64) -> Estimable {
    match (survival, log_variance) {
        (s, v) if s <= 0.0 || !v.is_finite() => Err(NotEstimable::SurvivalIsZero),
        (s, _) if s >= 1.0 => Err(NotEstimable::SurvivalIsOne),
        (_, v) if v <= 0.0 => Err(NotEstimable::OnePatientOrClusterOnly),
        (_, v) => Ok(v.sqrt()),
    }
}

/// The limits of S from the variance of log S, or why there are none.
pub fn interval(survival: f64, log_variance: f64, scale: Scale, level: f64) -> Result<(f64, f64), NotEstimable> {
    let z = normal_upper_quantile((1.0 - level) / 2.0);
    let error = log_error(survival, log_variance)?;
    Ok(match scale {
        Scale::Plain => {
            let half = z * error * survival;
            ((survival - half).max(0.0), (survival + half).min(1.0))
        }
        Scale::Log => (survival * libm::exp(-z * error), (survival * libm::exp(z * error)).min(1.0)),
        Scale::LogLog => {
            let log = libm::log(survival);
            let half = z * error / log;
            let centre = libm::log(-log);
            (libm::exp(-libm::exp(centre - half)), libm::exp(-libm::exp(centre + half)))
        }
        Scale::Arcsine => {
            let half = 0.5 * z * error * (survival / (1.0 - survival)).sqrt();
            let centre = libm::asin(survival.sqrt());
            let square = |x: f64| libm::sin(x) * libm::sin(x);
            (square((centre - half).max(0.0)), square((centre + half).min(std::f64::consts::FRAC_PI_2)))
        }
    })
}
