//! Where rows come from: a file, whatever its format, from its header on.
//!
//! Behind [`Source`] a format is known, and nowhere else: what is made of fields is the same for all.

use super::delimited::Delimited;
use super::split::{Breach, Chunk};
use crate::binding::Notation;

/// Rows that are made into cells before the next ones are read.
pub const ROWS_AT_ONCE: usize = 4096;

/// What a file says before its first row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Header {
    /// Names of the columns, without blanks around them; empty for an empty file.
    pub names: Vec<String>,
    /// 1, or 2 below the line in which a spreadsheet names the separator.
    pub line: u32,
}

/// What is known of a file once all of it was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Whole {
    /// Rows that hold something.
    pub rows: usize,
    /// Lines of rows that hold nothing: separators, blanks and empty quotations only.
    pub blank: Vec<u32>,
    /// By line.
    pub breaches: Vec<Breach>,
    /// The encoding that a mark at the beginning of the file announces, where it is not the declared one.
    pub announced: Option<&'static str>,
    /// Letters beyond ASCII, all of them valid UTF-8, in a file declared to be in an encoding of one byte for each letter.
    pub looks_like_utf_8: bool,
}

/// The rows of one file in their order. It never fails: what cannot be decoded becomes the replacement character, and rows keep
/// whatever fields they have.
pub trait Source {
    fn header(&self) -> &Header;

    /// Puts the next rows that hold something in place of those of the chunk; false where there are none.
    fn next(&mut self, chunk: &mut Chunk) -> bool;

    /// How much of the text was taken, and how long it is.
    fn taken(&self) -> (usize, usize);

    /// Once there are no more.
    fn whole(self: Box<Self>) -> Whole;
}

/// The source that these bytes are.
pub fn source<'b>(bytes: &'b [u8], notation: &Notation) -> Box<dyn Source + 'b> {
    Box::new(Delimited::new(bytes, notation))
}
