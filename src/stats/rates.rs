//! Incidence rates: events per time at risk, Poisson.

use super::distribution::{
    beta_quantile, gamma_quantile, gamma_upper_quantile, ln_gamma, poisson_cdf, poisson_ln_pmf, poisson_sf_inclusive,
};
use super::proportion::one_sample::binomial_test;
use super::proportion::{Interval, Proportion, normal_multiplier};
use crate::number::{Estimable, NotEstimable};
use libm::{exp, log};

/// Events and the time at risk in which they happened.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rate {
    pub events: u64,
    pub time: f64,
}

impl Rate {
    /// Events per unit of time.
    pub fn estimate(self) -> Estimable {
        if self.time > 0.0 && self.time.is_finite() {
            in_range(self.events as f64 / self.time)
        } else {
            Err(NotEstimable::NoTimeAtRisk)
        }
    }
}

/// A rate of counted events in some time is finite: beyond the largest number it is not known.
pub fn in_range(rate: f64) -> Estimable {
    rate.is_finite().then_some(rate).ok_or(NotEstimable::RateBeyondNumbers)
}

/// The exact interval of Garwood (1936, Biometrika 28:437): gamma quantiles over the time.
pub fn garwood(rate: Rate, level: f64) -> Result<Interval, NotEstimable> {
    rate.estimate()?;
    let (tail, events) = ((1.0 - level) / 2.0, rate.events as f64);
    let lower = if rate.events == 0 { 0.0 } else { gamma_quantile(tail, events) };
    let upper = gamma_upper_quantile(tail, events + 1.0);
    Ok(Interval { lower, upper }.map(|v| v / rate.time))
}

/// Byar's approximation to it (Breslow & Day 1987, Statistical Methods in Cancer Research II, eq. 2.13).
pub fn byar(rate: Rate, level: f64) -> Result<Interval, NotEstimable> {
    rate.estimate()?;
    let (z, events) = (normal_multiplier(level), rate.events as f64);
    let limit = |o: f64, z: f64| if o == 0.0 { 0.0 } else { o * cube(1.0 - 1.0 / (9.0 * o) + z / (3.0 * o.sqrt())) };
    Ok(Interval { lower: limit(events, -z), upper: limit(events + 1.0, z) }.map(|v| v.max(0.0) / rate.time))
}

fn cube(v: f64) -> f64 {
    v * v * v
}

/// More events than this, met or expected, no table holds; the distributions end before it.
const MOST_EVENTS: f64 = 1e12;

/// The exact two-sided test of a given rate: the probability of all counts no more probable than the one observed.
pub fn poisson_test(rate: Rate, null: f64) -> Estimable {
    rate.estimate()?;
    let mean = null * rate.time;
    if !(null > 0.0 && mean < MOST_EVENTS) || rate.events as f64 > MOST_EVENTS {
        return Err(NotEstimable::RateTestedOutOfRange);
    }
    if mean < f64::MIN_POSITIVE {
        return Ok(if rate.events == 0 { 1.0 } else { 0.0 });
    }
    // Counts whose probability equals the observed one up to rounding belong to the sum.
    let limit = ln_probability(rate.events, mean) + 1e-7;
    let improbable = |k: u64| ln_probability(k, mean) <= limit;
    let mode = mean.floor() as u64;
    if improbable(mode) {
        return Ok(1.0);
    }
    let below = first(0, mode, |k| !improbable(k));
    // The probability falls without end beyond the mode, so that some count in reach is as improbable as the observed one.
    let reach = (1..64).map(|doublings| mode + (1 << doublings)).find(|k| improbable(*k));
    let above = reach.map_or(u64::MAX, |reach| first(mode, reach, improbable));
    let left = if below == 0 { 0.0 } else { poisson_cdf(below - 1, mean) };
    Ok((left + poisson_sf_inclusive(above, mean)).min(1.0))
}

/// ln of e^(−mean) meanᵏ / k!, by the definition where the ratio of k to the mean leaves the range of numbers.
fn ln_probability(k: u64, mean: f64) -> f64 {
    match mean < 1e-100 {
        true => k as f64 * log(mean) - mean - ln_gamma(k as f64 + 1.0),
        false => poisson_ln_pmf(k, mean),
    }
}

/// The first of low..=high from which a condition holds; it holds at `high`.
fn first(low: u64, high: u64, holds: impl Fn(u64) -> bool) -> u64 {
    let (mut a, mut b) = (low, high);
    while a < b {
        let middle = a + (b - a) / 2;
        if holds(middle) {
            b = middle;
        } else {
            a = middle + 1;
        }
    }
    a
}

/// Rate of the first over that of the second; infinite where only the first has events.
pub fn rate_ratio(one: Rate, two: Rate) -> Estimable {
    let (a, b) = (one.estimate()?, two.estimate()?);
    if one.events + two.events == 0 {
        return Err(NotEstimable::NoEventInEitherGroup);
    }
    Ok(a / b)
}

/// The exact interval of the rate ratio, from the Clopper–Pearson limits π of the first group's share of the events as π/(1 − π) · t₂/t₁ (Rothman, Greenland
/// & Lash 2008, Modern Epidemiology, chapter 14).
pub fn rate_ratio_exact(one: Rate, two: Rate, level: f64) -> Result<Interval, NotEstimable> {
    rate_ratio(one, two)?;
    let (tail, a, b) = ((1.0 - level) / 2.0, one.events as f64, two.events as f64);
    let odds_lower = if one.events == 0 { 0.0 } else { odds(beta_quantile(tail, a, b + 1.0)) };
    let odds_upper = if two.events == 0 { f64::INFINITY } else { 1.0 / odds(beta_quantile(tail, b, a + 1.0)) };
    Ok(Interval { lower: odds_lower, upper: odds_upper }.map(|v| v * (two.time / one.time)))
}

fn odds(p: f64) -> f64 {
    p / (1.0 - p)
}

/// Wald's interval of the rate ratio on the logarithm, variance 1/a + 1/b.
pub fn rate_ratio_wald(one: Rate, two: Rate, level: f64) -> Result<Interval, NotEstimable> {
    let ratio = rate_ratio(one, two)?;
    if one.events == 0 || two.events == 0 {
        return Err(NotEstimable::NoEventInOneGroup);
    }
    let standard_error = (1.0 / one.events as f64 + 1.0 / two.events as f64).sqrt();
    Ok(Interval::around(log(ratio), normal_multiplier(level) * standard_error).map(exp))
}

/// The exact test of equal rates: given all events, those of the first group are binomial with its share of the time.
pub fn rate_ratio_test(one: Rate, two: Rate) -> Estimable {
    rate_ratio(one, two)?;
    binomial_test(Proportion::new(one.events, one.events + two.events), one.time / (one.time + two.time))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Without an event the upper limit is −ln(α/2)/t.
    #[test]
    fn no_event() {
        let interval = garwood(Rate { events: 0, time: 100.0 }, 0.95).unwrap();
        assert_eq!(interval.lower, 0.0);
        assert!((interval.upper - 0.025f64.ln().abs() / 100.0).abs() < 1e-16);
        assert!(garwood(Rate::default(), 0.95).is_err());
    }

    #[test]
    fn improbable_counts_are_summed() {
        // Mean 1: P(0) = P(1) are the largest, so 1 observed gives 1; 2 observed leaves out 0 and 1.
        assert_eq!(poisson_test(Rate { events: 1, time: 1.0 }, 1.0).unwrap(), 1.0);
        let p = poisson_test(Rate { events: 2, time: 1.0 }, 1.0).unwrap();
        assert!((p - (1.0 - 2.0 * (-1f64).exp())).abs() < 1e-15);
        assert!(poisson_test(Rate { events: 2, time: 1.0 }, 0.0).is_err());
    }

    /// One event where hardly any can be expected: its probability is the mean, as 1 − e^(−mean); two have half its square.
    #[test]
    fn hardly_any_time_at_risk() {
        for time in [1e-304, 1e-150, 1e-20] {
            assert!((poisson_test(Rate { events: 1, time }, 1.0).unwrap() / time - 1.0).abs() < 1e-12, "{time}");
        }
        assert!((poisson_test(Rate { events: 2, time: 1e-100 }, 1.0).unwrap() / 5e-201 - 1.0).abs() < 1e-12);
        assert_eq!(poisson_test(Rate { events: 0, time: 1e-304 }, 1.0).unwrap(), 1.0);
        assert!(poisson_test(Rate { events: 1, time: 1e300 }, 1.0).is_err());
    }

    #[test]
    fn ratios() {
        let (a, b) = (Rate { events: 4, time: 10.0 }, Rate { events: 2, time: 10.0 });
        assert_eq!(rate_ratio(a, b).unwrap(), 2.0);
        assert_eq!(rate_ratio(a, Rate { events: 0, time: 1.0 }).unwrap(), f64::INFINITY);
        assert!(rate_ratio(Rate { events: 0, time: 1.0 }, Rate { events: 0, time: 1.0 }).is_err());
        assert!((rate_ratio_test(a, b).unwrap() - 44.0 / 64.0).abs() < 1e-14);
    }
}
