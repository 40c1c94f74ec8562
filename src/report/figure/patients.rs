//! What the figures of patients one by one have in common.

use crate::report::document::{Span, Text};
use crate::report::select::Book;
use crate::results::{FigureData, FigurePatient, LabelKind};
use crate::words::fill;

/// The patients of each arm, in the order of the arms.
pub fn by_arm<'a>(book: &Book<'a>, figure: &'a FigureData) -> Vec<(&'a str, Vec<&'a FigurePatient>)> {
    let of = |arm: &'a str| figure.patients.iter().filter(|p| p.arm.as_deref() == Some(arm)).collect::<Vec<_>>();
    let arms = book.results.arms.iter().map(|a| (book.arm(&a.name), of(&a.name)));
    arms.filter(|(_, patients)| !patients.is_empty()).collect()
}

/// Population, clause, and whose measurement of what.
pub fn about(book: &Book, figure: &FigureData) -> Text {
    let population = figure.population.as_deref().unwrap_or("");
    let mut all = book.about(population, figure.population_n, &figure.clause);
    if let (Some(sum), Some(response), Some(reader)) = (&figure.sum, &figure.response, &figure.reader) {
        let fillings =
            [("sum", sum.as_str()), ("response", book.label(LabelKind::Response, response)), ("reader", reader)];
        all.extend([Span::new(" "), Span::new(&fill(book.words.by_reader, &fillings))]);
    }
    all
}
