//! What an estimate does over independent replicates of a study.

/// Of a number in so many replicates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bias {
    pub mean: f64,
    /// The mean minus the true value.
    pub bias: f64,
    /// The Monte Carlo error of both: the standard deviation of the estimates by the square root of their number (Morris TP, White IR,
    /// Crowther MJ. Stat Med 2019;38:2074–2102, table 6). None of one replicate.
    pub error: Option<f64>,
}

/// None of none.
pub fn bias(estimates: &[f64], truth: f64) -> Option<Bias> {
    let n = Some(estimates.len() as f64).filter(|n| *n > 0.0)?;
    let mean = estimates.iter().sum::<f64>() / n;
    let squares: f64 = estimates.iter().map(|x| (x - mean).powi(2)).sum();
    let error = (estimates.len() > 1).then(|| (squares / (n - 1.0) / n).sqrt());
    Some(Bias { mean, bias: mean - truth, error })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: of 1, 2 and 6 the mean is 3, the squares are 4 + 1 + 9 = 14, and √(14 / 2 / 3) = √(7 / 3).
    #[test]
    fn by_hand() {
        let found = bias(&[1.0, 2.0, 6.0], 2.5).expect("a mean");
        assert_eq!((found.mean, found.bias), (3.0, 0.5));
        assert!((found.error.expect("an error") - 1.527_525_231_651_946_7).abs() < 1e-15);
        assert_eq!(bias(&[4.0], 4.0), Some(Bias { mean: 4.0, bias: 0.0, error: None }));
        assert_eq!(bias(&[], 0.0), None);
    }
}
