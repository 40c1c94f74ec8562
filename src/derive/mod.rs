//! From typed tables to what the analyses need of each patient.
//!
//! Invariants: rows and patients are numbered in key order; every order is asked for explicitly; no float is added but in
//! the defined quantities of the plan; every derived value can be traced to its step.

mod beside;
mod column;
mod conditions;
pub mod endpoints;
mod execute;
mod figures;
mod handed;
mod late;
mod made;
mod merge;
pub mod model;
mod occurrences;
mod populations;
pub mod readers;
pub mod reason;
mod relations;
mod responses;
pub mod seen;
mod select;
mod tally;
mod values;

pub use made::{Noted, Reads};
pub use values::key;

use crate::data::table::Data;
use crate::plan::ir::Plan;
use crate::program::step::{Program, StepId};
use execute::State;
pub use late::settle;
use model::Derived;

/// All that is derived from typed tables that are those of the plan, of everybody at once.
///
/// # Panics
///
/// Where a table has not the columns that the plan declares, which the reading of the data excludes.
pub fn derive(plan: &Plan, program: &Program, data: &Data) -> Derived {
    let mut derived = of_part(plan, program, data);
    settle(program, &mut derived);
    derived
}

/// Whatever is derived of one patient at a time, of the patients of these tables, each with all rows of theirs.
///
/// # Panics
///
/// As [`derive`].
pub fn of_part(plan: &Plan, program: &Program, data: &Data) -> Derived {
    needed_of_part(plan, program, data, &program.all())
}

/// As [`derive`], these steps alone, which rest on no others: what others make is nothing.
///
/// # Panics
///
/// As [`derive`].
pub fn needed(plan: &Plan, program: &Program, data: &Data, steps: &[StepId]) -> Derived {
    let mut derived = needed_of_part(plan, program, data, steps);
    late::settle_needed(program, &mut derived, steps);
    derived
}

/// As [`of_part`], these steps alone, which stand in the order of the program and rest on no others.
///
/// # Panics
///
/// As [`derive`].
pub fn needed_of_part(plan: &Plan, program: &Program, data: &Data, steps: &[StepId]) -> Derived {
    let mut state = State::new(plan, program, data);
    let mut open = steps.iter().copied().peekable();
    for id in program.all() {
        match open.next_if_eq(&id) {
            Some(id) => state.carry_out(id, program.step(id)),
            None => state.pass_over(program.step(id)),
        }
    }
    Derived { reads: state.made.noted.reads(), ..state.derived }
}
