//! Markdown tables as text, cell by cell.

use super::tree::MarkdownTable;
use crate::diagnostic::{FileId, Span, Spanned};

/// Reads the table that stands at `start..end` of a file. Every cell that is written is kept, also where a row has more
/// or fewer of them than the head.
pub(super) fn table(file: FileId, source: &str, start: usize, end: usize) -> MarkdownTable {
    let text = &source[start..end];
    let kept = text.trim_end().len();
    let mut rows = vec![];
    let mut at = start;
    for line in text[..kept].split_inclusive('\n') {
        rows.push(cells(file, line.trim_end(), at));
        at += line.len();
    }
    let mut rows = rows.into_iter();
    let header = rows.next().unwrap_or_default();
    // The line that draws the head off from the rows.
    rows.next();
    MarkdownTable { header, rows: rows.filter(|r| !r.is_empty()).collect(), span: Span::new(file, start, start + kept) }
}

fn cells(file: FileId, line: &str, start: usize) -> Vec<Spanned<String>> {
    let mut cells = vec![];
    let mut from = 0;
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        if c == '|' && !escaped {
            cells.push(cell(file, line, start, from, at));
            from = at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    if !line[from..].trim().is_empty() {
        cells.push(cell(file, line, start, from, line.len()));
    }
    // A bar at the beginning opens the first cell.
    if line.trim_start().starts_with('|') && !cells.is_empty() {
        cells.remove(0);
    }
    cells
}

fn cell(file: FileId, line: &str, start: usize, from: usize, to: usize) -> Spanned<String> {
    let text = &line[from..to];
    let begins = start + from + (text.len() - text.trim_start().len());
    let trimmed = text.trim();
    let begins = if trimmed.is_empty() { start + from } else { begins };
    Spanned::new(trimmed.replace("\\|", "|"), Span::new(file, begins, begins + trimmed.len()))
}
