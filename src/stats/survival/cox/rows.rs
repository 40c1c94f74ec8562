//! The rows of a Cox model in the order in which they are summed.

use std::ops::Range;

use super::Failure;
use super::canonical::{Label, Values};
use crate::number::NotEstimable;
use crate::stats::survival::observations::Observations;
use crate::stats::survival::order;
use crate::stats::{design, exact};

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

impl Rows {
    pub fn new(model: &Model) -> Result<Rows, NotEstimable> {
        Rows::ordered(model, None)
    }

    /// As [`Rows::new`], for rows that differ in more than the model knows: the label of each puts an order on them.
    pub fn labelled(model: &Model, label: Label) -> Result<Rows, NotEstimable> {
        Rows::ordered(model, Some(label))
    }

    fn ordered(model: &Model, label: Option<Label>) -> Result<Rows, NotEstimable> {
        let n = model.observations.len();
        if model.covariates.iter().any(|c| c.len() != n)
            || model.strata.is_some_and(|s| s.len() != n)
            || model.offset.is_some_and(|o| o.len() != n)
        {
            return Err(NotEstimable::RowsDiffer);
        }
        if model.covariates.iter().flatten().chain(model.offset.unwrap_or_default()).any(|v| !v.is_finite()) {
            return Err(NotEstimable::CovariateUnknown);
        }
        let stratum = |row: usize| model.strata.map_or(0, |s| s[row]);
        let observations = model.observations;
        let taking: Vec<usize> = (0..n).filter(|&row| observations.weight(row) > 0.0).collect();
        let moments = 2 * observations.distinct_times().len();
        let mut source = order::by_key(taking, moments, |row| observations.moment(row));
        if model.strata.is_some() {
            source = order::by_label(source, stratum);
        }
        // Only rows that tie there need their other values compared.
        let key = |row: usize| (stratum(row), observations.moment(row));
        Values::new(model, label).sort_ties(&mut source, |a, b| key(a) == key(b));
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
        self.x = Vec::with_capacity(source.len() * self.p);
        for &row in source {
            self.x.extend(model.covariates.iter().map(|column| column[row]));
        }
        self.mean = vec![0.0; self.p];
        for (j, column) in model.covariates.iter().enumerate().filter(|_| !source.is_empty()) {
            let values: Vec<f64> = source.iter().map(|&row| column[row]).collect();
            self.mean[j] = exact::mean(&values);
            for (row, around) in exact::deviations(&values).into_iter().enumerate() {
                self.x[row * self.p + j] = around;
            }
        }
        let offset_mean =
            model.offset.map_or(0.0, |o| source.iter().map(|&row| o[row]).sum::<f64>() / source.len().max(1) as f64);
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

    /// For each covariate its variance among the rows at risk at an event of their stratum, times the weight of all
    /// events; an error where one does not vary there or follows from others.
    pub fn informative(&self, model: &Model) -> Result<Vec<f64>, Failure> {
        let first_event = |range: &Range<usize>| range.clone().find(|&row| self.event[row]).map(|row| self.time[row]);
        let first: Vec<Option<f64>> = self.strata.iter().map(first_event).collect();
        let compared = |(stratum, row): &(usize, usize)| first[*stratum].is_some_and(|time| self.time[*row] >= time);
        let by_stratum = self.strata.iter().enumerate().flat_map(|(s, range)| range.clone().map(move |row| (s, row)));
        let compared: Vec<usize> = by_stratum.filter(compared).map(|(_, row)| row).collect();
        self.vary(model, &compared)
    }

    /// As [`Rows::informative`], of these rows.
    pub fn vary(&self, model: &Model, compared: &[usize]) -> Result<Vec<f64>, Failure> {
        let columns: Vec<&[f64]> = model.covariates.iter().map(Vec::as_slice).collect();
        let source: Vec<usize> = compared.iter().map(|row| self.source[*row]).collect();
        let stratum = |row: usize| model.strata.map_or(0, |s| s[row]);
        design::informative(&columns, &source, stratum).map_err(Failure::Redundant)?;
        let events: f64 = (0..self.len()).filter(|row| self.event[*row]).map(|row| self.weight[row]).sum();
        let variance = |column: &&[f64]| {
            let values: Vec<f64> = source.iter().map(|row| column[*row]).collect();
            exact::sum_of_squares(&values) / values.len() as f64
        };
        Ok(columns.iter().map(|column| events * variance(column)).collect())
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

    /// The rows of a stratum that tie with the row before `end`: those with the event, which come first, and those censored.
    pub fn tied_before(&self, stratum: &Range<usize>, end: usize) -> (Range<usize>, Range<usize>) {
        let time = self.time[end - 1];
        let start = self.time[stratum.start..end]
            .iter()
            .rposition(|t| *t != time)
            .map_or(stratum.start, |i| stratum.start + i + 1);
        let censored = self.event[start..end].iter().rposition(|event| *event).map_or(start, |i| start + i + 1);
        (start..censored, censored..end)
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
