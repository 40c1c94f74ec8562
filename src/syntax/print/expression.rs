//! An expression on one line, but for lists that go on over several.

use super::Printer;
use crate::syntax::tree::*;

impl Printer<'_> {
    fn two(&mut self, left: &Expression, between: &str, right: &Expression) {
        self.expression(left);
        self.push(between);
        self.expression(right);
    }

    fn unit(&mut self, unit: Option<&String>) {
        if let Some(unit) = unit {
            self.push(" ");
            self.push(unit);
        }
    }

    /// Parentheses are part of the tree, so that none are added.
    pub(super) fn expression(&mut self, e: &Expression) {
        match &e.kind {
            Kind::Name(word) | Kind::Date(word) => self.push(word),
            Kind::Text(text) => self.push(&format!("\"{text}\"")),
            Kind::Number { text, unit } => {
                self.push(text);
                self.unit(unit.as_ref());
            }
            Kind::Range { low, high, unit } => {
                self.two(low, " to ", high);
                self.unit(unit.as_ref());
            }
            Kind::Day(day) => {
                self.push("day ");
                self.expression(day);
            }
            Kind::Group(elements) => self.group(elements, e.span),
            Kind::Field(table, column) => {
                self.expression(table);
                self.push(".");
                self.push(&column.node);
            }
            Kind::Call(function, arguments) => {
                self.push(&function.node);
                self.push("(");
                for (i, argument) in arguments.iter().enumerate() {
                    self.push(if i == 0 { "" } else { ", " });
                    self.expression(argument);
                }
                self.push(")");
            }
            Kind::Not(inner) => {
                self.push("not ");
                self.expression(inner);
            }
            Kind::Negative(inner) => {
                // `-1` is a number.
                self.push(if matches!(inner.kind, Kind::Number { .. }) { "- " } else { "-" });
                self.expression(inner);
            }
            Kind::Binary { operator: Operator::In, left, right } if matches!(right.kind, Kind::Range { .. }) => {
                self.two(left, " from ", right);
            }
            Kind::Binary { operator, left, right } => self.two(left, &format!(" {} ", operator.symbol()), right),
            Kind::Unit { operator, left, unit } => {
                self.expression(left);
                self.push(if *operator == UnitOperator::In { " in " } else { " as " });
                self.push(&unit.node);
            }
            Kind::IsKnown(inner, known) => {
                self.expression(inner);
                self.push(if *known { " is known" } else { " is missing" });
            }
            Kind::Within { what, range, of } => self.window(what, range, of.as_deref()),
            Kind::Before(a, b) => self.two(a, " before ", b),
            Kind::After(a, b) => self.two(a, " after ", b),
            Kind::FromOn(a, b) => {
                self.two(a, " from ", b);
                self.push(" on");
            }
            Kind::Earlier { condition, since } => {
                self.push("earlier ");
                self.expression(condition);
                if let Some(since) = since {
                    self.push(" with no ");
                    self.expression(since);
                    self.push(" since");
                }
            }
            Kind::Selector(selector) => self.selector(selector),
            Kind::Otherwise(a, b) => self.two(a, " otherwise ", b),
            Kind::Like(name) => {
                self.push("like ");
                self.push(&name.node);
            }
            Kind::Error => self.whole = false,
        }
    }

    /// Days are counted from time zero where nothing else is said.
    fn window(&mut self, what: &Expression, range: &Expression, of: Option<&Expression>) {
        let Kind::Range { low, high, unit: Some(unit) } = &range.kind else { return self.whole = false };
        // A window in another unit is an old one that could not be rewritten.
        self.whole &= unit == "days";
        self.two(what, " from day ", low);
        self.push(" to day ");
        self.expression(high);
        self.clause(" of ", of);
    }

    fn clause(&mut self, word: &str, expression: Option<&Expression>) {
        if let Some(expression) = expression {
            self.push(word);
            self.expression(expression);
        }
    }

    fn selector(&mut self, selector: &Selector) {
        // Rows without a word before them are every row.
        let written = selector.kind.span.start < selector.kind.span.end;
        if written {
            self.push(selector.kind.node.word());
            self.push(" ");
        }
        self.expression(&selector.rows);
        self.clause(" to ", selector.to.as_ref());
        self.clause(" where ", selector.condition.as_ref());
        self.clause(" since ", selector.since.as_ref());
        self.clause(" has ", selector.has.as_ref());
    }
}
