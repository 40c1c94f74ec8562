//! What the methods for competing risks share.

use super::statistic::check_rows;
use super::{Input, Outcome};
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

/// The names of the causes, cause 1 first.
pub(super) fn causes(input: &Input) -> &[String] {
    match &input.outcome {
        Outcome::CompetingRisks { causes, .. } => causes,
        _ => &[],
    }
}
