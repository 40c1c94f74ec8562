//! The list as CSV that a spreadsheet opens with a double click, in the notation that it has in the language.

use super::sheet::{Column, Line};
use crate::checks::report::harmless;
use crate::words::Words;

/// By it a spreadsheet knows that the letters are UTF-8.
const MARK: &str = "\u{feff}";

pub fn write(lines: &[Line], words: &Words) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(words.separator())
        .terminator(csv::Terminator::CRLF)
        // A cell stays one cell where another separator is taken for theirs.
        .quote_style(csv::QuoteStyle::Always)
        .from_writer(MARK.as_bytes().to_vec());
    writer.write_record(Column::ALL.map(|column| column.head(words)))?;
    for line in lines {
        writer.write_record(line.cells.iter().map(|cell| harmless(cell)))?;
    }
    writer.into_inner().map_err(|e| csv::Error::from(e.into_error()))
}
