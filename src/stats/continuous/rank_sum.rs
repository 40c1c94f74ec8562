//! Wilcoxon's rank-sum test of two independent groups, and the shift between them.

use super::ranks::{distance_tail, doubled_ranks, subset_sums, sums_within};
use crate::number::{Estimable, NotEstimable};
use crate::stats::distribution::normal_sf;
use crate::stats::exact;
use crate::stats::proportion::{Interval, normal_multiplier};
use crate::stats::quantile::{median, sorted};
use crate::stats::side::Side;

/// The exact distribution is computed up to so many patients.
pub const LARGEST_EXACT: usize = 120;

/// How the interval of the shift is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShiftInterval {
    /// By the exact distribution of the statistic without ties (Hollander, Wolfe & Chicken 2014, section 4.3).
    Exact,
    /// By its normal approximation without ties (Moses; the same section).
    Moses,
    /// By inverting the test with tie-corrected variance and continuity correction.
    Inverted,
}

/// Two groups with their joint ranks.
#[derive(Clone, Debug)]
pub struct RankSum {
    first: Vec<f64>,
    second: Vec<f64>,
    doubled: Vec<u64>,
    ties: f64,
}

impl RankSum {
    pub fn new(first: &[f64], second: &[f64]) -> Result<RankSum, NotEstimable> {
        let (first, second) = (sorted(first)?, sorted(second)?);
        let both: Vec<f64> = first.iter().chain(&second).copied().collect();
        let (doubled, ties) = doubled_ranks(&both);
        Ok(RankSum { first, second, doubled, ties })
    }

    fn sizes(&self) -> (f64, f64) {
        (self.first.len() as f64, self.second.len() as f64)
    }

    /// Mann and Whitney's U of the first group (1947, Ann Math Stat 18:50): pairs in which its value is larger, ties counting one half.
    pub fn u(&self) -> f64 {
        let n1 = self.sizes().0;
        self.doubled[..self.first.len()].iter().sum::<u64>() as f64 / 2.0 - n1 * (n1 + 1.0) / 2.0
    }

    /// U/(n₁n₂): the probability that a patient of the first group has the larger value.
    pub fn probability(&self) -> f64 {
        let (n1, n2) = self.sizes();
        self.u() / (n1 * n2)
    }

    fn variance(&self, ties: f64) -> f64 {
        let (n1, n2) = self.sizes();
        let n = n1 + n2;
        n1 * n2 / 12.0 * (n + 1.0 - ties / (n * (n - 1.0)))
    }

    /// Two-sided p-value by the normal approximation with the variance corrected for ties (Lehmann 1975, Nonparametrics, eq. 1.35); `corrected`: |U − mean| less ½.
    pub fn asymptotic(&self, corrected: bool) -> Estimable {
        let (difference, error) = self.distance_of_mean()?;
        let distance = difference.abs() - if corrected { 0.5 } else { 0.0 };
        Ok((2.0 * normal_sf(distance / error)).min(1.0))
    }

    /// The same on one side; `corrected`: ½ towards the mean.
    pub fn asymptotic_tail(&self, corrected: bool, side: Side) -> Estimable {
        let (difference, error) = self.distance_of_mean()?;
        let distance = side.turned(difference) - if corrected { 0.5 } else { 0.0 };
        Ok(normal_sf(distance / error))
    }

    /// U minus its mean, and its standard error corrected for ties.
    fn distance_of_mean(&self) -> Result<(f64, f64), NotEstimable> {
        let (n1, n2) = self.sizes();
        let variance = self.variance(self.ties);
        if variance.is_nan() || variance <= 1e-12 * n1 * n2 {
            return Err(NotEstimable::AllValuesEqual);
        }
        Ok((self.u() - n1 * n2 / 2.0, variance.sqrt()))
    }

    /// Two-sided exact p-value given the values, ties included: the probability of a rank sum as far from its mean as the observed one
    /// (Streitberg & Röhmel 1986).
    pub fn exact(&self) -> Estimable {
        let (sums, observed) = self.sums()?;
        Ok(distance_tail(&sums, observed))
    }

    /// The exact probability of a rank sum as large as the observed one, or larger; or as small, or smaller.
    pub fn exact_tail(&self, side: Side) -> Estimable {
        let (sums, observed) = self.sums()?;
        Ok(side.tail(&sums, observed))
    }

    /// The distribution of the doubled rank sum of the first group given the values, and the observed one.
    fn sums(&self) -> Result<(Vec<f64>, usize), NotEstimable> {
        if self.doubled.len() > LARGEST_EXACT {
            return Err(NotEstimable::TooManyForExactDistribution);
        }
        let observed = self.doubled[..self.first.len()].iter().sum::<u64>() as usize;
        Ok((subset_sums(&self.doubled, self.first.len()), observed))
    }

    /// All first − second, ascending.
    fn differences(&self) -> Vec<f64> {
        let mut all = exact::all_differences(&self.first, &self.second);
        all.sort_by(f64::total_cmp);
        all
    }

    /// The median of all differences (Hodges & Lehmann 1963, Ann Math Stat 34:598).
    pub fn shift(&self) -> Estimable {
        median(&self.differences())
    }

    /// Interval of the shift between two of the ordered differences; infinite where the groups are too small for the level.
    pub fn shift_interval(&self, level: f64, kind: ShiftInterval) -> Result<Interval, NotEstimable> {
        let (n1, n2) = self.sizes();
        let z = normal_multiplier(level);
        let place = match kind {
            ShiftInterval::Moses => n1 * n2 / 2.0 - z * self.variance(0.0).sqrt(),
            ShiftInterval::Inverted => {
                // Away from the differences themselves only ties within a group remain.
                let within = doubled_ranks(&self.first).1 + doubled_ranks(&self.second).1;
                n1 * n2 / 2.0 + 0.5 - z * self.variance(within).sqrt()
            }
            ShiftInterval::Exact => {
                if self.doubled.len() > LARGEST_EXACT {
                    return Err(NotEstimable::TooManyForExactDistribution);
                }
                let untied: Vec<u64> = (1..=self.doubled.len() as u64).collect();
                let least = self.first.len() * (self.first.len() + 1) / 2;
                let distribution = subset_sums(&untied, self.first.len());
                sums_within(distribution.get(least..).unwrap_or_default(), (1.0 - level) / 2.0) as f64
            }
        };
        Ok(between(&self.differences(), place))
    }
}

/// The `place`-th value from below and from above (rounded down), infinite where that is no value.
pub(super) fn between(ascending: &[f64], place: f64) -> Interval {
    if place < 1.0 {
        return Interval::new(f64::NEG_INFINITY, f64::INFINITY);
    }
    let at = place.floor() as usize - 1;
    let lower = ascending.get(at).copied().unwrap_or(f64::NEG_INFINITY);
    let upper = ascending.len().checked_sub(at + 1).and_then(|i| ascending.get(i)).copied().unwrap_or(f64::INFINITY);
    Interval { lower, upper }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 1 and 2 against 3 and 4: one of six arrangements, and its mirror.
    #[test]
    fn two_against_two() {
        let ranks = RankSum::new(&[1.0, 2.0], &[3.0, 4.0]).unwrap();
        assert_eq!(ranks.u(), 0.0);
        assert!((ranks.exact().unwrap() - 2.0 / 6.0).abs() < 1e-15);
        assert!((ranks.exact_tail(Side::Less).unwrap() - 1.0 / 6.0).abs() < 1e-15);
        assert!((ranks.exact_tail(Side::Greater).unwrap() - 1.0).abs() < 1e-15);
        let halves = 2.0 * ranks.asymptotic_tail(true, Side::Less).unwrap() - ranks.asymptotic(true).unwrap();
        assert!(halves.abs() < 1e-15);
        assert_eq!(ranks.shift().unwrap(), -2.0);
        let interval = ranks.shift_interval(0.95, ShiftInterval::Exact).unwrap();
        assert_eq!(interval, Interval::new(f64::NEG_INFINITY, f64::INFINITY));
    }

    #[test]
    fn total_ties() {
        let ranks = RankSum::new(&[5.0, 5.0, 5.0], &[5.0, 5.0, 5.0]).unwrap();
        assert!(ranks.asymptotic(true).is_err());
        assert_eq!(ranks.exact().unwrap(), 1.0);
        assert_eq!(ranks.probability(), 0.5);
        assert!(RankSum::new(&[], &[1.0]).is_err());
    }
}
