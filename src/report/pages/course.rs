//! Patients one by one: how their tumours changed, how they responded, and what happened to them.

use super::heading;
use crate::report::document::Block;
use crate::report::figure;
use crate::report::select::Book;

pub fn section(book: &Book) -> Vec<Block> {
    if book.results.study.circulated.is_some() {
        return vec![];
    }
    let drawn = book.results.report.figures.iter().filter_map(|data| figure::of_patients(book, data));
    let figures: Vec<Block> = drawn.map(Block::Figure).collect();
    if figures.is_empty() {
        return figures;
    }
    std::iter::once(heading(1, book.words.course, true)).chain(figures).collect()
}
