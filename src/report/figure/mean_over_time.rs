//! Means with their intervals, group beside group, from place to place.

use super::side_by_side::{Place, Spot, draw as side_by_side, symbol};
use super::{Drawing, Paint, Point};
use crate::report::figure::letters::Letters;
use crate::words::Words;

pub const STANDS: super::Stands = super::Stands::WithItsResults;

/// The mean, and its interval where it has one.
pub struct Mean {
    pub mean: f64,
    pub limits: Option<(f64, f64)>,
}

pub fn draw(
    words: &Words,
    titles: (&str, &str),
    groups: &[&str],
    places: &[Place<Mean>],
    letters: &dyn Letters,
) -> Drawing {
    let mark = |drawing: &mut Drawing, spot: &Spot, of: &Mean| {
        let paint = Paint::Arm(spot.group);
        if let Some((lower, upper)) = of.limits {
            drawing.segment(Point(spot.x, spot.y.at(lower)), Point(spot.x, spot.y.at(upper)), 0.9, paint);
            for end in [lower, upper] {
                drawing.segment(Point(spot.x - 2.5, spot.y.at(end)), Point(spot.x + 2.5, spot.y.at(end)), 0.9, paint);
            }
        }
        symbol(drawing, Point(spot.x, spot.y.at(of.mean)), spot.group);
    };
    side_by_side(words, titles, groups, places, letters, (&mark, Some(&|of: &Mean| of.mean)))
}
