//! `event`, `time zero`, `arms`.

use super::expression::expr;
use super::*;
use crate::syntax::tree::Item;

impl<'a> Resolver<'a> {
    /// The table that belongs to no other is the patients'.
    pub(crate) fn patients(&mut self) -> Option<TableId> {
        self.tables.iter().position(|t| t.parent.is_none()).map(TableId)
    }

    pub(crate) fn resolve_events(&mut self) {
        let Some(patients) = self.patients() else { return };
        for stated in self.with_head("event") {
            let Some(header) = self.header(stated) else { continue };
            let span = header.span;
            let date = match &stated.statement.value {
                Some(value) => self.single(value).and_then(|e| self.expression(&e.expression, Scope::row(patients), None)),
                None => self.error(codes::MISSING_KEY, format!("`{}` has no definition", header.name), span, "write `: first TABLE where …`"),
            };
            let date = match date {
                Some(date) if date.ty == Type::Date => date,
                Some(date) => {
                    self.error::<()>(codes::WRONG_TYPE, format!("An event is a date, this is {}", expression::type_words(&date.ty)), date.span, "no date");
                    expr(ExprKind::TimeZero, Type::Date, span)
                }
                // The mistake was reported; the event keeps its place so that others keep theirs.
                None => expr(ExprKind::TimeZero, Type::Date, span),
            };
            self.events.push(Event { header, date });
        }
    }

    pub(crate) fn resolve_time_zero(&mut self) {
        let stated = self.with_head("time zero");
        let Some(first) = stated.first().copied() else {
            self.missing_statement("time zero", "from which event days are counted");
            return;
        };
        let Some(patients) = self.patients() else { return };
        let Some((word, span)) = first.statement.value.as_ref().and_then(|v| self.word(v)) else { return };
        let Some(event) = self.event_names.iter().position(|n| n == word) else {
            let names = self.event_names.clone();
            self.unknown::<()>("event", word, span, names.iter().map(String::as_str));
            return;
        };
        let header = Header { name: "time_zero".into(), label: "Time zero".into(), clause: first.clause, span: first.statement.span };
        self.time_zero = Some(TimeZero { header, event: EventId(event), patients });
    }

    pub(crate) fn resolve_arms(&mut self) {
        let stated = self.with_head("arms");
        let Some(first) = stated.first().copied() else {
            self.missing_statement("arms", "which groups are compared");
            return;
        };
        let (Some(patients), Some(header)) = (self.patients(), self.header(first)) else { return };
        let mut arms = vec![];
        for item in &first.statement.items {
            let Item::Case(case) = item else {
                self.error::<()>(codes::MISPLACED, "An arm is a case", first.statement.span, "write `NAME \"Label\" when CONDITION`");
                continue;
            };
            let Some((name, _)) = self.word_of(&case.result) else { continue };
            let condition = match &case.condition {
                Some(c) => match self.condition(c, Scope::row(patients)) {
                    Some(c) => Some(c),
                    None => continue,
                },
                None => None,
            };
            let label = case.reason.as_ref().map_or_else(|| name.replace('_', " "), |l| l.node.clone());
            arms.push(Arm { name: name.to_string(), label, condition, span: case.span });
        }
        match arms.iter().position(|a| a.condition.is_none()) {
            None if !arms.is_empty() => {
                self.error::<()>(codes::NO_OTHERWISE, "A patient may fall in no arm", first.statement.span, "end with `NAME \"Label\" otherwise`");
            }
            Some(last) if last + 1 < arms.len() => {
                let span = arms[last + 1].span;
                self.error::<()>(codes::UNREACHABLE, "No patient can reach this arm", span, "after `otherwise`");
            }
            _ => {}
        }
        let settled_by_day = arms.iter().filter_map(|a| a.condition.as_ref()).filter_map(knowledge::settled_by).max();
        self.arms = Some(Arms { header, arms, settled_by_day });
    }

    pub(crate) fn arm_named(&mut self, name: &str, span: Span) -> Option<usize> {
        let arms: Vec<String> = self.arms.as_ref().map(|a| a.arms.iter().map(|a| a.name.clone()).collect()).unwrap_or_default();
        match arms.iter().position(|a| a == name) {
            Some(arm) => Some(arm),
            None => self.unknown("arm", name, span, arms.iter().map(String::as_str)),
        }
    }
}
