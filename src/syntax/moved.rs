//! A tree that stands in another place of the text than where it was read: every place in it, once.

use super::tree::{
    Case, Element, Entry, Expression, Item, Kind, Label, MarkdownTable, Owner, Selector, Statement, Trivia, Value,
};
use crate::diagnostic::{Diagnostic, Span, Spanned};

/// What is done to each place.
pub(super) struct Moving<F: Fn(&mut Span)>(pub F);

impl<F: Fn(&mut Span)> Moving<F> {
    fn span(&self, span: &mut Span) {
        self.0(span);
    }

    fn word<T>(&self, word: &mut Spanned<T>) {
        self.span(&mut word.span);
    }

    pub fn statement(&self, statement: &mut Statement) {
        let Statement { head, replace: _, name, subject, label, value, items, has_braces: _, table, span } = statement;
        self.word(head);
        name.iter_mut().chain(subject).for_each(|word| self.word(word));
        label.iter_mut().for_each(|label| self.label(label));
        value.iter_mut().for_each(|value| self.value(value));
        self.items(items);
        table.iter_mut().for_each(|table| self.table(table));
        self.span(span);
    }

    fn table(&self, table: &mut MarkdownTable) {
        let MarkdownTable { header, rows, span } = table;
        header.iter_mut().chain(rows.iter_mut().flatten()).for_each(|cell| self.word(cell));
        self.span(span);
    }

    fn label(&self, Label { text, others }: &mut Label) {
        self.word(text);
        for (language, text) in others {
            self.word(language);
            self.word(text);
        }
    }

    fn items(&self, items: &mut [Item]) {
        for item in items {
            match item {
                Item::Entry(entry) => self.entry(entry),
                Item::Case(case) => self.case(case),
            }
        }
    }

    fn entry(&self, Entry { key, label, value, items, has_braces: _, span }: &mut Entry) {
        key.iter_mut().for_each(|key| self.word(key));
        label.iter_mut().for_each(|label| self.label(label));
        value.iter_mut().for_each(|value| self.value(value));
        self.items(items);
        self.span(span);
    }

    fn case(&self, Case { result, reason, condition, span }: &mut Case) {
        self.expression(result);
        reason.iter_mut().for_each(|reason| self.label(reason));
        condition.iter_mut().for_each(|condition| self.expression(condition));
        self.span(span);
    }

    fn value(&self, Value { elements, span }: &mut Value) {
        self.elements(elements);
        self.span(span);
    }

    fn elements(&self, elements: &mut [Element]) {
        for Element { expression, label, options, has_options: _, span } in elements {
            self.expression(expression);
            label.iter_mut().for_each(|label| self.label(label));
            self.items(options);
            self.span(span);
        }
    }

    fn expression(&self, Expression { kind, span }: &mut Expression) {
        self.span(span);
        match kind {
            Kind::Name(_) | Kind::Number { .. } | Kind::Date(_) | Kind::Text(_) | Kind::Error => {}
            Kind::Like(name) => self.word(name),
            Kind::Range { low: a, high: b, unit: _ } | Kind::Binary { operator: _, left: a, right: b } => {
                self.expression(a);
                self.expression(b);
            }
            Kind::Before(a, b) | Kind::After(a, b) | Kind::FromOn(a, b) | Kind::Otherwise(a, b) => {
                self.expression(a);
                self.expression(b);
            }
            Kind::Day(part) | Kind::Not(part) | Kind::Negative(part) | Kind::IsKnown(part, _) => self.expression(part),
            Kind::Group(elements) => self.elements(elements),
            Kind::Field(part, word) | Kind::Unit { operator: _, left: part, unit: word } => {
                self.expression(part);
                self.word(word);
            }
            Kind::Call(name, arguments) => {
                self.word(name);
                arguments.iter_mut().for_each(|argument| self.expression(argument));
            }
            Kind::Within { what, range, of } => {
                self.expression(what);
                self.expression(range);
                of.iter_mut().for_each(|of| self.expression(of));
            }
            Kind::Earlier { condition, since } => {
                self.expression(condition);
                since.iter_mut().for_each(|since| self.expression(since));
            }
            Kind::Selector(selector) => self.selector(selector),
        }
    }

    fn selector(&self, Selector { kind, rows, to, condition, since, has }: &mut Selector) {
        self.word(kind);
        self.expression(rows);
        [to, condition, since, has].into_iter().flatten().for_each(|part| self.expression(part));
    }

    pub fn trivia(&self, Trivia { kind: _, span, owner }: &mut Trivia) {
        self.span(span);
        match owner {
            Owner::Before(span) | Owner::After(span) | Owner::Opening(span) | Owner::Last(span) => self.span(span),
            Owner::End => {}
        }
    }

    pub fn diagnostic(&self, diagnostic: &mut Diagnostic) {
        diagnostic.labels.iter_mut().for_each(|label| self.span(&mut label.span));
        diagnostic.fixes.iter_mut().for_each(|fix| self.span(&mut fix.span));
    }
}
