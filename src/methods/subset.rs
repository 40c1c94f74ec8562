//! Some of the rows of an input.

use super::{Input, Outcome};
use std::collections::BTreeSet;

impl Input {
    /// The input of these rows alone, in their order. Sets, clusters and strata are numbered among those that are left.
    pub fn only(&self, rows: &[usize]) -> Input {
        let places = |list: &Option<Vec<usize>>| list.as_ref().map(|list| numbered(&pick(list, rows)));
        Input {
            level: self.level,
            groups: self.groups,
            group: pick(&self.group, rows),
            outcome: self.outcome.only(rows),
            patient: pick(&self.patient, rows),
            pair: places(&self.pair),
            cluster: places(&self.cluster),
            strata: places(&self.strata),
            subgroup: places(&self.subgroup),
            contrast: self.contrast,
            weights: self.weights.as_ref().map(|list| pick(list, rows)),
            possible: self.possible.as_ref().map(|list| pick(list, rows)),
            covariates: self.covariates.iter().map(|(name, list)| (name.clone(), pick(list, rows))).collect(),
            categories: self.categories.clone(),
        }
    }
}

impl Outcome {
    fn only(&self, rows: &[usize]) -> Outcome {
        match self {
            Outcome::None => Outcome::None,
            Outcome::YesNo(list) => Outcome::YesNo(pick(list, rows)),
            Outcome::TimeToEvent { entry, time, event } => Outcome::TimeToEvent {
                entry: entry.as_ref().map(|list| pick(list, rows)),
                time: pick(time, rows),
                event: pick(event, rows),
            },
            Outcome::CompetingRisks { time, cause, causes } => {
                Outcome::CompetingRisks { time: pick(time, rows), cause: pick(cause, rows), causes: causes.clone() }
            }
            Outcome::Continuous(list) => Outcome::Continuous(pick(list, rows)),
            Outcome::Category { categories, value } => {
                Outcome::Category { categories: categories.clone(), value: pick(value, rows) }
            }
            Outcome::Shift { categories, assessed, from, to } => Outcome::Shift {
                categories: categories.clone(),
                assessed: *assessed,
                from: pick(from, rows),
                to: pick(to, rows),
            },
            Outcome::DiagnosticTest { test, reference, test_undetermined, reference_undetermined } => {
                Outcome::DiagnosticTest {
                    test: pick(test, rows),
                    reference: pick(reference, rows),
                    test_undetermined: pick(test_undetermined, rows),
                    reference_undetermined: pick(reference_undetermined, rows),
                }
            }
            Outcome::Events { count, time } => Outcome::Events { count: pick(count, rows), time: pick(time, rows) },
            Outcome::Agreement { categories, first, second } => Outcome::Agreement {
                categories: categories.clone(),
                first: pick(first, rows),
                second: pick(second, rows),
            },
            Outcome::SeveralReadings { categories, readings } => {
                Outcome::SeveralReadings { categories: categories.clone(), readings: pick(readings, rows) }
            }
            Outcome::Measurements(list) => Outcome::Measurements(pick(list, rows)),
            // The hypotheses that a graph is of are no rows: it has no part without the others.
            Outcome::PValues { names, values, graph: _ } => {
                Outcome::PValues { names: pick(names, rows), values: pick(values, rows), graph: None }
            }
            Outcome::PlannedPairs { pairs, alpha, test, interval } => {
                Outcome::PlannedPairs { pairs: *pairs, alpha: *alpha, test: test.clone(), interval: interval.clone() }
            }
        }
    }
}

fn pick<T: Clone>(list: &[T], rows: &[usize]) -> Vec<T> {
    rows.iter().filter_map(|row| list.get(*row).cloned()).collect()
}

/// The place of each among the distinct ones in ascending order.
fn numbered(list: &[usize]) -> Vec<usize> {
    let distinct: Vec<usize> = list.iter().copied().collect::<BTreeSet<usize>>().into_iter().collect();
    list.iter().filter_map(|one| distinct.binary_search(one).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_that_are_left_keep_their_order_and_what_is_said_of_them() {
        let all = Input {
            groups: 3,
            group: vec![0, 1, 2, 1],
            patient: vec![4, 5, 6, 7],
            outcome: Outcome::TimeToEvent {
                entry: None,
                time: vec![1.0, 2.0, 3.0, 4.0],
                event: vec![true, false, true, true],
            },
            strata: Some(vec![0, 1, 1, 2]),
            pair: Some(vec![3, 3, 9, 9]),
            weights: Some(vec![0.5, 1.0, 1.5, 2.0]),
            covariates: vec![("age".into(), vec![10.0, 20.0, 30.0, 40.0])],
            ..Input::default()
        };
        let some = all.only(&[1, 3]);
        assert_eq!((some.group, some.patient, some.groups), (vec![1, 1], vec![5, 7], 3));
        assert_eq!((some.strata, some.pair), (Some(vec![0, 1]), Some(vec![0, 1])));
        assert_eq!((some.weights, some.covariates), (Some(vec![1.0, 2.0]), vec![("age".into(), vec![20.0, 40.0])]));
        let Outcome::TimeToEvent { entry: None, time, event } = some.outcome else { panic!("times") };
        assert_eq!((time, event), (vec![2.0, 4.0], vec![false, true]));
    }
}
