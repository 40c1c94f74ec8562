//! Conditions told column by column: an expression is gone through once for all rows, and not in each.
//!
//! Invariant: of each row it is told what the evaluator tells of it. The evaluator itself is asked wherever an operand is anything
//! but a column or a literal of one kind.

use super::column::{Form, Narrow, Values, exact, fits};
use super::values::InRow;
use crate::plan::ir::{CompareOp, ExprKind, Literal};
use crate::program::evaluate::{evaluate, holds, truth};
use crate::program::expression::FlatExpr;

/// The columns that an expression names, by their numbers, and how many rows they have.
#[derive(Clone, Copy)]
pub(super) struct Columns<'a> {
    pub named: &'a [(usize, &'a Values)],
    pub height: usize,
}

/// By row: 1 where it holds, 0 where it does not, or unknown.
type Truths = Vec<u8>;

const UNKNOWN: u8 = <u8 as Narrow>::UNKNOWN;

impl Columns<'_> {
    /// The value of an expression in each row.
    pub fn computed(self, e: &FlatExpr) -> Values {
        if e.kind.is_condition() {
            return Values(Form::Truths(self.truths(e)));
        }
        let column = match e.kind {
            ExprKind::Column(column) => self.column(column),
            _ => None,
        };
        column.cloned().unwrap_or_else(|| self.row_by_row(e))
    }

    fn row_by_row(self, e: &FlatExpr) -> Values {
        (0..self.height).map(|row| evaluate(e, &self.row(row))).collect()
    }

    fn row(&self, row: usize) -> InRow<'_> {
        InRow { columns: self.named, row }
    }

    fn column(&self, column: usize) -> Option<&Values> {
        self.named.iter().find(|(number, _)| *number == column).map(|(_, values)| *values)
    }

    fn truths(self, e: &FlatExpr) -> Truths {
        let told = match &e.kind {
            ExprKind::Not(x) => {
                Some(self.truths(x).into_iter().map(|t| if t == UNKNOWN { t } else { 1 - t }).collect())
            }
            ExprKind::And(parts) => Some(self.joined(parts, 0)),
            ExprKind::Or(parts) => Some(self.joined(parts, 1)),
            ExprKind::Literal(Literal::Bool(b)) => Some(vec![u8::from(*b); self.height]),
            ExprKind::Column(_) => self.form(e).and_then(told_as_it_is),
            ExprKind::IsKnown(x) => self.form(x).and_then(known),
            ExprKind::InSet(x, set) => self.form(x).and_then(|of| in_set(of, set)),
            ExprKind::InRange { what, low, high } => self.form(what).and_then(|of| {
                let mut told = against(of, CompareOp::GreaterEqual, low)?;
                join(&mut told, &against(of, CompareOp::LessEqual, high)?, 0);
                Some(told)
            }),
            ExprKind::Compare { op, left, right } => self.form(left).and_then(|of| match &right.kind {
                ExprKind::Literal(literal) => against(of, *op, literal),
                _ => beside(of, *op, self.form(right)?),
            }),
            ExprKind::Before(date, anchor) => self.days(date, anchor, |days| days < 0),
            ExprKind::After(date, anchor) => self.days(date, anchor, |days| days > 0),
            ExprKind::FromOn(date, anchor) => self.days(date, anchor, |days| days >= 0),
            ExprKind::Within { date, low, high, anchor } => {
                self.days(date, anchor, |days| *low <= days && days <= *high)
            }
            ExprKind::Literal(_)
            | ExprKind::Arithmetic { .. }
            | ExprKind::Negative(_)
            | ExprKind::Scale { .. }
            | ExprKind::Function { .. }
            | ExprKind::If { .. }
            | ExprKind::YearOf(_)
            | ExprKind::PlusDays(..)
            | ExprKind::Beyond(_) => None,
        };
        let row_by_row = || (0..self.height).map(|row| byte(truth(e, &self.row(row)))).collect();
        told.filter(|told| told.len() == self.height).unwrap_or_else(row_by_row)
    }

    /// `and` (`decisive` 0) or `or` (`decisive` 1).
    fn joined(self, parts: &[FlatExpr], decisive: u8) -> Truths {
        let mut told = vec![1 - decisive; self.height];
        for part in parts {
            join(&mut told, &self.truths(part), decisive);
        }
        told
    }

    fn form(&self, e: &FlatExpr) -> Option<&Form> {
        match e.kind {
            ExprKind::Column(column) => self.column(column).map(|values| &values.0),
            _ => None,
        }
    }

    /// What holds of the days from an anchor to a date.
    fn days(self, date: &FlatExpr, anchor: &FlatExpr, holds: impl Fn(i64) -> bool) -> Option<Truths> {
        let (dates, anchors) = (self.dates(date)?, self.dates(anchor)?);
        let one = |row: usize| Some(dates(row)? - anchors(row)?);
        Some((0..self.height).map(|row| byte(one(row).map(&holds))).collect())
    }

    /// By row: the day.
    fn dates<'s>(&'s self, e: &'s FlatExpr) -> Option<Box<dyn Fn(usize) -> Option<i64> + 's>> {
        match &e.kind {
            ExprKind::Literal(Literal::Date(day)) => Some(Box::new(|_| Some(i64::from(*day)))),
            ExprKind::Column(_) => match self.form(e)? {
                Form::Days(of) => Some(Box::new(|row| of.get(row).copied().filter(|day| fits(*day)).map(i64::from))),
                Form::Truths(_) => Some(Box::new(|_| None)),
                Form::Codes(_) | Form::Wholes(_) | Form::Numbers(_) | Form::Any(_) => None,
            },
            ExprKind::PlusDays(date, days) => {
                let dates = self.dates(date)?;
                let plus = |day: i64| day.checked_add(*days).filter(|day| i32::try_from(*day).is_ok());
                Some(Box::new(move |row| dates(row).and_then(plus)))
            }
            _ => None,
        }
    }
}

fn byte(truth: Option<bool>) -> u8 {
    truth.map_or(UNKNOWN, u8::from)
}

/// `and` (`decisive` 0) or `or` (`decisive` 1) of two, row by row.
fn join(told: &mut [u8], other: &[u8], decisive: u8) {
    for (own, other) in told.iter_mut().zip(other) {
        // Of two that do not settle it either is unknown, or both are the same.
        *own = if *own == decisive || *other == decisive { decisive } else { *own | *other };
    }
}

/// What is no truth is unknown.
fn told_as_it_is(of: &Form) -> Option<Truths> {
    match of {
        Form::Truths(of) => Some(of.iter().map(|t| if *t > 1 { UNKNOWN } else { *t }).collect()),
        Form::Days(_) | Form::Codes(_) | Form::Wholes(_) | Form::Numbers(_) => Some(vec![UNKNOWN; of.len()]),
        Form::Any(_) => None,
    }
}

fn known(of: &Form) -> Option<Truths> {
    fn each<T: Narrow>(of: &[T]) -> Truths {
        let one = |value: &T| match *value {
            value if value == T::UNKNOWN => 0,
            value if value == T::UNUSABLE => UNKNOWN,
            _ => 1,
        };
        of.iter().map(one).collect()
    }
    match of {
        Form::Truths(of) => Some(each(of)),
        Form::Days(of) => Some(each(of)),
        Form::Codes(of) => Some(each(of)),
        Form::Wholes(of) | Form::Numbers(of) => Some(each(of)),
        Form::Any(_) => None,
    }
}

fn in_set(of: &Form, set: &[Literal]) -> Option<Truths> {
    let code = |literal: &Literal| match literal {
        Literal::Code(code) => u32::try_from(*code).ok().filter(|code| fits(*code)),
        _ => None,
    };
    match of {
        Form::Codes(of) => {
            let set: Vec<u32> = set.iter().map(code).collect::<Option<_>>()?;
            Some(of.iter().map(|code| if fits(*code) { u8::from(set.contains(code)) } else { UNKNOWN }).collect())
        }
        Form::Truths(of) => of.iter().all(|t| *t > 1).then(|| vec![UNKNOWN; of.len()]),
        Form::Days(_) | Form::Wholes(_) | Form::Numbers(_) | Form::Any(_) => None,
    }
}

/// Each value against a literal.
fn against(of: &Form, op: CompareOp, literal: &Literal) -> Option<Truths> {
    fn each<T: Narrow + Ord>(of: &[T], op: CompareOp, literal: T) -> Option<Truths> {
        let one = |value: &T| if fits(*value) { u8::from(holds(op, value.cmp(&literal))) } else { UNKNOWN };
        fits(literal).then(|| of.iter().map(one).collect())
    }
    match (of, literal) {
        (Form::Truths(of), Literal::Bool(b)) => each(of, op, u8::from(*b)),
        // A truth and what is none have no order.
        (Form::Truths(of), _) => Some(vec![UNKNOWN; of.len()]),
        (Form::Days(of), Literal::Date(day)) => each(of, op, *day),
        (Form::Codes(of), Literal::Code(code)) => each(of, op, u32::try_from(*code).ok()?),
        (Form::Wholes(of), Literal::Integer(n)) => each(of, op, *n),
        (Form::Numbers(of), Literal::Integer(n)) => each(of, op, exact((*n).into())?),
        (Form::Numbers(of), Literal::Number(n)) => each(of, op, exact(*n)?),
        (Form::Days(_) | Form::Codes(_) | Form::Wholes(_) | Form::Numbers(_) | Form::Any(_), _) => None,
    }
}

/// Each value against the one beside it.
fn beside(of: &Form, op: CompareOp, other: &Form) -> Option<Truths> {
    fn each<T: Narrow + Ord>(of: &[T], op: CompareOp, other: &[T]) -> Option<Truths> {
        let one = |(a, b): (&T, &T)| if fits(*a) && fits(*b) { u8::from(holds(op, a.cmp(b))) } else { UNKNOWN };
        Some(of.iter().zip(other).map(one).collect())
    }
    match (of, other) {
        (Form::Truths(of), Form::Truths(other)) => each(of, op, other),
        (Form::Days(of), Form::Days(other)) => each(of, op, other),
        (Form::Codes(of), Form::Codes(other)) => each(of, op, other),
        (Form::Wholes(of), Form::Wholes(other)) | (Form::Numbers(of), Form::Numbers(other)) => each(of, op, other),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
