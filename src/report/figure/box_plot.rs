//! Boxes from the first to the third quartile with the median, and whiskers to the least and the greatest value.

use super::side_by_side::{Place, Spot, draw as side_by_side};
use super::{Dash, Drawing, Paint, Point};
use crate::report::figure::letters::Letters;
use crate::words::Words;

pub const STANDS: super::Stands = super::Stands::WithItsResults;

/// From the least value to the greatest.
pub struct Five {
    pub least: f64,
    pub first: f64,
    pub median: f64,
    pub third: f64,
    pub greatest: f64,
}

pub fn draw(
    words: &Words,
    titles: (&str, &str),
    groups: &[&str],
    places: &[Place<Five>],
    letters: &dyn Letters,
) -> Drawing {
    let mark = |drawing: &mut Drawing, spot: &Spot, of: &Five| {
        let paint = Paint::Arm(spot.group);
        let half = (spot.width * 0.36).min(9.0);
        let at = |x: f64, value: f64| Point(spot.x + x, spot.y.at(value));
        let corners = vec![at(-half, of.first), at(half, of.first), at(half, of.third), at(-half, of.third)];
        drawing.area(corners.clone(), Paint::Band(spot.group));
        let outline = corners.iter().copied().chain(corners.first().copied()).collect();
        drawing.line(outline, 0.8, paint, Dash::Solid);
        drawing.segment(at(-half, of.median), at(half, of.median), 1.8, paint);
        for (from, to) in [(of.first, of.least), (of.third, of.greatest)] {
            drawing.segment(at(0.0, from), at(0.0, to), 0.8, paint);
            drawing.segment(at(-half / 2.0, to), at(half / 2.0, to), 0.8, paint);
        }
    };
    side_by_side(words, titles, groups, places, letters, (&mark, None))
}
