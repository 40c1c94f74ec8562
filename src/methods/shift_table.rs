//! `shift_table`: categories at baseline by categories afterwards.

use super::statistic::{Answer, At, check_rows, number, rows_of};
use super::yes_no::whole;
use super::{Input, Outcome, Term};
use crate::catalogue::shift_table::{Gives, Options};
use crate::number::NotEstimable;
use crate::stats::proportion::Proportion;

/// How many patients of a group went from each category, the row, to each.
type Counts = Vec<Vec<u64>>;

pub(super) fn run(input: &Input, _: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    let (categories, assessed): (&[String], usize) = match &input.outcome {
        Outcome::Shift { categories, assessed, .. } => (categories, *assessed),
        _ => (&[], 0),
    };
    for group in 0..input.groups {
        let counts = counts(input, group);
        let sum = |of: usize| counts.as_ref().map(|all| sum_of(all, of)).map_err(Clone::clone);
        let both = sum(assessed);
        let at = At::all().group(group);
        output.push(Gives::N, &at, whole(sum(categories.len())));
        output.push(Gives::BothAssessed, &at, whole(both.clone()));
        for (from, was) in categories.iter().enumerate() {
            for (to, is) in categories.iter().enumerate() {
                let at = at.term(Term::Shift { from: was.clone(), to: is.clone() });
                let patients = counts.as_ref().map(|all| all[from][to]).map_err(Clone::clone);
                output.push(Gives::Patients, &at, whole(patients.clone()));
                if from < assessed && to < assessed {
                    let share = patients.and_then(|patients| Proportion::new(patients, both.clone()?).estimate());
                    output.push(Gives::Proportion, &at, number(share));
                }
            }
        }
    }
    output
}

/// Over the first so many categories of both.
fn sum_of(counts: &Counts, categories: usize) -> u64 {
    counts.iter().take(categories).flat_map(|row| row.iter().take(categories)).sum()
}

fn counts(input: &Input, group: usize) -> Result<Counts, NotEstimable> {
    let Outcome::Shift { categories, from, to, .. } = &input.outcome else {
        return Err(NotEstimable::WrongOutcome);
    };
    if input.weights.is_some() {
        return Err(NotEstimable::TakesNoWeights);
    }
    check_rows(input, from.len())?;
    check_rows(input, to.len())?;
    if from.iter().chain(to).any(|category| *category >= categories.len()) {
        return Err(NotEstimable::CategoryOutsideList);
    }
    let mut counts = vec![vec![0; categories.len()]; categories.len()];
    rows_of(input, group).into_iter().for_each(|row| counts[from[row]][to[row]] += 1);
    Ok(counts)
}
