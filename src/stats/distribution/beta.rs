//! The beta distribution: the regularised incomplete beta function and its inverse.

use super::binomial::ln_pmf_real;
use super::{LONGEST_EXPANSION, newton_on_log};
use libm::{exp, log, log1p};

/// A point x of [0, 1] with its complement y, the smaller of both to its own relative accuracy.
#[derive(Clone, Copy)]
pub(super) struct Split {
    pub x: f64,
    pub y: f64,
    /// What rounding took from each: x + x_low + y + y_low = 1.
    pub x_low: f64,
    pub y_low: f64,
}

impl Split {
    pub fn new(x: f64) -> Split {
        let y = 1.0 - x;
        Split { x, y, x_low: 0.0, y_low: (1.0 - y) - x }
    }
    /// x/(1 − x) = w.
    pub fn from_odds(w: f64) -> Split {
        if w <= 1.0 { Split::new(w / (1.0 + w)) } else { Split::new(1.0 / (1.0 + w)).swapped() }
    }
    /// x/(1 − x) = numerator/denominator, neither of them infinite.
    pub fn from_ratio(numerator: f64, denominator: f64) -> Split {
        let sum = numerator + denominator;
        if numerator <= denominator { Split::new(numerator / sum) } else { Split::new(denominator / sum).swapped() }
    }
    pub fn swapped(self) -> Split {
        Split { x: self.y, y: self.x, x_low: self.y_low, y_low: self.x_low }
    }
}

/// ln of x^a y^b / B(a, b).
fn ln_kernel(a: f64, b: f64, at: Split) -> f64 {
    let n = a + b;
    ln_pmf_real(a, n, b, at) + log(a * (b / n))
}

/// ln I_x(a, b) for x at or below the mean: the continued fraction of Didonato & Morris (1992, ACM TOMS 18:360, eq. 9), by the
/// modified Lentz algorithm.
fn ln_fraction(a: f64, b: f64, at: Split) -> f64 {
    let Split { x, y, .. } = at;
    // a − (a + b) x, from whichever of x and y carries the information.
    let lambda = if x <= y { (-(a + b)).mul_add(x, a) } else { (a + b).mul_add(y, -b) };
    let numerator = |m: f64| {
        let d = a + 2.0 * m - 1.0;
        ((a + m - 1.0) / d) * ((a + b + m - 1.0) / d) * m * (b - m) * x * x
    };
    let denominator = |m: f64| {
        let first = if m == 0.0 { 0.0 } else { m * (b - m) * x / (a + 2.0 * m - 1.0) };
        m + first + (a + m) * (lambda + 1.0 + m * (1.0 + y)) / (a + 2.0 * m + 1.0)
    };
    const TINY: f64 = 1e-300;
    let guard = |v: f64| if v.abs() < TINY { TINY } else { v };
    let mut fraction = guard(denominator(0.0));
    let (mut c, mut d) = (fraction, 0.0);
    for m in 1..LONGEST_EXPANSION {
        let (an, bn) = (numerator(m as f64), denominator(m as f64));
        d = 1.0 / guard(bn + an * d);
        c = guard(bn + an / c);
        let factor = c * d;
        fraction *= factor;
        if (factor - 1.0).abs() < 1e-16 {
            break;
        }
    }
    ln_kernel(a, b, at) - log(fraction)
}

/// (ln of the tail computed directly, whether it is the lower one).
fn direct_tail(a: f64, b: f64, at: Split) -> (f64, bool) {
    let below_mean = if at.x <= at.y { at.x * (a + b) <= a } else { at.y * (a + b) >= b };
    if below_mean { (ln_fraction(a, b, at), true) } else { (ln_fraction(b, a, at.swapped()), false) }
}

fn valid(a: f64, b: f64, at: Split) -> bool {
    a > 0.0 && b > 0.0 && a.is_finite() && b.is_finite() && at.x >= 0.0 && at.y >= 0.0
}

pub(super) fn tail(a: f64, b: f64, at: Split, lower: bool) -> f64 {
    if !valid(a, b, at) {
        return f64::NAN;
    }
    if at.x == 0.0 || at.y == 0.0 {
        return if (at.x == 0.0) == lower { 0.0 } else { 1.0 };
    }
    let (value, is_lower) = direct_tail(a, b, at);
    let value = exp(value).min(1.0);
    if is_lower == lower { value } else { 1.0 - value }
}

pub(super) fn ln_tail(a: f64, b: f64, at: Split, lower: bool) -> f64 {
    if !valid(a, b, at) {
        return f64::NAN;
    }
    if at.x == 0.0 || at.y == 0.0 {
        return if (at.x == 0.0) == lower { f64::NEG_INFINITY } else { 0.0 };
    }
    let (value, is_lower) = direct_tail(a, b, at);
    if is_lower == lower { value.min(0.0) } else { log1p(-exp(value).min(1.0)) }
}

/// The odds x/(1 − x) at which the tail holds p ≤ ½ (above it, give the other tail). The density in ln odds is log-concave.
pub(super) fn odds_quantile(p: f64, a: f64, b: f64, lower: bool) -> f64 {
    if !(valid(a, b, Split::new(0.5)) && (0.0..=1.0).contains(&p)) {
        return f64::NAN;
    }
    if p > 0.5 {
        return odds_quantile(1.0 - p, a, b, !lower);
    }
    if p == 0.0 {
        return if lower { 0.0 } else { f64::INFINITY };
    }
    newton_on_log(a / b, log(p), 200.0, |w| {
        let at = Split::from_odds(w);
        let value = ln_tail(a, b, at, lower);
        let slope = exp(ln_kernel(a, b, at) - value);
        (value, if lower { slope } else { -slope })
    })
}

/// P(X ≤ x) for the beta distribution with parameters a, b.
pub fn beta_cdf(x: f64, a: f64, b: f64) -> f64 {
    tail(a, b, Split::new(x), true)
}

pub fn beta_sf(x: f64, a: f64, b: f64) -> f64 {
    tail(a, b, Split::new(x), false)
}

pub fn beta_ln_cdf(x: f64, a: f64, b: f64) -> f64 {
    ln_tail(a, b, Split::new(x), true)
}

pub fn beta_ln_sf(x: f64, a: f64, b: f64) -> f64 {
    ln_tail(a, b, Split::new(x), false)
}

/// The x with P(X ≤ x) = p.
pub fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    Split::from_odds(odds_quantile(p, a, b, true)).x
}

/// The x with P(X > x) = p.
pub fn beta_upper_quantile(p: f64, a: f64, b: f64) -> f64 {
    Split::from_odds(odds_quantile(p, a, b, false)).x
}
