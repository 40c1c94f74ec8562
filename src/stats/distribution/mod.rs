//! Distribution functions, tails and quantiles, accurate in both tails.
//!
//! `…_cdf` is P(X ≤ x), `…_sf` is P(X > x) for a continuous X, and `…_ln_sf` its natural logarithm, which does not underflow.
//! `…_quantile(p, …)` inverts `…_cdf` and `…_upper_quantile(p, …)` inverts `…_sf`; both keep their relative accuracy for a
//! tiny `p`, where `1 − p` would lose it.
//!
//! Invariants: parameters are positive and finite, probabilities lie in [0, 1]; anything else gives NaN. Measured against
//! 100-digit arithmetic in `tests/reference/distribution.rs`. They are our own because statrs loses digits in the tails, at
//! large parameters and near zero; where it is accurate, `tests/oracle/distributions.rs` compares the two.

mod beta;
mod binomial;
mod gamma;
mod hypergeometric;
mod normal;
mod student;

pub use beta::{beta_cdf, beta_ln_cdf, beta_ln_sf, beta_quantile, beta_sf, beta_upper_quantile};
pub use binomial::{binomial_cdf, binomial_ln_pmf, binomial_pmf, binomial_sf_inclusive};
pub use gamma::{
    chi_squared_cdf, chi_squared_ln_sf, chi_squared_quantile, chi_squared_sf, chi_squared_upper_quantile, gamma_cdf,
    gamma_ln_cdf, gamma_ln_sf, gamma_quantile, gamma_sf, gamma_upper_quantile, ln_beta, ln_choose, ln_gamma,
    poisson_cdf, poisson_ln_pmf, poisson_pmf, poisson_sf_inclusive,
};
pub use hypergeometric::hypergeometric_ln_pmf;
pub use normal::{normal_cdf, normal_density, normal_ln_sf, normal_quantile, normal_sf, normal_upper_quantile};
pub use student::{f_cdf, f_quantile, f_sf, f_upper_quantile, t_cdf, t_ln_sf, t_quantile, t_sf, t_upper_quantile};

use libm::exp;

/// ln √(2π).
const LN_SQRT_TWO_PI: f64 = 0.918_938_533_204_672_7;

/// Iterations of a series or continued fraction; the number needed grows with the square root of the parameters, and 10⁷
/// serves parameters up to about 10¹².
const LONGEST_EXPANSION: usize = 10_000_000;

/// Solves ln F(e^u) = ln p for a distribution whose density in u = ln w is log-concave, so that ln F is concave and Newton's
/// method converges from every start with F > 0.
///
/// `start` is a first w; no step in u is longer than `longest`; `ln_tail(w)` gives (ln F, d ln F / d u).
fn newton_on_log(start: f64, ln_p: f64, longest: f64, ln_tail: impl Fn(f64) -> (f64, f64)) -> f64 {
    let (mut w, mut last) = (start, f64::INFINITY);
    for _ in 0..500 {
        let (value, slope) = ln_tail(w);
        let step = (value - ln_p) / slope;
        if !step.is_finite() {
            return w;
        }
        let next = w * exp(-step.clamp(-longest, longest));
        if step.abs() <= 1e-16 || (step.abs() < 1e-10 && step.abs() >= last) {
            return w;
        }
        (w, last) = (next, step.abs());
    }
    w
}
