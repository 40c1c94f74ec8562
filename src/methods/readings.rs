//! Reading what several readers said of the same things.

use super::{Input, Outcome};
use crate::number::NotEstimable;
use crate::stats::agreement::Readings;
use crate::stats::fleiss::Assignments;
use crate::stats::intraclass::MeanSquares;

/// The table of both readings over the list of categories.
pub(super) fn readings(input: &Input) -> Result<Readings, NotEstimable> {
    let Outcome::Agreement { categories, first, second } = &input.outcome else {
        return Err(NotEstimable::WrongOutcome);
    };
    unweighted(input)?;
    Readings::new(categories.len(), first, second)
}

/// How many readers put each subject into each category.
pub(super) fn assignments(input: &Input) -> Result<Assignments, NotEstimable> {
    let Outcome::SeveralReadings { categories, readings } = &input.outcome else {
        return Err(NotEstimable::WrongOutcome);
    };
    unweighted(input)?;
    Assignments::new(categories.len(), readings)
}

/// The analysis of variance of measurements by several readers.
pub(super) fn mean_squares(input: &Input) -> Result<MeanSquares, NotEstimable> {
    let Outcome::Measurements(values) = &input.outcome else {
        return Err(NotEstimable::WrongOutcome);
    };
    unweighted(input)?;
    MeanSquares::new(values)
}

fn unweighted(input: &Input) -> Result<(), NotEstimable> {
    match input.weights {
        Some(_) => Err(NotEstimable::TakesNoWeights),
        None => Ok(()),
    }
}
