//! Reading numbers of events and times at risk by group.

use super::statistic::check_rows;
use super::{Input, Outcome};
use crate::number::NotEstimable;
use crate::stats::rates::Rate;

/// Events and time at risk of each group.
pub(super) fn rates(input: &Input) -> Result<Vec<Rate>, NotEstimable> {
    let Outcome::Events { count, time } = &input.outcome else {
        return Err(NotEstimable::WrongOutcome);
    };
    check_rows(input, count.len().max(time.len()))?;
    if count.len() != time.len() || time.iter().any(|t| !(*t >= 0.0 && t.is_finite())) {
        return Err(NotEstimable::TimeAtRiskMissingOrNegative);
    }
    if input.weights.is_some() {
        return Err(NotEstimable::TakesNoWeights);
    }
    let mut rates = vec![Rate::default(); input.groups];
    for ((events, time), group) in count.iter().zip(time).zip(&input.group) {
        let sum = rates[*group].events.checked_add(*events);
        rates[*group].events = sum.ok_or(NotEstimable::TooManyToCount)?;
        rates[*group].time += time;
    }
    Ok(rates)
}

/// The group compared and the one it is compared against.
pub(super) fn two_rates(input: &Input) -> Result<(Rate, Rate), NotEstimable> {
    match rates(input)?.as_slice() {
        [first, second] => Ok((*first, *second)),
        _ => Err(NotEstimable::TwoGroupsNeeded),
    }
}
