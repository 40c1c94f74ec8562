//! Responses of a criterion in figures: a colour by what each is to the language, told apart in grey as well, and a legend.

use super::{Anchor, Dash, Drawing, Paint, Point, SIZE};
use crate::catalogue::ResponseRole;
use crate::report::figure::letters::Letters;
use crate::report::select::Book;
use crate::results::{ResponseInfo, Results};
use crate::words::Words;

/// A response as it is drawn.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Drawn {
    /// From the best to the worst, then what says nothing.
    pub rank: Rank,
    /// As the criterion has it; none where there is no response.
    pub code: Option<String>,
    /// The one response of the criterion that says that nothing was assessed.
    pub only_unassessed: bool,
}

/// What a response is, by its roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    Complete,
    Objective,
    /// Of no role, by its place among those of the criterion.
    Other(usize),
    Progression,
    /// Not assessed, or no response.
    Unknown,
    /// The criterion does not apply: of such an examination and one that was not assessed, the second stands, as in the best response.
    Inapplicable,
}

impl Drawn {
    pub fn of(results: &Results, response: &str, code: Option<&str>) -> Drawn {
        let own = results.responses.iter().filter(|r| r.response == response);
        let without: Vec<&ResponseInfo> = own.clone().filter(|r| r.roles.is_empty()).collect();
        let found = own.clone().find(|r| Some(r.code.as_str()) == code);
        let rank = found.map_or(Rank::Unknown, |info| {
            let place = without.iter().position(|r| r.code == info.code).unwrap_or(0);
            rank(&info.roles).unwrap_or(Rank::Other(place))
        });
        let only_unassessed = found.is_some_and(|info| results.only_unassessed(info));
        Drawn { rank, code: code.map(str::to_string), only_unassessed }
    }

    /// The same of all that are neither a response to be sought nor a progression: of them the first stands.
    pub fn level(&self) -> Rank {
        if let Rank::Other(_) = self.rank { Rank::Other(0) } else { self.rank }
    }

    pub fn paint(&self) -> Paint {
        match self.rank {
            Rank::Complete => Paint::Complete,
            Rank::Objective => Paint::Partial,
            Rank::Other(place) if place % 2 == 0 => Paint::Stable,
            Rank::Other(_) => Paint::NonTarget,
            Rank::Progression => Paint::Progression,
            Rank::Inapplicable | Rank::Unknown => Paint::Unknown,
        }
    }

    /// In a legend; "not evaluable" has no letters, which stand for "not estimable" elsewhere, where one response says it.
    fn name(&self, words: &Words) -> String {
        match &self.code {
            None => words.no_response.to_string(),
            Some(_) if self.only_unassessed => words.not_evaluable.to_string(),
            Some(code) => words.written(code),
        }
    }
}

/// The role that says most; none of a response without one.
fn rank(roles: &[ResponseRole]) -> Option<Rank> {
    let of = |role: &ResponseRole| match role {
        ResponseRole::CompleteResponse => Rank::Complete,
        ResponseRole::ObjectiveResponse => Rank::Objective,
        ResponseRole::Progression | ResponseRole::DefinitiveProgression => Rank::Progression,
        ResponseRole::NotAssessed => Rank::Unknown,
        ResponseRole::DoesNotApply => Rank::Inapplicable,
    };
    roles.iter().map(of).min()
}

/// White shapes have an outline.
pub fn area(drawing: &mut Drawing, points: Vec<Point>, paint: Paint) {
    let closed = points.iter().chain(points.first()).copied().collect();
    drawing.area(points, paint);
    if paint == Paint::Unknown {
        drawing.line(closed, 0.5, Paint::Ink, Dash::Solid);
    }
}

/// The responses that occur, at the top right.
pub fn legend<'d>(
    drawing: &mut Drawing,
    words: &Words,
    results: impl Iterator<Item = &'d Drawn>,
    right: f64,
    letters: &dyn Letters,
) {
    let mut present: Vec<&Drawn> = results.collect();
    // What there is no response of stands last.
    present.sort_by_key(|drawn| (drawn.code.is_none(), drawn.rank, drawn.code.as_deref()));
    let mut named: Vec<(String, Paint)> = vec![];
    for entry in present.into_iter().map(|drawn| (drawn.name(words), drawn.paint())) {
        if !named.contains(&entry) {
            named.push(entry);
        }
    }
    let mut at = right;
    for (name, paint) in named.into_iter().rev() {
        at -= letters.width(&name) * SIZE;
        drawing.text(Point(at, 5.0), Anchor::Start, &name);
        let corners = [(at - 11.0, 1.5), (at - 4.0, 1.5), (at - 4.0, 8.5), (at - 11.0, 8.5)].map(|(x, y)| Point(x, y));
        area(drawing, corners.to_vec(), paint);
        at -= 24.0;
    }
}

/// What the letters of the responses drawn mean, each once.
pub fn letters<'d>(book: &Book, results: impl Iterator<Item = &'d Drawn>) -> String {
    let mut named: Vec<&str> = Vec::new();
    for drawn in results.filter(|d| !d.only_unassessed) {
        let meaning = drawn.code.as_deref().and_then(|code| book.words.response(code));
        named.extend(meaning.filter(|n| !named.contains(n)));
    }
    if named.is_empty() { String::new() } else { format!(" {}.", crate::words::capitalised(&named.join("; "))) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Language;
    use crate::report::figure::Shape;
    use crate::report::figure::letters::Even;

    fn results(unassessed: &[&str]) -> Results {
        let one = |code: &str, roles: &[ResponseRole]| ResponseInfo {
            response: "x".into(),
            code: code.into(),
            roles: roles.to_vec(),
        };
        let mut responses = vec![
            one("gone", &[ResponseRole::CompleteResponse, ResponseRole::ObjectiveResponse]),
            one("less", &[ResponseRole::ObjectiveResponse]),
            one("same", &[]),
            one("more", &[ResponseRole::Progression, ResponseRole::DefinitiveProgression]),
            one("other", &[]),
        ];
        responses.extend(unassessed.iter().map(|code| one(code, &[ResponseRole::NotAssessed])));
        Results { responses, ..Results::default() }
    }

    #[test]
    fn a_response_is_drawn_by_its_role_whatever_its_name() {
        let results = results(&["unseen"]);
        let paint = |code| Drawn::of(&results, "x", Some(code)).paint();
        let codes = ["gone", "less", "same", "other", "more", "unseen"];
        let expected =
            [Paint::Complete, Paint::Partial, Paint::Stable, Paint::NonTarget, Paint::Progression, Paint::Unknown];
        assert_eq!(codes.map(paint), expected);
        assert_eq!(Drawn::of(&results, "x", None).paint(), Paint::Unknown);
        let best = codes.iter().rev().map(|code| Drawn::of(&results, "x", Some(code))).min();
        assert_eq!(best.and_then(|d| d.code).as_deref(), Some("gone"));
    }

    /// The texts of the legend, from the right.
    fn legend_of(unassessed: &[&str], codes: &[Option<&str>]) -> Vec<String> {
        let results = results(unassessed);
        let drawn: Vec<Drawn> = codes.iter().map(|code| Drawn::of(&results, "x", *code)).collect();
        let mut drawing = Drawing::new(10.0);
        legend(&mut drawing, Words::of(Language::English), drawn.iter(), 400.0, &Even);
        let texts = drawing.shapes.iter().filter_map(|s| match s {
            Shape::Text { text, .. } => Some(text.clone()),
            _ => None,
        });
        texts.collect()
    }

    #[test]
    fn only_the_one_response_that_was_not_assessed_is_called_not_evaluable() {
        let none = "no response";
        assert_eq!(legend_of(&["unseen"], &[Some("unseen"), Some("unseen"), None]), [none, "not evaluable"]);
        let both = legend_of(&["unseen", "unread"], &[Some("unseen"), Some("unread"), None, Some("gone")]);
        assert_eq!(both, [none, "unseen", "unread", "gone"]);
        // Two that are written the same way and look the same are one entry.
        assert_eq!(legend_of(&["not_read", "not read"], &[Some("not_read"), Some("not read")]), ["not read"]);
    }
}
