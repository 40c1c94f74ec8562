//! Calls: `ln(afp)`, `max(left, right)`, `round(bmi, 1)`, `if(grade >= 3, grade, 0)`.

use super::expression::{Place, expr, is_numeric, type_words};
use super::operators::{constant, type_of_numbers, unit_of};
use super::*;
use crate::diagnostic::said;
use crate::syntax::tree::Expression;

/// As a plan calls it; no [`Function`], for its condition is no number.
const IF: &str = "if";

impl<'a> Resolver<'a> {
    pub(crate) fn call(
        &mut self,
        name: &Spanned<String>,
        arguments: &'a [Expression],
        span: Span,
        scope: Scope,
    ) -> Option<CriterionExpr> {
        if name.node == IF {
            return self.if_then(arguments, span, scope);
        }
        let Some(function) = Function::ALL.into_iter().find(|f| f.word() == name.node) else {
            let known: Vec<&str> = Function::ALL.into_iter().map(Function::word).chain([IF]).collect();
            return self.unknown_function(name, arguments, span, &known);
        };
        match function {
            Function::Log10
            | Function::NaturalLogarithm
            | Function::Exponential
            | Function::SquareRoot
            | Function::Absolute => self.of_one(function, arguments, span, scope),
            Function::Smallest | Function::Largest | Function::Median => {
                self.of_several(function, arguments, span, scope)
            }
            Function::Round(_) => self.round(arguments, span, scope),
            Function::DaysBetween => self.between(function, Type::Days, (arguments, span), scope),
            Function::WeeksBetween => {
                let weeks = Type::Real(Unit::parse(TimeUnit::Weeks.name()));
                self.between(function, weeks, (arguments, span), scope)
            }
            Function::CompletedMonths | Function::CompletedYears => {
                self.between(function, Type::Integer, (arguments, span), scope)
            }
        }
    }

    fn of_one(
        &mut self,
        function: Function,
        arguments: &'a [Expression],
        span: Span,
        scope: Scope,
    ) -> Option<CriterionExpr> {
        let [argument] = arguments else {
            return self.error(
                codes::WRONG_VALUE,
                said!("`{function}` takes one number", function = function.word()),
                span,
                "one number is expected in the parentheses",
            );
        };
        let of = self.number_of(function, argument, scope)?;
        let ty = if function == Function::Absolute { of.ty.clone() } else { Type::Real(None) };
        Some(expr(ExprKind::Function { function, of: vec![of] }, ty, span))
    }

    fn number_of(&mut self, function: Function, argument: &'a Expression, scope: Scope) -> Option<CriterionExpr> {
        let of = self.expression(argument, scope, None)?;
        if !is_numeric(&of.ty) {
            return self.error(
                codes::WRONG_TYPE,
                said!(
                    "`{function}` takes a number, this is {kind}",
                    function = function.word(),
                    kind = type_words(&of.ty)
                ),
                argument.span,
                "not a number",
            );
        }
        Some(of)
    }

    fn of_several(
        &mut self,
        function: Function,
        arguments: &'a [Expression],
        span: Span,
        scope: Scope,
    ) -> Option<CriterionExpr> {
        let (Some((first, rest)), true) = (arguments.split_first(), arguments.len() > 1) else {
            return self.error(
                codes::WRONG_VALUE,
                said!("`{function}` takes two numbers or more, or dates", function = function.word()),
                span,
                "separate them by commas",
            );
        };
        let first = self.expression(first, scope, None)?;
        self.has_order(function, &first, scope)?;
        let mut of = vec![first];
        for argument in rest {
            let next = self.expression(argument, scope, of.first().map(|e| &e.ty))?;
            if matches!(next.ty, Type::Code(_)) {
                self.has_order(function, &next, scope)?;
            }
            of.push(next);
        }
        let mut ty = self.common_type(&of, span)?;
        if function == Function::Median && of.len() % 2 == 0 {
            if !is_numeric(&ty) {
                let title = said!("Of {count} values there is none in the middle", count = of.len());
                let hint = "name an odd number of them, or take the better or the worse of two: `min`, `max`";
                return self.error_hint(codes::WRONG_VALUE, title, span, "two are in the middle", hint);
            }
            ty = selected::mean_of(&ty);
        }
        Some(expr(ExprKind::Function { function, of }, ty, span))
    }

    /// Numbers, dates, and the codes of a column that says that they stand in their order.
    fn has_order(&mut self, function: Function, of: &CriterionExpr, scope: Scope) -> Option<()> {
        if is_numeric(&of.ty) || of.ty == Type::Date {
            return Some(());
        }
        let ordered = match (scope.place, of.in_row()) {
            (Place::Row(table), Ok(row)) => self.is_ordered(&row, table),
            (Place::Row(_) | Place::Thing(_) | Place::Reading, _) => false,
        };
        match &of.ty {
            Type::Code(_) if ordered => Some(()),
            Type::Code(_) => self.codes_without_order(function.word(), of.span),
            ty => {
                let (function, kind) = (function.word(), type_words(ty));
                let title = said!("`{function}` takes numbers or dates, this is {kind}", function, kind);
                self.error(codes::WRONG_TYPE, title, of.span, "these have no order")
            }
        }
    }

    /// The type that holds the values of all.
    fn common_type(&mut self, of: &[CriterionExpr], span: Span) -> Option<Type> {
        let (first, rest) = of.split_first()?;
        let mut unit = unit_of(&first.ty);
        for next in rest {
            self.comparable(first, next, span)?;
            unit = unit.or(unit_of(&next.ty));
        }
        Some(if is_numeric(&first.ty) { type_of_numbers(of.iter().map(|e| &e.ty), unit) } else { first.ty.clone() })
    }

    /// `completed_years(birth, start)`: of two dates.
    fn between(
        &mut self,
        function: Function,
        ty: Type,
        (arguments, span): (&'a [Expression], Span),
        scope: Scope,
    ) -> Option<CriterionExpr> {
        let word = function.word();
        let [from, to] = arguments else {
            let title = said!("`{function}` takes two dates", function = word);
            let label = format!("as in `{word}(birth, start)`: from the first to the second");
            return self.error(codes::WRONG_VALUE, title, span, label);
        };
        let (from, to) = (self.date_of(function, from, scope), self.date_of(function, to, scope));
        Some(expr(ExprKind::Function { function, of: vec![from?, to?] }, ty, span))
    }

    fn date_of(&mut self, function: Function, argument: &'a Expression, scope: Scope) -> Option<CriterionExpr> {
        let of = self.expression(argument, scope, None)?;
        if of.ty == Type::Date {
            return Some(of);
        }
        let (function, kind) = (function.word(), type_words(&of.ty));
        let title = said!("`{function}` takes dates, this is {kind}", function, kind);
        self.error(codes::WRONG_TYPE, title, argument.span, "no date")
    }

    fn round(&mut self, arguments: &'a [Expression], span: Span, scope: Scope) -> Option<CriterionExpr> {
        let (number, decimals) = match arguments {
            [number] => (number, 0),
            [number, decimals] => (number, self.decimals(decimals, scope)?),
            _ => {
                return self.error(
                    codes::WRONG_VALUE,
                    "`round` takes a number, and how many decimals are kept",
                    span,
                    "as in `round(bmi, 1)`",
                );
            }
        };
        let function = Function::Round(decimals);
        let of = self.number_of(function, number, scope)?;
        let ty = of.ty.clone();
        Some(expr(ExprKind::Function { function, of: vec![of] }, ty, span))
    }

    fn decimals(&mut self, stated: &'a Expression, scope: Scope) -> Option<u32> {
        let typed = self.expression(stated, scope, None)?;
        match constant(&typed) {
            Some(Literal::Integer(decimals)) if (0..=Function::DECIMALS).contains(&decimals) => {
                u32::try_from(decimals).ok()
            }
            _ => self.error(
                codes::WRONG_VALUE,
                said!("A number is rounded to 0 to {most} decimals", most = Function::DECIMALS),
                stated.span,
                "a whole number is expected",
            ),
        }
    }

    /// `if(CONDITION, THEN, OTHERWISE)`.
    fn if_then(&mut self, arguments: &'a [Expression], span: Span, scope: Scope) -> Option<CriterionExpr> {
        let [condition, then, otherwise] = arguments else {
            return self.error(
                codes::WRONG_VALUE,
                "`if` takes a condition, what it is where that holds, and what it is otherwise",
                span,
                "as in `if(cirrhosis, 1, 0)`",
            );
        };
        let condition = self.condition(condition, scope)?;
        let then = self.expression(then, scope, None)?;
        let otherwise = self.expression(otherwise, scope, Some(&then.ty))?;
        let mut parts = vec![then, otherwise];
        let ty = self.common_type(&parts, span)?;
        let (otherwise, then) = (Box::new(parts.pop()?), Box::new(parts.pop()?));
        Some(expr(ExprKind::If { condition: Box::new(condition), then, otherwise }, ty, span))
    }
}
