//! The standard normal distribution.

use super::LN_SQRT_TWO_PI;
use libm::{exp, log, log1p};
use std::f64::consts::{FRAC_1_SQRT_2, SQRT_2};

/// exp(−x²/2) / √(2π). The square is split so that its rounding does not reach the exponent (Cody 1969, Math Comp 23:631).
pub fn normal_density(x: f64) -> f64 {
    let high = (x.abs() * 16.0).trunc() / 16.0;
    let low = (x.abs() - high) * (x.abs() + high);
    0.398_942_280_401_432_7 * exp(-0.5 * high * high) * exp(-0.5 * low)
}

/// P(Z ≤ x).
pub fn normal_cdf(x: f64) -> f64 {
    normal_sf(-x)
}

/// P(Z > x), by the complementary error function; in the tail by the ratio of Mills times the density.
pub fn normal_sf(x: f64) -> f64 {
    if x.is_infinite() {
        return if x > 0.0 { 0.0 } else { 1.0 };
    }
    if x < 5.0 {
        return scaled_argument_erfc(x);
    }
    normal_density(x) * mills_ratio(x)
}

/// ln P(Z > x), which does not underflow.
pub fn normal_ln_sf(x: f64) -> f64 {
    if x < 5.0 {
        return if x < -1.0 { log1p(-normal_sf(-x)) } else { log(normal_sf(x)) };
    }
    -0.5 * x * x - LN_SQRT_TWO_PI + log(mills_ratio(x))
}

/// erfc(x/√2)/2, with the rounding of x/√2 given back to first order.
fn scaled_argument_erfc(x: f64) -> f64 {
    let scaled = x * FRAC_1_SQRT_2;
    // x − √2·scaled, with √2 to twice the precision.
    const SQRT_2_LOW: f64 = -9.667_293_313_452_913e-17;
    let residue = (-scaled).mul_add(SQRT_2, x) - scaled * SQRT_2_LOW;
    0.5 * libm::erfc(scaled) - residue * normal_density(x)
}

/// Laplace's continued fraction for (1 − Φ(x)) / φ(x), x ≥ 5 (Abramowitz & Stegun 26.2.14), from its tail inwards.
fn mills_ratio(x: f64) -> f64 {
    let mut denominator = x;
    for k in (1..=60).rev() {
        denominator = x + f64::from(k) / denominator;
    }
    1.0 / denominator
}

/// The x with P(Z ≤ x) = p.
pub fn normal_quantile(p: f64) -> f64 {
    if p > 0.5 { normal_upper_quantile(1.0 - p) } else { -normal_upper_quantile(p) }
}

/// The x with P(Z > x) = p: a rational start (Abramowitz & Stegun 26.2.23) and Halley's method on ln P(Z > x).
pub fn normal_upper_quantile(p: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    if p > 0.5 {
        return -normal_upper_quantile(1.0 - p);
    }
    if p == 0.0 {
        return f64::INFINITY;
    }
    if p == 0.5 {
        return 0.0;
    }
    // Near the centre 1/2 − p is exact, the tail's own probability is not sharp enough.
    if p > 0.45 {
        return central_quantile(0.5 - p);
    }
    let t = (-2.0 * log(p)).sqrt();
    let mut x = t
        - (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1.0 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t);
    let ln_p = log(p);
    for _ in 0..8 {
        let ln_tail = normal_ln_sf(x);
        let hazard = exp(-0.5 * x * x - LN_SQRT_TWO_PI - ln_tail);
        // d ln S/dx = −h, d² ln S/dx² = −h(h − x).
        let newton = (ln_tail - ln_p) / hazard;
        let step = newton / (1.0 + 0.5 * newton * (hazard - x));
        x += step;
        if step.abs() <= 1e-16 * x.abs() {
            break;
        }
    }
    x
}

/// The x with P(0 < Z < x) = c for a small c, by Newton's method on the series of Φ (Abramowitz & Stegun 26.2.10).
fn central_quantile(c: f64) -> f64 {
    let mut x = c / 0.398_942_280_401_432_7;
    for _ in 0..8 {
        let step = (central_probability(x) - c) / normal_density(x);
        x -= step;
        if step.abs() <= 1e-17 * x.abs() {
            break;
        }
    }
    x
}

fn central_probability(x: f64) -> f64 {
    let (mut term, mut sum) = (x, x);
    for k in 1..40 {
        let k = f64::from(k);
        term *= -x * x / (2.0 * k);
        sum += term / (2.0 * k + 1.0);
    }
    sum * 0.398_942_280_401_432_7
}
