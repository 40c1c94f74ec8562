//! What stands at a byte of a document: its statement, and what leads down to the word.

use crate::diagnostic::{Span, Spanned};
use crate::syntax::tree::{Clause, Document, Element, Entry, Expression, Item, Kind, Statement, Value};

/// From the statement to the word, as far as there is one.
#[derive(Default)]
pub(super) struct At<'t> {
    pub statement: Option<&'t Statement>,
    /// From the outermost.
    pub steps: Vec<Step<'t>>,
    /// The name of the plan or word of the language.
    pub word: Option<Spanned<String>>,
}

#[derive(Clone, Copy)]
pub(super) enum Step<'t> {
    Entry(&'t Entry),
    Element(&'t Element),
}

/// The end of a place counts: a cursor stands there.
pub(super) fn covers(span: Span, byte: u32) -> bool {
    span.start <= byte && byte <= span.end
}

impl<'t> At<'t> {
    pub(super) fn new(document: &'t Document, byte: u32) -> At<'t> {
        let clause = clause_at(document, byte);
        let statement = clause.and_then(|clause| clause.statements().find(|s| covers(s.span, byte)));
        let mut at = At { statement, ..At::default() };
        if let Some(statement) = statement {
            let own = [Some(&statement.head), statement.name.as_ref(), statement.subject.as_ref()];
            at.word = own.into_iter().flatten().find(|word| covers(word.span, byte)).cloned();
            statement.value.iter().for_each(|value| at.value(value, byte));
            at.items(&statement.items, byte);
        }
        at
    }

    fn items(&mut self, items: &'t [Item], byte: u32) {
        for item in items {
            match item {
                Item::Entry(entry) if covers(entry.span, byte) => {
                    self.steps.push(Step::Entry(entry));
                    self.word = entry.key.as_ref().filter(|key| covers(key.span, byte)).cloned().or(self.word.take());
                    entry.value.iter().for_each(|value| self.value(value, byte));
                    return self.items(&entry.items, byte);
                }
                Item::Case(case) if covers(case.span, byte) => {
                    self.expression(&case.result, byte);
                    case.condition.iter().for_each(|condition| self.expression(condition, byte));
                    return;
                }
                Item::Entry(_) | Item::Case(_) => {}
            }
        }
    }

    fn value(&mut self, value: &'t Value, byte: u32) {
        self.elements(&value.elements, byte);
    }

    fn elements(&mut self, elements: &'t [Element], byte: u32) {
        if let Some(element) = elements.iter().find(|element| covers(element.span, byte)) {
            self.steps.push(Step::Element(element));
            self.expression(&element.expression, byte);
            self.items(&element.options, byte);
        }
    }

    fn expression(&mut self, e: &'t Expression, byte: u32) {
        if !covers(e.span, byte) {
            return;
        }
        match &e.kind {
            Kind::Group(elements) => return self.elements(elements, byte),
            Kind::Name(name) => self.word = Some(Spanned::new(name.clone(), e.span)),
            Kind::Like(name) | Kind::Field(_, name) | Kind::Call(name, _) if covers(name.span, byte) => {
                self.word = Some(name.clone());
            }
            _ => {}
        }
        e.parts().into_iter().for_each(|part| self.expression(part, byte));
    }
}

/// The clause in which a byte stands.
pub(super) fn clause_at(document: &Document, byte: u32) -> Option<&Clause> {
    document.clauses.iter().rev().find(|clause| clause.span.start <= byte)
}
