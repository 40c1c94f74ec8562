//! The proportional subdistribution hazards model.
//!
//! Fine and Gray, JASA 1999;94:496: who has had another event stays at risk with weight G(t−) / G(T−), G the Kaplan–Meier
//! estimate of censoring; ties by Breslow's method. The sandwich variance is that of their equations (7) and (8).

use std::ops::Range;

use super::CompetingTimes;
use crate::number::NotEstimable;
use crate::stats::linear::Matrix;
use crate::stats::survival::cox::likelihood::Likelihood;
use crate::stats::survival::cox::monotone::is_monotone;
use crate::stats::survival::cox::newton::{self, Maximum};
use crate::stats::survival::cox::risk_set::Sums;
use crate::stats::survival::cox::{Failure, Model, Rows, Ties};
use crate::stats::survival::observations::Observations;

/// Who is at risk of being censored at a time with events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Censoring {
    /// Those with an event at that time too: `crr` of R's cmprsk.
    WithEvents,
    /// Only those without: censoring happens after the events. `finegray` of R's survival.
    AfterEvents,
}

#[derive(Clone, Debug)]
pub struct FineGray {
    pub rows: Rows,
    pub coefficients: Vec<f64>,
    pub at_maximum: Likelihood,
    pub at_null: Likelihood,
    /// The inverse of the information, which is no variance: it takes weights for patients.
    pub inverse_information: Matrix,
    prepared: Prepared,
}

/// The rows with what the weights need; slices follow [`Rows`].
#[derive(Clone, Debug)]
struct Prepared {
    /// The cause of interest, another one, or none.
    kind: Vec<Kind>,
    /// Censoring group of each row.
    group: Vec<usize>,
    /// By censoring group.
    censoring: Vec<CensoringCurve>,
    /// G(T−) of each row in its group.
    uncensored: Vec<f64>,
    convention: Censoring,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Censored,
    Event,
    Competing,
}

/// The Kaplan–Meier estimate of remaining uncensored in one group: after each time with censoring.
#[derive(Clone, Debug, Default)]
struct CensoringCurve {
    time: Vec<f64>,
    survival: Vec<f64>,
    at_risk: Vec<f64>,
    censored: Vec<f64>,
}

impl CensoringCurve {
    /// How many times with censoring are before a time.
    fn before(&self, time: f64) -> usize {
        self.time.partition_point(|t| *t < time)
    }

    /// G after this many times with censoring.
    fn after(&self, count: usize) -> f64 {
        count.checked_sub(1).and_then(|i| self.survival.get(i)).copied().unwrap_or(1.0)
    }

    /// G(t−).
    fn just_before(&self, time: f64) -> f64 {
        self.after(self.before(time))
    }
}

/// Fits the model to one cause. Covariates, and the groups within which censoring is estimated, hold one entry per row.
pub fn fine_gray(
    times: &CompetingTimes,
    cause: usize,
    covariates: &[Vec<f64>],
    censoring_groups: Option<&[usize]>,
    censoring: Censoring,
) -> Result<FineGray, Failure> {
    if censoring_groups.is_some_and(|g| g.len() != times.len()) {
        return Err(NotEstimable::RowsDiffer.into());
    }
    let label = |row: usize| (times.cause(row), censoring_groups.map_or(0, |g| g[row]));
    let model = Model { observations: &times.times, covariates, strata: None, offset: None };
    let rows = Rows::labelled(&model, &label)?;
    if !(0..times.len()).any(|row| times.cause(row) == cause) {
        return Err(NotEstimable::NoEvents.into());
    }
    let prepared = Prepared::new(times, cause, &rows, censoring_groups, censoring);
    let scale = rows.vary(&model, &prepared.compared(&rows))?;
    let Maximum { coefficients, at_maximum, at_null, variance } = newton::maximise(
        &scale,
        |beta| prepared.likelihood(&rows, beta),
        |direction| for_ever(times, cause, covariates).is_ok_and(|rows| is_monotone(&rows, direction, Ties::Breslow)),
    )?;
    Ok(FineGray { rows, coefficients, at_maximum, at_null, inverse_information: variance, prepared })
}

/// The rows with those of other causes at risk to the end, which decide whether the likelihood is monotone.
fn for_ever(times: &CompetingTimes, cause: usize, covariates: &[Vec<f64>]) -> Result<Rows, NotEstimable> {
    let last = (0..times.len()).map(|row| times.time(row)).fold(0.0, f64::max);
    let is_other = |row: usize| times.cause(row) != 0 && times.cause(row) != cause;
    let time: Vec<f64> = (0..times.len()).map(|row| if is_other(row) { last } else { times.time(row) }).collect();
    let event: Vec<bool> = (0..times.len()).map(|row| times.cause(row) == cause).collect();
    let observations = Observations::new(None, &time, &event, None)?;
    Rows::new(&Model { observations: &observations, covariates, strata: None, offset: None })
}

impl Prepared {
    fn new(
        times: &CompetingTimes,
        cause: usize,
        rows: &Rows,
        groups: Option<&[usize]>,
        censoring: Censoring,
    ) -> Prepared {
        let kind = |&row: &usize| match times.cause(row) {
            0 => Kind::Censored,
            c if c == cause => Kind::Event,
            _ => Kind::Competing,
        };
        let kind: Vec<Kind> = rows.source.iter().map(kind).collect();
        let mut labels: Vec<usize> = groups.map_or_else(|| vec![0], <[usize]>::to_vec);
        labels.sort_unstable();
        labels.dedup();
        let place = |row: usize| groups.map_or(0, |g| labels.partition_point(|l| *l < g[row]));
        let group: Vec<usize> = rows.source.iter().map(|&row| place(row)).collect();
        let mut prepared =
            Prepared { kind, group, censoring: Vec::new(), uncensored: Vec::new(), convention: censoring };
        prepared.censoring = (0..labels.len()).map(|g| prepared.curve(rows, g)).collect();
        // Rows come in the order of time.
        let mut before = vec![0; labels.len()];
        for (row, &group) in prepared.group.iter().enumerate() {
            let (curve, before) = (&prepared.censoring[group], &mut before[group]);
            while curve.time.get(*before).is_some_and(|t| *t < rows.time[row]) {
                *before += 1;
            }
            prepared.uncensored.push(curve.after(*before));
        }
        prepared
    }

    /// The rows at risk at an event of the cause: those that have had another event stay at risk.
    fn compared(&self, rows: &Rows) -> Vec<usize> {
        let first = (0..rows.len()).find(|row| self.kind[*row] == Kind::Event).map(|row| rows.time[row]);
        let at_risk = |row: &usize| self.kind[*row] == Kind::Competing || first.is_some_and(|t| rows.time[*row] >= t);
        (0..rows.len()).filter(at_risk).collect()
    }

    fn curve(&self, rows: &Rows, group: usize) -> CensoringCurve {
        let members: Vec<usize> = (0..rows.len()).filter(|&row| self.group[row] == group).collect();
        let mut curve = CensoringCurve::default();
        let (mut before, mut survival) = (0, 1.0);
        for tied in members.chunk_by(|&a, &b| rows.time[a] == rows.time[b]) {
            let censored = tied.iter().filter(|&&row| self.kind[row] == Kind::Censored).count();
            let events = tied.len() - censored;
            let all = members.len() - before;
            let at_risk = if self.convention == Censoring::WithEvents { all } else { all - events };
            before += tied.len();
            if censored == 0 {
                continue;
            }
            survival *= (at_risk - censored) as f64 / at_risk as f64;
            curve.time.push(tied.first().map_or(0.0, |&row| rows.time[row]));
            curve.survival.push(survival);
            curve.at_risk.push(at_risk as f64);
            curve.censored.push(censored as f64);
        }
        curve
    }

    /// Visits the times with events of the cause, latest first: these events, and the sums over the risk set.
    fn visit(&self, rows: &Rows, risk: &[f64], order: usize, mut visitor: impl FnMut(&[usize], &Sums)) {
        let mut at_risk = Sums::new(rows.p, order, false);
        let mut risk_set = Sums::new(rows.p, order, false);
        let new = |compensated| self.censoring.iter().map(|_| Sums::new(rows.p, order, compensated)).collect();
        let (mut gone, mut going): (Vec<Sums>, Vec<Sums>) = (new(true), new(false));
        // Adds to those gone, or takes out, the rows that go at one time: both times the same sum of them.
        let mut move_competing = |gone: &mut [Sums], tied: &Range<usize>, sign: f64| {
            let mut present: Vec<usize> = Vec::new();
            for row in tied.clone().filter(|&row| self.kind[row] == Kind::Competing) {
                let group = self.group[row];
                if !present.contains(&group) {
                    present.push(group);
                    going[group].clear();
                }
                going[group].add(rows.x(row), risk[row] / self.uncensored[row]);
            }
            for group in present {
                gone[group].add_scaled(&going[group], sign);
            }
        };
        let times = rows.tied(&(0..rows.len()));
        for tied in &times {
            move_competing(&mut gone, tied, 1.0);
        }
        for tied in times.into_iter().rev() {
            let time = rows.time[tied.start];
            at_risk.add_rows(&rows.x[tied.start * rows.p..tied.end * rows.p], &risk[tied.clone()]);
            move_competing(&mut gone, &tied, -1.0);
            let events: Vec<usize> = tied.filter(|&row| self.kind[row] == Kind::Event).collect();
            if !events.is_empty() {
                risk_set.clear();
                risk_set.add_scaled(&at_risk, 1.0);
                for (gone, curve) in gone.iter().zip(&self.censoring) {
                    risk_set.add_scaled(gone, curve.just_before(time));
                }
                visitor(&events, &risk_set);
            }
        }
    }

    fn likelihood(&self, rows: &Rows, beta: &[f64]) -> Likelihood {
        let eta = rows.linear_predictor(beta);
        let risk: Vec<f64> = eta.iter().map(|eta| libm::exp(*eta)).collect();
        let p = rows.p;
        let mut result = Likelihood { log: 0.0, score: vec![0.0; p], information: Matrix::zeros(p, p) };
        self.visit(rows, &risk, 2, |events, sums| {
            let (count, total) = (events.len() as f64, sums.zeroth());
            for &row in events {
                result.log += eta[row];
                for (score, x) in result.score.iter_mut().zip(rows.x(row)) {
                    *score += x;
                }
            }
            result.log -= count * libm::log(total);
            for i in 0..p {
                let mean = sums.first(i) / total;
                result.score[i] -= count * mean;
                for j in 0..=i {
                    let product = sums.second(i, j) / total;
                    result.information[(i, j)] += count * (product - mean * sums.first(j) / total);
                }
            }
        });
        result.information.mirror();
        result
    }
}

/// One event time: the increment of the baseline hazard and the mean of the covariates.
struct Jump {
    time: f64,
    hazard: f64,
    mean: Vec<f64>,
}

/// ∫ (1, mean) · weight dΛ over a stretch of event times.
#[derive(Clone)]
struct Integral {
    hazard: f64,
    mean: Vec<f64>,
}

/// Integrals from the first event time to each (their number is one more), with these weights.
fn integrals<'a>(jumps: impl Iterator<Item = &'a Jump>, p: usize, weight: impl Fn(f64) -> f64) -> Vec<Integral> {
    let mut sum = Integral { hazard: 0.0, mean: vec![0.0; p] };
    let mut all = vec![sum.clone()];
    for jump in jumps {
        let hazard = weight(jump.time) * jump.hazard;
        sum.hazard += hazard;
        for (total, mean) in sum.mean.iter_mut().zip(&jump.mean) {
            *total += hazard * mean;
        }
        all.push(sum.clone());
    }
    all
}

impl FineGray {
    /// The sandwich variance; `with_censoring` adds what estimating the censoring weights contributes (their ψ), as `crr` does and
    /// a robust Cox fit to weighted rows does not.
    pub fn variance(&self, with_censoring: bool) -> Matrix {
        let p = self.rows.p;
        let eta = self.rows.linear_predictor(&self.coefficients);
        let risk: Vec<f64> = eta.iter().map(|eta| libm::exp(*eta)).collect();
        let mut jumps = Vec::new();
        self.prepared.visit(&self.rows, &risk, 1, |events, sums| {
            let total = sums.zeroth();
            jumps.push(Jump {
                time: self.rows.time[events[0]],
                hazard: events.len() as f64 / total,
                mean: (0..p).map(|i| sums.first(i) / total).collect(),
            });
        });
        jumps.reverse();
        let mut influence = self.score_residuals(&risk, &jumps);
        if with_censoring {
            for group in 0..self.prepared.censoring.len() {
                self.add_censoring(group, &risk, &jumps, &mut influence);
            }
        }
        let mut variance = Matrix::zeros(p, p);
        for row in 0..self.rows.len() {
            variance.add_outer_lower(1.0, &self.inverse_information.times(influence.row(row)));
        }
        variance.mirror();
        variance
    }

    /// For each group, the integrals with weight G(t−) from each event time on.
    fn remaining(&self, jumps: &[Jump], group: usize) -> Vec<Integral> {
        let curve = &self.prepared.censoring[group];
        let mut backward = integrals(jumps.iter().rev(), self.rows.p, |time| curve.just_before(time));
        backward.reverse();
        backward
    }

    /// Their η.
    fn score_residuals(&self, risk: &[f64], jumps: &[Jump]) -> Matrix {
        let (rows, prepared) = (&self.rows, &self.prepared);
        let until = integrals(jumps.iter(), rows.p, |_| 1.0);
        let remaining: Vec<_> = (0..prepared.censoring.len()).map(|group| self.remaining(jumps, group)).collect();
        let mut residuals = Matrix::zeros(rows.len(), rows.p);
        for row in 0..rows.len() {
            let met = jumps.partition_point(|j| j.time <= rows.time[row]);
            let inflated = risk[row] / prepared.uncensored[row];
            let after = (prepared.kind[row] == Kind::Competing).then(|| &remaining[prepared.group[row]][met]);
            let own = if prepared.kind[row] == Kind::Event { met.checked_sub(1).map(|m| &jumps[m]) } else { None };
            for (i, residual) in residuals.row_mut(row).iter_mut().enumerate() {
                let x = rows.x(row)[i];
                *residual = own.map_or(0.0, |jump| x - jump.mean[i]);
                *residual -= risk[row] * (x * until[met].hazard - until[met].mean[i]);
                *residual -= after.map_or(0.0, |a| inflated * (x * a.hazard - a.mean[i]));
            }
        }
        residuals
    }

    /// Their ψ, for the rows of one censoring group. Censoring at u bears on rows with X < u, at event times t ≥ u (their equation
    /// for q).
    fn add_censoring(&self, group: usize, risk: &[f64], jumps: &[Jump], influence: &mut Matrix) {
        let (rows, prepared, p) = (&self.rows, &self.prepared, self.rows.p);
        let curve = &prepared.censoring[group];
        let remaining = self.remaining(jumps, group);
        let members: Vec<usize> = (0..rows.len()).filter(|&row| prepared.group[row] == group).collect();
        // For each time with censoring, q(u) / π(u), and its compensator up to and with it.
        let (mut share, mut compensator) = (Vec::new(), vec![vec![0.0; p]]);
        let mut gone = Sums::new(p, 1, false);
        let mut next = members.iter().peekable();
        for (u, &time) in curve.time.iter().enumerate() {
            while let Some(&row) = next.next_if(|&&row| rows.time[row] < time) {
                if prepared.kind[row] == Kind::Competing {
                    gone.add(rows.x(row), risk[row] / prepared.uncensored[row]);
                }
            }
            let after = &remaining[jumps.partition_point(|j| j.time < time)];
            let q = |i: usize| (gone.first(i) * after.hazard - gone.zeroth() * after.mean[i]) / curve.at_risk[u];
            let share_here: Vec<f64> = (0..p).map(q).collect();
            let rate = curve.censored[u] / curve.at_risk[u];
            let before = &compensator[u];
            compensator.push((0..p).map(|i| before[i] + rate * share_here[i]).collect());
            share.push(share_here);
        }
        for &row in &members {
            let censored = prepared.kind[row] == Kind::Censored;
            let met = match censored || prepared.convention == Censoring::WithEvents {
                true => curve.time.partition_point(|t| *t <= rows.time[row]),
                false => curve.before(rows.time[row]),
            };
            let own = if censored { met.checked_sub(1).map(|u| &share[u]) } else { None };
            for (i, value) in influence.row_mut(row).iter_mut().enumerate() {
                *value += own.map_or(0.0, |share| share[i]) - compensator[met][i];
            }
        }
    }
}
