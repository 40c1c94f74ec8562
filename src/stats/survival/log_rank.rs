//! Tests that compare survival between groups: the log-rank test, its weighted relatives, strata and trend.
//!
//! Mantel, Cancer Chemother Rep 1966;50:163; Klein and Moeschberger, Survival Analysis, 2nd ed., equations 7.3.3 to 7.3.8
//! (weights, covariance), 7.4.2 (trend) and 7.5.2 (strata). Ties enter through the hypergeometric variance.

use super::observations::Observations;
use super::order;
use crate::number::{Estimable, NotEstimable};
use crate::stats::distribution::{chi_squared_sf, normal_sf};
use crate::stats::linear::{Matrix, dot};
use crate::stats::side::Side;

/// The weight of an event time: of the number at risk n and the pooled Kaplan–Meier estimate just before it, S(t−).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Weight {
    /// 1.
    LogRank,
    /// n (Gehan's generalised Wilcoxon test, with the variance of the permutation of risk sets).
    Gehan,
    /// √n.
    TaroneWare,
    /// S(t−)^rho · (1 − S(t−))^gamma; (1, 0) is the test of Peto and Peto as Harrington and Fleming (Biometrika 1982;69:553) write it.
    FlemingHarrington { rho: f64, gamma: f64 },
}

#[derive(Clone, Debug, PartialEq)]
pub struct LogRank {
    pub groups: Vec<Compared>,
    /// Covariance of observed minus expected, groups by groups.
    pub covariance: Matrix,
}

/// One group: rows, and weighted sums of its events and of those expected if the groups do not differ.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Compared {
    pub n: usize,
    pub observed: f64,
    pub expected: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChiSquared {
    pub statistic: f64,
    pub df: f64,
    pub p_value: f64,
}

impl ChiSquared {
    pub fn new(statistic: f64, df: f64) -> ChiSquared {
        ChiSquared { statistic, df, p_value: chi_squared_sf(statistic.max(0.0), df) }
    }
}

/// Observed and expected events of each group, with their covariance, summed over strata. Group and stratum of each row count
/// from 0; rows' weights are not used, and given ones are refused.
pub fn log_rank(
    observations: &Observations,
    group: &[usize],
    groups: usize,
    strata: Option<&[usize]>,
    weight: Weight,
) -> Result<LogRank, NotEstimable> {
    let n = observations.len();
    if group.len() != n || strata.is_some_and(|s| s.len() != n) || group.iter().any(|g| *g >= groups) {
        return Err(NotEstimable::RowsDiffer);
    }
    if observations.is_weighted() {
        return Err(NotEstimable::TakesNoWeights);
    }
    let stratum = |row: usize| strata.map_or(0, |s| s[row]);
    let times = observations.distinct_times().len();
    // Latest time first, so that those at risk are counted up; counts do not depend on the order of rows at one time.
    let mut order = order::by_key((0..n).collect(), times, |row| times - 1 - observations.rank(row));
    if strata.is_some() {
        order = order::by_label(order, stratum);
    }
    let mut result = LogRank { groups: vec![Compared::default(); groups], covariance: Matrix::zeros(groups, groups) };
    for &g in group {
        result.groups[g].n += 1;
    }
    for rows in order.chunk_by(|&a, &b| stratum(a) == stratum(b)) {
        result.add(&RiskSets::new(observations, group, groups, rows), weight);
    }
    result.covariance.mirror();
    Ok(result)
}

/// Those at risk just before each time with events, latest first, and the events at it; as many counts per time as groups.
#[derive(Default)]
struct RiskSets {
    at_risk: Vec<usize>,
    events: Vec<usize>,
}

impl RiskSets {
    /// Of one stratum, whose rows come latest first.
    fn new(observations: &Observations, group: &[usize], groups: usize, rows: &[usize]) -> RiskSets {
        let entry = |row: usize| observations.entry(row).unwrap_or(f64::NEG_INFINITY);
        let mut by_entry = if observations.has_entry() { rows.to_vec() } else { Vec::new() };
        by_entry.sort_unstable_by(|&a, &b| entry(b).total_cmp(&entry(a)));
        let mut late = by_entry.iter().peekable();
        let (mut at_risk, mut events) = (vec![0_usize; groups], vec![0_usize; groups]);
        let mut sets = RiskSets::default();
        for tied in rows.chunk_by(|&a, &b| observations.rank(a) == observations.rank(b)) {
            let time = tied.first().map_or(0.0, |&row| observations.time(row));
            events.fill(0);
            for &row in tied {
                at_risk[group[row]] += 1;
                events[group[row]] += usize::from(observations.event(row));
            }
            while let Some(&row) = late.next_if(|&&row| entry(row) >= time) {
                at_risk[group[row]] -= 1;
            }
            if events.iter().any(|d| *d > 0) {
                sets.at_risk.extend_from_slice(&at_risk);
                sets.events.extend_from_slice(&events);
            }
        }
        sets
    }
}

impl LogRank {
    fn add(&mut self, sets: &RiskSets, weight: Weight) {
        let mut survival = 1.0;
        let groups = self.groups.len();
        for (at_risk, events) in sets.at_risk.chunks_exact(groups).zip(sets.events.chunks_exact(groups)).rev() {
            let n = at_risk.iter().sum::<usize>() as f64;
            let d = events.iter().sum::<usize>() as f64;
            let weight = match weight {
                Weight::LogRank => 1.0,
                Weight::Gehan => n,
                Weight::TaroneWare => n.sqrt(),
                Weight::FlemingHarrington { rho, gamma } => libm::pow(survival, rho) * libm::pow(1.0 - survival, gamma),
            };
            survival *= (n - d) / n;
            let spread = if n > 1.0 { weight * weight * d * (n - d) / (n - 1.0) } else { 0.0 };
            for i in 0..groups {
                let share = at_risk[i] as f64 / n;
                self.groups[i].observed += weight * events[i] as f64;
                self.groups[i].expected += weight * d * share;
                for (j, other) in at_risk[..=i].iter().enumerate() {
                    let other = *other as f64 / n;
                    self.covariance[(i, j)] += spread * share * (f64::from(i == j) - other);
                }
            }
        }
    }

    /// Observed minus expected events of a group.
    fn excess(&self, group: usize) -> f64 {
        self.groups[group].observed - self.groups[group].expected
    }

    /// Whether any group differs: groups in which no event is expected take no part.
    pub fn heterogeneity(&self) -> Result<ChiSquared, NotEstimable> {
        let mut taking: Vec<usize> = (0..self.groups.len()).filter(|&g| self.groups[g].expected > 0.0).collect();
        if taking.is_empty() {
            return Err(NotEstimable::NoEvents);
        }
        taking.pop();
        if taking.is_empty() {
            return Err(NotEstimable::OneGroupAtRiskAtEvents);
        }
        let excess: Vec<f64> = taking.iter().map(|&g| self.excess(g)).collect();
        let factor =
            self.covariance.part(&taking).factor(1e-12).map_err(|_| NotEstimable::AllHaveTheEventAtTheSameTime)?;
        Ok(ChiSquared::new(dot(&factor.solve(&excess), &excess), taking.len() as f64))
    }

    /// Of two groups the normal tail of observed minus expected events of the first over its standard error: `Greater` is more events, so
    /// that they come earlier.
    pub fn tail(&self, side: Side) -> Estimable {
        let test = self.heterogeneity()?;
        if self.groups.len() != 2 {
            return Err(NotEstimable::TwoGroupsNeeded);
        }
        let z = test.statistic.max(0.0).sqrt();
        Ok(normal_sf(side.turned(if self.excess(0) < 0.0 { -z } else { z })))
    }

    /// Whether survival falls or rises with the scores of the groups, one score each.
    pub fn trend(&self, scores: &[f64]) -> Result<ChiSquared, NotEstimable> {
        if scores.len() != self.groups.len() || scores.iter().any(|s| !s.is_finite()) {
            return Err(NotEstimable::RowsDiffer);
        }
        let sum: f64 = (0..scores.len()).map(|g| scores[g] * self.excess(g)).sum();
        let variance = self.covariance.quadratic(scores);
        if variance.is_nan() || variance <= 0.0 {
            return Err(NotEstimable::NoEventsOrOneGroupAtRisk);
        }
        Ok(ChiSquared::new(sum * sum / variance, 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_groups_by_hand() {
        // Group 0 has its event on day 1, group 1 on day 2: expected 1/2 in each at the first, all in group 1 at the second.
        let rows = Observations::new(None, &[1.0, 2.0], &[true, true], None).unwrap();
        let test = log_rank(&rows, &[0, 1], 2, None, Weight::LogRank).unwrap();
        assert_eq!((test.groups[0].observed, test.groups[0].expected), (1.0, 0.5));
        assert_eq!((test.groups[1].observed, test.groups[1].expected), (1.0, 1.5));
        assert_eq!(test.heterogeneity().unwrap().statistic, 1.0);
        assert_eq!(test.trend(&[0.0, 1.0]).unwrap().statistic, 1.0);
        // More events than expected in the first group: the tail beyond 1.
        assert!((test.tail(Side::Greater).unwrap() - 0.158_655_253_931_457_05).abs() < 1e-14);
        assert!((test.tail(Side::Less).unwrap() - 0.841_344_746_068_542_9).abs() < 1e-14);
    }

    #[test]
    fn says_why_there_is_no_test() {
        let rows = Observations::new(None, &[1.0, 2.0], &[false, false], None).unwrap();
        let none = log_rank(&rows, &[0, 1], 2, None, Weight::LogRank).unwrap();
        assert_eq!(none.heterogeneity().unwrap_err(), NotEstimable::NoEvents);
        let rows = Observations::new(None, &[1.0, 1.0], &[true, true], None).unwrap();
        let all = log_rank(&rows, &[0, 1], 2, None, Weight::LogRank).unwrap();
        assert!(all.heterogeneity().is_err());
    }
}
