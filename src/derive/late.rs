//! What is settled once everything was derived of everybody: pairs, and populations of pairs and of patients at risk.

use super::made::Noted;
use super::model::Derived;
use super::populations::{are_late, candidates, members};
use super::seen::Seen;
use crate::matching;
use crate::plan::ir::{MatchingId, PopulationId};
use crate::program::flat::FlatCovariate;
use crate::program::step::{Operation, Program, StepId};

/// In the order of the program, of patients of whom all else was derived.
pub fn settle(program: &Program, derived: &mut Derived) {
    settle_needed(program, derived, &program.all());
}

/// As [`settle`], what these steps make alone.
pub(super) fn settle_needed(program: &Program, derived: &mut Derived, steps: &[StepId]) {
    in_key_order(derived);
    let noted = Noted::default();
    for id in steps {
        noted.begin();
        match &program.step(*id).does {
            Operation::Match(id) => {
                derived.matched[id.0] = matched(program, derived, &noted, *id);
            }
            Operation::Members { population, of, .. } if are_late(program, *population) => {
                let seen = Seen::new(derived, program, &noted);
                let candidates = candidates(program, seen, of, derived.patients.len());
                derived.populations[population.0] = members(candidates, &derived.failing[population.0]);
            }
            _ => {}
        }
        noted.end(program, &[*id]);
    }
    derived.reads.add(noted.reads());
}

fn matched(program: &Program, derived: &Derived, noted: &Noted, id: MatchingId) -> matching::Matched {
    let matching = &program.flat.matchings[id.0];
    let seen = Seen::new(derived, program, noted);
    let own = |of: &[FlatCovariate]| seen.numbers(of).map(<[_]>::to_vec).collect();
    let covariates = matching::Covariates {
        score: own(&matching.covariates),
        exact: own(&matching.exact),
        balance: own(&matching.balance),
    };
    let among = |id: PopulationId| seen.population(id).patients.as_slice();
    let given = matching::Given {
        arms: seen.arms(),
        among: among(matching.among),
        caliper_over: among(matching.caliper_over),
        covariates,
    };
    matching::run(matching, given)
}

/// Rows that were found patient by patient stand in the order of their table, in which floats are added.
fn in_key_order(derived: &mut Derived) {
    derived.agreements.iter_mut().for_each(|rows| rows.sort_by_key(|(row, _)| *row));
    derived.occurrences.iter_mut().for_each(|rows| rows.sort_by_key(|occurrence| occurrence.row));
}
