//! Cases read from the top: types of results and conditions, the unknown, the last `otherwise`.

use super::expression::type_words;
use super::*;
use crate::diagnostic::said;
use crate::syntax::tree::{Item, Kind};
use std::sync::Arc;

impl<'a> Resolver<'a> {
    /// The type of a rule from the words its cases answer: yes/no, or the codes in order of appearance.
    pub(crate) fn rule_type(&self, items: &'a [Item]) -> Option<Type> {
        let mut codes: Vec<CodeEntry> = vec![];
        for item in items {
            let Item::Case(case) = item else { continue };
            let Kind::Name(name) = &case.result.kind else { return None };
            if name != "unknown" && !codes.iter().any(|c| &c.name == name) {
                codes.push(CodeEntry { name: name.clone(), label: name.clone() });
            }
        }
        if codes.iter().all(|c| c.name == "yes" || c.name == "no") {
            return Some(Type::YesNo);
        }
        Some(Type::Code(Arc::new(CodeList { codes })))
    }

    /// Types the cases of a body; all results share one type.
    pub(crate) fn cases(
        &mut self,
        items: &'a [Item],
        scope: Scope,
        expected: Option<&Type>,
        owner: Span,
    ) -> Option<(Vec<CaseArm>, Type)> {
        let mut arms = vec![];
        let mut ty: Option<Type> = expected.cloned();
        for item in items {
            arms.extend(self.case(item, scope, &mut ty));
        }
        if arms.len() < items.len() {
            return None;
        }
        let conditions: Vec<Option<&CriterionExpr>> = arms.iter().map(|a| a.condition.as_ref()).collect();
        let spans: Vec<Span> = arms.iter().map(|a| a.span).collect();
        self.check_otherwise(&conditions, &spans, owner, "The cases do not cover everything");
        ty.map(|ty| (arms, ty))
    }

    /// One case; the first that has a result settles the type of all.
    fn case(&mut self, item: &'a Item, scope: Scope, ty: &mut Option<Type>) -> Option<CaseArm> {
        let case = match item {
            Item::Case(case) => case,
            Item::Entry(entry) => {
                let label = "not `RESULT when CONDITION`";
                return self.error(codes::MISPLACED, "Cases are expected here", entry.span, label);
            }
        };
        let unknown = matches!(&case.result.kind, Kind::Name(n) if n == "unknown");
        if unknown {
            self.noted.words.insert(case.result.span);
        }
        let result = if unknown { Some(None) } else { self.expression(&case.result, scope, ty.as_ref()).map(Some) };
        let condition = match &case.condition {
            Some(c) => self.condition(c, scope).map(Some),
            None => Some(None),
        };
        let (result, condition) = (result?, condition?);
        if let Some(result) = &result {
            let known = ty.get_or_insert_with(|| result.ty.clone());
            if *known != result.ty {
                let title = said!(
                    "The results differ: {kind} and {other}",
                    kind = type_words(known),
                    other = type_words(&result.ty)
                );
                return self.error(codes::WRONG_TYPE, title, result.span, "of another kind than the cases above");
            }
        }
        let reason = case.reason.as_ref().map(|r| self.label(r));
        Some(CaseArm { result, reason, condition, span: case.span })
    }

    /// The last case, and no other, is `otherwise`; `place` is where its absence is shown.
    pub(crate) fn check_otherwise<E>(
        &mut self,
        conditions: &[Option<E>],
        spans: &[Span],
        place: Span,
        title: &'static str,
    ) {
        match conditions.iter().position(Option::is_none) {
            None if self.is_unreadable(place) => {}
            None => {
                let hint = "end with `RESULT otherwise`";
                self.error_hint::<()>(codes::NO_OTHERWISE, title, place, "no case is left for the rest", hint);
            }
            Some(last) => {
                if let Some(span) = spans.get(last + 1) {
                    self.error::<()>(codes::UNREACHABLE, "This case is never reached", *span, "after `otherwise`");
                }
            }
        }
    }

    /// Reports the first condition that can be unknown where it stands; those after it may be for the same cause.
    pub(crate) fn check_unknown(
        &mut self,
        conditions: &[Option<&CriterionExpr>],
        place: Place,
        building: Option<&criterion::Building>,
    ) {
        let unknown = self.nullability(building).first_unknown(conditions, place);
        self.report_unknown(unknown);
    }

    /// Reports a condition that can be unknown, where there is one.
    pub(crate) fn report_unknown(&mut self, unknown: Option<Span>) {
        if let Some(span) = unknown {
            let diagnostic = Diagnostic::new(codes::UNKNOWN_CONDITION, "This condition can be unknown")
                .at(span, "neither true nor false when something it reads is missing")
                .because("the cases are read from the top, and an unknown condition would be passed over as if it were false")
                .hint("take the unknown by an earlier case (`… when x is missing`), or write `x is known and …`");
            self.report(diagnostic);
        }
    }

    /// Reports a condition that selects or judges rows and can be unknown in one of them.
    pub(crate) fn check_decided(
        &mut self,
        condition: &CriterionExpr,
        place: Place,
        given: Option<&CriterionExpr>,
        building: Option<&criterion::Building>,
    ) {
        let mut facts = nullable::Facts::default();
        if let Some(given) = given {
            facts.assume(given);
        }
        if self.nullability(building).can_be_unknown(condition, place, &facts) {
            let diagnostic = Diagnostic::new(codes::UNKNOWN_CONDITION, "This condition can be unknown")
                .at(condition.span, "neither true nor false when something it reads is missing")
                .hint("say what holds then: `x is known and …`, or `x is missing or …`");
            self.report(diagnostic);
        }
    }

    /// As [`Resolver::check_decided`], of a condition in a row of a table.
    pub(crate) fn check_row_decided(&mut self, condition: &RowExpr, table: TableId, given: Option<&RowExpr>) {
        let given = given.map(RowExpr::in_criterion);
        self.check_decided(&condition.in_criterion(), Place::Row(table), given.as_ref(), None);
    }

    /// What can be unknown in the plan, or at a reading of a criterion; time zero is known.
    pub(crate) fn nullability<'r>(&'r self, building: Option<&'r criterion::Building>) -> nullable::Nullability<'r> {
        nullable::Nullability {
            tables: &self.plan.tables,
            defines: &self.plan.defines,
            criterion: building,
            time_zero_known: true,
            zero: self.zero_event(),
            recorded: false,
        }
    }
}
