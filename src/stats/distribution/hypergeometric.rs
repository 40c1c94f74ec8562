//! The hypergeometric distribution.

use super::beta::Split;
use super::binomial::ln_pmf_real;
use libm::{log, log1p};

/// ln P(X = k): k marked among `drawn`, drawn without return from `marked` marked and `others` unmarked; −∞ outside the
/// support. A ratio of three binomial probabilities (Loader 2000).
pub fn hypergeometric_ln_pmf(k: u64, marked: u64, others: u64, drawn: u64) -> f64 {
    let total = marked + others;
    if k > marked || k > drawn || drawn > total || drawn - k > others {
        return f64::NEG_INFINITY;
    }
    if drawn == 0 || drawn == total {
        return 0.0;
    }
    let share = Split::from_ratio(drawn as f64, (total - drawn) as f64);
    ln_pmf(k, marked, share) + ln_pmf(drawn - k, others, share) - ln_pmf(drawn, total, share)
}

fn ln_pmf(k: u64, n: u64, share: Split) -> f64 {
    let Split { x: p, y: q, .. } = share;
    match (k, n - k) {
        (0, 0) => 0.0,
        (0, _) => n as f64 * if p < q { log1p(-p) } else { log(q) },
        (_, 0) => n as f64 * if q < p { log1p(-q) } else { log(p) },
        (k, rest) => ln_pmf_real(k as f64, n as f64, rest as f64, share),
    }
}
