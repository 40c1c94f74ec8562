//! In which attributes of its estimand an analysis differs from the one that it is like.

use crate::report::document::{Span, Text, sentence, text};
use crate::report::select::Book;
use crate::results::{AnalysisInfo, Attribute};
use crate::words::{fill, lower_first};

/// With a space before it; empty of an analysis that is like none.
pub fn of_analysis(book: &Book, analysis: &AnalysisInfo) -> Text {
    let words = &book.words.attributes;
    let Some(differs) = &analysis.differs else { return vec![] };
    let Some(from) = book.results.analyses.iter().find(|a| a.name == differs.from) else { return vec![] };
    let template = if differs.attributes.is_empty() { words.same } else { words.differs };
    let fillings = [("analysis", text(&from.label)), ("attributes", text(&named(book, &differs.attributes)))];
    [vec![Span::new(" ")], sentence(template, &fillings)].concat()
}

/// `the population, the strategy for surgery and the variable`.
pub fn named(book: &Book, attributes: &[Attribute]) -> String {
    let words = &book.words.attributes;
    let one = |attribute: &Attribute| match attribute {
        Attribute::Population => words.population.to_string(),
        Attribute::Treatments => words.treatments.to_string(),
        Attribute::Variable => words.variable.to_string(),
        Attribute::Strategy(event) => fill(words.strategy, &[("event", &lower_first(event))]),
        Attribute::Meeting => words.meeting.to_string(),
        Attribute::Summary => words.summary.to_string(),
    };
    book.words.join(&attributes.iter().map(one).collect::<Vec<String>>())
}
