//! From the plan to its steps.
//!
//! A step is added after everything it reads, so the list stands in an order in which it can be carried out. Steps that
//! would do the same are one step, named by the first statement that needs it.

mod covariates;
pub mod criterion;
mod flatten;
mod outcomes;
mod report;
mod statements;

use crate::diagnostic::Span;
use crate::plan::ir::{
    AppliesTo, Baseline, ClauseId, DefineId, EventId, Expr, Header, Plan, PopulationId, RowNode, TableId, Type,
};
use crate::program::expression::BoundCriterion;
use crate::program::flat::{FlatEndpoint, FlatMatching, Held};
use crate::program::step::{HowBeside, Operation, Pick, Program, Step, StepId};
use flatten::At;

/// The steps of a plan. Total: every plan without an error has them.
pub fn lower(plan: &Plan) -> Program {
    Lowering::new(plan).statements()
}

/// The statement, or part of one, that a step is made for.
#[derive(Clone)]
struct Owner {
    id: String,
    label: String,
    clause: ClauseId,
    span: Span,
}

impl Owner {
    fn of(kind: &str, header: &Header) -> Owner {
        let id = if kind.is_empty() { header.name.clone() } else { format!("{kind}.{}", header.name) };
        Owner { id, label: header.label.clone(), clause: header.clause, span: header.span }
    }

    /// A part of it.
    fn within(&self, word: &str) -> Owner {
        Owner { id: format!("{}.{word}", self.id), ..self.clone() }
    }

    fn part(&self, word: &str, label: &str, span: Span) -> Owner {
        Owner { id: format!("{}.{word}", self.id), label: label.to_string(), clause: self.clause, span }
    }
}

/// What an expression may name; lowered when first named.
#[derive(Clone, Copy, PartialEq)]
enum Definition {
    Define(DefineId),
    Event(EventId),
    TimeZero,
}

/// The step that reads the examinations of a response, and what it reads them by.
struct Folded {
    step: StepId,
    criterion: BoundCriterion,
    baseline: Baseline<StepId>,
    applies_to: Option<AppliesTo<Held>>,
}

struct Lowering<'p> {
    plan: &'p Plan,
    steps: Vec<Step>,
    columns: Vec<Vec<StepId>>,
    tables: Vec<StepId>,
    defines: Vec<Option<StepId>>,
    events: Vec<Option<StepId>>,
    time_zero: Option<StepId>,
    populations: Vec<Option<StepId>>,
    matchings: Vec<Option<(StepId, FlatMatching)>>,
    folds: Vec<Option<Folded>>,
    combines: Vec<Option<StepId>>,
    endpoints: Vec<Option<(StepId, FlatEndpoint)>>,
    /// By timepoints statement, by point, once they are made.
    timepoints: Vec<Vec<StepId>>,
    /// Definitions being lowered: one that leads back to itself is never known.
    open: Vec<Definition>,
    open_populations: Vec<PopulationId>,
}

impl<'p> Lowering<'p> {
    fn new(plan: &'p Plan) -> Self {
        Lowering {
            plan,
            steps: vec![],
            columns: vec![vec![]; plan.tables.len()],
            tables: vec![],
            defines: vec![None; plan.defines.len()],
            events: vec![None; plan.events.len()],
            time_zero: None,
            populations: vec![None; plan.populations.len()],
            matchings: vec![None; plan.matchings.len()],
            folds: (0..plan.responses.len()).map(|_| None).collect(),
            combines: vec![None; plan.combines.len()],
            endpoints: vec![None; plan.endpoints.len()],
            timepoints: vec![],
            open: vec![],
            open_populations: vec![],
        }
    }

    fn parent(&self, table: TableId) -> Option<TableId> {
        self.plan.table(table).parent.map(|(_, parent)| parent)
    }

    /// The step of a define, an event or time zero; none while it is being made.
    fn definition(&mut self, definition: Definition) -> Option<StepId> {
        let made = self.made(definition);
        if made.is_some() || self.open.contains(&definition) {
            return made;
        }
        self.open.push(definition);
        let plan = self.plan;
        let patients = At::row(plan.patient_table());
        match definition {
            Definition::Define(id) => {
                let define = &plan.defines[id.0];
                let step = self.named(&define.value, At::row(define.table), &Owner::of("define", &define.header));
                self.defines[id.0] = Some(step);
            }
            Definition::Event(id) => {
                let event = &plan.events[id.0];
                let step = self.named(&event.date, patients, &Owner::of("event", &event.header));
                self.events[id.0] = Some(step);
            }
            Definition::TimeZero => {
                let header = &plan.time_zero.header;
                if let Some(event) = plan.time_zero.event {
                    let event = Expr { kind: RowNode::Event(event).into(), ty: Type::Date, span: header.span };
                    let owner = Owner { id: "time_zero".to_string(), ..Owner::of("time_zero", header) };
                    self.time_zero = Some(self.named(&event, patients, &owner));
                }
            }
        }
        self.open.pop();
        self.made(definition)
    }

    fn made(&self, definition: Definition) -> Option<StepId> {
        match definition {
            Definition::Define(id) => self.defines[id.0],
            Definition::Event(id) => self.events[id.0],
            Definition::TimeZero => self.time_zero,
        }
    }

    fn find(&self, operation: &Operation) -> Option<StepId> {
        self.steps.iter().position(|s| s.does == *operation).map(StepId)
    }

    /// The step that does this, made now if there is none.
    fn add(&mut self, operation: Operation, owner: &Owner) -> StepId {
        if let Some(made) = self.find(&operation) {
            return made;
        }
        let id = self.id_of(&operation, owner);
        let inputs = self.inputs(&operation);
        self.push(operation, owner, id, inputs)
    }

    /// A new step of this name, or of the next free one.
    fn push(&mut self, operation: Operation, owner: &Owner, id: String, mut inputs: Vec<StepId>) -> StepId {
        inputs.sort_unstable();
        inputs.dedup();
        let step = StepId(self.steps.len());
        let column = column_table(&operation).map(|table| {
            let made = &mut self.columns[table.0];
            made.push(step);
            (table, self.plan.table(table).columns.len() + made.len() - 1)
        });
        let id = self.free(id);
        let (label, clause, span) = self.place_of(&operation, owner);
        self.steps.push(Step { id, label, clause, span, does: operation, inputs, column });
        step
    }

    fn free(&self, id: String) -> String {
        let taken = |id: &str| self.steps.iter().any(|s| s.id == id);
        if !taken(&id) {
            return id;
        }
        (2..).map(|n| format!("{id}.{n}")).find(|id| !taken(id)).unwrap_or(id)
    }

    /// Joins and orders belong to the declaration of their table, everything else to its owner.
    fn place_of(&self, operation: &Operation, owner: &Owner) -> (String, ClauseId, Span) {
        match operation {
            Operation::Join { table, .. } | Operation::Sort(table) => {
                let header = &self.plan.table(*table).header;
                (header.label.clone(), header.clause, header.span)
            }
            _ => (owner.label.clone(), owner.clause, owner.span),
        }
    }

    fn id_of(&self, operation: &Operation, owner: &Owner) -> String {
        let name = |table: TableId| &self.plan.table(table).header.name;
        match operation {
            Operation::Join { table, to } => format!("join.{}.{}", name(*table), name(*to)),
            Operation::Sort(table) => format!("sort.{}", name(*table)),
            Operation::Above { table, above, column } => {
                format!("join.{}.{}", name(*table), self.column_name(*above, *column))
            }
            Operation::Select { table, below, rows: None, pick: Pick::Only, value } => {
                format!("join.{}.{}.{}", name(*table), name(*below), self.column_name(*below, *value))
            }
            Operation::Filter { .. } => format!("{}.rows", owner.id),
            Operation::Quantify { .. } | Operation::Select { .. } | Operation::Beside { .. } => {
                format!("{}.{}", owner.id, operation.word())
            }
            _ => owner.id.clone(),
        }
    }

    /// The name of a declared column, or the id of the step that makes it.
    fn column_name(&self, table: TableId, column: usize) -> String {
        let declared = &self.plan.table(table).columns;
        match declared.get(column) {
            Some(declared) => declared.name.clone(),
            None => self.steps[self.columns[table.0][column - declared.len()].0].id.clone(),
        }
    }

    fn column_number(&self, step: StepId) -> usize {
        self.steps[step.0].column.map_or(0, |(_, column)| column)
    }

    /// The step that a column comes from.
    fn source(&self, table: TableId, column: usize) -> StepId {
        let declared = self.plan.table(table).columns.len();
        match column.checked_sub(declared) {
            Some(made) => self.columns[table.0][made],
            None => self.tables[table.0],
        }
    }

    fn sources(&self, table: TableId, columns: impl IntoIterator<Item = usize>) -> Vec<StepId> {
        columns.into_iter().map(|c| self.source(table, c)).collect()
    }

    /// The join of each row of `table` to the row of `to` it belongs to.
    fn join(&mut self, table: TableId, to: TableId) -> StepId {
        let owner = Owner::of("join", &self.plan.table(table).header);
        self.add(Operation::Join { table, to }, &owner)
    }

    fn sorted(&mut self, table: TableId) -> StepId {
        let owner = Owner::of("sort", &self.plan.table(table).header);
        self.add(Operation::Sort(table), &owner)
    }

    /// What an operation on tables reads; whoever makes a step of another kind names its inputs.
    fn inputs(&mut self, operation: &Operation) -> Vec<StepId> {
        match operation {
            Operation::Read(_) => vec![],
            Operation::Join { table, to } => match self.parent(*table) {
                Some(parent) if parent != *to => vec![self.join(*table, parent), self.join(parent, *to)],
                _ => vec![self.tables[table.0], self.tables[to.0]],
            },
            Operation::Sort(table) => vec![self.tables[table.0]],
            Operation::Compute { table, value } => {
                let mut inputs = self.sources(*table, value.columns());
                if inputs.is_empty() {
                    inputs.push(self.tables[table.0]);
                }
                inputs
            }
            Operation::Above { table, above, column } => vec![self.join(*table, *above), self.source(*above, *column)],
            Operation::Filter { table, condition } => vec![self.source(*table, *condition)],
            Operation::Quantify { table, below, rows, .. } => {
                vec![self.join(*below, *table), rows.unwrap_or(self.tables[below.0])]
            }
            Operation::Select { table, below, rows, pick, value } => {
                let mut inputs = vec![self.join(*below, *table), self.source(*below, *value)];
                inputs.extend(rows);
                match pick {
                    Pick::First | Pick::Last => inputs.push(self.sorted(*below)),
                    Pick::Nearest { date, to, earlier: _ } => {
                        inputs.extend([self.source(*below, *date), self.source(*table, *to), self.sorted(*below)]);
                    }
                    Pick::All(_) => inputs.push(rows.unwrap_or(self.tables[below.0])),
                    Pick::Only => {}
                }
                inputs
            }
            Operation::Beside { table, other, common, around, date, low: _, high: _, rows, how } => {
                let (at_hand, beside) = (self.join(*table, *common), self.join(*other, *common));
                let mut inputs = vec![at_hand, beside, self.source(*table, *around), self.source(*other, *date)];
                inputs.push(rows.unwrap_or(self.tables[other.0]));
                if let HowBeside::Pick { value, .. } = how {
                    inputs.extend([self.source(*other, *value), self.sorted(*other)]);
                }
                inputs
            }
            _ => vec![],
        }
    }
}

/// The table on which an operation makes a column.
fn column_table(operation: &Operation) -> Option<TableId> {
    match operation {
        Operation::Compute { table, .. }
        | Operation::Above { table, .. }
        | Operation::Quantify { table, .. }
        | Operation::Select { table, .. }
        | Operation::Beside { table, .. } => Some(*table),
        _ => None,
    }
}
