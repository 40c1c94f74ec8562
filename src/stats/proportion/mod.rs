//! Proportions: of one sample, differences and ratios of two, paired and not.

pub mod difference;
pub mod one_sample;
pub mod paired;
pub mod ratio;

use crate::number::{Estimable, NotEstimable};

/// Two confidence limits; an infinite one is a limit that truly is infinite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    pub lower: f64,
    pub upper: f64,
}

impl Interval {
    pub fn new(lower: f64, upper: f64) -> Interval {
        Interval { lower, upper }
    }
    /// `centre` ± `half_width`.
    pub fn around(centre: f64, half_width: f64) -> Interval {
        Interval { lower: centre - half_width, upper: centre + half_width }
    }
    pub fn map(self, f: impl Fn(f64) -> f64) -> Interval {
        Interval { lower: f(self.lower), upper: f(self.upper) }
    }
}

/// Responders among n patients.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Proportion {
    pub responders: u64,
    pub n: u64,
}

impl Proportion {
    pub fn new(responders: u64, n: u64) -> Proportion {
        Proportion { responders: responders.min(n), n }
    }
    pub fn of(values: &[bool]) -> Proportion {
        Proportion { responders: values.iter().filter(|v| **v).count() as u64, n: values.len() as u64 }
    }
    /// responders / n.
    pub fn estimate(self) -> Estimable {
        if self.n == 0 { Err(NotEstimable::NoPatientInGroup) } else { Ok(self.value()) }
    }
    pub fn others(self) -> u64 {
        self.n - self.responders
    }
    /// NaN without patients: for callers that have asked before.
    fn value(self) -> f64 {
        self.responders as f64 / self.n as f64
    }
    fn complement(self) -> f64 {
        self.others() as f64 / self.n as f64
    }
    /// p(1 − p)/n.
    pub fn variance(self) -> f64 {
        self.value() * self.complement() / self.n as f64
    }
    /// Whether p(1 − p)/n can be something else than 0: one patient alone always gives 0.
    fn has_variance(self) -> bool {
        self.n > 1
    }
}

/// The square root of an estimated variance. Where it is 0 nothing varied: no certainty, but no estimate.
pub(crate) fn error_of(variance: f64, nothing_varied: NotEstimable) -> Estimable {
    if variance > 0.0 { Ok(variance.sqrt()) } else { Err(nothing_varied) }
}

/// The normal quantile of a two-sided interval of this level.
pub(crate) fn normal_multiplier(level: f64) -> f64 {
    super::distribution::normal_upper_quantile((1.0 - level) / 2.0)
}
