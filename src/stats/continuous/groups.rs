//! More than two groups: analysis of variance, Welch's version, Kruskal and Wallis, and Bartlett's test of equal variances.

use super::ranks::doubled_ranks;
use crate::number::NotEstimable;
use crate::stats::contingency::chi_squared::ChiSquared;
use crate::stats::distribution::f_sf;
use crate::stats::exact;
use crate::stats::quantile::{mean, variance};
use libm::log;

/// An F statistic with its degrees of freedom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct F {
    pub statistic: f64,
    pub df1: f64,
    pub df2: f64,
}

impl F {
    pub fn p_value(self) -> f64 {
        f_sf(self.statistic, self.df1, self.df2)
    }
}

/// The values of each group less the mean of all, of which means and variances lose no digits to a common level.
fn centred(groups: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let all: Vec<f64> = groups.iter().flatten().copied().collect();
    let mut left = exact::deviations(&all).into_iter();
    groups.iter().map(|group| left.by_ref().take(group.len()).collect()).collect()
}

/// Size, mean less the mean of all, and variance of each group.
fn moments(groups: &[Vec<f64>]) -> Result<Vec<(f64, f64, f64)>, NotEstimable> {
    if groups.len() < 2 {
        return Err(NotEstimable::FewerThanTwoGroups);
    }
    let around = centred(groups);
    groups.iter().zip(&around).map(|(g, c)| Ok((g.len() as f64, mean(c)?, variance(g)?))).collect()
}

/// One-way analysis of variance (Fisher 1925). A group of one patient adds nothing to the variance within.
pub fn analysis_of_variance(groups: &[Vec<f64>]) -> Result<F, NotEstimable> {
    if groups.len() < 2 {
        return Err(NotEstimable::FewerThanTwoGroups);
    }
    let all: usize = groups.iter().map(Vec::len).sum();
    let (mut between, mut within) = (0.0, 0.0);
    for (group, around) in groups.iter().zip(centred(groups)) {
        let m = mean(&around)?;
        between += group.len() as f64 * m * m;
        within += exact::sum_of_squares(group);
    }
    let (df1, df2) = (groups.len() as f64 - 1.0, all as f64 - groups.len() as f64);
    if df2 <= 0.0 || within <= 0.0 {
        return Err(NotEstimable::ValuesDoNotVaryWithinGroups);
    }
    Ok(F { statistic: between / df1 / (within / df2), df1, df2 })
}

/// Welch's analysis of variance with unequal variances (1951, Biometrika 38:330).
pub fn welch(groups: &[Vec<f64>]) -> Result<F, NotEstimable> {
    let moments = moments(groups)?;
    if moments.iter().any(|(_, _, v)| *v <= 0.0) {
        return Err(NotEstimable::ValuesOfAGroupDoNotVary);
    }
    let k = moments.len() as f64;
    let total: f64 = moments.iter().map(|(n, _, v)| n / v).sum();
    let centre = moments.iter().map(|(n, m, v)| n / v * m).sum::<f64>() / total;
    let between = moments.iter().map(|(n, m, v)| n / v * (m - centre) * (m - centre)).sum::<f64>() / (k - 1.0);
    let lack = |(n, _, v): &(f64, f64, f64)| {
        let part = 1.0 - n / v / total;
        part * part / (n - 1.0)
    };
    let lambda: f64 = moments.iter().map(lack).sum::<f64>() / (k * k - 1.0);
    Ok(F { statistic: between / (1.0 + 2.0 * (k - 2.0) * lambda), df1: k - 1.0, df2: 1.0 / (3.0 * lambda) })
}

/// Kruskal and Wallis' H, divided by 1 − Σ(t³ − t)/(N³ − N) for ties (1952, JASA 47:583).
pub fn kruskal_wallis(groups: &[Vec<f64>]) -> Result<ChiSquared, NotEstimable> {
    if groups.len() < 2 || groups.iter().any(Vec::is_empty) {
        return Err(NotEstimable::FewerThanTwoGroupsWithPatients);
    }
    let all: Vec<f64> = groups.iter().flatten().copied().collect();
    let n = all.len() as f64;
    let (doubled, ties) = doubled_ranks(&all);
    let correction = 1.0 - ties / (n * n * n - n);
    if correction.is_nan() || correction <= 1e-13 {
        return Err(NotEstimable::AllValuesEqual);
    }
    let (mut h, mut start) = (0.0, 0);
    for group in groups {
        let sum = doubled[start..start + group.len()].iter().sum::<u64>() as f64 / 2.0;
        let away = sum / group.len() as f64 - (n + 1.0) / 2.0;
        h += group.len() as f64 * away * away;
        start += group.len();
    }
    Ok(ChiSquared { statistic: 12.0 / (n * (n + 1.0)) * h / correction, df: groups.len() as f64 - 1.0 })
}

/// Bartlett's test of equal variances (1937, Proc R Soc A 160:268).
pub fn bartlett(groups: &[Vec<f64>]) -> Result<ChiSquared, NotEstimable> {
    let moments = moments(groups)?;
    if moments.iter().any(|(_, _, v)| *v <= 0.0) {
        return Err(NotEstimable::ValuesOfAGroupDoNotVary);
    }
    let k = moments.len() as f64;
    let df: f64 = moments.iter().map(|(n, _, _)| n - 1.0).sum();
    let pooled = moments.iter().map(|(n, _, v)| (n - 1.0) * v).sum::<f64>() / df;
    let lack: f64 = moments.iter().map(|(n, _, v)| (n - 1.0) * log(v / pooled)).sum();
    let factor = 1.0 + (moments.iter().map(|(n, _, _)| 1.0 / (n - 1.0)).sum::<f64>() - 1.0 / df) / (3.0 * (k - 1.0));
    Ok(ChiSquared { statistic: (-lack / factor).max(0.0), df: k - 1.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With two groups F is the square of t.
    #[test]
    fn two_groups() {
        let groups = [vec![1.0, 2.0, 3.0], vec![3.0, 4.0, 5.0]];
        let f = analysis_of_variance(&groups).unwrap();
        assert!((f.statistic - 6.0).abs() < 1e-14 && (f.df1, f.df2) == (1.0, 4.0));
        assert!((welch(&groups).unwrap().statistic - 6.0).abs() < 1e-14);
        assert_eq!(bartlett(&groups).unwrap().statistic, 0.0);
    }

    #[test]
    fn degenerate_groups() {
        let equal = [vec![1.0, 1.0], vec![1.0, 1.0]];
        assert!(kruskal_wallis(&equal).is_err() && analysis_of_variance(&equal).is_err() && welch(&equal).is_err());
        assert!(kruskal_wallis(&[vec![1.0], vec![]]).is_err());
        assert!(analysis_of_variance(&[vec![1.0], vec![2.0]]).is_err());
        assert!(bartlett(&[vec![1.0, 2.0]]).is_err());
    }
}
