//! A document in the one layout: its formal blocks printed anew, every other byte as it was.

use super::{Text, shown};
use crate::diagnostic::{Diagnostic, Severity, Sources, Span};
use crate::plan::registry;
use crate::syntax::print::{print, tidied};
use crate::syntax::tree::{Block, Document, TriviaKind};
use crate::syntax::{dump, parse};

/// Why a document was not put into the layout.
pub enum Unformatted {
    /// A part of it cannot be read, or is said in old words.
    Unread { diagnostics: Vec<Diagnostic>, sources: Sources },
    /// In the layout it would not be read as it is read now: the number of a clause in which that is so, empty for what stands
    /// before the first.
    OtherTree { clause: String },
}

/// The document in the layout: the same tree, the same comments, the same prose. A document that is in it already comes out as
/// it is, byte by byte.
pub fn formatted(text: &Text) -> Result<String, Unformatted> {
    let (document, _) = read(text)?;
    let printed = printed(&text.text, &document);
    let other = |clause: &str| Unformatted::OtherTree { clause: clause.to_string() };
    let (again, _) = read(&Text { path: text.path.clone(), text: printed.clone() }).map_err(|_| other(""))?;
    match differs(&document, &again) {
        None => Ok(printed),
        Some(clause) => Err(other(&clause)),
    }
}

fn read(text: &Text) -> Result<(Document, Sources), Unformatted> {
    let mut sources = Sources::default();
    let file = sources.add(shown(&text.path), text.text.as_str());
    let (document, diagnostics) = parse(file, &text.text, &registry::head_words());
    match diagnostics.iter().any(|d| d.severity == Severity::Error) {
        true => Err(Unformatted::Unread { diagnostics, sources }),
        false => Ok((document, sources)),
    }
}

/// The text with each formal block printed in its place.
fn printed(source: &str, document: &Document) -> String {
    let mut text = source.to_string();
    let blocks = document.clauses.iter().flat_map(|clause| &clause.blocks);
    // From the end, so that what is before stays in its place.
    for block in blocks.rev() {
        let Block::Plan { statements, trivia, span } = block else { continue };
        let Some(fence) = Fence::of(source, *span) else { continue };
        let Some(new) = print(statements, &tidied(trivia, source, fence.inside), Some(source)) else { continue };
        text.replace_range(fence.inside.start as usize..fence.inside.end as usize, &fence.lines(&new));
    }
    text
}

/// The lines between the first and the last of a block, and how they end.
struct Fence {
    inside: Span,
    line_end: &'static str,
}

impl Fence {
    /// None where nothing stands between. A fence stands at the margin, or it is none.
    fn of(source: &str, span: Span) -> Option<Fence> {
        let (start, end) = (span.start as usize, span.end as usize);
        let first = start + source[start..end].find('\n')? + 1;
        let last = source[first..end].rfind('\n')? + first + 1;
        let line_end = if source[start..first].contains('\r') { "\r\n" } else { "\n" };
        Some(Fence { inside: Span { start: first as u32, end: last as u32, ..span }, line_end })
    }

    fn lines(&self, text: &str) -> String {
        text.lines().flat_map(|line| [line, self.line_end]).collect()
    }
}

/// The clause in which two documents say something else, or hold other comments.
fn differs(a: &Document, b: &Document) -> Option<String> {
    if dump(a) == dump(b) && comments(a).eq(comments(b)) {
        return None;
    }
    let alone = |document: &Document, at: usize| {
        let clauses = document.clauses.get(at).cloned().into_iter().collect();
        let clause = Document { clauses, meta: vec![], ..document.clone() };
        (dump(&clause), comments(&clause).map(str::to_string).collect::<Vec<_>>())
    };
    let first = (0..a.clauses.len()).find(|at| alone(a, *at) != alone(b, *at));
    Some(first.map_or_else(String::new, |at| a.clauses[at].number.clone()))
}

fn comments(document: &Document) -> impl Iterator<Item = &str> {
    let blocks = document.clauses.iter().flat_map(|clause| &clause.blocks);
    let trivia = blocks.flat_map(|block| match block {
        Block::Plan { trivia, .. } => trivia.as_slice(),
        Block::Paragraph { .. } => &[],
    });
    trivia.filter_map(|t| match &t.kind {
        TriviaKind::Comment(text) => Some(text.as_str()),
        TriviaKind::Blank => None,
    })
}
