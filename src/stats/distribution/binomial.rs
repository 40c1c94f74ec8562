//! The binomial distribution.

use super::LN_SQRT_TWO_PI;
use super::beta::{Split, tail};
use super::gamma::{deviance, stirling_error};
use libm::{exp, log, log1p};

/// ln of Γ(n+1) / (Γ(x+1) Γ(rest+1)) · p^x q^rest at the split p, q, for real x > 0, rest > 0, n = x + rest (Loader 2000).
pub(super) fn ln_pmf_real(x: f64, n: f64, rest: f64, at: Split) -> f64 {
    let Split { x: p, y: q, x_low, y_low } = at;
    if p == 0.0 || q == 0.0 {
        return f64::NEG_INFINITY;
    }
    stirling_error(n)
        - stirling_error(x)
        - stirling_error(rest)
        - deviance(x, n, p, x_low)
        - deviance(rest, n, q, y_low)
        - LN_SQRT_TWO_PI
        - 0.5 * log(x * (rest / n))
}

/// ln P(X = k) for X successes among n with probability p each.
pub fn binomial_ln_pmf(k: u64, n: u64, p: f64) -> f64 {
    if k > n {
        return f64::NEG_INFINITY;
    }
    let (failures, n, k) = ((n - k) as f64, n as f64, k as f64);
    match (k == 0.0, failures == 0.0) {
        (true, true) => 0.0,
        (true, false) => n * log1p(-p),
        (false, true) => n * log(p),
        (false, false) => ln_pmf_real(k, n, failures, Split::new(p)),
    }
}

pub fn binomial_pmf(k: u64, n: u64, p: f64) -> f64 {
    exp(binomial_ln_pmf(k, n, p))
}

/// P(X ≤ k) (Abramowitz & Stegun 26.5.24).
pub fn binomial_cdf(k: u64, n: u64, p: f64) -> f64 {
    if k >= n { 1.0 } else { tail(k as f64 + 1.0, (n - k) as f64, Split::new(p), false) }
}

/// P(X ≥ k).
pub fn binomial_sf_inclusive(k: u64, n: u64, p: f64) -> f64 {
    match k {
        0 => 1.0,
        k if k > n => 0.0,
        k => tail(k as f64, (n - k) as f64 + 1.0, Split::new(p), true),
    }
}
