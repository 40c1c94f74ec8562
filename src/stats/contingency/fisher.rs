//! Fisher's exact test of a 2×2 table, and the odds ratio conditional on its margins.

use crate::number::{Estimable, NotEstimable};
use crate::stats::distribution::hypergeometric_ln_pmf;
use crate::stats::proportion::{Interval, Proportion};
use crate::stats::root::root_of_monotone;
use libm::{exp, log};

/// Tables no more probable than the observed one count with it up to this relative difference, which is rounding.
const SAME_PROBABILITY: f64 = 1e-7;
/// ln ψ beyond which no odds ratio of a table of counts lies.
const REACH: f64 = 1e4;

/// Which tables speak against equal odds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alternative {
    /// Those no more probable than the observed one.
    TwoSided,
    /// Those with fewer responders in the first group.
    Less,
    /// Those with more responders in the first group.
    Greater,
}

/// The noncentral hypergeometric distribution of the responders of the first group, given the margins.
#[derive(Clone, Debug)]
pub struct Conditional {
    /// The smallest possible count.
    low: u64,
    /// ln of the central probability (ψ = 1) of each possible count.
    ln_weight: Vec<f64>,
    observed: u64,
}

impl Conditional {
    pub fn new(first: Proportion, second: Proportion) -> Result<Conditional, NotEstimable> {
        first.estimate().and(second.estimate())?;
        let responders = first.responders + second.responders;
        let low = responders.saturating_sub(second.n);
        let high = responders.min(first.n);
        let ln_weight = (low..=high).map(|k| hypergeometric_ln_pmf(k, first.n, second.n, responders)).collect();
        Ok(Conditional { low, ln_weight, observed: first.responders })
    }

    /// From the weights of a sum of such counts, as over strata.
    pub fn from_weights(low: u64, ln_weight: Vec<f64>, observed: u64) -> Conditional {
        Conditional { low, ln_weight, observed }
    }

    fn at(&self) -> usize {
        (self.observed - self.low) as usize
    }

    /// The counts are fixed by the margins.
    fn is_fixed(&self) -> bool {
        self.ln_weight.len() < 2
    }

    /// Probabilities of the possible counts under the odds ratio exp(θ).
    fn probabilities(&self, theta: f64) -> Vec<f64> {
        let tilted: Vec<f64> = self.ln_weight.iter().enumerate().map(|(k, w)| w + k as f64 * theta).collect();
        let largest = tilted.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let weights: Vec<f64> = tilted.iter().map(|w| exp(w - largest)).collect();
        let total: f64 = weights.iter().sum();
        weights.iter().map(|w| w / total).collect()
    }

    /// The p-value of equal odds.
    pub fn p_value(&self, alternative: Alternative) -> f64 {
        let p = self.probabilities(0.0);
        let at = self.at();
        let sum: f64 = match alternative {
            Alternative::Less => p[..=at].iter().sum(),
            Alternative::Greater => p[at..].iter().sum(),
            Alternative::TwoSided => {
                let limit = p[at] * (1.0 + SAME_PROBABILITY);
                p.iter().filter(|v| **v <= limit).sum()
            }
        };
        sum.min(1.0)
    }

    /// The conditional maximum-likelihood odds ratio: the ψ at which the expected count is the one observed (Cornfield 1956).
    pub fn odds_ratio(&self) -> Estimable {
        if self.is_fixed() {
            return Err(NotEstimable::MarginsLeaveOneTable);
        }
        let at = self.at();
        if at == 0 {
            return Ok(0.0);
        }
        if at + 1 == self.ln_weight.len() {
            return Ok(f64::INFINITY);
        }
        // Σ p (k − observed), summed apart on both sides so that the root keeps its digits.
        let excess = |theta: f64| {
            let p = self.probabilities(theta);
            let side =
                |from: usize, to: usize| -> f64 { (from..to).map(|k| p[k] * (k as f64 - at as f64).abs()).sum() };
            log(side(at + 1, p.len())) - log(side(0, at))
        };
        root_of_monotone(0.0, REACH, excess).map(exp).ok_or(NotEstimable::OddsRatioNotFound)
    }

    /// The exact conditional interval: ψ at which each one-sided tail, the observed count included, holds α/2 (Cornfield 1956).
    pub fn interval(&self, level: f64) -> Interval {
        if self.is_fixed() {
            return Interval::new(0.0, f64::INFINITY);
        }
        let at = self.at();
        let ln_tail = log((1.0 - level) / 2.0);
        let solve = |upper_tail: bool| {
            root_of_monotone(0.0, REACH, |theta| {
                let p = self.probabilities(theta);
                let sum: f64 = if upper_tail { p[at..].iter().sum() } else { p[..=at].iter().sum() };
                // The tail underflows only far from the root.
                log(sum.max(f64::MIN_POSITIVE)) - ln_tail
            })
        };
        let lower = if at == 0 { 0.0 } else { solve(true).map_or(0.0, exp) };
        let upper =
            if at + 1 == self.ln_weight.len() { f64::INFINITY } else { solve(false).map_or(f64::INFINITY, exp) };
        Interval { lower, upper }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tea(first: u64) -> Conditional {
        Conditional::new(Proportion::new(first, 4), Proportion::new(4 - first, 4)).unwrap()
    }

    /// Fisher's tea taster: 1, 16, 36, 16, 1 of 70 tables.
    #[test]
    fn tea_taster() {
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-14, "{a} {b}");
        close(tea(3).p_value(Alternative::TwoSided), 34.0 / 70.0);
        close(tea(3).p_value(Alternative::Greater), 17.0 / 70.0);
        close(tea(4).p_value(Alternative::TwoSided), 2.0 / 70.0);
        close(tea(4).p_value(Alternative::Less), 1.0);
        assert_eq!(tea(4).odds_ratio().unwrap(), f64::INFINITY);
        assert_eq!(tea(0).odds_ratio().unwrap(), 0.0);
        close(tea(2).odds_ratio().unwrap(), 1.0);
    }

    /// With one patient in each group the tails are ψ/(1 + ψ): the lower limit of 1/1 against 0/1 is α/2 / (1 − α/2).
    #[test]
    fn limit_in_closed_form() {
        let table = Conditional::new(Proportion::new(1, 1), Proportion::new(0, 1)).unwrap();
        let interval = table.interval(0.95);
        assert!((interval.lower - 0.025 / 0.975).abs() < 1e-16);
        assert_eq!(interval.upper, f64::INFINITY);
    }

    #[test]
    fn nobody_responds() {
        let table = Conditional::new(Proportion::new(0, 5), Proportion::new(0, 7)).unwrap();
        assert_eq!(table.p_value(Alternative::TwoSided), 1.0);
        assert!(table.odds_ratio().is_err());
        assert_eq!(table.interval(0.95), Interval::new(0.0, f64::INFINITY));
        assert!(Conditional::new(Proportion::new(0, 0), Proportion::new(1, 2)).is_err());
    }
}
