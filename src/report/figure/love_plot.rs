//! Love plot: standardised differences before and after matching, one line for each characteristic.

use super::axis::{Axis, tick_label, ticks};
use super::{Anchor, Dash, Drawing, Paint, Point, SIZE, Shape, WIDTH};
use crate::report::figure::letters::Letters;
use crate::words::Words;

pub const STANDS: super::Stands = super::Stands::WithItsResults;

const LEADING: f64 = 13.0;
const TOP: f64 = 22.0;

pub struct Difference<'a> {
    pub label: &'a str,
    pub before: Option<f64>,
    pub after: Option<f64>,
}

/// `heads`: what is before, what after; `aim`: the absolute difference to stay below.
pub fn draw(
    words: &Words,
    (rows, heads): (&[Difference], [&str; 2]),
    aim: Option<f64>,
    letters: &dyn Letters,
) -> Drawing {
    let label_width = rows.iter().map(|r| letters.width(r.label) * SIZE).fold(60.0, f64::max);
    let left = label_width.min(WIDTH * 0.45) + 12.0;
    let bottom = TOP + LEADING * rows.len() as f64 + 4.0;
    let values = || rows.iter().flat_map(|r| [r.before, r.after]).flatten().chain(aim).chain(aim.map(|a| -a));
    let marks = ticks(values().fold(0.0, f64::min), values().fold(0.0, f64::max), 5);
    let (from, to) = (marks.first().copied().unwrap_or(-1.0), marks.last().copied().unwrap_or(1.0));
    let x = Axis::linear(from, to, left, WIDTH - 12.0);
    let mut drawing = Drawing::new(bottom + 26.0);
    if let Some(aim) = aim {
        let corners = [(-aim, TOP - 4.0), (aim, TOP - 4.0), (aim, bottom), (-aim, bottom)];
        drawing.area(corners.map(|(v, y)| Point(x.at(v), y)).to_vec(), Paint::Ground);
        for side in [-aim, aim] {
            let line = vec![Point(x.at(side), TOP - 4.0), Point(x.at(side), bottom)];
            drawing.line(line, 0.5, Paint::Quiet, Dash::Dashed);
        }
    }
    drawing.segment(Point(x.at(0.0), TOP - 4.0), Point(x.at(0.0), bottom), 0.6, Paint::Ink);
    drawing.segment(Point(left, bottom), Point(WIDTH - 12.0, bottom), 0.6, Paint::Ink);
    for mark in marks {
        drawing.segment(Point(x.at(mark), bottom), Point(x.at(mark), bottom + 3.0), 0.6, Paint::Ink);
        drawing.text(Point(x.at(mark), bottom + 9.5), Anchor::Middle, &words.number(&tick_label(mark)));
    }
    let middle = f64::midpoint(left, WIDTH - 12.0);
    drawing.text(Point(middle, bottom + 20.5), Anchor::Middle, words.love_axis);
    for (i, row) in rows.iter().enumerate() {
        let y = TOP + LEADING * (i as f64 + 0.5);
        draw_row(&mut drawing, row, y, left, &x);
    }
    legend(&mut drawing, heads, left, letters);
    drawing
}

fn draw_row(drawing: &mut Drawing, row: &Difference, y: f64, left: f64, x: &Axis) {
    drawing.text(Point(left - 10.0, y), Anchor::End, row.label);
    if let (Some(before), Some(after)) = (row.before, row.after) {
        drawing.segment(Point(x.at(before), y), Point(x.at(after), y), 0.5, Paint::Faint);
    }
    if let Some(before) = row.before {
        drawing.shapes.push(Shape::Dot {
            at: Point(x.at(before), y),
            radius: 2.6,
            paint: Paint::Arm(1),
            filled: false,
        });
    }
    if let Some(after) = row.after {
        drawing.shapes.push(Shape::Dot { at: Point(x.at(after), y), radius: 2.6, paint: Paint::Arm(0), filled: true });
    }
}

fn legend(drawing: &mut Drawing, heads: [&str; 2], left: f64, letters: &dyn Letters) {
    let step = letters.width(heads[0]) * SIZE + 26.0;
    for (i, label) in heads.iter().enumerate() {
        let at = Point(left + 6.0 + step * i as f64, 6.0);
        let (paint, filled) = if i == 0 { (Paint::Arm(1), false) } else { (Paint::Arm(0), true) };
        drawing.shapes.push(Shape::Dot { at, radius: 2.6, paint, filled });
        drawing.text(Point(at.0 + 7.0, at.1), Anchor::Start, label);
    }
}
