//! Reading tables of counts: groups by categories, whole and by stratum.

use super::statistic::check_rows;
use super::yes_no::unweighted;
use super::{Input, Outcome};
use crate::number::NotEstimable;
use crate::stats::proportion::Proportion;
use std::collections::BTreeMap;

/// The category of each row and how many there are; yes is the first of two.
fn categories(input: &Input) -> Result<(Vec<usize>, usize), NotEstimable> {
    match &input.outcome {
        Outcome::Category { categories, value } => {
            check_rows(input, value.len())?;
            if input.weights.is_some() {
                return Err(NotEstimable::TakesNoWeights);
            }
            if value.iter().any(|v| *v >= categories.len()) {
                return Err(NotEstimable::CategoryOutsideList);
            }
            Ok((value.clone(), categories.len()))
        }
        _ => Ok((unweighted(input)?.iter().map(|yes| usize::from(!yes)).collect(), 2)),
    }
}

/// Counts by group and category, of all groups and all categories.
pub(super) fn by_group_and_category(input: &Input) -> Result<Vec<Vec<u64>>, NotEstimable> {
    let (value, n) = categories(input)?;
    let mut counts = vec![vec![0; n]; input.groups];
    for (group, category) in input.group.iter().zip(&value) {
        counts[*group][*category] += 1;
    }
    Ok(counts)
}

/// Counts by group and category. Groups without a patient and categories that no patient has are left out alike: they say nothing, and
/// the degrees of freedom are those of the rest.
pub(super) fn table(input: &Input) -> Result<Vec<Vec<u64>>, NotEstimable> {
    let mut counts = by_group_and_category(input)?;
    counts.retain(|row| row.iter().any(|n| *n > 0));
    if matches!(input.outcome, Outcome::Category { .. }) {
        let n = counts.first().map_or(0, Vec::len);
        let kept: Vec<usize> = (0..n).filter(|j| counts.iter().any(|r| r[*j] > 0)).collect();
        counts = counts.iter().map(|r| kept.iter().map(|j| r[*j]).collect()).collect();
    }
    Ok(counts)
}

/// Counts by stratum, group and category, strata in ascending order.
pub(super) fn stratified(input: &Input) -> Result<Vec<Vec<Vec<u64>>>, NotEstimable> {
    let (value, n) = categories(input)?;
    let strata = input.strata.as_ref().ok_or(NotEstimable::NoStrata)?;
    let mut counts: BTreeMap<usize, Vec<Vec<u64>>> = BTreeMap::new();
    for ((group, category), stratum) in input.group.iter().zip(&value).zip(strata) {
        counts.entry(*stratum).or_insert_with(|| vec![vec![0; n]; input.groups])[*group][*category] += 1;
    }
    Ok(counts.into_values().collect())
}

/// Both groups of each stratum of a yes/no outcome.
pub(super) fn two_groups_by_stratum(input: &Input) -> Result<Vec<(Proportion, Proportion)>, NotEstimable> {
    if input.groups != 2 {
        return Err(NotEstimable::TwoGroupsNeeded);
    }
    unweighted(input)?;
    let of = |row: &[u64]| Proportion::new(row[0], row[0] + row[1]);
    Ok(stratified(input)?.iter().map(|t| (of(&t[0]), of(&t[1]))).collect())
}
