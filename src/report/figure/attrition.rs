//! Flow of patients, as asked for by STROBE: boxes from the data to the groups analysed, with what left on the way.

use super::{Anchor, Drawing, Paint, Point, SIZE, WIDTH};
use crate::report::figure::letters::Letters;

pub const STANDS: super::Stands = super::Stands::WithItsResults;

const LEADING: f64 = 10.5;
const PADDING: f64 = 6.0;
/// Between boxes, where the arrows are.
const GAP: f64 = 22.0;
const BOX: f64 = 190.0;

/// A step down the page: what remains, and what left before the next step.
pub struct Step {
    pub lines: Vec<String>,
    /// Empty where nobody left. The first line is a heading.
    pub left: Vec<String>,
}

/// A column after the split into arms.
pub struct Branch {
    pub steps: Vec<Step>,
}

/// Draws the steps in one column, then the branches side by side.
pub fn draw(trunk: &[Step], branches: &[Branch], letters: &dyn Letters) -> Drawing {
    let mut drawing = Drawing::new(0.0);
    let center = if branches.is_empty() || trunk.iter().any(|s| !s.left.is_empty()) { 0.31 } else { 0.5 } * WIDTH;
    let mut y = 1.0;
    for (i, step) in trunk.iter().enumerate() {
        let last = i + 1 == trunk.len();
        y = draw_step(&mut drawing, step, Column { center, width: BOX, side: WIDTH * 0.62 }, y, last, letters);
    }
    let count = branches.len() as f64;
    let width = (WIDTH / count.max(1.0) - 16.0).min(BOX);
    let mut bottom = y;
    if !branches.is_empty() {
        let fork = y + GAP / 2.0;
        let centers: Vec<f64> = (0..branches.len()).map(|i| WIDTH * (i as f64 + 0.5) / count).collect();
        drawing.segment(Point(center, y), Point(center, fork), 0.7, Paint::Ink);
        let ends = centers.iter().copied().chain([center]);
        let (first, last) = (ends.clone().fold(f64::MAX, f64::min), ends.fold(0.0, f64::max));
        drawing.segment(Point(first, fork), Point(last, fork), 0.7, Paint::Ink);
        for (branch, center) in branches.iter().zip(centers) {
            arrow(&mut drawing, Point(center, fork), Point(center, y + GAP));
            let mut down = y + GAP;
            for (i, step) in branch.steps.iter().enumerate() {
                let last = i + 1 == branch.steps.len();
                let column = Column { center, width, side: center + 14.0 };
                down = draw_branch_step(&mut drawing, step, column, down, last, letters);
            }
            bottom = bottom.max(down);
        }
    }
    drawing.height = super::round(bottom + 2.0);
    drawing
}

#[derive(Clone, Copy)]
struct Column {
    center: f64,
    width: f64,
    /// Where what left stands.
    side: f64,
}

/// A box with, before the next one, a box to its right for those who left. Returns where it ends.
fn draw_step(drawing: &mut Drawing, step: &Step, column: Column, top: f64, last: bool, letters: &dyn Letters) -> f64 {
    let bottom = boxed(drawing, &step.lines, column.center, column.width, top, letters);
    if last {
        return bottom;
    }
    if step.left.is_empty() {
        arrow(drawing, Point(column.center, bottom), Point(column.center, bottom + GAP));
        return bottom + GAP;
    }
    let lines = wrapped(&step.left, WIDTH - column.side - 2.0 * PADDING, letters);
    let height = LEADING * lines.len() as f64 + 2.0 * PADDING - 2.0;
    let side_top = bottom + GAP / 2.0;
    let middle = side_top + height / 2.0;
    frame(drawing, column.side, side_top, WIDTH - column.side - 1.0, height);
    for (i, line) in lines.iter().enumerate() {
        let at = Point(column.side + PADDING, side_top + PADDING + LEADING * (i as f64 + 0.5) - 1.0);
        drawing.styled(at, Anchor::Start, line, Paint::Ink, i == 0);
    }
    arrow(drawing, Point(column.center, middle), Point(column.side, middle));
    let next = side_top + height + GAP / 2.0;
    arrow(drawing, Point(column.center, bottom), Point(column.center, next));
    next
}

/// As [`draw_step`], with those who left written beside the arrow, without a box.
fn draw_branch_step(
    drawing: &mut Drawing,
    step: &Step,
    column: Column,
    top: f64,
    last: bool,
    letters: &dyn Letters,
) -> f64 {
    let bottom = boxed(drawing, &step.lines, column.center, column.width, top, letters);
    if last {
        return bottom;
    }
    let next = bottom + GAP + LEADING * step.left.len() as f64;
    for (i, line) in step.left.iter().enumerate() {
        let at = Point(column.side, bottom + GAP / 2.0 + LEADING * (i as f64 + 0.5));
        drawing.styled(at, Anchor::Start, line, Paint::Quiet, false);
    }
    arrow(drawing, Point(column.center, bottom), Point(column.center, next));
    next
}

fn boxed(drawing: &mut Drawing, lines: &[String], center: f64, width: f64, top: f64, letters: &dyn Letters) -> f64 {
    let lines = wrapped(lines, width - 2.0 * PADDING, letters);
    let height = LEADING * lines.len() as f64 + 2.0 * PADDING - 2.0;
    frame(drawing, center - width / 2.0, top, width, height);
    for (i, line) in lines.iter().enumerate() {
        let at = Point(center, top + PADDING + LEADING * (i as f64 + 0.5) - 1.0);
        drawing.styled(at, Anchor::Middle, line, Paint::Ink, i == 0);
    }
    top + height
}

fn wrapped(lines: &[String], width: f64, letters: &dyn Letters) -> Vec<String> {
    lines.iter().flat_map(|l| letters.wrap(l, width / SIZE)).collect()
}

fn frame(drawing: &mut Drawing, left: f64, top: f64, width: f64, height: f64) {
    let (right, bottom) = (left + width, top + height);
    let corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
    drawing.line(corners.map(|(x, y)| Point(x, y)).to_vec(), 0.7, Paint::Ink, super::Dash::Solid);
}

fn arrow(drawing: &mut Drawing, from: Point, to: Point) {
    drawing.segment(from, to, 0.7, Paint::Ink);
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.hypot(dy).max(1e-9);
    let (ux, uy) = (dx / length * 4.5, dy / length * 4.5);
    let base = Point(to.0 - ux, to.1 - uy);
    let side = |sign: f64| Point(base.0 - sign * uy * 0.45, base.1 + sign * ux * 0.45);
    drawing.area(vec![to, side(1.0), side(-1.0)], Paint::Ink);
}
