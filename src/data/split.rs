//! Text to rows of fields, and every place at which a quotation mark or a line end may have hidden a row.
//!
//! The grammar is RFC 4180 with any separator and any line end. The csv crate reads on where a file breaks that grammar and does
//! not say so, and a file that breaks it may have lost rows: so the rows are split here, and each breach is kept.

use super::cell::is_plain;

/// Rows of fields, one behind the other in one text.
#[derive(Clone, Debug, Default)]
pub struct Chunk {
    text: String,
    /// Where each field ends in `text`.
    ends: Vec<usize>,
    /// The line of the file that each row begins on, the first being 1, and how many fields end with it.
    rows: Vec<(u32, usize)>,
}

/// A row, each field as it is written apart from its quotation marks.
#[derive(Clone, Copy, Debug)]
pub struct Record<'c> {
    pub line: u32,
    chunk: &'c Chunk,
    /// Its fields among those of the chunk.
    from: usize,
    to: usize,
}

impl Chunk {
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn get(&self, row: usize) -> Option<Record<'_>> {
        let (line, to) = *self.rows.get(row)?;
        let from = row.checked_sub(1).and_then(|before| self.rows.get(before)).map_or(0, |(_, to)| *to);
        Some(Record { line, chunk: self, from, to })
    }

    pub fn iter(&self) -> impl Iterator<Item = Record<'_>> {
        (0..self.len()).filter_map(|row| self.get(row))
    }

    pub fn last(&self) -> Option<Record<'_>> {
        self.get(self.len().checked_sub(1)?)
    }

    pub fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.rows.clear();
    }

    /// Forgets the last row.
    pub fn pop(&mut self) {
        self.rows.pop();
        self.ends.truncate(self.rows.last().map_or(0, |(_, fields)| *fields));
        self.text.truncate(self.ends.last().copied().unwrap_or(0));
    }
}

impl<'c> Record<'c> {
    pub fn len(self) -> usize {
        self.to - self.from
    }

    pub fn field(self, place: usize) -> Option<&'c str> {
        let field = self.from + place;
        let start = field.checked_sub(1).and_then(|before| self.chunk.ends.get(before)).copied().unwrap_or(0);
        let end = self.chunk.ends.get(field).filter(|_| field < self.to)?;
        self.chunk.text.get(start..*end)
    }

    /// Every character of the row can be seen and is one of ASCII.
    pub fn is_plain(self) -> bool {
        let end = |fields: usize| fields.checked_sub(1).and_then(|f| self.chunk.ends.get(f)).copied().unwrap_or(0);
        self.chunk.text.get(end(self.from)..end(self.to)).is_some_and(is_plain)
    }

    pub fn fields(self) -> impl Iterator<Item = &'c str> {
        (0..self.len()).filter_map(move |place| self.field(place))
    }
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

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum State {
    /// At the beginning of a field.
    #[default]
    Start,
    Plain,
    Quoted,
    /// Behind a mark that closes a quotation, or is the first of two.
    Closed,
}

/// Takes the rows from a text, one after the other. Lines without any character are no rows.
#[derive(Debug)]
pub struct Splitter {
    /// The byte at hand.
    at: usize,
    separator: u8,
    state: State,
    breaches: Vec<Breach>,
    /// Line of the current byte, counted from 0, and of the current row.
    line: u32,
    row_line: u32,
    /// Fields of the row that have ended.
    fields: usize,
    /// What the current quotation holds.
    holds_line_end: bool,
    holds_separator: bool,
    /// Some row ends with a line feed.
    line_feeds: bool,
}

impl Splitter {
    /// The separator is an ASCII character.
    pub fn new(separator: u8) -> Self {
        Splitter {
            at: 0,
            separator,
            state: State::default(),
            breaches: vec![],
            line: 0,
            row_line: 0,
            fields: 0,
            holds_line_end: false,
            holds_separator: false,
            line_feeds: false,
        }
    }

    /// Takes one row, if there is another; the text is always the same.
    pub fn next(&mut self, text: &str, chunk: &mut Chunk) -> bool {
        let rows = chunk.len();
        while chunk.len() == rows {
            let rest = text.get(self.at..).unwrap_or_default();
            match rest.bytes().next() {
                Some(byte) => self.take(byte, rest, chunk),
                None => {
                    self.finish(chunk);
                    return chunk.len() > rows;
                }
            }
        }
        true
    }

    /// Bytes of the text that belong to rows that were taken.
    pub fn taken(&self) -> usize {
        self.at
    }

    /// The breaches of the whole text by line, once its last row was taken.
    pub fn breaches(mut self) -> Vec<Breach> {
        self.breaches.retain(|b| b.kind != BreachKind::ReturnAlone || self.line_feeds);
        self.breaches
    }

    /// Takes a mark, a separator, a line end, or all up to the next of these.
    fn take(&mut self, byte: u8, rest: &str, chunk: &mut Chunk) {
        let separator = self.separator;
        let special = |b: &u8| *b == separator || matches!(b, b'"' | b'\r' | b'\n');
        let plain = rest.bytes().take_while(|b| !special(b)).count();
        if plain > 0 {
            self.plain(plain, rest, chunk);
            return;
        }
        let end = line_end(rest.as_bytes());
        match self.state {
            State::Quoted if byte == b'"' => self.state = State::Closed,
            State::Quoted => {
                self.holds_separator |= byte == self.separator;
                self.holds_line_end |= end > 0;
                self.line += u32::from(end > 0);
                self.copy(end.max(1), rest, chunk);
                return;
            }
            State::Closed if byte == b'"' => {
                self.copy(1, rest, chunk);
                self.state = State::Quoted;
                return;
            }
            _ if byte == self.separator => self.end_field(chunk),
            _ if end > 0 => self.end_line(end, rest, chunk),
            State::Start => self.open(),
            State::Plain | State::Closed => {
                self.breach(BreachKind::MarkInText);
                self.copy(1, rest, chunk);
                return;
            }
        }
        self.at += end.max(1);
    }

    /// Bytes that are none of the signs.
    fn plain(&mut self, bytes: usize, rest: &str, chunk: &mut Chunk) {
        match self.state {
            State::Quoted => {}
            State::Closed => {
                self.breach(BreachKind::TextAfterQuotation);
                self.state = State::Plain;
            }
            State::Start | State::Plain => self.state = State::Plain,
        }
        self.copy(bytes, rest, chunk);
    }

    /// The text is cut at ASCII characters only.
    fn copy(&mut self, bytes: usize, rest: &str, chunk: &mut Chunk) {
        chunk.text.push_str(rest.get(..bytes).unwrap_or_default());
        self.at += bytes;
    }

    fn open(&mut self) {
        self.state = State::Quoted;
        (self.holds_line_end, self.holds_separator) = (false, false);
    }

    fn breach(&mut self, kind: BreachKind) {
        self.breaches.push(Breach { kind, line: self.row_line + 1, field: self.fields });
    }

    fn end_field(&mut self, chunk: &mut Chunk) {
        if self.state == State::Closed && self.holds_line_end {
            let rows = self.holds_separator;
            self.breach(if rows { BreachKind::RowsInQuotation } else { BreachKind::LinesInQuotation });
        }
        chunk.ends.push(chunk.text.len());
        self.fields += 1;
        self.state = State::Start;
    }

    fn end_line(&mut self, end: usize, rest: &str, chunk: &mut Chunk) {
        let with_feed = rest.as_bytes().get(end - 1) == Some(&b'\n');
        if with_feed {
            self.line_feeds = true;
        } else {
            self.breach(BreachKind::ReturnAlone);
        }
        self.end_record(chunk);
        self.line += 1;
        self.row_line = self.line;
    }

    fn end_record(&mut self, chunk: &mut Chunk) {
        let nothing = self.state == State::Start && self.fields == 0;
        if !nothing {
            self.end_field(chunk);
            chunk.rows.push((self.row_line + 1, chunk.ends.len()));
            self.fields = 0;
        }
    }

    fn finish(&mut self, chunk: &mut Chunk) {
        if self.state == State::Quoted {
            self.breach(BreachKind::NeverClosed);
            self.state = State::Plain;
        }
        self.end_record(chunk);
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

    /// The rows of a text in their order, and its breaches.
    fn split(text: &str) -> (Vec<(u32, Vec<String>)>, Vec<Breach>) {
        let (mut splitter, mut chunk) = (Splitter::new(b';'), Chunk::default());
        while splitter.next(text, &mut chunk) {}
        let of = |r: Record| (r.line, r.fields().map(str::to_string).collect());
        (chunk.iter().map(of).collect(), splitter.breaches())
    }

    fn rows(text: &str) -> Vec<(u32, Vec<String>)> {
        split(text).0
    }

    fn breaches(text: &str) -> Vec<(BreachKind, u32, usize)> {
        split(text).1.into_iter().map(|b| (b.kind, b.line, b.field)).collect()
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
            let ours: Vec<Vec<String>> = rows(&text).into_iter().map(|(_, fields)| fields).collect();
            prop_assert_eq!(ours, theirs);
        }
    }
}
