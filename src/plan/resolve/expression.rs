//! Typing of expressions: every node gets a type, units agree, codes exist.

use super::*;
use crate::diagnostic::said;
use crate::syntax::tree::{Expression, Kind, UnitOperator};
use rust_decimal::Decimal;
use std::str::FromStr;
use std::sync::Arc;

/// What an expression stands on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Place {
    /// A row of a table.
    Row(TableId),
    /// A lesion a criterion follows; of which set, where it is known.
    Thing(Option<RowsId>),
    /// A reading of a criterion.
    Reading,
}

/// Where an expression stands and what it may name.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'c> {
    pub place: Place,
    pub criterion: Option<&'c criterion::Building>,
    /// Under `not`, where a condition that nothing satisfies leaves nobody out.
    pub denied: bool,
}

impl<'c> Scope<'c> {
    pub fn row(table: TableId) -> Scope<'static> {
        Scope { place: Place::Row(table), criterion: None, denied: false }
    }
    /// In a criterion that is being resolved.
    pub fn of(place: Place, building: &'c criterion::Building) -> Scope<'c> {
        Scope { place, criterion: Some(building), denied: false }
    }
    pub fn on(self, place: Place) -> Scope<'c> {
        Scope { place, ..self }
    }
}

impl<'a> Resolver<'a> {
    /// Types an expression; `expected` lets a bare word be a code.
    pub(crate) fn expression(
        &mut self,
        e: &'a Expression,
        scope: Scope,
        expected: Option<&Type>,
    ) -> Option<CriterionExpr> {
        match &e.kind {
            Kind::Error => None,
            Kind::Name(name) => self.name(name, e.span, scope, expected),
            Kind::Number { text, unit } => self.number_literal(text, unit.as_deref(), e.span, expected),
            Kind::Date(text) => self.date_literal(text, e.span),
            Kind::Text(text) => self.text_literal(text, e.span, expected),
            Kind::Group(elements) => match elements.as_slice() {
                [one] => self.expression(&one.expression, scope, expected),
                _ => self.error(codes::WRONG_VALUE, "A list cannot stand here", e.span, "one value is expected"),
            },
            Kind::Day(inner) => {
                let day = self.whole(inner)?;
                Some(self.day_expr(day, e.span))
            }
            Kind::Field(table, column) => self.field(table, column, e.span),
            Kind::Call(function, arguments) => self.call(function, arguments, e.span, scope),
            Kind::Not(inner) => {
                let inner = self.condition(inner, Scope { denied: true, ..scope })?;
                Some(expr(ExprKind::Not(Box::new(inner)), Type::YesNo, e.span))
            }
            Kind::Negative(inner) => self.negative(inner, e.span, scope),
            Kind::Binary { operator, left, right } => self.binary_expression(*operator, left, right, e.span, scope),
            Kind::Unit { operator: UnitOperator::As, left, unit } => self.convert(left, unit, e.span, scope),
            Kind::Unit { operator: UnitOperator::In, unit, .. } => {
                let hint = format!("write `in ({})`, or `= {}`", unit.node, unit.node);
                self.error_hint(codes::WRONG_VALUE, "A set is expected after `in`", unit.span, "no set", hint)
            }
            Kind::IsKnown(inner, known) => self.is_known(inner, *known, e.span, scope),
            Kind::Within { what, range, of } => self.within(what, range, of.as_deref(), e.span, scope),
            Kind::Before(left, right) => self.time_word(left, right, e.span, scope, ExprKind::Before),
            Kind::After(left, right) => self.time_word(left, right, e.span, scope, ExprKind::After),
            Kind::FromOn(left, right) => self.time_word(left, right, e.span, scope, ExprKind::FromOn),
            Kind::Earlier { condition, since } => self.earlier(condition, since.as_deref(), e.span, scope),
            Kind::Selector(selector) => self.selector(selector, e.span, scope),
            Kind::Otherwise(..) | Kind::Like(_) | Kind::Range { .. } => self.error(
                codes::WRONG_VALUE,
                "This cannot be part of an expression",
                e.span,
                "a value or a condition is expected",
            ),
        }
    }

    /// An expression in a row of a table, outside of any criterion.
    pub(crate) fn row_expression(
        &mut self,
        e: &'a Expression,
        table: TableId,
        expected: Option<&Type>,
    ) -> Option<RowExpr> {
        let typed = self.expression(e, Scope::row(table), expected)?;
        self.in_row(&typed)
    }

    /// A condition in a row of a table, outside of any criterion.
    pub(crate) fn row_condition(&mut self, e: &'a Expression, table: TableId) -> Option<RowExpr> {
        let typed = self.condition(e, Scope::row(table))?;
        self.in_row(&typed)
    }

    /// The expression as one of a row: it asks nothing that only a criterion can tell.
    pub(crate) fn in_row(&mut self, typed: &CriterionExpr) -> Option<RowExpr> {
        match typed.in_row() {
            Ok(e) => Some(e),
            Err(span) => {
                let title = "This asks about examinations, which only a criterion can do";
                self.error(codes::WRONG_VALUE, title, span, "not told by a row of a table")
            }
        }
    }

    /// An expression of type yes/no.
    pub(crate) fn condition(&mut self, e: &'a Expression, scope: Scope) -> Option<CriterionExpr> {
        let typed = self.expression(e, scope, Some(&Type::YesNo))?;
        if typed.ty == Type::YesNo {
            return Some(typed);
        }
        self.error(
            codes::WRONG_TYPE,
            said!("A condition is expected, this is {kind}", kind = type_words(&typed.ty)),
            e.span,
            "neither yes nor no",
        )
    }

    fn number_literal(
        &mut self,
        text: &str,
        unit: Option<&str>,
        span: Span,
        expected: Option<&Type>,
    ) -> Option<CriterionExpr> {
        if let (Some(Type::Code(list)), None) = (expected, unit) {
            return match list.position(text) {
                Some(code) => {
                    self.note_code(span, list, text);
                    Some(expr(ExprKind::Literal(Literal::Code(code)), Type::Code(list.clone()), span))
                }
                None => self.unknown_code(text, span, list),
            };
        }
        let Ok(number) = Decimal::from_str(text) else {
            return self.error(codes::WRONG_VALUE, "This number has too many digits", span, "at most 28 digits");
        };
        let own = match expected {
            Some(Type::Number(own) | Type::Real(own)) => *own,
            _ => None,
        };
        match unit {
            // In the unit of what it is compared with: `3 months` with a number in months.
            Some(name) if own.is_some() && Unit::parse(name) == own => {
                Some(expr(ExprKind::Literal(Literal::Number(number)), Type::Number(own), span))
            }
            None if number.is_integer() && !text.contains('.') => match i64::try_from(number) {
                Ok(whole) => Some(expr(ExprKind::Literal(Literal::Integer(whole)), Type::Integer, span)),
                Err(_) => self.error(codes::WRONG_VALUE, "This number is too large", span, "too large"),
            },
            None => Some(expr(ExprKind::Literal(Literal::Number(number)), Type::Number(None), span)),
            Some(unit @ ("day" | "days" | "week" | "weeks" | "month" | "months" | "year" | "years")) => {
                let whole = self.whole_days(number, unit, span)?;
                Some(expr(ExprKind::Literal(Literal::Integer(whole)), Type::Days, span))
            }
            Some(name) => {
                let unit = self.unit(name, span)?;
                Some(expr(ExprKind::Literal(Literal::Number(number)), Type::Number(Some(unit)), span))
            }
        }
    }

    pub(crate) fn unit(&mut self, name: &str, span: Span) -> Option<Unit> {
        match Unit::parse(name) {
            Some(unit) => Some(unit),
            None => {
                // Of a number with its unit, the unit.
                let before = self.sources.text(span).strip_suffix(name).map_or(0, str::len);
                let span = Span { start: span.start + before as u32, ..span };
                let fault = Diagnostic::new(codes::UNKNOWN_UNIT, said!("`{name}` is not a unit known here", name))
                    .at(span, "not a unit")
                    .hint(format!("write `number` of what has none; units known here: {}", Unit::listed(name)))
                    .among(Unit::all_names())
                    .did_you_mean(span, Unit::meant(name));
                self.report(fault);
                None
            }
        }
    }

    fn date_literal(&mut self, text: &str, span: Span) -> Option<CriterionExpr> {
        match day_number(text) {
            Some(day) => Some(expr(ExprKind::Literal(Literal::Date(day)), Type::Date, span)),
            None => self.error(
                codes::WRONG_VALUE,
                said!("`{text}` is not a date of the calendar", text),
                span,
                "no such day",
            ),
        }
    }

    fn text_literal(&mut self, text: &str, span: Span, expected: Option<&Type>) -> Option<CriterionExpr> {
        if let Some(Type::Code(list)) = expected {
            return match list.position(text) {
                Some(code) => {
                    self.note_code(span, list, text);
                    Some(expr(ExprKind::Literal(Literal::Code(code)), Type::Code(list.clone()), span))
                }
                None => self.unknown_code(text, span, list),
            };
        }
        Some(expr(ExprKind::Literal(Literal::Text(text.to_string())), Type::Text, span))
    }

    pub(crate) fn unknown_code<T>(&mut self, name: &str, span: Span, list: &Arc<CodeList>) -> Option<T> {
        if self.failed.contains(name) {
            return None;
        }
        let known: Vec<&str> = list.codes.iter().map(|c| c.name.as_str()).collect();
        self.report(
            Diagnostic::new(codes::NO_SUCH_CODE, said!("`{name}` is not in the list of codes", name))
                .at(span, "not one of the codes")
                .hint(format!("the codes are: {}", known.join(", ")))
                .among(known.iter().copied())
                .did_you_mean(span, reporting::suggestion(name, &known)),
        );
        None
    }

    pub(crate) fn day_expr(&mut self, day: i64, span: Span) -> CriterionExpr {
        let zero = look(RowNode::TimeZero, Type::Date, span);
        expr(ExprKind::PlusDays(Box::new(zero), day), Type::Date, span)
    }

    fn negative(&mut self, inner: &'a Expression, span: Span, scope: Scope) -> Option<CriterionExpr> {
        let typed = self.expression(inner, scope, None)?;
        if !is_numeric(&typed.ty) {
            return self.error(
                codes::WRONG_TYPE,
                said!("A minus sign stands before a number, this is {kind}", kind = type_words(&typed.ty)),
                inner.span,
                "not a number",
            );
        }
        let ty = typed.ty.clone();
        Some(expr(ExprKind::Negative(Box::new(typed)), ty, span))
    }

    /// `albumin as g/L`: the plain number of that unit.
    fn convert(
        &mut self,
        left: &'a Expression,
        unit: &Spanned<String>,
        span: Span,
        scope: Scope,
    ) -> Option<CriterionExpr> {
        let to = self.unit(&unit.node, unit.span)?;
        let typed = self.expression(left, scope, None)?;
        let from = match typed.ty {
            Type::Number(Some(from)) | Type::Real(Some(from)) => from,
            _ => {
                return self.error(
                    codes::WRONG_UNIT,
                    said!("Only a number with a unit can be read as {to}", to),
                    left.span,
                    type_words(&typed.ty),
                );
            }
        };
        let Some(factor) = from.factor_to(to).or_else(|| self.days_in(from, to)) else {
            let title = said!("{from} cannot be read as {to}", from, to);
            return self.error(
                codes::WRONG_UNIT,
                title,
                span,
                format!("{} is not {}", from.dimension(), to.dimension()),
            );
        };
        if let (None, Some(unit)) = (from.factor_to(to), crate::plan::unit::time_unit(from.name())) {
            self.check_length_said(unit, span)?;
        }
        let plain = if matches!(typed.ty, Type::Real(_)) { Type::Real(None) } else { Type::Number(None) };
        Some(expr(ExprKind::Scale { factor, of: Box::new(typed) }, plain, span))
    }

    /// How many days a month or a year of this study has, where a time in them is read as days.
    fn days_in(&self, from: Unit, to: Unit) -> Option<Decimal> {
        let (from, to) = (crate::plan::unit::time_unit(from.name())?, crate::plan::unit::time_unit(to.name())?);
        (to == TimeUnit::Days).then(|| from.days(self.plan.settings.month_days, self.plan.settings.year_days))
    }

    fn is_known(&mut self, inner: &'a Expression, known: bool, span: Span, scope: Scope) -> Option<CriterionExpr> {
        let typed = self.expression(inner, scope, None)?;
        let test = expr(ExprKind::IsKnown(Box::new(typed)), Type::YesNo, span);
        Some(if known { test } else { expr(ExprKind::Not(Box::new(test)), Type::YesNo, span) })
    }

    fn date_expression(&mut self, e: &'a Expression, scope: Scope) -> Option<CriterionExpr> {
        let typed = self.expression(e, scope, None)?;
        if typed.ty == Type::Date {
            return Some(typed);
        }
        self.error(
            codes::WRONG_TYPE,
            said!("A date or an event is expected, this is {kind}", kind = type_words(&typed.ty)),
            e.span,
            "no date",
        )
    }

    fn within(
        &mut self,
        what: &'a Expression,
        range: &'a Expression,
        of: Option<&'a Expression>,
        span: Span,
        scope: Scope,
    ) -> Option<CriterionExpr> {
        let date = self.date_expression(what, scope);
        let (low, high) = self.days_of_window(range)?;
        let anchor = match of {
            Some(of) => self.date_expression(of, scope)?,
            None => {
                self.check_dated(range.span)?;
                let zero: RowExpr = look(RowNode::TimeZero, Type::Date, range.span);
                zero.in_criterion()
            }
        };
        let date = date?;
        let kind = ExprKind::Within { date: Box::new(date.clone()), low, high, anchor: Box::new(anchor) };
        Some(happened(&date, expr(kind, Type::YesNo, span)))
    }

    /// The first and the last day of `from day 0 to day 120`.
    pub(crate) fn days_of_window(&mut self, range: &'a Expression) -> Option<(i64, i64)> {
        let Kind::Range { low, high, unit } = &range.kind else {
            return self.error(
                codes::WRONG_VALUE,
                "A window of days is expected",
                range.span,
                "write `from day 0 to day 120`",
            );
        };
        let Some(unit) = unit.as_deref() else {
            return self.error(
                codes::WRONG_UNIT,
                "A window is counted in days",
                range.span,
                "write `from day 0 to day 120`",
            );
        };
        let (low, high) = (self.plain(low)?, self.plain(high)?);
        let (low, high) = (self.whole_days(low, unit, range.span)?, self.whole_days(high, unit, range.span)?);
        if low > high {
            return self.error(
                codes::WRONG_VALUE,
                "This window is empty",
                range.span,
                "its first day is after its last",
            );
        }
        Some((low, high))
    }

    fn time_word(
        &mut self,
        left: &'a Expression,
        right: &'a Expression,
        span: Span,
        scope: Scope,
        make: fn(Box<CriterionExpr>, Box<CriterionExpr>) -> ExprKind<CriterionExpr, InCriterion>,
    ) -> Option<CriterionExpr> {
        let (date, anchor) = (self.date_expression(left, scope), self.date_expression(right, scope));
        let (date, anchor) = (date?, anchor?);
        let test = expr(make(Box::new(date.clone()), Box::new(anchor)), Type::YesNo, span);
        Some(happened(&date, test))
    }
}

/// An event that did not happen is not within, before or after anything: the test is false, not unknown.
fn happened(date: &CriterionExpr, test: CriterionExpr) -> CriterionExpr {
    if !matches!(date.kind, ExprKind::Beyond(InCriterion::Row(RowNode::Event(_)))) {
        return test;
    }
    let span = test.span;
    let known = expr(ExprKind::IsKnown(Box::new(date.clone())), Type::YesNo, date.span);
    expr(ExprKind::And(vec![known, test]), Type::YesNo, span)
}

pub(crate) fn expr<B>(kind: ExprKind<Expr<B>, B>, ty: Type, span: Span) -> Expr<B> {
    Expr { kind, ty, span }
}

/// A look beyond the row.
pub(crate) fn look<B>(node: impl Into<ExprKind<Expr<B>, B>>, ty: Type, span: Span) -> Expr<B> {
    Expr { kind: node.into(), ty, span }
}

pub(crate) fn is_numeric(ty: &Type) -> bool {
    matches!(ty, Type::Integer | Type::Number(_) | Type::Real(_) | Type::Days)
}

/// A type as a person says it.
pub(crate) fn type_words(ty: &Type) -> String {
    match ty {
        Type::YesNo => "yes or no".into(),
        Type::Integer => "a whole number".into(),
        Type::Number(None) | Type::Real(None) => "a number".into(),
        Type::Number(Some(u)) | Type::Real(Some(u)) => format!("a number in {u}"),
        Type::Date => "a date".into(),
        Type::Days => "a number of days".into(),
        Type::Code(list) => {
            let codes: Vec<&str> = list.codes.iter().take(4).map(|c| c.name.as_str()).collect();
            format!("one of ({}{})", codes.join(", "), if list.codes.len() > 4 { ", …" } else { "" })
        }
        Type::Pseudonym => "a pseudonym".into(),
        Type::Text => "a text".into(),
        Type::Reading => "an examination".into(),
    }
}

/// Days since 1970-01-01 of an ISO date.
pub(crate) fn day_number(text: &str) -> Option<i32> {
    text.parse().ok().map(crate::calendar::day)
}
