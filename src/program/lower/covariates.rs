//! Columns of patients that hold what an analysis or a matching reads of them at baseline.

use super::outcomes::word_of;
use super::{Lowering, Owner};
use crate::plan::ir::{ArithmeticOp, Covariate, Expr, ExprKind, Literal, Per, RowExpr, Type};
use crate::program::flat::{FlatCovariate, Held};

impl Lowering<'_> {
    pub(super) fn covariates(&mut self, covariates: &[Covariate], owner: &Owner, use_: &str) -> Vec<FlatCovariate> {
        let named = |covariate: &Covariate| format!("{use_}.{}", word_of(&covariate.name));
        let one = |covariate: &Covariate| {
            let part = owner.part(&named(covariate), &covariate.label, covariate.expression.span);
            self.covariate(covariate, &part)
        };
        covariates.iter().map(one).collect()
    }

    pub fn covariate(&mut self, covariate: &Covariate, owner: &Owner) -> FlatCovariate {
        let Covariate { name, label, expression, per } = covariate;
        let held = match per {
            Some(per) => self.held(&divided(expression, *per), owner),
            None => self.held(expression, owner),
        };
        FlatCovariate { name: name.clone(), label: label.clone(), expression: held, per: *per }
    }

    /// The column of patients that holds an expression.
    pub(super) fn held(&mut self, e: &RowExpr, owner: &Owner) -> Held {
        Held { step: self.named(e, self.patients(), owner), ty: e.ty.clone() }
    }
}

/// How many times `per` the expression is: what a model reads, so that its effect is for so much.
fn divided(e: &RowExpr, per: Per) -> RowExpr {
    let literal = Expr { kind: ExprKind::Literal(Literal::Number(per.divisor)), ty: Type::Number(None), span: e.span };
    let kind = ExprKind::Arithmetic { op: ArithmeticOp::Divide, left: Box::new(e.clone()), right: Box::new(literal) };
    Expr { kind, ty: Type::Real(None), span: e.span }
}
