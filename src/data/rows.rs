//! The rows of a table as typed columns, and what is known of single cells besides.

use super::cell::Cell;
use super::column::Column;
use super::texts::Texts;
use crate::plan::ir::Table;
use std::sync::Arc;

/// Every cell stands here once, and nowhere else.
#[derive(Clone, Debug)]
pub struct Rows {
    columns: Vec<Column>,
    /// The line of the file each row came from (the header is line 1): for findings only, never for results.
    lines: Vec<u32>,
    /// Row and plan column of each field that could not be read or is not there: missing, and already an issue. Ascending.
    unread: Vec<(u32, u32)>,
    /// Row and plan column of each field whose value is not written in the file as a finding would write it (`25,70`), and its
    /// text. Ascending.
    written: Vec<(u32, u32, Box<str>)>,
    texts: Arc<Texts>,
}

/// A row of a table.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    rows: &'a Rows,
    /// Its place among them.
    pub place: usize,
}

/// A table while it is read.
#[derive(Clone, Debug, Default)]
pub struct Growing {
    columns: Vec<Column>,
    lines: Vec<u32>,
    unread: Vec<(u32, u32)>,
    written: Vec<(u32, u32, Box<str>)>,
}

/// A cell as it was read.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    /// None: the field could not be read, or is not there.
    pub cell: Option<Cell<'a>>,
    /// Its text in the file, where a finding would write it in another way.
    pub written: Option<&'a str>,
}

impl Growing {
    pub fn new(table: &Table) -> Self {
        let columns = table.columns.iter().map(|column| Column::new(&column.ty)).collect();
        Growing { columns, lines: vec![], unread: vec![], written: vec![] }
    }

    /// Another row, its cells by plan column.
    pub fn push<'g>(&mut self, line: u32, cells: impl Iterator<Item = Given<'g>>, texts: &mut Texts) {
        let row = self.lines.len() as u32;
        for (number, (column, given)) in self.columns.iter_mut().zip(cells).enumerate() {
            column.push(given.cell.unwrap_or(Cell::Missing), texts);
            if given.cell.is_none() {
                self.unread.push((row, number as u32));
            }
            self.written.extend(given.written.map(|text| (row, number as u32, text.into())));
        }
        self.lines.push(line);
    }

    pub fn finished(self, texts: &Arc<Texts>) -> Rows {
        let Growing { columns, lines, unread, written } = self;
        Rows { columns, lines, unread, written, texts: Arc::clone(texts) }
    }
}

impl Rows {
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    pub fn get(&self, place: usize) -> Option<Row<'_>> {
        (place < self.len()).then_some(Row { rows: self, place })
    }

    /// The row of a place that was read off these rows; beyond the last, one whose every cell is missing.
    pub(super) fn row(&self, place: u32) -> Row<'_> {
        Row { rows: self, place: place as usize }
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Row<'_>> + Clone {
        (0..self.len()).map(|place| Row { rows: self, place })
    }

    pub fn column(&self, column: usize) -> Option<&Column> {
        self.columns.get(column)
    }

    /// The number of the text in a column and row; none where it is missing, or the column is none of texts.
    pub(super) fn text(&self, column: usize, row: usize) -> Option<u32> {
        self.columns.get(column)?.text(row)
    }

    pub fn columns(&self) -> usize {
        self.columns.len()
    }

    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    pub fn lines(&self) -> &[u32] {
        &self.lines
    }

    /// These rows alone, ascending: what is known of single cells is looked up for them, and the others are not gone through.
    pub fn part(&self, places: &[u32]) -> Rows {
        let unread = of_part(&self.unread, |(row, _)| *row, places);
        let written = of_part(&self.written, |(row, ..)| *row, places);
        Rows {
            columns: self.columns.iter().map(|column| column.gathered(places)).collect(),
            lines: places.iter().map(|row| self.lines[*row as usize]).collect(),
            unread: unread.map(|(row, (_, column))| (row, *column)).collect(),
            written: written.map(|(row, (_, column, text))| (row, *column, text.clone())).collect(),
            texts: Arc::clone(&self.texts),
        }
    }

    /// These rows, in this order.
    pub fn gathered(&self, places: &[u32]) -> Rows {
        let mut to: Vec<Option<u32>> = vec![None; self.len()];
        for (place, from) in places.iter().enumerate() {
            to[*from as usize] = Some(place as u32);
        }
        let moved = |row: &u32| to[*row as usize];
        let mut unread: Vec<(u32, u32)> =
            self.unread.iter().filter_map(|(row, column)| Some((moved(row)?, *column))).collect();
        unread.sort_unstable();
        let mut written: Vec<(u32, u32, Box<str>)> =
            self.written.iter().filter_map(|(row, column, text)| Some((moved(row)?, *column, text.clone()))).collect();
        written.sort_unstable();
        Rows {
            columns: self.columns.iter().map(|column| column.gathered(places)).collect(),
            lines: places.iter().map(|row| self.lines[*row as usize]).collect(),
            unread,
            written,
            texts: Arc::clone(&self.texts),
        }
    }
}

/// Of what stands by row, ascending, that of some rows, ascending, with the place of the row among these.
pub(super) fn of_part<'t, T>(
    all: &'t [T],
    row: impl Fn(&T) -> u32 + Copy + 't,
    places: &'t [u32],
) -> impl Iterator<Item = (u32, &'t T)> {
    let places = if all.is_empty() { &[][..] } else { places };
    places.iter().enumerate().flat_map(move |(to, from)| {
        let own = &all[all.partition_point(|one| row(one) < *from)..];
        own.iter().take_while(move |one| row(one) == *from).map(move |one| (to as u32, one))
    })
}

impl<'a> Row<'a> {
    /// The cell of a plan column; none where there is no such column.
    pub fn cell(self, column: usize) -> Option<Cell<'a>> {
        Some(self.rows.columns.get(column)?.cell(self.place, &self.rows.texts))
    }

    /// By plan column.
    pub fn cells(self) -> impl Iterator<Item = Cell<'a>> {
        self.rows.columns.iter().map(move |column| column.cell(self.place, &self.rows.texts))
    }

    /// The text of a key or a reference.
    pub fn text(self, column: usize) -> Option<&'a str> {
        match self.cell(column) {
            Some(Cell::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Days since 1970-01-01; none where it is missing, or the column is none of dates.
    pub fn date(self, column: usize) -> Option<i32> {
        self.rows.columns.get(column)?.date(self.place)
    }

    pub fn line(self) -> u32 {
        self.rows.lines.get(self.place).copied().unwrap_or(0)
    }

    /// The field could not be read or is not there: missing, and already an issue.
    pub fn is_unread(self, column: usize) -> bool {
        self.rows.unread.binary_search(&(self.place as u32, column as u32)).is_ok()
    }

    /// The text of the file, where a finding would write the value in another way.
    pub fn written(self, column: usize) -> Option<&'a str> {
        let key = (self.place as u32, column as u32);
        let at = self.rows.written.binary_search_by_key(&key, |(row, column, _)| (*row, *column)).ok()?;
        self.rows.written.get(at).map(|(_, _, text)| text.as_ref())
    }
}
