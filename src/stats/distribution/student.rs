//! Student's t and Fisher's F, through the beta distribution.

use super::beta::{Split, ln_tail, odds_quantile, tail};
use libm::log;

/// t²/(df + t²) and its complement.
fn split(t: f64, df: f64) -> Split {
    let squared = t * t;
    if squared.is_infinite() {
        return Split::new(0.0).swapped();
    }
    Split::from_ratio(squared, df)
}

/// P(T ≤ t) with `df` degrees of freedom (Abramowitz & Stegun 26.7.1).
pub fn t_cdf(t: f64, df: f64) -> f64 {
    t_sf(-t, df)
}

/// P(T > t).
pub fn t_sf(t: f64, df: f64) -> f64 {
    let outside = 0.5 * tail(0.5, 0.5 * df, split(t, df), false);
    if t >= 0.0 { outside } else { 1.0 - outside }
}

/// ln P(T > t), t ≥ 0 in its own accuracy.
pub fn t_ln_sf(t: f64, df: f64) -> f64 {
    if t < 0.0 {
        return log(t_sf(t, df));
    }
    ln_tail(0.5, 0.5 * df, split(t, df), false) - std::f64::consts::LN_2
}

/// The t with P(T ≤ t) = p.
pub fn t_quantile(p: f64, df: f64) -> f64 {
    -t_upper_quantile(p, df)
}

/// The t with P(T > t) = p.
pub fn t_upper_quantile(p: f64, df: f64) -> f64 {
    if p > 0.5 {
        return -t_upper_quantile(1.0 - p, df);
    }
    // Of t² the upper tail holds 2p, the lower one 1 − 2p, exact for p ≥ ¼.
    let odds = if p > 0.25 {
        odds_quantile(1.0 - 2.0 * p, 0.5, 0.5 * df, true)
    } else {
        odds_quantile(2.0 * p, 0.5, 0.5 * df, false)
    };
    (df * odds).sqrt()
}

/// P(F ≤ f) with `df1` and `df2` degrees of freedom (Abramowitz & Stegun 26.6.2).
pub fn f_cdf(f: f64, df1: f64, df2: f64) -> f64 {
    tail(0.5 * df1, 0.5 * df2, Split::from_odds(f * (df1 / df2)), true)
}

pub fn f_sf(f: f64, df1: f64, df2: f64) -> f64 {
    tail(0.5 * df1, 0.5 * df2, Split::from_odds(f * (df1 / df2)), false)
}

pub fn f_quantile(p: f64, df1: f64, df2: f64) -> f64 {
    odds_quantile(p, 0.5 * df1, 0.5 * df2, true) * (df2 / df1)
}

pub fn f_upper_quantile(p: f64, df1: f64, df2: f64) -> f64 {
    odds_quantile(p, 0.5 * df1, 0.5 * df2, false) * (df2 / df1)
}
