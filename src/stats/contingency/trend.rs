//! A trend of proportions over ordered groups.

use super::chi_squared::ChiSquared;
use crate::number::NotEstimable;
use crate::stats::proportion::Proportion;

/// The chi-squared test for trend on 1 degree of freedom (Cochran 1954, Biometrics 10:417; Armitage 1955, Biometrics 11:375), one score per
/// group.
pub fn cochran_armitage(groups: &[Proportion], scores: &[f64]) -> Result<ChiSquared, NotEstimable> {
    let n: f64 = groups.iter().map(|g| g.n as f64).sum();
    let responders: f64 = groups.iter().map(|g| g.responders as f64).sum();
    if n == 0.0 || responders == 0.0 || responders == n {
        return Err(NotEstimable::AllOrNoneRespond);
    }
    let p = responders / n;
    let mean = groups.iter().zip(scores).map(|(g, s)| g.n as f64 * s).sum::<f64>() / n;
    let (mut covariance, mut spread) = (0.0, 0.0);
    for (g, s) in groups.iter().zip(scores) {
        covariance += (s - mean) * (g.responders as f64 - g.n as f64 * p);
        spread += g.n as f64 * (s - mean) * (s - mean);
    }
    if spread <= 0.0 {
        return Err(NotEstimable::AllInOneGroup);
    }
    Ok(ChiSquared { statistic: covariance * covariance / (p * (1.0 - p) * spread), df: 1.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With two groups the trend is Pearson's chi-squared.
    #[test]
    fn two_groups() {
        let groups = [Proportion::new(3, 4), Proportion::new(1, 4)];
        assert!((cochran_armitage(&groups, &[1.0, 2.0]).unwrap().statistic - 2.0).abs() < 1e-15);
    }

    #[test]
    fn degenerate() {
        assert!(cochran_armitage(&[Proportion::new(4, 4), Proportion::new(2, 2)], &[1.0, 2.0]).is_err());
        assert!(cochran_armitage(&[Proportion::new(2, 4), Proportion::new(0, 0)], &[1.0, 2.0]).is_err());
    }
}
