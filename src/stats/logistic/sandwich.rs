//! Sandwich variances of a logistic model.

use super::Fit;
use super::newton::Standardised;
use crate::stats::linear::Matrix;
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
    /// The sandwich variance of the coefficients, in their order.
    pub fn sandwich(&self, kind: Sandwich<'_>) -> Matrix {
        let model = &self.model;
        let residuals = model.residuals(&self.linear_predictor);
        let k = model.rows.columns();
        let mut middle = Matrix::zeros(k, k);
        match kind {
            Sandwich::Hc0 | Sandwich::Hc1 => add_rows(&mut middle, model, |i| residuals[i] * residuals[i]),
            Sandwich::Hc3 => {
                let leverage = self.leverages();
                add_rows(&mut middle, model, |i| (residuals[i] / (1.0 - leverage[i])).powi(2));
            }
            Sandwich::Clustered(cluster) => {
                let mut sums: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
                for (i, r) in residuals.iter().enumerate() {
                    let sum = sums.entry(cluster[i]).or_insert_with(|| vec![0.0; k]);
                    sum.iter_mut().zip(model.rows.row(i)).for_each(|(s, z)| *s += r * z);
                }
                sums.values().for_each(|s| middle.add_outer_lower(1.0, s));
            }
        }
        middle.mirror();
        let bread = self.information.inverse();
        let mut variance = bread.product(&middle).product(&bread);
        if kind == Sandwich::Hc1 {
            let n = model.weights.iter().filter(|w| **w > 0.0).count() as f64;
            let factor = n / (n - k as f64);
            (0..k).for_each(|i| variance.row_mut(i).iter_mut().for_each(|v| *v *= factor));
        }
        model.covariance_to_original(&variance)
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
