//! Correlation of two values of each patient.

use super::ranks::average_ranks;
use crate::number::{Estimable, NotEstimable};
use crate::stats::distribution::{normal_sf, t_sf};
use crate::stats::exact;
use crate::stats::proportion::{Interval, normal_multiplier};
use crate::stats::quantile::mean;
use std::collections::BTreeMap;

/// Pearson's product-moment correlation.
pub fn pearson(x: &[f64], y: &[f64]) -> Estimable {
    if x.len() != y.len() || x.len() < 2 {
        return Err(NotEstimable::FewerThanTwoPatients);
    }
    mean(x)?;
    mean(y)?;
    let (dx, dy) = (exact::deviations(x), exact::deviations(y));
    let sum = |a: &[f64], b: &[f64]| exact::sum(a.iter().zip(b).map(|(a, b)| a * b));
    let (xx, yy) = (sum(&dx, &dx), sum(&dy, &dy));
    if xx <= 0.0 || yy <= 0.0 {
        return Err(NotEstimable::ValuesDoNotVary);
    }
    // One root where the product stays in range: a perfect correlation is then 1 exactly.
    let product = xx * yy;
    let scale = if product.is_normal() { product.sqrt() } else { xx.sqrt() * yy.sqrt() };
    Ok(settled(sum(&dx, &dy) / scale))
}

/// A correlation that is 0, 1 or −1 but for rounding is that.
fn settled(correlation: f64) -> f64 {
    match correlation.abs() {
        size if size <= exact::ROUNDING => 0.0,
        size if size >= 1.0 - 8.0 * f64::EPSILON => correlation.signum(),
        _ => correlation,
    }
}

/// Fisher's interval on the scale of artanh, standard error 1/√(n − 3).
pub fn fisher_interval(correlation: f64, n: usize, level: f64) -> Result<Interval, NotEstimable> {
    if n < 4 || correlation.abs() >= 1.0 {
        return Err(NotEstimable::FewerThanFourPatientsOrPerfectCorrelation);
    }
    let half_width = normal_multiplier(level) / (n as f64 - 3.0).sqrt();
    Ok(Interval::around(libm::atanh(correlation), half_width).map(libm::tanh))
}

/// Two-sided p-value of no correlation, by Student's t with n − 2 degrees of freedom; for Spearman's ρ an approximation.
pub fn t_p_value(correlation: f64, n: usize) -> Estimable {
    if n < 3 {
        return Err(NotEstimable::FewerThanThreePatients);
    }
    let df = n as f64 - 2.0;
    let rest = (1.0 - correlation) * (1.0 + correlation);
    if rest <= 0.0 {
        return Ok(0.0);
    }
    Ok(2.0 * t_sf(correlation.abs() * (df / rest).sqrt(), df))
}

/// Spearman's ρ: Pearson's correlation of the average ranks.
pub fn spearman(x: &[f64], y: &[f64]) -> Estimable {
    if x.iter().chain(y).any(|v| !v.is_finite()) {
        return Err(NotEstimable::ValueMissingOrInfinite);
    }
    pearson(&average_ranks(x), &average_ranks(y))
}

/// Kendall's τ_b with the two-sided p-value of its normal approximation, variance corrected for ties (Kendall 1970, Rank Correlation Methods, section 4.4).
pub fn kendall(x: &[f64], y: &[f64]) -> Result<(f64, Estimable), NotEstimable> {
    if x.len() != y.len() || x.len() < 2 || x.iter().chain(y).any(|v| !v.is_finite()) {
        return Err(NotEstimable::FewerThanTwoPatientsOrMissingValue);
    }
    let n = x.len() as f64;
    let sign = |a: f64, b: f64| f64::from(i8::from(a > b) - i8::from(a < b));
    let mut s = 0.0;
    for i in 0..x.len() {
        s += (0..i).map(|j| sign(x[i], x[j]) * sign(y[i], y[j])).sum::<f64>();
    }
    let (tx, ty) = (tie_sizes(x), tie_sizes(y));
    let sum = |ties: &[f64], f: fn(f64) -> f64| ties.iter().map(|t| f(*t)).sum::<f64>();
    let pairs = n * (n - 1.0) / 2.0;
    let (px, py) = (sum(&tx, |t| t * (t - 1.0)), sum(&ty, |t| t * (t - 1.0)));
    let scale = ((pairs - px / 2.0) * (pairs - py / 2.0)).sqrt();
    if scale <= 0.0 {
        return Err(NotEstimable::ValuesDoNotVary);
    }
    let long = |t: f64| t * (t - 1.0) * (2.0 * t + 5.0);
    let triple: fn(f64) -> f64 = |t| t * (t - 1.0) * (t - 2.0);
    let mut variance = (long(n) - sum(&tx, long) - sum(&ty, long)) / 18.0 + px * py / (2.0 * n * (n - 1.0));
    if n > 2.0 {
        variance += sum(&tx, triple) * sum(&ty, triple) / (9.0 * n * (n - 1.0) * (n - 2.0));
    }
    let p_value = match variance > 0.0 {
        true => Ok(2.0 * normal_sf(s.abs() / variance.sqrt())),
        false => Err(NotEstimable::TooFewPatients),
    };
    Ok((s / scale, p_value))
}

/// How often each value occurs.
fn tie_sizes(values: &[f64]) -> Vec<f64> {
    let mut sizes: BTreeMap<u64, f64> = BTreeMap::new();
    for v in values {
        // −0 and 0 are the same value.
        *sizes.entry((v + 0.0).to_bits()).or_default() += 1.0;
    }
    sizes.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn perfect_and_reversed() {
        let (x, y) = ([1.0, 2.0, 3.0, 4.0], [2.0, 4.0, 6.0, 9.0]);
        assert_eq!(spearman(&x, &y).unwrap(), 1.0);
        assert_eq!(kendall(&x, &y).unwrap().0, 1.0);
        let back = [9.0, 6.0, 4.0, 2.0];
        assert_eq!(kendall(&x, &back).unwrap().0, -1.0);
        assert_eq!(t_p_value(1.0, 4).unwrap(), 0.0);
        assert!(fisher_interval(1.0, 10, 0.95).is_err());
    }

    #[test]
    fn what_does_not_vary() {
        assert!(pearson(&[1.0, 1.0], &[1.0, 2.0]).is_err());
        assert!(spearman(&[1.0, 1.0], &[1.0, 2.0]).is_err());
        assert!(kendall(&[1.0, 1.0], &[1.0, 2.0]).is_err());
        assert!(pearson(&[1.0], &[1.0]).is_err());
    }
}
