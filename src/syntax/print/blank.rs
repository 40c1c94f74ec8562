//! Blank lines that divide nothing: at the ends of a fence, inside a brace or parenthesis, within an expression, and the second of
//! two.

use crate::diagnostic::Span;
use crate::syntax::tree::{Case, Element, Entry, Expression, Item, Kind, Statement, Trivia, TriviaKind, Value};

/// The comments and blank lines of a fence without the blank lines that divide nothing. `inside` is the place of its lines,
/// without those of the fence itself.
pub fn tidied(trivia: &[Trivia], source: &str, inside: Span) -> Vec<Trivia> {
    let divides = |t: &&Trivia| match t.kind {
        TriviaKind::Comment(_) => true,
        TriviaKind::Blank => {
            let above = above(trivia, source, inside, t.span.start);
            let below = source[t.span.start as usize..inside.end as usize].trim_start();
            let opens = above.is_none_or(|line| line.trim().is_empty() || line.trim_end().ends_with(['{', '(']));
            !opens && !below.is_empty() && !below.starts_with(['}', ')'])
        }
    };
    trivia.iter().filter(divides).cloned().collect()
}

/// The line above the one at this place, without what is behind it as a comment; a line that is a comment is one that is not
/// blank. None where the fence begins.
fn above<'s>(trivia: &[Trivia], source: &'s str, inside: Span, at: u32) -> Option<&'s str> {
    let before = &source[inside.start as usize..at as usize];
    let end = before.rfind('\n')?;
    let start = before[..end].rfind('\n').map_or(0, |n| n + 1);
    let (start, end) = (inside.start as usize + start, inside.start as usize + end);
    let comment =
        trivia.iter().find(|t| t.kind != TriviaKind::Blank && (start..end).contains(&(t.span.start as usize)));
    let code = comment.map_or(end, |t| t.span.start as usize);
    let alone = comment.is_some() && source[start..code].trim().is_empty();
    Some(if alone { "//" } else { &source[start..code] })
}

/// Whether what stands at this place is no blank line within an expression: but for the elements of a list, all of it goes onto one
/// line.
pub(super) fn divides(statements: &[Statement], at: u32) -> bool {
    let here = statements.iter().filter(|statement| holds(statement.span, at));
    here.into_iter().all(|s| in_value(s.value.as_ref(), at) && s.items.iter().all(|item| in_item(item, at)))
}

fn holds(span: Span, at: u32) -> bool {
    (span.start..span.end).contains(&at)
}

fn in_item(item: &Item, at: u32) -> bool {
    match item {
        Item::Entry(Entry { value, items, .. }) => {
            in_value(value.as_ref(), at) && items.iter().all(|item| in_item(item, at))
        }
        Item::Case(Case { result, condition, .. }) => {
            in_expression(result, at) && condition.iter().all(|condition| in_expression(condition, at))
        }
    }
}

fn in_value(value: Option<&Value>, at: u32) -> bool {
    value.iter().flat_map(|value| &value.elements).all(|element| in_element(element, at))
}

fn in_element(element: &Element, at: u32) -> bool {
    in_expression(&element.expression, at) && element.options.iter().all(|option| in_item(option, at))
}

/// Of a list in parentheses: whatever belongs to an element goes onto its line, the options in braces too.
fn in_listed(element: &Element, at: u32) -> bool {
    let inside = |option: &Item| {
        let (Item::Entry(Entry { span, .. }) | Item::Case(Case { span, .. })) = option;
        holds(*span, at) && in_item(option, at)
    };
    !holds(element.span, at)
        || (holds(element.expression.span, at) && in_expression(&element.expression, at))
        || element.options.iter().any(inside)
}

fn in_expression(e: &Expression, at: u32) -> bool {
    if !holds(e.span, at) {
        return true;
    }
    match &e.kind {
        Kind::Group(elements) => elements.iter().all(|element| in_listed(element, at)),
        _ => e.parts().into_iter().any(|part| holds(part.span, at) && in_expression(part, at)),
    }
}
