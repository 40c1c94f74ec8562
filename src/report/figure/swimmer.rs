//! Swimmer plot: a lane for each patient from time zero to the end of observation, with responses, administrations and
//! events on it.

use super::axis::{Axis, tick_label, ticks};
use super::patients::{about, by_arm, drawn, sharing, thinned};
use super::response::{self, Drawn, legend};
use super::{Anchor, Dash, Drawing, Paint, Point, SIZE, Shape, Stands, WIDTH};
use crate::catalogue::Names;
use crate::report::clean::clean;
use crate::report::document::{Figure, text};
use crate::report::figure::letters::Letters;
use crate::report::select::Book;
use crate::results::{FigureData, FigurePatient};
use crate::words::{Words, fill};

pub const STANDS: Stands = Stands::AmongPatients(figure);

const CAPTION: Names = Names::with_places("Course of each patient", "Parcours de chaque patient");
const NOTE: Names = Names::with_places(
    "One bar for each patient, from time zero to the end of observation, the longest first in each arm. Arrow: no event on the last day of observation. Small ticks under a bar: administrations.",
    "Une barre par patient, du temps zéro à la fin de l’observation, les plus longues d’abord dans chaque bras. Flèche\u{a0}: aucun événement le dernier jour d’observation. Petits traits sous une barre\u{a0}: administrations.",
);
const ALT: Names = Names::with_places(
    "Swimmer plot of {n} patients by arm, with responses, treatments and events over time. {arms}.",
    "Graphique en couloirs de {n} patients par bras, avec réponses, traitements et événements dans le temps. {arms}.",
);
const ALT_ARM: Names = Names::with_places(
    "{arm}: {n} patients, observed for {shortest} to {longest} days",
    "{arm}\u{a0}: {n} patients, observés de {shortest} à {longest} jours",
);

const LEFT: f64 = 8.0;
const TOP: f64 = 32.0;
/// Of a page, less captions and notes.
const HEIGHT: f64 = 560.0;
/// Lanes that can be told apart on that height.
const PLACES: usize = 700;

struct Lane {
    pub end: f64,
    /// Day and response.
    pub responses: Vec<(f64, Drawn)>,
    /// Day and kind of administration.
    pub given: Vec<(f64, usize)>,
    /// Day and kind of event.
    pub marks: Vec<(f64, usize)>,
    /// Not known to have died.
    pub alive: bool,
}

struct Group<'a> {
    pub label: &'a str,
    pub lanes: Vec<Lane>,
}

/// The position of a name in a list, to which it is added where it is new.
fn kind(names: &mut Vec<String>, name: &str) -> usize {
    names.iter().position(|n| n == name).unwrap_or_else(|| {
        names.push(name.to_string());
        names.len() - 1
    })
}

pub fn figure(book: &Book, figure: &FigureData) -> Figure {
    let words = book.words;
    let response = figure.response.as_deref().unwrap_or("");
    let response_of = |code: &str| Drawn::of(book.results, response, Some(code));
    let (mut given, mut marks) = (Vec::new(), Vec::new());
    let mut lane = |p: &&FigurePatient| {
        let end = p.end.unwrap_or(0).max(p.marks.iter().map(|(_, _, day)| *day).max().unwrap_or(0));
        Lane {
            end: end as f64,
            responses: p
                .points
                .iter()
                .filter_map(|q| Some((q.day as f64, response_of(q.result.as_deref()?))))
                .collect(),
            given: p
                .given
                .iter()
                .flat_map(|(name, days)| {
                    let kind = kind(&mut given, name);
                    days.iter().map(move |day| (*day as f64, kind))
                })
                .collect(),
            marks: p.marks.iter().map(|(_, label, day)| (*day as f64, kind(&mut marks, label))).collect(),
            alive: !p.marks.iter().any(|(_, _, day)| *day >= end),
        }
    };
    let mut groups: Vec<Group> = Vec::new();
    for (label, patients) in by_arm(book, figure) {
        let mut lanes: Vec<Lane> = patients.iter().map(&mut lane).collect();
        lanes.sort_by(|a, b| b.end.total_cmp(&a.end));
        groups.push(Group { label, lanes });
    }
    let arm = |g: &Group| {
        let ends = || g.lanes.iter().map(|l| l.end);
        let shortest = ends().fold(f64::INFINITY, f64::min).to_string();
        let longest = ends().fold(0.0, f64::max).to_string();
        let n = g.lanes.len().to_string();
        let fillings = [("arm", g.label), ("n", n.as_str()), ("shortest", &shortest), ("longest", &longest)];
        fill(book.said(ALT_ARM), &fillings)
    };
    let arms = groups.iter().map(arm).collect::<Vec<_>>().join("; ");
    let n: usize = groups.iter().map(|g| g.lanes.len()).sum();
    let responses = groups.iter().flat_map(|g| &g.lanes).flat_map(|l| &l.responses);
    let codes = response::letters(book, responses.map(|(_, result)| result));
    Figure {
        caption: text(book.said(CAPTION)),
        about: about(book, figure),
        alt: clean(&fill(book.said(ALT), &[("n", &n.to_string()), ("arms", &arms)])),
        drawing: draw(words, &groups, &given, &marks, book.letters),
        notes: vec![(String::new(), text(&format!("{}{}{codes}", book.said(NOTE), thinned(book, sharing(n, PLACES)))))],
        shows: vec![],
    }
}

/// `given` and `marks`: names of the kinds.
fn draw(words: &Words, groups: &[Group], given: &[String], marks: &[String], letters: &dyn Letters) -> Drawing {
    let sharing = sharing(groups.iter().map(|g| g.lanes.len()).sum(), PLACES);
    let count: usize = groups.iter().map(|g| g.lanes.len().div_ceil(sharing)).sum();
    let titles = 16.0 * groups.len() as f64;
    let step = ((HEIGHT - titles) / count.max(1) as f64).min(12.0);
    let lanes = || groups.iter().flat_map(|g| &g.lanes);
    let ends = ticks(0.0, lanes().map(|l| l.end).fold(1.0, f64::max), 9);
    let x = Axis::linear(0.0, ends.last().copied().unwrap_or(1.0), LEFT, WIDTH - 10.0);
    let bottom = TOP + titles + step * count as f64;
    let mut drawing = Drawing::new(bottom + 28.0);
    for mark in &ends {
        drawing.segment(Point(x.at(*mark), TOP), Point(x.at(*mark), bottom), 0.4, Paint::Faint);
        drawing.text(Point(x.at(*mark), bottom + 9.0), Anchor::Middle, &words.number(&tick_label(*mark)));
    }
    drawing.text(Point(f64::midpoint(LEFT, WIDTH), bottom + 20.0), Anchor::Middle, words.days);
    let mut ticks: Vec<Vec<(Point, Point)>> = vec![vec![]; GIVEN.len()];
    let mut y = TOP;
    for (arm, group) in groups.iter().enumerate() {
        drawing.styled(Point(LEFT, y + 8.0), Anchor::Start, group.label, Paint::Ink, true);
        y += 16.0;
        for lane in drawn(&group.lanes, sharing) {
            draw_lane(&mut drawing, lane, arm, y + step / 2.0, step, &x);
            for (day, kind) in &lane.given {
                let at = x.within(*day);
                let below = y + step * 0.5;
                ticks[kind % GIVEN.len()].push((Point(at, below + step * 0.06), Point(at, below + step * 0.28)));
            }
            y += step;
        }
    }
    for (segments, paint) in ticks.into_iter().zip(GIVEN) {
        drawing.segments(segments, 0.7, *paint);
    }
    legend(&mut drawing, words, lanes().flat_map(|l| &l.responses).map(|(_, result)| result), WIDTH, letters);
    kinds(&mut drawing, given, marks, letters);
    drawing
}

fn draw_lane(drawing: &mut Drawing, lane: &Lane, arm: usize, y: f64, step: f64, x: &Axis) {
    let half = step * 0.28;
    let corners = [(0.0, y - half), (lane.end, y - half), (lane.end, y + half), (0.0, y + half)];
    drawing.area(corners.map(|(day, y)| Point(x.within(day), y)).to_vec(), Paint::Pale(arm));
    let radius = (step * 0.24).min(2.4);
    for (day, result) in &lane.responses {
        let at = Point(x.within(*day), y);
        let paint = result.paint();
        let ring = Shape::Dot { at, radius, paint: Paint::Ink, filled: false };
        drawing.shapes.push(if paint == Paint::Unknown {
            ring
        } else {
            Shape::Dot { at, radius, paint, filled: true }
        });
    }
    for (day, kind) in &lane.marks {
        mark(drawing, Point(x.within(*day), y), *kind, (step * 0.34).min(3.2));
    }
    if lane.alive {
        let end = x.within(lane.end);
        drawing.area(vec![Point(end, y - half), Point(end + 4.0, y), Point(end, y + half)], Paint::Arm(arm));
    }
}

/// Of the kinds of administrations, in turn.
const GIVEN: &[Paint] = &[Paint::Quiet, Paint::Arm(2), Paint::Ink];

/// A cross, a triangle, a square on its corner, then an upright line.
fn mark(drawing: &mut Drawing, at: Point, kind: usize, r: f64) {
    let Point(x, y) = at;
    match kind {
        0 => {
            drawing.segment(Point(x - r, y - r), Point(x + r, y + r), 1.0, Paint::Ink);
            drawing.segment(Point(x - r, y + r), Point(x + r, y - r), 1.0, Paint::Ink);
        }
        1 => drawing.area(vec![Point(x, y - r), Point(x + r, y + r), Point(x - r, y + r)], Paint::Ink),
        2 => {
            let corners = [(x, y - r), (x + r, y), (x, y + r), (x - r, y), (x, y - r)].map(|(x, y)| Point(x, y));
            drawing.line(corners.to_vec(), 0.9, Paint::Ink, Dash::Solid);
        }
        _ => drawing.segment(Point(x, y - r), Point(x, y + r), 1.4, Paint::Ink),
    }
}

/// The second line of the legend: administrations and events.
fn kinds(drawing: &mut Drawing, given: &[String], marks: &[String], letters: &dyn Letters) {
    let mut at = LEFT;
    let all = given.iter().enumerate().map(|k| (k, true)).chain(marks.iter().enumerate().map(|k| (k, false)));
    for ((kind, name), administration) in all {
        if administration {
            drawing.segment(Point(at + 2.0, 15.0), Point(at + 2.0, 21.0), 0.9, GIVEN[kind % GIVEN.len()]);
        } else {
            mark(drawing, Point(at + 2.0, 18.0), kind, 3.0);
        }
        drawing.text(Point(at + 8.0, 18.0), Anchor::Start, name);
        at += letters.width(name) * SIZE + 20.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Language;
    use crate::report::figure::letters::Even;
    use crate::report::figure::response::Rank;

    #[test]
    fn lanes_stand_below_each_other_and_only_the_living_have_an_arrow() {
        let lane = |end, alive| Lane {
            end,
            alive,
            responses: vec![(80.0, Drawn { rank: Rank::Objective, code: Some("PR".into()), only_unassessed: false })],
            given: vec![(0.0, 0)],
            marks: vec![(end, 0)],
        };
        let group = Group { label: "A", lanes: vec![lane(300.0, true), lane(100.0, false)] };
        let drawing = draw(Words::of(Language::English), &[group], &["Drug".into()], &["Death".into()], &Even);
        let arrows = drawing.shapes.iter().filter(|s| matches!(s, Shape::Area { points, .. } if points.len() == 3));
        assert_eq!(arrows.count(), 1);
        let dots: Vec<f64> = drawing
            .shapes
            .iter()
            .filter_map(|s| if let Shape::Dot { at, .. } = s { Some(at.1) } else { None })
            .collect();
        assert!(dots[0] < dots[1]);
    }
}
