//! Quantifiers and numbers over lesions. A lesion of which the condition cannot be told leaves the answer unknown,
//! unless the others settle it.

use super::place::Place;
use crate::plan::ir::{ArithmeticOp, Expr, RowsKind, ThingsKind, Type};
use crate::program::evaluate::{arithmetic, compare, evaluate, truth};
use crate::program::value::Value;
use rust_decimal::Decimal;

pub(super) fn of_things(kind: &ThingsKind, places: &[Place], condition: Option<&Expr>, ty: &Type) -> Option<Value> {
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

pub(super) fn of_rows(kind: &RowsKind, places: &[Place], condition: Option<&Expr>) -> Option<Value> {
    match kind {
        RowsKind::Any => any(places, condition).map(Value::Bool),
        RowsKind::No => any(places, condition).map(|b| Value::Bool(!b)),
        RowsKind::Every(has) => every(places, condition, has).map(Value::Bool),
        RowsKind::Count => count(places, condition),
    }
}

fn holds(condition: Option<&Expr>, place: &Place) -> Option<bool> {
    condition.map_or(Some(true), |c| truth(c, place))
}

fn any(places: &[Place], condition: Option<&Expr>) -> Option<bool> {
    let told: Vec<Option<bool>> = places.iter().map(|p| holds(condition, p)).collect();
    match (told.contains(&Some(true)), told.contains(&None)) {
        (true, _) => Some(true),
        (false, true) => None,
        (false, false) => Some(false),
    }
}

fn every(places: &[Place], condition: Option<&Expr>, has: &Expr) -> Option<bool> {
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
fn satisfying<'p, 'c, 'a>(places: &'p [Place<'c, 'a>], condition: Option<&Expr>) -> Option<Vec<&'p Place<'c, 'a>>> {
    let mut found = vec![];
    for place in places {
        if holds(condition, place)? {
            found.push(place);
        }
    }
    Some(found)
}

fn count(places: &[Place], condition: Option<&Expr>) -> Option<Value> {
    let found = satisfying(places, condition)?;
    i64::try_from(found.len()).ok().map(Value::Integer)
}

fn sum(places: &[Place], condition: Option<&Expr>, term: &Expr, ty: &Type) -> Option<Value> {
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
fn extreme(places: &[Place], condition: Option<&Expr>, term: &Expr, largest: bool) -> Option<Value> {
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
