//! The rows of a Cox model in the order in which they are summed.

use std::cmp::Ordering;
use std::ops::Range;

use crate::stats::NotEstimable;
use crate::stats::survival::observations::Observations;

/// What a Cox model is fitted to. Slices hold one entry per row of the observations, covariates one slice per covariate.
#[derive(Clone, Copy, Debug)]
pub struct Model<'a> {
    pub observations: &'a Observations,
    pub covariates: &'a [Vec<f64>],
    pub strata: Option<&'a [usize]>,
    /// Added to the linear predictor with coefficient 1.
    pub offset: Option<&'a [f64]>,
}

/// Rows by stratum, time, events first, then all their other values, so that rows that compare equal are interchangeable.
/// Rows of weight 0 take no part.
#[derive(Clone, Debug)]
pub struct Rows {
    /// Covariates.
    pub p: usize,
    /// Row-major, each covariate minus its mean.
    pub x: Vec<f64>,
    pub mean: Vec<f64>,
    pub time: Vec<f64>,
    pub event: Vec<bool>,
    pub weight: Vec<f64>,
    pub offset: Vec<f64>,
    /// −∞ where a row is observed from the start; empty where all are.
    pub entry: Vec<f64>,
    /// Rows by stratum, latest entry first; empty where `entry` is.
    pub by_entry: Vec<usize>,
    /// One range per stratum.
    pub strata: Vec<Range<usize>>,
    /// Row of the observations.
    pub source: Vec<usize>,
}

/// Sorts rows of one stratum, time and event by entry, weight, covariates, offset and label.
fn sort_by_values(model: &Model, label: &dyn Fn(usize) -> (usize, usize), rows: &mut [usize]) {
    let compare = |a: usize, b: usize| {
        let covariate = || model.covariates.iter().map(|c| c[a].total_cmp(&c[b])).find(|o| o.is_ne());
        let offset = || model.offset.map_or(Ordering::Equal, |o| o[a].total_cmp(&o[b]));
        let by_values = model.observations.compare(a, b).then_with(|| covariate().unwrap_or_else(offset));
        by_values.then_with(|| label(a).cmp(&label(b)))
    };
    rows.sort_unstable_by(|&a, &b| compare(a, b));
}

impl Rows {
    pub fn new(model: &Model) -> Result<Rows, NotEstimable> {
        Rows::labelled(model, &|_| (0, 0))
    }

    /// As [`Rows::new`], for rows that differ in more than the model knows: the label of each puts an order on them.
    pub fn labelled(model: &Model, label: &dyn Fn(usize) -> (usize, usize)) -> Result<Rows, NotEstimable> {
        let n = model.observations.len();
        if model.covariates.iter().any(|c| c.len() != n)
            || model.strata.is_some_and(|s| s.len() != n)
            || model.offset.is_some_and(|o| o.len() != n)
        {
            return Err(NotEstimable::new("times and covariates differ in number"));
        }
        if model.covariates.iter().flatten().chain(model.offset.unwrap_or_default()).any(|v| !v.is_finite()) {
            return Err(NotEstimable::new("a covariate is unknown"));
        }
        let stratum = |row: usize| model.strata.map_or(0, |s| s[row]);
        let mut source: Vec<usize> = (0..n).filter(|&row| model.observations.weight(row) > 0.0).collect();
        // By stratum, time and event first, on whole numbers: only rows that tie there need their other values compared.
        let key = |row: usize| model.observations.key(stratum(row), row);
        source.sort_unstable_by_key(|&row| key(row));
        for tied in source.chunk_by_mut(|&a, &b| key(a) == key(b)) {
            sort_by_values(model, label, tied);
        }
        let mut rows = Rows::empty(model.covariates.len());
        rows.fill(model, &source);
        let mut start = 0;
        for stratum in source.chunk_by(|&a, &b| stratum(a) == stratum(b)) {
            rows.strata.push(start..start + stratum.len());
            start += stratum.len();
        }
        rows.source = source;
        rows.order_entries();
        Ok(rows)
    }

    fn empty(p: usize) -> Rows {
        Rows {
            p,
            x: Vec::new(),
            mean: Vec::new(),
            time: Vec::new(),
            event: Vec::new(),
            weight: Vec::new(),
            offset: Vec::new(),
            entry: Vec::new(),
            by_entry: Vec::new(),
            strata: Vec::new(),
            source: Vec::new(),
        }
    }

    fn fill(&mut self, model: &Model, source: &[usize]) {
        let observations = model.observations;
        let mean = |values: &dyn Fn(usize) -> f64| {
            let sum: f64 = source.iter().map(|&row| values(row)).sum();
            if source.is_empty() { 0.0 } else { sum / source.len() as f64 }
        };
        self.mean = model.covariates.iter().map(|c| mean(&|row| c[row])).collect();
        let offset_mean = model.offset.map_or(0.0, |o| mean(&|row| o[row]));
        self.x = Vec::with_capacity(source.len() * self.p);
        for &row in source {
            self.x.extend(model.covariates.iter().zip(&self.mean).map(|(c, mean)| c[row] - mean));
        }
        self.time = source.iter().map(|&row| observations.time(row)).collect();
        self.event = source.iter().map(|&row| observations.event(row)).collect();
        self.weight = source.iter().map(|&row| observations.weight(row)).collect();
        self.offset = source.iter().map(|&row| model.offset.map_or(0.0, |o| o[row] - offset_mean)).collect();
        if observations.has_entry() {
            self.entry = source.iter().map(|&row| observations.entry(row).unwrap_or(f64::NEG_INFINITY)).collect();
        }
    }

    fn order_entries(&mut self) {
        if self.entry.is_empty() {
            return;
        }
        for range in &self.strata {
            let mut order: Vec<usize> = range.clone().collect();
            // Rows of equal entry leave in the reverse of the order in which they came.
            order.sort_unstable_by(|&a, &b| self.entry[b].total_cmp(&self.entry[a]).then(a.cmp(&b)));
            self.by_entry.extend(order);
        }
    }

    pub fn len(&self) -> usize {
        self.time.len()
    }

    pub fn is_empty(&self) -> bool {
        self.time.is_empty()
    }

    /// The centred covariates of a row.
    pub fn x(&self, row: usize) -> &[f64] {
        &self.x[row * self.p..(row + 1) * self.p]
    }

    pub fn events(&self) -> usize {
        self.event.iter().filter(|e| **e).count()
    }

    /// The linear predictor of each row, offset included.
    pub fn linear_predictor(&self, beta: &[f64]) -> Vec<f64> {
        (0..self.len())
            .map(|row| self.offset[row] + self.x(row).iter().zip(beta).map(|(x, b)| x * b).sum::<f64>())
            .collect()
    }

    /// Runs of rows of one stratum with one time, as ranges, earliest first.
    pub fn tied(&self, stratum: &Range<usize>) -> Vec<Range<usize>> {
        let mut runs = Vec::new();
        let mut start = stratum.start;
        for times in self.time[stratum.clone()].chunk_by(|a, b| a == b) {
            runs.push(start..start + times.len());
            start += times.len();
        }
        runs
    }
}
