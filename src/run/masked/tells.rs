//! Which steps of a program tell the arm of a patient, other than by the arms as they are dealt.
//!
//! What makes an arm are the steps that its conditions rest on, but for those that they rest on by time zero alone. A step tells the
//! arm where it is one of them, reads a column that one of them reads or rows that may be of the arm, is said of one arm alone, or
//! rests on a step that tells it.

use crate::plan::ir::{
    AgreementOf, CompareOp, Compared, EndpointKind, ExprKind, Literal, Plan, ResponseId, TableId, Type,
};
use crate::program::evaluate::{Environment, truth};
use crate::program::expression::{FlatExpr, NeverKnown};
use crate::program::step::{HowBeside, Pick};
use crate::program::value::Value;
use crate::program::{Operation, Program, StepId};
use crate::queries::reads::Reads;
use crate::results::WhyWithheld;
use std::collections::{BTreeMap, BTreeSet};

type ColumnOf = (TableId, usize);

pub(super) struct Tells<'a> {
    plan: &'a Plan,
    program: &'a Program,
    /// Declared columns that make an arm, each with the codes that are asked of it, where nothing else is.
    columns: BTreeMap<ColumnOf, Option<Vec<Literal>>>,
    /// By step.
    steps: Vec<Option<WhyWithheld>>,
}

impl<'a> Tells<'a> {
    pub fn of(plan: &'a Plan, program: &'a Program) -> Tells<'a> {
        let own = beside_time_zero(plan, program);
        let of_zero: BTreeSet<StepId> =
            program.upstream(&[program.time_zero]).into_iter().filter(|id| !own.contains(id)).collect();
        let makes: BTreeSet<StepId> = own.into_iter().filter(|id| !is_of_everybody(&program.step(*id).does)).collect();
        let mut tells = Tells { plan, program, columns: BTreeMap::new(), steps: vec![None; program.steps.len()] };
        for id in &makes {
            for of in tells.declared(tells.named(*id)) {
                let codes = asked(&program.step(*id).does, of.1);
                let entry = tells.columns.entry(of).or_insert_with(|| Some(vec![]));
                *entry = entry.take().zip(codes).map(|(a, b)| [a, b].concat());
            }
            // Whoever has a row is in the arm, whatever stands in it.
            if let Some((table, None)) = tells.rows_of(&program.step(*id).does) {
                tells.columns.extend((0..plan.table(table).columns.len()).map(|column| ((table, column), None)));
            }
        }
        for (index, step) in program.steps.iter().enumerate() {
            let id = StepId(index);
            if id == program.arms || of_zero.contains(&id) {
                continue;
            }
            let rests = |input: &&StepId| **input != program.arms && !tells.is_met_by_all(&makes, &step.does, **input);
            let rests = step.inputs.iter().filter(rests).find_map(|input| tells.steps[input.0]);
            let tells_it = makes.contains(&id) || tells.reads_what_makes_an_arm(id);
            tells.steps[index] = match (tells_it, rests) {
                (true, _) => Some(WhyWithheld::TellsTheArm),
                (false, rests) => tells.of_one_arm(&step.does).or(rests),
            };
        }
        tells
    }

    /// A requirement of a population, of the event that makes an arm, that only those do not meet who had it before time zero: of
    /// whoever else it is, and of whichever arm, they all meet it.
    fn is_met_by_all(&self, makes: &BTreeSet<StepId>, does: &Operation, input: StepId) -> bool {
        let Operation::Members { .. } = does else { return false };
        let Operation::Compute { table, value } = &self.program.step(input).does else { return false };
        let own = |column: &usize| makes.contains(&self.program.source(*table, *column));
        let events: BTreeSet<usize> = value.columns().into_iter().filter(own).collect();
        let [event] = events.iter().copied().collect::<Vec<_>>()[..] else { return false };
        let is_event = self.program.events.contains(&self.program.source(*table, event));
        let met =
            |day: Option<i32>| truth(value, &HadOn { program: self.program, table: *table, event, day }) == Some(true);
        is_event && met(None) && (0..=LONGEST).all(|day| met(Some(day)))
    }

    pub fn step(&self, id: StepId) -> Option<WhyWithheld> {
        self.steps[id.0]
    }

    /// A cell of the column, or what is asked of it, tells an arm.
    pub fn column(&self, of: ColumnOf) -> bool {
        let reads = Reads::of_column(self.plan, of.0, of.1);
        let required = self.program.steps.iter().enumerate().any(|(index, step)| {
            let is_of = matches!(step.does, Operation::Require { table, column, .. } if (table, column) == of);
            is_of && self.steps[index].is_some()
        });
        required || reads.own.iter().chain(&reads.among).chain([&of]).any(|of| self.columns.contains_key(of))
    }

    /// A column of it makes an arm.
    pub fn table(&self, table: TableId) -> bool {
        self.columns.keys().any(|(of, _)| *of == table)
    }

    fn reads_what_makes_an_arm(&self, id: StepId) -> bool {
        let does = &self.program.step(id).does;
        let goes_over = || self.rows_of(does).is_some_and(|(table, _)| self.table(table));
        !self.is_of_other_rows(does) && (goes_over() || self.named(id).iter().any(|of| self.columns.contains_key(of)))
    }

    /// The table of which a step asks whether there is a row, or takes one of several, and those it picks; all where there is no
    /// filter.
    fn rows_of(&self, does: &Operation) -> Option<(TableId, Option<StepId>)> {
        match does {
            Operation::Quantify { below, rows, .. } => Some((*below, *rows)),
            Operation::Select { below, rows, .. } => self.has_several(*below).then_some((*below, *rows)),
            Operation::Beside { other, rows, .. } => Some((*other, *rows)),
            _ => None,
        }
    }

    /// A patient may have a row that makes an arm and others that do not. Where there is one row for each patient, another code in it
    /// says that it is not the one that makes an arm.
    fn has_several(&self, table: TableId) -> bool {
        let patients = self.plan.patient_table();
        table != patients && !self.plan.table(table).is_one_for_each(patients)
    }

    /// Only rows, or a condition of rows, of other codes than those that make an arm.
    fn is_of_other_rows(&self, does: &Operation) -> bool {
        match does {
            Operation::Compute { table, value } => self.has_several(*table) && self.asks_other_codes(*table, value),
            Operation::Select { rows: Some(rows), .. } | Operation::Quantify { rows: Some(rows), .. } => {
                match &self.program.step(*rows).does {
                    Operation::Filter { table, condition } => {
                        self.is_of_other_rows(&self.program.step(self.program.source(*table, *condition)).does)
                    }
                    _ => false,
                }
            }
            _ => false,
        }
    }

    fn asks_other_codes(&self, table: TableId, value: &FlatExpr) -> bool {
        if let ExprKind::And(parts) = &value.kind {
            return parts.iter().any(|part| self.asks_other_codes(table, part));
        }
        let Some((column, own)) = codes(value) else { return false };
        match self.columns.get(&(table, column)) {
            Some(Some(making)) => own.iter().all(|code| !making.contains(code)),
            Some(None) | None => false,
        }
    }

    /// Columns that a step reads by itself; what it reads of other steps is theirs.
    fn named(&self, id: StepId) -> Vec<ColumnOf> {
        let of = |table: TableId, columns: Vec<usize>| columns.into_iter().map(|c| (table, c)).collect::<Vec<_>>();
        let patients = self.plan.patient_table();
        match &self.program.step(id).does {
            Operation::Compute { table, value } => of(*table, value.columns()),
            Operation::Above { above, column, .. } => vec![(*above, *column)],
            Operation::Filter { table, condition } => vec![(*table, *condition)],
            Operation::Select { table, below, pick, value, .. } => {
                let dates = match pick {
                    Pick::Nearest { date, to, .. } => vec![(*below, *date), (*table, *to)],
                    Pick::First | Pick::Last | Pick::Only | Pick::All(_) => vec![],
                };
                [vec![(*below, *value)], dates].concat()
            }
            Operation::Beside { table, other, around, date, how, .. } => {
                let value = match how {
                    HowBeside::Pick { value, .. } => vec![(*other, *value)],
                    HowBeside::Quantify(_) => vec![],
                };
                [vec![(*table, *around), (*other, *date)], value].concat()
            }
            Operation::Choose { table, date, prefer, .. } => {
                of(*table, prefer.iter().copied().chain([*date]).collect())
            }
            Operation::Classify { conditions, .. } => of(patients, conditions.iter().flatten().copied().collect()),
            Operation::Members { require, .. } => of(patients, require.clone()),
            Operation::Check { table, cases, .. } => {
                of(*table, cases.iter().flat_map(|case| case.only.into_iter().chain([case.require])).collect())
            }
            Operation::Require { table, column, condition } => vec![(*table, *column), (*table, *condition)],
            Operation::Sets { response, conditions } => match self.plan.responses[response.0].criterion.things {
                Some(things) => of(things.table, conditions.clone()),
                None => vec![],
            },
            Operation::Fold(response) => self.of_response(*response),
            Operation::Endpoint(endpoint) => match &self.plan.endpoints[endpoint.0].kind {
                EndpointKind::Events(events) => {
                    let columns = [events.date, events.grade, events.term].into_iter().chain(events.class);
                    of(events.table, columns.collect())
                }
                EndpointKind::YesNo(_)
                | EndpointKind::TimeToEvent(_)
                | EndpointKind::CompetingRisks(_)
                | EndpointKind::Given(_)
                | EndpointKind::BestResponse(_) => vec![],
            },
            Operation::Agree(agreement) => match &self.plan.agreements[*agreement].of {
                AgreementOf::Columns { table, columns, .. } => {
                    // Quantities are made by steps of their own.
                    let columns = columns.iter().filter_map(|compared| match compared {
                        Compared::Column(column) => Some(*column),
                        Compared::Quantity(_) => None,
                    });
                    of(*table, columns.collect())
                }
                AgreementOf::Responses(_) => vec![],
            },
            Operation::Declared(table) => of(*table, (0..self.plan.table(*table).columns.len()).collect()),
            // Rows as such, or what steps before have made.
            Operation::Read(_)
            | Operation::Join { .. }
            | Operation::Sort(_)
            | Operation::Quantify { .. }
            | Operation::Combine(_)
            | Operation::Match(_)
            | Operation::Intercurrent(_)
            | Operation::Analyse(_)
            | Operation::Describe
            | Operation::Draw(_)
            | Operation::Adjust(_)
            | Operation::Size(_)
            | Operation::CountLesions(_)
            | Operation::Tally(_) => vec![],
        }
    }

    fn of_response(&self, response: ResponseId) -> Vec<ColumnOf> {
        let reads = Reads::of_response(self.plan, &self.plan.responses[response.0]);
        reads.own.into_iter().chain(reads.among).collect()
    }

    fn declared(&self, columns: Vec<ColumnOf>) -> Vec<ColumnOf> {
        columns.into_iter().filter(|(table, column)| *column < self.plan.table(*table).columns.len()).collect()
    }

    fn of_one_arm(&self, does: &Operation) -> Option<WhyWithheld> {
        let is = match does {
            Operation::Intercurrent(index) => self.plan.intercurrents[*index].arm.is_some(),
            Operation::CountLesions(index) => self.plan.lesions[*index].arms.len() < self.plan.arms.arms.len(),
            _ => false,
        };
        is.then_some(WhyWithheld::OfOneArm)
    }
}

/// Days for which it is asked whether a requirement is met: what holds on all of them holds on any.
const LONGEST: i32 = 10_000;

/// The row of a patient whose time zero is day 0 and who had an event on a day, or never; of all else nothing is known.
struct HadOn<'a> {
    program: &'a Program,
    table: TableId,
    event: usize,
    day: Option<i32>,
}

impl Environment<NeverKnown> for HadOn<'_> {
    fn column(&self, index: usize) -> Option<Value> {
        let is_zero = self.program.source(self.table, index) == self.program.time_zero;
        match index == self.event {
            true => self.day.map(Value::Date),
            false => is_zero.then_some(Value::Date(0)),
        }
    }

    fn beyond(&self, _: &NeverKnown, _: &Type) -> Option<Value> {
        None
    }
}

/// What the conditions of the arms rest on; of what they rest on by time zero, only what they ask for besides.
fn beside_time_zero(plan: &Plan, program: &Program) -> BTreeSet<StepId> {
    let event = plan.time_zero.event.map(|event| program.events[event.0]);
    let is_zero = |id: StepId| id == program.time_zero || Some(id) == event;
    let mut open = program.step(program.arms).inputs.clone();
    let mut own = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !is_zero(id) && own.insert(id) {
            open.extend(&program.step(id).inputs);
        }
    }
    own
}

/// It is done with all rows of a table, whatever stands in them.
fn is_of_everybody(does: &Operation) -> bool {
    matches!(does, Operation::Read(_) | Operation::Join { .. } | Operation::Sort(_))
}

/// Of an equality with a code, or one of some: the column and the codes.
fn codes(value: &FlatExpr) -> Option<(usize, Vec<Literal>)> {
    let column = |e: &FlatExpr| match e.kind {
        ExprKind::Column(column) => Some(column),
        _ => None,
    };
    match &value.kind {
        ExprKind::Compare { op: CompareOp::Equal, left, right } => match &right.kind {
            ExprKind::Literal(code @ Literal::Code(_)) => Some((column(left)?, vec![code.clone()])),
            _ => None,
        },
        ExprKind::InSet(of, set) => Some((column(of)?, set.clone())),
        _ => None,
    }
}

/// The codes that an operation asks of a column; none where it asks something else of it.
fn asked(does: &Operation, column: usize) -> Option<Vec<Literal>> {
    let Operation::Compute { value, .. } = does else { return None };
    let parts: Vec<&FlatExpr> = match &value.kind {
        ExprKind::And(parts) => parts.iter().collect(),
        _ => vec![value],
    };
    let own = parts.into_iter().filter(|part| part.columns().contains(&column));
    let each: Option<Vec<Vec<Literal>>> = own.map(|part| codes(part).map(|(_, codes)| codes)).collect();
    each.map(|codes| codes.concat())
}
