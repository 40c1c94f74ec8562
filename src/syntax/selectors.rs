//! Selectors: `first ROWS where …`, and rows without a word before them.

use super::expression::Builder;
use super::grammar::Rule;
use super::tree::{Expression, Kind, Operator, Selector, SelectorKind};
use crate::diagnostic::{Span, Spanned, said};
use pest::iterators::{Pair, Pairs};

impl Builder<'_> {
    /// `rows where …`, or a plain expression.
    pub fn selection(&mut self, pair: Pair<'_, Rule>) -> Expression {
        let span = self.span(&pair);
        let mut parts = pair.into_inner();
        let rows = self.next(&mut parts, span);
        if parts.peek().is_none() {
            return rows;
        }
        let linked = matches!(
            &rows.kind,
            Kind::Binary { operator: Operator::Of | Operator::At | Operator::By | Operator::Against, .. }
        );
        if !linked && !matches!(&rows.kind, Kind::Name(_) | Kind::Field(..) | Kind::Group(_) | Kind::Error) {
            self.report(
                "A selection is part of an expression",
                span,
                "it reaches from its rows to the end",
                "put the selection in parentheses: `(any lesion where …)`",
            );
            return Expression { kind: Kind::Error, span };
        }
        let start = Span { end: rows.span.start, ..rows.span };
        let selector = Selector {
            kind: Spanned::new(SelectorKind::Every, start),
            rows,
            to: None,
            condition: None,
            since: None,
            has: None,
        };
        self.clauses(selector, parts, span)
    }

    pub fn selector(&mut self, pair: Pair<'_, Rule>) -> Expression {
        let span = self.span(&pair);
        let mut parts = pair.into_inner();
        let Some(word) = parts.next() else { return Expression { kind: Kind::Error, span } };
        let kind = Spanned::new(selector_kind(word.as_str()), self.span(&word));
        let rows = self.next(&mut parts, span);
        let mut selector = Selector { kind, rows, to: None, condition: None, since: None, has: None };
        if parts.peek().is_some_and(|p| p.as_rule() == Rule::to_word) {
            parts.next();
            selector.to = Some(self.next(&mut parts, span));
        }
        self.clauses(selector, parts, span)
    }

    fn clauses(&mut self, mut selector: Selector, parts: Pairs<'_, Rule>, span: Span) -> Expression {
        for clause in parts {
            let place = self.span(&clause);
            let mut inner = clause.into_inner();
            let Some(word) = inner.next().map(|w| w.as_str().trim_end().to_string()) else { continue };
            let condition = self.next(&mut inner, place);
            let slot = match word.as_str() {
                "where" => &mut selector.condition,
                "since" => &mut selector.since,
                _ => &mut selector.has,
            };
            if slot.is_some() {
                self.report(
                    said!("`{word}` is said twice", word),
                    place,
                    "said again here",
                    "join the two conditions by `and`",
                );
                continue;
            }
            *slot = Some(condition);
        }
        Expression { kind: Kind::Selector(Box::new(selector)), span }
    }
}

fn selector_kind(word: &str) -> SelectorKind {
    match word.trim_end() {
        "first" => SelectorKind::First,
        "last" => SelectorKind::Last,
        "nearest" => SelectorKind::Nearest,
        "every" => SelectorKind::Every,
        "any" => SelectorKind::Any,
        "no" => SelectorKind::No,
        "count" => SelectorKind::Count,
        "sum" => SelectorKind::Sum,
        "min" => SelectorKind::Min,
        "mean" => SelectorKind::Mean,
        "median" => SelectorKind::Median,
        _ => SelectorKind::Max,
    }
}
