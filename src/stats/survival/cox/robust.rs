//! The sandwich variance by the infinitesimal jackknife, summed by cluster.
//!
//! Lin and Wei, JASA 1989;84:1074; Therneau and Grambsch, Modeling Survival Data, section 7.2 (the grouped jackknife).

use super::Fit;
use super::residuals::score_residuals;
use crate::stats::NotEstimable;
use crate::stats::linear::{Matrix, dot};
use crate::stats::survival::log_rank::ChiSquared;
use crate::stats::survival::order;

/// Σ over clusters of D · Dᵀ, D the sum of weight · dfbeta over the rows of a cluster. `cluster` holds one entry per row of the
/// observations. No factor for small samples.
pub fn robust_variance(fit: &Fit, cluster: &[usize]) -> Result<Matrix, NotEstimable> {
    let scores = score_residuals(&fit.rows, &fit.coefficients, fit.ties)?;
    let p = fit.rows.p;
    let (mut variance, mut change) = (Matrix::zeros(p, p), vec![0.0; p]);
    each_cluster(fit, cluster, &scores, |sum| {
        for (i, value) in change.iter_mut().enumerate() {
            *value = dot(fit.variance.row(i), sum);
        }
        variance.add_outer_lower(1.0, &change);
    })?;
    variance.mirror();
    Ok(variance)
}

/// The score test of all coefficients being 0 with the variance of the score by cluster (Lin and Wei 1989, section 2).
pub fn robust_score_test(fit: &Fit, cluster: &[usize]) -> Result<ChiSquared, NotEstimable> {
    let p = fit.rows.p;
    let scores = score_residuals(&fit.rows, &vec![0.0; p], fit.ties)?;
    let mut variance = Matrix::zeros(p, p);
    each_cluster(fit, cluster, &scores, |sum| variance.add_outer_lower(1.0, sum))?;
    let factor = variance.factor(1e-11).map_err(|_| NotEstimable::new("too few clusters"))?;
    Ok(ChiSquared::new(dot(&factor.solve(&fit.at_null.score), &fit.at_null.score), p as f64))
}

/// Calls `each` with the weighted sum of the score residuals over each cluster, in the order of the clusters.
fn each_cluster(
    fit: &Fit,
    cluster: &[usize],
    scores: &Matrix,
    mut each: impl FnMut(&[f64]),
) -> Result<(), NotEstimable> {
    let rows = &fit.rows;
    if rows.source.iter().any(|&source| source >= cluster.len()) {
        return Err(NotEstimable::new("a row belongs to no cluster"));
    }
    let label: Vec<usize> = rows.source.iter().map(|&source| cluster[source]).collect();
    if label.iter().all(|own| Some(own) == label.first()) {
        return Err(NotEstimable::new("there is only one cluster"));
    }
    let order = order::by_label((0..rows.len()).collect(), |row| label[row]);
    let mut sum = vec![0.0; rows.p];
    for members in order.chunk_by(|&a, &b| label[a] == label[b]) {
        sum.fill(0.0);
        for &row in members {
            for (total, score) in sum.iter_mut().zip(scores.row(row)) {
                *total += rows.weight[row] * score;
            }
        }
        each(&sum);
    }
    Ok(())
}
