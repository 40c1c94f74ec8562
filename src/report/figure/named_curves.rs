//! Names of groups beside their curves, where each has room there: a reader who finds the name at the curve looks up no colour.

use super::letters::Letters;
use super::room::Room;
use super::{Anchor, Drawing, Paint, Point, SIZE};

/// Between the middle of a name and the nearest part of its curve.
const BESIDE: f64 = 7.0;
/// Another curve is at least as far from the middle of a name.
const OTHERS: f64 = 13.0;
/// A curve that falls by more beside its name leaves it.
const STEEP: f64 = 12.0;
/// How many places along the curve are tried, from its end on.
const PLACES: usize = 24;
/// At how many points beside its name a curve is looked at.
const LOOKS: usize = 12;

/// A curve as it is drawn: corners from left to right.
pub struct Named<'a> {
    pub label: &'a str,
    pub corners: &'a [Point],
    /// Whose curve it is: curves of one group are no others to each other.
    pub group: usize,
}

/// Writes each name at its curve, or none of them: a figure is read by names or by a legend. The first curve of a group has
/// its name. Says whether they stand there.
pub fn write(drawing: &mut Drawing, curves: &[Named], letters: &dyn Letters) -> bool {
    let before = drawing.shapes.len();
    let mut room = Room::beside(drawing, letters);
    let mut groups: Vec<usize> = vec![];
    for curve in curves {
        if groups.contains(&curve.group) {
            continue;
        }
        groups.push(curve.group);
        let places = places(curve, curves, letters.width(curve.label) * SIZE);
        if !room.write(drawing, &places, curve.label, Paint::Ink) {
            drawing.shapes.truncate(before);
            return false;
        }
    }
    !groups.is_empty()
}

/// Above and below the curve, where it is nearly level and no curve of another group is as near.
fn places(own: &Named, curves: &[Named], width: f64) -> Vec<(Point, Anchor)> {
    let (Some(first), Some(last)) = (own.corners.first(), own.corners.last()) else { return vec![] };
    let (from, to) = (first.0 + width / 2.0, last.0 - width / 2.0);
    let mut found = vec![];
    for step in (0..=PLACES).rev() {
        if to < from {
            break;
        }
        let middle = from + (to - from) * step as f64 / PLACES as f64;
        let beside = heights(own.corners, middle, width);
        let highest = beside.iter().copied().fold(f64::INFINITY, f64::min);
        let lowest = beside.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if lowest - highest > STEEP {
            continue;
        }
        let is_others = |at: f64| {
            let others = curves.iter().filter(|other| other.group != own.group);
            others.flat_map(|other| heights(other.corners, middle, width)).any(|y| (y - at).abs() < OTHERS)
        };
        for at in [highest - BESIDE, lowest + BESIDE] {
            if !is_others(at) {
                found.push((Point(middle, at), Anchor::Middle));
            }
        }
    }
    found
}

/// Where a curve runs beside a text of this width; nothing where it is not drawn.
fn heights(corners: &[Point], middle: f64, width: f64) -> Vec<f64> {
    let at = |look: usize| {
        let x = middle - width / 2.0 + width * look as f64 / LOOKS as f64;
        let begun = corners.iter().take_while(|corner| corner.0 <= x).last()?;
        corners.last().filter(|end| x <= end.0).map(|_| begun.1)
    };
    (0..=LOOKS).filter_map(at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::figure::letters::Even;
    use crate::report::figure::{Dash, Shape};

    fn drawn(curves: &[(&str, &[Point])]) -> (bool, Vec<(Point, String)>) {
        let mut drawing = Drawing::new(200.0);
        for (group, (_, corners)) in curves.iter().enumerate() {
            drawing.line(corners.to_vec(), 1.3, Paint::Arm(group), Dash::Solid);
        }
        let named: Vec<Named> =
            curves.iter().enumerate().map(|(group, (label, corners))| Named { label, corners, group }).collect();
        let stand = write(&mut drawing, &named, &Even);
        let texts = drawing.shapes.iter().filter_map(|shape| match shape {
            Shape::Text { at, text, .. } => Some((*at, text.clone())),
            _ => None,
        });
        (stand, texts.collect())
    }

    const UPPER: &[Point] = &[Point(60.0, 20.0), Point(200.0, 20.0), Point(200.0, 40.0), Point(400.0, 40.0)];
    const LOWER: &[Point] = &[Point(60.0, 20.0), Point(100.0, 20.0), Point(100.0, 120.0), Point(400.0, 120.0)];
    const BETWEEN: &[Point] = &[Point(60.0, 26.0), Point(200.0, 26.0), Point(200.0, 46.0), Point(400.0, 46.0)];
    const LOWEST: &[Point] = &[Point(60.0, 32.0), Point(200.0, 32.0), Point(200.0, 52.0), Point(400.0, 52.0)];

    #[test]
    fn each_name_stands_at_its_curve() {
        let (stand, texts) = drawn(&[("Alpha", UPPER), ("Beta", LOWER)]);
        assert!(stand);
        let at = |name: &str| texts.iter().find(|(_, text)| text == name).expect("a name").0;
        assert!((at("Alpha").1 - 40.0).abs() < 8.0 && (at("Beta").1 - 120.0).abs() < 8.0, "{texts:?}");
    }

    /// Of curves that run side by side the highest has room above it and the lowest below; one between them has none.
    #[test]
    fn none_stands_where_one_has_no_room() {
        assert!(drawn(&[("Alpha", UPPER), ("Gamma", LOWEST)]).0);
        let (stand, texts) = drawn(&[("Alpha", UPPER), ("Beta", BETWEEN), ("Gamma", LOWEST)]);
        assert!(!stand && texts.is_empty(), "{texts:?}");
        assert!(!drawn(&[]).0);
        assert!(
            !drawn(&[(
                "A name that is longer than the whole curve is wide, by far and away, whatever its letters",
                &UPPER[..2]
            )])
            .0
        );
    }
}
