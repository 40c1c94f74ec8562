//! What an expression of the plan says of rows that are being made.
//!
//! It guides what is made and decides nothing: whether a patient is kept is asked of the checks of a run. What it does not
//! know, such as a computed number, is unknown.

use super::rows::{Here, Rows, Value};
use crate::calendar;
use crate::plan::ir::{
    ArithmeticOp, CompareOp, ExprKind, Function, InRow, Literal, OfAll, Plan, RowExpr, RowNode, RowsKind, Taken,
};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// A check is asked for one code of each of some columns: of this table and column, the code.
pub(super) type Split = Vec<(usize, usize, usize)>;

#[derive(Clone, Copy)]
pub(super) struct Evaluation<'a> {
    pub plan: &'a Plan,
    pub rows: &'a Rows,
    pub split: &'a Split,
}

impl<'a> Evaluation<'a> {
    pub fn truth(&self, here: Here, e: &RowExpr) -> Option<bool> {
        match self.value(here, e)? {
            Value::YesNo(truth) => Some(truth),
            Value::Number(_) | Value::Date(_) | Value::Code(_) | Value::Text(_) => None,
        }
    }

    pub fn date(&self, here: Here, e: &RowExpr) -> Option<i32> {
        match self.value(here, e)? {
            Value::Date(day) => Some(day),
            Value::YesNo(_) | Value::Number(_) | Value::Code(_) | Value::Text(_) => None,
        }
    }

    fn number(&self, here: Here, e: &RowExpr) -> Option<Decimal> {
        match self.value(here, e)? {
            Value::Number(number) => Some(number),
            Value::YesNo(_) | Value::Date(_) | Value::Code(_) | Value::Text(_) => None,
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
        use ExprKind::*;
        match &e.kind {
            Literal(literal) => of_literal(literal),
            Column(column) => self.rows.cell(here, *column).cloned(),
            Not(x) => self.truth(here, x).map(|truth| Value::YesNo(!truth)),
            And(parts) => self.joined(here, parts, false),
            Or(parts) => self.joined(here, parts, true),
            Compare { op, left, right } => {
                let (left, right) = (self.value(here, left)?, self.value(here, right)?);
                Some(Value::YesNo(holds(*op, &left, &right)))
            }
            InSet(x, set) => {
                let value = self.value(here, x)?;
                Some(Value::YesNo(set.iter().any(|one| of_literal(one).as_ref() == Some(&value))))
            }
            InRange { what, low, high } => {
                let value = self.value(here, what)?;
                let (low, high) = (of_literal(low)?, of_literal(high)?);
                Some(Value::YesNo(low <= value && value <= high))
            }
            IsKnown(x) => Some(Value::YesNo(self.value(here, x).is_some())),
            Arithmetic { op, left, right } => self.arithmetic(*op, self.value(here, left)?, self.value(here, right)?),
            Negative(x) => self.number(here, x).map(|n| Value::Number(-n)),
            Scale { factor, of } => self.number(here, of)?.checked_mul(*factor).map(Value::Number),
            Function { function, of } => self.function(here, *function, of),
            If { condition, then, otherwise } => {
                self.value(here, if self.truth(here, condition)? { then } else { otherwise })
            }
            YearOf(x) => {
                let date = calendar::date(self.date(here, x)?)?;
                Some(Value::Number(Decimal::from(date.year())))
            }
            Within { date, low, high, anchor } => {
                let days = i64::from(self.date(here, date)?) - i64::from(self.date(here, anchor)?);
                Some(Value::YesNo((*low..=*high).contains(&days)))
            }
            Before(a, b) => Some(Value::YesNo(self.date(here, a)? < self.date(here, b)?)),
            After(a, b) => Some(Value::YesNo(self.date(here, a)? > self.date(here, b)?)),
            FromOn(a, b) => Some(Value::YesNo(self.date(here, a)? >= self.date(here, b)?)),
            PlusDays(x, days) => {
                let day = i64::from(self.date(here, x)?).checked_add(*days)?;
                i32::try_from(day).ok().map(Value::Date)
            }
            Beyond(InRow(node)) => self.beyond(here, node),
        }
    }

    /// `settles` is what one part decides for all.
    fn joined(&self, here: Here, parts: &[RowExpr], settles: bool) -> Option<Value> {
        let truths: Vec<Option<bool>> = parts.iter().map(|part| self.truth(here, part)).collect();
        if truths.contains(&Some(settles)) {
            return Some(Value::YesNo(settles));
        }
        (!truths.contains(&None)).then_some(Value::YesNo(!settles))
    }

    fn arithmetic(&self, op: ArithmeticOp, left: Value, right: Value) -> Option<Value> {
        match (left, right) {
            (Value::Number(a), Value::Number(b)) => match op {
                ArithmeticOp::Add => a.checked_add(b),
                ArithmeticOp::Subtract => a.checked_sub(b),
                ArithmeticOp::Multiply => a.checked_mul(b),
                ArithmeticOp::Divide => a.checked_div(b),
            }
            .map(Value::Number),
            (Value::Date(a), Value::Date(b)) => Some(Value::Number(Decimal::from(i64::from(a) - i64::from(b)))),
            (Value::Date(a), Value::Number(b)) => {
                let days = b.to_i32()?;
                match op {
                    ArithmeticOp::Add => a.checked_add(days),
                    ArithmeticOp::Subtract => a.checked_sub(days),
                    ArithmeticOp::Multiply | ArithmeticOp::Divide => None,
                }
                .map(Value::Date)
            }
            _ => None,
        }
    }

    fn function(&self, here: Here, function: Function, of: &[RowExpr]) -> Option<Value> {
        let values: Vec<Value> = of.iter().map(|x| self.value(here, x)).collect::<Option<_>>()?;
        let days = || match values.as_slice() {
            [Value::Date(a), Value::Date(b)] => Some(i64::from(*b) - i64::from(*a)),
            _ => None,
        };
        match function {
            Function::Smallest => values.iter().min().cloned(),
            Function::Largest => values.iter().max().cloned(),
            Function::DaysBetween => days().map(|days| Value::Number(Decimal::from(days))),
            Function::CompletedMonths => days().map(|days| Value::Number(Decimal::from(days.div_euclid(31)))),
            Function::CompletedYears => days().map(|days| Value::Number(Decimal::from(days.div_euclid(366)))),
            Function::Log10
            | Function::NaturalLogarithm
            | Function::Exponential
            | Function::SquareRoot
            | Function::Absolute
            | Function::Round(_)
            | Function::WeeksBetween => None,
        }
    }

    fn beyond(&self, here: Here, node: &RowNode<RowExpr>) -> Option<Value> {
        match node {
            RowNode::Parent(x) => self.value(self.rows.above(self.plan, here)?, x),
            RowNode::OneToOne { table, column } => {
                self.rows.cell(self.rows.of(table.0).first().copied()?, *column).cloned()
            }
            RowNode::Define(id) => self.value(here, &self.plan.defines.get(id.0)?.value),
            RowNode::Event(id) => self.value(self.patient(), &self.plan.event(*id)?.date),
            RowNode::TimeZero => self.zero().map(Value::Date),
            RowNode::Rows { kind, table, condition } => {
                let rows = self.where_(here, table.0, condition.as_deref());
                Some(match kind {
                    RowsKind::Any => Value::YesNo(!rows.is_empty()),
                    RowsKind::No => Value::YesNo(rows.is_empty()),
                    RowsKind::Every(has) => Value::YesNo(rows.iter().all(|row| self.truth(*row, has) == Some(true))),
                    RowsKind::Count => Value::Number(Decimal::from(rows.len())),
                })
            }
            RowNode::Selected { taken, table, condition, value } => match taken {
                Taken::All(how) => {
                    let rows = self.where_(here, table.0, condition.as_deref());
                    let values: Vec<Value> = rows.iter().map(|row| self.value(*row, value)).collect::<Option<_>>()?;
                    match how {
                        OfAll::Smallest => values.into_iter().min(),
                        OfAll::Largest => values.into_iter().max(),
                        OfAll::Sum | OfAll::Mean => None,
                    }
                }
                Taken::First | Taken::Last | Taken::Only | Taken::Nearest { .. } => {
                    self.value(self.selected(here, node)?, value)
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
            Taken::All(OfAll::Smallest | OfAll::Sum | OfAll::Mean) => rows.first().copied(),
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
    match literal {
        Literal::Bool(truth) => Some(Value::YesNo(*truth)),
        Literal::Integer(n) => Some(Value::Number(Decimal::from(*n))),
        Literal::Number(n) => Some(Value::Number(*n)),
        Literal::Date(day) => Some(Value::Date(*day)),
        Literal::Code(code) => Some(Value::Code(*code)),
        Literal::Text(text) => Some(Value::Text(text.clone())),
        Literal::NotRecorded => None,
    }
}

pub(super) fn holds(op: CompareOp, left: &Value, right: &Value) -> bool {
    match op {
        CompareOp::Equal => left == right,
        CompareOp::NotEqual => left != right,
        CompareOp::Less => left < right,
        CompareOp::LessEqual => left <= right,
        CompareOp::Greater => left > right,
        CompareOp::GreaterEqual => left >= right,
    }
}
