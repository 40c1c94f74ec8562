//! Reading continuous outcomes: values by group and differences within pairs.

use super::statistic::check_rows;
use super::yes_no::members;
use super::{Input, Outcome};
use crate::number::NotEstimable;
use crate::stats::exact;

/// The value of each row; methods of means and ranks take no weights.
pub(super) fn values(input: &Input) -> Result<&[f64], NotEstimable> {
    let Outcome::Continuous(values) = &input.outcome else {
        return Err(NotEstimable::WrongOutcome);
    };
    check_rows(input, values.len())?;
    if input.weights.is_some() {
        return Err(NotEstimable::TakesNoWeights);
    }
    // Beyond this, squares of the values leave the range of numbers.
    if values.iter().any(|v| v.is_nan() || v.abs() > 1e100) {
        return Err(NotEstimable::ValueMissingOrInfinite);
    }
    Ok(values)
}

/// The values of each group, in the order of the rows.
pub(super) fn groups(input: &Input) -> Result<Vec<Vec<f64>>, NotEstimable> {
    let mut groups = vec![vec![]; input.groups];
    for (value, group) in values(input)?.iter().zip(&input.group) {
        groups[*group].push(*value);
    }
    Ok(groups)
}

/// The group compared and the one it is compared against.
pub(super) fn two_groups(input: &Input) -> Result<(Vec<f64>, Vec<f64>), NotEstimable> {
    match groups(input)?.as_slice() {
        [first, second] => Ok((first.clone(), second.clone())),
        _ => Err(NotEstimable::TwoGroupsNeeded),
    }
}

/// Value of the member of group 0 minus that of group 1, one per pair.
pub(super) fn pair_differences(input: &Input) -> Result<Vec<f64>, NotEstimable> {
    let values = values(input)?;
    let pair = input.pairs()?;
    if input.groups != 2 {
        return Err(NotEstimable::TwoGroupsNeeded);
    }
    let members = members(values, &input.group, pair);
    let (first, second): (Vec<f64>, Vec<f64>) = members.into_iter().flatten().unzip();
    if first.is_empty() {
        return Err(NotEstimable::NoPairAcrossGroups);
    }
    Ok(exact::differences(&first, &second))
}
