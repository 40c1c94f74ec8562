//! The steps carried out, one after the other.

use super::model::{CheckFailure, Derived};
use super::relations::{self, Links, RowSet};
use super::values::{InRow, Values, days, extract, is_yes, truth, truths, words};
use crate::data::table::Data;
use crate::plan::ir::{Plan, PointKind, PopulationId, PopulationSource, TableId};
use crate::program::evaluate::evaluate;
use crate::program::step::{CheckCase, Operation, Pick, Program, Quantifier, Step, StepId};
use crate::program::value::Value;
use polars_core::prelude::{Column, PolarsResult};
use std::collections::BTreeMap;

/// What the steps so far have made.
pub(super) struct State<'a> {
    pub plan: &'a Plan,
    pub program: &'a Program,
    pub data: &'a Data,
    /// By table, declared columns and those that steps made.
    pub columns: Vec<Vec<Values>>,
    pub links: BTreeMap<(TableId, TableId), Links>,
    pub ranks: BTreeMap<TableId, Vec<u32>>,
    /// By step that filters.
    sets: BTreeMap<StepId, RowSet>,
    pub derived: Derived,
}

impl<'a> State<'a> {
    pub fn new(plan: &'a Plan, program: &'a Program, data: &'a Data) -> Self {
        let derived = Derived {
            keys: vec![vec![]; plan.tables.len()],
            populations: vec![Default::default(); plan.populations.len()],
            failing: vec![vec![]; plan.populations.len()],
            timepoints: plan.timepoints.iter().map(|t| vec![vec![]; t.points.len()]).collect(),
            ..Derived::default()
        };
        State {
            plan,
            program,
            data,
            columns: vec![vec![]; plan.tables.len()],
            links: BTreeMap::new(),
            ranks: BTreeMap::new(),
            sets: BTreeMap::new(),
            derived,
        }
    }

    pub fn height(&self, table: TableId) -> usize {
        self.data.tables[table.0].frame.height()
    }

    pub fn patients(&self) -> usize {
        self.height(self.plan.patient_table())
    }

    /// The column a step made.
    pub fn made(&self, step: StepId) -> &Values {
        static NONE: Values = vec![];
        self.program.step(step).column.and_then(|(t, c)| self.columns[t.0].get(c)).unwrap_or(&NONE)
    }

    pub fn declared(&self, table: TableId, column: usize) -> PolarsResult<&Column> {
        self.data.tables[table.0].frame.column(&self.plan.table(table).columns[column].name)
    }

    /// The rows in which the column holds what cannot be used.
    fn unusable(&self, table: TableId, column: usize) -> Vec<usize> {
        let by_row = self.data.tables[table.0].unusable.iter().enumerate();
        by_row.filter(|(_, columns)| columns.contains(&column)).map(|(row, _)| row).collect()
    }

    pub fn carry_out(&mut self, id: StepId, step: &Step) -> PolarsResult<()> {
        match &step.does {
            Operation::Read(table) => self.read(*table)?,
            Operation::Join { table, to } => self.join(*table, *to)?,
            Operation::Sort(table) => self.sort(*table)?,
            Operation::Filter { table, condition } => {
                self.sets.insert(id, relations::filter(&truths(&self.columns[table.0][*condition]))?);
            }
            Operation::Choose { timepoints, point, rows, prefer } => {
                self.derived.timepoints[*timepoints][*point] = self.choose(*timepoints, *point, *rows, *prefer)?;
            }
            Operation::Classify { conditions } => self.classify(conditions),
            Operation::Members { population, require } => self.members(*population, require),
            Operation::Check { check, at, cases } => self.check(*check, *at, cases),
            Operation::Fold(response) => {
                let read = self.fold(*response);
                self.derived.responses.push(read);
            }
            Operation::Combine(combine) => self.combine(*combine)?,
            Operation::Match(_)
            | Operation::Intercurrent(_)
            | Operation::Endpoint(_)
            | Operation::Analyse(_)
            | Operation::Describe
            | Operation::Draw(_)
            | Operation::Adjust(_)
            | Operation::Agree(_) => {}
            Operation::Compute { .. }
            | Operation::Above { .. }
            | Operation::Quantify { .. }
            | Operation::Select { .. } => {}
        }
        if let Some((table, _)) = step.column {
            let values = self.column(&step.does)?;
            self.columns[table.0].push(values);
        }
        Ok(())
    }

    fn read(&mut self, table: TableId) -> PolarsResult<()> {
        let declared = self.plan.table(table);
        for column in 0..declared.columns.len() {
            let values =
                extract(self.declared(table, column)?, &declared.columns[column], &self.unusable(table, column))?;
            self.columns[table.0].push(values);
        }
        let columns = &self.columns[table.0];
        let part = |row: usize, column: usize| {
            columns[column][row].as_ref().map_or_else(String::new, |v| words(v, &declared.columns[column].ty))
        };
        let key = |row| declared.key.iter().map(|c| part(row, *c)).collect::<Vec<_>>().join(", ");
        self.derived.keys[table.0] = (0..self.height(table)).map(key).collect();
        Ok(())
    }

    fn join(&mut self, table: TableId, to: TableId) -> PolarsResult<()> {
        let links = match self.plan.table(table).parent {
            Some((reference, parent)) if parent == to => {
                relations::join(self.declared(table, reference)?, self.declared(to, self.plan.table(to).key[0])?)?
            }
            Some((_, parent)) => {
                let (near, far) = (&self.links[&(table, parent)], &self.links[&(parent, to)]);
                near.iter().map(|row| row.and_then(|row| far[row])).collect()
            }
            None => vec![None; self.height(table)],
        };
        self.links.insert((table, to), links);
        Ok(())
    }

    fn sort(&mut self, table: TableId) -> PolarsResult<()> {
        let columns = self.plan.table(table).order.iter().map(|c| self.declared(table, *c).cloned());
        let ranks = relations::ranks(columns.collect::<PolarsResult<_>>()?, self.height(table))?;
        self.ranks.insert(table, ranks);
        Ok(())
    }

    /// The column that an operation makes.
    fn column(&self, operation: &Operation) -> PolarsResult<Values> {
        match operation {
            Operation::Compute { table, value } => {
                let columns = &self.columns[table.0];
                Ok((0..self.height(*table)).map(|row| evaluate(value, &InRow { columns, row })).collect())
            }
            Operation::Above { table, above, column } => {
                let values = &self.columns[above.0][*column];
                Ok(self.links[&(*table, *above)].iter().map(|row| row.and_then(|r| values[r].clone())).collect())
            }
            Operation::Quantify { table, below, rows, how } => {
                let counts = self.set(*rows, *below)?.count(&self.links[&(*below, *table)], self.height(*table))?;
                Ok(counts.into_iter().map(|(sure, maybe)| quantified(*how, sure, maybe)).collect())
            }
            Operation::Select { table, below, rows, pick, value } => {
                let (links, height) = (&self.links[&(*below, *table)], self.height(*table));
                let set = self.set(*rows, *below)?;
                let picked = match pick {
                    Pick::Only => set.first_by(links, height, &[&|row| Some(row as i64)])?,
                    _ => set.pick(links, height, &self.ranks[below], *pick == Pick::Last)?,
                };
                let values = &self.columns[below.0][*value];
                // A row that may be in, and would then come first, leaves the value unknown.
                let told = picked.into_iter().map(|p| p.filter(|p| p.certain).and_then(|p| values[p.row].clone()));
                let mut told: Values = told.collect();
                if *pick != Pick::Only {
                    self.without_order(&set, *below, links, &mut told)?;
                }
                Ok(told)
            }
            _ => Ok(vec![]),
        }
    }

    pub fn set(&self, filter: Option<StepId>, table: TableId) -> PolarsResult<RowSet> {
        match filter {
            Some(step) => Ok(self.sets[&step].clone()),
            None => relations::every_row(self.height(table)),
        }
    }

    /// Which row is first or last cannot be told where what one of them is ordered by cannot be used.
    fn without_order(&self, set: &RowSet, table: TableId, links: &Links, told: &mut Values) -> PolarsResult<()> {
        let order = &self.plan.table(table).order;
        let unusable = &self.data.tables[table.0].unusable;
        if unusable.iter().all(|columns| columns.is_empty()) {
            return Ok(());
        }
        for row in set.rows()? {
            if let Some(above) = links[row].filter(|_| unusable[row].iter().any(|c| order.contains(c))) {
                told[above] = Some(Value::Unusable);
            }
        }
        Ok(())
    }

    /// The row of a timepoint: first or last in the table's order, or nearest to a day, those preferred before all others.
    /// A row of which it cannot be told whether it is in stands for no timepoint.
    fn choose(&self, timepoints: usize, point: usize, rows: StepId, prefer: Option<usize>) -> PolarsResult<Links> {
        let statement = &self.plan.timepoints[timepoints];
        let (table, patients) = (statement.table, self.plan.patient_table());
        let (links, ranks) = (&self.links[&(table, patients)], &self.ranks[&table]);
        let (set, height) = (self.sets[&rows].certain()?, self.height(patients));
        let picked = match statement.points[point].kind {
            PointKind::First => set.pick(links, height, ranks, false)?,
            PointKind::Last => set.pick(links, height, ranks, true)?,
            PointKind::Nearest(target) => {
                let dates = days(&self.columns[table.0][statement.date]);
                let zero = days(self.made(self.program.time_zero));
                let day = |row: usize| Some(i64::from(dates[row]?) - i64::from(zero[links[row]?]?));
                let preferred = |row: usize| prefer.map(|p| i64::from(!is_yes(&self.columns[table.0][p][row])));
                let distance = |row: usize| day(row).map(|d| (d - target).abs());
                let earlier = if statement.tie_earlier { 1 } else { -1 };
                let tie = |row: usize| day(row).map(|d| d * earlier);
                let order = |row: usize| Some(i64::from(ranks[row]) * earlier);
                set.first_by(links, height, &[&preferred, &distance, &tie, &order])?
            }
        };
        Ok(picked.into_iter().map(|p| p.map(|p| p.row)).collect())
    }

    fn classify(&mut self, conditions: &[Option<usize>]) {
        let columns = &self.columns[self.plan.patient_table().0];
        let zero = days(self.made(self.program.time_zero));
        let holds = |condition: &Option<usize>, patient: usize| match condition {
            Some(column) => truth(&columns[*column][patient]),
            None => Some(true),
        };
        let undated = self.plan.time_zero.event.is_none();
        // A condition that cannot be told leaves the patient in no arm: not in its own, nor in one written below it.
        let arm = |patient: usize| {
            if !undated && zero[patient].is_none() {
                return None;
            }
            let told = conditions.iter().enumerate().map(|(arm, c)| (arm, holds(c, patient)));
            let (arm, told) = told.into_iter().find(|(_, told)| *told != Some(false))?;
            told.map(|_| arm)
        };
        self.derived.arms = (0..self.patients()).map(arm).collect();
    }

    fn members(&mut self, population: PopulationId, require: &[usize]) {
        self.derived.failing[population.0] = self.failing(require);
        let source: Vec<usize> = match &self.plan.populations[population.0].of {
            PopulationSource::AllPatients => (0..self.patients()).collect(),
            PopulationSource::Population(of) => self.derived.populations[of.0].patients.clone(),
            // Filled in once the pairs are known.
            PopulationSource::Pairs(_) | PopulationSource::AtRisk { .. } => vec![],
        };
        super::populations::enter(&mut self.derived, population, source);
    }

    /// By requirement, by patient: whether it is a reason not to be a member.
    ///
    /// A requirement that is unknown excludes. But of a patient without time zero nothing can be told that is counted from
    /// it: where another requirement excludes such a patient already, these are no further reasons.
    fn failing(&self, require: &[usize]) -> Vec<Vec<bool>> {
        let table = self.plan.patient_table();
        let columns = &self.columns[table.0];
        let zero = days(self.made(self.program.time_zero));
        let moot = |column: usize, patient: usize| {
            zero.get(patient).is_some_and(Option::is_none)
                && columns[column][patient].is_none()
                && self.rests_on_time_zero(table, column)
        };
        let fails = |column: usize, patient: usize| !is_yes(&columns[column][patient]);
        let excluded = |patient: usize| require.iter().any(|c| fails(*c, patient) && !moot(*c, patient));
        let reason =
            |column: usize, patient: usize| fails(column, patient) && !(moot(column, patient) && excluded(patient));
        require.iter().map(|c| (0..self.patients()).map(|p| reason(*c, p)).collect()).collect()
    }

    fn rests_on_time_zero(&self, table: TableId, column: usize) -> bool {
        let declared = self.plan.table(table).columns.len();
        let made = column.checked_sub(declared).and_then(|made| self.program.columns[table.0].get(made));
        made.is_some_and(|step| self.program.upstream(&[*step]).contains(&self.program.time_zero))
    }

    fn check(&mut self, check: usize, at: Option<StepId>, cases: &[CheckCase]) {
        let table = self.plan.checks[check].table;
        let rows: Vec<usize> = match at.map(|step| &self.program.step(step).does) {
            Some(Operation::Choose { timepoints, point, .. }) => {
                let mut rows: Vec<usize> =
                    self.derived.timepoints[*timepoints][*point].iter().flatten().copied().collect();
                rows.sort_unstable();
                rows
            }
            _ => (0..self.height(table)).collect(),
        };
        let columns = &self.columns[table.0];
        let fails = |case: &CheckCase, row: usize| {
            case.only.is_none_or(|only| is_yes(&columns[only][row])) && !is_yes(&columns[case.require][row])
        };
        for row in rows {
            for case in cases.iter().filter(|case| fails(case, row)) {
                self.derived.check_failures.push(CheckFailure { check, row, split: case.split });
            }
        }
    }
}

fn quantified(how: Quantifier, sure: u32, maybe: u32) -> Option<Value> {
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
