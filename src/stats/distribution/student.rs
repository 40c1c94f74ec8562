//! Student's t and Fisher's F, through the beta distribution.

use super::beta::{Split, ln_tail, odds_quantile, tail};
use super::gamma::ln_beta;
use libm::{exp, log};

/// t²/(df + t²) and its complement.
fn split(t: f64, df: f64) -> Split {
    Split::from_ratio(t * t, df)
}

/// From here on the tail is its leading term: what follows is smaller by df²/t².
fn is_far(t: f64, df: f64) -> bool {
    t >= 1e10 * (df + 1.0)
}

/// ln of df^(df/2) / (df B(df/2, ½)): far out P(T > t) is this, as its exponential, times t^(−df) (the first term of
/// Abramowitz & Stegun 26.5.4).
fn ln_leading(df: f64) -> f64 {
    0.5 * df * log(df) - log(df) - ln_beta(0.5 * df, 0.5)
}

/// P(T ≤ t) with `df` degrees of freedom (Abramowitz & Stegun 26.7.1).
pub fn t_cdf(t: f64, df: f64) -> f64 {
    t_sf(-t, df)
}

/// P(T > t).
pub fn t_sf(t: f64, df: f64) -> f64 {
    if is_far(t.abs(), df) {
        let outside = exp(ln_leading(df) - df * log(t.abs()));
        return if t >= 0.0 { outside } else { 1.0 - outside };
    }
    let outside = 0.5 * tail(0.5, 0.5 * df, split(t, df), false);
    if t >= 0.0 { outside } else { 1.0 - outside }
}

/// ln P(T > t), t ≥ 0 in its own accuracy.
pub fn t_ln_sf(t: f64, df: f64) -> f64 {
    if t < 0.0 {
        return log(t_sf(t, df));
    }
    if is_far(t, df) {
        return ln_leading(df) - df * log(t);
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
    if p > 0.0 && df > 0.0 {
        let far = exp((ln_leading(df) - log(p)) / df);
        if is_far(far, df) {
            return far;
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// From mpmath 1.3 with 60 digits: the root of half the regularised incomplete beta function in ln t.
    #[test]
    fn quantiles_far_out() {
        let cases = [
            (1e-200, 1.0, 3.183_098_861_837_907e199),
            (1e-200, 2.0, 7.071_067_811_865_475e99),
            (1e-200, 3.0, 4.795_275_720_469_223e66),
            (1e-200, 5.0, 1.568_392_559_099_338e40),
            (1e-200, 10.0, 2.564_525_718_948_197_8e20),
            (1e-200, 30.0, 23_290_831.507_991_146),
            (1e-300, 1.0, 3.183_098_861_837_906_6e299),
            (1e-300, 2.0, 7.071_067_811_865_475e149),
            (1e-300, 10.0, 2.564_525_718_948_198e30),
            (1e-300, 30.0, 50_178_575_360.505_08),
            (1e-100, 3.0, 2.225_769_823_822_442e33),
            (1e-100, 30.0, 10_810.645_001_143_976),
            (1e-20, 1.0, 3.183_098_861_837_906_7e19),
            (1e-20, 10.0, 256.434_699_318_526_2),
            (1e-20, 30.0, 22.658_878_371_940_183),
        ];
        for (p, df, expected) in cases {
            let found = t_upper_quantile(p, df);
            let back = t_sf(found, df);
            assert!((back / p - 1.0).abs() < 1e-11, "{back:e} for {p:e}");
            assert!((t_ln_sf(found, df) / log(p) - 1.0).abs() < 1e-13);
            assert!((found / expected - 1.0).abs() < 1e-12, "p {p:e}, df {df}: {found:e} for {expected:e}");
        }
    }
}
