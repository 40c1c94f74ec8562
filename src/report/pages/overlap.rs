//! How far the propensity scores of the arms overlap, and which of them the pairs cover.

use crate::number::{Number, Quantity};
use crate::report::clean::clean;
use crate::report::document::{Figure, Text, text};
use crate::report::figure::overlap::{self, Side};
use crate::report::select::Book;
use crate::results::ScoreOf;
use crate::words::{fill, lower_first};

/// None where there are no scores in two arms.
pub fn figure(book: &Book, matching: &str, about: Text) -> Option<Figure> {
    let scores: Vec<&ScoreOf> = book.results.scores.iter().filter(|s| s.matching == matching).collect();
    let sides: Vec<Side> = book.results.arms.iter().filter_map(|arm| side(book, &scores, &arm.name)).collect();
    let [first, second] = sides.as_slice() else { return None };
    let words = book.words;
    let (a, b) = (lower_first(first.label), lower_first(second.label));
    let arms: Vec<String> = sides.iter().map(|s| alternative(book, s)).collect();
    Some(Figure {
        caption: text(words.overlap_caption),
        about,
        alt: clean(&fill(words.overlap_alt, &[("arms", &arms.join("; "))])),
        drawing: overlap::draw(words, words.overlap_axis, first, second),
        notes: vec![(String::new(), text(&fill(words.overlap_note, &[("first", &a), ("second", &b)])))],
        shows: vec![],
    })
}

fn side<'a>(book: &Book<'a>, scores: &[&ScoreOf], arm: &'a str) -> Option<Side<'a>> {
    let members: Vec<&&ScoreOf> = scores.iter().filter(|s| s.arm.as_deref() == Some(arm)).collect();
    let probability = |s: &ScoreOf| 1.0 / (1.0 + (-s.logit).exp());
    let all: Vec<f64> = members.iter().map(|s| probability(s)).collect();
    let part = members.iter().filter(|s| s.paired).map(|s| probability(s)).collect();
    (!all.is_empty()).then(|| Side { label: book.arm(arm), all, part })
}

fn alternative(book: &Book, side: &Side) -> String {
    let printed = |x: f64| book.words.value(&Number::real(x), Quantity::Ratio);
    let lowest = printed(side.all.iter().copied().fold(f64::INFINITY, f64::min));
    let highest = printed(side.all.iter().copied().fold(f64::NEG_INFINITY, f64::max));
    let (n, matched) = (side.all.len().to_string(), side.part.len().to_string());
    let fillings = [("arm", side.label), ("n", &n), ("lowest", &lowest), ("highest", &highest), ("matched", &matched)];
    fill(book.words.overlap_alt_arm, &fillings)
}
