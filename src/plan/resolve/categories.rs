//! A quantity by cases: `define risk of patient { low "Low" when score < 10  high "High" otherwise }`.
//!
//! Words are a list of codes of its own, in the order in which they are first given; anything else is typed as in a rule. What
//! comes out is a choice within a choice, so that nothing behind the resolver knows of cases.

use super::expression::expr;
use super::*;
use crate::diagnostic::said;
use crate::syntax::tree::{Case, Item, Kind};
use std::sync::Arc;

impl<'a> Resolver<'a> {
    /// The cases of a quantity in a row of the table, read from the top, complete, each decided in every row.
    pub(crate) fn by_cases(&mut self, items: &'a [Item], table: TableId, place: Span) -> Option<RowExpr> {
        let codes = self.codes_by_cases(items)?;
        let scope = Scope::row(table);
        let mut found = None;
        let sound = self.without_fault(|r| {
            found = r.cases(items, scope, codes.as_ref(), place);
            if let Some((cases, _)) = &found {
                let conditions: Vec<Option<&CriterionExpr>> =
                    cases.iter().map(|case| case.condition.as_ref()).collect();
                match r.nullability(None).first_unknown(&conditions, Place::Row(table)) {
                    Some(place) => r.report_unknown(Some(place)),
                    None => r.check_reached(&conditions, cases.last().map(|case| case.span)),
                }
            }
        });
        let (cases, ty) = found.filter(|_| sound)?;
        self.in_row(&chosen(&cases, &ty, place)?)
    }

    /// Yes or no, or the codes that the cases give, each with the label that it first has; inner none: they give something else.
    #[allow(clippy::option_option, reason = "none where it is mistaken, none within where they give no codes")]
    fn codes_by_cases(&mut self, items: &'a [Item]) -> Option<Option<Type>> {
        let named = match self.rule_type(items) {
            Some(Type::Code(named)) => named,
            other => return Some(other),
        };
        let mut codes: Vec<CodeEntry> = named.codes.clone();
        for code in &mut codes {
            let mut labels = items.iter().filter_map(|item| labelled(item, &code.name));
            let Some(first) = labels.next() else { continue };
            let label = self.label(first);
            if let Some(other) = labels.find(|other| self.label(other) != label) {
                let title = said!("`{code}` has two labels", code = code.name);
                let diagnostic = Diagnostic::new(codes::REPEATED, title)
                    .at(other.text.span, "another label")
                    .at(first.text.span, "labelled first")
                    .hint("a code is called the same wherever it is given");
                self.report(diagnostic);
                return None;
            }
            code.label = label;
        }
        Some(Some(Type::Code(Arc::new(CodeList { codes }))))
    }

    /// No case asks for what earlier ones have taken.
    pub(crate) fn check_reached(&mut self, conditions: &[Option<&CriterionExpr>], place_of_last: Option<Span>) {
        if let (Some((None, stated)), Some(otherwise)) = (conditions.split_last(), place_of_last) {
            let stated: Vec<&CriterionExpr> = stated.iter().copied().flatten().collect();
            if constants::leave_nothing(&stated) {
                let title = "This case is never reached";
                let hint = "write the last of the others as `otherwise`";
                self.error_hint::<()>(codes::UNREACHABLE, title, otherwise, "the cases above leave no value", hint);
            }
        }
        for (at, condition) in conditions.iter().enumerate() {
            let Some(condition) = condition else { continue };
            let earlier = conditions[..at].iter().flatten().find(|earlier| constants::follows(condition, earlier));
            if let Some(earlier) = earlier {
                let diagnostic = Diagnostic::new(codes::UNREACHABLE, "This case is never reached")
                    .at(condition.span, "an earlier case has taken every row that satisfies it")
                    .at(earlier.span, "taken here")
                    .because("cases are read from the top, and the first that holds is taken");
                self.report(diagnostic);
            }
        }
    }
}

fn labelled<'i>(item: &'i Item, code: &str) -> Option<&'i tree::Label> {
    match item {
        Item::Case(Case { result, reason, .. }) => match &result.kind {
            Kind::Name(name) if name == code => reason.as_ref(),
            _ => None,
        },
        Item::Entry(_) => None,
    }
}

/// The cases as one expression; a case without a result is unknown.
fn chosen(cases: &[CaseArm], ty: &Type, place: Span) -> Option<CriterionExpr> {
    let of = |case: &CaseArm| {
        let unknown = || expr(ExprKind::Literal(Literal::NotRecorded), ty.clone(), case.span);
        case.result.clone().unwrap_or_else(unknown)
    };
    let (last, before) = cases.split_last()?;
    let choice = |otherwise: CriterionExpr, case: &CaseArm| {
        let condition = Box::new(case.condition.clone()?);
        let (then, otherwise) = (Box::new(of(case)), Box::new(otherwise));
        Some(expr(ExprKind::If { condition, then, otherwise }, ty.clone(), place))
    };
    before.iter().rev().try_fold(of(last), choice)
}
