//! Spider plot: the change from baseline of each patient over time, one panel for each arm.

use super::axis::{Axis, tick_label, ticks};
use super::patients::{about, by_arm, drawn, sharing, thinned};
use super::{Anchor, Dash, Drawing, Paint, Point, Shape, Stands, WIDTH};
use crate::catalogue::Names;
use crate::report::clean::clean;
use crate::report::document::{Figure, text};
use crate::report::select::Book;
use crate::results::{FigureData, FigurePatient};
use crate::words::{Words, fill};

pub const STANDS: Stands = Stands::AmongPatients(figure);

const CAPTION: Names = Names::with_places("Sum of diameters over time", "Somme des diamètres dans le temps");
const NOTE: Names = Names::with_places(
    "One line for each patient: the change of the sum at each examination, from baseline. Broken lines: −30% and +20%. An examination whose sum is not whole has no point.",
    "Une ligne par patient\u{a0}: la variation de la somme à chaque examen depuis l’inclusion. Lignes brisées\u{a0}: −30\u{a0}% et +20\u{a0}%. Un examen dont la somme n’est pas complète n’a pas de point.",
);
const ALT: Names = Names::with_places(
    "Spider plot: the sum of diameters of {n} patients over time, by arm.",
    "Graphique en araignée\u{a0}: somme des diamètres de {n} patients dans le temps, par bras.",
);

const LEFT: f64 = 36.0;
const TOP: f64 = 30.0;
const PLOT: f64 = 200.0;
/// Changes beyond it are cut off there.
const LIMIT: f64 = 200.0;
/// Lines among which one can still be followed by the eye, and more.
const PLACES: usize = 1000;

struct Group<'a> {
    pub label: &'a str,
    /// Day and change in percent, of each patient in the order of days.
    pub lines: Vec<Vec<(f64, f64)>>,
}

pub fn figure(book: &Book, figure: &FigureData) -> Figure {
    let words = book.words;
    let line = |p: &&FigurePatient| {
        let points = p.points.iter().filter_map(|point| Some((point.day as f64, point.change?)));
        let points: Vec<(f64, f64)> = points.collect();
        (points.len() > 1).then_some(points)
    };
    let group = |(label, patients): (_, Vec<&FigurePatient>)| Group {
        label,
        lines: patients.iter().filter_map(line).collect(),
    };
    let groups: Vec<Group> = by_arm(book, figure).into_iter().map(group).collect();
    let n: usize = groups.iter().map(|g| g.lines.len()).sum();
    let mut note = book.said(NOTE).to_string();
    if groups.iter().flat_map(|g| &g.lines).flatten().any(|(_, change)| *change > LIMIT) {
        let limit = LIMIT.to_string();
        note.push_str(&format!(" {}", fill(words.clipped, &[("limit", &limit)])));
    }
    note.push_str(&thinned(book, sharing(n, PLACES)));
    Figure {
        caption: text(book.said(CAPTION)),
        about: about(book, figure),
        alt: clean(&fill(book.said(ALT), &[("n", &n.to_string())])),
        drawing: draw(words, words.change_axis, &groups),
        notes: vec![(String::new(), text(&note))],
        shows: vec![],
    }
}

fn draw(words: &Words, title: &str, groups: &[Group]) -> Drawing {
    let y = Axis::linear(-100.0, LIMIT, TOP + PLOT, TOP);
    let sharing = sharing(groups.iter().map(|g| g.lines.len()).sum(), PLACES);
    let days = || groups.iter().flat_map(|g| &g.lines).flatten().map(|(day, _)| *day);
    let marks = ticks(0.0, days().fold(1.0, f64::max), 4);
    let last = marks.last().copied().unwrap_or(1.0);
    let mut drawing = Drawing::new(TOP + PLOT + 26.0);
    drawing.text(Point(0.0, 5.0), Anchor::Start, title);
    let width = (WIDTH - LEFT) / groups.len().max(1) as f64;
    for (i, group) in groups.iter().enumerate() {
        let (left, right) = (LEFT + width * i as f64 + 6.0, LEFT + width * (i as f64 + 1.0) - 10.0);
        let x = Axis::linear(0.0, last, left, right);
        drawing.styled(Point(left, TOP - 9.0), Anchor::Start, group.label, Paint::Ink, true);
        for mark in &marks {
            let at = x.at(*mark);
            drawing.segment(Point(at, TOP + PLOT), Point(at, TOP + PLOT + 3.0), 0.6, Paint::Ink);
            drawing.text(Point(at, TOP + PLOT + 9.5), Anchor::Middle, &words.number(&tick_label(*mark)));
        }
        for mark in [-100.0, -50.0, 0.0, 50.0, 100.0, 150.0, 200.0] {
            let stroke = if mark == 0.0 { (0.6, Paint::Ink) } else { (0.4, Paint::Faint) };
            drawing.segment(Point(left, y.at(mark)), Point(right, y.at(mark)), stroke.0, stroke.1);
            if i == 0 {
                drawing.text(Point(left - 6.0, y.at(mark)), Anchor::End, &words.number(&tick_label(mark)));
            }
        }
        for line in in_view(&group.lines, sharing) {
            draw_line(&mut drawing, line, i, &x, &y);
        }
        for line in [-30.0, 20.0] {
            drawing.line(vec![Point(left, y.at(line)), Point(right, y.at(line))], 0.6, Paint::Quiet, Dash::Dashed);
        }
        drawing.segment(Point(left, TOP), Point(left, TOP + PLOT), 0.6, Paint::Ink);
        drawing.segment(Point(left, TOP + PLOT), Point(right, TOP + PLOT), 0.6, Paint::Ink);
        drawing.text(Point(f64::midpoint(left, right), TOP + PLOT + 20.0), Anchor::Middle, words.days);
    }
    drawing
}

type Line = Vec<(f64, f64)>;

/// All lines in key order; of very many some, of those next to each other by their last change.
fn in_view(lines: &[Line], sharing: usize) -> Vec<&Line> {
    let mut all: Vec<&Line> = lines.iter().collect();
    if sharing > 1 {
        let last = |line: &Line| line.last().map_or(0.0, |(_, change)| *change);
        all.sort_by(|a, b| last(a).total_cmp(&last(b)));
    }
    drawn(&all, sharing).copied().collect()
}

/// A baseline before time zero is drawn on day 0.
fn draw_line(drawing: &mut Drawing, line: &[(f64, f64)], arm: usize, x: &Axis, y: &Axis) {
    let points: Vec<Point> = line.iter().map(|(day, change)| Point(x.within(*day), y.within(*change))).collect();
    if let Some(end) = points.last() {
        drawing.shapes.push(Shape::Dot { at: *end, radius: 1.4, paint: Paint::Arm(arm), filled: true });
    }
    drawing.line(points, 0.7, Paint::Arm(arm), Dash::Solid);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Language;

    #[test]
    fn each_patient_has_a_line_within_the_panel_of_the_arm() {
        let line = vec![(-10.0, 0.0), (90.0, -40.0), (180.0, 900.0)];
        let groups = [Group { label: "A", lines: vec![line.clone()] }, Group { label: "B", lines: vec![line] }];
        let drawing = draw(Words::of(Language::English), "Change", &groups);
        let lines = drawing.shapes.iter().filter_map(|s| match s {
            Shape::Line { points, stroke, .. } if *stroke == 0.7 => Some(points.clone()),
            _ => None,
        });
        let lines: Vec<Vec<Point>> = lines.collect();
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0][2].1, TOP);
        assert!(lines[0][2].0 < lines[1][0].0);
    }
}
