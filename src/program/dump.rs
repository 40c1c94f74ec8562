//! The steps as text, for people who want to see what a plan became.

use super::step::{HowBeside, Operation, Pick, Program, Quantifier, Step};
use crate::plan::dump::expression;
use crate::plan::ir::{Column, Known, Plan, Rows, TableId, Which};
use std::fmt::Write;

/// One step a paragraph: what it does, the clause it is of, and what it reads.
pub fn dump(program: &Program, plan: &Plan) -> String {
    let named = with_columns_made(plan, program);
    let mut out = String::new();
    for step in &program.steps {
        let clause = plan.clause_number(step.clause);
        let inputs: Vec<&str> = step.inputs.iter().map(|i| program.step(*i).id.as_str()).collect();
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{}  \"{}\"  [clause {clause}]", step.id, step.label);
        let _ = writeln!(out, "  {} {}", step.does.word(), what(step, program, &named));
        if !inputs.is_empty() {
            let _ = writeln!(out, "  from {}", inputs.join(", "));
        }
    }
    out
}

/// What each step does, by names alone.
pub(super) fn what_all(program: &Program, plan: &Plan) -> Vec<String> {
    let named = with_columns_made(plan, program);
    program.steps.iter().map(|step| what(step, program, &named)).collect()
}

/// The plan with the columns that steps make, named by their steps, so that expressions can be printed.
fn with_columns_made(plan: &Plan, program: &Program) -> Plan {
    let mut plan = plan.clone();
    for (table, made) in plan.tables.iter_mut().zip(&program.columns) {
        for step in made.iter().map(|id| program.step(*id)) {
            table.columns.push(Column {
                name: step.id.clone(),
                label: step.label.clone(),
                ty: crate::plan::ir::Type::Text,
                missing_allowed: true,
                reference: None,
                known: Known::Itself,
                rules: vec![],
                detection_limit: false,
                ordered: false,
                asserted: None,
                span: step.span,
            });
        }
    }
    plan
}

fn what(step: &Step, program: &Program, plan: &Plan) -> String {
    let name = |table: TableId| plan.table(table).header.name.as_str();
    let column = |table: TableId, index: usize| plan.table(table).columns[index].name.as_str();
    match &step.does {
        Operation::Read(table) => name(*table).to_string(),
        Operation::Join { table, to } => format!("each row of {} to its row of {}", name(*table), name(*to)),
        Operation::Sort(table) => {
            let by: Vec<&str> = plan.table(*table).order.iter().map(|c| column(*table, *c)).collect();
            format!("{} by {}", name(*table), by.join(", "))
        }
        Operation::Compute { table, value } => {
            format!("{} in each row of {}", expression(plan, value, *table), name(*table))
        }
        Operation::Above { table, above, column: c } => {
            format!("{} of {} to each row of {}", column(*above, *c), name(*above), name(*table))
        }
        Operation::Filter { table, condition } => format!("{} where {}", name(*table), column(*table, *condition)),
        Operation::Quantify { table, below, rows, how } => {
            let rows = rows.map_or(name(*below), |r| program.step(r).id.as_str());
            let how = quantifier(*how);
            format!("{how} {rows} for each row of {}", name(*table))
        }
        Operation::Select { table, below, rows, pick, value } => {
            let rows = rows.map_or(name(*below), |r| program.step(r).id.as_str());
            let value = column(*below, *value);
            let what = match pick {
                Pick::First => format!("{value} of the first of {rows}"),
                Pick::Last => format!("{value} of the last of {rows}"),
                Pick::Only => format!("{value} of {rows}"),
                Pick::Nearest { date, to, earlier } => {
                    let tie = if *earlier { "earlier" } else { "later" };
                    let (date, to) = (column(*below, *date), column(*table, *to));
                    format!("{value} of that of {rows} whose {date} is nearest to {to}, of two the {tie},")
                }
                Pick::All(how) => format!("{} of {value} of {rows}", how.word()),
            };
            format!("{what} for each row of {}", name(*table))
        }
        Operation::Beside { table, other, common: _, around, date, low, high, rows, how } => {
            let rows = rows.map_or(name(*other), |r| program.step(r).id.as_str());
            let what = match how {
                HowBeside::Quantify(how) => quantifier(*how).to_string(),
                HowBeside::Pick { which, value } => {
                    let tie = match which {
                        Which::First | Which::Last => "",
                        Which::Nearest { earlier: true } => ", of two the earlier",
                        Which::Nearest { earlier: false } => ", of two the later",
                    };
                    format!("{} of the {}{tie} of", column(*other, *value), which.word())
                }
            };
            let day = |day: &Option<i64>| day.map_or("without end".to_string(), |day| format!("day {day}"));
            let (date, around) = (column(*other, *date), column(*table, *around));
            let days = format!("{date} from {} to {} of {around}", day(low), day(high));
            format!("{what} {rows} beside each row of {}, {days}", name(*table))
        }
        Operation::Choose { table, rows, prefer, .. } => {
            let prefer = prefer.map_or(String::new(), |c| format!(", {} preferred", column(*table, c)));
            format!("one of {} for each patient{prefer}", program.step(*rows).id)
        }
        Operation::Classify { conditions, .. } => format!("each patient in one of {} arms", conditions.len()),
        Operation::Members { require, .. } => format!("the patients who meet {} requirements", require.len()),
        Operation::Fold(response) => {
            let criterion = &plan.responses[response.0].criterion;
            let below = criterion.things.map_or(String::new(), |things| format!(" and {}", name(things.table)));
            format!("{} over {}{below}", criterion.header.name, name(criterion.exam))
        }
        Operation::Combine(combine) => {
            let of: Vec<&str> =
                plan.combines[*combine].of.iter().map(|r| plan.responses[r.response.0].header.name.as_str()).collect();
            format!("the readers of {}", of.join(", "))
        }
        Operation::Check { table, .. } => format!("the rows of {}", name(*table)),
        Operation::Declared(table) => format!("each row of {}", name(*table)),
        Operation::Require { table, column: required, condition } => {
            let (required, condition) = (column(*table, *required), column(*table, *condition));
            format!("{required} of {} where {condition}", name(*table))
        }
        Operation::Sets { response, conditions } => {
            let criterion = &plan.responses[response.0].criterion;
            let table = criterion.rows_of();
            let sets = criterion.rows.iter().zip(conditions);
            let set =
                |(set, condition): (&Rows, &usize)| format!("{} where {}", set.header.name, column(table, *condition));
            format!("of {}: {}", name(table), sets.map(set).collect::<Vec<_>>().join(", "))
        }
        Operation::Match(_) => "pairs of patients".to_string(),
        Operation::Intercurrent(_) => "its day in each patient".to_string(),
        Operation::Endpoint(_) => "its value in each patient".to_string(),
        Operation::Analyse(analysis) => {
            let methods: Vec<&str> = plan.analyses[*analysis].methods.iter().map(|m| m.method.name).collect();
            format!("by {}", methods.join(", "))
        }
        Operation::Describe => "by arm".to_string(),
        Operation::Draw(_) => "each patient's own line".to_string(),
        Operation::Agree(_) => "both readings side by side".to_string(),
        Operation::CountLesions(_) => "by their category".to_string(),
        Operation::Tally(_) => "of each row of its rules".to_string(),
        Operation::Size(_) => "of no patient".to_string(),
        Operation::Adjust(family) => {
            let of = plan.families[*family].of.iter().map(|a| plan.analyses[*a].header.name.as_str());
            format!("the p-values of {}", of.collect::<Vec<_>>().join(", "))
        }
    }
}

fn quantifier(how: Quantifier) -> &'static str {
    match how {
        Quantifier::Any => "whether any of",
        Quantifier::No => "whether none of",
        Quantifier::Count => "the rows of",
    }
}
