//! Operators of two operands: logic, comparison, sets, arithmetic, `of` and `at`.

use super::expression::{expr, is_numeric, look, type_words};
use super::*;
use crate::diagnostic::said;
use crate::syntax::tree::{Element, Expression, Kind, Operator};

impl<'a> Resolver<'a> {
    pub(crate) fn binary_expression(
        &mut self,
        operator: Operator,
        left: &'a Expression,
        right: &'a Expression,
        span: Span,
        scope: Scope,
    ) -> Option<CriterionExpr> {
        match operator {
            Operator::And | Operator::Or => self.logic(operator, left, right, span, scope),
            Operator::Equal
            | Operator::NotEqual
            | Operator::Less
            | Operator::LessEqual
            | Operator::Greater
            | Operator::GreaterEqual => self.comparison(operator, left, right, span, scope),
            Operator::In => self.membership(left, right, span, scope),
            Operator::Add | Operator::Subtract | Operator::Multiply | Operator::Divide => {
                self.arithmetic(operator, left, right, span, scope)
            }
            Operator::Of => self.of(left, right, span, scope),
            Operator::At => self.at(left, right, span, scope),
            Operator::By | Operator::Against => self.error(
                codes::WRONG_VALUE,
                said!("`{operator}` has no meaning in an expression", operator = operator.symbol()),
                span,
                "a value or a condition is expected",
            ),
        }
    }

    fn logic(
        &mut self,
        operator: Operator,
        left: &'a Expression,
        right: &'a Expression,
        span: Span,
        scope: Scope,
    ) -> Option<CriterionExpr> {
        let (a, b) = (self.condition(left, scope), self.condition(right, scope));
        let (a, b) = (a?, b?);
        let mut parts = vec![];
        for part in [a, b] {
            match (operator, part) {
                (Operator::And, CriterionExpr { kind: ExprKind::And(inner), .. }) => parts.extend(inner),
                (Operator::Or, CriterionExpr { kind: ExprKind::Or(inner), .. }) => parts.extend(inner),
                (_, other) => parts.push(other),
            }
        }
        self.check_together(operator == Operator::And, &parts)?;
        let kind = if operator == Operator::And { ExprKind::And(parts) } else { ExprKind::Or(parts) };
        Some(expr(kind, Type::YesNo, span))
    }

    fn comparison(
        &mut self,
        operator: Operator,
        left: &'a Expression,
        right: &'a Expression,
        span: Span,
        scope: Scope,
    ) -> Option<CriterionExpr> {
        let a = self.expression(left, scope, None)?;
        let op = match operator {
            Operator::Equal => CompareOp::Equal,
            Operator::NotEqual => CompareOp::NotEqual,
            Operator::Less => CompareOp::Less,
            Operator::LessEqual => CompareOp::LessEqual,
            Operator::Greater => CompareOp::Greater,
            _ => CompareOp::GreaterEqual,
        };
        self.compared(op, a, right, span, scope)
    }

    /// `x = a`, of what was understood before.
    pub(crate) fn equal_to(
        &mut self,
        what: CriterionExpr,
        right: &'a Expression,
        span: Span,
        scope: Scope,
    ) -> Option<CriterionExpr> {
        self.compared(CompareOp::Equal, what, right, span, scope)
    }

    fn compared(
        &mut self,
        op: CompareOp,
        a: CriterionExpr,
        right: &'a Expression,
        span: Span,
        scope: Scope,
    ) -> Option<CriterionExpr> {
        self.check_not_nothing(op, &a, right, scope)?;
        let b = self.expression(right, scope, Some(&a.ty))?;
        self.comparable(&a, &b, span)?;
        let ordered = !matches!(op, CompareOp::Equal | CompareOp::NotEqual);
        if ordered && matches!(a.ty, Type::Code(_) | Type::YesNo | Type::Text | Type::Pseudonym) {
            return self.error(
                codes::WRONG_TYPE,
                said!(
                    "`{operator}` compares numbers or dates, this is {kind}",
                    operator = op.sign(),
                    kind = type_words(&a.ty)
                ),
                span,
                "these have no order",
            );
        }
        self.check_comparison(op, &a, &b, span, scope)?;
        Some(expr(ExprKind::Compare { op, left: Box::new(a), right: Box::new(b) }, Type::YesNo, span))
    }

    /// Both sides are of one kind and one unit.
    pub(crate) fn comparable(&mut self, a: &CriterionExpr, b: &CriterionExpr, span: Span) -> Option<()> {
        if is_numeric(&a.ty) && is_numeric(&b.ty) {
            return self.same_unit(a, b, span).map(|_| ());
        }
        let same = match (&a.ty, &b.ty) {
            (Type::Code(x), Type::Code(y)) => x == y,
            (Type::Pseudonym | Type::Text, Type::Pseudonym | Type::Text) => true,
            (x, y) => x == y,
        };
        if same {
            return Some(());
        }
        let diagnostic = Diagnostic::new(codes::WRONG_TYPE, "These two cannot be compared")
            .at(span, "of different kinds")
            .at(a.span, type_words(&a.ty))
            .at(b.span, type_words(&b.ty));
        let diagnostic = match self.comparable_form(a, b).or_else(|| self.comparable_form(b, a)) {
            Some((span, now)) => diagnostic.hint(format!("write `{now}`")).perhaps(span, now),
            None => diagnostic,
        };
        self.report(diagnostic);
        None
    }

    /// The common unit of two numbers.
    fn same_unit<B>(&mut self, a: &Expr<B>, b: &Expr<B>, span: Span) -> Option<Option<Unit>> {
        let (x, y) = (unit_of(&a.ty), unit_of(&b.ty));
        if alike(&a.ty, &b.ty) {
            return Some(x.or(y));
        }
        let hint = match (x, y) {
            (Some(u), None) | (None, Some(u)) => format!("write the unit: `… {u}`"),
            (Some(u), Some(v)) if u.factor_to(v).is_some() => {
                format!("convert one side with `as`: `(… as {u}) … (… as {u})`")
            }
            (Some(u), Some(v)) => {
                format!("{u} is {}, {v} {}: neither converts into the other", u.dimension(), v.dimension())
            }
            (None, None) => "a number of days is compared with days: `… days`".to_string(),
        };
        let diagnostic = Diagnostic::new(codes::WRONG_UNIT, "These two numbers have different units")
            .at(span, "units differ")
            .at(a.span, type_words(&a.ty))
            .at(b.span, type_words(&b.ty))
            .hint(hint);
        self.report(diagnostic);
        None
    }

    /// `x in (a, b)` and `x from low to high`.
    fn membership(
        &mut self,
        left: &'a Expression,
        right: &'a Expression,
        span: Span,
        scope: Scope,
    ) -> Option<CriterionExpr> {
        let what = self.expression(left, scope, None)?;
        match &right.kind {
            Kind::Group(elements) => self.one_of(what, elements, span, scope),
            Kind::Range { low, high, unit } => {
                let wanted = if what.ty == Type::Days { Some("days") } else { unit_of(&what.ty).map(Unit::name) };
                let agrees = match unit.as_deref() {
                    Some(name) => wanted == Some(Unit::parse(name).map_or("", Unit::name)),
                    None => wanted.is_none(),
                };
                if !agrees {
                    return self.error(
                        codes::WRONG_UNIT,
                        "The range has another unit",
                        right.span,
                        format!("the value is {}", type_words(&what.ty)),
                    );
                }
                let low = self.range_end(low, &what, scope)?;
                let high = self.range_end(high, &what, scope)?;
                self.check_range(&what, (&low, &high), right.span, scope)?;
                Some(expr(ExprKind::InRange { what: Box::new(what), low, high }, Type::YesNo, span))
            }
            _ => self.error(codes::WRONG_VALUE, "A set in parentheses is expected after `in`", right.span, "no set"),
        }
    }

    /// `x in (a, b)`.
    pub(crate) fn one_of(
        &mut self,
        what: CriterionExpr,
        elements: &'a [Element],
        span: Span,
        scope: Scope,
    ) -> Option<CriterionExpr> {
        let literals = self.literals(elements, &what.ty, scope)?;
        let placed: Vec<(Literal, Span)> = literals.iter().cloned().zip(elements.iter().map(|e| e.span)).collect();
        self.check_members(&what, &placed, scope)?;
        Some(expr(ExprKind::InSet(Box::new(what), literals), Type::YesNo, span))
    }

    fn range_end(&mut self, e: &'a Expression, what: &CriterionExpr, scope: Scope) -> Option<Literal> {
        let plain = match &what.ty {
            Type::Number(_) | Type::Real(_) => Type::Number(None),
            other => other.clone(),
        };
        let typed = self.expression(e, scope, Some(&plain))?;
        match (constant(&typed), &what.ty) {
            (Some(l @ (Literal::Integer(_) | Literal::Number(_))), ty) if is_numeric(ty) => Some(l),
            (Some(l @ Literal::Date(_)), Type::Date) => Some(l),
            _ => self.error(
                codes::WRONG_TYPE,
                said!("This cannot bound {kind}", kind = type_words(&what.ty)),
                e.span,
                "not of its kind",
            ),
        }
    }

    /// The fixed values of a set, of the type given.
    fn literals(&mut self, elements: &'a [Element], ty: &Type, scope: Scope) -> Option<Vec<Literal>> {
        elements.iter().map(|e| self.member(e, ty, scope)).collect()
    }

    fn member(&mut self, element: &'a Element, ty: &Type, scope: Scope) -> Option<Literal> {
        let typed = self.expression(&element.expression, scope, Some(ty))?;
        match constant(&typed) {
            Some(literal) if typed.ty == *ty || alike(&typed.ty, ty) => Some(literal),
            _ => {
                let numbers = is_numeric(&typed.ty) && is_numeric(ty);
                let code = if numbers { codes::WRONG_UNIT } else { codes::WRONG_TYPE };
                let title = said!("A value of this set must be {kind}", kind = type_words(ty));
                self.error(code, title, element.span, type_words(&typed.ty))
            }
        }
    }

    fn arithmetic(
        &mut self,
        operator: Operator,
        left: &'a Expression,
        right: &'a Expression,
        span: Span,
        scope: Scope,
    ) -> Option<CriterionExpr> {
        let (a, b) = (self.expression(left, scope, None), self.expression(right, scope, None));
        let (a, b) = (a?, b?);
        if (&a.ty, &b.ty) == (&Type::Date, &Type::Days)
            && let (Some(Literal::Integer(days)), Operator::Add | Operator::Subtract) = (constant(&b), operator)
        {
            let days = if operator == Operator::Add { days } else { -days };
            return Some(expr(ExprKind::PlusDays(Box::new(a), days), Type::Date, span));
        }
        if let (Type::Date, Type::Date, Operator::Subtract) = (&a.ty, &b.ty, operator) {
            let now = format!("days_between({}, {})", self.sources.text(right.span), self.sources.text(left.span));
            let title = said!("`-` takes numbers, this is {kind}", kind = type_words(&a.ty));
            let fault = Diagnostic::new(codes::WRONG_TYPE, title).at(a.span, "not a number");
            self.report(fault.hint(format!("write `{now}`: the days from the second to the first")).perhaps(span, now));
            return None;
        }
        for side in [&a, &b] {
            if !is_numeric(&side.ty) {
                return self.error(
                    codes::WRONG_TYPE,
                    said!(
                        "`{operator}` takes numbers, this is {kind}",
                        operator = operator.symbol(),
                        kind = type_words(&side.ty)
                    ),
                    side.span,
                    "not a number",
                );
            }
        }
        let (op, unit) = match operator {
            Operator::Add => (ArithmeticOp::Add, self.same_unit(&a, &b, span)?),
            Operator::Subtract => (ArithmeticOp::Subtract, self.same_unit(&a, &b, span)?),
            Operator::Multiply => (ArithmeticOp::Multiply, self.product_unit(&a, &b, span)?),
            _ => (ArithmeticOp::Divide, self.quotient_unit(&a, &b, span)?),
        };
        self.check_zero(op, &a, &b, span)?;
        let ty = if op == ArithmeticOp::Divide {
            Type::Real(unit)
        } else {
            type_of_numbers([&a.ty, &b.ty].into_iter(), unit)
        };
        Some(expr(ExprKind::Arithmetic { op, left: Box::new(a), right: Box::new(b) }, ty, span))
    }

    /// The difference of two numbers of one unit.
    pub(crate) fn difference(&mut self, a: &RowExpr, b: &RowExpr, span: Span) -> Option<RowExpr> {
        let unit = self.same_unit(a, b, span)?;
        let ty = type_of_numbers([&a.ty, &b.ty].into_iter(), unit);
        let (left, right) = (Box::new(a.clone()), Box::new(b.clone()));
        Some(expr(ExprKind::Arithmetic { op: ArithmeticOp::Subtract, left, right }, ty, span))
    }

    fn product_unit(&mut self, a: &CriterionExpr, b: &CriterionExpr, span: Span) -> Option<Option<Unit>> {
        match (unit_of(&a.ty), unit_of(&b.ty)) {
            (unit, None) | (None, unit) => Some(unit),
            (Some(x), Some(y)) if x == y && x.squared().is_some() => Some(x.squared()),
            (Some(x), Some(y)) => self.error(
                codes::WRONG_UNIT,
                said!("{x} times {y} has no unit here", x, y),
                span,
                "take the plain number of one side with `as`",
            ),
        }
    }

    fn quotient_unit(&mut self, a: &CriterionExpr, b: &CriterionExpr, span: Span) -> Option<Option<Unit>> {
        match (unit_of(&a.ty), unit_of(&b.ty)) {
            (unit, None) => Some(unit),
            (Some(x), Some(y)) if x == y => Some(None),
            _ => self.error(codes::WRONG_UNIT, "These two cannot be divided", span, "take the plain numbers with `as`"),
        }
    }

    /// In per cent: `120 %`, or an option of the criterion that is a share.
    fn share_named(&mut self, left: &'a Expression, scope: Scope) -> Option<rust_decimal::Decimal> {
        match &left.kind {
            Kind::Number { unit: Some(unit), .. } if unit == "%" => self.number(left).map(|(percent, _)| percent),
            Kind::Name(name) => match scope.criterion?.option(name)? {
                (Literal::Number(percent), Type::Number(Some(unit))) if unit.name() == "%" => {
                    self.expression(left, scope, None)?;
                    Some(percent)
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// `120 % of x`, `year of date`.
    fn of(&mut self, left: &'a Expression, right: &'a Expression, span: Span, scope: Scope) -> Option<CriterionExpr> {
        if let Some(percent) = self.share_named(left, scope) {
            let of = self.expression(right, scope, None)?;
            if !is_numeric(&of.ty) {
                return self.error(
                    codes::WRONG_TYPE,
                    said!("A share is taken of a number, this is {kind}", kind = type_words(&of.ty)),
                    right.span,
                    "not a number",
                );
            }
            let ty = if of.ty == Type::Integer { Type::Number(None) } else { of.ty.clone() };
            let factor = percent * rust_decimal::Decimal::new(1, 2);
            return Some(expr(ExprKind::Scale { factor, of: Box::new(of) }, ty, span));
        }
        match &left.kind {
            Kind::Name(name) if name == "year" => {
                self.noted.words.insert(left.span);
                let date = self.expression(right, scope, None)?;
                if date.ty != Type::Date {
                    return self.error(
                        codes::WRONG_TYPE,
                        said!("A year is of a date, this is {kind}", kind = type_words(&date.ty)),
                        right.span,
                        "no date",
                    );
                }
                Some(expr(ExprKind::YearOf(Box::new(date)), Type::Integer, span))
            }
            _ => match Self::name_of(right).filter(|name| self.table_named(name).is_some()) {
                Some(rows) => {
                    let title = said!("Which row of `{rows}` is meant is not said", rows);
                    let what = self.sources.text(left.span).trim();
                    let hint = format!(
                        "write `{what} of {rows} where …` with a condition that one row satisfies, `first {what} of {rows}`, or `last …`"
                    );
                    self.error_hint(codes::WRONG_VALUE, title, span, "of which row?", &hint)
                }
                None => self.error(
                    codes::WRONG_VALUE,
                    "`of` takes a share or `year` here",
                    span,
                    "write `120 % of x` or `year of date`",
                ),
            },
        }
    }

    /// `total at baseline`, `response at pending`.
    fn at(&mut self, left: &'a Expression, right: &'a Expression, span: Span, scope: Scope) -> Option<CriterionExpr> {
        let building =
            self.looks_elsewhere("`at` looks to another examination, which only a criterion can do", span, scope)?;
        let what = self.expression(left, scope, None)?;
        let ty = what.ty.clone();
        if self.is_word(right, "baseline") {
            return Some(look(CriterionNode::AtBaseline(Box::new(what)), ty, span));
        }
        if self.is_word(right, "previous_exam") {
            return Some(look(CriterionNode::AtPrevious(Box::new(what)), ty, span));
        }
        if let (Place::Thing(_), Some((name, place))) = (scope.place, Self::name_at(right))
            && self.is_reference(name, building)
        {
            return Some(match self.reference(name, place, building)? {
                Some(reference) => look(CriterionNode::AtOther { reference, what: Box::new(what) }, ty, span),
                None => expr(ExprKind::Literal(Literal::NotRecorded), ty, span),
            });
        }
        match Self::name_at(right) {
            Some((name, place)) => match building.value(name) {
                Some((id, Type::Reading)) => {
                    self.note_found(place, defined::Kind::ValueOfCriterion, name);
                    Some(look(CriterionNode::AtReading { reading: id, what: Box::new(what) }, ty, span))
                }
                Some(_) | None if self.failed.contains(name) => None,
                Some(_) | None => self.error(
                    codes::UNKNOWN_NAME,
                    said!("`{name}` names no examination", name),
                    right.span,
                    "`baseline`, `previous_exam`, or a value that is one; on a lesion a column that names another",
                ),
            },
            None => self.error(
                codes::WRONG_VALUE,
                "An examination is expected after `at`",
                right.span,
                "`baseline`, `previous_exam`, or a value that is one",
            ),
        }
    }
}

/// The type that holds numbers of these types, which are in one unit.
pub(crate) fn type_of_numbers<'t>(types: impl Iterator<Item = &'t Type> + Clone, unit: Option<Unit>) -> Type {
    let all = |ty: &Type| types.clone().all(|other| other == ty);
    if types.clone().any(|ty| matches!(ty, Type::Real(_))) {
        return Type::Real(unit);
    }
    let whole = [Type::Days, Type::Integer].into_iter().find(all);
    whole.unwrap_or(Type::Number(unit))
}

/// Two kinds of numbers in one unit.
fn alike(a: &Type, b: &Type) -> bool {
    let days = |ty: &Type| *ty == Type::Days || unit_of(ty).is_some_and(|u| u.name() == "days");
    let same = unit_of(a) == unit_of(b) && (*a == Type::Days) == (*b == Type::Days);
    is_numeric(a) && is_numeric(b) && (same || days(a) && days(b))
}

pub(crate) fn unit_of(ty: &Type) -> Option<Unit> {
    match ty {
        Type::Number(unit) | Type::Real(unit) => *unit,
        _ => None,
    }
}

/// The literal an expression is, a minus sign included.
pub(crate) fn constant(e: &CriterionExpr) -> Option<Literal> {
    match &e.kind {
        ExprKind::Literal(literal) => Some(literal.clone()),
        ExprKind::Negative(inner) => match constant(inner)? {
            Literal::Integer(i) => Some(Literal::Integer(-i)),
            Literal::Number(n) => Some(Literal::Number(-n)),
            _ => None,
        },
        _ => None,
    }
}

/// What no patient changes, such as the value of an option, or its opposite.
pub(crate) fn is_settled(part: &CriterionExpr) -> bool {
    match &part.kind {
        ExprKind::Not(inner) => is_settled(inner),
        _ => constant(part).is_some(),
    }
}
