//! From typed tables to what the analyses need of each patient.
//!
//! Invariants: rows and patients are numbered in key order; every order is asked for explicitly; no float is added but in
//! the defined quantities of the plan; every derived value can be traced to its step.

pub mod endpoints;
mod execute;
pub mod model;
mod populations;
pub mod readers;
mod relations;
mod responses;
mod values;

pub use populations::enter_pairs;

use crate::data::table::Data;
use crate::plan::ir::Plan;
use crate::program::step::{MatchingSteps, Program, StepId};
use execute::State;
use model::{Derived, MatchingValues};
use values::{days, number, words};

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
    finish(state)
}

/// What the analyses read of the columns.
fn finish(state: State) -> Derived {
    let (plan, program) = (state.plan, state.program);
    let dates = |step: &StepId| days(state.made(*step));
    let numbers = |steps: &[StepId]| -> Vec<Vec<Option<f64>>> {
        steps.iter().map(|s| state.made(*s).iter().map(|v| number(v.as_ref()?)).collect()).collect()
    };
    let matching = |steps: &MatchingSteps| MatchingValues {
        score: numbers(&steps.score),
        exact: numbers(&steps.exact),
        balance: numbers(&steps.balance),
    };
    let patients = plan.patient_table();
    let of_patients = plan.defines.iter().enumerate().filter(|(_, define)| define.table == patients);
    let text = |(index, define): (usize, &crate::plan::ir::Define)| {
        let values = state.made(program.defines[index]);
        (index, values.iter().map(|v| Some(words(v.as_ref()?, &define.value.ty))).collect())
    };
    Derived {
        patients: state.derived.keys[patients.0].clone(),
        events: program.events.iter().map(dates).collect(),
        time_zero: dates(&program.time_zero),
        covariates: program.matchings.iter().map(matching).collect(),
        censor: program.censor.iter().map(|step| step.as_ref().map_or_else(Vec::new, dates)).collect(),
        defined: of_patients.map(text).collect(),
        ..state.derived
    }
}
