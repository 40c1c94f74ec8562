//! Two groups and a yes/no outcome over strata: the tests and common measures of Cochran, Mantel and Haenszel.

use super::chi_squared::ChiSquared;
use super::fisher::Conditional;
use crate::number::{Estimable, NotEstimable};
use crate::stats::distribution::hypergeometric_ln_pmf;
use crate::stats::proportion::{Interval, Proportion, error_of, normal_multiplier};
use libm::{exp, log};

/// One stratum: the group compared and the one it is compared against.
pub type Stratum = (Proportion, Proportion);

/// a, b, c, d and n of a stratum as numbers: responders and others of the first group, of the second.
fn cells((first, second): &Stratum) -> [f64; 5] {
    let [a, b, c, d] = [first.responders, first.others(), second.responders, second.others()].map(|v| v as f64);
    [a, b, c, d, a + b + c + d]
}

fn informative(strata: &[Stratum]) -> impl Iterator<Item = [f64; 5]> + '_ {
    strata.iter().map(cells).filter(|c| c[4] > 0.0)
}

/// The Mantel–Haenszel test (1959, JNCI 22:719) that all odds ratios are 1, on 1 degree of freedom; `corrected`: |Σ(a − E)| less ½, but not below 0.
pub fn test(strata: &[Stratum], corrected: bool) -> Result<ChiSquared, NotEstimable> {
    let (mut difference, mut variance) = (0.0, 0.0);
    for [a, b, c, d, n] in informative(strata) {
        if n > 1.0 {
            difference += a - (a + b) * (a + c) / n;
            variance += (a + b) * (c + d) * (a + c) * (b + d) / (n * n * (n - 1.0));
        }
    }
    if variance <= 0.0 {
        return Err(NotEstimable::NoStratumWithBothGroupsAndOutcomes);
    }
    let distance = (difference.abs() - if corrected { 0.5 } else { 0.0 }).max(0.0);
    Ok(ChiSquared { statistic: distance * distance / variance, df: 1.0 })
}

/// The common odds ratio Σ ad/n / Σ bc/n (Mantel & Haenszel 1959).
pub fn odds_ratio(strata: &[Stratum]) -> Estimable {
    let numerator: f64 = informative(strata).map(|[a, _, _, d, n]| a * d / n).sum();
    let denominator: f64 = informative(strata).map(|[_, b, c, _, n]| b * c / n).sum();
    ratio(numerator, denominator)
}

fn ratio(numerator: f64, denominator: f64) -> Estimable {
    if numerator == 0.0 && denominator == 0.0 {
        return Err(NotEstimable::NoStratumWithBothGroupsAndOutcomes);
    }
    Ok(numerator / denominator)
}

fn on_logarithm(ratio: f64, variance: f64, level: f64) -> Result<Interval, NotEstimable> {
    if !(ratio > 0.0 && ratio.is_finite() && variance.is_finite()) {
        return Err(NotEstimable::CommonRatioZeroOrInfinite);
    }
    let error = error_of(variance, NotEstimable::AllOrNoneRespondInEachStratum)?;
    Ok(Interval::around(log(ratio), normal_multiplier(level) * error).map(exp))
}

/// The interval of the common odds ratio with the variance of Robins, Breslow & Greenland (1986, Biometrics 42:311).
pub fn odds_ratio_interval(strata: &[Stratum], level: f64) -> Result<Interval, NotEstimable> {
    let common = odds_ratio(strata)?;
    let (mut r, mut s, mut pr, mut ps_qr, mut qs) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for [a, b, c, d, n] in informative(strata) {
        let (p, q) = ((a + d) / n, (b + c) / n);
        let (ri, si) = (a * d / n, b * c / n);
        r += ri;
        s += si;
        pr += p * ri;
        ps_qr += p * si + q * ri;
        qs += q * si;
    }
    on_logarithm(common, pr / (2.0 * r * r) + ps_qr / (2.0 * r * s) + qs / (2.0 * s * s), level)
}

/// The common risk ratio Σ a(c + d)/n / Σ c(a + b)/n (Rothman, Greenland & Lash 2008, Modern Epidemiology, eq. 15-21).
pub fn risk_ratio(strata: &[Stratum]) -> Estimable {
    let numerator: f64 = informative(strata).map(|[a, _, c, d, n]| a * (c + d) / n).sum();
    let denominator: f64 = informative(strata).map(|[a, b, c, _, n]| c * (a + b) / n).sum();
    ratio(numerator, denominator)
}

/// The interval of the common risk ratio (Greenland & Robins 1985, Biometrics 41:55, eq. 13).
pub fn risk_ratio_interval(strata: &[Stratum], level: f64) -> Result<Interval, NotEstimable> {
    let common = risk_ratio(strata)?;
    let (mut variance, mut r, mut s) = (0.0, 0.0, 0.0);
    for [a, b, c, d, n] in informative(strata) {
        variance += ((a + b) * (c + d) * (a + c) - a * c * n) / (n * n);
        r += a * (c + d) / n;
        s += c * (a + b) / n;
    }
    on_logarithm(common, variance / (r * s), level)
}

/// The common risk difference, weighted by n₁n₂/n (Greenland & Robins 1985).
pub fn risk_difference(strata: &[Stratum]) -> Estimable {
    let (mut sum, mut weights) = (0.0, 0.0);
    for [a, b, c, d, n] in informative(strata) {
        sum += (a * (c + d) - c * (a + b)) / n;
        weights += (a + b) * (c + d) / n;
    }
    if weights > 0.0 { Ok(sum / weights) } else { Err(NotEstimable::NoStratumWithBothGroups) }
}

/// The interval of the common risk difference with Sato's variance (1989, Biometrics 45:1323), consistent for few large and many
/// sparse strata.
pub fn risk_difference_interval(strata: &[Stratum], level: f64) -> Result<Interval, NotEstimable> {
    let common = risk_difference(strata)?;
    let (mut p, mut q, mut weights) = (0.0, 0.0, 0.0);
    for [a, b, c, d, n] in informative(strata) {
        let (n1, n2) = (a + b, c + d);
        p += (n1 * n1 * c - n2 * n2 * a + n1 * n2 * (n2 - n1) / 2.0) / (n * n);
        q += (a * (n2 - c) + c * (n1 - a)) / (2.0 * n);
        weights += n1 * n2 / n;
    }
    // Where the groups are wholly apart both terms cancel but for rounding.
    let sum = common * p + q;
    let variance = if sum > 1e-13 * q { sum / (weights * weights) } else { 0.0 };
    let error = error_of(variance, NotEstimable::AllOrNoneRespondInEachGroup)?;
    Ok(Interval::around(common, normal_multiplier(level) * error))
}

/// The exact conditional distribution of Σ a given the margins of every stratum, for the exact test, the conditional odds ratio and its interval
/// (Gart 1970, Biometrika 57:471).
pub fn conditional(strata: &[Stratum]) -> Result<Conditional, NotEstimable> {
    let (mut low, mut observed, mut weights) = (0, 0, vec![1.0]);
    for (first, second) in strata {
        let responders = first.responders + second.responders;
        let (from, to) = (responders.saturating_sub(second.n), responders.min(first.n));
        let pmf: Vec<f64> = (from..=to).map(|k| exp(hypergeometric_ln_pmf(k, first.n, second.n, responders))).collect();
        low += from;
        observed += first.responders;
        weights = convolve(&weights, &pmf);
    }
    if weights.len() < 2 {
        return Err(NotEstimable::NoStratumWithBothGroupsAndOutcomes);
    }
    Ok(Conditional::from_weights(low, weights.iter().map(|w| log(*w)).collect(), observed))
}

fn convolve(a: &[f64], b: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; a.len() + b.len() - 1];
    for (i, x) in a.iter().enumerate() {
        for (j, y) in b.iter().enumerate() {
            sum[i + j] += x * y;
        }
    }
    sum
}

/// The Breslow–Day test (1980, Statistical Methods in Cancer Research I, eq. 4.30) that the odds ratio is the same in all strata;
/// `tarone`: with Tarone's correction (1985, Biometrika 72:91). Strata without both groups and both outcomes are left out of the sum and of the degrees of freedom.
pub fn breslow_day(strata: &[Stratum], tarone: bool) -> Result<ChiSquared, NotEstimable> {
    let common = odds_ratio(strata)?;
    if common == 0.0 || common.is_infinite() {
        return Err(NotEstimable::CommonOddsRatioZeroOrInfinite);
    }
    let (mut statistic, mut residual, mut variances, mut count) = (0.0, 0.0, 0.0, 0usize);
    for [a, b, c, d, _] in informative(strata) {
        if (a + b) * (c + d) * (a + c) * (b + d) == 0.0 {
            continue;
        }
        let expected = fitted_cell(a + b, c + d, a + c, common);
        let moved = expected - a;
        let fitted = [expected, b - moved, c - moved, d + moved];
        let variance = 1.0 / fitted.iter().map(|v| 1.0 / v).sum::<f64>();
        statistic += (a - expected) * (a - expected) / variance;
        residual += a - expected;
        variances += variance;
        count += 1;
    }
    if count < 2 {
        return Err(NotEstimable::FewStrataWithBothGroupsAndOutcomes);
    }
    if tarone {
        statistic -= residual * residual / variances;
    }
    Ok(ChiSquared { statistic, df: (count - 1) as f64 })
}

/// The first cell of a 2×2 table with row totals n1, n2, first column total m and odds ratio ψ: a root of a quadratic.
fn fitted_cell(n1: f64, n2: f64, m: f64, psi: f64) -> f64 {
    let (a, b, c) = (psi - 1.0, -((psi - 1.0) * (n1 + m) + n1 + n2), psi * n1 * m);
    if a == 0.0 {
        return n1 * m / (n1 + n2);
    }
    // The root with the sign of −b that does not cancel, and the other through the product of the roots.
    let root = (b * b - 4.0 * a * c).max(0.0).sqrt();
    let t = -0.5 * (b - root);
    c / t
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stratum(a: u64, b: u64, c: u64, d: u64) -> Stratum {
        (Proportion::new(a, a + b), Proportion::new(c, c + d))
    }

    #[test]
    fn one_stratum_is_its_own_table() {
        let strata = [stratum(6, 6, 2, 10)];
        assert_eq!(odds_ratio(&strata).unwrap(), 5.0);
        assert!((risk_ratio(&strata).unwrap() - 3.0).abs() < 1e-15);
        assert!((risk_difference(&strata).unwrap() - 1.0 / 3.0).abs() < 1e-15);
        assert!(breslow_day(&strata, false).is_err());
    }

    #[test]
    fn the_fitted_cell_has_the_odds_ratio() {
        for psi in [0.2, 0.999_999_9, 1.0, 7.0, 1e6] {
            let a = fitted_cell(12.0, 9.0, 8.0, psi);
            let odds = a * (9.0 - (8.0 - a)) / ((12.0 - a) * (8.0 - a));
            assert!((odds / psi - 1.0).abs() < 1e-9, "{psi} {odds}");
        }
    }

    #[test]
    fn uninformative_strata() {
        let none = [stratum(0, 3, 0, 4), stratum(2, 0, 1, 0)];
        assert!(test(&none, false).is_err());
        assert!(odds_ratio(&none).is_err());
        assert!(conditional(&none).is_err());
        assert!(risk_difference(&[stratum(1, 2, 0, 0)]).is_err());
    }
}
