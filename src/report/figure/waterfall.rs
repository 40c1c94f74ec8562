//! Waterfall plot: one bar for each patient, in falling order, coloured by what came of it.

use super::axis::{Axis, tick_label};
use super::patients::{about, by_arm, drawn, sharing, thinned};
use super::response::{self, Drawn, legend};
use super::{Anchor, Dash, Drawing, Paint, Point, Stands, WIDTH};
use crate::catalogue::Names;
use crate::report::clean::clean;
use crate::report::document::{Figure, text};
use crate::report::figure::letters::Letters;
use crate::report::select::Book;
use crate::results::{FigureData, FigurePatient, Results};
use crate::words::{Words, fill};

pub const STANDS: Stands = Stands::AmongPatients(figure);

const CAPTION: Names =
    Names::with_places("Best change of the sum of diameters", "Meilleure variation de la somme des diamètres");
const NOTE: Names = Names::with_places(
    "One bar for each patient: the smallest change of the sum from baseline before progression, or that at progression where no sum was measured before. Colour: best combined response up to the first progression, which it is where nothing better came before. Broken lines: −30% and +20%. Without a measured change: {without}.",
    "Une barre par patient\u{a0}: la plus petite variation de la somme depuis l’inclusion avant progression, ou celle de la progression si aucune somme n’a été mesurée avant. Couleur\u{a0}: meilleure réponse combinée jusqu’à la première progression, celle-ci si rien de meilleur ne la précède. Lignes brisées\u{a0}: −30\u{a0}% et +20\u{a0}%. Sans variation mesurée\u{a0}: {without}.",
);
const ALT: Names = Names::with_places(
    "Waterfall plot of {n} patients with a measured change. {arms}.",
    "Graphique en cascade de {n} patients dont une variation est mesurée. {arms}.",
);
const ALT_ARM: Names = Names::with_places(
    "{arm}: {n} patients, {down} with a decrease of 30% or more, {up} with an increase of 20% or more",
    "{arm}\u{a0}: {n} patients, {down} avec une baisse de 30\u{a0}% ou plus, {up} avec une hausse de 20\u{a0}% ou plus",
);

const LEFT: f64 = 36.0;
const TOP: f64 = 32.0;
const PLOT: f64 = 190.0;
/// Changes beyond it are cut off there.
const LIMIT: f64 = 100.0;
/// Bars that can be told apart on the width of the sheet.
const PLACES: usize = 1500;

struct Bar {
    /// In percent.
    pub change: f64,
    pub result: Drawn,
}

struct Group<'a> {
    pub label: &'a str,
    /// In the order in which they are drawn.
    pub bars: Vec<Bar>,
}

/// The best combined response of a patient before the progression at which the bar ends too, and that progression where nothing
/// better came before; none where there is no response at all.
fn best_response(results: &Results, response: &str, patient: &FigurePatient) -> Drawn {
    let own = patient.responses.iter().map(|(day, code)| (*day, code.as_str()));
    let before = own.filter(|(day, _)| patient.progression.as_ref().is_none_or(|end| *day < end.day));
    let mut sequence: Vec<(i64, &str)> = before.collect();
    sequence.sort_by_key(|(day, _)| *day);
    let ends_with = patient.progression.as_ref().map(|end| end.code.as_str());
    let codes = sequence.into_iter().map(|(_, code)| code).chain(ends_with);
    let best = codes.map(|code| Drawn::of(results, response, Some(code))).min_by_key(Drawn::level);
    best.unwrap_or_else(|| Drawn::of(results, response, None))
}

pub fn figure(book: &Book, figure: &FigureData) -> Figure {
    let words = book.words;
    let response = figure.response.as_deref().unwrap_or("");
    let mut groups: Vec<Group> = Vec::new();
    for (label, patients) in by_arm(book, figure) {
        let bar = |p: &&FigurePatient| Some(Bar { change: p.best?, result: best_response(book.results, response, p) });
        let mut bars: Vec<Bar> = patients.iter().filter_map(bar).collect();
        bars.sort_by(|a, b| b.change.total_cmp(&a.change));
        groups.push(Group { label, bars });
    }
    let with: usize = groups.iter().map(|g| g.bars.len()).sum();
    let without = (figure.patients.len() - with).to_string();
    let arm = |g: &Group| {
        let count = |holds: &dyn Fn(f64) -> bool| g.bars.iter().filter(|b| holds(b.change)).count().to_string();
        let (down, up) = (count(&|c| c <= -30.0), count(&|c| c >= 20.0));
        let n = g.bars.len().to_string();
        fill(book.said(ALT_ARM), &[("arm", g.label), ("n", &n), ("down", &down), ("up", &up)])
    };
    let arms = groups.iter().map(arm).collect::<Vec<_>>().join("; ");
    let mut note = fill(book.said(NOTE), &[("without", &without)]);
    if groups.iter().flat_map(|g| &g.bars).any(|b| b.change > LIMIT) {
        let limit = LIMIT.to_string();
        note.push_str(&format!(" {}", fill(words.clipped, &[("limit", &limit)])));
    }
    note.push_str(&thinned(book, sharing(with, PLACES)));
    note.push_str(&response::letters(book, groups.iter().flat_map(|g| &g.bars).map(|b| &b.result)));
    Figure {
        caption: text(book.said(CAPTION)),
        about: about(book, figure),
        alt: clean(&fill(book.said(ALT), &[("n", &with.to_string()), ("arms", &arms)])),
        drawing: draw(words, words.change_axis, &groups, book.letters),
        notes: vec![(String::new(), text(&note))],
        shows: vec![],
    }
}

/// The groups stand beside each other.
fn draw(words: &Words, title: &str, groups: &[Group], letters: &dyn Letters) -> Drawing {
    let y = Axis::linear(-100.0, LIMIT, TOP + PLOT, TOP);
    let sharing = sharing(groups.iter().map(|g| g.bars.len()).sum(), PLACES);
    let places = |group: &Group| group.bars.len().div_ceil(sharing);
    let count: usize = groups.iter().map(places).sum();
    let gap = 16.0;
    let room = WIDTH - LEFT - gap * groups.len() as f64;
    let step = (room / count.max(1) as f64).min(14.0);
    let mut drawing = Drawing::new(TOP + PLOT + 8.0);
    drawing.text(Point(0.0, 5.0), Anchor::Start, title);
    for mark in [-100.0, -50.0, 0.0, 50.0, 100.0] {
        drawing.segment(Point(LEFT - 3.0, y.at(mark)), Point(LEFT, y.at(mark)), 0.6, Paint::Ink);
        drawing.text(Point(LEFT - 6.0, y.at(mark)), Anchor::End, &words.number(&tick_label(mark)));
    }
    drawing.segment(Point(LEFT, TOP), Point(LEFT, TOP + PLOT), 0.6, Paint::Ink);
    let mut left = LEFT + gap / 2.0;
    for group in groups {
        let width = step * places(group) as f64;
        drawing.styled(Point(left, TOP - 8.0), Anchor::Start, group.label, Paint::Ink, true);
        for (i, bar) in drawn(&group.bars, sharing).enumerate() {
            draw_bar(&mut drawing, bar, left + step * i as f64, step, &y);
        }
        drawing.segment(Point(left - 2.0, y.at(0.0)), Point(left + width + 2.0, y.at(0.0)), 0.6, Paint::Ink);
        left += width + gap;
    }
    for line in [-30.0, 20.0] {
        drawing.line(vec![Point(LEFT, y.at(line)), Point(WIDTH, y.at(line))], 0.6, Paint::Quiet, Dash::Dashed);
    }
    legend(&mut drawing, words, groups.iter().flat_map(|g| &g.bars).map(|b| &b.result), WIDTH, letters);
    drawing
}

fn draw_bar(drawing: &mut Drawing, bar: &Bar, left: f64, step: f64, y: &Axis) {
    let (from, to) = (left + step * 0.1, left + step * 0.9);
    // A bar of no height would not be seen.
    let end = match y.within(bar.change) {
        end if (end - y.at(0.0)).abs() < 0.8 => y.at(0.0) - 0.8,
        end => end,
    };
    let corners = [(from, y.at(0.0)), (to, y.at(0.0)), (to, end), (from, end)].map(|(x, y)| Point(x, y));
    response::area(drawing, corners.to_vec(), bar.result.paint());
    if bar.change > LIMIT {
        let middle = f64::midpoint(from, to);
        let tip = vec![Point(from, end - 1.0), Point(to, end - 1.0), Point(middle, end - 5.0)];
        drawing.area(tip, bar.result.paint());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Language, ResponseRole};
    use crate::report::figure::Shape;
    use crate::report::figure::letters::Even;
    use crate::report::figure::response::Rank;
    use crate::results::{Progression, ResponseInfo};

    /// The colour of a patient with combined responses on days 50, 183 and 300.
    fn colour(codes: [&str; 3], progression: Option<(i64, &str)>) -> Option<String> {
        let mut results = Results::default();
        for (code, role) in [("PR", ResponseRole::ObjectiveResponse), ("PD", ResponseRole::Progression)] {
            let (response, code) = ("x".to_string(), code.to_string());
            results.responses.push(ResponseInfo { response, code, roles: vec![role] });
        }
        let responses = [50, 183, 300].into_iter().zip(codes.map(String::from)).collect();
        let progression = progression.map(|(day, code)| Progression { day, code: code.into() });
        let patient = FigurePatient { patient: "P".into(), progression, responses, ..FigurePatient::default() };
        best_response(&results, "x", &patient).code
    }

    #[test]
    fn the_colour_ends_at_the_progression_of_the_bar() {
        assert_eq!(colour(["PR", "PD", "PR"], Some((183, "PD"))).as_deref(), Some("PR"));
        assert_eq!(colour(["PD", "PR", "PR"], Some((50, "PD"))).as_deref(), Some("PD"));
        // Confirmed on day 300 and dated from day 50: what was found between is after it.
        assert_eq!(colour(["open", "PR", "PD"], Some((50, "PD"))).as_deref(), Some("PD"));
        assert_eq!(colour(["PR", "open", "PD"], Some((183, "PD"))).as_deref(), Some("PR"));
        // No progression for the bar is none for the colour.
        assert_eq!(colour(["PD", "PR", "PR"], None).as_deref(), Some("PR"));
    }

    fn bar(change: f64) -> Bar {
        Bar { change, result: Drawn { rank: Rank::Other(0), code: Some("SD".into()), only_unassessed: false } }
    }

    #[test]
    fn of_more_bars_than_the_sheet_holds_each_place_has_one() {
        let bars = |n: usize| vec![Group { label: "A", bars: (0..n).map(|i| bar(50.0 - i as f64 / 1000.0)).collect() }];
        let areas = |n: usize| {
            let drawing = draw(Words::of(Language::English), "Change", &bars(n), &Even);
            // The last is that of the legend.
            drawing.shapes.iter().filter(|s| matches!(s, Shape::Area { .. })).count() - 1
        };
        assert_eq!(
            [areas(3), areas(PLACES), areas(PLACES + 1), areas(10 * PLACES)],
            [3, PLACES, PLACES.div_ceil(2) + 1, PLACES]
        );
    }

    #[test]
    fn bars_stand_on_the_line_of_no_change_and_are_cut_off_with_an_arrow() {
        let group = Group { label: "A", bars: vec![bar(250.0), bar(10.0), bar(-100.0)] };
        let drawing = draw(Words::of(Language::English), "Change", &[group], &Even);
        let y = Axis::linear(-100.0, LIMIT, TOP + PLOT, TOP);
        let areas: Vec<f64> = drawing
            .shapes
            .iter()
            .filter_map(|s| if let Shape::Area { points, .. } = s { Some(points[2].1) } else { None })
            .collect();
        // The last is that of the legend.
        assert_eq!(areas.len(), 5);
        assert_eq!((areas[0], areas[3]), (y.at(100.0), y.at(-100.0)));
        assert!(areas[1] < areas[0]);
    }
}
