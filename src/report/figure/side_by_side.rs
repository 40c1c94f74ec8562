//! Groups side by side at each of several places, as the visits of a trial: the frame that means and box plots share.

use super::axis::{Axis, tick_label, ticks};
use super::{Anchor, Drawing, Paint, Point, SIZE, Shape, WIDTH};
use crate::report::figure::letters::Letters;
use crate::words::Words;

const TOP: f64 = 22.0;
const PLOT: f64 = 170.0;
const LEADING: f64 = 10.0;

/// What stands at one place of the horizontal axis.
pub struct Place<M> {
    pub label: String,
    /// By group; none where it has no number.
    pub marks: Vec<Option<Mark<M>>>,
}

pub struct Mark<M> {
    pub of: M,
    /// What the vertical axis must hold.
    pub range: (f64, f64),
    /// How many patients, as printed.
    pub patients: Option<String>,
    /// In words.
    pub text: String,
    /// The records drawn, by identifier.
    pub shows: Vec<String>,
}

/// Where a mark stands.
pub struct Spot<'a> {
    pub x: f64,
    pub y: &'a Axis,
    pub group: usize,
    /// What a mark may be wide.
    pub width: f64,
}

/// Draws a mark in its place.
type DrawsMark<'d, M> = &'d dyn Fn(&mut Drawing, &Spot, &M);
/// Where a line from place to place goes through a mark; none where none is drawn.
type Joined<'d, M> = Option<&'d dyn Fn(&M) -> f64>;

/// `title`: of the vertical axis; `counted`: what the counts below the places are of. `draw` draws a mark; `joined` says where a
/// line from place to place goes through it.
pub fn draw<M>(
    words: &Words,
    (title, counted): (&str, &str),
    groups: &[&str],
    places: &[Place<M>],
    letters: &dyn Letters,
    (mark, joined): (DrawsMark<'_, M>, Joined<'_, M>),
) -> Drawing {
    let ranges = || places.iter().flat_map(|p| &p.marks).flatten().map(|m| m.range);
    let (low, high) =
        (ranges().map(|r| r.0).fold(f64::INFINITY, f64::min), ranges().map(|r| r.1).fold(f64::NEG_INFINITY, f64::max));
    let marks = if low <= high { ticks(low, high, 5) } else { ticks(0.0, 1.0, 5) };
    let (from, to) = (marks.first().copied().unwrap_or(0.0), marks.last().copied().unwrap_or(1.0));
    let y = Axis::linear(from, to, TOP + PLOT, TOP);
    let named = groups.iter().map(|g| letters.width(g) * SIZE).fold(0.0, f64::max);
    let ticked = marks.iter().map(|m| letters.width(&words.number(&tick_label(*m))) * SIZE).fold(0.0, f64::max);
    let left = (ticked + 12.0).max(named.min(WIDTH * 0.25) + 12.0);
    let step = (WIDTH - left) / places.len().max(1) as f64;
    let labels: Vec<Vec<String>> = places.iter().map(|p| letters.wrap(&p.label, (step - 6.0) / SIZE)).collect();
    let lines = labels.iter().map(Vec::len).max().unwrap_or(1);
    let has_counts = places.iter().flat_map(|p| &p.marks).flatten().any(|m| m.patients.is_some());
    let counts = if has_counts { LEADING * (groups.len() as f64 + 1.0) + 6.0 } else { 0.0 };
    let below = TOP + PLOT + 8.0 + LEADING * lines as f64;
    let mut drawing = Drawing::new(below + counts);
    for tick in &marks {
        let paint = if *tick == 0.0 { Paint::Quiet } else { Paint::Faint };
        drawing.segment(Point(left, y.at(*tick)), Point(WIDTH, y.at(*tick)), 0.5, paint);
        drawing.text(Point(left - 6.0, y.at(*tick)), Anchor::End, &words.number(&tick_label(*tick)));
    }
    drawing.segment(Point(left, TOP), Point(left, TOP + PLOT), 0.6, Paint::Ink);
    drawing.segment(Point(left, TOP + PLOT), Point(WIDTH, TOP + PLOT), 0.6, Paint::Ink);
    drawing.text(Point(0.0, 5.0), Anchor::Start, title);
    legend(&mut drawing, groups, letters);
    let width = (step * 0.7 / groups.len().max(1) as f64).min(26.0);
    let x = |place: usize, group: usize| {
        left + step * (place as f64 + 0.5) + width * (group as f64 - (groups.len() as f64 - 1.0) / 2.0)
    };
    if let Some(through) = joined {
        for group in 0..groups.len() {
            let point = |(i, place): (usize, &Place<M>)| {
                let mark = place.marks.get(group)?.as_ref()?;
                Some(Point(x(i, group), y.at(through(&mark.of))))
            };
            // A line goes from a place to the next, and over none.
            let points: Vec<Option<Point>> = places.iter().enumerate().map(point).collect();
            for part in points.split(Option::is_none) {
                drawing.line(part.iter().copied().flatten().collect(), 0.9, Paint::Arm(group), super::Dash::Solid);
            }
        }
    }
    for (i, place) in places.iter().enumerate() {
        for (group, of) in place.marks.iter().enumerate().filter_map(|(g, m)| Some((g, m.as_ref()?))) {
            mark(&mut drawing, &Spot { x: x(i, group), y: &y, group, width }, &of.of);
        }
        for (line, text) in labels[i].iter().enumerate() {
            let at = Point(left + step * (i as f64 + 0.5), TOP + PLOT + 9.0 + LEADING * line as f64);
            drawing.text(at, Anchor::Middle, text);
        }
    }
    if has_counts {
        let first = below + 6.0;
        drawing.styled(Point(0.0, first), Anchor::Start, counted, Paint::Ink, true);
        for (group, name) in groups.iter().enumerate() {
            let line = first + LEADING * (group as f64 + 1.0);
            drawing.styled(Point(0.0, line), Anchor::Start, name, Paint::Arm(group), false);
            for (i, place) in places.iter().enumerate() {
                let n = place.marks.get(group).and_then(|m| m.as_ref()?.patients.as_deref()).unwrap_or("–");
                drawing.styled(
                    Point(left + step * (i as f64 + 0.5), line),
                    Anchor::Middle,
                    n,
                    Paint::Arm(group),
                    false,
                );
            }
        }
    }
    drawing
}

/// The names of the groups beside their symbols, at the right end of the line above the plot.
pub fn legend(drawing: &mut Drawing, groups: &[&str], letters: &dyn Letters) {
    let mut right = WIDTH;
    for (group, label) in groups.iter().enumerate().rev() {
        right -= letters.width(label) * SIZE;
        drawing.text(Point(right, 5.0), Anchor::Start, label);
        symbol(drawing, Point(right - 7.0, 5.0), group);
        right -= 24.0;
    }
}

/// The groups differ in shape too: a square for the second.
pub fn symbol(drawing: &mut Drawing, at: Point, group: usize) {
    let paint = Paint::Arm(group);
    drawing.shapes.push(match group {
        1 => Shape::Square { at, side: 5.0, paint },
        _ => Shape::Dot { at, radius: 2.7, paint, filled: group != 2 },
    });
}
