//! Restricted mean survival time: the area under the Kaplan–Meier curve up to a day.
//!
//! Royston and Parmar, BMC Med Res Methodol 2013;13:152; Klein and Moeschberger, Survival Analysis, 2nd ed., equation 4.5.2;
//! contrasts as in Uno et al., J Clin Oncol 2014;32:2380.

use super::kaplan_meier::KaplanMeier;
use crate::number::{Estimable, NotEstimable};

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RestrictedMean {
    /// Days.
    pub estimate: f64,
    /// Days squared: Σ A(t)² d / (n (n − d)), A(t) the area from t to the day; a last event of all at risk adds nothing.
    pub variance: f64,
    /// Rows with an event until the day.
    pub events: usize,
}

impl RestrictedMean {
    /// Days. A sum without terms is no estimate of 0: nobody has had the event, or all at risk had it at once, as in a group of one.
    pub fn standard_error(&self) -> Estimable {
        match (self.variance > 0.0, self.events) {
            (true, _) => Ok(self.variance.sqrt()),
            (false, 0) => Err(NotEstimable::NoEventsUntilThatDay),
            (false, _) => Err(NotEstimable::AllHaveTheEventAtOnce),
        }
    }
}

/// The area up to day `to`; an error where observation ends before it with patients alive.
pub fn restricted_mean(curve: &KaplanMeier, to: f64) -> Result<RestrictedMean, NotEstimable> {
    if !(to.is_finite() && to > 0.0) {
        return Err(NotEstimable::DayNotAfterZero);
    }
    if !curve.reaches(to) {
        return Err(NotEstimable::LastObservationBefore { last: curve.last_time(), day: to });
    }
    let within: Vec<_> = curve.steps.iter().take_while(|s| s.moment.time <= to).collect();
    let (mut area, mut variance, mut until) = (0.0, 0.0, to);
    for step in within.iter().rev() {
        area += step.survival * (until - step.moment.time);
        until = step.moment.time;
        let (n, d) = (step.moment.weight_at_risk, step.moment.weight_events);
        if step.moment.events < step.moment.at_risk && d > 0.0 && n > d {
            variance += area * area * d / (n * (n - d));
        }
    }
    // Survival is 1 before the first step.
    let events = within.iter().map(|s| s.moment.events).sum();
    Ok(RestrictedMean { estimate: area + until, variance, events })
}
