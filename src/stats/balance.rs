//! Balance of a covariate between two groups.

use super::exact;
use super::linear::{Matrix, dot};
use crate::number::{Estimable, NotEstimable};

/// What kind of covariate it is; decides how its variance is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Covariate {
    /// 0 or 1, variance p(1 − p).
    YesNo,
    /// Variance with divisor n − 1.
    Numeric,
}

/// Values of one group, weighted or not.
#[derive(Clone, Copy, Debug)]
pub struct Sample<'a> {
    pub values: &'a [f64],
    pub weights: Option<&'a [f64]>,
}

impl<'a> Sample<'a> {
    pub fn of(values: &'a [f64]) -> Sample<'a> {
        Sample { values, weights: None }
    }

    /// The mean, weighted where there are weights.
    pub fn mean(self) -> Estimable {
        let Some(weights) = self.weights else { return self.unweighted_mean() };
        let total: f64 = weights.iter().sum();
        let sum = exact::sum(self.values.iter().zip(weights).map(|(v, w)| v * w));
        if total > 0.0 { Ok(sum / total) } else { Err(NotEstimable::NoPatientInGroup) }
    }

    fn unweighted_mean(self) -> Estimable {
        match self.values.is_empty() {
            true => Err(NotEstimable::NoPatientInGroup),
            false => Ok(exact::mean(self.values)),
        }
    }
}

/// The variance of unweighted values: p(1 − p) for yes/no, else with divisor n − 1.
pub fn variance(values: &[f64], kind: Covariate) -> Estimable {
    let mean = Sample::of(values).mean()?;
    if kind == Covariate::YesNo {
        return Ok(mean * (1.0 - mean));
    }
    if values.len() < 2 {
        return Err(NotEstimable::OnePatientHasNoVariance);
    }
    Ok(exact::sum_of_squares(values) / (values.len() - 1) as f64)
}

/// The divisor of standardised differences: √((v₁ + v₀)/2) of two samples, as a rule those before matching (Austin 2009, Stat Med
/// 28:3083).
pub fn pooled_standard_deviation(first: &[f64], second: &[f64], kind: Covariate) -> Estimable {
    Ok(((variance(first, kind)? + variance(second, kind)?) / 2.0).sqrt())
}

/// The difference of two distributions over `levels` categories: the Mahalanobis distance √((t − c)ᵀ S⁻¹ (t − c)) of the shares of
/// all levels but the first present, S being the mean of the two multinomial covariance matrices (Yang & Dalton 2012, SAS Global
/// Forum 335, eq. 3 to 5). Never negative; with two levels it is |p₁ − p₂|/√((p₁(1 − p₁) + p₂(1 − p₂))/2). Values are
/// positions of levels; levels that nobody has do not count.
pub fn standardised_difference_of_categories(first: &[usize], second: &[usize], levels: usize) -> Estimable {
    if first.is_empty() || second.is_empty() {
        return Err(NotEstimable::NoPatientInGroup);
    }
    let share =
        |values: &[usize], level: usize| values.iter().filter(|v| **v == level).count() as f64 / values.len() as f64;
    let present: Vec<usize> = (0..levels).filter(|l| first.contains(l) || second.contains(l)).collect();
    let shares = |values: &[usize]| present.iter().skip(1).map(|l| share(values, *l)).collect::<Vec<f64>>();
    let (t, c) = (shares(first), shares(second));
    let mut covariance = Matrix::zeros(t.len(), t.len());
    for (p, row) in [&t, &c].into_iter().flat_map(|p| (0..t.len()).map(move |row| (p, row))) {
        for column in 0..t.len() {
            let own = if row == column { p[row] } else { 0.0 };
            covariance[(row, column)] += (own - p[row] * p[column]) / 2.0;
        }
    }
    let difference: Vec<f64> = t.iter().zip(&c).map(|(t, c)| t - c).collect();
    if difference.iter().all(|d| *d == 0.0) {
        return Ok(0.0);
    }
    let separated = |_| NotEstimable::CategorySeparatesGroups;
    let factor = covariance.factor(1e-12).map_err(separated)?;
    Ok(dot(&difference, &factor.solve(&difference)).max(0.0).sqrt())
}

/// Of weighted means that are equal but for the last digits it is 0: overlap weights make those of their score equal.
fn difference(first: Sample<'_>, second: Sample<'_>) -> Estimable {
    let (one, other) = (first.mean()?, second.mean()?);
    match (first.weights, second.weights) {
        (None, None) => Ok(exact::difference_of_means(first.values, second.values)),
        _ if (one - other).abs() <= ROUNDING * one.abs().max(other.abs()) => Ok(0.0),
        _ => Ok(one - other),
    }
}

/// Weighted means that differ by less, as a share of themselves, are equal.
const ROUNDING: f64 = 1e-12;

/// The difference of means, first minus second, in units of `divisor`.
pub fn standardised_mean_difference(first: Sample<'_>, second: Sample<'_>, divisor: f64) -> Estimable {
    let difference = difference(first, second)?;
    if divisor > 0.0 { Ok(difference / divisor) } else { Err(NotEstimable::CovariateDoesNotVaryWithinGroups) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        let (a, b) = ([1.0, 2.0, 3.0], [2.0, 4.0, 6.0]);
        let sd = pooled_standard_deviation(&a, &b, Covariate::Numeric).unwrap();
        assert_eq!(sd, 2.5f64.sqrt());
        let smd = standardised_mean_difference(Sample::of(&a), Sample::of(&b), sd).unwrap();
        assert_eq!(smd, -2.0 / 2.5f64.sqrt());
        let (yes, no) = ([1.0, 0.0, 0.0, 0.0], [1.0, 1.0, 0.0, 0.0]);
        let sd = pooled_standard_deviation(&yes, &no, Covariate::YesNo).unwrap();
        assert_eq!(sd, ((0.1875f64 + 0.25) / 2.0).sqrt());
    }

    /// t = (0.2, 0.3), c = (0.4, 0.1) of levels 1 and 2: S = [[0.2, −0.05], [−0.05, 0.15]], its determinant 0.0275,
    /// d = (−0.2, 0.2): dᵀS⁻¹d = 0.04·(0.15 − 2·0.05 + 0.2)/0.0275 = 0.01/0.0275.
    #[test]
    fn categories_by_hand() {
        let of = |counts: [usize; 3]| {
            counts.iter().enumerate().flat_map(|(l, n)| std::iter::repeat_n(l, *n)).collect::<Vec<usize>>()
        };
        let (t, c) = (of([5, 2, 3]), of([5, 4, 1]));
        let found = standardised_difference_of_categories(&t, &c, 3).unwrap();
        assert!((found - (0.01f64 / 0.0275).sqrt()).abs() < 1e-14, "{found}");
        // A level that nobody has changes nothing, and neither does the choice of the reference.
        assert_eq!(standardised_difference_of_categories(&t, &c, 4).unwrap(), found);
        let turned = |v: &[usize]| v.iter().map(|l| 2 - l).collect::<Vec<usize>>();
        let other = standardised_difference_of_categories(&turned(&t), &turned(&c), 3).unwrap();
        assert!((found - other).abs() < 1e-14);
        let (yes, no) = ([1, 0, 0, 0], [1, 1, 0, 0]);
        let two = standardised_difference_of_categories(&yes, &no, 2).unwrap();
        assert!((two - 0.25 / ((0.1875f64 + 0.25) / 2.0).sqrt()).abs() < 1e-15);
        assert_eq!(standardised_difference_of_categories(&[1, 1], &[1], 2).unwrap(), 0.0);
        assert!(standardised_difference_of_categories(&[1], &[0], 2).is_err());
        assert!(standardised_difference_of_categories(&[], &[0], 2).is_err());
    }

    #[test]
    fn weights_move_the_mean() {
        let weighted = Sample { values: &[1.0, 5.0], weights: Some(&[3.0, 1.0]) };
        assert_eq!(weighted.mean().unwrap(), 2.0);
        assert!(Sample { values: &[1.0], weights: Some(&[0.0]) }.mean().is_err());
    }

    #[test]
    fn what_does_not_vary_has_no_standardised_difference() {
        let sd = pooled_standard_deviation(&[1.0, 1.0], &[1.0, 1.0], Covariate::Numeric).unwrap();
        assert!(standardised_mean_difference(Sample::of(&[1.0]), Sample::of(&[1.0]), sd).is_err());
        assert!(pooled_standard_deviation(&[1.0], &[1.0, 2.0], Covariate::Numeric).is_err());
        assert!(pooled_standard_deviation(&[], &[1.0], Covariate::YesNo).is_err());
    }
}
