//! Profile-likelihood intervals.

use super::Fit;
use super::newton::maximise;
use crate::number::NotEstimable;
use crate::stats::distribution::chi_squared_upper_quantile;
use crate::stats::proportion::Interval;
use crate::stats::root::root_between;

/// The values of coefficient `j` (0 is the intercept) whose profile likelihood lies within half the chi-squared quantile of the maximum
/// (Venzon & Moolgavkar 1988, Appl Stat 37:87); a limit that does not exist is infinite. For the intercept the interval is that
/// of the original, not the centred, columns.
pub fn profile_interval(fit: &Fit, j: usize, level: f64) -> Result<Interval, NotEstimable> {
    if j >= fit.coefficients.len() {
        return Err(NotEstimable::NoSuchCoefficient);
    }
    let drop = 0.5 * chi_squared_upper_quantile(1.0 - level, 1.0);
    let standard_error = fit.covariance[(j, j)].sqrt();
    let limit = |sign: f64| {
        let lack = |steps: f64| fit.profile(j, fit.coefficients[j] + sign * steps * standard_error) - drop;
        let mut reach = 2.0;
        while reach < 1e4 && lack(reach) < 0.0 {
            reach *= 2.0;
        }
        match root_between(0.0, reach, lack) {
            Some(steps) => fit.coefficients[j] + sign * steps * standard_error,
            None => sign * f64::INFINITY,
        }
    };
    Ok(Interval { lower: limit(-1.0), upper: limit(1.0) })
}

impl Fit {
    /// How far the log-likelihood falls when coefficient `j` is held at `value` and the others adapt.
    fn profile(&self, j: usize, value: f64) -> f64 {
        match maximise(&self.model.holding(j, value)) {
            Ok(maximum) => self.log_likelihood - maximum.log_likelihood,
            Err(_) => f64::NAN,
        }
    }
}
