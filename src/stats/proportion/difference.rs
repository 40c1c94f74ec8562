//! The difference of two independent proportions, first minus second.

use super::one_sample::{wilson, wilson_corrected};
use super::{Interval, NotEstimable, Proportion, error_of, normal_multiplier};
use crate::number::Estimable;
use crate::stats::root::root_between;

/// p₁ − p₂.
pub fn risk_difference(first: Proportion, second: Proportion) -> Estimable {
    Ok(first.estimate()? - second.estimate()?)
}

/// Newcombe's hybrid score interval (1998, Stat Med 17:873): Wilson limits of each proportion, squared and added; method 10, or
/// with continuity correction method 11.
pub fn newcombe_hybrid_score(
    first: Proportion,
    second: Proportion,
    level: f64,
    corrected: bool,
) -> Result<Interval, NotEstimable> {
    let difference = risk_difference(first, second)?;
    let limits = if corrected { wilson_corrected } else { wilson };
    let (one, two) = (limits(first, level)?, limits(second, level)?);
    let (p1, p2) = (first.value(), second.value());
    Ok(Interval {
        lower: difference - libm::hypot(p1 - one.lower, two.upper - p2),
        upper: difference + libm::hypot(one.upper - p1, p2 - two.lower),
    })
}

/// Wald's interval, with ± (1/n₁ + 1/n₂)/2 more where corrected. Not cut at −1 and 1. None where in both groups all or none respond, or
/// where a group has one patient: its variance is 0 by arithmetic and not by estimation.
pub fn wald(first: Proportion, second: Proportion, level: f64, corrected: bool) -> Result<Interval, NotEstimable> {
    let difference = risk_difference(first, second)?;
    let correction = if corrected { 0.5 * (1.0 / first.n as f64 + 1.0 / second.n as f64) } else { 0.0 };
    if !first.has_variance() || !second.has_variance() {
        return Err(NotEstimable::OneOfGroupHasNoVariance);
    }
    let variance = first.variance() + second.variance();
    let error = error_of(variance, NotEstimable::AllOrNoneRespondInEachGroup)?;
    Ok(Interval::around(difference, normal_multiplier(level) * error + correction))
}

/// Agresti and Caffo (2000, Am Stat 54:280): Wald's interval after one responder and one other are added to each group.
/// Not cut at −1 and 1.
pub fn agresti_caffo(first: Proportion, second: Proportion, level: f64) -> Result<Interval, NotEstimable> {
    risk_difference(first, second)?;
    let more = |p: Proportion| Proportion::new(p.responders + 1, p.n + 2);
    wald(more(first), more(second), level, false)
}

/// The score interval of Miettinen and Nurminen (1985, Stat Med 4:213): all δ whose score statistic, with the proportions
/// estimated under p₁ − p₂ = δ and the variance times N/(N − 1), is below z.
pub fn miettinen_nurminen(first: Proportion, second: Proportion, level: f64) -> Result<Interval, NotEstimable> {
    let n = (first.n + second.n) as f64;
    score_interval(first, second, level, n / (n - 1.0))
}

/// The score interval of Mee (1984, Biometrics 40:1175): that of Miettinen and Nurminen without the factor N/(N − 1).
pub fn mee(first: Proportion, second: Proportion, level: f64) -> Result<Interval, NotEstimable> {
    score_interval(first, second, level, 1.0)
}

fn score_interval(first: Proportion, second: Proportion, level: f64, factor: f64) -> Result<Interval, NotEstimable> {
    let lower = score_lower(first, second, level, factor)?;
    let upper = -score_lower(second, first, level, factor)?;
    Ok(Interval { lower, upper })
}

fn score_lower(first: Proportion, second: Proportion, level: f64, factor: f64) -> Estimable {
    let estimate = risk_difference(first, second)?;
    let z = normal_multiplier(level);
    if estimate <= -1.0 {
        return Ok(-1.0);
    }
    // Score minus z·√variance, which is negative at the estimate and not below 0 at −1.
    let excess = |delta: f64| {
        let variance = factor * restricted_variance(first, second, delta);
        (estimate - delta) - z * variance.sqrt()
    };
    // Where all or none respond the variance vanishes at the estimate, and with it the sign there.
    let end = if excess(estimate) < 0.0 { estimate } else { estimate - 1e-9 };
    root_between(-1.0, end, excess).ok_or(NotEstimable::ScoreLimitNotFound)
}

/// p̃₁(1 − p̃₁)/n₁ + p̃₂(1 − p̃₂)/n₂ at the maximum-likelihood proportions under p₁ − p₂ = δ.
fn restricted_variance(first: Proportion, second: Proportion, delta: f64) -> f64 {
    let (n1, n2) = (first.n as f64, second.n as f64);
    let p2 = restricted_second(first, second, delta);
    let p1 = (p2 + delta).clamp(0.0, 1.0);
    p1 * (1.0 - p1) / n1 + p2 * (1.0 - p2) / n2
}

/// p̃₂: the root in [max(0, −δ), min(1, 1 − δ)] of the cubic likelihood equation (Miettinen & Nurminen 1985, appendix), in its
/// trigonometric form, then improved on the score function itself.
fn restricted_second(first: Proportion, second: Proportion, delta: f64) -> f64 {
    let (x1, n1) = (first.responders as f64, first.n as f64);
    let (x2, n2) = (second.responders as f64, second.n as f64);
    let (low, high) = ((-delta).max(0.0), (1.0 - delta).min(1.0));
    let n = n1 + n2;
    let l2 = (n1 + 2.0 * n2) * delta - n - (x1 + x2);
    let l1 = (n2 * delta - n - 2.0 * x2) * delta + (x1 + x2);
    let l0 = x2 * delta * (1.0 - delta);
    let third = l2 / (3.0 * n);
    let q = third * third * third - l1 * l2 / (6.0 * n * n) + l0 / (2.0 * n);
    let p = (third * third - l1 / (3.0 * n)).max(0.0).sqrt().copysign(if q == 0.0 { 1.0 } else { q });
    let cosine = if p == 0.0 { 0.0 } else { (q / (p * p * p)).clamp(-1.0, 1.0) };
    let angle = (std::f64::consts::PI + libm::acos(cosine)) / 3.0;
    let start = (2.0 * p * libm::cos(angle) - third).clamp(low, high);
    // The trigonometric root loses digits where the cubic is nearly degenerate.
    let cubic = |t: f64| ((n * t + l2) * t + l1) * t + l0;
    let slope = |t: f64| (3.0 * n * t + 2.0 * l2) * t + l1;
    let mut t = start;
    for _ in 0..3 {
        let step = cubic(t) / slope(t);
        if step.is_finite() && step.abs() < 1e-4 {
            t = (t - step).clamp(low, high);
        }
    }
    t
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swapping_the_groups_mirrors_the_interval() {
        let (a, b) = (Proportion::new(7, 24), Proportion::new(2, 22));
        for f in [miettinen_nurminen, mee, agresti_caffo] {
            let (ab, ba) = (f(a, b, 0.95).unwrap(), f(b, a, 0.95).unwrap());
            assert!((ab.lower + ba.upper).abs() < 1e-14 && (ab.upper + ba.lower).abs() < 1e-14);
        }
    }

    /// At δ = 0 the restricted estimate is the pooled proportion.
    #[test]
    fn the_restricted_estimate_at_zero_is_pooled() {
        let (a, b) = (Proportion::new(7, 24), Proportion::new(2, 22));
        assert!((restricted_second(a, b, 0.0) - 9.0 / 46.0).abs() < 1e-15);
    }

    #[test]
    fn an_empty_group_has_no_difference() {
        let (a, none) = (Proportion::new(3, 5), Proportion::new(0, 0));
        assert!(newcombe_hybrid_score(a, none, 0.95, false).is_err());
        assert!(mee(none, a, 0.95).is_err());
    }
}
