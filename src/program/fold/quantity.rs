//! Quantifiers and numbers over lesions. A lesion of which the condition cannot be told leaves the answer unknown,
//! unless the others settle it.

use super::place::Place;
use crate::plan::ir::{ArithmeticOp, Expr, RowsKind, ThingsKind, Type};
use crate::program::evaluate::{Environment, arithmetic, compare, evaluate, truth};
use crate::program::expression::{FlatExpr, FoldExpr};
use crate::program::value::{Row, Value};
use rust_decimal::Decimal;

pub(super) fn of_things(
    kind: &ThingsKind<FoldExpr>,
    places: &[Place],
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

pub(super) fn of_rows(kind: &RowsKind<FlatExpr>, rows: &[&Row], condition: Option<&FlatExpr>) -> Option<Value> {
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

fn any<B>(places: &[impl Environment<B>], condition: Option<&Expr<B>>) -> Option<bool> {
    let told: Vec<Option<bool>> = places.iter().map(|p| holds(condition, p)).collect();
    match (told.contains(&Some(true)), told.contains(&None)) {
        (true, _) => Some(true),
        (false, true) => None,
        (false, false) => Some(false),
    }
}

fn every<B>(places: &[impl Environment<B>], condition: Option<&Expr<B>>, has: &Expr<B>) -> Option<bool> {
    let mut known = true;
    for place in places {
        match (holds(condition, place), truth(has, place)) {
            (Some(false), _) | (_, Some(true)) => {}
            (Some(true), Some(false)) => return Some(false),
            _ => known = false,
        }
    }
    known.then_some(true)
}

/// The places that satisfy the condition; unknown where of one it cannot be told.
fn satisfying<'p, B, P: Environment<B>>(places: &'p [P], condition: Option<&Expr<B>>) -> Option<Vec<&'p P>> {
    let mut found = vec![];
    for place in places {
        if holds(condition, place)? {
            found.push(place);
        }
    }
    Some(found)
}

fn count<B>(places: &[impl Environment<B>], condition: Option<&Expr<B>>) -> Option<Value> {
    let found = satisfying(places, condition)?;
    i64::try_from(found.len()).ok().map(Value::Integer)
}

fn sum(places: &[Place], condition: Option<&FoldExpr>, term: &FoldExpr, ty: &Type) -> Option<Value> {
    let zero = match ty {
        Type::Integer | Type::Days => Value::Integer(0),
        Type::Real(_) => Value::Real(0.0),
        _ => Value::Number(Decimal::ZERO),
    };
    satisfying(places, condition)?
        .into_iter()
        .try_fold(zero, |total, place| arithmetic(ArithmeticOp::Add, &total, &evaluate(term, place)?))
}

/// Of the known terms.
fn extreme(places: &[Place], condition: Option<&FoldExpr>, term: &FoldExpr, largest: bool) -> Option<Value> {
    let mut terms = vec![];
    for place in satisfying(places, condition)? {
        match evaluate(term, place) {
            Some(Value::Unusable) => return None,
            told => terms.extend(told),
        }
    }
    terms.into_iter().reduce(|best, value| match compare(&value, &best) {
        Some(order) if (largest && order.is_gt()) || (!largest && order.is_lt()) => value,
        _ => best,
    })
}
