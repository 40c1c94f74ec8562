//! One patient who is being made.

use super::course::{Ending, Tilt};
use super::draw::Target;
use super::evaluate::{Evaluation, Split};

use super::rows::{Here, Row, Rows, Value};
use super::scene::Scene;
use crate::plan::ir::{Column, EventSource, RowExpr, TableId, Type};
use crate::stats::random::Stream;
use std::collections::BTreeSet;

pub(super) struct Making<'a> {
    pub scene: &'a Scene<'a>,
    pub rows: Rows,
    pub random: Stream,
    /// The patient's number, from 1 on.
    pub number: u64,
    pub seed: u64,
    /// See [`super::Attempts::fate`].
    pub fate: u64,
    /// Place of the arm that the patient is meant for.
    pub arm: usize,
    pub zero: i32,
    /// The last day on which anything of the patient is known.
    pub end: i32,
    pub death: Option<i32>,
    pub split: Split,
    /// Cells that are settled.
    pub locked: BTreeSet<(Here, usize)>,
    /// Whatever is set is settled.
    pub locking: bool,
    /// How often anything was changed.
    pub changes: u64,
    /// How lesions change from one visit to the next, in thousandths.
    pub course: Vec<i64>,
    pub tilt: Option<Tilt>,
    /// What is drawn happens so many days after time zero.
    pub clocks: Vec<(&'a EventSource, i64)>,
    /// How the time that examinations tell ends, where one is drawn.
    pub ending: Option<Ending>,
    /// What was drawn of an assumption.
    pub targets: Vec<Target<'a>>,
}

impl<'a> Making<'a> {
    pub fn evaluation(&self) -> Evaluation<'_> {
        Evaluation { plan: self.scene.plan, rows: &self.rows, split: &self.split }
    }

    pub fn truth(&self, here: Here, e: &RowExpr) -> Option<bool> {
        self.evaluation().truth(here, e)
    }

    pub fn patient(&self) -> Here {
        self.evaluation().patient()
    }

    pub fn column(&self, here: Here, column: usize) -> &'a Column {
        &self.scene.plan.tables[here.table].columns[column]
    }

    pub fn is_locked(&self, here: Here, column: usize) -> bool {
        let declared = self.scene.plan.table(TableId(here.table));
        let reference = declared.parent.is_some_and(|(of, _)| of == column);
        reference || self.locked.contains(&(here, column))
    }

    /// What does not change of a thing is set in all its rows.
    pub fn set(&mut self, here: Here, column: usize, value: Option<Value>) {
        let declared = self.scene.plan.table(TableId(here.table));
        let may_be_missing = declared.columns.get(column).is_some_and(|c| self.may_be_missing(c));
        if self.is_locked(here, column) || value.is_none() && !may_be_missing {
            return;
        }
        let mut places = vec![here];
        if let Some(thing) = declared.thing.as_ref().filter(|thing| thing.fixed.contains(&column)) {
            let same = self.rows.cells(here, &thing.by);
            places = self.rows.of(here.table);
            places.retain(|row| self.rows.cells(*row, &thing.by) == same);
        }
        for place in places {
            let cell = self.rows.tables.get_mut(place.table).and_then(|t| t.get_mut(place.row));
            if let Some(cell) = cell.and_then(|row| row.cells.get_mut(column)).filter(|cell| **cell != value) {
                cell.clone_from(&value);
                self.changes += 1;
            }
            if self.locking {
                self.locked.insert((place, column));
            }
        }
    }

    pub fn may_be_missing(&self, column: &Column) -> bool {
        let required =
            |rule: &crate::plan::ir::ColumnRule| matches!(rule, crate::plan::ir::ColumnRule::RequiredWhen(_));
        column.missing_allowed || column.rules.iter().any(required)
    }

    /// A row with a value of its own in each column.
    pub fn add(&mut self, table: usize, parent: usize) -> Here {
        let here = Here { table, row: self.rows.tables[table].len() };
        let columns = self.scene.plan.tables[table].columns.len();
        self.changes += 1;
        self.rows.tables[table].push(Row { cells: vec![None; columns], parent, gone: false });
        for column in 0..columns {
            let value = self.usual(here, column);
            if let Some(cell) = self.rows.tables[table][here.row].cells.get_mut(column) {
                *cell = value;
            }
        }
        here
    }

    /// A new row below this one; the rows between are the last there are, or new ones.
    pub fn add_below(&mut self, here: Here, table: usize) -> Option<Here> {
        let (_, parent) = self.scene.plan.table(TableId(table)).parent?;
        if parent.0 == here.table {
            return Some(self.add(table, here.row));
        }
        let between = self.rows.below(self.scene.plan, here, parent.0).last().copied();
        let above = match between {
            Some(above) => above,
            None => self.add_below(here, parent.0)?,
        };
        Some(self.add(table, above.row))
    }

    /// A day between two, as far as the patient was followed.
    pub fn day_between(&mut self, low: i64, high: i64) -> Option<i32> {
        let (low, high) = (low.max(i64::from(self.scene.binding.earliest)), high.min(i64::from(self.end)));
        (low <= high).then(|| super::scene::day(self.random.between(low, high)))
    }

    /// A value that the column can have, whatever stands beside it; none of what is told apart by it alone.
    pub fn any_value(&mut self, here: Here, column: usize) -> Option<Value> {
        let declared = self.column(here, column);
        let scene = self.scene;
        let limits = &scene.limits[here.table][column];
        Some(match &declared.ty {
            Type::YesNo => Value::YesNo(self.random.chance(500)),
            Type::Integer | Type::Days | Type::Number(_) | Type::Real(_) => limits.number(limits.any(&mut self.random)),
            Type::Date => Value::Date(self.day_between(i64::from(self.zero), i64::from(self.end))?),
            Type::Code(_) => {
                let place = self.random.below(limits.codes.len() as u64) as usize;
                Value::Code(*limits.codes.get(place)?)
            }
            Type::Text => Value::Text(format!("text {}", self.random.between(1, 12))),
            Type::Pseudonym | Type::Reading => return None,
        })
    }
}
