//! How wide the columns of a table are, and where in them a number stands.

use super::glyphs::fit;
use crate::report::document::{ColumnKind, Row, Table, Text, plain};
use crate::report::figure::letters::Letters;
use crate::report::figure::round;

/// The face of a head is bolder, and wider by this.
const HEAD: f64 = 1.08;
/// A head stands on three lines at most, where it is no wider than this, in em; lines are never filled to their end.
const WIDEST_HEAD: f64 = 8.0;
const LINES_OF_HEAD: f64 = 2.2;
/// What is left free beside the widest number of a column, in em.
const ROOM: f64 = 0.1;
/// What is left free beside a head over several columns, and how wide it makes them at most, in em.
const ROOM_OF_GROUP: f64 = 1.0;
const WIDEST_GROUP: f64 = 14.0;

/// Of one column of numbers.
pub struct Numbers {
    /// In em: that of the numbers, or of the longest word of the head.
    pub width: f64,
    /// Of each row that is no heading: space before the text and width of the box it stands in, in em, which aligns the decimal
    /// points and centres the column as a whole.
    pub cells: Vec<(f64, f64)>,
}

/// For each column of a table its widths, where it is one of numbers.
pub fn of(table: &Table, letters: &dyn Letters) -> Vec<Option<Numbers>> {
    let numbers = |(i, column): (usize, &crate::report::document::Column)| {
        (column.kind == ColumnKind::Numbers).then(|| numbers(&column.head, &cells(table, i), letters))
    };
    let mut columns: Vec<Option<Numbers>> = table.columns.iter().enumerate().map(numbers).collect();
    widen(&mut columns, &table.groups, letters);
    columns
}

/// The texts of a column, of the rows that are no headings.
fn cells(table: &Table, column: usize) -> Vec<String> {
    let rows = table.rows.iter().filter(|row| !row.group);
    let cell = |row: &Row| row.cells.get(column).map(|cell| fit(&plain(cell))).unwrap_or_default();
    rows.map(cell).collect()
}

fn numbers(head: &Text, cells: &[String], letters: &dyn Letters) -> Numbers {
    let parts: Vec<(f64, f64)> = cells.iter().map(|cell| around_point(cell, letters)).collect();
    let before = parts.iter().map(|p| p.0).fold(0.0, f64::max);
    let after = parts.iter().map(|p| p.1).fold(0.0, f64::max);
    let head: Vec<String> = head.iter().map(|span| fit(&span.text)).collect();
    let words = head.iter().flat_map(|text| text.split_whitespace());
    let widths: Vec<f64> = words.map(|word| letters.width(word) * HEAD).collect();
    let third = (widths.iter().sum::<f64>() / LINES_OF_HEAD).min(WIDEST_HEAD);
    let longest = widths.into_iter().fold(third, f64::max);
    Numbers {
        width: round(longest.max(before + after) + ROOM),
        cells: parts.into_iter().map(|(left, _)| (round(before - left), round(before + after))).collect(),
    }
}

/// Makes the columns of a common head wide enough for it.
fn widen(columns: &mut [Option<Numbers>], groups: &[(usize, Text)], letters: &dyn Letters) {
    let mut at = 0;
    for (count, head) in groups {
        let mut widths: Vec<&mut f64> =
            columns.iter_mut().skip(at).take(*count).flatten().map(|column| &mut column.width).collect();
        at += count;
        let needed = (letters.width(&fit(&plain(head))) * HEAD + ROOM_OF_GROUP).min(WIDEST_GROUP);
        let missing = needed - widths.iter().map(|w| **w).sum::<f64>();
        let share = missing / widths.len().max(1) as f64;
        widths.iter_mut().filter(|_| missing > 0.0).for_each(|w| **w = round(**w + share));
    }
}

/// Width before and from the decimal point of the number that a text begins with, in em. A text that begins with
/// another word than the name of a number (`HR 0.75`) is centred on its first word.
fn around_point(text: &str, letters: &dyn Letters) -> (f64, f64) {
    let digit = text.find(|c: char| c.is_ascii_digit()).filter(|i| !text[..*i].contains('('));
    let Some(digit) = digit else {
        let word = text.split(' ').next().unwrap_or("");
        let half = letters.width(word) / 2.0;
        return (half, letters.width(text) - half);
    };
    let end = text[digit..].find(|c: char| !c.is_ascii_digit()).map_or(text.len(), |i| digit + i);
    (letters.width(&text[..end]), letters.width(&text[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::document::{Column, text};
    use crate::report::figure::letters::Even;

    fn table(numbers: &[&str], groups: Vec<(usize, Text)>) -> Table {
        let row = |n: &&str| Row { cells: vec![text("row"), text(n)], ..Row::default() };
        Table {
            groups,
            columns: vec![Column::prose("What"), Column::numbers("n")],
            rows: numbers.iter().map(row).collect(),
            ..Table::default()
        }
    }

    #[test]
    fn decimal_points_stand_below_each_other() {
        let columns = of(&table(&["5.25", "123.4", ""], vec![]), &Even);
        let Some(numbers) = &columns[1] else { panic!("a column of numbers") };
        assert!(columns[0].is_none());
        // Three digits before the point, three characters from it on, half an em each.
        assert_eq!(numbers.cells[..2], [(1.0, 3.0), (0.0, 3.0)]);
        assert_eq!(numbers.width, 3.1);
    }

    #[test]
    fn a_head_over_columns_widens_them() {
        let columns = of(&table(&["1"], vec![(1, vec![]), (1, text("twelve chars"))]), &Even);
        assert_eq!(columns[1].as_ref().map(|c| c.width), Some(round(6.0 * HEAD + ROOM_OF_GROUP)));
    }
}
