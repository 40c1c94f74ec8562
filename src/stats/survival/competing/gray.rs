//! Gray's test of equal cumulative incidence.
//!
//! Gray, Ann Stat 1988;16:1141: the score is the sum over times of K(t) · (d₁ of a group − expected), where a group's risk set for
//! the subdistribution is R = Y (1 − F₁(t−)) / S(t−) and K(t) = (1 − F₁(t−))^rho of all groups together; the variance is that of its
//! section 2 (equations 2.10 and following), each increment with the multinomial correction for ties.

use super::CompetingTimes;
use crate::number::NotEstimable;
use crate::stats::linear::{Matrix, dot};
use crate::stats::survival::log_rank::ChiSquared;
use crate::stats::survival::order;

/// The test of one cause over groups, the scores summed over strata. `group` and `strata` hold one entry per row.
pub fn gray_test(
    times: &CompetingTimes,
    cause: usize,
    group: &[usize],
    groups: usize,
    strata: Option<&[usize]>,
    rho: f64,
) -> Result<ChiSquared, NotEstimable> {
    let n = times.len();
    if group.len() != n || strata.is_some_and(|s| s.len() != n) || group.iter().any(|g| *g >= groups) {
        return Err(NotEstimable::RowsDiffer);
    }
    if !(0..n).any(|row| times.cause(row) == cause) {
        return Err(NotEstimable::NoEvents);
    }
    let present: Vec<usize> = (0..groups).filter(|g| group.contains(g)).collect();
    if present.len() < 2 {
        return Err(NotEstimable::OneGroupOnly);
    }
    // Groups without patients are left out of the numbering.
    let place: Vec<usize> = (0..groups).map(|g| present.partition_point(|p| *p < g)).collect();
    let stratum = |row: usize| strata.map_or(0, |s| s[row]);
    let mut order = times.sorted(&(0..n).collect::<Vec<_>>());
    if strata.is_some() {
        order = order::by_label(order, stratum);
    }
    let tested = present.len() - 1;
    let (mut score, mut variance) = (vec![0.0; tested], Matrix::zeros(tested, tested));
    for rows in order.chunk_by(|&a, &b| stratum(a) == stratum(b)) {
        let mut walk = Walk::new(present.len(), rho);
        for &row in rows {
            walk.groups[place[group[row]]].at_risk += 1.0;
        }
        for tied in rows.chunk_by(|&a, &b| times.time(a) == times.time(b)) {
            let mut leaving = vec![Leaving::default(); present.len()];
            for &row in tied {
                let leaving = &mut leaving[place[group[row]]];
                match times.cause(row) {
                    0 => leaving.censored += 1.0,
                    c if c == cause => leaving.events += 1.0,
                    _ => leaving.others += 1.0,
                }
            }
            walk.advance(&leaving);
        }
        walk.add_to(&mut score, &mut variance);
    }
    let factor = variance.factor(1e-11).map_err(|_| NotEstimable::TestWithoutVariance)?;
    Ok(ChiSquared::new(dot(&factor.solve(&score), &score), tested as f64))
}

#[derive(Clone, Default)]
struct Leaving {
    events: f64,
    others: f64,
    censored: f64,
}

/// A group just before a time.
#[derive(Clone)]
struct GroupState {
    at_risk: f64,
    /// Share without any event, and cumulative incidence of the cause.
    free: f64,
    incidence: f64,
    /// What the score still owes to the estimation of this group's incidence: ∫ of the products that Gray's (2.10) integrates.
    constant: f64,
    linear: Vec<f64>,
}

struct Walk {
    rho: f64,
    groups: Vec<GroupState>,
    /// Incidence of all groups together.
    incidence: f64,
    score: Vec<f64>,
    /// Cumulative coefficient of one group's increment in another group's score.
    owed: Matrix,
    variance: Matrix,
}

impl Walk {
    fn new(groups: usize, rho: f64) -> Walk {
        let start =
            GroupState { at_risk: 0.0, free: 1.0, incidence: 0.0, constant: 0.0, linear: vec![0.0; groups - 1] };
        Walk {
            rho,
            groups: vec![start; groups],
            incidence: 0.0,
            score: vec![0.0; groups - 1],
            owed: Matrix::zeros(groups, groups),
            variance: Matrix::zeros(groups - 1, groups - 1),
        }
    }

    fn advance(&mut self, leaving: &[Leaving]) {
        let events: f64 = leaving.iter().map(|l| l.events).sum();
        if events > 0.0 || leaving.iter().any(|l| l.others > 0.0) {
            self.event_time(leaving, events);
        }
        for (group, left) in self.groups.iter_mut().zip(leaving) {
            group.at_risk -= left.events + left.others + left.censored;
        }
    }

    fn event_time(&mut self, leaving: &[Leaving], events: f64) {
        let free_before: Vec<f64> = self.groups.iter().map(|g| g.free).collect();
        let at_risk = |g: &GroupState| if g.at_risk > 0.0 { g.at_risk / g.free } else { 0.0 };
        // Y / S, those at risk as if nobody had left, and Gray's R.
        let inflated: Vec<f64> = self.groups.iter().map(at_risk).collect();
        let subdistribution: Vec<f64> =
            self.groups.iter().zip(&inflated).map(|(g, y)| y * (1.0 - g.incidence)).collect();
        let (all, all_subdistribution): (f64, f64) = (inflated.iter().sum(), subdistribution.iter().sum());
        let weight = libm::pow(1.0 - self.incidence, self.rho);
        let hazard = events / (all * (1.0 - self.incidence));
        let next_incidence = self.incidence + events / all;
        let projection = self.projection(&inflated, all, weight, hazard);
        if events > 0.0 {
            for (i, score) in self.score.iter_mut().enumerate() {
                *score += weight * (leaving[i].events - events * subdistribution[i] / all_subdistribution);
            }
        }
        for (g, left) in leaving.iter().enumerate() {
            let group = &mut self.groups[g];
            if group.at_risk > 0.0 {
                group.incidence += group.free * left.events / group.at_risk;
                group.free *= (group.at_risk - left.events - left.others) / group.at_risk;
            }
        }
        self.add_variance(leaving, events, all, &free_before, 1.0 - next_incidence, &projection);
        self.incidence = next_incidence;
    }

    /// The coefficients of this time's increments of incidence in the scores, group by group; adds them to what is owed.
    fn projection(&mut self, inflated: &[f64], all: f64, weight: f64, hazard: f64) -> Matrix {
        let count = inflated.len();
        let mut projection = Matrix::zeros(count, count);
        for i in 0..count {
            for j in 0..count {
                if inflated[i] > 0.0 && inflated[j] > 0.0 {
                    projection[(i, j)] = weight * inflated[i] * (f64::from(i == j) - inflated[j] / all);
                    self.owed[(i, j)] += projection[(i, j)] * hazard;
                }
            }
        }
        projection
    }

    fn add_variance(
        &mut self,
        leaving: &[Leaving],
        events: f64,
        all: f64,
        free_before: &[f64],
        free_of_cause: f64,
        projection: &Matrix,
    ) {
        for (g, left) in leaving.iter().enumerate() {
            let at_risk = self.groups[g].at_risk;
            if at_risk <= 0.0 {
                continue;
            }
            let free = self.groups[g].free;
            let ratio = if free > 0.0 { free_of_cause / free } else { 0.0 };
            if events > 0.0 {
                // Under equal incidence a group's events of the cause are expected from those of all groups.
                let tied = if events > 1.0 { 1.0 - (events - 1.0) / (all * free_before[g] - 1.0) } else { 1.0 };
                let spread = tied * free_before[g] * events / (all * at_risk);
                self.add_increment(g, spread, 1.0 - ratio, Some(projection));
            }
            if left.others > 0.0 && free > 0.0 {
                let tied = if left.others > 1.0 { 1.0 - (left.others - 1.0) / (at_risk - 1.0) } else { 1.0 };
                let spread = tied * free_before[g] * free_before[g] * left.others / (at_risk * at_risk);
                self.add_increment(g, spread, -ratio, None);
            }
        }
    }

    /// One independent increment of a group with variance `spread`, which enters the score of group k directly by the projection
    /// and by `share` times what is owed between now and the end.
    fn add_increment(&mut self, g: usize, spread: f64, share: f64, projection: Option<&Matrix>) {
        let tested = self.score.len();
        let direct: Vec<f64> =
            (0..tested).map(|k| projection.map_or(0.0, |p| p[(k, g)]) - share * self.owed[(k, g)]).collect();
        let group = &mut self.groups[g];
        group.constant += share * share * spread;
        for (linear, direct) in group.linear.iter_mut().zip(&direct) {
            *linear += direct * share * spread;
        }
        self.variance.add_outer_lower(spread, &direct);
    }

    fn add_to(&self, score: &mut [f64], variance: &mut Matrix) {
        for (total, own) in score.iter_mut().zip(&self.score) {
            *total += own;
        }
        for k in 0..self.score.len() {
            for j in 0..=k {
                let mut sum = self.variance[(k, j)];
                for (g, group) in self.groups.iter().enumerate() {
                    let (owed_k, owed_j) = (self.owed[(k, g)], self.owed[(j, g)]);
                    sum += owed_k * owed_j * group.constant + owed_k * group.linear[j] + owed_j * group.linear[k];
                }
                variance[(k, j)] += sum;
                if j < k {
                    variance[(j, k)] += sum;
                }
            }
        }
    }
}
