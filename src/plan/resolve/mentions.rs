//! Searching trees: whether a statement names a word, or holds a place that could not be read.

use crate::diagnostic::{Span, Spanned};
use crate::syntax::tree::{Element, Expression, Item, Kind, Statement, Value};
use std::cell::RefCell;

type Test<'t, 's> = &'t dyn Fn(&'s Expression) -> bool;

/// Places of a statement that could not be read.
pub(crate) fn errors(s: &Statement) -> Vec<Span> {
    let found = RefCell::new(vec![]);
    any(s, &|e| {
        if e.kind == Kind::Error {
            found.borrow_mut().push(e.span);
        }
        false
    });
    found.into_inner()
}

/// Every name in a statement with its place: of the statement, of what it is about, and in its expressions.
pub(crate) fn every_name(s: &Statement) -> Vec<Spanned<String>> {
    let found = RefCell::new(s.name.iter().chain(&s.subject).cloned().collect());
    any(s, &|e| note_name(e, &found));
    found.into_inner()
}

/// Every name in an expression with its place.
pub(crate) fn names_of(e: &Expression) -> Vec<Spanned<String>> {
    let found = RefCell::new(vec![]);
    expression(e, &|e| note_name(e, &found));
    found.into_inner()
}

/// Never true, so that a search goes on to every name.
fn note_name(e: &Expression, found: &RefCell<Vec<Spanned<String>>>) -> bool {
    match &e.kind {
        Kind::Name(name) => found.borrow_mut().push(Spanned::new(name.clone(), e.span)),
        Kind::Like(name) | Kind::Field(_, name) => found.borrow_mut().push(name.clone()),
        _ => {}
    }
    false
}

/// Elements followed by options in braces, those of the values of options among them.
pub(crate) fn elements_with_options(s: &Statement) -> Vec<&Element> {
    let mut found = vec![];
    let mut values: Vec<&Value> = s.value.iter().collect();
    let mut items: Vec<&Item> = s.items.iter().collect();
    loop {
        while let Some(item) = items.pop() {
            if let Item::Entry(entry) = item {
                values.extend(&entry.value);
                items.extend(&entry.items);
            }
        }
        let Some(value) = values.pop() else { return found };
        for element in &value.elements {
            if !element.options.is_empty() {
                found.push(element);
            }
            items.extend(&element.options);
        }
    }
}

/// Every word that a statement names in another place than its own name, as often as it does.
pub(crate) fn words(s: &Statement) -> Vec<&str> {
    let found = RefCell::new(vec![]);
    any(s, &|e| {
        if let Kind::Name(word) | Kind::Like(Spanned { node: word, .. }) = &e.kind {
            found.borrow_mut().push(word.as_str());
        }
        false
    });
    let mut found = found.into_inner();
    s.items.iter().for_each(|i| keys(i, &mut found));
    found
}

/// A key is a name where it stands for a statement: a strategy is keyed by its event.
fn keys<'s>(i: &'s Item, found: &mut Vec<&'s str>) {
    if let Item::Entry(e) = i {
        found.extend(e.key.iter().map(|k| k.node.as_str()));
        e.items.iter().for_each(|i| keys(i, found));
    }
}

/// Some expression of the statement passes the test.
fn any<'s>(s: &'s Statement, test: Test<'_, 's>) -> bool {
    s.value.as_ref().is_some_and(|v| value(v, test)) || s.items.iter().any(|i| item(i, test))
}

fn value<'s>(v: &'s Value, test: Test<'_, 's>) -> bool {
    v.elements.iter().any(|e| expression(&e.expression, test) || e.options.iter().any(|i| item(i, test)))
}

fn item<'s>(i: &'s Item, test: Test<'_, 's>) -> bool {
    match i {
        Item::Case(c) => expression(&c.result, test) || c.condition.as_ref().is_some_and(|e| expression(e, test)),
        Item::Entry(e) => e.value.as_ref().is_some_and(|v| value(v, test)) || e.items.iter().any(|i| item(i, test)),
    }
}

fn expression<'s>(e: &'s Expression, test: Test<'_, 's>) -> bool {
    let options = match &e.kind {
        Kind::Group(elements) => elements.iter().flat_map(|e| &e.options).collect(),
        _ => vec![],
    };
    test(e) || e.parts().into_iter().any(|part| expression(part, test)) || options.into_iter().any(|i| item(i, test))
}
