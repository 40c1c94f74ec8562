//! Tumour responses in figures: one colour for each, told apart in grey as well, and a legend.

use super::{Anchor, Dash, Drawing, Paint, Point, SIZE};
use crate::report::figure::letters::Letters;
use crate::words::Words;

/// In the order of a legend; a response of another criterion is known by its letters (`iCR`, `NON_CR_NON_PD`).
const ORDER: &[Paint] =
    &[Paint::Complete, Paint::Partial, Paint::Stable, Paint::NonTarget, Paint::Progression, Paint::Unknown];

pub fn paint(result: Option<&str>) -> Paint {
    let code = result.unwrap_or("");
    match code.strip_prefix('i').unwrap_or(code) {
        "CR" => Paint::Complete,
        "PR" => Paint::Partial,
        "PD" | "UPD" | "CPD" => Paint::Progression,
        "SD" => Paint::Stable,
        "NON_CR_NON_PD" | "NON_iCR_NON_iUPD" => Paint::NonTarget,
        _ => Paint::Unknown,
    }
}

/// White shapes have an outline.
pub fn area(drawing: &mut Drawing, points: Vec<Point>, result: Option<&str>) {
    let paint = paint(result);
    let closed = points.iter().chain(points.first()).copied().collect();
    drawing.area(points, paint);
    if paint == Paint::Unknown {
        drawing.line(closed, 0.5, Paint::Ink, Dash::Solid);
    }
}

/// A code as people write it: `NON-CR/NON-PD`.
pub fn label(code: &str) -> String {
    match code {
        "NON_CR_NON_PD" => "Non-CR/Non-PD".to_string(),
        "NON_iCR_NON_iUPD" => "Non-iCR/Non-iUPD".to_string(),
        other => other.replace('_', " "),
    }
}

/// In a legend; "not evaluable" has no letters, which stand for "not estimable" elsewhere.
fn named(words: &Words, code: &str) -> String {
    let evaluable = Some(code).filter(|c| *c == "NE").and_then(|_| words.listed_term("response NE"));
    evaluable.map_or_else(|| label(code), str::to_string)
}

/// The responses that occur, at the top right.
pub fn legend(drawing: &mut Drawing, words: &Words, results: &[Option<&str>], right: f64, letters: &dyn Letters) {
    let mut present: Vec<Option<&str>> = Vec::new();
    for result in results {
        if !present.contains(result) {
            present.push(*result);
        }
    }
    let rank = |r: &Option<&str>| ORDER.iter().position(|p| *p == paint(*r)).unwrap_or(ORDER.len());
    present.sort_by_key(|r| (rank(r), r.is_none(), *r));
    let mut at = right;
    for result in present.into_iter().rev() {
        let name = result.map_or(words.no_response.to_string(), |code| named(words, code));
        at -= letters.width(&name) * SIZE;
        drawing.text(Point(at, 5.0), Anchor::Start, &name);
        let corners = [(at - 11.0, 1.5), (at - 4.0, 1.5), (at - 4.0, 8.5), (at - 11.0, 8.5)].map(|(x, y)| Point(x, y));
        area(drawing, corners.to_vec(), result);
        at -= 24.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_criterion_uses_the_same_colours() {
        for (a, b) in
            [("CR", "iCR"), ("PR", "iPR"), ("SD", "iSD"), ("PD", "iCPD"), ("NON_CR_NON_PD", "NON_iCR_NON_iUPD")]
        {
            assert_eq!(paint(Some(a)), paint(Some(b)), "{a}");
        }
        assert_ne!(paint(Some("NON_CR_NON_PD")), paint(Some("SD")));
        assert_eq!(paint(Some("NE")), paint(None));
        assert_eq!(label("NON_CR_NON_PD"), "Non-CR/Non-PD");
    }
}
