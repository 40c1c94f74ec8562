//! Rows of lesions, each with the number of the lesion it is of: which are of one is found once, and then known.

use crate::plan::ir::Thing;
use crate::program::evaluate::compare;
use crate::program::value::{Row, Value};
use std::cmp::Ordering;

/// A row of the lesions.
#[derive(Clone, Copy)]
pub(super) struct LesionRow<'a> {
    pub cells: &'a Row,
    /// None where something by which lesions are told apart is not known: it is then of the same lesion as no row.
    lesion: Option<usize>,
}

impl LesionRow<'_> {
    /// It is this very row.
    pub fn is(&self, other: &Self) -> bool {
        std::ptr::eq(self.cells, other.cells)
    }

    /// Both are of one lesion: every column that identifies it is known and equal.
    pub fn same_lesion(&self, other: &Self) -> bool {
        self.lesion.is_some() && self.lesion == other.lesion
    }
}

/// The lesions of a patient by one reader, so far.
#[derive(Default)]
pub(super) struct Numbered<'a> {
    /// By lesion, its first row.
    first: Vec<&'a Row>,
}

impl<'a> Numbered<'a> {
    /// A row with its lesion, which is a new one where none before has all that tells lesions apart in common with it.
    pub fn row(&mut self, thing: Option<&Thing>, cells: &'a Row) -> LesionRow<'a> {
        let Some(thing) = thing else { return LesionRow { cells, lesion: None } };
        if !equal(thing, cells, cells) {
            return LesionRow { cells, lesion: None };
        }
        let lesion = self.first.iter().position(|other| equal(thing, other, cells)).unwrap_or_else(|| {
            self.first.push(cells);
            self.first.len() - 1
        });
        LesionRow { cells, lesion: Some(lesion) }
    }
}

/// What is written last tells most of them apart: the patient and the reader are the same in all.
fn equal(thing: &Thing, a: &Row, b: &Row) -> bool {
    thing.by.iter().rev().all(|column| match (a.get(*column), b.get(*column)) {
        (Some(Some(x)), Some(Some(y))) => are_equal(x, y),
        _ => false,
    })
}

pub(super) fn are_equal(a: &Value, b: &Value) -> bool {
    compare(a, b) == Some(Ordering::Equal)
}
