//! The sandwich variance by the infinitesimal jackknife, summed by cluster.
//!
//! Lin and Wei, JASA 1989;84:1074; Therneau and Grambsch, Modeling Survival Data, section 7.2 (the grouped jackknife).

use super::residuals::each_score_residual;
use super::{Fit, Rows, Ties, likelihood};
use crate::number::NotEstimable;
use crate::stats::linear::{Matrix, cancelled, dot};
use crate::stats::survival::log_rank::ChiSquared;

/// Σ over clusters of D · Dᵀ, D the sum of weight · dfbeta over the rows of a cluster. `cluster` holds one entry per row of the
/// observations. No factor for small samples. Not estimable with no more clusters than coefficients, or where contributions cancel within
/// every cluster: what is left would pass for certainty.
pub fn robust_variance(fit: &Fit, cluster: &[usize]) -> Result<Matrix, NotEstimable> {
    let p = fit.rows.p;
    let Scores { scores, gross, clusters } = cluster_scores(&fit.rows, fit.ties, &fit.coefficients, cluster)?;
    if clusters <= p {
        return Err(NotEstimable::NoMoreClustersThanCoefficients);
    }
    let (mut variance, mut change) = (Matrix::zeros(p, p), vec![0.0; p]);
    for k in 0..scores.rows() {
        for (i, value) in change.iter_mut().enumerate() {
            *value = dot(fit.variance.row(i), scores.row(k));
        }
        variance.add_outer_lower(1.0, &change);
    }
    variance.mirror();
    match cancelled(&variance, &fit.variance, &gross).is_empty() {
        true => Ok(variance),
        false => Err(NotEstimable::ClusterContributionsCancel),
    }
}

/// The score test of all coefficients being 0 with the variance of the score by cluster (Lin and Wei 1989, section 2). It needs no
/// estimate.
pub fn robust_score_test(rows: &Rows, ties: Ties, cluster: &[usize]) -> Result<ChiSquared, NotEstimable> {
    let p = rows.p;
    let null = vec![0.0; p];
    let Scores { scores, gross, .. } = cluster_scores(rows, ties, &null, cluster)?;
    let mut variance = Matrix::zeros(p, p);
    for k in 0..scores.rows() {
        variance.add_outer_lower(1.0, scores.row(k));
    }
    if gross.iter().enumerate().any(|(i, g)| variance[(i, i)] <= (1e-12 * g) * (1e-12 * g)) {
        return Err(NotEstimable::ClusterContributionsCancel);
    }
    let factor = variance.factor(1e-11).map_err(|_| NotEstimable::TooFewClusters)?;
    let score = likelihood(rows, &null, ties).score;
    Ok(ChiSquared::new(dot(&factor.solve(&score), &score), p as f64))
}

struct Scores {
    /// The weighted sum of the score residuals over each cluster, in the order of the clusters; 0 for those without rows.
    scores: Matrix,
    /// The sum of their sizes, by covariate.
    gross: Vec<f64>,
    /// Clusters with rows.
    clusters: usize,
}

fn cluster_scores(rows: &Rows, ties: Ties, beta: &[f64], cluster: &[usize]) -> Result<Scores, NotEstimable> {
    if rows.source.iter().any(|&source| source >= cluster.len()) {
        return Err(NotEstimable::RowsDiffer);
    }
    let mut place: Vec<usize> = rows.source.iter().map(|&source| cluster[source]).collect();
    if place.iter().all(|own| Some(own) == place.first()) {
        return Err(NotEstimable::OneClusterOnly);
    }
    let mut labels = place.clone();
    labels.sort_unstable();
    labels.dedup();
    for own in &mut place {
        *own = labels.partition_point(|label| label < own);
    }
    let (mut scores, mut gross) = (Matrix::zeros(labels.len(), rows.p), vec![0.0; rows.p]);
    each_score_residual(rows, beta, ties, |row, residual| {
        for ((total, size), score) in scores.row_mut(place[row]).iter_mut().zip(&mut gross).zip(residual) {
            *total += rows.weight[row] * score;
            *size += (rows.weight[row] * score).abs();
        }
    })?;
    Ok(Scores { scores, gross, clusters: labels.len() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::survival::cox::{Model, Ties, fit};
    use crate::stats::survival::observations::Observations;

    #[test]
    fn the_size_of_the_labels_does_not_matter() {
        let times = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0];
        let event = [true, true, false, true, true, false, true, true];
        let covariates = vec![vec![1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0]];
        let observations = Observations::new(None, &times, &event, None).unwrap();
        let model = Model { observations: &observations, covariates: &covariates, strata: None, offset: None };
        let fitted = fit(&model, Ties::Efron).unwrap();
        let small = [0, 1, 1, 2, 3, 3, 0, 2];
        let large = small.map(|label| label * (usize::MAX / 4));
        let variance = robust_variance(&fitted, &small).unwrap();
        assert!(variance[(0, 0)] > 0.0);
        assert_eq!(variance, robust_variance(&fitted, &large).unwrap());
        assert!(robust_variance(&fitted, &[7; 8]).is_err());
        assert!(robust_variance(&fitted, &small[..7]).is_err());
    }
}
