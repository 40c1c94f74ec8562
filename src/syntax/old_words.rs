//! What is written in words that the language no longer has: understood, and refused with those that stand for it now.

use super::expression::{Builder, unit_text};
use super::grammar::Rule;
use super::tree::{Element, Expression, Kind, Operator};
use crate::diagnostic::{Diagnostic, Span, codes, said};
use pest::iterators::Pair;

impl Builder<'_> {
    /// The text of a place as it is written, when it has no comment within.
    fn written(&self, span: Span) -> Option<String> {
        let text = self.excerpt.between(span)?;
        (!text.contains("//")).then(|| text.to_string())
    }

    pub fn old(&mut self, place: Span, written: &str, now: Option<(Span, String)>, hint: &str) {
        let fault = Diagnostic::new(codes::OLD_WORDS, said!("`{written}` is said in other words now", written));
        let fault = match now {
            Some((span, now)) => {
                fault.at(place, "understood, and to be rewritten").hint(format!("write `{now}`")).settled(span, now)
            }
            None => fault.at(place, "to be rewritten by hand").hint(hint),
        };
        self.found.report(fault);
    }

    /// `0..4` after `in` or `within`.
    pub fn old_range(&mut self, pair: Pair<'_, Rule>) -> Expression {
        let span = self.span(&pair);
        let (mut ends, mut unit) = (vec![], None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::number_unit => unit = Some(unit_text(part.as_str())),
                Rule::dots => {}
                _ => ends.push(Box::new(self.number(&part, None))),
            }
        }
        match <[Box<Expression>; 2]>::try_from(ends) {
            Ok([low, high]) => Expression { kind: Kind::Range { low, high, unit }, span },
            Err(_) => Expression { kind: Kind::Error, span },
        }
    }

    /// `in 0..4`: the range that follows the word, where it is one.
    pub fn old_membership(&mut self, word: Span, range: &Expression) {
        let Kind::Range { low, high, unit } = &range.kind else { return };
        let place = word.to(range.span);
        let texts = (self.written(place), self.written(low.span), self.written(high.span));
        let (Some(written), Some(low), Some(high)) = texts else {
            return self.old(place, "in … ..", None, "write `from … to …`");
        };
        let unit = unit.as_ref().map_or(String::new(), |unit| format!(" {unit}"));
        self.old(place, &written, Some((place, format!("from {low} to {high}{unit}"))), "");
    }

    /// `within 0..28 days of sirt`: its range in days.
    pub fn old_window(&mut self, word: Span, range: Expression, of: Option<&Expression>) -> Expression {
        let place = word.to(range.span);
        let written = self.written(place).unwrap_or_else(|| "within".to_string());
        let Kind::Range { low, high, unit } = &range.kind else { return range };
        let in_days = |e: &Expression| match (&e.kind, unit.as_deref()) {
            (Kind::Number { text, .. }, Some("day" | "days")) if !text.contains('.') => Some(text.clone()),
            _ => None,
        };
        let (Some(from), Some(to)) = (in_days(low), in_days(high)) else {
            let hint = "write the window in days, `from day 30 to day 91`; a length in months is the nearest whole day";
            self.old(place, &written, None, hint);
            return range;
        };
        let now = format!("from day {from} to day {to}");
        let span = match of {
            Some(Expression { kind: Kind::Name(zero), span }) if zero == "time zero" => Some(word.to(*span)),
            Some(_) => Some(place),
            None => None,
        };
        let hint = format!("write `{now}`, which is counted from time zero, or add of what: `{now} of EVENT`");
        let mended = span.filter(|span| self.written(*span).is_some()).map(|span| (span, now));
        self.old(place, &written, mended, &hint);
        let kind = Kind::Range { low: low.clone(), high: high.clone(), unit: Some("days".to_string()) };
        Expression { kind, span: range.span }
    }

    /// `earlier A since B`: what follows `since` ended what was found.
    pub fn old_since(&mut self, word: Span, condition: &Expression, since: &Expression) {
        let place = word.to(since.span);
        let Some(all) = self.written(place) else {
            return self.old(place, "earlier … since …", None, "write `earlier … with no … since`");
        };
        let what = self.asked_alone(condition, since).unwrap_or(since.span);
        let what = self.written(what).unwrap_or_default();
        self.old(place, &all, Some((place, format!("with no {what} since"))), "");
    }

    /// Of two comparisons of the same, the response or the set that the second asks for.
    fn asked_alone(&self, first: &Expression, second: &Expression) -> Option<Span> {
        let asked = |e: &Expression| match &e.kind {
            Kind::Binary { operator: Operator::Equal | Operator::In, left, right } => {
                Some((left.span, right.as_ref().clone()))
            }
            _ => None,
        };
        let ((left, _), (again, right)) = (asked(first)?, asked(second)?);
        let same = self.written(left)? == self.written(again)?;
        let alone = match &right.kind {
            Kind::Name(_) => true,
            Kind::Group(elements) => elements.len() > 1 && elements.iter().all(is_plain),
            _ => false,
        };
        (same && alone).then_some(right.span)
    }
}

fn is_plain(element: &Element) -> bool {
    matches!(element.expression.kind, Kind::Name(_)) && !element.has_options && element.label.is_none()
}
