//! Places of the compiler as places of the protocol, which counts columns in units of UTF-16, and back.

use crate::diagnostic::{Columns, Position as Place, Source, Span};
use lsp_types::{Position, Range};

pub(super) fn position(source: &Source, byte: u32) -> Position {
    let Place { line, column } = source.position(byte as usize, Columns::Utf16);
    Position { line: line as u32, character: column as u32 }
}

pub(super) fn range(source: &Source, span: Span) -> Range {
    Range { start: position(source, span.start), end: position(source, span.end) }
}

/// None behind the text.
pub(super) fn byte(source: &Source, position: Position) -> Option<u32> {
    let place = Place { line: position.line as usize, column: position.character as usize };
    source.byte(place, Columns::Utf16).map(|byte| byte as u32)
}

/// The bytes of a range; what reaches behind the text ends with it.
pub(super) fn bytes(source: &Source, range: Range) -> (u32, u32) {
    let end = source.text.len() as u32;
    let start = byte(source, range.start).unwrap_or(end);
    (start, byte(source, range.end).unwrap_or(end).max(start))
}
