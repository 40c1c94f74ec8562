//! The cells of a spreadsheet as texts, one by one: a sheet that claims to reach to its last corner takes no room.

use super::{MOST_BYTES, MOST_COLUMNS, MOST_ROWS, NoAnswers, Rows};
use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};
use std::collections::BTreeMap;
use std::io::Cursor;

/// A cell holds no more.
const LONGEST: usize = 32_767;

/// By sheet, in the order of the file.
pub fn sheets(bytes: &[u8]) -> Result<Vec<Rows>, NoAnswers> {
    let unreadable = |e: &dyn std::fmt::Display| NoAnswers::Unreadable(e.to_string());
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|e| unreadable(&e))?;
    let mut room = MOST_BYTES;
    let mut sheets = vec![];
    for name in book.sheet_names() {
        let mut rows: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        // A sheet of drawings has no cells.
        let Ok(mut cells) = book.worksheet_cells_reader(&name) else { continue };
        while let Some(cell) = cells.next_cell().map_err(|e| unreadable(&e))? {
            let (row, column) = cell.get_position();
            let (row, column) = (row as usize, column as usize);
            let text = text(cell.get_value());
            if text.is_empty() {
                continue;
            }
            if row >= MOST_ROWS || column >= MOST_COLUMNS {
                return Err(NoAnswers::TooLarge);
            }
            room = room.checked_sub(text.len() as u64).ok_or(NoAnswers::TooLarge)?;
            let line = rows.entry(row).or_default();
            line.resize(line.len().max(column + 1), String::new());
            line[column] = text;
        }
        sheets.push(rows.into_iter().map(|(row, cells)| (row + 1, cells)).collect());
    }
    Ok(sheets)
}

/// What a cell shows; of a formula what it last came to.
fn text(value: &DataRef<'_>) -> String {
    let cut = |text: &str| text.chars().take(LONGEST).collect::<String>();
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => cut(text),
        DataRef::SharedString(text) => cut(text),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTime(at) => day(*at),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// `2026-01-30`, with the time of the day where one is written.
fn day(at: ExcelDateTime) -> String {
    let (year, month, day, hour, minute, _, _) = at.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute) == (0, 0) { date } else { format!("{date} {hour:02}:{minute:02}") }
}
