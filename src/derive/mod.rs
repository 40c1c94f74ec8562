//! From typed tables to what the analyses need of each patient.
//!
//! Invariants: rows and patients are numbered in key order; every order is asked for explicitly; no float is added but in
//! the defined quantities of the plan; every derived value can be traced to its step.

pub mod endpoints;
mod execute;
mod figures;
pub mod model;
mod occurrences;
mod populations;
pub mod readers;
mod relations;
mod responses;
mod values;

pub use populations::enter_pairs;

use crate::data::table::Data;
use crate::plan::ir::{Agreement, AgreementOf, Analysis, Covariate, Plan, Response, TableId};
use crate::program::step::{AdjustmentSteps, GivenSteps, MatchingSteps, Program, StepId};
use crate::program::value::Value;
use execute::State;
use model::{AdjustmentValues, Derived, GivenValues, MatchingValues, ReportDerived};
use values::{days, is_yes, number, words};

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
    match state.occurrences() {
        Ok(occurrences) => state.derived.occurrences = occurrences,
        Err(error) => panic!("events: the typed tables are not those of the plan: {error}"),
    }
    let mut derived = finish(state);
    populations::enter_at_risk(&mut derived, plan);
    derived
}

/// The rows in which all columns of an agreement are known.
fn readings(state: &State, agreement: &Agreement) -> Vec<Vec<f64>> {
    let AgreementOf::Columns { table, columns, .. } = &agreement.of else { return vec![] };
    let columns: Vec<_> = columns.iter().map(|column| &state.columns[table.0][*column]).collect();
    let rows = columns.first().map_or(0, |column| column.len());
    (0..rows).filter_map(|row| columns.iter().map(|column| number(column[row].as_ref()?)).collect()).collect()
}

/// What the analyses read of the columns.
fn finish(state: State) -> Derived {
    let (plan, program) = (state.plan, state.program);
    let dates = |step: &StepId| days(state.made(*step));
    let unusable = |step: &StepId| -> Vec<usize> {
        let values = state.made(*step).iter().enumerate();
        values.filter(|(_, value)| **value == Some(Value::Unusable)).map(|(patient, _)| patient).collect()
    };
    let numbers = |steps: &[StepId]| -> Vec<Vec<Option<f64>>> {
        steps.iter().map(|s| state.made(*s).iter().map(|v| number(v.as_ref()?)).collect()).collect()
    };
    let matching = |steps: &MatchingSteps| MatchingValues {
        score: numbers(&steps.score),
        exact: numbers(&steps.exact),
        balance: numbers(&steps.balance),
    };
    let single = |step: &Option<StepId>| step.map(|s| numbers(&[s]).remove(0));
    let given = |steps: &GivenSteps| GivenValues {
        value: numbers(&[steps.value]).remove(0),
        event: single(&steps.event),
        entry: single(&steps.entry),
        baseline: single(&steps.baseline),
    };
    let sets = |step: &Option<StepId>, covariate: &Option<Covariate>| {
        let (step, covariate) = (step.as_ref()?, covariate.as_ref()?);
        let text = |v: &Option<Value>| {
            let usable = v.as_ref().filter(|v| **v != Value::Unusable)?;
            Some(words(usable, &covariate.expression.ty))
        };
        Some(state.made(*step).iter().map(text).collect())
    };
    let adjustment = |(steps, analysis): (&AdjustmentSteps, &Analysis)| AdjustmentValues {
        strata: numbers(&steps.strata),
        covariates: numbers(&steps.covariates),
        weights: single(&steps.weights),
        pairs: sets(&steps.pairs, &analysis.adjustment.pairs),
        cluster: sets(&steps.cluster, &analysis.adjustment.cluster),
    };
    let report = ReportDerived { characteristics: numbers(&program.report.characteristics), figures: state.figures() };
    let patients = plan.patient_table();
    let rows = |table: TableId, column: usize| -> Vec<usize> {
        let told = state.columns[table.0][column].iter().enumerate();
        told.filter(|(_, told)| is_yes(told)).map(|(row, _)| row).collect()
    };
    let of_sets = |(columns, response): (&Vec<usize>, &Response)| {
        columns.iter().map(|column| rows(response.criterion.lesion, *column)).collect()
    };
    let of_patients = plan.defines.iter().enumerate().filter(|(_, define)| define.table == patients);
    let text = |(index, define): (usize, &crate::plan::ir::Define)| {
        let values = state.made(program.defines[index]);
        (index, values.iter().map(|v| Some(words(v.as_ref()?, &define.value.ty))).collect())
    };
    Derived {
        patients: state.derived.keys[patients.0].clone(),
        events: program.events.iter().map(dates).collect(),
        unusable_events: program.events.iter().map(unusable).collect(),
        time_zero: match plan.time_zero.event {
            Some(_) => dates(&program.time_zero),
            None => vec![None; state.patients()],
        },
        report,
        agreements: plan.agreements.iter().map(|agreement| readings(&state, agreement)).collect(),
        given: program.given.iter().map(|steps| steps.as_ref().map(given)).collect(),
        adjustments: program.adjustments.iter().zip(&plan.analyses).map(adjustment).collect(),
        covariates: program.matchings.iter().map(matching).collect(),
        censor: program.censor.iter().map(|step| step.as_ref().map_or_else(Vec::new, dates)).collect(),
        required: program.required.iter().map(|r| (r.table, r.column, rows(r.table, r.condition))).collect(),
        sets: program.sets.iter().zip(&plan.responses).map(of_sets).collect(),
        defined: of_patients.map(text).collect(),
        ..state.derived
    }
}
