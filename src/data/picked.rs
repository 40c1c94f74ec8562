//! The rows of a file that a table reads, where the binding picks them.
//!
//! A row is picked or left before anything of it is read, by the texts of its fields; of one whose field cannot be read it
//! cannot be told, and that is found.

use super::cell::{is_plain, shown, trimmed, unreadable_character};
use super::split::Record;
use crate::binding::PickedBy;
use crate::diagnostic::{Code, codes, invisible, nearest};
use std::collections::BTreeSet;

/// The binding picks rows of a table, and these were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picked {
    pub by: Vec<PickedColumn>,
    /// Rows of the file that were picked.
    pub rows: usize,
}

/// A column of the file, and the texts of which one stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PickedColumn {
    pub column: String,
    pub codes: Vec<String>,
}

impl Picked {
    /// So many rows, as the binding says; none where it picks none.
    pub fn of(stated: &[PickedBy], rows: usize) -> Option<Picked> {
        let by = |by: &PickedBy| PickedColumn { column: by.file_column.node.clone(), codes: by.codes.clone() };
        (!stated.is_empty()).then(|| Picked { by: stated.iter().map(by).collect(), rows })
    }
}

/// Texts of a column that are kept for what might have been meant.
const KEPT: usize = 100;

/// The rows of one table while its file is read.
#[derive(Debug)]
pub struct Picking<'b> {
    by: Vec<By<'b>>,
    /// One of the columns is not in the file, so that no row is picked.
    pub absent: bool,
    pub rows: usize,
}

#[derive(Debug)]
struct By<'b> {
    stated: &'b PickedBy,
    place: usize,
    /// By code: some row of the file has it, and some row that is picked has it.
    seen: Vec<bool>,
    taken: Vec<bool>,
    others: BTreeSet<String>,
}

/// What is wrong with how rows are picked: code, what was found, what was expected.
pub type Fault = (Code, String, String);

impl<'b> Picking<'b> {
    /// With the place of each of the columns in the file.
    pub fn new(stated: &'b [PickedBy], place: impl FnMut(&PickedBy) -> Option<usize>) -> Picking<'b> {
        let places: Vec<Option<usize>> = stated.iter().map(place).collect();
        let of = |(stated, place): (&'b PickedBy, &Option<usize>)| {
            let none = vec![false; stated.codes.len()];
            place.map(|place| By { stated, place, seen: none.clone(), taken: none, others: BTreeSet::new() })
        };
        let absent = places.contains(&None);
        Picking { by: stated.iter().zip(&places).filter_map(of).collect(), absent, rows: 0 }
    }

    /// Whether the table reads the row.
    pub fn takes(&mut self, record: Record<'_>) -> bool {
        let codes: Vec<Option<usize>> = self.by.iter_mut().map(|by| by.code(record)).collect();
        let takes = !self.absent && codes.iter().all(Option::is_some);
        if takes {
            self.rows += 1;
            for (by, code) in self.by.iter_mut().zip(codes) {
                if let Some(taken) = code.and_then(|code| by.taken.get_mut(code)) {
                    *taken = true;
                }
            }
        }
        takes
    }

    /// A field by which rows are picked cannot be read, or looks like another that differs in what cannot be seen.
    pub fn unreadable(&self, record: Record<'_>) -> Option<Fault> {
        let text = |by: &By<'_>| record.field(by.place).map(trimmed);
        let broken = |text: &&str| !is_plain(text) && text.chars().any(|c| unreadable_character(c) || invisible(c));
        let by = self.by.iter().find(|by| text(by).as_ref().is_some_and(broken))?;
        let found = shown(record.field(by.place)?);
        let expected = format!("a text in which every character can be seen: `{}` picks rows", by.column());
        Some((codes::UNREADABLE_CHARACTER, found, expected))
    }

    /// Codes that pick no row, once all rows were read.
    pub fn without_rows(&self) -> Vec<Fault> {
        let of = |by: &By<'_>, code: usize| (codes::NOTHING_PICKED, by.found(code), by.expected(code));
        let unseen = self.by.iter().flat_map(|by| by.without(&by.seen).map(|code| of(by, code)));
        let unseen: Vec<Fault> = unseen.collect();
        if self.absent || !unseen.is_empty() {
            return unseen;
        }
        let together = |expected: Vec<String>| {
            let found = "no row in which they stand together".to_string();
            (codes::NOTHING_PICKED, found, format!("rows with {}", expected.join(" and ")))
        };
        if self.rows == 0 && !self.by.is_empty() {
            return vec![together(self.by.iter().map(By::any).collect())];
        }
        let besides = |at: usize| self.by.iter().enumerate().filter(move |(i, _)| *i != at).map(|(_, by)| by.any());
        let alone =
            |at: usize, by: &By<'_>, code: usize| together(std::iter::once(by.one(code)).chain(besides(at)).collect());
        let untaken = self.by.iter().enumerate();
        untaken.flat_map(|(at, by)| by.without(&by.taken).map(move |code| alone(at, by, code))).collect()
    }
}

impl By<'_> {
    fn column(&self) -> String {
        shown(&self.stated.file_column.node)
    }

    /// The code that the row has in this column.
    fn code(&mut self, record: Record<'_>) -> Option<usize> {
        let text = trimmed(record.field(self.place)?);
        let code = self.stated.codes.iter().position(|code| code == text);
        match code {
            Some(code) => self.seen[code] = true,
            None if self.others.len() < KEPT && !self.others.contains(text) => {
                self.others.insert(text.to_string());
            }
            None => {}
        }
        code
    }

    /// The codes of which this does not hold.
    fn without<'s>(&'s self, holds: &'s [bool]) -> impl Iterator<Item = usize> + use<'s> {
        holds.iter().enumerate().filter(|(_, holds)| !**holds).map(|(code, _)| code)
    }

    fn found(&self, code: usize) -> String {
        let code = self.stated.codes.get(code).map_or("", String::as_str);
        let other = |near: &str| format!("no such row, but rows with `{}`", shown(near));
        nearest(code, self.others.iter().map(String::as_str)).map_or_else(|| "no such row".to_string(), other)
    }

    fn expected(&self, code: usize) -> String {
        format!("rows with {}: the binding picks them", self.one(code))
    }

    /// `OS` in `PARAMCD`.
    fn one(&self, code: usize) -> String {
        let code = self.stated.codes.get(code).map_or("", String::as_str);
        match code {
            "" => format!("nothing in `{}`", self.column()),
            code => format!("`{}` in `{}`", shown(code), self.column()),
        }
    }

    /// Any of its codes.
    fn any(&self) -> String {
        let codes: Vec<String> = (0..self.stated.codes.len()).map(|code| self.one(code)).collect();
        codes.join(" or ")
    }
}
