//! The sandwich variance by the infinitesimal jackknife, summed by cluster.
//!
//! Lin and Wei, JASA 1989;84:1074; Therneau and Grambsch, Modeling Survival Data, section 7.2 (the grouped jackknife).

use super::Fit;
use super::residuals::score_residuals;
use crate::stats::NotEstimable;
use crate::stats::linear::{Matrix, dot};
use crate::stats::survival::log_rank::ChiSquared;

/// Σ over clusters of D · Dᵀ, D the sum of weight · dfbeta over the rows of a cluster. `cluster` holds one entry per row of the
/// observations. No factor for small samples.
pub fn robust_variance(fit: &Fit, cluster: &[usize]) -> Result<Matrix, NotEstimable> {
    let scores = score_residuals(&fit.rows, &fit.coefficients, fit.ties)?;
    let mut variance = Matrix::zeros(fit.rows.p, fit.rows.p);
    each_cluster(fit, cluster, &scores, |sum| variance.add_outer_lower(1.0, &fit.variance.times(sum)))?;
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
    let mut order: Vec<(usize, usize)> = (0..rows.len()).map(|row| (cluster[rows.source[row]], row)).collect();
    order.sort_unstable();
    if order.first().map(|first| first.0) == order.last().map(|last| last.0) {
        return Err(NotEstimable::new("there is only one cluster"));
    }
    let mut sum = vec![0.0; rows.p];
    for members in order.chunk_by(|a, b| a.0 == b.0) {
        sum.fill(0.0);
        for &(_, row) in members {
            for (total, score) in sum.iter_mut().zip(scores.row(row)) {
                *total += rows.weight[row] * score;
            }
        }
        each(&sum);
    }
    Ok(())
}
