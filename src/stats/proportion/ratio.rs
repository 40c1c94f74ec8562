//! Ratios of two independent proportions: risk ratio and odds ratio, first over second.

use super::{Interval, NotEstimable, Proportion, error_of, normal_multiplier};
use crate::number::Estimable;
use libm::{exp, log};

fn needs_patients(first: Proportion, second: Proportion) -> Result<(), NotEstimable> {
    first.estimate().and(second.estimate()).map(|_| ())
}

/// p₁ / p₂; infinite where only the first group responds.
pub fn risk_ratio(first: Proportion, second: Proportion) -> Estimable {
    needs_patients(first, second)?;
    if first.responders == 0 && second.responders == 0 {
        return Err(NotEstimable::NoResponderInEitherGroup);
    }
    Ok(first.value() / second.value())
}

/// The interval of Katz et al. (1978, Biometrics 34:469): Wald's on the logarithm. None where all respond in both groups, or where a group has one patient.
pub fn katz(first: Proportion, second: Proportion, level: f64) -> Result<Interval, NotEstimable> {
    let ratio = risk_ratio(first, second)?;
    if first.responders == 0 || second.responders == 0 {
        return Err(NotEstimable::NoResponderInOneGroup);
    }
    if !first.has_variance() || !second.has_variance() {
        return Err(NotEstimable::OneOfGroupHasNoVariance);
    }
    let variance = variance_of_logarithm(first, second);
    error_of(variance, NotEstimable::AllRespondInBothGroups)?;
    Ok(on_logarithm(ratio, variance, level))
}

/// The variance of ln p₁/p₂ of Katz et al., infinite without responders.
pub fn variance_of_logarithm(first: Proportion, second: Proportion) -> f64 {
    // 1/x − 1/n, without its cancellation.
    let of = |p: Proportion| p.others() as f64 / (p.responders as f64 * p.n as f64);
    of(first) + of(second)
}

/// exp(ln ratio ± z √variance).
fn on_logarithm(ratio: f64, variance: f64, level: f64) -> Interval {
    Interval::around(log(ratio), normal_multiplier(level) * variance.max(0.0).sqrt()).map(exp)
}

/// The sample odds ratio x₁(n₂ − x₂) / ((n₁ − x₁) x₂); infinite where only its denominator is 0.
pub fn odds_ratio(first: Proportion, second: Proportion) -> Estimable {
    needs_patients(first, second)?;
    let numerator = first.responders as f64 * second.others() as f64;
    let denominator = first.others() as f64 * second.responders as f64;
    if numerator == 0.0 && denominator == 0.0 {
        return Err(NotEstimable::OddsRatioZeroOverZero);
    }
    Ok(numerator / denominator)
}

/// Woolf's interval (1955, Ann Hum Genet 19:251): Wald's on the logarithm of the odds ratio.
pub fn woolf(first: Proportion, second: Proportion, level: f64) -> Result<Interval, NotEstimable> {
    let ratio = odds_ratio(first, second)?;
    let cells = cells(first, second);
    if cells.contains(&0.0) {
        return Err(NotEstimable::CellEmpty);
    }
    Ok(on_logarithm(ratio, cells.iter().map(|c| 1.0 / c).sum(), level))
}

/// The odds ratio after ½ is added to each cell (Haldane 1956, Ann Hum Genet 20:309; Anscombe 1956).
pub fn haldane(first: Proportion, second: Proportion) -> Estimable {
    needs_patients(first, second)?;
    let [a, b, c, d] = cells(first, second).map(|v| v + 0.5);
    Ok(a * d / (b * c))
}

/// Woolf's interval after ½ is added to each cell.
pub fn haldane_woolf(first: Proportion, second: Proportion, level: f64) -> Result<Interval, NotEstimable> {
    let ratio = haldane(first, second)?;
    let variance = cells(first, second).iter().map(|c| 1.0 / (c + 0.5)).sum();
    Ok(on_logarithm(ratio, variance, level))
}

fn cells(first: Proportion, second: Proportion) -> [f64; 4] {
    [first.responders, first.others(), second.responders, second.others()].map(|v| v as f64)
}

/// The E-value of a risk ratio (VanderWeele & Ding 2017, Ann Intern Med 167:268): how strongly an unmeasured confounder would
/// have to be associated with group and outcome to explain the ratio away.
pub fn e_value(risk_ratio: f64) -> Estimable {
    if risk_ratio.is_nan() || risk_ratio < 0.0 {
        return Err(NotEstimable::NoRiskRatio);
    }
    let away = if risk_ratio < 1.0 { 1.0 / risk_ratio } else { risk_ratio };
    if away.is_infinite() {
        return Ok(f64::INFINITY);
    }
    Ok(away + (away * (away - 1.0)).sqrt())
}

/// The E-value of the confidence limit nearer to 1; 1 where the interval holds 1.
pub fn e_value_of_limit(interval: Interval) -> Estimable {
    match interval {
        Interval { lower, .. } if lower > 1.0 => e_value(lower),
        Interval { upper, .. } if upper < 1.0 => e_value(upper),
        _ => Ok(1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_by_hand() {
        let (a, b) = (Proportion::new(6, 12), Proportion::new(2, 12));
        assert_eq!(risk_ratio(a, b).unwrap(), 0.5 / (2.0 / 12.0));
        assert_eq!(odds_ratio(a, b).unwrap(), 5.0);
        assert_eq!(risk_ratio(a, Proportion::new(0, 3)).unwrap(), f64::INFINITY);
        assert!(risk_ratio(Proportion::new(0, 3), Proportion::new(0, 3)).is_err());
        assert!(odds_ratio(Proportion::new(3, 3), Proportion::new(3, 3)).is_err());
        assert!(woolf(a, Proportion::new(0, 3), 0.95).is_err());
    }

    /// The published example: a risk ratio of 3.9 has the E-value 7.26 (VanderWeele & Ding 2017).
    #[test]
    fn e_value_of_the_published_example() {
        assert!((e_value(3.9).unwrap() - 7.2630).abs() < 1e-4);
        assert_eq!(e_value(1.0).unwrap(), 1.0);
        assert_eq!(e_value_of_limit(Interval::new(0.8, 2.0)).unwrap(), 1.0);
    }
}
