//! An expression with the expressions directly within it replaced.

use crate::plan::ir::{Expr, ExprKind, RowsKind, ThingsKind};

/// `e` with each direct part replaced by what `change` makes of it, in the order of writing.
pub(super) fn rebuild(e: &Expr, change: &mut dyn FnMut(&Expr) -> Expr) -> Expr {
    use ExprKind::*;
    let mut one = |x: &Expr| Box::new(change(x));
    let kind = match &e.kind {
        Literal(_)
        | Column(_)
        | OneToOne { .. }
        | Define(_)
        | Event(_)
        | TimeZero
        | Value(_)
        | ThingDefine(_)
        | Recorded => e.kind.clone(),
        Parent(x) => Parent(one(x)),
        OfPatient(x) => OfPatient(one(x)),
        Not(x) => Not(one(x)),
        IsKnown(x) => IsKnown(one(x)),
        Negative(x) => Negative(one(x)),
        Log10(x) => Log10(one(x)),
        YearOf(x) => YearOf(one(x)),
        AtBaseline(x) => AtBaseline(one(x)),
        PlusDays(x, days) => PlusDays(one(x), *days),
        InSet(x, set) => InSet(one(x), set.clone()),
        InRange { what, low, high } => InRange { what: one(what), low: low.clone(), high: high.clone() },
        Scale { factor, of } => Scale { factor: *factor, of: one(of) },
        AtReading { reading, what } => AtReading { reading: *reading, what: one(what) },
        ExtremeEarlier { largest, what, baseline } => {
            ExtremeEarlier { largest: *largest, what: one(what), baseline: *baseline }
        }
        And(parts) => And(parts.iter().map(change).collect()),
        Or(parts) => Or(parts.iter().map(change).collect()),
        Compare { op, left, right } => Compare { op: *op, left: one(left), right: one(right) },
        Arithmetic { op, left, right } => Arithmetic { op: *op, left: one(left), right: one(right) },
        Before(a, b) => Before(one(a), one(b)),
        After(a, b) => After(one(a), one(b)),
        FromOn(a, b) => FromOn(one(a), one(b)),
        Within { date, low, high, anchor } => Within { date: one(date), low: *low, high: *high, anchor: one(anchor) },
        Rows { kind, table, condition } => {
            let condition = condition.as_ref().map(|c| one(c));
            Rows { kind: rows_kind(kind, &mut one), table: *table, condition }
        }
        Selected { last, table, condition, value } => {
            let condition = condition.as_ref().map(|c| one(c));
            Selected { last: *last, table: *table, condition, value: one(value) }
        }
        Things { kind, rows, condition } => {
            let condition = condition.as_ref().map(|c| one(c));
            Things { kind: things_kind(kind, &mut one), rows: *rows, condition }
        }
        Earlier { condition, since } => Earlier { condition: one(condition), since: since.as_ref().map(|s| one(s)) },
        FirstEarlier { condition, since } => {
            FirstEarlier { condition: one(condition), since: since.as_ref().map(|s| one(s)) }
        }
    };
    Expr { kind, ty: e.ty.clone(), span: e.span }
}

fn rows_kind(kind: &RowsKind, one: &mut dyn FnMut(&Expr) -> Box<Expr>) -> RowsKind {
    match kind {
        RowsKind::Every(has) => RowsKind::Every(one(has)),
        RowsKind::Any | RowsKind::No | RowsKind::Count => kind.clone(),
    }
}

fn things_kind(kind: &ThingsKind, one: &mut dyn FnMut(&Expr) -> Box<Expr>) -> ThingsKind {
    match kind {
        ThingsKind::Every(x) => ThingsKind::Every(one(x)),
        ThingsKind::Sum(x) => ThingsKind::Sum(one(x)),
        ThingsKind::Min(x) => ThingsKind::Min(one(x)),
        ThingsKind::Max(x) => ThingsKind::Max(one(x)),
        ThingsKind::Any | ThingsKind::No | ThingsKind::Count => kind.clone(),
    }
}
