//! Quantifiers and numbers over lesions. A lesion of which the condition cannot be told leaves the answer unknown,
//! unless the others settle it.

use super::place::Place;
use crate::plan::ir::{ArithmeticOp, Expr, RowsKind, ThingsKind, Type};
use crate::program::evaluate::{Environment, arithmetic, compare, evaluate, truth};
use crate::program::expression::{FlatExpr, FoldExpr};
use crate::program::value::{Row, Value};
use rust_decimal::Decimal;

pub(super) fn of_things<'c, 'a: 'c>(
    kind: &ThingsKind<FoldExpr>,
    places: impl Iterator<Item = Place<'c, 'a>>,
    condition: Option<&FoldExpr>,
    ty: &Type,
) -> Option<Value> {
    match kind {
        ThingsKind::Any => any(places, condition).map(Value::Bool),
        ThingsKind::No => any(places, condition).map(|b| Value::Bool(!b)),
        ThingsKind::Every(has) => every(places, condition, has).map(Value::Bool),
        ThingsKind::Count => count(places, condition),
        ThingsKind::Sum(term) => sum(places, condition, term, ty),
        ThingsKind::Min(term) => extreme(places, condition, term, false),
        ThingsKind::Max(term) => extreme(places, condition, term, true),
    }
}

pub(super) fn of_rows<'a>(
    kind: &RowsKind<FlatExpr>,
    rows: impl Iterator<Item = &'a Row>,
    condition: Option<&FlatExpr>,
) -> Option<Value> {
    match kind {
        RowsKind::Any => any(rows, condition).map(Value::Bool),
        RowsKind::No => any(rows, condition).map(|b| Value::Bool(!b)),
        RowsKind::Every(has) => every(rows, condition, has).map(Value::Bool),
        RowsKind::Count => count(rows, condition),
    }
}

fn holds<B>(condition: Option<&Expr<B>>, place: &impl Environment<B>) -> Option<bool> {
    condition.map_or(Some(true), |c| truth(c, place))
}

fn any<B, P: Environment<B>>(places: impl Iterator<Item = P>, condition: Option<&Expr<B>>) -> Option<bool> {
    let mut known = true;
    for place in places {
        match holds(condition, &place) {
            Some(true) => return Some(true),
            Some(false) => {}
            None => known = false,
        }
    }
    known.then_some(false)
}

fn every<B, P: Environment<B>>(
    places: impl Iterator<Item = P>,
    condition: Option<&Expr<B>>,
    has: &Expr<B>,
) -> Option<bool> {
    let mut known = true;
    for place in places {
        match (holds(condition, &place), truth(has, &place)) {
            (Some(false), _) | (_, Some(true)) => {}
            (Some(true), Some(false)) => return Some(false),
            _ => known = false,
        }
    }
    known.then_some(true)
}

/// What is made of the places that satisfy the condition, one after the other; unknown where of one it cannot be told, or where
/// `add` says so.
fn over<B, P: Environment<B>, T>(
    places: impl Iterator<Item = P>,
    condition: Option<&Expr<B>>,
    start: T,
    mut add: impl FnMut(T, &P) -> Option<T>,
) -> Option<T> {
    let mut total = start;
    for place in places {
        if holds(condition, &place)? {
            total = add(total, &place)?;
        }
    }
    Some(total)
}

fn count<B, P: Environment<B>>(places: impl Iterator<Item = P>, condition: Option<&Expr<B>>) -> Option<Value> {
    over(places, condition, 0_i64, |found, _| found.checked_add(1)).map(Value::Integer)
}

fn sum<'c, 'a: 'c>(
    places: impl Iterator<Item = Place<'c, 'a>>,
    condition: Option<&FoldExpr>,
    term: &FoldExpr,
    ty: &Type,
) -> Option<Value> {
    let zero = match ty {
        Type::Integer | Type::Days => Value::Integer(0),
        Type::Real(_) => Value::Real(0.0),
        _ => Value::Number(Decimal::ZERO),
    };
    over(places, condition, zero, |total, place| arithmetic(ArithmeticOp::Add, &total, &evaluate(term, place)?))
}

/// Of the known terms.
fn extreme<'c, 'a: 'c>(
    places: impl Iterator<Item = Place<'c, 'a>>,
    condition: Option<&FoldExpr>,
    term: &FoldExpr,
    largest: bool,
) -> Option<Value> {
    over(places, condition, None, |best, place| match (evaluate(term, place), best) {
        (Some(Value::Unusable), _) => None,
        (None, best) => Some(best),
        (told, None) => Some(told),
        (Some(value), Some(best)) => match compare(&value, &best) {
            Some(order) if (largest && order.is_gt()) || (!largest && order.is_lt()) => Some(Some(value)),
            _ => Some(Some(best)),
        },
    })?
}
