//! From typed tables to what the analyses need of each patient.
//!
//! Invariants: rows and patients are numbered in key order; every order is asked for explicitly; no float is added but in
//! the defined quantities of the plan; every derived value can be traced to its step.

pub mod endpoints;
mod execute;
mod figures;
mod handed;
mod made;
pub mod model;
mod occurrences;
mod populations;
pub mod readers;
pub mod reason;
mod relations;
mod responses;
mod values;

pub use populations::enter_pairs;

use crate::data::table::Data;
use crate::plan::ir::Plan;
use crate::program::step::{Program, StepId};
use execute::State;
use model::Derived;

/// Carries out the steps of the program on typed tables that are those of the plan.
///
/// # Panics
///
/// Where a table has not the columns that the plan declares, which the reading of the data excludes.
pub fn derive(plan: &Plan, program: &Program, data: &Data) -> Derived {
    let mut state = State::new(plan, program, data);
    for (index, step) in program.steps.iter().enumerate() {
        if let Err(error) = state.carry_out(StepId(index), step) {
            panic!("{}: the typed tables are not those of the plan: {error}", step.id);
        }
    }
    let mut derived = finish(state);
    populations::enter_at_risk(&mut derived, plan);
    derived
}

/// What is read of columns by no step of its own: dates of events, and what the checks of the declarations look at.
fn finish(state: State) -> Derived {
    let (plan, program) = (state.plan, state.program);
    let patients = plan.patient_table();
    let of_sets = |(columns, response): (&Vec<usize>, &crate::plan::ir::Response)| {
        let things = response.criterion.things.map(|things| things.table);
        things.map_or_else(Vec::new, |table| columns.iter().map(|column| state.rows_of(table, *column)).collect())
    };
    let of_patients = plan.defines.iter().enumerate().filter(|(_, define)| define.table == patients);
    Derived {
        patients: state.derived.keys[patients.0].clone(),
        events: program.events.iter().map(|step| state.dates(*step)).collect(),
        unusable_events: program.events.iter().map(|step| state.unusable_in(*step)).collect(),
        time_zero: match plan.time_zero.event {
            Some(_) => state.dates(program.time_zero),
            None => vec![None; state.patients()],
        },
        required: program.required.iter().map(|r| (r.table, r.column, state.rows_of(r.table, r.condition))).collect(),
        sets: program.sets.iter().zip(&plan.responses).map(of_sets).collect(),
        defined: of_patients.map(|(index, _)| (index, state.made(program.defines[index]).clone())).collect(),
        ..state.derived
    }
}
