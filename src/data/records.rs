//! The records of one file: bytes to text, text to fields, each record with the line it starts on.

use super::binding::Notation;

/// The text of a file as rows of fields.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Records {
    /// Names of the columns, without blanks around them; empty for an empty file.
    pub header: Vec<String>,
    pub rows: Vec<Record>,
    /// The encoding that a mark at the beginning of the file announces, where it is not the declared one.
    pub announced: Option<&'static str>,
    /// The line of the last record, if a quotation mark in it is never closed.
    pub unclosed: Option<u32>,
    /// Lines of records in which a quotation runs over line ends and holds separators: other rows may have ended up in it.
    pub straddling: Vec<u32>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub line: u32,
    pub fields: Vec<String>,
}

/// Never fails: what cannot be decoded becomes the replacement character, and rows keep whatever fields they have.
pub fn records(bytes: &[u8], notation: &Notation) -> Records {
    let announced =
        encoding_rs::Encoding::for_bom(bytes).map(|(encoding, _)| encoding).filter(|e| *e != notation.encoding);
    let (text, _, _) = notation.encoding.decode(bytes);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(notation.separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut out = Records { announced: announced.map(|e| e.name()), ..Records::default() };
    let mut lines = Lines { text: text.as_bytes(), at: 0, line: 1 };
    let mut record = csv::StringRecord::new();
    let mut last_start = 0;
    while matches!(reader.read_record(&mut record), Ok(true)) {
        let offset = record.position().map_or(0, |p| usize::try_from(p.byte()).unwrap_or(0));
        let line = lines.line_of_record(offset);
        last_start = lines.at;
        if record.iter().any(|f| f.contains(['\n', '\r']) && f.contains(char::from(notation.separator))) {
            out.straddling.push(line);
        }
        if out.header.is_empty() {
            out.header = record.iter().map(|f| f.trim().to_string()).collect();
        } else {
            out.rows.push(Record { line, fields: record.iter().map(str::to_string).collect() });
        }
    }
    let rest = text.as_bytes().get(last_start..).unwrap_or_default();
    if opens_a_quotation(rest, notation.separator) {
        out.unclosed = Some(lines.line);
        out.straddling.retain(|line| *line != lines.line);
    }
    out
}

/// Counts lines up to a record. A record's offset stands before the empty lines that the reader skips.
struct Lines<'t> {
    text: &'t [u8],
    at: usize,
    line: u32,
}

impl Lines<'_> {
    fn line_of_record(&mut self, offset: usize) -> u32 {
        while let Some(byte) = self.text.get(self.at).copied() {
            if self.at >= offset && !matches!(byte, b'\r' | b'\n') {
                break;
            }
            let second_of_two = byte == b'\n' && self.at > 0 && self.text.get(self.at - 1) == Some(&b'\r');
            if matches!(byte, b'\r' | b'\n') && !second_of_two {
                self.line = self.line.saturating_add(1);
            }
            self.at += 1;
        }
        self.line
    }
}

/// Whether a quotation that opens at the beginning of a field is still open at the end.
fn opens_a_quotation(text: &[u8], separator: u8) -> bool {
    let (mut quoted, mut field_starts) = (false, true);
    for byte in text {
        match (quoted, *byte) {
            (false, b'"') if field_starts => (quoted, field_starts) = (true, false),
            // A doubled mark closes and opens again: the parity is what counts.
            (true, b'"') => (quoted, field_starts) = (false, true),
            (false, b) => field_starts = b == separator || matches!(b, b'\r' | b'\n'),
            (true, _) => {}
        }
    }
    quoted
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
    fn lines_are_those_an_editor_shows() {
        let read = records(b"a;b\r\n1;\"x\r\ny \"\"z\"\"\"\r\n\r\n2;w\r\n", &notation());
        assert_eq!(read.header, ["a", "b"]);
        let rows: Vec<(u32, &str)> = read.rows.iter().map(|r| (r.line, r.fields[1].as_str())).collect();
        assert_eq!(rows, [(2, "x\r\ny \"z\""), (5, "w")]);
        assert_eq!(read.unclosed, None);
    }

    #[test]
    fn an_open_quotation_is_noticed() {
        let read = records(b"a;b\n1;2\n3;\"4\n5;6\n", &notation());
        assert_eq!((read.rows.len(), read.unclosed), (2, Some(3)));
        assert_eq!(records(b"a;b\n1;5\" x\n", &notation()).unclosed, None);
    }

    #[test]
    fn an_empty_file_has_no_header() {
        assert_eq!(records(b"", &notation()), Records::default());
        assert!(records(b"a;b\n", &notation()).rows.is_empty());
    }

    #[test]
    fn a_mark_of_another_encoding_is_noticed() {
        assert_eq!(records(b"\xEF\xBB\xBFa;b\n", &notation()).announced, Some("UTF-8"));
    }
}
