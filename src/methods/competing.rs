//! What the methods for competing risks share.

use super::statistic::check_rows;
use super::{Input, Outcome};
use crate::catalogue::Cause;
use crate::number::NotEstimable;
use crate::stats::survival::competing::CompetingTimes;

/// The times and causes of an input, checked; these methods take no weights.
pub(super) fn competing_times(input: &Input) -> Result<CompetingTimes, NotEstimable> {
    let Outcome::CompetingRisks { time, cause, causes } = &input.outcome else {
        return Err(NotEstimable::WrongOutcome);
    };
    check_rows(input, time.len())?;
    if input.weights.is_some() {
        return Err(NotEstimable::TakesNoWeights);
    }
    CompetingTimes::new(time, cause, causes.len())
}

/// The same rows with one cause as their event, any other being censored on its day.
pub(super) fn of_cause(input: &Input, cause: Cause) -> Result<Input, NotEstimable> {
    let times = competing_times(input)?;
    let place = (1..=times.causes()).find(|place| cause == Cause(*place)).ok_or(NotEstimable::NoSuchCause)?;
    let Outcome::CompetingRisks { time, cause, .. } = &input.outcome else {
        return Err(NotEstimable::WrongOutcome);
    };
    let event = cause.iter().map(|cause| *cause == place).collect();
    let outcome = Outcome::TimeToEvent { entry: None, time: time.clone(), event };
    Ok(Input { outcome, ..input.clone() })
}

/// The names of the causes, cause 1 first.
pub(super) fn causes(input: &Input) -> &[String] {
    match &input.outcome {
        Outcome::CompetingRisks { causes, .. } => causes,
        _ => &[],
    }
}
