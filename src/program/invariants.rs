//! What is true of every program, as a function: each invariant says where it does not hold.
//!
//! That expressions of steps are flat is no invariant to be looked for: it is their type.

use super::step::{HowBeside, Operation, Program, Step, StepId};
use crate::plan::ir::{Plan, TableId};
use std::collections::BTreeSet;

/// What does not hold, in words, with the step it does not hold of. None in the program of any plan without an error.
pub fn invariants(program: &Program, plan: &Plan) -> Vec<String> {
    let mut found = vec![];
    let mut names = BTreeSet::new();
    for (index, step) in program.steps.iter().enumerate() {
        let mut broken = |what: &str| found.push(format!("{}: {what}", step.id));
        if !names.insert(step.id.as_str()) {
            broken("another step has this name");
        }
        if step.inputs.iter().any(|input| input.0 >= index) {
            broken("stands before what it reads");
        }
        if step.inputs.windows(2).any(|pair| pair[0] >= pair[1]) {
            broken("its inputs are not in order, each once");
        }
        // What a number of patients can show rests on the plan alone.
        if step.inputs.is_empty() && !matches!(step.does, Operation::Read(_) | Operation::Size(_)) {
            broken("reads nothing");
        }
        if step.clause.0 >= plan.clauses.len() {
            broken("is of no clause");
        }
        if let Some((table, column)) = step.column
            && program.source(table, column) != StepId(index)
        {
            broken("its column is found under another step");
        }
        columns(program, plan, step, &mut broken);
    }
    let listed = |name: &str, steps: &[StepId], of: usize| {
        let inside = steps.iter().all(|step| step.0 < program.steps.len());
        (steps.len() != of || !inside).then(|| format!("{name}: not one step for each of the plan"))
    };
    found.extend(listed("tables", &program.tables, plan.tables.len()));
    found.extend(listed("events", &program.events, plan.events.len()));
    found.extend(listed("defines", &program.defines, plan.defines.len()));
    found.extend(listed("populations", &program.populations, plan.populations.len()));
    found.extend(listed("checks", &program.checks, plan.checks.len()));
    found.extend(listed("folds", &program.folds, plan.responses.len()));
    found.extend(listed("endpoints", &program.endpoints, plan.endpoints.len()));
    found.extend(listed("analyses", &program.analyses, plan.analyses.len()));
    found.extend(listed("families", &program.families, plan.families.len()));
    found.extend(listed("lesions", &program.lesions, plan.lesions.len()));
    found.extend(listed("sample sizes", &program.sample_sizes, plan.sample_sizes.len()));
    found.extend(listed("agreements", &program.agreements, plan.agreements.len()));
    found
}

/// Every column a step names is declared, or made by a step before it.
fn columns(program: &Program, plan: &Plan, step: &Step, broken: &mut dyn FnMut(&str)) {
    let mut named: Vec<(TableId, usize)> = vec![];
    match &step.does {
        Operation::Compute { table, value } => named.extend(value.columns().into_iter().map(|c| (*table, c))),
        Operation::Above { table: _, above, column } => named.push((*above, *column)),
        Operation::Filter { table, condition } => named.push((*table, *condition)),
        Operation::Select { below, value, .. } => named.push((*below, *value)),
        Operation::Beside { table, other, around, date, how, .. } => {
            named.extend([(*table, *around), (*other, *date)]);
            if let HowBeside::Pick { value, .. } = how {
                named.push((*other, *value));
            }
        }
        Operation::Choose { table, prefer, .. } => named.extend(prefer.map(|column| (*table, column))),
        Operation::Classify { conditions, .. } => {
            named.extend(conditions.iter().flatten().map(|column| (plan.patient_table(), *column)));
        }
        Operation::Members { require, .. } => named.extend(require.iter().map(|c| (plan.patient_table(), *c))),
        Operation::Check { table, cases, .. } => {
            named
                .extend(cases.iter().flat_map(|case| case.only.into_iter().chain([case.require])).map(|c| (*table, c)));
        }
        Operation::Fold(response) => {
            let criterion = &program.flat.responses[response.0].criterion;
            let columns = criterion.columns_named();
            named.extend(columns.exam.into_iter().map(|column| (criterion.exam, column)));
            let things = criterion.rows_of();
            named.extend(columns.lesion.into_iter().map(|column| (things, column)));
        }
        Operation::Require { table, column: _, condition } => named.push((*table, *condition)),
        Operation::Sets { response, conditions } => {
            let criterion = &program.flat.responses[response.0].criterion;
            let things = criterion.rows_of();
            named.extend(conditions.iter().map(|column| (things, *column)));
        }
        Operation::Read(_)
        | Operation::Declared(_)
        | Operation::Join { .. }
        | Operation::Sort(_)
        | Operation::Quantify { .. }
        | Operation::Combine(_)
        | Operation::Match(_)
        | Operation::Intercurrent(_)
        | Operation::Endpoint(_)
        | Operation::Analyse(_)
        | Operation::Describe
        | Operation::Draw(_)
        | Operation::Agree(_)
        | Operation::Adjust(_)
        | Operation::CountLesions(_)
        | Operation::Tally(_)
        | Operation::Size(_) => {}
    }
    for (table, column) in named {
        let declared = plan.table(table).columns.len();
        let made = column.checked_sub(declared).map(|at| program.columns[table.0].get(at));
        match made {
            None => {}
            Some(None) => broken("names a column that is not there"),
            Some(Some(source)) if !step.inputs.contains(source) => {
                broken("names a column that is not among its inputs")
            }
            Some(Some(_)) => {}
        }
    }
}
