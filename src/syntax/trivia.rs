//! Comments and blank lines of a fence: kept with their places and with what they stand by, so that a tree can be printed
//! with all of them where they belong.

use super::excerpt::Excerpt;
use super::tree::{Element, Entry, Expression, Item, Kind, Owner, Statement, Trivia, TriviaKind, Value};
use crate::diagnostic::Span;

/// A comment or blank line where the scanner met it, in bytes of the fence.
#[derive(Debug)]
pub(super) struct Unread {
    pub start: usize,
    pub end: usize,
    pub kind: UnreadKind,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum UnreadKind {
    Blank,
    /// Alone on its line, or behind what is read.
    Comment {
        alone: bool,
    },
}

/// Each comment and blank line with its owner, in order.
pub(super) fn owned(unread: &[Unread], excerpt: &Excerpt, statements: &[Statement]) -> Vec<Trivia> {
    let trivia = |u: &Unread| {
        let text = excerpt.text[u.start..u.end].trim_end();
        let (kind, alone) = match u.kind {
            UnreadKind::Blank => (TriviaKind::Blank, true),
            UnreadKind::Comment { alone } => (TriviaKind::Comment(text.to_string()), alone),
        };
        let span = excerpt.span(u.start, u.start + text.len());
        (alone, Trivia { kind, span, owner: Owner::End })
    };
    let mut all: Vec<(bool, Trivia)> = unread.iter().map(trivia).collect();
    let nodes: Vec<Node<'_>> = statements.iter().map(Node::Statement).collect();
    settle(&nodes, &mut all, None);
    all.into_iter().map(|(_, trivia)| trivia).collect()
}

/// What can own a comment.
#[derive(Clone, Copy)]
enum Node<'t> {
    Statement(&'t Statement),
    Item(&'t Item),
    Element(&'t Element),
}

impl<'t> Node<'t> {
    fn span(self) -> Span {
        match self {
            Node::Statement(statement) => statement.span,
            Node::Item(Item::Entry(entry)) => entry.span,
            Node::Item(Item::Case(case)) => case.span,
            Node::Element(element) => element.span,
        }
    }

    /// The parts that can stand on lines of their own, in the order of the text.
    fn parts(self) -> Vec<Node<'t>> {
        match self {
            Node::Statement(Statement { value, items, .. }) | Node::Item(Item::Entry(Entry { value, items, .. })) => {
                let elements = value.iter().flat_map(|v: &Value| &v.elements).map(Node::Element);
                elements.chain(items.iter().map(Node::Item)).collect()
            }
            Node::Item(Item::Case(case)) => {
                let mut found = vec![];
                listed(&case.result, &mut found);
                case.condition.iter().for_each(|c| listed(c, &mut found));
                found
            }
            Node::Element(Element { expression, options, .. }) => {
                let mut found = vec![];
                listed(expression, &mut found);
                found.extend(options.iter().map(Node::Item));
                found
            }
        }
    }
}

/// The elements of the lists in an expression, in the order of the text: only in parentheses does it go on over lines.
fn listed<'t>(e: &'t Expression, found: &mut Vec<Node<'t>>) {
    match &e.kind {
        Kind::Group(elements) => found.extend(elements.iter().map(Node::Element)),
        _ => e.parts().into_iter().for_each(|part| listed(part, found)),
    }
}

/// Gives each of these comments and blank lines, which stand in this order within `around`, its owner among `nodes`.
fn settle(nodes: &[Node<'_>], mut trivia: &mut [(bool, Trivia)], around: Option<Span>) {
    let mut above: Option<Span> = None;
    let behind = |above: Option<Span>| match (above, around) {
        (Some(node), _) => Owner::After(node),
        (None, Some(around)) => Owner::Opening(around),
        (None, None) => Owner::End,
    };
    for node in nodes {
        let span = node.span();
        let before = trivia.partition_point(|(_, t)| t.span.start < span.start);
        let (here, rest) = trivia.split_at_mut(before);
        for (alone, trivia) in here {
            trivia.owner = if *alone { Owner::Before(span) } else { behind(above) };
        }
        let within = rest.partition_point(|(_, t)| t.span.start < span.end);
        let (inside, rest) = rest.split_at_mut(within);
        if !inside.is_empty() {
            settle(&node.parts(), inside, Some(span));
        }
        trivia = rest;
        above = Some(span);
    }
    for (alone, trivia) in trivia {
        trivia.owner = match (*alone, around) {
            (true, Some(around)) => Owner::Last(around),
            (true, None) => Owner::End,
            (false, _) => behind(above),
        };
    }
}
