//! Reading yes/no outcomes: counts by group, the two groups of a comparison, and matched pairs.

use super::statistic::{check_rows, not_estimable};
use super::{Input, Outcome};
use crate::number::{NotEstimable, Number};
use crate::stats::proportion::paired::Pairs;
use crate::stats::proportion::{Interval, Proportion};
use std::collections::BTreeMap;

/// The interval, unless its limits coincide: that would be certainty, which no data give.
pub(super) fn with_width(interval: Interval, reason: NotEstimable) -> Result<Interval, NotEstimable> {
    if interval.upper > interval.lower { Ok(interval) } else { Err(reason) }
}

/// A count, or why there is none.
pub(super) fn whole(value: Result<u64, NotEstimable>) -> Number {
    match value {
        Ok(v) => i64::try_from(v).map_or_else(|_| Number::NotEstimable(NotEstimable::TooManyToCount), Number::Count),
        Err(reason) => not_estimable(&reason),
    }
}

/// The outcome of each row, unweighted.
pub(super) fn outcomes(input: &Input) -> Result<&[bool], NotEstimable> {
    let Outcome::YesNo(values) = &input.outcome else {
        return Err(NotEstimable::WrongOutcome);
    };
    check_rows(input, values.len())?;
    Ok(values)
}

/// As [`outcomes`], for methods that count patients and cannot weight them.
pub(super) fn unweighted(input: &Input) -> Result<&[bool], NotEstimable> {
    if input.weights.is_some() {
        return Err(NotEstimable::TakesNoWeights);
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
        _ => Err(NotEstimable::TwoGroupsNeeded),
    }
}

/// The matched pairs, the member of group 0 first.
pub(super) fn pairs(input: &Input) -> Result<Pairs, NotEstimable> {
    let values = unweighted(input)?;
    let pair = input.pairs()?;
    if input.groups != 2 {
        return Err(NotEstimable::TwoGroupsNeeded);
    }
    if values.is_empty() {
        return Err(NotEstimable::NoPair);
    }
    let members = members(values, &input.group, pair);
    let complete: Vec<(bool, bool)> = members.iter().filter_map(|m| *m).collect();
    if complete.is_empty() {
        return Err(NotEstimable::NoPairAcrossGroups);
    }
    Ok(Pairs::of(&complete))
}

/// The values of each matched set, that of group 0 first; none of a set that is no pair of one patient of each group.
pub(super) fn members<T: Copy>(values: &[T], group: &[usize], set: &[usize]) -> Vec<Option<(T, T)>> {
    let mut members: BTreeMap<usize, [Vec<T>; 2]> = BTreeMap::new();
    for ((value, group), set) in values.iter().zip(group).zip(set) {
        if let Some(own) = members.entry(*set).or_default().get_mut(*group) {
            own.push(*value);
        }
    }
    let pair = |[first, second]: &[Vec<T>; 2]| match (first.as_slice(), second.as_slice()) {
        ([first], [second]) => Some((*first, *second)),
        _ => None,
    };
    members.values().map(pair).collect()
}

/// How many matched sets are no pair of one patient of each group.
pub(super) fn incomplete_sets(input: &Input) -> usize {
    let Some(pair) = &input.pair else { return 0 };
    let rows: Vec<usize> = (0..input.group.len()).collect();
    members(&rows, &input.group, pair).iter().filter(|m| m.is_none()).count()
}
