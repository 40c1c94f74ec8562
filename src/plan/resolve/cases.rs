//! Cases read from the top: types of results and conditions, the unknown, the last `otherwise`.

use super::expression::type_words;
use super::*;
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
    pub(crate) fn cases(&mut self, items: &'a [Item], scope: Scope, expected: Option<&Type>) -> Option<(Vec<CaseArm>, Type)> {
        let mut arms = vec![];
        let mut ty: Option<Type> = expected.cloned();
        let mut whole = true;
        for item in items {
            let Item::Case(case) = item else {
                if let Item::Entry(entry) = item {
                    self.error::<()>(codes::MISPLACED, "Cases are expected here", entry.span, "not `RESULT when CONDITION`");
                }
                whole = false;
                continue;
            };
            let unknown = matches!(&case.result.kind, Kind::Name(n) if n == "unknown");
            let result = if unknown { Some(None) } else { self.expression(&case.result, scope, ty.as_ref()).map(Some) };
            let condition = match &case.condition {
                Some(c) => self.condition(c, scope).map(Some),
                None => Some(None),
            };
            let (Some(result), Some(condition)) = (result, condition) else {
                whole = false;
                continue;
            };
            if let Some(result) = &result {
                match &ty {
                    None => ty = Some(result.ty.clone()),
                    Some(known) if *known != result.ty => {
                        let title = format!("The results of the cases differ: {} and {}", type_words(known), type_words(&result.ty));
                        self.error::<()>(codes::WRONG_TYPE, title, result.span, "of another kind than the cases above");
                        whole = false;
                    }
                    Some(_) => {}
                }
            }
            arms.push(CaseArm { result, reason: case.reason.as_ref().map(|r| r.node.clone()), condition, span: case.span });
        }
        self.check_otherwise(&arms, items);
        match (whole, ty) {
            (true, Some(ty)) => Some((arms, ty)),
            _ => None,
        }
    }

    fn check_otherwise(&mut self, arms: &[CaseArm], items: &'a [Item]) {
        let last = arms.iter().position(|a| a.condition.is_none());
        match (last, arms.last()) {
            (None, Some(end)) if arms.len() == items.len() => {
                self.error::<()>(codes::NO_OTHERWISE, "The cases do not cover everything", end.span, "the last case; end with `RESULT otherwise`");
            }
            (Some(at), _) if at + 1 < arms.len() => {
                let span = arms[at + 1].span;
                self.error::<()>(codes::UNREACHABLE, "This case is never reached", span, "after `otherwise`");
            }
            _ => {}
        }
    }

    /// Reports conditions that can be unknown where they stand.
    pub(crate) fn check_unknown(&mut self, cases: &[CaseArm], place: Place, building: &criterion::Building, recorded: bool) {
        let mut facts = nullable::Facts::default();
        let mut found = vec![];
        let analysis = nullable::Nullability { tables: &self.tables, defines: &self.defines, criterion: Some(building), time_zero_known: true, recorded };
        for case in cases {
            let Some(condition) = &case.condition else { break };
            if analysis.can_be_unknown(condition, place, &facts) {
                found.push(condition.span);
            }
            facts.deny(condition);
        }
        for span in found {
            let diagnostic = Diagnostic::new(codes::UNKNOWN_CONDITION, "This condition can be unknown")
                .at(span, "neither true nor false when something it reads is missing")
                .because("the cases are read from the top, and an unknown condition would be passed over as if it were false")
                .hint("take the unknown by an earlier case (`… when x is missing`), or write `x is known and …`");
            self.report(diagnostic);
        }
    }
}
