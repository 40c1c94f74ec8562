//! What the steps have made. It is read through a handle that notes of which step each thing is, so that what a step read is
//! what it was seen to read, and not what somebody wrote down.

use super::relations::{Links, RowSet};
use super::values::Values;
use crate::plan::ir::TableId;
use crate::program::step::{Program, StepId};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

pub(super) struct Made<'a> {
    program: &'a Program,
    /// By table, declared columns and those that steps made.
    columns: Vec<Vec<Values>>,
    links: BTreeMap<(TableId, TableId), (StepId, Links)>,
    ranks: BTreeMap<TableId, (StepId, Vec<u32>)>,
    /// By step that filters.
    sets: BTreeMap<StepId, RowSet>,
    pub noted: Noted,
}

/// Notes what is read while a step is carried out, and keeps it.
#[derive(Debug, Default)]
pub struct Noted {
    /// Since a step was begun: what was read, and through which other step, where it was read for it.
    read: RefCell<BTreeSet<(Option<StepId>, StepId)>>,
    /// The last of them: one thing is read many times in a row.
    last: Cell<Option<(Option<StepId>, StepId)>>,
    kept: RefCell<Reads>,
}

/// What steps were seen to read.
#[derive(Clone, Debug, Default)]
pub struct Reads {
    /// By step, the steps of which it read what they made.
    pub by_step: BTreeMap<StepId, BTreeSet<StepId>>,
    /// A step that read what another made, which is not among those it was said to rest on: a fault of this program, and
    /// whoever finds one here trusts no number.
    pub unlisted: Vec<(StepId, StepId)>,
}

impl Reads {
    /// What the same steps read of other patients.
    pub fn add(&mut self, other: Reads) {
        for (step, read) in other.by_step {
            self.by_step.entry(step).or_default().extend(read);
        }
        for one in other.unlisted {
            if !self.unlisted.contains(&one) {
                self.unlisted.push(one);
            }
        }
    }
}

impl Noted {
    /// Something that `step` made is read, through another step or by the one that was begun.
    pub fn note(&self, through: Option<StepId>, step: StepId) {
        if self.last.replace(Some((through, step))) != Some((through, step)) {
            self.read.borrow_mut().insert((through, step));
        }
    }

    /// A step is begun.
    pub fn begin(&self) {
        self.last.take();
        self.read.take();
    }

    /// What was read since then is of these steps, of which the first is the one that reads; what was read through another is
    /// that one's. Of a step's own reading of what it made itself nothing is kept.
    pub fn end(&self, program: &Program, steps: &[StepId]) {
        self.last.take();
        let read = self.read.take();
        let through: BTreeSet<Option<StepId>> = read.iter().map(|(through, _)| *through).collect();
        for through in through {
            let own = read.iter().filter(|(by, _)| *by == through).map(|(_, from)| *from);
            self.keep(program, through.as_ref().map_or(steps, std::slice::from_ref), own.collect());
        }
    }

    fn keep(&self, program: &Program, steps: &[StepId], read: BTreeSet<StepId>) {
        let Some(reads) = steps.first() else { return };
        let named = |from: &StepId| steps.iter().any(|step| step == from || program.step(*step).inputs.contains(from));
        let beyond: BTreeSet<StepId> = read.iter().filter(|from| !named(from)).copied().collect();
        let mut kept = self.kept.borrow_mut();
        // As a rule nothing: what a step rests on through others is looked for only where something is.
        if !beyond.is_empty() {
            let listed: BTreeSet<StepId> = program.upstream(steps).into_iter().collect();
            kept.unlisted.extend(beyond.difference(&listed).map(|from| (*reads, *from)));
        }
        kept.by_step.entry(*reads).or_default().extend(read.into_iter().filter(|from| !steps.contains(from)));
    }

    pub fn reads(self) -> Reads {
        self.kept.into_inner()
    }
}

impl<'a> Made<'a> {
    pub fn new(program: &'a Program) -> Self {
        Made {
            program,
            columns: vec![vec![]; program.tables.len()],
            links: BTreeMap::new(),
            ranks: BTreeMap::new(),
            sets: BTreeMap::new(),
            noted: Noted::default(),
        }
    }

    pub fn note(&self, step: StepId) {
        self.noted.note(None, step);
    }

    pub fn column(&self, table: TableId, column: usize) -> &Values {
        self.note(self.program.source(table, column));
        &self.columns[table.0][column]
    }

    /// The column a step made; none where it makes no column.
    pub fn of(&self, step: StepId) -> Option<&Values> {
        let (table, column) = self.program.step(step).column?;
        self.note(step);
        self.columns[table.0].get(column)
    }

    /// By row of `table`, the row of `to` it belongs to.
    pub fn links(&self, table: TableId, to: TableId) -> &Links {
        let (step, links) = &self.links[&(table, to)];
        self.note(*step);
        links
    }

    /// By row, its place in the order of the table.
    pub fn ranks(&self, table: TableId) -> &[u32] {
        let (step, ranks) = &self.ranks[&table];
        self.note(*step);
        ranks
    }

    /// The rows of a filter.
    pub fn rows(&self, filter: StepId) -> &RowSet {
        self.note(filter);
        &self.sets[&filter]
    }

    pub fn add_column(&mut self, table: TableId, values: Values) {
        self.columns[table.0].push(values);
    }

    pub fn add_links(&mut self, step: StepId, (table, to): (TableId, TableId), links: Links) {
        self.links.insert((table, to), (step, links));
    }

    pub fn add_ranks(&mut self, step: StepId, table: TableId, ranks: Vec<u32>) {
        self.ranks.insert(table, (step, ranks));
    }

    pub fn add_rows(&mut self, step: StepId, rows: RowSet) {
        self.sets.insert(step, rows);
    }
}
