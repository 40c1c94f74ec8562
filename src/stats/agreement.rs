//! Agreement of two readings on the same list of categories.

use super::distribution::t_upper_quantile;
use super::proportion::{Interval, normal_multiplier};
use crate::number::{Estimable, NotEstimable};

/// Counts of pairs of readings: row the first reading, column the second, one row and column per category of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Readings {
    counts: Vec<Vec<u64>>,
}

/// How far apart two categories may be and still agree in part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weights {
    /// 1 on the diagonal, else 0.
    Unweighted,
    /// 1 − |i − j|/(k − 1) (Cicchetti & Allison 1971).
    Linear,
    /// 1 − (i − j)²/(k − 1)² (Fleiss & Cohen 1973).
    Quadratic,
}

/// κ with its standard errors.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kappa {
    pub observed: f64,
    pub expected: f64,
    pub kappa: f64,
    /// Of the estimate, for the interval (Fleiss, Cohen & Everitt 1969, Psychol Bull 72:323, eq. 13); 0 where every pair says the same
    /// of κ, which is no estimate: see [`Kappa::error`].
    pub standard_error: f64,
    /// Where κ is 0, for the test (eq. 14); 0 where a reading is constant.
    pub null_standard_error: f64,
}

/// Contributions that differ by less than this are equal but for rounding.
const ROUNDING: f64 = 1e-12;

/// A coefficient with a standard error by subjects, and the number of subjects.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coefficient {
    pub estimate: f64,
    /// 0 where every subject says the same, which is no estimate: see [`Coefficient::error`].
    pub standard_error: f64,
    pub n: u64,
}

impl Readings {
    /// `categories` is the length of the list; pairs outside it are refused.
    pub fn new(categories: usize, first: &[usize], second: &[usize]) -> Result<Readings, NotEstimable> {
        if first.len() != second.len() || first.iter().chain(second).any(|c| *c >= categories) {
            return Err(NotEstimable::CategoryOutsideList);
        }
        let mut counts = vec![vec![0; categories]; categories];
        for (a, b) in first.iter().zip(second) {
            counts[*a][*b] += 1;
        }
        Readings::from_counts(counts)
    }

    pub fn from_counts(counts: Vec<Vec<u64>>) -> Result<Readings, NotEstimable> {
        let readings = Readings { counts };
        match (readings.n(), readings.categories()) {
            (0, _) => Err(NotEstimable::NoPairOfReadings),
            (_, k) if k < 2 => Err(NotEstimable::FewerThanTwoCategories),
            _ => Ok(readings),
        }
    }

    pub fn n(&self) -> u64 {
        self.counts.iter().flatten().sum()
    }

    pub fn categories(&self) -> usize {
        self.counts.len()
    }

    fn share(&self, i: usize, j: usize) -> f64 {
        self.counts[i][j] as f64 / self.n() as f64
    }

    /// Shares of the categories in the first and in the second reading.
    fn margins(&self) -> (Vec<f64>, Vec<f64>) {
        let k = self.categories();
        let first = (0..k).map(|i| self.counts[i].iter().sum::<u64>() as f64 / self.n() as f64).collect();
        let second = (0..k).map(|j| self.counts.iter().map(|r| r[j]).sum::<u64>() as f64 / self.n() as f64).collect();
        (first, second)
    }

    fn weight(&self, weights: Weights, i: usize, j: usize) -> f64 {
        let distance = i.abs_diff(j) as f64 / (self.categories() - 1) as f64;
        match weights {
            Weights::Unweighted => f64::from(i == j),
            Weights::Linear => 1.0 - distance,
            Weights::Quadratic => 1.0 - distance * distance,
        }
    }

    /// Σ over all cells of value(i, j).
    fn sum(&self, value: impl Fn(usize, usize) -> f64) -> f64 {
        let k = self.categories();
        (0..k).map(|i| (0..k).map(|j| value(i, j)).sum::<f64>()).sum()
    }

    /// The share of pairs in agreement.
    pub fn observed(&self) -> f64 {
        self.sum(|i, j| if i == j { self.share(i, j) } else { 0.0 })
    }

    /// Cohen's κ (1960, 1968) with its standard errors.
    pub fn kappa(&self, weights: Weights) -> Result<Kappa, NotEstimable> {
        let (row, column) = self.margins();
        let n = self.n() as f64;
        let w = |i: usize, j: usize| self.weight(weights, i, j);
        let observed = self.sum(|i, j| w(i, j) * self.share(i, j));
        let expected = self.sum(|i, j| w(i, j) * row[i] * column[j]);
        if expected >= 1.0 {
            return Err(NotEstimable::BothReadingsConstant);
        }
        let k = self.categories();
        let row_mean: Vec<f64> = (0..k).map(|i| (0..k).map(|j| w(i, j) * column[j]).sum()).collect();
        let column_mean: Vec<f64> = (0..k).map(|j| (0..k).map(|i| w(i, j) * row[i]).sum()).collect();
        let both = |i: usize, j: usize| row_mean[i] + column_mean[j];
        let square = |v: f64| v * v;
        // Both are variances; taken around their means nothing cancels.
        let mean = observed * expected - 2.0 * expected + observed;
        let of_pair = |i: usize, j: usize| w(i, j) * (1.0 - expected) - both(i, j) * (1.0 - observed) - mean;
        let of_chance = |i: usize, j: usize| w(i, j) - both(i, j) + expected;
        let distance = |v: f64| if v.abs() > ROUNDING { square(v) } else { 0.0 };
        let spread = self.sum(|i, j| self.share(i, j) * distance(of_pair(i, j)));
        let null = self.sum(|i, j| row[i] * column[j] * distance(of_chance(i, j)));
        let less = 1.0 - expected;
        Ok(Kappa {
            observed,
            expected,
            kappa: (observed - expected) / less,
            standard_error: (spread / n).sqrt() / (less * less),
            null_standard_error: (null / n).sqrt() / less,
        })
    }

    /// Mean share of each category over both readings.
    fn mean_shares(&self) -> Vec<f64> {
        let (row, column) = self.margins();
        row.iter().zip(&column).map(|(a, b)| (a + b) / 2.0).collect()
    }

    /// Scott's π (1955, Public Opin Q 19:321).
    pub fn scott_pi(&self) -> Estimable {
        chance_corrected(self.observed(), self.mean_shares().iter().map(|p| p * p).sum())
    }

    /// The S of Bennett, Alpert & Goldstein (1954, Public Opin Q 18:303): every category equally probable.
    pub fn bennett_s(&self) -> Estimable {
        chance_corrected(self.observed(), 1.0 / self.categories() as f64)
    }

    /// 2 Pₒ − 1 (Byrt, Bishop & Carlin 1993, J Clin Epidemiol 46:423), made for two categories.
    pub fn prevalence_adjusted(&self) -> f64 {
        2.0 * self.observed() - 1.0
    }

    /// Gwet's AC1 (2008, Br J Math Stat Psychol 61:29), its standard error from the subjects' shares in the estimate (eq. 21 without finite
    /// population), over the categories of the list, used or not.
    pub fn gwet_ac1(&self) -> Result<Coefficient, NotEstimable> {
        let (shares, n, k) = (self.mean_shares(), self.n(), self.categories() as f64);
        let observed = self.observed();
        let expected = shares.iter().map(|p| p * (1.0 - p)).sum::<f64>() / (k - 1.0);
        let estimate = chance_corrected(observed, expected)?;
        let less = 1.0 - expected;
        let of_subject = |i: usize, j: usize| {
            let agreement = (f64::from(i == j) - expected) / less;
            let chance = ((1.0 - shares[i]) + (1.0 - shares[j])) / 2.0 / (k - 1.0);
            agreement - 2.0 * (1.0 - estimate) * (chance - expected) / less
        };
        let squares = self.sum(|i, j| {
            let distance = of_subject(i, j) - estimate;
            self.counts[i][j] as f64 * distance * distance
        });
        Ok(Coefficient::new(estimate, squares, n))
    }
}

/// (observed − expected)/(1 − expected).
fn chance_corrected(observed: f64, expected: f64) -> Estimable {
    if expected < 1.0 { Ok((observed - expected) / (1.0 - expected)) } else { Err(NotEstimable::BothReadingsConstant) }
}

impl Kappa {
    /// The standard error, where the pairs let one be estimated.
    pub fn error(self) -> Estimable {
        let reason = match self.null_standard_error > 0.0 {
            true => NotEstimable::PairsAllAgree,
            false => NotEstimable::ReadingConstantNoVariance,
        };
        if self.standard_error > 0.0 { Ok(self.standard_error) } else { Err(reason) }
    }

    /// κ ± z·SE. Not cut at −1 and 1.
    pub fn interval(self, level: f64) -> Result<Interval, NotEstimable> {
        Ok(Interval::around(self.kappa, normal_multiplier(level) * self.error()?))
    }
}

impl Coefficient {
    /// `squares` is the sum over subjects of the squared distances of their contributions from the estimate.
    pub(super) fn new(estimate: f64, squares: f64, n: u64) -> Coefficient {
        let df = n as f64 - 1.0;
        let standard_error = if n > 1 { (squares / (n as f64 * df)).sqrt() } else { 0.0 };
        Coefficient { estimate, standard_error, n }
    }

    /// The standard error, where the subjects let one be estimated.
    pub fn error(self) -> Estimable {
        match (self.n > 1, self.standard_error > ROUNDING) {
            (true, true) => Ok(self.standard_error),
            (true, false) => Err(NotEstimable::SubjectsAllTheSame),
            (false, _) => Err(NotEstimable::OneSubjectHasNoVariance),
        }
    }

    /// Student's interval with n − 1 degrees of freedom. Not cut at −1 and 1.
    pub fn interval(self, level: f64) -> Result<Interval, NotEstimable> {
        let error = self.error()?;
        let t = t_upper_quantile((1.0 - level) / 2.0, self.n as f64 - 1.0);
        Ok(Interval::around(self.estimate, t * error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 8 and 0 on the diagonal of ten: κ = (0.8 − 0.82)/(1 − 0.82).
    #[test]
    fn the_paradox_by_hand() {
        let readings = Readings::from_counts(vec![vec![8, 1], vec![1, 0]]).unwrap();
        let kappa = readings.kappa(Weights::Unweighted).unwrap();
        assert!((kappa.kappa + 1.0 / 9.0).abs() < 1e-15);
        assert_eq!(kappa.kappa, readings.kappa(Weights::Linear).unwrap().kappa);
        assert!((readings.prevalence_adjusted() - 0.6).abs() < 1e-15);
    }

    #[test]
    fn perfect_and_constant_readings() {
        let perfect = Readings::new(3, &[0, 1, 2, 1], &[0, 1, 2, 1]).unwrap();
        let kappa = perfect.kappa(Weights::Quadratic).unwrap();
        assert_eq!((kappa.kappa, kappa.standard_error), (1.0, 0.0));
        let constant = Readings::new(3, &[1, 1], &[1, 1]).unwrap();
        assert!(constant.kappa(Weights::Unweighted).is_err());
        assert!(constant.scott_pi().is_err());
        assert!(constant.gwet_ac1().is_ok());
        assert!(Readings::new(3, &[], &[]).is_err());
        assert!(Readings::new(3, &[3], &[0]).is_err());
        assert!(Readings::new(1, &[0], &[0]).is_err());
    }
}
