//! What the figures of patients one by one have in common.

use crate::catalogue::Names;
use crate::report::document::{Span, Text};
use crate::report::select::Book;
use crate::results::{FigureData, FigurePatient, LabelKind};
use crate::words::fill;

/// Said under a figure that shows some patients of very many.
const THINNED: Names = Names::with_places(
    "The page has no room for all: of {every} patients next to each other one is drawn.",
    "La page ne peut les montrer tous\u{a0}: de {every} patients voisins, un seul est dessiné.",
);

/// How many patients that stand next to each other share a place, one of them being drawn, where there are no more than so many
/// places; 1: each has its own.
pub fn sharing(patients: usize, places: usize) -> usize {
    patients.div_ceil(places.max(1)).max(1)
}

/// Those that are drawn of a list in the order in which they stand: of each so many the middle one.
pub fn drawn<T>(of: &[T], sharing: usize) -> impl Iterator<Item = &T> + Clone {
    // Of the last ones, which may be fewer, too.
    of.chunks(sharing).filter_map(|together| together.get(together.len() / 2))
}

/// What is said where not all are drawn.
pub fn thinned(book: &Book, sharing: usize) -> String {
    match sharing {
        1 => String::new(),
        every => format!(" {}", fill(book.said(THINNED), &[("every", &every.to_string())])),
    }
}

/// The patients of each arm, in the order of the arms.
pub fn by_arm<'a>(book: &Book<'a>, figure: &'a FigureData) -> Vec<(&'a str, Vec<&'a FigurePatient>)> {
    let of = |arm: &'a str| figure.patients.iter().filter(|p| p.arm.as_deref() == Some(arm)).collect::<Vec<_>>();
    let arms = book.results.arms.iter().map(|a| (book.arm(&a.name), of(&a.name)));
    arms.filter(|(_, patients)| !patients.is_empty()).collect()
}

/// Population, clause, and whose measurement of what.
pub fn about(book: &Book, figure: &FigureData) -> Text {
    let population = figure.population.as_deref().unwrap_or("");
    let mut all = book.about(population, Some(figure.population_n), &figure.clause);
    if let (Some(sum), Some(response)) = (&figure.sum, &figure.response) {
        let reader = figure.reader.as_deref();
        let said = reader.map_or(book.words.read_once, |_| book.words.by_reader);
        let response = book.label(LabelKind::Response, response);
        let fillings = [("sum", sum.as_str()), ("response", response), ("reader", reader.unwrap_or_default())];
        all.extend([Span::new(" "), Span::new(&fill(said, &fillings))]);
    }
    all
}
