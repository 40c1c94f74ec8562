//! Sandwich variances of a logistic model.

use super::Fit;
use super::newton::Standardised;
use crate::number::NotEstimable;
use crate::stats::linear::{Matrix, cancelled};
use std::collections::BTreeMap;

/// How the middle of the sandwich is taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sandwich<'a> {
    /// Σ s sᵀ of the rows' scores (White 1980, Econometrica 48:817).
    Hc0,
    /// n/(n − k) times that.
    Hc1,
    /// Each score divided by 1 − h, h the leverage of the row (MacKinnon & White 1985, J Econometrics 29:305).
    Hc3,
    /// Scores summed within clusters first, without a factor for their number (Liang & Zeger 1986, Biometrika 73:13). One cluster number per row.
    Clustered(&'a [usize]),
}

impl Fit {
    /// The sandwich variance of the coefficients, in their order. Not estimable with no more clusters than coefficients: scores that add up to 0
    /// would pass for certainty.
    pub fn sandwich(&self, kind: Sandwich<'_>) -> Result<Matrix, NotEstimable> {
        let model = &self.model;
        let residuals = model.residuals(&self.linear_predictor);
        let k = model.rows.columns();
        let mut middle = Matrix::zeros(k, k);
        match kind {
            Sandwich::Hc0 | Sandwich::Hc1 => add_rows(&mut middle, model, |i| residuals[i] * residuals[i]),
            Sandwich::Hc3 => {
                let leverage = self.leverages();
                let scaled: Vec<f64> = residuals.iter().zip(&leverage).map(|(r, h)| r / (1.0 - h)).collect();
                add_rows(&mut middle, model, |i| scaled[i] * scaled[i]);
            }
            Sandwich::Clustered(cluster) => {
                let mut sums: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
                for (i, r) in residuals.iter().enumerate().filter(|(i, _)| model.weights[*i] > 0.0) {
                    let sum = sums.entry(cluster[i]).or_insert_with(|| vec![0.0; k]);
                    sum.iter_mut().zip(model.rows.row(i)).for_each(|(s, z)| *s += r * z);
                }
                if sums.len() <= k {
                    return Err(NotEstimable::NoMoreClustersThanCoefficients);
                }
                sums.values().for_each(|s| middle.add_outer_lower(1.0, s));
            }
        }
        middle.mirror();
        let bread = self.information.inverse();
        let mut variance = bread.product(&middle).product(&bread);
        let mut gross = vec![0.0; k];
        for (i, r) in residuals.iter().enumerate() {
            gross.iter_mut().zip(model.rows.row(i)).for_each(|(g, z)| *g += (r * z).abs());
        }
        // The intercept, first, is no result.
        if cancelled(&variance, &bread, &gross).iter().any(|j| *j > 0) {
            return Err(NotEstimable::ClusterContributionsCancel);
        }
        if kind == Sandwich::Hc1 {
            let n = model.weights.iter().filter(|w| **w > 0.0).count() as f64;
            let factor = n / (n - k as f64);
            (0..k).for_each(|i| variance.row_mut(i).iter_mut().for_each(|v| *v *= factor));
        }
        Ok(model.covariance_to_original(&variance))
    }

    /// What each row adds, through the coefficients, to a quantity whose derivative by every row's linear predictor is given:
    /// (Σ derivative · z)ᵀ I⁻¹ s.
    pub fn influence_on(&self, derivative: &[f64]) -> Vec<f64> {
        let direction = self.information.solve(&self.model.score(derivative));
        let residuals = self.model.residuals(&self.linear_predictor);
        let one = |i: usize| residuals[i] * crate::stats::linear::dot(self.model.rows.row(i), &direction);
        (0..residuals.len()).map(one).collect()
    }

    /// Diagonal of W^½ Z (Zᵀ W Z)⁻¹ Zᵀ W^½.
    fn leverages(&self) -> Vec<f64> {
        let fitted = self.fitted();
        let weight = |i: usize| self.model.weights[i] * fitted[i] * (1.0 - fitted[i]);
        let one = |i: usize| {
            let z = self.model.rows.row(i);
            weight(i) * crate::stats::linear::dot(&self.information.solve(z), z)
        };
        (0..fitted.len()).map(one).collect()
    }
}

fn add_rows(middle: &mut Matrix, model: &Standardised, square: impl Fn(usize) -> f64) {
    for i in 0..model.rows.rows() {
        middle.add_outer_lower(square(i), model.rows.row(i));
    }
}
