//! Reading yes/no outcomes: counts by group, the two groups of a comparison, and matched pairs.

use super::statistic::{At, check_rows, not_estimable, number};
use super::{Input, Outcome, Output};
use crate::results::Number;
use crate::stats::proportion::paired::Pairs;
use crate::stats::proportion::{Interval, Proportion};
use crate::stats::{Estimable, NotEstimable};
use std::collections::BTreeMap;

impl Output {
    /// Adds `estimate`, `lower` and `upper`.
    pub(super) fn push_interval(&mut self, at: &At, estimate: Estimable, interval: Result<Interval, NotEstimable>) {
        self.push("estimate", at.clone(), number(estimate));
        self.push_limits(at, interval);
    }

    /// Adds `lower` and `upper`.
    pub(super) fn push_limits(&mut self, at: &At, interval: Result<Interval, NotEstimable>) {
        self.push("lower", at.clone(), number(interval.clone().map(|i| i.lower)));
        self.push("upper", at.clone(), number(interval.map(|i| i.upper)));
    }
}

/// The interval, unless its limits coincide: that would be certainty, which no data give.
pub(super) fn with_width(interval: Interval, reason: &'static str) -> Result<Interval, NotEstimable> {
    if interval.upper > interval.lower { Ok(interval) } else { Err(NotEstimable::new(reason)) }
}

/// A count, or why there is none.
pub(super) fn whole(value: Result<u64, NotEstimable>) -> Number {
    match value {
        Ok(v) => i64::try_from(v).map_or_else(|_| Number::NotEstimable("too many".to_string()), Number::Count),
        Err(reason) => not_estimable(&reason),
    }
}

/// The outcome of each row, unweighted.
pub(super) fn outcomes(input: &Input) -> Result<&[bool], NotEstimable> {
    let Outcome::YesNo(values) = &input.outcome else {
        return Err(NotEstimable::new("the outcome is not yes or no"));
    };
    check_rows(input, values.len())?;
    Ok(values)
}

/// As [`outcomes`], for methods that count patients and cannot weight them.
pub(super) fn unweighted(input: &Input) -> Result<&[bool], NotEstimable> {
    if input.weights.is_some() {
        return Err(NotEstimable::new("the method counts patients and takes no weights"));
    }
    outcomes(input)
}

/// Responders and patients of each group.
pub(super) fn counts(input: &Input) -> Result<Vec<Proportion>, NotEstimable> {
    let values = unweighted(input)?;
    let mut counts = vec![Proportion::default(); input.groups];
    for (responds, group) in values.iter().zip(&input.group) {
        counts[*group].n += 1;
        counts[*group].responders += u64::from(*responds);
    }
    Ok(counts)
}

/// The group compared and the one it is compared against.
pub(super) fn two_groups(input: &Input) -> Result<(Proportion, Proportion), NotEstimable> {
    match counts(input)?.as_slice() {
        [first, second] => Ok((*first, *second)),
        _ => Err(NotEstimable::new("the comparison needs two groups")),
    }
}

/// The matched pairs, the member of group 0 first.
pub(super) fn pairs(input: &Input) -> Result<Pairs, NotEstimable> {
    let values = unweighted(input)?;
    let Some(pair) = &input.pair else {
        return Err(NotEstimable::new("the population is not matched"));
    };
    if input.groups != 2 {
        return Err(NotEstimable::new("the comparison needs two groups"));
    }
    if values.is_empty() {
        return Err(NotEstimable::new("no pair"));
    }
    let mut members: BTreeMap<usize, [Option<bool>; 2]> = BTreeMap::new();
    for ((responds, group), set) in values.iter().zip(&input.group).zip(pair) {
        let place = &mut members.entry(*set).or_default()[*group];
        if place.replace(*responds).is_some() {
            return Err(NotEstimable::new("a matched set holds two patients of one group"));
        }
    }
    let complete: Option<Vec<(bool, bool)>> =
        members.values().map(|[first, second]| Some((*(first.as_ref())?, *(second.as_ref())?))).collect();
    complete.map(|p| Pairs::of(&p)).ok_or(NotEstimable::new("a patient has no partner in the pair"))
}
