//! The typed evaluator: three-valued, exact in decimals, without a place of its own.
//!
//! Unknown (`None`) is the answer of every operation that meets an unknown operand, Kleene's `and` and `or` excepted, and
//! of every operation that has no answer: an overflow of exact decimals, a division by zero, the logarithm of zero.
//! What is recorded and cannot be used is neither known nor missing, and stays so through every operation that makes a value.

mod functions;

pub use functions::median;

use super::expression::NeverKnown;
use super::value::{Row, Value};
use crate::plan::ir::{ArithmeticOp, CompareOp, Expr, ExprKind, Literal, Type};
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// What an expression stands on; `B` is what it may look up beyond the values of the row.
pub trait Environment<B> {
    /// The value of a column of the current row.
    fn column(&self, index: usize) -> Option<Value>;
    /// The value, of this type, of what is looked up.
    fn beyond(&self, what: &B, ty: &Type) -> Option<Value>;
}

/// The values of one row, on which an expression stands that looks up nothing else.
impl Environment<NeverKnown> for Row {
    fn column(&self, index: usize) -> Option<Value> {
        self.get(index)?.clone()
    }

    fn beyond(&self, _: &NeverKnown, _: &Type) -> Option<Value> {
        None
    }
}

impl<B, E: Environment<B> + ?Sized> Environment<B> for &E {
    fn column(&self, index: usize) -> Option<Value> {
        (**self).column(index)
    }

    fn beyond(&self, what: &B, ty: &Type) -> Option<Value> {
        (**self).beyond(what, ty)
    }
}

/// The value of `e`; unknown where it cannot be told.
pub fn evaluate<B>(e: &Expr<B>, env: &(impl Environment<B> + ?Sized)) -> Option<Value> {
    let value = |e: &Expr<B>| evaluate(e, env);
    match &e.kind {
        ExprKind::Literal(Literal::NotRecorded) => None,
        ExprKind::Literal(literal) => Some(Value::from(literal)),
        ExprKind::Column(index) => env.column(*index),
        ExprKind::Not(_)
        | ExprKind::And(_)
        | ExprKind::Or(_)
        | ExprKind::Compare { .. }
        | ExprKind::InSet(..)
        | ExprKind::InRange { .. }
        | ExprKind::IsKnown(_)
        | ExprKind::Within { .. }
        | ExprKind::Before(..)
        | ExprKind::After(..)
        | ExprKind::FromOn(..) => truth(e, env).map(Value::Bool),
        ExprKind::Arithmetic { op, left, right } => {
            let (left, right) = (value(left), value(right));
            if [&left, &right].contains(&&Some(Value::Unusable)) {
                return Some(Value::Unusable);
            }
            arithmetic(*op, &left?, &right?)
        }
        ExprKind::Negative(what) => match value(what)? {
            Value::Integer(i) => i.checked_neg().map(Value::Integer),
            Value::Number(n) => Some(Value::Number(-n)),
            Value::Real(x) => Some(Value::Real(-x)),
            Value::Unusable => Some(Value::Unusable),
            Value::Bool(_) | Value::Date(_) | Value::Code(_) | Value::Text(_) | Value::Reading(_) => None,
        },
        ExprKind::Scale { factor, of } => {
            of_usable(value(of)?, |of| arithmetic(ArithmeticOp::Multiply, &Value::Number(*factor), of))
        }
        ExprKind::Function { function, of } => {
            let of: Vec<Option<Value>> = of.iter().map(value).collect();
            if of.contains(&Some(Value::Unusable)) {
                return Some(Value::Unusable);
            }
            functions::call(*function, &of.into_iter().collect::<Option<Vec<_>>>()?, &e.ty)
        }
        ExprKind::If { condition, then, otherwise } => match value(condition)? {
            Value::Bool(holds) => functions::in_form(value(if holds { then } else { otherwise })?, &e.ty),
            Value::Unusable => Some(Value::Unusable),
            Value::Integer(_) | Value::Number(_) | Value::Real(_) | Value::Date(_) => None,
            Value::Code(_) | Value::Text(_) | Value::Reading(_) => None,
        },
        ExprKind::YearOf(date) => {
            of_usable(value(date)?, |date| Some(Value::Integer(i64::from(civil(day(date)?)?.year()))))
        }
        ExprKind::PlusDays(date, days) => of_usable(value(date)?, |date| {
            let day = i64::from(day(date)?).checked_add(*days)?;
            i32::try_from(day).ok().map(Value::Date)
        }),
        ExprKind::Beyond(what) => env.beyond(what, &e.ty),
    }
}

/// The truth of a condition; unknown where it cannot be told.
pub fn truth<B>(e: &Expr<B>, env: &(impl Environment<B> + ?Sized)) -> Option<bool> {
    let value = |e: &Expr<B>| evaluate(e, env);
    match &e.kind {
        ExprKind::Not(x) => truth(x, env).map(|b| !b),
        ExprKind::And(parts) => kleene(parts, env, false),
        ExprKind::Or(parts) => kleene(parts, env, true),
        ExprKind::Compare { op, left, right } => Some(holds(*op, compare(&value(left)?, &value(right)?)?)),
        ExprKind::InSet(what, set) => {
            let what = value(what).filter(|v| *v != Value::Unusable)?;
            Some(set.iter().any(|l| is(&what, l)))
        }
        ExprKind::InRange { what, low, high } => {
            let what = value(what)?;
            let (low, high) = (compare(&what, &Value::from(low))?, compare(&what, &Value::from(high))?);
            Some(low.is_ge() && high.is_le())
        }
        ExprKind::IsKnown(what) => match value(what) {
            Some(Value::Unusable) => None,
            told => Some(told.is_some()),
        },
        ExprKind::Within { date, low, high, anchor } => {
            let days = i64::from(date_of(date, env)?) - i64::from(date_of(anchor, env)?);
            Some(*low <= days && days <= *high)
        }
        ExprKind::Before(date, anchor) => Some(date_of(date, env)? < date_of(anchor, env)?),
        ExprKind::After(date, anchor) => Some(date_of(date, env)? > date_of(anchor, env)?),
        ExprKind::FromOn(date, anchor) => Some(date_of(date, env)? >= date_of(anchor, env)?),
        ExprKind::Literal(_)
        | ExprKind::Column(_)
        | ExprKind::Arithmetic { .. }
        | ExprKind::Negative(_)
        | ExprKind::Scale { .. }
        | ExprKind::Function { .. }
        | ExprKind::If { .. }
        | ExprKind::YearOf(_)
        | ExprKind::PlusDays(..)
        | ExprKind::Beyond(_) => match value(e)? {
            Value::Bool(b) => Some(b),
            _ => None,
        },
    }
}

/// What an operation makes of a value; of one that cannot be used, one that cannot be used.
fn of_usable(value: Value, operation: impl FnOnce(&Value) -> Option<Value>) -> Option<Value> {
    match value {
        Value::Unusable => Some(Value::Unusable),
        usable => operation(&usable),
    }
}

/// `and` (`decisive` false) and `or` (`decisive` true): one decisive part settles it, whatever is unknown beside it.
fn kleene<B>(parts: &[Expr<B>], env: &(impl Environment<B> + ?Sized), decisive: bool) -> Option<bool> {
    let mut known = true;
    for part in parts {
        match truth(part, env) {
            Some(b) if b == decisive => return Some(decisive),
            Some(_) => {}
            None => known = false,
        }
    }
    known.then_some(!decisive)
}

/// The literal is this value. Codes and texts, which are most of those asked for, are compared where they stand.
pub fn is(value: &Value, literal: &Literal) -> bool {
    match (value, literal) {
        (Value::Code(own), Literal::Code(code)) => own == code,
        (Value::Text(own), Literal::Text(text)) => **own == **text,
        (value, literal) => compare(value, &Value::from(literal)) == Some(Ordering::Equal),
    }
}

/// The order of two values of one kind; numbers are compared exactly, and as floats only where one is computed.
pub fn compare(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Bool(a), Value::Bool(b)) => Some(a.cmp(b)),
        (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
        (Value::Code(a), Value::Code(b)) => Some(a.cmp(b)),
        (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
        (Value::Reading(a), Value::Reading(b)) => Some(a.cmp(b)),
        (Value::Real(_), _) | (_, Value::Real(_)) => a.real()?.partial_cmp(&b.real()?),
        _ => Some(a.decimal()?.cmp(&b.decimal()?)),
    }
}

pub fn holds(op: CompareOp, order: Ordering) -> bool {
    match op {
        CompareOp::Equal => order.is_eq(),
        CompareOp::NotEqual => order.is_ne(),
        CompareOp::Less => order.is_lt(),
        CompareOp::LessEqual => order.is_le(),
        CompareOp::Greater => order.is_gt(),
        CompareOp::GreaterEqual => order.is_ge(),
    }
}

/// One operation on two numbers. Whole and decimal numbers stay exact; a quotient is a computed number.
pub fn arithmetic(op: ArithmeticOp, a: &Value, b: &Value) -> Option<Value> {
    match (a, b) {
        (Value::Date(a), Value::Date(b)) if op == ArithmeticOp::Subtract => {
            Some(Value::Integer(i64::from(*a) - i64::from(*b)))
        }
        (Value::Integer(a), Value::Integer(b)) if op != ArithmeticOp::Divide => match op {
            ArithmeticOp::Add => a.checked_add(*b),
            ArithmeticOp::Subtract => a.checked_sub(*b),
            _ => a.checked_mul(*b),
        }
        .map(Value::Integer),
        (Value::Integer(_) | Value::Number(_), Value::Integer(_) | Value::Number(_)) if op != ArithmeticOp::Divide => {
            let (a, b) = (a.decimal()?, b.decimal()?);
            match op {
                ArithmeticOp::Add => a.checked_add(b),
                ArithmeticOp::Subtract => a.checked_sub(b),
                _ => a.checked_mul(b),
            }
            .map(Value::Number)
        }
        (Value::Integer(_) | Value::Number(_), Value::Integer(_) | Value::Number(_)) => quotient(a, b),
        _ => {
            let (a, b) = (a.real()?, b.real()?);
            real(match op {
                ArithmeticOp::Add => a + b,
                ArithmeticOp::Subtract => a - b,
                ArithmeticOp::Multiply => a * b,
                ArithmeticOp::Divide => a / b,
            })
        }
    }
}

/// The double nearest to the quotient of two decimals, so that one that ends (0.7 by 10) is the decimal it is.
fn quotient(a: &Value, b: &Value) -> Option<Value> {
    match a.decimal()?.checked_div(b.decimal()?) {
        // A decimal has 28 places: of a smaller quotient too few of them are digits.
        Some(exact) if exact.abs() >= Decimal::new(1, 6) => real(Value::Number(exact).real()?),
        _ => real(a.real()? / b.real()?),
    }
}

/// A computed number that is neither infinite nor undefined; −0 is 0.
fn real(x: f64) -> Option<Value> {
    x.is_finite().then_some(Value::Real(x + 0.0))
}

fn date_of<B>(e: &Expr<B>, env: &(impl Environment<B> + ?Sized)) -> Option<i32> {
    day(&evaluate(e, env)?)
}

fn day(value: &Value) -> Option<i32> {
    match value {
        Value::Date(day) => Some(*day),
        _ => None,
    }
}

/// The calendar date of a day counted from 1970-01-01.
pub fn civil(day: i32) -> Option<jiff::civil::Date> {
    crate::calendar::date(day)
}

impl From<&Literal> for Value {
    fn from(literal: &Literal) -> Value {
        match literal {
            Literal::Bool(b) => Value::Bool(*b),
            Literal::Integer(i) => Value::Integer(*i),
            Literal::Number(n) => Value::Number(*n),
            Literal::Date(day) => Value::Date(*day),
            Literal::Code(code) => Value::Code(*code),
            Literal::Text(text) => Value::Text(text.as_str().into()),
            // Nothing compares with it.
            Literal::NotRecorded => Value::Unusable,
        }
    }
}

impl Value {
    /// The number as an exact decimal; none where it is computed or no number.
    pub fn decimal(&self) -> Option<Decimal> {
        match self {
            Value::Integer(i) => Some(Decimal::from(*i)),
            Value::Number(n) => Some(*n),
            _ => None,
        }
    }

    /// The number as the nearest float.
    pub fn real(&self) -> Option<f64> {
        match self {
            Value::Real(x) => Some(*x),
            // Through its digits: the only conversion that is correctly rounded whatever the scale.
            _ => self.decimal()?.to_string().parse().ok().map(|x: f64| x + 0.0),
        }
    }
}

#[cfg(test)]
mod tests;
