//! Forest plot: estimates with their intervals, one line each, beside the numbers.

use super::axis::{Axis, ratio_ticks, tick_label, ticks};
use super::{Anchor, Drawing, Paint, Point, SIZE, Shape, WIDTH};
use crate::report::figure::letters::Letters;
use crate::words::Words;

pub const STANDS: super::Stands = super::Stands::WithItsResults;

const LEADING: f64 = 13.0;
const TOP: f64 = 6.0;

pub struct Effect {
    /// A heading over the lines that follow; it has no estimate.
    pub heading: bool,
    pub label: String,
    pub estimate: f64,
    /// None where a limit is infinite or cannot be estimated: the line then reaches the edge.
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    /// As printed.
    pub text: String,
    /// The records drawn, by identifier.
    pub shows: Vec<String>,
    /// Of the heading above it.
    pub child: bool,
    /// Drawn larger.
    pub primary: bool,
}

/// What the effects are measured on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// No effect at 0.
    Difference,
    /// No effect at 1; logarithmic.
    Ratio,
}

/// `title`: of the axis. `sides`: what a value left and right of no effect favours.
pub fn draw(
    words: &Words,
    title: &str,
    sides: (&str, &str),
    effects: &[Effect],
    scale: Scale,
    letters: &dyn Letters,
) -> Drawing {
    let widest = |texts: &mut dyn Iterator<Item = &String>| texts.map(|t| letters.width(t) * SIZE).fold(40.0, f64::max);
    let left = widest(&mut effects.iter().map(|e| &e.label)).min(WIDTH * 0.42) + 16.0;
    let right = WIDTH - widest(&mut effects.iter().map(|e| &e.text)).min(WIDTH * 0.3) - 14.0;
    let bottom = TOP + LEADING * effects.len() as f64 + 4.0;
    let shown = || effects.iter().filter(|e| !e.heading);
    let values = || shown().flat_map(|e| [Some(e.estimate), e.lower, e.upper]).flatten();
    let none = if scale == Scale::Ratio { 1.0 } else { 0.0 };
    let (low, high) = (values().fold(none, f64::min), values().fold(none, f64::max));
    let marks = if scale == Scale::Ratio { ratio_ticks(low, high) } else { ticks(low, high, 5) };
    let (from, to) = (marks.first().copied().unwrap_or(low), marks.last().copied().unwrap_or(high));
    let x = match scale {
        Scale::Ratio => Axis::logarithmic(from, to, left, right),
        Scale::Difference => Axis::linear(from, to, left, right),
    };
    let mut drawing = Drawing::new(bottom + 38.0);
    drawing.segment(Point(x.at(none), TOP - 4.0), Point(x.at(none), bottom), 0.6, Paint::Ink);
    drawing.segment(Point(left, bottom), Point(right, bottom), 0.6, Paint::Ink);
    for mark in marks {
        drawing.segment(Point(x.at(mark), bottom), Point(x.at(mark), bottom + 3.0), 0.6, Paint::Ink);
        drawing.text(Point(x.at(mark), bottom + 9.5), Anchor::Middle, &words.number(&tick_label(mark)));
    }
    drawing.text(Point(f64::midpoint(left, right), bottom + 20.5), Anchor::Middle, title);
    drawing.styled(Point(x.at(none) - 6.0, bottom + 31.5), Anchor::End, &format!("← {}", sides.0), Paint::Quiet, false);
    drawing.styled(
        Point(x.at(none) + 6.0, bottom + 31.5),
        Anchor::Start,
        &format!("{} →", sides.1),
        Paint::Quiet,
        false,
    );
    for (i, effect) in effects.iter().enumerate() {
        draw_effect(&mut drawing, effect, TOP + LEADING * (i as f64 + 0.5), &x, left, right);
    }
    drawing
}

fn draw_effect(drawing: &mut Drawing, effect: &Effect, y: f64, x: &Axis, left: f64, right: f64) {
    let indent = if effect.child { 8.0 } else { 0.0 };
    drawing.styled(Point(indent, y), Anchor::Start, &effect.label, Paint::Ink, effect.heading);
    if effect.heading {
        return;
    }
    let low = effect.lower.map_or(left, |v| x.within(v));
    let high = effect.upper.map_or(right, |v| x.within(v));
    drawing.segment(Point(low, y), Point(high, y), 0.9, Paint::Arm(0));
    for (end, known) in [(low, effect.lower.is_some()), (high, effect.upper.is_some())] {
        if known {
            drawing.segment(Point(end, y - 2.0), Point(end, y + 2.0), 0.9, Paint::Arm(0));
        }
    }
    let side = if effect.primary { 6.5 } else { 4.5 };
    drawing.shapes.push(Shape::Square { at: Point(x.within(effect.estimate), y), side, paint: Paint::Arm(0) });
    drawing.text(Point(WIDTH, y), Anchor::End, &effect.text);
}
