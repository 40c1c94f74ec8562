//! How a table stands on a page: how wide its columns are, where in them a number stands, and whether the page is turned for it.

use super::times::Times;
use crate::report::document::{Align, Column, ColumnKind, Row, Span, Table, Text, said};
use crate::report::figure::letters::Letters;
use crate::report::pdf::columns::{self, Numbers};
use std::borrow::Cow;

/// Lengths are in twentieths of a point, as word processors count.
pub const POINT: usize = 20;

/// A sheet of A4, upright or turned.
pub struct Sheet {
    pub width: usize,
    pub height: usize,
    pub turned: bool,
}

pub const LEFT: usize = 1270;
pub const TOP: usize = 1360;
pub const BOTTOM: usize = 1080;

pub const fn sheet(turned: bool) -> Sheet {
    let (short, long) = (11906, 16838);
    if turned { Sheet { width: long, height: short, turned } } else { Sheet { width: short, height: long, turned } }
}

impl Sheet {
    /// Between its margins.
    pub const fn room(&self) -> usize {
        self.width - 2 * LEFT
    }
}

/// A table as its cells are set, row by row.
pub struct Grid<'d> {
    pub turned: bool,
    /// In half points.
    pub size: usize,
    pub widths: Vec<usize>,
    /// They come again on every page.
    pub heads: Vec<Line<'d>>,
    pub rows: Vec<Line<'d>>,
    /// With a line over the heads, below them, and at the end.
    pub ruled: bool,
}

pub struct Line<'d> {
    pub cells: Vec<Cell<'d>>,
    /// Stays on the page of the next one.
    pub keep: bool,
}

pub struct Cell<'d> {
    pub width: usize,
    pub columns: usize,
    pub text: Cow<'d, Text>,
    pub align: Align,
    /// Of all its lines.
    pub indent: usize,
    /// Of its lines but the first.
    pub hanging: usize,
    pub strong: bool,
    /// A thin line below it.
    pub ruled: bool,
}

/// Free on each side of a cell.
pub const BESIDE: usize = 80;
const SIZE: usize = 17;
const SMALL: usize = 15;
/// Of a row that stands below another one.
const STEP: usize = 160;
/// A table of fewer rows is not broken over pages.
const SHORT: usize = 18;
/// A column of prose that would be narrower than this many em, or than its longest text, turns the page.
const NARROW: f64 = 14.0;
/// The face of a head is bolder, and wider by this.
const HEAD: f64 = 1.08;
/// On how many lines a head stands at most, its lines never filled to their end.
const LINES_OF_HEAD: f64 = 2.2;

pub fn grid(table: &Table) -> Grid<'_> {
    let size = if table.small { SMALL } else { SIZE };
    let numbers = columns::of(table, &Times);
    let ideal: Vec<usize> = (0..table.columns.len()).map(|i| ideal(table, i, numbers.get(i), size)).collect();
    let fits = |turned| fitted(table, &ideal, sheet(turned).room(), size);
    let upright = fits(false);
    let turned = upright.is_none();
    let widths = upright.or_else(|| fits(true)).unwrap_or_else(|| squeezed(&ideal, sheet(true).room()));
    let short = table.rows.len() <= SHORT;
    let set = Set { table, numbers: &numbers, widths: &widths, size };
    let rows = set.rows(short);
    Grid { turned, size, heads: set.heads(), rows, ruled: true, widths }
}

/// Name and value, one pair a line, without lines between.
pub fn pairs(pairs: &[(Text, Text)]) -> Grid<'_> {
    let size = 18;
    let name = pairs.iter().map(|(name, _)| em(Times.width(&said(name)), size)).max().unwrap_or(0) + 3 * BESIDE;
    let room = sheet(false).room();
    let name = name.min(room / 2);
    let widths = vec![name, room - name];
    let line = |(name, value): &'_ (Text, Text)| Line {
        cells: [(name.clone(), widths[0]), (value.clone(), widths[1])]
            .map(|(text, width)| Cell { text: Cow::Owned(text), ..Cell::empty(width) })
            .into(),
        keep: false,
    };
    Grid { turned: false, size, heads: vec![], rows: pairs.iter().map(line).collect(), ruled: false, widths }
}

/// A length in em.
fn em(width: f64, size: usize) -> usize {
    // Half points are tens of twips.
    (width.max(0.0) * size as f64 * 10.0).ceil() as usize
}

/// As wide as a column would be with all the room it can use.
fn ideal(table: &Table, at: usize, numbers: Option<&Option<Numbers>>, size: usize) -> usize {
    let Some(column) = table.columns.get(at) else { return 0 };
    let cells = table.rows.iter().filter(|row| !row.group).filter_map(|row| Some((row, row.cells.get(at)?)));
    let indent = |row: &Row| if at == 0 { row.indent * STEP } else { 0 };
    let widest = cells.map(|(row, cell)| em(Times.width(&said(cell)), size) + indent(row)).max().unwrap_or(0);
    let widest = match numbers {
        Some(Some(numbers)) => em(numbers.width, size),
        _ => widest,
    };
    widest.max(head(column, size)) + 2 * BESIDE + POINT
}

/// The longest word of a head, or a part of it.
fn head(column: &Column, size: usize) -> usize {
    let text = said(&column.head);
    // A line does not break at a space that binds.
    let words = text.split(' ').map(|word| Times.width(word)).fold(0.0, f64::max);
    em(HEAD * words.max(Times.width(&text) / LINES_OF_HEAD), size)
}

/// Widths that fill the room, or none where prose would have too little of it.
fn fitted(table: &Table, ideal: &[usize], room: usize, size: usize) -> Option<Vec<usize>> {
    let prose = |i: usize| matches!(table.columns.get(i).map(|c| c.kind), Some(ColumnKind::Prose(_)));
    let sum = |of: &dyn Fn(usize) -> bool| (0..ideal.len()).filter(|i| of(*i)).map(|i| ideal[i]).sum::<usize>();
    let (fixed, wanted) = (sum(&|i| !prose(i)), sum(&prose));
    let left = room.checked_sub(fixed)?;
    if wanted == 0 {
        return Some(ideal.to_vec());
    }
    let least = |i: usize| ideal[i].min(em(NARROW, size));
    let least_of_all: usize = (0..ideal.len()).filter(|i| prose(*i)).map(least).sum();
    let over = left.checked_sub(least_of_all)?;
    // What is left over the least is shared by what each would have beyond it; with room for all, by what each has.
    let beyond = wanted - least_of_all;
    let share = |i: usize| match beyond {
        0 => least(i) + over * ideal[i] / wanted,
        _ if left >= wanted => ideal[i] + (left - wanted) * ideal[i] / wanted,
        _ => least(i) + over * (ideal[i] - least(i)) / beyond,
    };
    Some((0..ideal.len()).map(|i| if prose(i) { share(i) } else { ideal[i] }).collect())
}

/// All columns narrower alike.
fn squeezed(ideal: &[usize], room: usize) -> Vec<usize> {
    let all = ideal.iter().sum::<usize>().max(1);
    ideal.iter().map(|width| width * room / all).collect()
}

struct Set<'d, 's> {
    table: &'d Table,
    numbers: &'s [Option<Numbers>],
    widths: &'s [usize],
    size: usize,
}

impl Cell<'_> {
    fn empty(width: usize) -> Self {
        Cell {
            width,
            columns: 1,
            text: Cow::Owned(vec![]),
            align: Align::Left,
            indent: 0,
            hanging: 0,
            strong: false,
            ruled: false,
        }
    }
}

impl<'d> Set<'d, '_> {
    fn width(&self, from: usize, columns: usize) -> usize {
        self.widths.iter().skip(from).take(columns).sum()
    }

    fn heads(&self) -> Vec<Line<'d>> {
        let mut at = 0;
        let mut common = vec![];
        for (columns, head) in &self.table.groups {
            let cell = Cell::empty(self.width(at, *columns));
            let ruled = !head.is_empty();
            let (text, align) = (Cow::Borrowed(head), Align::Center);
            common.push(Cell { columns: *columns, text, align, strong: true, ruled, ..cell });
            at += columns;
        }
        let own = self.table.columns.iter().zip(self.widths).map(|(column, width)| {
            let align = match column.kind {
                ColumnKind::Prose(align) | ColumnKind::Short(align) => align,
                ColumnKind::Numbers => Align::Center,
            };
            Cell { text: Cow::Borrowed(&column.head), align, strong: true, ..Cell::empty(*width) }
        });
        let lines = [common, own.collect()].into_iter().filter(|cells| !cells.is_empty());
        lines.map(|cells| Line { cells, keep: true }).collect()
    }

    fn rows(&self, short: bool) -> Vec<Line<'d>> {
        let last = self.table.rows.len().saturating_sub(1);
        let mut counted = 0;
        let mut lines = vec![];
        for (at, row) in self.table.rows.iter().enumerate() {
            let keep = at < last && (short || row.group);
            let cells = if row.group { vec![self.heading(row)] } else { self.cells(row, counted) };
            counted += usize::from(!row.group);
            lines.push(Line { cells, keep });
        }
        lines
    }

    fn heading(&self, row: &'d Row) -> Cell<'d> {
        let columns = self.widths.len();
        let text = row.cells.first().map_or(Cow::Owned(vec![]), Cow::Borrowed);
        Cell { columns, text, strong: true, ..Cell::empty(self.width(0, columns)) }
    }

    fn cells(&self, row: &'d Row, counted: usize) -> Vec<Cell<'d>> {
        let cell = |(at, (column, width)): (usize, (&Column, &usize))| {
            let text: &[Span] = row.cells.get(at).map_or(&[], |cell| cell);
            let cell =
                Cell { text: row.cells.get(at).map_or(Cow::Owned(vec![]), Cow::Borrowed), ..Cell::empty(*width) };
            let align = match column.kind {
                ColumnKind::Prose(align) | ColumnKind::Short(align) => align,
                ColumnKind::Numbers => return self.number(cell, at, counted, text),
            };
            match at {
                0 => Cell { align, indent: row.indent * STEP, hanging: STEP, ..cell },
                _ => Cell { align, ..cell },
            }
        };
        self.table.columns.iter().zip(self.widths).enumerate().map(cell).collect()
    }

    /// The decimal points of a column stand below each other; in one that is too narrow for it, numbers stand in its middle.
    fn number(&self, cell: Cell<'d>, at: usize, counted: usize, text: &[Span]) -> Cell<'d> {
        let within = self.numbers.get(at).and_then(|n| n.as_ref()?.cells.get(counted));
        let room = cell.width.saturating_sub(2 * BESIDE);
        match within {
            Some((before, width)) if em(*width, self.size) <= room && !text.is_empty() => {
                Cell { indent: (room - em(*width, self.size)) / 2 + em(*before, self.size), ..cell }
            }
            _ => Cell { align: Align::Center, ..cell },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::document::text;

    fn table(cells: &[&str], columns: usize) -> Table {
        let row = |cell: &&str| Row { cells: vec![text(cell); columns], ..Row::default() };
        Table {
            columns: (0..columns).map(|i| if i == 0 { Column::prose("What") } else { Column::numbers("n") }).collect(),
            rows: cells.iter().map(row).collect(),
            ..Table::default()
        }
    }

    #[test]
    fn a_table_with_prose_fills_the_room() {
        let table = table(&["1.5", "12.25"], 3);
        let grid = grid(&table);
        assert!(!grid.turned);
        assert_eq!(grid.widths.iter().sum::<usize>(), sheet(false).room());
        // Two points before the decimal point of the second, one before that of the first: half an em of 8.5 points between.
        let indents: Vec<usize> = grid.rows.iter().map(|line| line.cells[1].indent).collect();
        assert_eq!(indents[0] - indents[1], 85);
    }

    #[test]
    fn a_page_is_turned_for_a_wide_table_and_no_column_is_lost() {
        let wide = table(&["123456.789 (123.456 to 789.123)"], 7);
        let grid = super::grid(&wide);
        assert!(grid.turned);
        assert!(grid.widths.iter().sum::<usize>() <= sheet(true).room());
        let widest = table(&["123456.789 (123.456 to 789.123)"], 40);
        let grid = super::grid(&widest);
        assert!(grid.turned && grid.widths.len() == 40 && grid.widths.iter().all(|width| *width > 0));
        assert!(grid.widths.iter().sum::<usize>() <= sheet(true).room());
    }

    #[test]
    fn a_short_table_stays_on_a_page_and_a_heading_with_its_rows() {
        let of = |n: usize| {
            let mut table = table(&vec!["1"; n], 2);
            table.rows[1].group = true;
            grid(&table).rows.iter().map(|line| line.keep).collect::<Vec<_>>()
        };
        assert_eq!(of(3), [true, true, false]);
        assert_eq!(of(20).iter().filter(|keep| **keep).count(), 1);
    }
}
