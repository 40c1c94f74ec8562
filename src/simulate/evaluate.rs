//! What an expression of the plan says of rows that are being made: it is told by the evaluator of a run, on these rows.
//!
//! It guides what is made and decides nothing: whether a patient is kept is asked of the checks of a run. What it does not look
//! up, such as a row of another table that its dates lead to, is unknown.

use super::rows::{Here, Rows, Value};
use crate::plan::ir::{InRow, Literal, OfAll, Plan, RowExpr, RowNode, RowsKind, Taken, Type};
use crate::program::evaluate::{Environment, evaluate, truth};
use crate::program::value::Value as Told;

/// A check is asked for one code of each of some columns: of this table and column, the code.
pub(super) type Split = Vec<(usize, usize, usize)>;

#[derive(Clone, Copy)]
pub(super) struct Evaluation<'a> {
    pub plan: &'a Plan,
    pub rows: &'a Rows,
    pub split: &'a Split,
}

/// What an expression in one of the rows stands on.
struct At<'a> {
    of: Evaluation<'a>,
    here: Here,
}

impl Environment<InRow> for At<'_> {
    fn column(&self, index: usize) -> Option<Told> {
        self.of.rows.cell(self.here, index).map(Told::from)
    }

    fn beyond(&self, InRow(node): &InRow, _: &Type) -> Option<Told> {
        self.of.beyond(self.here, node)
    }
}

impl<'a> Evaluation<'a> {
    pub fn truth(&self, here: Here, e: &RowExpr) -> Option<bool> {
        truth(e, &At { of: *self, here })
    }

    pub fn date(&self, here: Here, e: &RowExpr) -> Option<i32> {
        match self.value(here, e)? {
            Value::Date(day) => Some(day),
            Value::YesNo(_) | Value::Number(_) | Value::Code(_) | Value::Text(_) => None,
        }
    }

    pub fn patient(&self) -> Here {
        Here { table: self.plan.patient_table().0, row: 0 }
    }

    pub fn zero(&self) -> Option<i32> {
        let event = self.plan.event(self.plan.time_zero.event?)?;
        self.date(self.patient(), &event.date)
    }

    pub fn value(&self, here: Here, e: &RowExpr) -> Option<Value> {
        Value::of(self.told(here, e)?)
    }

    fn told(&self, here: Here, e: &RowExpr) -> Option<Told> {
        evaluate(e, &At { of: *self, here })
    }

    fn beyond(&self, here: Here, node: &RowNode<RowExpr>) -> Option<Told> {
        match node {
            RowNode::Parent(x) => self.told(self.rows.above(self.plan, here)?, x),
            RowNode::OneToOne { table, column } => {
                self.rows.cell(self.rows.of(table.0).first().copied()?, *column).map(Told::from)
            }
            RowNode::Define(id) => self.told(here, &self.plan.defines.get(id.0)?.value),
            RowNode::Event(id) => self.told(self.patient(), &self.plan.event(*id)?.date),
            RowNode::TimeZero => self.zero().map(Told::Date),
            RowNode::Rows { kind, table, condition } => {
                let rows = self.where_(here, table.0, condition.as_deref());
                Some(match kind {
                    RowsKind::Any => Told::Bool(!rows.is_empty()),
                    RowsKind::No => Told::Bool(rows.is_empty()),
                    RowsKind::Every(has) => Told::Bool(rows.iter().all(|row| self.truth(*row, has) == Some(true))),
                    RowsKind::Count => Told::Integer(i64::try_from(rows.len()).ok()?),
                })
            }
            RowNode::Selected { taken, table, condition, value } => match taken {
                Taken::All(how) => {
                    let rows = self.where_(here, table.0, condition.as_deref());
                    let values: Vec<Value> = rows.iter().map(|row| self.value(*row, value)).collect::<Option<_>>()?;
                    match how {
                        OfAll::Smallest => values.iter().min().map(Told::from),
                        OfAll::Largest => values.iter().max().map(Told::from),
                        OfAll::Sum | OfAll::Mean | OfAll::Median => None,
                    }
                }
                Taken::First | Taken::Last | Taken::Only | Taken::Nearest { .. } => {
                    self.told(self.selected(here, node)?, value)
                }
            },
            RowNode::Beside(_) => None,
        }
    }

    /// The row that a selection takes.
    pub fn selected(&self, here: Here, node: &RowNode<RowExpr>) -> Option<Here> {
        let RowNode::Selected { taken, table, condition, .. } = node else { return None };
        let rows = self.rows.sorted(self.plan, self.where_(here, table.0, condition.as_deref()), table.0);
        match taken {
            Taken::First | Taken::Only => rows.first().copied(),
            Taken::Last => rows.last().copied(),
            Taken::Nearest { date, to, .. } => {
                let to = self.date(here, to)?;
                let days = |row: &Here| match self.rows.cell(*row, *date) {
                    Some(Value::Date(day)) => day.abs_diff(to),
                    _ => u32::MAX,
                };
                rows.into_iter().min_by_key(days)
            }
            Taken::All(OfAll::Largest) => rows.last().copied(),
            Taken::All(OfAll::Smallest | OfAll::Sum | OfAll::Mean | OfAll::Median) => rows.first().copied(),
        }
    }

    /// Rows below that satisfy a condition, of the codes that are asked for.
    pub fn where_(&self, here: Here, table: usize, condition: Option<&RowExpr>) -> Vec<Here> {
        let mut rows = self.rows.below(self.plan, here, table);
        rows.retain(|row| {
            let of_split = |(of, column, code): &(usize, usize, usize)| {
                *of != table || self.rows.cell(*row, *column) == Some(&Value::Code(*code))
            };
            self.split.iter().all(of_split) && condition.is_none_or(|c| self.truth(*row, c) == Some(true))
        });
        rows
    }
}

pub(super) fn of_literal(literal: &Literal) -> Option<Value> {
    Value::of(Told::from(literal))
}
