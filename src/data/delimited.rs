//! Text in rows of fields with separators between them: bytes to letters, letters to rows.

use super::cell::trimmed;
use super::source::{Header, ROWS_AT_ONCE, Source, Whole};
use super::split::{Chunk, Record, Splitter};
use crate::binding::Notation;
use encoding_rs::Encoding;
use std::borrow::Cow;

pub struct Delimited<'b> {
    text: Cow<'b, str>,
    /// How far the text was read, and what was met so far.
    splitter: Splitter,
    header: Header,
    whole: Whole,
}

impl<'b> Delimited<'b> {
    pub fn new(bytes: &'b [u8], notation: &Notation) -> Self {
        let announced = Encoding::for_bom(bytes).map(|(encoding, _)| encoding).filter(|e| *e != notation.encoding);
        let (text, _, _) = notation.encoding.decode(bytes);
        let whole = Whole {
            announced: announced.map(|e| e.name()),
            looks_like_utf_8: announced.is_none() && looks_like_utf_8(bytes, notation.encoding),
            ..Whole::default()
        };
        let header = Header { names: vec![], line: 1 };
        let mut of = Delimited { text, splitter: Splitter::new(notation.separator), header, whole };
        of.read_header();
        of
    }

    fn read_header(&mut self) {
        let mut chunk = Chunk::default();
        self.splitter.next(&self.text, &mut chunk);
        if chunk.last().is_some_and(names_separator) {
            chunk.clear();
            self.splitter.next(&self.text, &mut chunk);
        }
        if let Some(first) = chunk.last() {
            let names = first.fields().map(|field| trimmed(field).to_string()).collect();
            self.header = Header { names, line: first.line };
        }
    }
}

impl Source for Delimited<'_> {
    fn header(&self) -> &Header {
        &self.header
    }

    fn next(&mut self, chunk: &mut Chunk) -> bool {
        chunk.clear();
        while chunk.len() < ROWS_AT_ONCE && self.splitter.next(&self.text, chunk) {
            if let Some(last) = chunk.last().filter(|row| row.fields().all(|field| trimmed(field).is_empty())) {
                self.whole.blank.push(last.line);
                chunk.pop();
            }
        }
        self.whole.rows += chunk.len();
        chunk.len() > 0
    }

    fn taken(&self) -> (usize, usize) {
        (self.splitter.taken(), self.text.len())
    }

    fn whole(self: Box<Self>) -> Whole {
        Whole { breaches: self.splitter.breaches(), ..self.whole }
    }
}

/// `sep=;`, which spreadsheets write and read as a first line. With another separator it is no such line but a header that
/// has none of the columns.
fn names_separator(first: Record<'_>) -> bool {
    first.len() == 2
        && first.field(0).is_some_and(|f| f.trim().eq_ignore_ascii_case("sep="))
        && first.field(1).is_some_and(str::is_empty)
}

fn looks_like_utf_8(bytes: &[u8], declared: &'static Encoding) -> bool {
    declared.is_single_byte() && !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notation() -> Notation {
        Notation {
            separator: b';',
            decimal: ',',
            date: "%d/%m/%Y".into(),
            encoding: encoding_rs::WINDOWS_1252,
            missing: vec![],
        }
    }

    /// The header, the lines of the rows, and what is known of the whole.
    fn read(bytes: &[u8]) -> (Header, Vec<u32>, Whole) {
        let (mut source, mut chunk, mut lines) = (Delimited::new(bytes, &notation()), Chunk::default(), vec![]);
        while source.next(&mut chunk) {
            lines.extend(chunk.iter().map(|row| row.line));
        }
        (source.header().clone(), lines, Box::new(source).whole())
    }

    #[test]
    fn an_empty_file_has_no_header() {
        assert!(read(b"").0.names.is_empty());
        assert!(read(b"a;b\n").1.is_empty());
    }

    #[test]
    fn a_mark_of_another_encoding_is_noticed() {
        assert_eq!(read(b"\xEF\xBB\xBFa;b\n").2.announced, Some("UTF-8"));
    }

    #[test]
    fn letters_of_another_encoding_are_noticed() {
        assert!(read("a;é\n".as_bytes()).2.looks_like_utf_8);
        assert!(!read(b"a;\xE9\n").2.looks_like_utf_8);
        assert!(!read(b"a;e\n").2.looks_like_utf_8);
    }

    #[test]
    fn rows_of_nothing_are_passed_over() {
        let (_, lines, whole) = read(b"a;b;\n1;2;\n;;\n \t;\"\";\n3;;\n;;");
        assert_eq!((lines, whole.rows), (vec![2, 5], 2));
        assert_eq!(whole.blank, [3, 4, 6]);
    }

    #[test]
    fn a_spreadsheet_may_name_the_separator() {
        let (header, lines, _) = read(b"sep=;\r\na;b\r\n1;2\r\n");
        assert_eq!((header.names, header.line), (vec!["a".to_string(), "b".to_string()], 2));
        assert_eq!(lines, [3]);
        assert_eq!(read(b"sep=,\r\na,b\r\n").0.names, ["sep=,"]);
    }

    /// More rows than are read at once.
    #[test]
    fn rows_are_the_same_whatever_is_read_at_once() {
        let text =
            std::iter::once("a\n".to_string()).chain((0..10_000).map(|row| format!("{row}\n"))).collect::<String>();
        let (_, lines, whole) = read(text.as_bytes());
        assert_eq!((lines.len(), lines.last(), whole.rows), (10_000, Some(&10_001), 10_000));
    }
}
