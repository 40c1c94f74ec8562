//! Confidence intervals for one proportion, and the exact test of a given one.

use super::{Interval, NotEstimable, Proportion, error_of, normal_multiplier};
use crate::number::Estimable;
use crate::stats::distribution::{
    beta_quantile, beta_upper_quantile, binomial_ln_pmf, binomial_pmf, binomial_sf_inclusive,
};
use crate::stats::root::root_between;
use libm::exp;

fn needs_patients(count: Proportion) -> Result<(f64, f64), NotEstimable> {
    count.estimate().map(|_| (count.responders as f64, count.n as f64))
}

/// Clopper and Pearson's exact interval (1934, Biometrika 26:404), by beta quantiles.
pub fn clopper_pearson(count: Proportion, level: f64) -> Result<Interval, NotEstimable> {
    let (x, n) = needs_patients(count)?;
    let tail = (1.0 - level) / 2.0;
    let lower = if count.responders == 0 { 0.0 } else { beta_quantile(tail, x, n - x + 1.0) };
    let upper = if count.others() == 0 { 1.0 } else { beta_upper_quantile(tail, x + 1.0, n - x) };
    Ok(Interval { lower, upper })
}

/// The exact interval with half the probability of the observed count (Lancaster 1961, JASA 56:223; Berry & Armitage 1995,
/// The Statistician 44:417): lower limit P(X > x) + ½ P(X = x) = α/2, upper limit likewise.
pub fn mid_p(count: Proportion, level: f64) -> Result<Interval, NotEstimable> {
    needs_patients(count)?;
    let lower = mid_p_lower(count, level)?;
    let upper = 1.0 - mid_p_lower(Proportion::new(count.others(), count.n), level)?;
    Ok(Interval { lower, upper })
}

fn mid_p_lower(count: Proportion, level: f64) -> Estimable {
    let Proportion { responders: x, n } = count;
    if x == 0 {
        return Ok(0.0);
    }
    let tail = (1.0 - level) / 2.0;
    let excess = |p: f64| binomial_sf_inclusive(x, n, p) - 0.5 * binomial_pmf(x, n, p) - tail;
    // At x = n the equation is ½ pⁿ = α/2.
    if x == n {
        return Ok(exp(libm::log(2.0 * tail) / n as f64));
    }
    root_between(0.0, 1.0, excess).ok_or(NotEstimable::MidPLimitNotFound)
}

/// Wilson's score interval (1927, JASA 22:209; Newcombe 1998, Stat Med 17:857, method 3).
pub fn wilson(count: Proportion, level: f64) -> Result<Interval, NotEstimable> {
    let (x, n) = needs_patients(count)?;
    let z = normal_multiplier(level);
    let (lower, upper) = (wilson_lower(x, n, z), 1.0 - wilson_lower(n - x, n, z));
    Ok(Interval { lower, upper: upper.min(1.0) })
}

fn wilson_lower(x: f64, n: f64, z: f64) -> f64 {
    if x == 0.0 {
        return 0.0;
    }
    let root = z * (z * z + 4.0 * x * (n - x) / n).sqrt();
    // (2x + z² − root) / (2(n + z²)), multiplied through by its conjugate so that nothing cancels: the numerator becomes 4x²(1 + z²/n).
    2.0 * x * x * (1.0 + z * z / n) / ((n + z * z) * (2.0 * x + z * z + root))
}

/// Wilson's interval with continuity correction (Newcombe 1998, Stat Med 17:857, method 4); 0 and 1 where no or all respond.
pub fn wilson_corrected(count: Proportion, level: f64) -> Result<Interval, NotEstimable> {
    let (x, n) = needs_patients(count)?;
    let z = normal_multiplier(level);
    let lower = wilson_corrected_lower(x, n, z);
    let upper = 1.0 - wilson_corrected_lower(n - x, n, z);
    Ok(Interval { lower, upper })
}

fn wilson_corrected_lower(x: f64, n: f64, z: f64) -> f64 {
    if x == 0.0 {
        return 0.0;
    }
    let q = (n - x) / n;
    let root = (z * z - 2.0 - 1.0 / n + 4.0 * (x / n) * (n * q + 1.0)).max(0.0).sqrt();
    ((2.0 * x + z * z - 1.0 - z * root) / (2.0 * (n + z * z))).max(0.0)
}

/// Wald's interval p ± z √(p(1 − p)/n), with ± 1/(2n) more where corrected. Not cut at 0 and 1; none where all or none respond.
pub fn wald(count: Proportion, level: f64, corrected: bool) -> Result<Interval, NotEstimable> {
    let (_, n) = needs_patients(count)?;
    let correction = if corrected { 0.5 / n } else { 0.0 };
    let error = error_of(count.variance(), NotEstimable::AllOrNoneRespondNoVariance)?;
    Ok(Interval::around(count.value(), normal_multiplier(level) * error + correction))
}

/// Agresti and Coull (1998, Am Stat 52:119): Wald's interval after z²/2 responders and z²/2 others are added. Not cut at 0
/// and 1.
pub fn agresti_coull(count: Proportion, level: f64) -> Result<Interval, NotEstimable> {
    let (x, n) = needs_patients(count)?;
    let z = normal_multiplier(level);
    let n_tilde = n + z * z;
    let p = (x + 0.5 * z * z) / n_tilde;
    Ok(Interval::around(p, z * (p * (1.0 - p) / n_tilde).sqrt()))
}

/// The equal-tailed interval of the posterior under Jeffreys' prior, Beta(x + ½, n − x + ½) (Brown, Cai & DasGupta 2001, Stat
/// Sci 16:101, without their changes at 0 and n).
pub fn jeffreys(count: Proportion, level: f64) -> Result<Interval, NotEstimable> {
    let (x, n) = needs_patients(count)?;
    let tail = (1.0 - level) / 2.0;
    let (a, b) = (x + 0.5, n - x + 0.5);
    Ok(Interval { lower: beta_quantile(tail, a, b), upper: beta_upper_quantile(tail, a, b) })
}

/// The exact binomial test of the proportion `null`: two-sided, the probability of all counts that are no more probable than
/// the one observed.
pub fn binomial_test(count: Proportion, null: f64) -> Estimable {
    needs_patients(count)?;
    if !(0.0..=1.0).contains(&null) {
        return Err(NotEstimable::ProportionTestedOutOfRange);
    }
    let Proportion { responders: x, n } = count;
    if null == 0.0 || null == 1.0 {
        return Ok(if (null == 0.0 && x == 0) || (null == 1.0 && x == n) { 1.0 } else { 0.0 });
    }
    // Counts whose probability equals the observed one up to rounding belong to the sum.
    let limit = binomial_ln_pmf(x, n, null) + 1e-7;
    let no_more_probable = |k: &u64| binomial_ln_pmf(*k, n, null) <= limit;
    let mode = ((n + 1) as f64 * null).floor().min(n as f64) as u64;
    // The probability rises up to the mode and falls after it: each side is a tail, found by bisection.
    let left = partition(0, mode, |k| no_more_probable(&k));
    let right = n + 1 - partition(0, n - mode, |j| no_more_probable(&(n - j)));
    if left + (n + 1 - right) > n {
        return Ok(1.0);
    }
    let below = if left == 0 { 0.0 } else { crate::stats::distribution::binomial_cdf(left - 1, n, null) };
    let above = if right > n { 0.0 } else { binomial_sf_inclusive(right, n, null) };
    Ok((below + above).min(1.0))
}

/// How many of low..=high, from `low` on, satisfy a condition that holds up to a point and not after it.
fn partition(low: u64, high: u64, holds: impl Fn(u64) -> bool) -> u64 {
    let (mut a, mut b) = (low, high + 1);
    while a < b {
        let middle = a + (b - a) / 2;
        if holds(middle) {
            a = middle + 1;
        } else {
            b = middle;
        }
    }
    a - low
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() <= 1e-13 * b.abs().max(1.0), "{a} against {b}");
    }

    /// At 0 of n the exact upper limit is 1 − (α/2)^(1/n).
    #[test]
    fn exact_limits_without_a_responder() {
        let interval = clopper_pearson(Proportion::new(0, 10), 0.95).unwrap();
        assert_eq!(interval.lower, 0.0);
        close(interval.upper, 1.0 - 0.025f64.powf(0.1));
        close(mid_p(Proportion::new(0, 10), 0.95).unwrap().upper, 1.0 - 0.05f64.powf(0.1));
    }

    /// Wilson's limits solve (p − x/n)² = z² p(1 − p)/n.
    #[test]
    fn wilson_limits_solve_the_score_equation() {
        for (x, n) in [(7, 24), (0, 5), (5, 5), (499, 1000)] {
            let count = Proportion::new(x, n);
            let z = normal_multiplier(0.95);
            let Interval { lower, upper } = wilson(count, 0.95).unwrap();
            for limit in [lower, upper] {
                close((limit - count.value()).powi(2), z * z * limit * (1.0 - limit) / n as f64);
            }
        }
    }

    #[test]
    fn nothing_is_said_of_an_empty_group() {
        let none = Proportion::new(0, 0);
        assert!(clopper_pearson(none, 0.95).is_err());
        assert!(wilson(none, 0.95).is_err());
        assert!(mid_p(none, 0.95).is_err());
        assert!(binomial_test(none, 0.5).is_err());
    }

    #[test]
    fn the_binomial_test_sums_the_improbable_counts() {
        // 1 of 4 against one half: every count but 2 is no more probable.
        close(binomial_test(Proportion::new(1, 4), 0.5).unwrap(), 10.0 / 16.0);
        close(binomial_test(Proportion::new(0, 4), 0.5).unwrap(), 2.0 / 16.0);
        assert_eq!(binomial_test(Proportion::new(2, 4), 0.5).unwrap(), 1.0);
        assert_eq!(binomial_test(Proportion::new(0, 4), 0.0).unwrap(), 1.0);
        assert_eq!(binomial_test(Proportion::new(1, 4), 0.0).unwrap(), 0.0);
    }
}
