//! The steps carried out, one after the other.

use super::conditions::Columns;
use super::made::Made;
use super::model::{CheckFailure, Derived};
use super::populations;
use super::relations::{self, Links, RowSet};
use super::seen::Seen;
use super::values::{Values, days, extract, is_yes, key, truth};
use crate::data::links;
use crate::data::table::{Data, DataTable};
use crate::plan::ir::{Plan, PointId, PointKind, PopulationSource, ResponseId, TableId};
use crate::program::step::{CheckCase, Chosen, Operation, Program, Quantifier, Step, StepId};
use crate::program::value::Value;

/// What the steps so far have made.
pub(super) struct State<'a> {
    pub plan: &'a Plan,
    pub program: &'a Program,
    pub data: &'a Data,
    pub made: Made<'a>,
    pub derived: Derived,
}

impl<'a> State<'a> {
    pub fn new(plan: &'a Plan, program: &'a Program, data: &'a Data) -> Self {
        let patients = data.tables.get(plan.patient_table().0).map_or(0, |table: &DataTable| table.rows.len());
        let derived = Derived::of(plan, patients);
        State { plan, program, data, made: Made::new(program), derived }
    }

    /// What steps have made of the patients, each read noted.
    pub fn seen(&self) -> Seen<'_> {
        Seen::new(&self.derived, self.program, &self.made.noted)
    }

    pub fn height(&self, table: TableId) -> usize {
        self.data.tables[table.0].rows.len()
    }

    pub fn patients(&self) -> usize {
        self.height(self.plan.patient_table())
    }

    /// The column a step made.
    pub fn made(&self, step: StepId) -> &Values {
        self.made.of(step).unwrap_or(Values::nothing())
    }

    /// The typed table, as it was read.
    pub fn typed(&self, table: TableId) -> &DataTable {
        self.made.note(self.program.tables[table.0]);
        &self.data.tables[table.0]
    }

    /// Carries out a step, and sees to it that it read nothing but what it is said to rest on.
    pub fn carry_out(&mut self, id: StepId, step: &Step) {
        self.made.noted.begin();
        self.operate(id, step);
        self.made.noted.end(self.program, &[id]);
    }

    /// What is not carried out leaves the place of its column empty: those behind it stand where they do otherwise.
    pub fn pass_over(&mut self, step: &Step) {
        if let Some((table, _)) = step.column {
            self.made.add_column(table, Values::nothing().clone());
        }
    }

    fn operate(&mut self, id: StepId, step: &Step) {
        match &step.does {
            Operation::Read(table) => self.read(*table),
            Operation::Join { table, to } => self.join(id, *table, *to),
            Operation::Sort(table) => self.sort(id, *table),
            Operation::Filter { table, condition } => {
                let rows = relations::filter(self.made.column(*table, *condition).iter().map(|told| truth(&told)));
                self.made.add_rows(id, rows);
            }
            Operation::Choose { of: Chosen::Point { timepoints, point }, .. } => {
                self.derived.timepoints[*timepoints][*point] = self.choose(&step.does);
            }
            Operation::Choose { of: Chosen::Baseline(response), .. } => {
                self.derived.own_baselines[response.0] = self.choose(&step.does);
            }
            Operation::Classify { conditions, dated } => self.classify(conditions, *dated),
            Operation::Members { population, of, require, dated } => {
                let failing = self.failing(require, dated);
                if populations::are_late(self.program, *population) {
                    self.derived.failing[population.0] = failing;
                } else {
                    self.derived.populations[population.0] = populations::members(self.candidates(of), &failing);
                }
            }
            Operation::Check { check, table, at, cases } => self.check(*check, *table, *at, cases),
            Operation::Fold(response) => {
                self.derived.responses[response.0] = self.fold(*response);
            }
            Operation::Combine(combine) => self.combine(*combine),
            Operation::Require { table, column, condition } => {
                let rows = self.rows_of(*table, *condition);
                self.derived.required.push((*table, *column, rows));
            }
            Operation::Sets { response, conditions } => self.sets(*response, conditions),
            // What these read of columns is handed to the modules that carry them out.
            Operation::Match(matching) => self.matching(*matching),
            Operation::Endpoint(endpoint) => self.endpoint(*endpoint),
            Operation::Analyse(analysis) => self.analysis(*analysis),
            Operation::Describe => self.describe(),
            Operation::Draw(figure) => {
                let drawn = self.figure(*figure);
                self.derived.report.figures.extend(drawn);
            }
            Operation::Tally(response) => {
                let tally = self.tally(*response);
                self.derived.report.tallies.push(tally);
            }
            Operation::Agree(agreement) => {
                self.derived.agreements[*agreement] = self.agreement(&self.plan.agreements[*agreement]);
            }
            // Of the rows as they were read, which the checks have.
            Operation::Declared(table) => {
                let references = self.plan.table(*table).columns.iter().filter_map(|column| column.reference);
                references.chain([*table]).for_each(|table| self.made.note(self.program.tables[table.0]));
            }
            // A rule for what was derived, which needs no more columns.
            Operation::Intercurrent(_) | Operation::Adjust(_) | Operation::Size(_) => {}
            Operation::CountLesions(_) => {}
            Operation::Compute { .. }
            | Operation::Above { .. }
            | Operation::Quantify { .. }
            | Operation::Select { .. }
            | Operation::Beside { .. } => {}
        }
        if let Some((table, _)) = step.column {
            let values = self.column(&step.does);
            self.made.add_column(table, values);
            self.kept(id);
        }
    }

    /// What a column is kept for besides.
    fn kept(&mut self, id: StepId) {
        let program = self.program;
        for index in (0..program.events.len()).filter(|event| program.events[*event] == id) {
            self.derived.events[index] = self.dates(id);
            self.derived.unusable_events[index] = self.unusable_in(id);
        }
        if program.time_zero == id {
            self.derived.time_zero = self.dates(id);
        }
        let patients = program.patients;
        for index in (0..program.defines.len()).filter(|define| program.defines[*define] == id) {
            if self.plan.defines[index].table == patients {
                self.derived.defined.push((index, self.made(id).clone()));
            }
        }
    }

    fn sets(&mut self, response: ResponseId, conditions: &[usize]) {
        if let Some(things) = self.plan.responses[response.0].criterion.things {
            let rows = conditions.iter().map(|column| self.rows_of(things.table, *column)).collect();
            self.derived.sets[response.0] = rows;
        }
    }

    fn read(&mut self, table: TableId) {
        let declared = self.plan.table(table);
        for column in 0..declared.columns.len() {
            let values = extract(self.typed(table), column);
            self.made.add_column(table, values);
        }
        if table == self.program.patients {
            let key = |row| key(self.plan, self.data, table, row);
            self.derived.patients = (0..self.height(table)).map(key).collect();
        }
    }

    fn join(&mut self, step: StepId, table: TableId, to: TableId) {
        let links = match self.plan.table(table).parent {
            Some((reference, parent)) if parent == to => {
                links(&self.typed(table).rows, reference, &self.typed(to).rows, self.plan.table(to).key[0])
            }
            Some((_, parent)) => {
                let (near, far) = (self.made.links(table, parent), self.made.links(parent, to));
                near.iter().map(|row| row.and_then(|row| far[row])).collect()
            }
            None => vec![None; self.height(table)],
        };
        self.made.add_links(step, (table, to), links);
    }

    fn sort(&mut self, step: StepId, table: TableId) {
        let ranks = relations::ranks(self.typed(table), &self.plan.table(table).order);
        self.made.add_ranks(step, table, ranks);
    }

    /// The column that an operation makes.
    fn column(&self, operation: &Operation) -> Values {
        match operation {
            Operation::Compute { table, value } => {
                let named: Vec<(usize, &Values)> =
                    value.columns().into_iter().map(|c| (c, self.made.column(*table, c))).collect();
                Columns { named: &named, height: self.height(*table) }.computed(value)
            }
            Operation::Above { table, above, column } => {
                let values = self.made.column(*above, *column);
                self.made.links(*table, *above).iter().map(|row| row.and_then(|r| values.get(r))).collect()
            }
            Operation::Quantify { table, below, rows, how } => {
                let counts = self.set(*rows, *below).count(self.made.links(*below, *table), self.height(*table));
                counts.into_iter().map(|(sure, maybe)| quantified(*how, sure, maybe)).collect()
            }
            Operation::Select { .. } => self.select(operation),
            Operation::Beside { .. } => self.beside(operation),
            _ => [].into_iter().collect(),
        }
    }

    pub fn set(&self, filter: Option<StepId>, table: TableId) -> RowSet {
        match filter {
            Some(step) => self.made.rows(step).clone(),
            None => {
                self.made.note(self.program.tables[table.0]);
                relations::every_row(self.height(table))
            }
        }
    }

    /// The row of a timepoint: first or last in the table's order, or nearest to a day, those preferred before all others.
    /// A row of which it cannot be told whether it is in stands for no timepoint.
    fn choose(&self, operation: &Operation) -> Links {
        let Operation::Choose { table, date, kind, tie_earlier, rows, prefer, .. } = operation else {
            return vec![];
        };
        let (table, patients) = (*table, self.program.patients);
        let (links, ranks) = (self.made.links(table, patients), self.made.ranks(table));
        let (set, height) = (self.made.rows(*rows).certain(), self.height(patients));
        let picked = match kind {
            PointKind::First => set.pick(links, height, ranks, false),
            PointKind::Last => set.pick(links, height, ranks, true),
            PointKind::Nearest(target) => {
                let dates = days(self.made.column(table, *date));
                let zero = days(self.made(self.program.time_zero));
                let day = |row: usize| Some(i64::from(dates[row]?) - i64::from(zero[links[row]?]?));
                let prefer = prefer.map(|p| self.made.column(table, p));
                let preferred = |row: usize| prefer.map(|p| i64::from(!is_yes(&p.get(row))));
                let distance = |row: usize| day(row).map(|d| (d - target).abs());
                let earlier = if *tie_earlier { 1 } else { -1 };
                let tie = |row: usize| day(row).map(|d| d * earlier);
                let order = |row: usize| Some(i64::from(ranks[row]) * earlier);
                set.first_by(links, height, &[&preferred, &distance, &tie, &order])
            }
        };
        picked.into_iter().map(|p| p.map(|p| p.row)).collect()
    }

    fn classify(&mut self, conditions: &[Option<usize>], dated: bool) {
        let patients = self.plan.patient_table();
        self.made.note(self.program.tables[patients.0]);
        let zero = days(self.made(self.program.time_zero));
        let holds = |condition: &Option<usize>, patient: usize| match condition {
            Some(column) => truth(&self.made.column(patients, *column).get(patient)),
            None => Some(true),
        };
        // A condition that cannot be told leaves the patient in no arm: not in its own, nor in one written below it.
        let arm = |patient: usize| {
            if dated && zero[patient].is_none() {
                return None;
            }
            let told = conditions.iter().enumerate().map(|(arm, c)| (arm, holds(c, patient)));
            let (arm, told) = told.into_iter().find(|(_, told)| *told != Some(false))?;
            told.map(|_| arm)
        };
        self.derived.arms = (0..self.patients()).map(arm).collect();
    }

    /// Those among whom a population is chosen that is not late, in key order.
    fn candidates(&self, of: &PopulationSource) -> Vec<populations::Candidate> {
        populations::candidates(self.program, self.seen(), of, self.patients())
    }

    /// By requirement, by patient: whether it is a reason not to be a member.
    ///
    /// A requirement that is unknown excludes. But of a patient without time zero nothing can be told that is counted from
    /// it: where another requirement excludes such a patient already, these are no further reasons.
    fn failing(&self, require: &[usize], dated: &[usize]) -> Vec<Vec<bool>> {
        let table = self.plan.patient_table();
        let told = |column: usize, patient: usize| self.made.column(table, column).get(patient);
        let zero = if dated.is_empty() { vec![] } else { days(self.made(self.program.time_zero)) };
        let moot = |column: usize, patient: usize| {
            zero.get(patient).is_some_and(Option::is_none) && told(column, patient).is_none() && dated.contains(&column)
        };
        let fails = |column: usize, patient: usize| !is_yes(&told(column, patient));
        let excluded = |patient: usize| require.iter().any(|c| fails(*c, patient) && !moot(*c, patient));
        let reason =
            |column: usize, patient: usize| fails(column, patient) && !(moot(column, patient) && excluded(patient));
        require.iter().map(|c| (0..self.patients()).map(|p| reason(*c, p)).collect()).collect()
    }

    fn check(&mut self, check: usize, table: TableId, at: Option<StepId>, cases: &[CheckCase]) {
        let rows: Vec<usize> = match at.map(|step| &self.program.step(step).does) {
            Some(Operation::Choose { of: Chosen::Point { timepoints, point }, .. }) => {
                let mut rows: Vec<usize> =
                    self.seen().point(*timepoints, PointId(*point)).iter().flatten().copied().collect();
                rows.sort_unstable();
                rows
            }
            _ => (0..self.height(table)).collect(),
        };
        let yes = |column: usize, row: usize| is_yes(&self.made.column(table, column).get(row));
        let fails =
            |case: &CheckCase, row: usize| case.only.is_none_or(|only| yes(only, row)) && !yes(case.require, row);
        let failures = rows.into_iter().flat_map(|row| {
            let failed = cases.iter().filter(move |case| fails(case, row));
            failed.map(move |case| CheckFailure { check, row, split: case.split.clone() })
        });
        let failures: Vec<CheckFailure> = failures.collect();
        self.derived.check_failures.extend(failures);
    }
}

pub(super) fn quantified(how: Quantifier, sure: u32, maybe: u32) -> Option<Value> {
    let any = match (sure, maybe) {
        (0, 0) => Some(false),
        (0, _) => None,
        _ => Some(true),
    };
    match how {
        Quantifier::Any => any.map(Value::Bool),
        Quantifier::No => any.map(|any| Value::Bool(!any)),
        Quantifier::Count => (maybe == 0).then_some(Value::Integer(i64::from(sure))),
    }
}
