//! Where a drawing has room for a text: the one rule by which a number or a name stands in a figure, or in its table only.

use super::letters::Letters;
use super::{Anchor, Drawing, Paint, Point, SIZE, Shape, WIDTH};

/// What is left free around a text.
const AROUND: f64 = 0.8;
/// Height of the letters of a text, of which its place is the middle.
const HEIGHT: f64 = 0.72;

/// A place that a text might have.
pub type Place = (Point, Anchor);

/// What stands in a drawing and is not to be covered, as boxes.
pub struct Room<'l> {
    taken: Vec<Area>,
    letters: &'l dyn Letters,
}

#[derive(Clone, Copy, Debug)]
struct Area {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl<'l> Room<'l> {
    /// What is left by all that is drawn so far; lines of a grid, bands and grounds may lie behind a text.
    pub fn beside(drawing: &Drawing, letters: &'l dyn Letters) -> Room<'l> {
        let taken = drawing.shapes.iter().flat_map(|shape| areas(shape, letters)).collect();
        Room { taken, letters }
    }

    /// Writes a text at the first place where it covers nothing, and says whether there was one.
    pub fn write(&mut self, drawing: &mut Drawing, places: &[Place], text: &str, paint: Paint) -> bool {
        let width = self.letters.width(text) * SIZE;
        let of = |(at, anchor): &Place| (*at, *anchor, text_area(*at, *anchor, width));
        let free = places.iter().map(of).find(|(_, _, area)| self.is_free(area));
        if let Some((at, anchor, area)) = free {
            drawing.styled(at, anchor, text, paint, false);
            self.taken.push(area);
        }
        free.is_some()
    }

    fn is_free(&self, area: &Area) -> bool {
        area.left >= 0.0 && area.right <= WIDTH && self.taken.iter().all(|taken| !area.touches(taken))
    }
}

impl Area {
    fn touches(&self, other: &Area) -> bool {
        self.left - AROUND < other.right
            && other.left < self.right + AROUND
            && self.top - AROUND < other.bottom
            && other.top < self.bottom + AROUND
    }

    /// The box around points, with half a stroke.
    fn around(points: &[Point], half: f64) -> Area {
        let side = |of: fn(&Point) -> f64| points.iter().map(of);
        Area {
            left: side(|p| p.0).fold(f64::INFINITY, f64::min) - half,
            right: side(|p| p.0).fold(f64::NEG_INFINITY, f64::max) + half,
            top: side(|p| p.1).fold(f64::INFINITY, f64::min) - half,
            bottom: side(|p| p.1).fold(f64::NEG_INFINITY, f64::max) + half,
        }
    }
}

fn text_area(at: Point, anchor: Anchor, width: f64) -> Area {
    let left = match anchor {
        Anchor::Start => at.0,
        Anchor::Middle => at.0 - width / 2.0,
        Anchor::End => at.0 - width,
    };
    let half = SIZE * HEIGHT / 2.0;
    Area { left, right: left + width, top: at.1 - half, bottom: at.1 + half }
}

/// Of a line each of its parts, so that a curve takes no more than it covers.
fn areas(shape: &Shape, letters: &dyn Letters) -> Vec<Area> {
    match shape {
        Shape::Line { points, stroke, paint, .. } if covers(*paint) => {
            points.windows(2).map(|ends| Area::around(ends, stroke / 2.0)).collect()
        }
        Shape::Segments { segments, stroke, paint } if covers(*paint) => {
            segments.iter().map(|(from, to)| Area::around(&[*from, *to], stroke / 2.0)).collect()
        }
        Shape::Area { points, paint } if covers(*paint) => vec![Area::around(points, 0.0)],
        Shape::Line { .. } | Shape::Segments { .. } | Shape::Area { .. } => vec![],
        Shape::Dot { at, radius, .. } => vec![Area::around(&[*at], *radius)],
        Shape::Square { at, side, .. } => vec![Area::around(&[*at], side / 2.0)],
        Shape::Text { at, anchor, text, size, .. } => vec![text_area(*at, *anchor, letters.width(text) * size)],
    }
}

/// Whether what has this colour may not lie behind a text.
fn covers(paint: Paint) -> bool {
    match paint {
        Paint::Faint | Paint::Ground | Paint::Band(_) => false,
        Paint::Ink
        | Paint::Quiet
        | Paint::Arm(_)
        | Paint::Complete
        | Paint::Partial
        | Paint::Stable
        | Paint::NonTarget
        | Paint::Progression
        | Paint::Unknown
        | Paint::Pale(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::figure::letters::Even;

    fn write(drawing: &mut Drawing, places: &[Place]) -> bool {
        Room::beside(drawing, &Even).write(drawing, places, "56.3", Paint::Ink)
    }

    #[test]
    fn a_text_stands_at_the_first_place_where_it_covers_nothing() {
        let mut drawing = Drawing::new(100.0);
        drawing.segment(Point(110.0, 0.0), Point(110.0, 100.0), 1.0, Paint::Arm(1));
        drawing.segment(Point(0.0, 50.0), Point(WIDTH, 50.0), 0.4, Paint::Faint);
        let (right, left) = ((Point(100.0, 50.0), Anchor::Start), (Point(95.0, 50.0), Anchor::End));
        assert!(!write(&mut drawing, &[right]), "it would cover the line at 110");
        assert!(write(&mut drawing, &[right, left]), "the line of a grid is in no way");
        assert!(!write(&mut drawing, &[right, left]), "what was written is in the way of what comes after");
        assert!(!write(&mut drawing, &[(Point(5.0, 50.0), Anchor::End), (Point(WIDTH - 5.0, 50.0), Anchor::Start)]));
    }
}
