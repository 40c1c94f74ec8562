//! What a criterion says whatever is read, worked out once and not at each reading: an option is one value, and a column that is not
//! recorded is missing in every row, with all that rests on it.
//!
//! Invariant: every value, and the case or row that gave it, is what it would be without.

use crate::plan::ir::{
    Body, CaseArm, CriterionNode, DecisionTable, Expr, ExprKind, Literal, RowsKind, ThingsKind, Type,
};
use crate::program::evaluate::{Environment, evaluate};
use crate::program::expression::{BoundCriterion, FlatExpr, FoldExpr, InFold, NeverKnown};
use crate::program::value::Value;
use rust_decimal::Decimal;

type Kind = ExprKind<FoldExpr, InFold>;

/// What is known of a criterion before anything is read.
#[derive(Clone, PartialEq)]
struct Known {
    /// By set: no row is of it.
    empty: Vec<bool>,
    /// By define: its value on every lesion.
    defines: Vec<Option<Literal>>,
    /// By value: it is never known.
    unknown: Vec<bool>,
}

/// The same criterion. What tells an examination that was not read stays as it is: it is asked before sets are chosen.
pub(super) fn settled(criterion: &BoundCriterion) -> BoundCriterion {
    let mut settled = criterion.clone();
    let mut known = Known {
        empty: vec![false; settled.rows.len()],
        defines: vec![None; settled.defines.len()],
        unknown: vec![false; settled.values.len()],
    };
    for (rows, empty) in settled.rows.iter_mut().zip(&mut known.empty) {
        rows.condition = flat(&rows.condition);
        *empty = matches!(rows.condition.kind, ExprKind::Literal(Literal::Bool(false) | Literal::NotRecorded));
    }
    // What is found in one pass may settle what stood before it; what is known only grows.
    loop {
        let before = known.clone();
        for (place, define) in settled.defines.iter_mut().enumerate() {
            define.body = known.of_thing(&define.body);
            known.defines[place] = constant(&define.body).cloned();
        }
        for (place, value) in settled.values.iter_mut().enumerate() {
            value.body = known.body(&value.body);
            known.unknown[place] = constant(&value.body) == Some(&Literal::NotRecorded);
        }
        if known == before {
            break;
        }
    }
    settled.unfit_baseline = settled.unfit_baseline.map(|unfit| known.of_fold(&unfit));
    settled
}

/// The value of a body, where it is one whatever is read.
fn constant(body: &Body<FoldExpr>) -> Option<&Literal> {
    match body {
        Body::Expression(e) => literal(e),
        Body::Cases(cases) => {
            let unknown = |case: &CaseArm<FoldExpr>| case.result.as_ref().is_none_or(is_unknown);
            cases.iter().all(unknown).then_some(&Literal::NotRecorded)
        }
        Body::Table(_) => None,
    }
}

fn literal<B>(e: &Expr<B>) -> Option<&Literal> {
    match &e.kind {
        ExprKind::Literal(literal) => Some(literal),
        _ => None,
    }
}

fn is<B>(e: &Expr<B>, truth: bool) -> bool {
    literal(e) == Some(&Literal::Bool(truth))
}

fn is_unknown<B>(e: &Expr<B>) -> bool {
    literal(e) == Some(&Literal::NotRecorded)
}

fn flat(e: &FlatExpr) -> FlatExpr {
    let Ok(kind) = e.kind.try_map::<_, _, _, std::convert::Infallible>(
        &mut (),
        |(), part| Ok(flat(part)),
        |(), NeverKnown| Ok(ExprKind::Literal(Literal::NotRecorded)),
    );
    worked_out(Expr { kind, ty: e.ty.clone(), span: e.span })
}

impl Known {
    /// Cases that never answer are left out, as nobody is told which of them did.
    fn of_thing(&self, body: &Body<FoldExpr>) -> Body<FoldExpr> {
        match self.body(body) {
            Body::Cases(mut cases) => {
                cases.retain(|case| !case.condition.as_ref().is_some_and(|condition| is(condition, false)));
                match cases.first() {
                    Some(CaseArm { condition: None, result: Some(result), .. }) => Body::Expression(result.clone()),
                    _ => Body::Cases(cases),
                }
            }
            body @ (Body::Expression(_) | Body::Table(_)) => body,
        }
    }

    fn body(&self, body: &Body<FoldExpr>) -> Body<FoldExpr> {
        match body {
            Body::Expression(e) => Body::Expression(self.of_fold(e)),
            Body::Cases(cases) => Body::Cases(cases.iter().map(|case| self.case(case)).collect()),
            Body::Table(DecisionTable { given, rows }) => Body::Table(DecisionTable {
                given: given.iter().map(|e| self.of_fold(e)).collect(),
                rows: rows.clone(),
            }),
        }
    }

    fn case(&self, case: &CaseArm<FoldExpr>) -> CaseArm<FoldExpr> {
        let condition = case.condition.as_ref().map(|condition| self.of_fold(condition));
        CaseArm {
            result: case.result.as_ref().map(|result| self.of_fold(result)),
            condition: condition.filter(|condition| !is(condition, true)),
            reason: case.reason.clone(),
            span: case.span,
        }
    }

    fn of_fold(&self, e: &FoldExpr) -> FoldExpr {
        let Ok(kind) = e.kind.try_map::<_, _, _, std::convert::Infallible>(
            &mut (),
            |(), part| Ok(self.of_fold(part)),
            |(), what| Ok(self.beyond(what, &e.ty)),
        );
        worked_out(Expr { kind, ty: e.ty.clone(), span: e.span })
    }

    fn beyond(&self, what: &InFold, ty: &Type) -> Kind {
        match what {
            InFold::Criterion(node) => self.told(node.map(&mut |part| self.of_fold(part)), ty),
            InFold::OfExam(what) => within(flat(what), |what| InFold::OfExam(Box::new(what))),
            InFold::Lesions { kind, condition } => {
                let kind = match kind {
                    RowsKind::Every(has) => RowsKind::Every(Box::new(flat(has))),
                    same @ (RowsKind::Any | RowsKind::No | RowsKind::Count) => same.clone(),
                };
                let condition = condition.as_ref().map(|condition| Box::new(flat(condition)));
                ExprKind::Beyond(InFold::Lesions { kind, condition })
            }
            InFold::OfLesion { .. } => ExprKind::Beyond(what.clone()),
            InFold::Never => ExprKind::Literal(Literal::NotRecorded),
        }
    }

    /// A look of which the expressions are worked out.
    fn told(&self, node: CriterionNode<FoldExpr>, ty: &Type) -> Kind {
        use CriterionNode::{
            AtBaseline, AtOther, AtPrevious, AtReading, Belongs, Earlier, ExtremeEarlier, FirstEarlier, Recorded,
            ThingDefine, Things, Value,
        };
        let literal = match &node {
            Value(id) => self.unknown[id.0].then_some(Literal::NotRecorded),
            ThingDefine(id) => self.defines[id.0].clone(),
            Recorded => None,
            Belongs(set) => self.empty[set.0].then_some(Literal::Bool(false)),
            AtOther { what, .. } | AtPrevious(what) => is_unknown(what).then_some(Literal::NotRecorded),
            Things { kind, rows, condition } => {
                let none = self.empty[rows.0] || condition.as_ref().is_some_and(|condition| is(condition, false));
                of_things(kind, none, ty)
            }
            AtBaseline(what) => literal(what).cloned(),
            AtReading { reading, what } => {
                (self.unknown[reading.0] || is_unknown(what)).then_some(Literal::NotRecorded)
            }
            Earlier { condition, .. } => is(condition, false).then_some(Literal::Bool(false)),
            FirstEarlier { condition, .. } => {
                (is(condition, false) || is_unknown(condition)).then_some(Literal::NotRecorded)
            }
            ExtremeEarlier { what, .. } => is_unknown(what).then_some(Literal::NotRecorded),
        };
        match (literal, node) {
            (Some(literal), _) => ExprKind::Literal(literal),
            (None, Things { kind, rows, condition }) => {
                let condition = condition.filter(|condition| !is(condition, true));
                ExprKind::Beyond(InFold::Criterion(Things { kind, rows, condition }))
            }
            (None, node) => ExprKind::Beyond(InFold::Criterion(node)),
        }
    }
}

/// What is told of lesions where `none` of them counts, or where it is the same of all.
fn of_things(kind: &ThingsKind<FoldExpr>, none: bool, ty: &Type) -> Option<Literal> {
    match (kind, ty) {
        (ThingsKind::Min(term) | ThingsKind::Max(term), _) => {
            (none || is_unknown(term)).then_some(Literal::NotRecorded)
        }
        _ if !none => None,
        (ThingsKind::Any, _) => Some(Literal::Bool(false)),
        (ThingsKind::No | ThingsKind::Every(_), _) => Some(Literal::Bool(true)),
        (ThingsKind::Count, _) => Some(Literal::Integer(0)),
        (ThingsKind::Sum(_), Type::Integer | Type::Days) => Some(Literal::Integer(0)),
        (ThingsKind::Sum(_), Type::Real(_)) => None,
        (ThingsKind::Sum(_), _) => Some(Literal::Number(Decimal::ZERO)),
    }
}

fn within(what: FlatExpr, beyond: impl FnOnce(FlatExpr) -> InFold) -> Kind {
    match what.kind {
        ExprKind::Literal(literal) => ExprKind::Literal(literal),
        _ => ExprKind::Beyond(beyond(what)),
    }
}

/// Of an expression whose operands are worked out.
fn worked_out<B>(e: Expr<B>) -> Expr<B> {
    let Expr { kind, ty, span } = e;
    let kind = match kind {
        ExprKind::And(parts) => joined(parts, false),
        ExprKind::Or(parts) => joined(parts, true),
        kind => kind,
    };
    let e = Expr { kind, ty, span };
    match settled_literal(&e) {
        Some(literal) => Expr { kind: ExprKind::Literal(literal), ..e },
        None => e,
    }
}

/// `and` (`decisive` false) or `or` of these: one that is decisive settles it, and the opposite says nothing.
fn joined<B>(mut parts: Vec<Expr<B>>, decisive: bool) -> ExprKind<Expr<B>, B> {
    if parts.iter().any(|part| is(part, decisive)) {
        return ExprKind::Literal(Literal::Bool(decisive));
    }
    parts.retain(|part| !is(part, !decisive));
    match parts.as_slice() {
        [one] if one.kind.is_condition() => parts.swap_remove(0).kind,
        _ if decisive => ExprKind::Or(parts),
        _ => ExprKind::And(parts),
    }
}

fn settled_literal<B>(e: &Expr<B>) -> Option<Literal> {
    let (mut operands, mut known, mut looks) = (0, 0, matches!(e.kind, ExprKind::Column(_)));
    let mut unknown = false;
    e.each_operand(
        &mut |part| {
            operands += 1;
            known += usize::from(literal(part).is_some());
            unknown |= is_unknown(part);
        },
        &mut |_| looks = true,
    );
    let asks_for_both = matches!(
        e.kind,
        ExprKind::Compare { .. }
            | ExprKind::Within { .. }
            | ExprKind::Before(..)
            | ExprKind::After(..)
            | ExprKind::FromOn(..)
    );
    match () {
        () if looks => None,
        () if asks_for_both && unknown => Some(Literal::NotRecorded),
        () if operands == known => written(evaluate(e, &Nothing)),
        () => None,
    }
}

/// None of a value that no literal is.
fn written(value: Option<Value>) -> Option<Literal> {
    match value {
        None => Some(Literal::NotRecorded),
        Some(Value::Bool(b)) => Some(Literal::Bool(b)),
        Some(Value::Integer(i)) => Some(Literal::Integer(i)),
        Some(Value::Number(n)) => Some(Literal::Number(n)),
        Some(Value::Date(day)) => Some(Literal::Date(day)),
        Some(Value::Code(code)) => Some(Literal::Code(code)),
        Some(Value::Text(text)) => Some(Literal::Text(text.to_string())),
        Some(Value::Real(_) | Value::Reading(_) | Value::Unusable) => None,
    }
}

/// Where nothing is read.
struct Nothing;

impl<B> Environment<B> for Nothing {
    fn column(&self, _: usize) -> Option<Value> {
        None
    }

    fn beyond(&self, _: &B, _: &Type) -> Option<Value> {
        None
    }
}

#[cfg(test)]
mod tests;
