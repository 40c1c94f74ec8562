//! What a fault is about: what stands at its place in the tree, where whoever found it did not say.

use crate::diagnostic::{Diagnostic, Sources, Span, Subject};
use crate::syntax::tree::{Block, Case, Clause, Document, Element, Entry, Expression, Item, Kind, Statement, Value};

/// Gives each diagnostic its subject.
pub(super) fn fill<'d>(
    diagnostics: &mut [Diagnostic],
    documents: impl IntoIterator<Item = &'d Document>,
    sources: &Sources,
) {
    let documents: Vec<Written<'_>> = documents.into_iter().map(Written::of).collect();
    for diagnostic in diagnostics.iter_mut().filter(|d| d.subject.is_none()) {
        let Some(place) = diagnostic.primary() else { continue };
        let document = documents.iter().find(|d| d.document.file == place.file);
        let found = document.and_then(|d| d.subject(place, sources));
        diagnostic.subject = Some(found.unwrap_or_else(|| Subject::Text(shortened(sources.text(place)))));
    }
}

/// A document with its statements in the order of their places.
struct Written<'d> {
    document: &'d Document,
    statements: Vec<&'d Statement>,
}

impl<'d> Written<'d> {
    fn of(document: &'d Document) -> Self {
        let blocks = document.clauses.iter().flat_map(|c: &Clause| &c.blocks);
        let statements = blocks.filter_map(|b| match b {
            Block::Plan { statements, .. } => Some(statements),
            Block::Paragraph { .. } => None,
        });
        Written { document, statements: statements.flatten().collect() }
    }

    fn subject(&self, place: Span, sources: &Sources) -> Option<Subject> {
        let after = self.statements.partition_point(|s| s.span.start <= place.start);
        let statement = after.checked_sub(1).and_then(|at| self.statements.get(at));
        if let Some(statement) = statement {
            if covers(statement.span, place) {
                return Some(in_statement(statement, place, sources));
            }
            // A table stands below the statement that it belongs to.
            if statement.table.as_ref().is_some_and(|t| covers(t.span, place)) {
                return Some(Subject::Value(shortened(sources.text(place))));
            }
        }
        if let Some((key, _)) = self.document.meta.iter().find(|(key, value)| covers(key.span.to(value.span), place)) {
            return Some(Subject::Key(key.node.clone()));
        }
        let clause = self.document.clauses.iter().find(|c| c.level > 0 && covers(c.span, place))?;
        Some(Subject::Clause(if clause.number.is_empty() { clause.title.clone() } else { clause.number.clone() }))
    }
}

fn covers(around: Span, place: Span) -> bool {
    around.file == place.file && around.start <= place.start && place.end <= around.end
}

fn in_statement(statement: &Statement, place: Span, sources: &Sources) -> Subject {
    let itself = || Subject::Statement {
        head: statement.head.node.clone(),
        name: statement.name.as_ref().map(|n| n.node.clone()),
    };
    if place.start == statement.span.start || statement.name.as_ref().is_some_and(|n| n.span == place) {
        return itself();
    }
    let inner = statement.value.as_ref().and_then(|v| in_value(v, place, sources));
    inner.or_else(|| in_items(&statement.items, place, sources)).unwrap_or_else(|| match statement.subject.as_ref() {
        Some(subject) if covers(subject.span, place) => Subject::Name(subject.node.clone()),
        _ => itself(),
    })
}

fn in_items(items: &[Item], place: Span, sources: &Sources) -> Option<Subject> {
    items.iter().find_map(|item| match item {
        Item::Entry(entry) if covers(entry.span, place) => Some(in_entry(entry, place, sources)),
        Item::Case(case) if covers(case.span, place) => Some(in_case(case, place, sources)),
        Item::Entry(_) | Item::Case(_) => None,
    })
}

fn in_entry(entry: &Entry, place: Span, sources: &Sources) -> Subject {
    let itself = || match (&entry.key, &entry.label) {
        (Some(key), _) => Subject::Key(key.node.clone()),
        (None, Some(label)) => Subject::Key(label.text.node.clone()),
        (None, None) => Subject::Value(shortened(sources.text(place))),
    };
    if place.start == entry.span.start {
        return itself();
    }
    let inner = entry.value.as_ref().and_then(|v| in_value(v, place, sources));
    inner.or_else(|| in_items(&entry.items, place, sources)).unwrap_or_else(itself)
}

fn in_case(case: &Case, place: Span, sources: &Sources) -> Subject {
    let parts = [Some(&case.result), case.condition.as_ref()];
    let inner = parts.into_iter().flatten().find_map(|e| in_expression(e, place, sources));
    inner.unwrap_or_else(|| Subject::Value(shortened(sources.text(place))))
}

fn in_value(value: &Value, place: Span, sources: &Sources) -> Option<Subject> {
    value.elements.iter().find_map(|e| in_element(e, place, sources)).or_else(|| written(value.span, place, sources))
}

fn in_element(element: &Element, place: Span, sources: &Sources) -> Option<Subject> {
    in_expression(&element.expression, place, sources)
        .or_else(|| in_items(&element.options, place, sources))
        .or_else(|| written(element.span, place, sources))
}

fn in_expression(e: &Expression, place: Span, sources: &Sources) -> Option<Subject> {
    if !covers(e.span, place) {
        return None;
    }
    if let (Kind::Name(name), true) = (&e.kind, e.span == place) {
        return Some(Subject::Name(name.clone()));
    }
    let options = match &e.kind {
        Kind::Group(elements) => elements.iter().find_map(|e| in_element(e, place, sources)),
        _ => None,
    };
    let inner = options.or_else(|| e.parts().into_iter().find_map(|part| in_expression(part, place, sources)));
    inner.or_else(|| written(e.span, place, sources))
}

/// A value as it is written.
fn written(around: Span, place: Span, sources: &Sources) -> Option<Subject> {
    covers(around, place).then(|| Subject::Value(shortened(sources.text(place))))
}

/// A subject is known by its first line.
fn shortened(text: &str) -> String {
    text.lines().next().unwrap_or_default().trim().to_string()
}
