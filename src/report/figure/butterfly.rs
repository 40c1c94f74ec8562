//! Two groups back to back: for each line a bar to the left and one to the right, a darker part within.

use super::axis::{Axis, tick_label, ticks};
use super::{Anchor, Drawing, Paint, Point, SIZE, WIDTH};
use crate::report::figure::letters::Letters;
use crate::words::Words;

const LEADING: f64 = 12.5;
const TOP: f64 = 16.0;

pub struct Pair {
    pub label: String,
    /// In percent, of the first group and of the second: the whole, and the darker part.
    pub bars: [(f64, f64); 2],
    /// The share at any grade on each side, as the tables print it.
    pub texts: [String; 2],
}

pub fn draw(words: &Words, title: &str, sides: [&str; 2], pairs: &[Pair], letters: &dyn Letters) -> Drawing {
    let label = pairs.iter().map(|p| letters.width(&p.label) * SIZE).fold(60.0, f64::max).min(WIDTH * 0.4) + 12.0;
    let highest = pairs.iter().flat_map(|p| p.bars).map(|b| b.0).fold(0.0, f64::max);
    let marks = ticks(0.0, highest.max(1.0), 4);
    let end = marks.last().copied().unwrap_or(100.0);
    let (inner, outer) = ((WIDTH - label) / 2.0, 22.0);
    let axes = [Axis::linear(0.0, end, inner, outer), Axis::linear(0.0, end, WIDTH - inner, WIDTH - outer)];
    let bottom = TOP + LEADING * pairs.len() as f64 + 2.0;
    let mut drawing = Drawing::new(bottom + 24.0);
    for (side, (x, name)) in axes.iter().zip(sides).enumerate() {
        let (anchor, at) = if side == 0 { (Anchor::End, inner) } else { (Anchor::Start, WIDTH - inner) };
        drawing.styled(Point(at, 5.0), anchor, name, Paint::Ink, true);
        for mark in &marks {
            drawing.segment(Point(x.at(*mark), TOP), Point(x.at(*mark), bottom), 0.4, Paint::Faint);
            let label = words.number(&tick_label(*mark));
            drawing.text(Point(x.at(*mark), bottom + 7.5), Anchor::Middle, &label);
        }
        for (i, pair) in pairs.iter().enumerate() {
            let y = TOP + LEADING * (i as f64 + 0.5);
            let (whole, part) = pair.bars[side];
            bar(&mut drawing, x, y, whole, Paint::Pale(side));
            bar(&mut drawing, x, y, part, Paint::Arm(side));
            let (anchor, shift) = if side == 0 { (Anchor::End, -3.0) } else { (Anchor::Start, 3.0) };
            drawing.styled(Point(x.at(whole) + shift, y), anchor, &pair.texts[side], Paint::Quiet, false);
        }
        drawing.segment(Point(x.at(0.0), TOP), Point(x.at(0.0), bottom), 0.7, Paint::Ink);
    }
    for (i, pair) in pairs.iter().enumerate() {
        let y = TOP + LEADING * (i as f64 + 0.5);
        drawing.text(Point(WIDTH / 2.0, y), Anchor::Middle, &pair.label);
    }
    drawing.text(Point(WIDTH / 2.0, bottom + 18.0), Anchor::Middle, title);
    drawing
}

fn bar(drawing: &mut Drawing, x: &Axis, y: f64, value: f64, paint: Paint) {
    if value > 0.0 {
        let corners = [(0.0, y - 4.4), (value, y - 4.4), (value, y + 4.4), (0.0, y + 4.4)];
        drawing.area(corners.map(|(v, y)| Point(x.at(v), y)).to_vec(), paint);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Language;
    use crate::report::figure::Shape;
    use crate::report::figure::letters::Even;

    #[test]
    fn the_groups_stand_back_to_back_and_no_bar_is_drawn_for_nothing() {
        let pair = Pair { label: "Fatigue".into(), bars: [(40.0, 10.0), (20.0, 0.0)], texts: Default::default() };
        let drawing = draw(Words::of(Language::English), "Patients, %", ["A", "B"], &[pair], &Even);
        let areas = drawing.shapes.iter().filter_map(|s| match s {
            Shape::Area { points, .. } => Some((points[0].0, points[1].0)),
            _ => None,
        });
        let areas: Vec<(f64, f64)> = areas.collect();
        assert_eq!(areas.len(), 3);
        assert!(areas[0].1 < areas[0].0 && areas[2].1 > areas[2].0);
        assert!((areas[0].0 - areas[0].1) > 1.9 * (areas[2].1 - areas[2].0));
    }
}
