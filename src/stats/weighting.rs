//! Comparison of two groups weighted by the propensity score.

use super::logistic::Fit;
use super::proportion::error_of;
use crate::number::{Estimable, NotEstimable};

/// Overlap weights: 1 − e for the first group and e for the second, e being the probability of the first (Li, Morgan & Zaslavsky 2018,
/// JASA 113:390). One entry per row.
pub fn overlap_weights(propensity: &[f64], first: &[bool]) -> Vec<f64> {
    propensity.iter().zip(first).map(|(e, first)| if *first { 1.0 - e } else { *e }).collect()
}

/// (Σ w)² / Σ w² (Kish 1965).
pub fn effective_sample_size(weights: &[f64]) -> Estimable {
    let (sum, squares) = (weights.iter().sum::<f64>(), weights.iter().map(|w| w * w).sum::<f64>());
    if squares > 0.0 { Ok(sum * sum / squares) } else { Err(NotEstimable::NoPositiveWeight) }
}

/// Weighted means of both groups and their difference, first minus second.
#[derive(Clone, Debug, PartialEq)]
pub struct WeightedDifference {
    pub first: f64,
    pub second: f64,
    /// Of every row in the difference, the weights being taken as known.
    influence: Vec<f64>,
    /// Of every row's linear predictor on the difference, through its overlap weight.
    by_predictor: Vec<f64>,
    /// A group has one row of a weight above 0.
    alone: bool,
}

/// One entry per row in each slice; weights are not negative.
pub fn weighted_difference(
    outcome: &[f64],
    first: &[bool],
    weights: &[f64],
) -> Result<WeightedDifference, NotEstimable> {
    let mean = |of_first: bool| {
        let (mut sum, mut total) = (0.0, 0.0);
        for ((y, is_first), w) in outcome.iter().zip(first).zip(weights) {
            if *is_first == of_first {
                sum += w * y;
                total += w;
            }
        }
        if total > 0.0 { Ok((sum / total, total)) } else { Err(NotEstimable::NoPositiveWeightInGroup) }
    };
    let ((one, total_one), (two, total_two)) = (mean(true)?, mean(false)?);
    let rows = outcome.iter().zip(first).zip(weights);
    let away = |y: f64, is_first: bool| if is_first { (y - one) / total_one } else { -(y - two) / total_two };
    let influence = rows.clone().map(|((y, is_first), w)| w * away(*y, *is_first)).collect();
    // An overlap weight w has the derivative −w(1 − w) in the first group and w(1 − w) in the second.
    let slope = |w: f64, is_first: bool| if is_first { -w * (1.0 - w) } else { w * (1.0 - w) };
    let by_predictor = rows.map(|((y, is_first), w)| slope(*w, *is_first) * away(*y, *is_first)).collect();
    let weighted = |of: bool| first.iter().zip(weights).filter(|(is_first, w)| **is_first == of && **w > 0.0).count();
    let alone = weighted(true) < 2 || weighted(false) < 2;
    Ok(WeightedDifference { first: one, second: two, influence, by_predictor, alone })
}

impl WeightedDifference {
    pub fn estimate(&self) -> f64 {
        self.first - self.second
    }

    /// The sandwich (HC0), weights taken as known.
    pub fn standard_error(&self) -> Estimable {
        self.error(self.influence.iter().map(|v| v * v).sum())
    }

    fn error(&self, variance: f64) -> Estimable {
        match self.alone {
            true => Err(NotEstimable::OneOfGroupHasNoVariance),
            false => error_of(variance, NotEstimable::AllOrNoneRespondInEachGroup),
        }
    }

    /// The same with the estimation of the propensity score stacked in (Lunceford & Davidian 2004, Stat Med 23:2937). `propensity` is the logistic model
    /// of the first group on the same rows, whose overlap weights were used.
    pub fn stacked_standard_error(&self, propensity: &Fit) -> Estimable {
        let through_score = propensity.influence_on(&self.by_predictor);
        let square = |(a, b): (&f64, &f64)| (a + b) * (a + b);
        self.error(self.influence.iter().zip(&through_score).map(square).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With weights 1 the difference of proportions and its Wald standard error.
    #[test]
    fn unit_weights() {
        let outcome = [1.0, 0.0, 0.0, 0.0, 1.0, 1.0];
        let first = [true, true, true, true, false, false];
        let difference = weighted_difference(&outcome, &first, &[1.0; 6]).unwrap();
        assert_eq!(difference.estimate(), -0.75);
        assert!((difference.standard_error().unwrap() - (0.25f64 * 0.75 / 4.0).sqrt()).abs() < 1e-15);
        assert_eq!(effective_sample_size(&[2.0; 5]).unwrap(), 5.0);
    }

    #[test]
    fn a_group_without_weight() {
        assert!(weighted_difference(&[1.0, 0.0], &[true, false], &[1.0, 0.0]).is_err());
        let one = weighted_difference(&[1.0, 0.0, 1.0], &[true, false, false], &[1.0; 3]).unwrap();
        assert!(one.estimate() == 0.5 && one.standard_error().is_err());
        let alike = weighted_difference(&[1.0; 4], &[true, true, false, false], &[1.0; 4]).unwrap();
        assert!(alike.estimate() == 0.0 && alike.standard_error().is_err());
        assert!(effective_sample_size(&[0.0]).is_err());
    }
}
