//! Competing risks: the first of several kinds of event, or censoring.

pub mod aalen_johansen;
pub mod fine_gray;
pub mod gray;

use super::observations::Observations;
use super::order;
use crate::number::NotEstimable;

/// Rows with the cause of the first event: causes count from 1, 0 is censored. Times are days from 0 on.
#[derive(Clone, Debug, PartialEq)]
pub struct CompetingTimes {
    /// Times, an event being of any cause; times that differ by rounding noise are merged.
    times: Observations,
    cause: Vec<usize>,
    causes: usize,
}

impl CompetingTimes {
    pub fn new(time: &[f64], cause: &[usize], causes: usize) -> Result<CompetingTimes, NotEstimable> {
        if cause.len() != time.len() || cause.iter().any(|c| *c > causes) {
            return Err(NotEstimable::RowsDiffer);
        }
        let event: Vec<bool> = cause.iter().map(|c| *c > 0).collect();
        Ok(CompetingTimes { times: Observations::new(None, time, &event, None)?, cause: cause.to_vec(), causes })
    }

    pub fn len(&self) -> usize {
        self.cause.len()
    }

    pub fn is_empty(&self) -> bool {
        self.cause.is_empty()
    }

    pub fn causes(&self) -> usize {
        self.causes
    }

    pub fn time(&self, row: usize) -> f64 {
        self.times.time(row)
    }

    pub fn cause(&self, row: usize) -> usize {
        self.cause[row]
    }

    /// The rows as times to one cause, the others censoring: those of a cause-specific hazard.
    pub fn cause_specific(&self, cause: usize) -> Result<Observations, NotEstimable> {
        let time: Vec<f64> = (0..self.len()).map(|row| self.time(row)).collect();
        let event: Vec<bool> = self.cause.iter().map(|c| *c == cause).collect();
        Observations::new(None, &time, &event, None)
    }

    /// By time and cause; equal only for rows that are interchangeable.
    fn sorted(&self, rows: &[usize]) -> Vec<usize> {
        let (times, kinds) = (self.times.distinct_times().len(), self.causes + 1);
        order::by_key(rows.to_vec(), times.saturating_mul(kinds), |row| self.times.rank(row) * kinds + self.cause[row])
    }
}
