//! What the adapters share: building statistics, and reading times to an event.

use super::{Class, Computed, Input, Outcome, Output, Term};
use crate::catalogue::Statistic;
use crate::number::{Estimable, NotEstimable, Number, Quantity};
use crate::stats::survival::observations::Observations;

impl Output {
    /// Adds one number of a group, or of a comparison.
    pub(super) fn push(&mut self, statistic: Statistic, at: At, value: Number) {
        let At { class, group, term, time, quantity } = at;
        self.statistics.push(Computed { statistic, class, group, term, time, value, quantity });
    }
}

/// Where a statistic belongs and how it is printed.
#[derive(Clone, Debug)]
pub(super) struct At {
    class: Class,
    group: Option<usize>,
    term: Option<Term>,
    time: Option<i64>,
    quantity: Quantity,
}

impl At {
    pub fn estimate() -> At {
        At { class: Class::Estimate, group: None, term: None, time: None, quantity: Quantity::Statistic }
    }

    pub fn test() -> At {
        At { class: Class::Test, ..At::estimate() }
    }

    pub fn group(&self, group: usize) -> At {
        At { group: Some(group), ..self.clone() }
    }

    pub fn term(&self, term: Term) -> At {
        At { term: Some(term), ..self.clone() }
    }

    pub fn time(&self, time: i64) -> At {
        At { time: Some(time), ..self.clone() }
    }

    pub fn in_(&self, quantity: Quantity) -> At {
        At { quantity, ..self.clone() }
    }
}

pub(super) fn number(value: Estimable) -> Number {
    value.map_or_else(|reason| not_estimable(&reason), Number::real)
}

pub(super) fn not_estimable(reason: &NotEstimable) -> Number {
    Number::NotEstimable(reason.clone())
}

pub(super) fn count(value: usize) -> Number {
    i64::try_from(value).map_or_else(|_| Number::NotEstimable(NotEstimable::TooManyToCount), Number::Count)
}

/// The times to an event of an input, checked.
pub(super) fn observations(input: &Input) -> Result<Observations, NotEstimable> {
    let Outcome::TimeToEvent { entry, time, event } = &input.outcome else {
        return Err(NotEstimable::WrongOutcome);
    };
    check_rows(input, time.len())?;
    Observations::new(entry.as_deref(), time, event, input.weights.as_deref())
}

/// As [`observations`], for methods that take no weights.
pub(super) fn unweighted_observations(input: &Input) -> Result<Observations, NotEstimable> {
    match &input.weights {
        Some(_) => Err(NotEstimable::TakesNoWeights),
        None => observations(input),
    }
}

/// Every slice of the input holds one entry per row.
pub(super) fn check_rows(input: &Input, rows: usize) -> Result<(), NotEstimable> {
    if input.group.len() != rows || input.group.iter().any(|g| *g >= input.groups) {
        return Err(NotEstimable::RowsDiffer);
    }
    let lengths = [&input.pair, &input.cluster, &input.strata].map(|v| v.as_ref().map(Vec::len));
    let lengths = lengths.into_iter().chain([input.weights.as_ref().map(Vec::len)]);
    if lengths.flatten().any(|n| n != rows) || input.covariates.iter().any(|(_, c)| c.len() != rows) {
        return Err(NotEstimable::RowsDiffer);
    }
    Ok(())
}

/// The rows of a group, in their order.
pub(super) fn rows_of(input: &Input, group: usize) -> Vec<usize> {
    (0..input.group.len()).filter(|&row| input.group[row] == group).collect()
}
