//! What of a document can be folded away: clauses, formal blocks, statements of several lines.

use super::place::position;
use super::server::Refusal;
use super::workspace::Workspace;
use crate::diagnostic::Source;
use crate::syntax::tree::{Block, Document};
use lsp_types::{FoldingRange, FoldingRangeKind, FoldingRangeParams};

pub(super) fn folding(workspace: &Workspace, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>, Refusal> {
    let found = workspace.tree(&params.text_document.uri);
    Ok(found.map(|(source, document)| folds(source, document)))
}

fn folds(source: &Source, document: &Document) -> Vec<FoldingRange> {
    let mut folds = vec![];
    for (at, clause) in document.clauses.iter().enumerate().filter(|(_, clause)| clause.level > 0) {
        let next = document.clauses[at + 1..].iter().find(|other| other.level <= clause.level);
        let end = next.map_or(source.text.len() as u32, |next| next.span.start);
        // Blank lines before the next heading stay.
        let written = source.text[..end as usize].trim_end().len() as u32;
        push(&mut folds, source, clause.span.start, written, Some(FoldingRangeKind::Region));
    }
    for block in document.clauses.iter().flat_map(|clause| &clause.blocks) {
        let Block::Plan { statements, span, .. } = block else { continue };
        push(&mut folds, source, span.start, span.end, None);
        statements.iter().for_each(|s| push(&mut folds, source, s.span.start, s.span.end, None));
    }
    folds
}

fn push(folds: &mut Vec<FoldingRange>, source: &Source, start: u32, end: u32, kind: Option<FoldingRangeKind>) {
    let (start_line, end_line) = (position(source, start).line, position(source, end).line);
    if end_line > start_line {
        folds.push(FoldingRange { start_line, end_line, kind, ..FoldingRange::default() });
    }
}
