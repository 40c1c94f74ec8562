//! Two means: Student's and Welch's t, paired or not, and the ratio of two variances.

use crate::number::NotEstimable;
use crate::stats::distribution::{f_cdf, f_sf, f_upper_quantile, t_sf, t_upper_quantile};
use crate::stats::exact;
use crate::stats::proportion::Interval;
use crate::stats::quantile::{mean, variance};
use crate::stats::side::Side;

/// A difference of means with its test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    pub estimate: f64,
    pub standard_error: f64,
    pub df: f64,
}

impl Difference {
    pub fn t(self) -> f64 {
        self.estimate / self.standard_error
    }
    /// Two-sided.
    pub fn p_value(self) -> f64 {
        2.0 * t_sf(self.t().abs(), self.df)
    }
    pub fn one_sided(self, side: Side) -> f64 {
        t_sf(side.turned(self.t()), self.df)
    }
    pub fn interval(self, level: f64) -> Interval {
        Interval::around(self.estimate, t_upper_quantile((1.0 - level) / 2.0, self.df) * self.standard_error)
    }
}

fn with_error(estimate: f64, standard_error: f64, df: f64) -> Result<Difference, NotEstimable> {
    if standard_error > 0.0 && df > 0.0 {
        Ok(Difference { estimate, standard_error, df })
    } else {
        Err(NotEstimable::ValuesDoNotVary)
    }
}

/// First mean minus second. `pooled`: one variance for both (Student 1908), else each its own with the degrees of freedom of Welch (1947,
/// Biometrika 34:28) and Satterthwaite.
pub fn t_test(first: &[f64], second: &[f64], pooled: bool) -> Result<Difference, NotEstimable> {
    mean(first)?;
    mean(second)?;
    let estimate = exact::difference_of_means(first, second);
    let (n1, n2) = (first.len() as f64, second.len() as f64);
    // A group of one adds nothing to a common variance, and has none of its own.
    let of = |values: &[f64]| if pooled && values.len() == 1 { Ok(0.0) } else { variance(values) };
    let (v1, v2) = (of(first)?, of(second)?);
    if pooled {
        let df = n1 + n2 - 2.0;
        if df <= 0.0 {
            return Err(NotEstimable::OnePatientPerGroup);
        }
        let common = ((n1 - 1.0) * v1 + (n2 - 1.0) * v2) / df;
        return with_error(estimate, (common * (1.0 / n1 + 1.0 / n2)).sqrt(), df);
    }
    let (a, b) = (v1 / n1, v2 / n2);
    let df = (a + b) * (a + b) / (a * a / (n1 - 1.0) + b * b / (n2 - 1.0));
    with_error(estimate, (a + b).sqrt(), df)
}

/// The mean of paired differences, first minus second.
pub fn paired_t_test(differences: &[f64]) -> Result<Difference, NotEstimable> {
    let n = differences.len() as f64;
    with_error(mean(differences)?, (variance(differences)? / n).sqrt(), n - 1.0)
}

/// First variance over second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VarianceRatio {
    pub estimate: f64,
    pub df1: f64,
    pub df2: f64,
}

pub fn variance_ratio(first: &[f64], second: &[f64]) -> Result<VarianceRatio, NotEstimable> {
    let (v1, v2) = (variance(first)?, variance(second)?);
    if v1 <= 0.0 || v2 <= 0.0 {
        return Err(NotEstimable::ValuesDoNotVary);
    }
    Ok(VarianceRatio { estimate: v1 / v2, df1: first.len() as f64 - 1.0, df2: second.len() as f64 - 1.0 })
}

impl VarianceRatio {
    /// Two-sided F test: twice the smaller tail.
    pub fn p_value(self) -> f64 {
        let Self { estimate, df1, df2 } = self;
        (2.0 * f_cdf(estimate, df1, df2).min(f_sf(estimate, df1, df2))).min(1.0)
    }
    pub fn interval(self, level: f64) -> Interval {
        let tail = (1.0 - level) / 2.0;
        Interval {
            lower: self.estimate / f_upper_quantile(tail, self.df1, self.df2),
            upper: self.estimate * f_upper_quantile(tail, self.df2, self.df1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        let difference = t_test(&[1.0, 2.0, 3.0], &[3.0, 4.0, 5.0], true).unwrap();
        assert_eq!((difference.estimate, difference.df), (-2.0, 4.0));
        assert!((difference.standard_error - (2.0f64 / 3.0).sqrt()).abs() < 1e-15);
        assert!((difference.one_sided(Side::Less) - difference.p_value() / 2.0).abs() < 1e-15);
        assert!((difference.one_sided(Side::Greater) - 1.0 + difference.p_value() / 2.0).abs() < 1e-15);
        let welch = t_test(&[1.0, 2.0, 3.0], &[3.0, 4.0, 5.0], false).unwrap();
        assert!((welch.df - 4.0).abs() < 1e-14);
        let paired = paired_t_test(&[1.0, 3.0]).unwrap();
        assert_eq!((paired.estimate, paired.standard_error, paired.df), (2.0, 1.0, 1.0));
    }

    /// One value against 1, 2, 3: difference 2 over √(1 · (1 + 1/3)) on 2 degrees of freedom.
    #[test]
    fn one_value_in_a_group() {
        let one = t_test(&[4.0], &[1.0, 2.0, 3.0], true).unwrap();
        assert_eq!((one.estimate, one.df), (2.0, 2.0));
        assert!((one.standard_error - (4.0f64 / 3.0).sqrt()).abs() < 1e-15);
    }

    #[test]
    fn what_does_not_vary() {
        assert!(t_test(&[5.0, 5.0], &[5.0, 5.0], false).is_err());
        assert!(t_test(&[5.0], &[5.0, 6.0], false).is_err() && t_test(&[5.0], &[6.0], true).is_err());
        assert!(t_test(&[], &[5.0, 6.0], true).is_err());
        assert!(paired_t_test(&[1.0]).is_err());
        assert!(variance_ratio(&[1.0, 1.0], &[1.0, 2.0]).is_err());
    }
}
