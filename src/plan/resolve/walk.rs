//! Walking expressions: the parts of a node, and what an expression reads.

use super::*;

/// The expressions directly within an expression.
pub(crate) fn children(e: &Expr) -> Vec<&Expr> {
    use ExprKind::*;
    match &e.kind {
        Literal(_)
        | Column(_)
        | OneToOne { .. }
        | Define(_)
        | Event(_)
        | TimeZero
        | Value(_)
        | ThingDefine(_)
        | Recorded => vec![],
        Parent(x)
        | OfPatient(x)
        | Not(x)
        | IsKnown(x)
        | Negative(x)
        | Log10(x)
        | YearOf(x)
        | PlusDays(x, _)
        | AtBaseline(x)
        | InSet(x, _) => vec![x],
        InRange { what, .. } | Scale { of: what, .. } | AtReading { what, .. } | ExtremeEarlier { what, .. } => {
            vec![what]
        }
        And(parts) | Or(parts) => parts.iter().collect(),
        Compare { left, right, .. } | Arithmetic { left, right, .. } => vec![left, right],
        Before(a, b) | After(a, b) | FromOn(a, b) => vec![a, b],
        Within { date, anchor, .. } => vec![date, anchor],
        Rows { kind, condition, .. } => {
            let has = if let RowsKind::Every(has) = kind { Some(&**has) } else { None };
            condition.iter().map(|c| &**c).chain(has).collect()
        }
        Selected { condition, value, .. } => condition.iter().map(|c| &**c).chain([&**value]).collect(),
        Things { kind, condition, .. } => {
            let term = match kind {
                ThingsKind::Every(x) | ThingsKind::Sum(x) | ThingsKind::Min(x) | ThingsKind::Max(x) => Some(&**x),
                ThingsKind::Any | ThingsKind::No | ThingsKind::Count => None,
            };
            condition.iter().map(|c| &**c).chain(term).collect()
        }
        Earlier { condition, since } | FirstEarlier { condition, since } => {
            [&**condition].into_iter().chain(since.iter().map(|s| &**s)).collect()
        }
    }
}

fn children_mut(e: &mut Expr) -> Vec<&mut Expr> {
    use ExprKind::*;
    match &mut e.kind {
        Literal(_)
        | Column(_)
        | OneToOne { .. }
        | Define(_)
        | Event(_)
        | TimeZero
        | Value(_)
        | ThingDefine(_)
        | Recorded => vec![],
        Parent(x)
        | OfPatient(x)
        | Not(x)
        | IsKnown(x)
        | Negative(x)
        | Log10(x)
        | YearOf(x)
        | PlusDays(x, _)
        | AtBaseline(x)
        | InSet(x, _) => vec![x],
        InRange { what, .. } | Scale { of: what, .. } | AtReading { what, .. } | ExtremeEarlier { what, .. } => {
            vec![what]
        }
        And(parts) | Or(parts) => parts.iter_mut().collect(),
        Compare { left, right, .. } | Arithmetic { left, right, .. } => vec![left, right],
        Before(a, b) | After(a, b) | FromOn(a, b) => vec![a, b],
        Within { date, anchor, .. } => vec![date, anchor],
        Rows { kind, condition, .. } => {
            let has = if let RowsKind::Every(has) = kind { Some(&mut **has) } else { None };
            condition.iter_mut().map(|c| &mut **c).chain(has).collect()
        }
        Selected { condition, value, .. } => condition.iter_mut().map(|c| &mut **c).chain([&mut **value]).collect(),
        Things { kind, condition, .. } => {
            let term = match kind {
                ThingsKind::Every(x) | ThingsKind::Sum(x) | ThingsKind::Min(x) | ThingsKind::Max(x) => Some(&mut **x),
                ThingsKind::Any | ThingsKind::No | ThingsKind::Count => None,
            };
            condition.iter_mut().map(|c| &mut **c).chain(term).collect()
        }
        Earlier { condition, since } | FirstEarlier { condition, since } => {
            [&mut **condition].into_iter().chain(since.iter_mut().map(|s| &mut **s)).collect()
        }
    }
}

/// The expression without its places, so that the same words written twice are the same.
pub(crate) fn shape(e: &Expr) -> ExprKind {
    let mut copy = e.clone();
    erase(&mut copy);
    copy.kind
}

fn erase(e: &mut Expr) {
    e.span = Span::new(crate::diagnostic::FileId(0), 0, 0);
    children_mut(e).into_iter().for_each(erase);
}

/// Calls `visit` on the expression and all within it.
pub(crate) fn each<'e>(e: &'e Expr, visit: &mut impl FnMut(&'e Expr)) {
    visit(e);
    for child in children(e) {
        each(child, visit);
    }
}

/// Events an expression reads, without those behind a define.
pub(crate) fn events(e: &Expr) -> Vec<EventId> {
    let mut found = vec![];
    each(e, &mut |x| {
        if let ExprKind::Event(id) = x.kind {
            found.push(id);
        }
    });
    found
}
