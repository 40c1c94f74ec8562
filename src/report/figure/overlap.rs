//! Overlap of two groups on a scale from 0 to 1: a histogram of the first above a line, of the second below it, with a
//! part of each drawn darker.

use super::axis::{Axis, tick_label, ticks};
use super::{Anchor, Drawing, Paint, Point, WIDTH};
use crate::words::Words;

const LEFT: f64 = 40.0;
const TOP: f64 = 8.0;
const PLOT: f64 = 150.0;
pub const CLASSES: usize = 20;

/// A group: the values of all its members, and of those drawn darker.
pub struct Side<'a> {
    pub label: &'a str,
    pub all: Vec<f64>,
    pub part: Vec<f64>,
}

/// `title`: of the horizontal axis.
pub fn draw(words: &Words, title: &str, first: &Side, second: &Side) -> Drawing {
    let heights = [first, second].map(|side| counts(&side.all).into_iter().max().unwrap_or(0));
    // Both sides have the same scale, so that areas can be compared; the line lies where they leave it.
    let total = (heights[0] + heights[1]).max(1) as f64;
    let middle = TOP + PLOT * heights[0] as f64 / total;
    let unit = PLOT / total;
    let x = Axis::linear(0.0, 1.0, LEFT, WIDTH - 10.0);
    let mut drawing = Drawing::new(TOP + PLOT + 26.0);
    for (i, (side, up)) in [(first, -1.0), (second, 1.0)].into_iter().enumerate() {
        for (values, paint) in [(&side.all, Paint::Pale(i)), (&side.part, Paint::Arm(i))] {
            for (class, n) in counts(values).into_iter().enumerate().filter(|(_, n)| *n > 0) {
                let (left, right) = (x.at(class as f64 / CLASSES as f64), x.at((class + 1) as f64 / CLASSES as f64));
                let (near, far) = (middle, middle + up * unit * n as f64);
                let corners = [(left + 0.6, near), (right - 0.6, near), (right - 0.6, far), (left + 0.6, far)];
                drawing.area(corners.map(|(x, y)| Point(x, y)).to_vec(), paint);
            }
        }
        for mark in ticks(0.0, heights[i] as f64, 3).into_iter().filter(|m| *m <= heights[i] as f64) {
            let at = middle + up * unit * mark;
            drawing.segment(Point(LEFT - 3.0, at), Point(LEFT, at), 0.6, Paint::Ink);
            if mark > 0.0 || i == 0 {
                drawing.text(Point(LEFT - 6.0, at), Anchor::End, &words.number(&tick_label(mark)));
            }
        }
        let at = if i == 0 { TOP + 5.0 } else { TOP + PLOT - 5.0 };
        drawing.styled(Point(WIDTH - 12.0, at), Anchor::End, side.label, Paint::Ink, true);
    }
    drawing.segment(Point(LEFT, TOP), Point(LEFT, TOP + PLOT), 0.6, Paint::Ink);
    drawing.segment(Point(LEFT, middle), Point(WIDTH - 10.0, middle), 0.8, Paint::Ink);
    for mark in [0.0, 0.25, 0.5, 0.75, 1.0] {
        drawing.segment(Point(x.at(mark), TOP + PLOT), Point(x.at(mark), TOP + PLOT + 3.0), 0.6, Paint::Ink);
        let label = words.number(&tick_label(mark));
        drawing.text(Point(x.at(mark), TOP + PLOT + 9.5), Anchor::Middle, &label);
    }
    drawing.segment(Point(LEFT, TOP + PLOT), Point(WIDTH - 10.0, TOP + PLOT), 0.6, Paint::Ink);
    drawing.text(Point(f64::midpoint(LEFT, WIDTH - 10.0), TOP + PLOT + 20.0), Anchor::Middle, title);
    drawing
}

/// How many values lie in each class; the last holds 1.
fn counts(values: &[f64]) -> Vec<usize> {
    let mut counts = vec![0; CLASSES];
    for value in values.iter().filter(|v| v.is_finite()) {
        counts[((value * CLASSES as f64) as usize).min(CLASSES - 1)] += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Language;
    use crate::report::figure::Shape;

    #[test]
    fn every_value_is_in_one_class() {
        assert_eq!(counts(&[0.0, 0.049, 0.05, 0.999, 1.0, f64::NAN]).iter().sum::<usize>(), 5);
        assert_eq!(counts(&[0.0, 0.049, 0.05, 1.0])[..2], [2, 1]);
        assert_eq!(counts(&[1.0])[CLASSES - 1], 1);
    }

    #[test]
    fn the_first_stands_above_the_line_and_the_second_below() {
        let side = |label| Side { label, all: vec![0.2, 0.2, 0.8], part: vec![0.2] };
        let drawing = draw(Words::of(Language::English), "Score", &side("A"), &side("B"));
        let far = |paint: Paint| {
            drawing.shapes.iter().find_map(move |s| match s {
                Shape::Area { points, paint: p } if *p == paint => Some((points[0].1, points[2].1)),
                _ => None,
            })
        };
        let ((near, above), (_, below)) = (far(Paint::Pale(0)).expect("a bar"), far(Paint::Pale(1)).expect("a bar"));
        assert!(above < near && below > near);
    }
}
