//! Balance of a covariate between two groups.

use super::{Estimable, NotEstimable};

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
        let (sum, total) = match self.weights {
            None => (self.values.iter().sum::<f64>(), self.values.len() as f64),
            Some(w) => (self.values.iter().zip(w).map(|(v, w)| v * w).sum(), w.iter().sum::<f64>()),
        };
        if total > 0.0 { Ok(sum / total) } else { Err(NotEstimable::new("no patient in the group")) }
    }
}

/// The variance of unweighted values: p(1 − p) for yes/no, else with divisor n − 1.
pub fn variance(values: &[f64], kind: Covariate) -> Estimable {
    let mean = Sample::of(values).mean()?;
    if kind == Covariate::YesNo {
        return Ok(mean * (1.0 - mean));
    }
    if values.len() < 2 {
        return Err(NotEstimable::new("one patient has no variance"));
    }
    let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    Ok(squares / (values.len() - 1) as f64)
}

/// The divisor of standardised differences: √((v₁ + v₀)/2) of two samples, as a rule those before matching (Austin 2009, Stat Med
/// 28:3083).
pub fn pooled_standard_deviation(first: &[f64], second: &[f64], kind: Covariate) -> Estimable {
    Ok(((variance(first, kind)? + variance(second, kind)?) / 2.0).sqrt())
}

/// The difference of means, first minus second, in units of `divisor`.
pub fn standardised_mean_difference(first: Sample<'_>, second: Sample<'_>, divisor: f64) -> Estimable {
    let difference = first.mean()? - second.mean()?;
    if divisor > 0.0 {
        Ok(difference / divisor)
    } else {
        Err(NotEstimable::new("the covariate does not vary within the groups"))
    }
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
