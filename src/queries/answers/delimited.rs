//! Delimited text as a spreadsheet writes it: separated by semicolons, commas or tabs, in UTF-8, UTF-16 or windows-1252.

use super::{MOST_COLUMNS, MOST_ROWS, NoAnswers, Rows};
use crate::checks::report::as_it_was;
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

const SEPARATORS: [char; 3] = [';', ',', '\t'];

pub fn rows(bytes: &[u8]) -> Result<Rows, NoAnswers> {
    if bytes.contains(&0) && Encoding::for_bom(bytes).is_none() {
        return Err(NoAnswers::NoList);
    }
    let text = decoded(bytes);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(&text))
        .from_reader(text.as_bytes());
    let mut rows = vec![];
    for (place, record) in reader.records().enumerate() {
        let record = record.map_err(|e| NoAnswers::Unreadable(e.to_string()))?;
        if place >= MOST_ROWS || record.len() > MOST_COLUMNS {
            return Err(NoAnswers::TooLarge);
        }
        rows.push((place + 1, record.iter().map(|cell| as_it_was(cell).to_string()).collect()));
    }
    Ok(rows)
}

/// By its mark; without one in UTF-8, where it is that, as else a spreadsheet of Western Europe writes it.
fn decoded(bytes: &[u8]) -> String {
    let without_mark = if std::str::from_utf8(bytes).is_ok() { UTF_8 } else { WINDOWS_1252 };
    let (text, _, _) = without_mark.decode(bytes);
    text.into_owned()
}

/// What stands most often in the first lines.
fn separator(text: &str) -> u8 {
    let first: String = text.lines().take(super::MOST_ABOVE).collect();
    let most = SEPARATORS.iter().rev().max_by_key(|separator| first.matches(**separator).count());
    most.map_or(b';', |separator| *separator as u8)
}
