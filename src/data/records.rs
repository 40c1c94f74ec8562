//! The records of one file: bytes to text, text to rows, and what is told of the file as a whole.

use super::cell::trimmed;
use super::split::{Breach, Record, split};
use crate::binding::Notation;
use encoding_rs::Encoding;

/// The text of a file as rows of fields.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Records {
    /// Names of the columns, without blanks around them; empty for an empty file.
    pub header: Vec<String>,
    /// 1, or 2 below the line in which a spreadsheet names the separator.
    pub header_line: u32,
    /// Rows that hold something.
    pub rows: Vec<Record>,
    /// Lines of rows that hold nothing: separators, blanks and empty quotations only.
    pub blank: Vec<u32>,
    /// By line.
    pub breaches: Vec<Breach>,
    /// The encoding that a mark at the beginning of the file announces, where it is not the declared one.
    pub announced: Option<&'static str>,
    /// Letters beyond ASCII, all of them valid UTF-8, in a file declared to be in an encoding of one byte for each letter.
    pub looks_like_utf_8: bool,
}

/// Never fails: what cannot be decoded becomes the replacement character, and rows keep whatever fields they have.
pub fn records(bytes: &[u8], notation: &Notation) -> Records {
    let announced = Encoding::for_bom(bytes).map(|(encoding, _)| encoding).filter(|e| *e != notation.encoding);
    let (text, _, _) = notation.encoding.decode(bytes);
    let (mut rows, breaches) = split(&text, notation.separator);
    if rows.first().is_some_and(names_separator) {
        rows.remove(0);
    }
    let mut out = Records {
        announced: announced.map(|e| e.name()),
        looks_like_utf_8: announced.is_none() && looks_like_utf_8(bytes, notation.encoding),
        breaches,
        header_line: 1,
        ..Records::default()
    };
    let mut rows = rows.into_iter();
    if let Some(header) = rows.next() {
        out.header_line = header.line;
        out.header = header.fields.iter().map(|f| trimmed(f).to_string()).collect();
    }
    for row in rows {
        match row.fields.iter().all(|f| trimmed(f).is_empty()) {
            true => out.blank.push(row.line),
            false => out.rows.push(row),
        }
    }
    out
}

/// `sep=;`, which spreadsheets write and read as a first line. With another separator it is no such line but a header that
/// has none of the columns.
fn names_separator(first: &Record) -> bool {
    let named = first.fields.first().is_some_and(|f| f.trim().eq_ignore_ascii_case("sep="));
    named && first.fields.len() == 2 && first.fields.get(1).is_some_and(String::is_empty)
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

    #[test]
    fn an_empty_file_has_no_header() {
        assert!(records(b"", &notation()).header.is_empty());
        assert!(records(b"a;b\n", &notation()).rows.is_empty());
    }

    #[test]
    fn a_mark_of_another_encoding_is_noticed() {
        assert_eq!(records(b"\xEF\xBB\xBFa;b\n", &notation()).announced, Some("UTF-8"));
    }

    #[test]
    fn letters_of_another_encoding_are_noticed() {
        assert!(records("a;é\n".as_bytes(), &notation()).looks_like_utf_8);
        assert!(!records(b"a;\xE9\n", &notation()).looks_like_utf_8);
        assert!(!records(b"a;e\n", &notation()).looks_like_utf_8);
    }

    #[test]
    fn rows_of_nothing_are_passed_over() {
        let read = records(b"a;b;\n1;2;\n;;\n \t;\"\";\n3;;\n;;", &notation());
        assert_eq!(read.rows.iter().map(|r| r.line).collect::<Vec<_>>(), [2, 5]);
        assert_eq!(read.blank, [3, 4, 6]);
    }

    #[test]
    fn a_spreadsheet_may_name_the_separator() {
        let read = records(b"sep=;\r\na;b\r\n1;2\r\n", &notation());
        assert_eq!((read.header, read.header_line), (vec!["a".to_string(), "b".to_string()], 2));
        assert_eq!(read.rows.iter().map(|r| r.line).collect::<Vec<_>>(), [3]);
        assert_eq!(records(b"sep=,\r\na,b\r\n", &notation()).header, ["sep=,"]);
    }
}
