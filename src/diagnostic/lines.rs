//! Lines and columns of a text, both ways, without reading the text again from its start.

/// In what the columns of a line are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Columns {
    /// Bytes of UTF-8.
    Utf8,
    /// Units of UTF-16, as editors count unless they agree on another way.
    Utf16,
    /// Characters, as people count.
    Characters,
}

/// A place between two characters: line and column, both from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// Where the lines of one text begin. A line ends with its line feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    pub fn new(text: &str) -> LineIndex {
        let after_feeds = text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i as u32 + 1);
        LineIndex { starts: std::iter::once(0).chain(after_feeds).collect() }
    }

    /// The position of a byte of the text. A byte within a character is where the character begins, one behind the text is its end.
    pub fn position(&self, text: &str, byte: usize, columns: Columns) -> Position {
        let byte = floor(text, byte);
        let line = self.starts.partition_point(|s| *s as usize <= byte) - 1;
        let before = &text[self.starts[line] as usize..byte];
        Position { line, column: width(before, columns) }
    }

    /// The byte of a position. A column behind the line is the end of the line, one within a character is where that begins; a
    /// line behind the text is none.
    pub fn byte(&self, text: &str, position: Position, columns: Columns) -> Option<usize> {
        let start = *self.starts.get(position.line)? as usize;
        let end = self.starts.get(position.line + 1).map_or(text.len(), |next| *next as usize - 1);
        let line = text.get(start..end)?;
        let mut column = 0;
        for (at, c) in line.char_indices() {
            column += of_character(c, columns);
            if column > position.column {
                return Some(start + at);
            }
        }
        Some(end)
    }

    /// How many lines there are; the empty text has one.
    pub fn count(&self) -> usize {
        self.starts.len()
    }
}

/// The character boundary at or before a byte.
fn floor(text: &str, byte: usize) -> usize {
    let byte = byte.min(text.len());
    (0..=byte).rev().find(|b| text.is_char_boundary(*b)).unwrap_or(0)
}

fn width(text: &str, columns: Columns) -> usize {
    text.chars().map(|c| of_character(c, columns)).sum()
}

fn of_character(c: char, columns: Columns) -> usize {
    match columns {
        Columns::Utf8 => c.len_utf8(),
        Columns::Utf16 => c.len_utf16(),
        Columns::Characters => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: [Columns; 3] = [Columns::Utf8, Columns::Utf16, Columns::Characters];

    #[test]
    fn columns_are_bytes_units_or_characters() {
        let text = "a\né𝄞x\n";
        let index = LineIndex::new(text);
        assert_eq!(index.count(), 3);
        let x = text.find('x').expect("an x");
        let column = |columns| index.position(text, x, columns).column;
        assert_eq!(ALL.map(column), [6, 3, 2]);
        let inside = Position { line: 1, column: 2 };
        assert_eq!(index.byte(text, inside, Columns::Utf16), text.find('𝄞'), "half a character is its beginning");
        assert_eq!(index.byte(text, Position { line: 1, column: 99 }, Columns::Utf16), Some(text.len() - 1));
        assert_eq!(index.byte(text, Position { line: 2, column: 0 }, Columns::Utf8), Some(text.len()));
        assert_eq!(index.byte(text, Position { line: 3, column: 0 }, Columns::Utf8), None);
    }

    proptest! {
        #[test]
        fn there_and_back_is_the_same_place(text in "[aé𝄞\u{301}\r\n]{0,40}") {
            let index = LineIndex::new(&text);
            for byte in (0..=text.len()).filter(|b| text.is_char_boundary(*b)) {
                for columns in ALL {
                    let position = index.position(&text, byte, columns);
                    prop_assert_eq!(index.byte(&text, position, columns), Some(byte));
                    // Counted naively.
                    let before = &text[..byte];
                    prop_assert_eq!(position.line, before.matches('\n').count());
                    let line = before.rsplit('\n').next().unwrap_or("");
                    let naive = match columns {
                        Columns::Utf8 => line.len(),
                        Columns::Utf16 => line.encode_utf16().count(),
                        Columns::Characters => line.chars().count(),
                    };
                    prop_assert_eq!(position.column, naive);
                }
            }
        }

        #[test]
        fn any_position_is_a_place_in_the_text(text in "[aé𝄞\n]{0,40}", line in 0_usize..9, column in 0_usize..30) {
            let index = LineIndex::new(&text);
            for columns in ALL {
                let byte = index.byte(&text, Position { line, column }, columns);
                prop_assert_eq!(byte.is_some(), line < index.count());
                if let Some(byte) = byte {
                    prop_assert!(text.is_char_boundary(byte));
                    prop_assert_eq!(index.position(&text, byte, columns).line, line);
                }
            }
        }
    }
}
