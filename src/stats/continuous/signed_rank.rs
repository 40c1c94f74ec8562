//! Wilcoxon's signed-rank test of paired differences, the sign test, and the centre of symmetry.

use super::rank_sum::{LARGEST_EXACT, ShiftInterval, between};
use super::ranks::{doubled_ranks, doubled_tail, signed_sums, sums_within};
use crate::number::{Estimable, NotEstimable};
use crate::stats::distribution::{binomial_cdf, binomial_sf_inclusive, normal_sf};
use crate::stats::exact;
use crate::stats::proportion::one_sample::binomial_test;
use crate::stats::proportion::{Interval, Proportion, normal_multiplier};
use crate::stats::quantile::{median, sorted};
use crate::stats::side::Side;

/// Differences other than 0 with the ranks of their sizes; those that are 0 are left out (Wilcoxon 1945, not Pratt 1959).
#[derive(Clone, Debug)]
pub struct SignedRank {
    differences: Vec<f64>,
    doubled: Vec<u64>,
    ties: f64,
    pub zeros: usize,
}

impl SignedRank {
    pub fn new(differences: &[f64]) -> Result<SignedRank, NotEstimable> {
        let mut kept = sorted(differences)?;
        kept.retain(|d| *d != 0.0);
        let zeros = differences.len() - kept.len();
        let sizes: Vec<f64> = kept.iter().map(|d| d.abs()).collect();
        let (doubled, ties) = doubled_ranks(&sizes);
        Ok(SignedRank { differences: kept, doubled, ties, zeros })
    }

    fn n(&self) -> f64 {
        self.differences.len() as f64
    }

    fn needs_differences(&self) -> Result<(), NotEstimable> {
        if self.differences.is_empty() { Err(NotEstimable::AllDifferencesZero) } else { Ok(()) }
    }

    fn doubled_sum(&self) -> u64 {
        self.differences.iter().zip(&self.doubled).filter(|(d, _)| **d > 0.0).map(|(_, r)| r).sum()
    }

    /// The sum of the ranks of the positive differences.
    pub fn v(&self) -> f64 {
        self.doubled_sum() as f64 / 2.0
    }

    fn variance(&self) -> f64 {
        let n = self.n();
        n * (n + 1.0) * (2.0 * n + 1.0) / 24.0 - self.ties / 48.0
    }

    /// Two-sided p-value by the normal approximation, variance corrected for ties; `corrected`: |V − mean| less ½.
    pub fn asymptotic(&self, corrected: bool) -> Estimable {
        self.needs_differences()?;
        let n = self.n();
        let distance = (self.v() - n * (n + 1.0) / 4.0).abs() - if corrected { 0.5 } else { 0.0 };
        Ok((2.0 * normal_sf(distance / self.variance().sqrt())).min(1.0))
    }

    /// Two-sided exact p-value given the sizes of the differences, ties included.
    pub fn exact(&self) -> Estimable {
        self.needs_differences()?;
        self.small_enough()?;
        Ok(doubled_tail(&signed_sums(&self.doubled), self.doubled_sum() as usize))
    }

    /// On one side by the normal approximation; `corrected`: ½ towards the mean.
    pub fn asymptotic_tail(&self, corrected: bool, side: Side) -> Estimable {
        self.needs_differences()?;
        let n = self.n();
        let distance = side.turned(self.v() - n * (n + 1.0) / 4.0) - if corrected { 0.5 } else { 0.0 };
        Ok(normal_sf(distance / self.variance().sqrt()))
    }

    /// The exact tail on one side given the sizes of the differences.
    pub fn exact_tail(&self, side: Side) -> Estimable {
        self.needs_differences()?;
        self.small_enough()?;
        Ok(side.tail(&signed_sums(&self.doubled), self.doubled_sum() as usize))
    }

    /// The binomial tail of the positive differences on one side.
    pub fn sign_test_tail(&self, side: Side) -> Estimable {
        self.needs_differences()?;
        let (positive, all) = (self.positive(), self.differences.len() as u64);
        Ok(match side {
            Side::Less => binomial_cdf(positive, all, 0.5),
            Side::Greater => binomial_sf_inclusive(positive, all, 0.5),
        })
    }

    fn positive(&self) -> u64 {
        self.differences.iter().filter(|d| **d > 0.0).count() as u64
    }

    fn small_enough(&self) -> Result<(), NotEstimable> {
        if self.differences.len() > LARGEST_EXACT {
            return Err(NotEstimable::TooManyPairsForExactDistribution);
        }
        Ok(())
    }

    /// The exact sign test: positive among the differences other than 0, binomial with ½.
    pub fn sign_test(&self) -> Estimable {
        self.needs_differences()?;
        binomial_test(Proportion::new(self.positive(), self.differences.len() as u64), 0.5)
    }

    /// Means of all pairs of differences, each with itself too, ascending.
    fn walsh_averages(differences: &[f64]) -> Vec<f64> {
        let mut all = exact::middles(differences);
        all.sort_by(f64::total_cmp);
        all
    }

    /// The median of the Walsh averages of the differences other than 0 (Hodges & Lehmann 1963).
    pub fn centre(&self) -> Estimable {
        self.needs_differences()?;
        median(&Self::walsh_averages(&self.differences))
    }

    /// The same with the differences that are 0.
    pub fn centre_with_zeros(&self) -> Estimable {
        let mut all = self.differences.clone();
        all.extend(std::iter::repeat_n(0.0, self.zeros));
        all.sort_by(f64::total_cmp);
        median(&Self::walsh_averages(&all))
    }

    /// Interval of the centre between two Walsh averages (Hollander, Wolfe & Chicken 2014, section 3.3), of the differences other than 0; infinite where they are too
    /// few for the level.
    pub fn centre_interval(&self, level: f64, kind: ShiftInterval) -> Result<Interval, NotEstimable> {
        self.needs_differences()?;
        let n = self.n();
        let middle = n * (n + 1.0) / 4.0;
        let spread = normal_multiplier(level) * (n * (n + 1.0) * (2.0 * n + 1.0) / 24.0).sqrt();
        let place = match kind {
            ShiftInterval::Moses => middle - spread,
            ShiftInterval::Inverted => middle + 0.5 - spread,
            ShiftInterval::Exact => {
                self.small_enough()?;
                let untied: Vec<u64> = (1..=self.differences.len() as u64).collect();
                sums_within(&signed_sums(&untied), (1.0 - level) / 2.0) as f64
            }
        };
        Ok(between(&Self::walsh_averages(&self.differences), place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three positive differences: V = 6, two of eight signs as extreme.
    #[test]
    fn three_positive() {
        let ranks = SignedRank::new(&[1.0, 2.0, 3.0, 0.0]).unwrap();
        assert_eq!((ranks.v(), ranks.zeros), (6.0, 1));
        assert!((ranks.exact().unwrap() - 0.25).abs() < 1e-15);
        assert!((ranks.sign_test().unwrap() - 0.25).abs() < 1e-15);
        assert!((ranks.exact_tail(Side::Greater).unwrap() - 0.125).abs() < 1e-15);
        assert_eq!(ranks.exact_tail(Side::Less).unwrap(), 1.0);
        assert!((ranks.sign_test_tail(Side::Greater).unwrap() - 0.125).abs() < 1e-15);
        let halves = 2.0 * ranks.asymptotic_tail(true, Side::Greater).unwrap() - ranks.asymptotic(true).unwrap();
        assert!(halves.abs() < 1e-15);
        assert_eq!(ranks.centre().unwrap(), 2.0);
        let interval = ranks.centre_interval(0.95, ShiftInterval::Exact).unwrap();
        assert_eq!(interval.lower, f64::NEG_INFINITY);
    }

    #[test]
    fn no_difference() {
        let ranks = SignedRank::new(&[0.0, 0.0]).unwrap();
        assert!(ranks.exact().is_err() && ranks.asymptotic(true).is_err() && ranks.centre().is_err());
        assert_eq!(ranks.centre_with_zeros().unwrap(), 0.0);
        assert!(SignedRank::new(&[]).is_err());
    }
}
