//! Blank lines that divide nothing: at the ends of a fence, inside a brace or parenthesis, and the second of two.

use crate::diagnostic::Span;
use crate::syntax::tree::{Trivia, TriviaKind};

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
