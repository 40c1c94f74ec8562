//! Text to rows of fields, and every place at which a quotation mark or a line end may have hidden a row.
//!
//! The grammar is RFC 4180 with any separator and any line end. The csv crate reads on where a file breaks that grammar and does
//! not say so, and a file that breaks it may have lost rows: so the rows are split here, and each breach is kept.

/// A row, each field as it is written apart from its quotation marks.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The line of the file that the row begins on; the first is 1.
    pub line: u32,
    pub fields: Vec<String>,
}

/// A place where the rows of the file may be others than those that were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Breach {
    pub kind: BreachKind,
    /// The line on which the row begins.
    pub line: u32,
    /// The place of the field in its row, from 0.
    pub field: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BreachKind {
    /// A quotation is still open at the end of the file.
    NeverClosed,
    /// Something other than a separator or a line end follows a quotation.
    TextAfterQuotation,
    /// A quotation holds line ends and separators: whole rows may stand in it.
    RowsInQuotation,
    /// A quotation holds line ends and no separator.
    LinesInQuotation,
    /// A quotation mark stands within a text that is not quoted.
    MarkInText,
    /// A row ends with a carriage return alone, though other rows of the file end with a line feed.
    ReturnAlone,
}

/// The rows of a text in their order, and its breaches by line. Lines without any character are no rows.
pub fn split(text: &str, separator: u8) -> (Vec<Record>, Vec<Breach>) {
    let mut splitter = Splitter { separator, ..Splitter::default() };
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += splitter.take(*byte, bytes.get(at..).unwrap_or_default());
    }
    splitter.finish();
    let Splitter { records, mut breaches, line_feeds, .. } = splitter;
    breaches.retain(|b| b.kind != BreachKind::ReturnAlone || line_feeds);
    (records, breaches)
}

#[derive(Clone, Copy, Default, PartialEq)]
enum State {
    /// At the beginning of a field.
    #[default]
    Start,
    Plain,
    Quoted,
    /// Behind a mark that closes a quotation, or is the first of two.
    Closed,
}

#[derive(Default)]
struct Splitter {
    separator: u8,
    state: State,
    records: Vec<Record>,
    breaches: Vec<Breach>,
    fields: Vec<String>,
    field: Vec<u8>,
    /// Line of the current byte, counted from 0, and of the current row.
    line: u32,
    row_line: u32,
    /// What the current quotation holds.
    holds_line_end: bool,
    holds_separator: bool,
    /// Some row ends with a line feed.
    line_feeds: bool,
}

impl Splitter {
    /// Takes the first byte, or the first line end, of `rest`; how many bytes that are.
    fn take(&mut self, byte: u8, rest: &[u8]) -> usize {
        let end = line_end(rest);
        match self.state {
            State::Quoted => return self.quoted(byte, rest, end),
            State::Closed if byte == b'"' => {
                self.field.push(byte);
                self.state = State::Quoted;
            }
            _ if byte == self.separator => self.end_field(),
            _ if end > 0 => self.end_line(rest, end),
            State::Start if byte == b'"' => self.open(),
            State::Closed => {
                self.breach(BreachKind::TextAfterQuotation);
                self.plain(byte);
            }
            State::Start | State::Plain => {
                if byte == b'"' {
                    self.breach(BreachKind::MarkInText);
                }
                self.plain(byte);
            }
        }
        end.max(1)
    }

    fn quoted(&mut self, byte: u8, rest: &[u8], end: usize) -> usize {
        if byte == b'"' {
            self.state = State::Closed;
            return 1;
        }
        let taken = end.max(1);
        self.holds_separator |= byte == self.separator;
        self.holds_line_end |= end > 0;
        self.line += u32::from(end > 0);
        self.field.extend_from_slice(rest.get(..taken).unwrap_or_default());
        taken
    }

    fn open(&mut self) {
        self.state = State::Quoted;
        (self.holds_line_end, self.holds_separator) = (false, false);
    }

    fn plain(&mut self, byte: u8) {
        self.state = State::Plain;
        self.field.push(byte);
    }

    fn breach(&mut self, kind: BreachKind) {
        self.breaches.push(Breach { kind, line: self.row_line + 1, field: self.fields.len() });
    }

    fn end_field(&mut self) {
        if self.state == State::Closed && self.holds_line_end {
            let rows = self.holds_separator;
            self.breach(if rows { BreachKind::RowsInQuotation } else { BreachKind::LinesInQuotation });
        }
        // The text was cut at ASCII characters only.
        self.fields.push(String::from_utf8_lossy(&std::mem::take(&mut self.field)).into_owned());
        self.state = State::Start;
    }

    fn end_line(&mut self, rest: &[u8], end: usize) {
        let with_feed = rest.get(end - 1) == Some(&b'\n');
        if with_feed {
            self.line_feeds = true;
        } else {
            self.breach(BreachKind::ReturnAlone);
        }
        self.end_record();
        self.line += 1;
        self.row_line = self.line;
    }

    fn end_record(&mut self) {
        let nothing = self.state == State::Start && self.fields.is_empty();
        if !nothing {
            self.end_field();
            self.records.push(Record { line: self.row_line + 1, fields: std::mem::take(&mut self.fields) });
        }
    }

    fn finish(&mut self) {
        if self.state == State::Quoted {
            self.breach(BreachKind::NeverClosed);
        }
        self.end_record();
    }
}

/// The bytes of the line end that `text` begins with: a line feed with any carriage returns before it, or one carriage return.
fn line_end(text: &[u8]) -> usize {
    let returns = text.iter().take_while(|b| **b == b'\r').count();
    match (returns, text.get(returns)) {
        (_, Some(b'\n')) => returns + 1,
        (0, _) => 0,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(text: &str) -> Vec<(u32, Vec<String>)> {
        split(text, b';').0.into_iter().map(|r| (r.line, r.fields)).collect()
    }

    fn breaches(text: &str) -> Vec<(BreachKind, u32, usize)> {
        split(text, b';').1.into_iter().map(|b| (b.kind, b.line, b.field)).collect()
    }

    #[test]
    fn lines_are_those_an_editor_shows() {
        let text = "a;b\r\n1;\"x\r\ny \"\"z\"\"\"\r\n\r\n2;w\r\n";
        let of = |line, a: &str, b: &str| (line, vec![a.to_string(), b.to_string()]);
        assert_eq!(rows(text), [of(1, "a", "b"), of(2, "1", "x\r\ny \"z\""), of(5, "2", "w")]);
        assert_eq!(breaches(text), [(BreachKind::LinesInQuotation, 2, 1)]);
    }

    #[test]
    fn every_breach_has_its_place() {
        assert_eq!(breaches("a;b\n1;2\n3;\"4\n5;6\n"), [(BreachKind::NeverClosed, 3, 1)]);
        assert_eq!(breaches("a;b\n3;\"4\n5;6\";7\n"), [(BreachKind::RowsInQuotation, 2, 1)]);
        assert_eq!(breaches("a;b\n\"3\"4;5\n"), [(BreachKind::TextAfterQuotation, 2, 0)]);
        assert_eq!(breaches("a;b\n1;5\" x\n"), [(BreachKind::MarkInText, 2, 1)]);
        assert_eq!(breaches("a;b\r1;2\r"), [], "a file may end its lines with carriage returns");
        assert_eq!(breaches("a;b\n1\r;2\n"), [(BreachKind::ReturnAlone, 2, 0)]);
        assert_eq!(breaches("a;b\r\r\n1;2\r\r\n"), [], "doubled carriage returns split no row");
        assert_eq!(breaches("a;b\n\"1;\";\"\"\"\"\n"), []);
    }

    #[test]
    fn an_empty_text_has_no_row() {
        assert_eq!(rows(""), []);
        assert_eq!(rows("\n\r\n"), []);
        assert_eq!(rows(";").len(), 1);
        assert_eq!(rows("\"\"").len(), 1);
    }

    proptest! {
        /// What the csv crate reads of a file, whatever is wrong with it, are the same rows.
        #[test]
        fn the_rows_are_those_of_the_csv_crate(text in "[ab;\"\r\n]{0,40}") {
            let mut reader =
                csv::ReaderBuilder::new().delimiter(b';').has_headers(false).flexible(true).from_reader(text.as_bytes());
            let theirs: Vec<Vec<String>> =
                reader.records().map(|r| r.expect("text").iter().map(str::to_string).collect()).collect();
            let ours: Vec<Vec<String>> = split(&text, b';').0.into_iter().map(|r| r.fields).collect();
            prop_assert_eq!(ours, theirs);
        }
    }
}
