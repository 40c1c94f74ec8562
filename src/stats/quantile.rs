//! Quantiles and summaries of a sample.

use super::distribution::t_upper_quantile;
use super::exact;
use super::proportion::Interval;
use crate::number::{Estimable, NotEstimable};
use libm::{exp, log};

/// The nine definitions of Hyndman & Fan (1996, Am Stat 50:361), by their numbers. SAS names 1 to 5 are definitions 4, 3, 1, 6, 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Definition(u8);

impl Definition {
    /// 1 to 9; none for other numbers.
    pub fn new(number: u8) -> Option<Definition> {
        (1..=9).contains(&number).then_some(Definition(number))
    }
    /// Half the values below, half above; the middle of the gap where the share falls on one.
    pub const AVERAGED: Definition = Definition(2);
}

/// Values in ascending order; an error where there is none or one is not finite.
pub fn sorted(values: &[f64]) -> Result<Vec<f64>, NotEstimable> {
    if values.is_empty() {
        return Err(NotEstimable::NoValue);
    }
    if values.iter().any(|v| !v.is_finite()) {
        return Err(NotEstimable::ValueMissingOrInfinite);
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    Ok(sorted)
}

/// The quantile of this share of values in ascending order. A position within a few units of rounding of a whole number is taken as it.
pub fn quantile(sorted: &[f64], share: f64, definition: Definition) -> Estimable {
    let n = sorted.len() as f64;
    if sorted.is_empty() || !(0.0..=1.0).contains(&share) {
        return Err(NotEstimable::NoValue);
    }
    let fuzz = 4.0 * f64::EPSILON;
    let position = match definition.0 {
        1 | 2 => n * share,
        3 => n * share - 0.5,
        4 => share * n,
        5 => 0.5 + share * n,
        6 => share * (n + 1.0),
        7 => 1.0 + share * (n - 1.0),
        8 => 1.0 / 3.0 + share * (n + 1.0 / 3.0),
        _ => 0.375 + share * (n + 0.25),
    };
    let below = (position + fuzz).floor();
    let beyond = position > below + fuzz;
    let part = match definition.0 {
        1 => f64::from(beyond),
        2 if beyond => 1.0,
        2 => 0.5,
        3 => f64::from((position - below).abs() > fuzz || below.rem_euclid(2.0) == 1.0),
        _ if (position - below).abs() < fuzz => 0.0,
        _ => position - below,
    };
    let at = |place: f64| sorted[(place.clamp(1.0, n) as usize) - 1];
    let (low, high) = (at(below), at(below + 1.0));
    Ok(if part == 0.0 || low == high {
        low
    } else if part == 1.0 {
        high
    } else if part == 0.5 {
        exact::middle(low, high)
    } else {
        (1.0 - part) * low + part * high
    })
}

/// The median: the middle value, or the mean of the two.
pub fn median(values: &[f64]) -> Estimable {
    quantile(&sorted(values)?, 0.5, Definition::AVERAGED)
}

/// The arithmetic mean.
pub fn mean(values: &[f64]) -> Estimable {
    if values.is_empty() {
        return Err(NotEstimable::NoValue);
    }
    let mean = exact::mean(values);
    if mean.is_finite() { Ok(mean) } else { Err(NotEstimable::ValueMissingOrInfinite) }
}

fn finite(value: f64) -> Estimable {
    if value.is_finite() { Ok(value) } else { Err(NotEstimable::ValuesTooLarge) }
}

/// The variance with divisor n − 1; 0 where the values do not vary but for rounding.
pub fn variance(values: &[f64]) -> Estimable {
    if values.len() < 2 {
        return Err(NotEstimable::FewerThanTwoValues);
    }
    mean(values)?;
    finite(exact::sum_of_squares(values) / (values.len() - 1) as f64)
}

pub fn standard_deviation(values: &[f64]) -> Estimable {
    variance(values).map(f64::sqrt)
}

/// Σ d^power / n of deviations from the mean.
fn moment(deviations: &[f64], power: i32) -> f64 {
    let term = |d: &f64| (0..power).fold(1.0, |product, _| product * d);
    exact::sum(deviations.iter().map(term)) / deviations.len() as f64
}

/// Student's interval of the mean.
pub fn mean_interval(values: &[f64], level: f64) -> Result<Interval, NotEstimable> {
    let n = values.len() as f64;
    let (mean, variance) = (mean(values)?, variance(values)?);
    let t = t_upper_quantile((1.0 - level) / 2.0, n - 1.0);
    Ok(Interval::around(mean, t * (variance / n).sqrt()))
}

/// The median distance from the median, times 1.4826, which makes it a standard deviation where values are normal.
pub fn median_absolute_deviation(values: &[f64]) -> Estimable {
    let centre = median(values)?;
    let distances: Vec<f64> = exact::all_differences(values, &[centre]).into_iter().map(f64::abs).collect();
    median(&distances).map(|m| 1.4826 * m)
}

/// Standard deviation over mean.
pub fn coefficient_of_variation(values: &[f64]) -> Estimable {
    let (mean, sd) = (mean(values)?, standard_deviation(values)?);
    if mean == 0.0 { Err(NotEstimable::MeanIsZero) } else { Ok(sd / mean) }
}

fn logarithms(values: &[f64]) -> Result<Vec<f64>, NotEstimable> {
    if values.iter().all(|v| *v > 0.0) {
        Ok(values.iter().map(|v| log(*v)).collect())
    } else {
        Err(NotEstimable::ValueNotPositive)
    }
}

pub fn geometric_mean(values: &[f64]) -> Estimable {
    mean(&logarithms(values)?).map(exp)
}

/// √(exp(s²) − 1) with the variance s² of the logarithms.
pub fn geometric_coefficient_of_variation(values: &[f64]) -> Estimable {
    variance(&logarithms(values)?).and_then(|v| finite(libm::expm1(v).sqrt()))
}

/// m₃/m₂^1.5 with moments of divisor n; `adjusted`: times √(n(n − 1))/(n − 2) (Joanes & Gill 1998, The Statistician 47:183, g₁ and G₁).
pub fn skewness(values: &[f64], adjusted: bool) -> Estimable {
    let n = values.len() as f64;
    mean(values)?;
    let deviations = exact::deviations(values);
    let m2 = moment(&deviations, 2);
    if m2 <= 0.0 || (adjusted && values.len() < 3) {
        return Err(NotEstimable::TooFewDistinctValues);
    }
    let g1 = moment(&deviations, 3) / (m2 * m2.sqrt());
    finite(if adjusted { g1 * (n * (n - 1.0)).sqrt() / (n - 2.0) } else { g1 })
}

/// m₄/m₂² − 3; `adjusted`: (n − 1)/((n − 2)(n − 3)) · ((n + 1) g₂ + 6) (Joanes & Gill 1998, g₂ and G₂).
pub fn kurtosis(values: &[f64], adjusted: bool) -> Estimable {
    let n = values.len() as f64;
    mean(values)?;
    let deviations = exact::deviations(values);
    let m2 = moment(&deviations, 2);
    if m2 <= 0.0 || (adjusted && values.len() < 4) {
        return Err(NotEstimable::TooFewDistinctValues);
    }
    let g2 = moment(&deviations, 4) / (m2 * m2) - 3.0;
    finite(if adjusted { (n - 1.0) / ((n - 2.0) * (n - 3.0)) * ((n + 1.0) * g2 + 6.0) } else { g2 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_and_quartiles_by_hand() {
        assert_eq!(median(&[3.0, 1.0, 2.0]).unwrap(), 2.0);
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]).unwrap(), 2.5);
        let values = sorted(&[1.0, 2.0, 3.0, 4.0]).unwrap();
        assert_eq!(quantile(&values, 0.25, Definition(7)).unwrap(), 1.75);
        assert_eq!(quantile(&values, 0.25, Definition(6)).unwrap(), 1.25);
        assert_eq!(quantile(&values, 1.0, Definition(1)).unwrap(), 4.0);
        assert!(Definition::new(10).is_none());
    }

    #[test]
    fn degenerate_samples() {
        assert!(median(&[]).is_err());
        assert!(median(&[1.0, f64::NAN]).is_err());
        assert!(variance(&[1.0]).is_err());
        assert!(skewness(&[2.0, 2.0, 2.0], false).is_err());
        assert!(geometric_mean(&[1.0, 0.0]).is_err());
        assert!(coefficient_of_variation(&[-1.0, 1.0]).is_err());
        assert_eq!(median(&[7.0]).unwrap(), 7.0);
    }
}
