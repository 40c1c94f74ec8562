//! A drawing as the shapes of an SVG picture. Its colours are classes, so that a style decides what they are by day and by
//! night.

use crate::report::figure::{Dash, Drawing, Paint, Point, Shape, round, through};
use serde::Serialize;

#[derive(Serialize)]
pub struct Picture {
    width: f64,
    height: f64,
    shapes: Vec<Mark>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Mark {
    /// Along a path, of this width.
    Stroke {
        path: String,
        width: f64,
        paint: String,
        dashed: bool,
    },
    Fill {
        path: String,
        paint: String,
    },
    Circle {
        x: f64,
        y: f64,
        radius: f64,
        paint: String,
        filled: bool,
    },
    Text {
        x: f64,
        y: f64,
        anchor: &'static str,
        text: String,
        size: f64,
        paint: String,
        strong: bool,
    },
}

pub fn picture(drawing: &Drawing) -> Picture {
    Picture { width: drawing.width, height: drawing.height, shapes: drawing.shapes.iter().map(mark).collect() }
}

fn mark(shape: &Shape) -> Mark {
    match shape {
        Shape::Line { points, stroke, paint, dash } => Mark::Stroke {
            path: through(points),
            width: *stroke,
            paint: class(*paint),
            dashed: match dash {
                Dash::Solid => false,
                Dash::Dashed => true,
            },
        },
        Shape::Segments { segments, stroke, paint } => {
            let path = segments.iter().map(|(from, to)| through(&[*from, *to])).collect();
            Mark::Stroke { path, width: *stroke, paint: class(*paint), dashed: false }
        }
        Shape::Area { points, paint } => Mark::Fill { path: format!("{}Z", through(points)), paint: class(*paint) },
        Shape::Dot { at, radius, paint, filled } => {
            let (x, y) = at.place();
            Mark::Circle { x, y, radius: round(*radius), paint: class(*paint), filled: *filled }
        }
        Shape::Square { at, side, paint } => {
            let (x, y) = Point(at.0 - side / 2.0, at.1 - side / 2.0).place();
            let side = round(*side);
            Mark::Fill { path: format!("M{x} {y}h{side}v{side}h-{side}Z"), paint: class(*paint) }
        }
        Shape::Text { at, anchor, text, size, paint, strong } => {
            let (x, y) = at.place();
            Mark::Text {
                x,
                y,
                anchor: anchor.word(),
                text: text.clone(),
                size: *size,
                paint: class(*paint),
                strong: *strong,
            }
        }
    }
}

/// Arms beyond have the colours of the first again.
const ARMS: usize = 5;

fn class(paint: Paint) -> String {
    let own = match paint {
        Paint::Ink => "ink",
        Paint::Quiet => "quiet",
        Paint::Faint => "faint",
        Paint::Ground => "ground",
        Paint::Complete => "complete",
        Paint::Partial => "partial",
        Paint::Stable => "stable",
        Paint::NonTarget => "nontarget",
        Paint::Progression => "progression",
        Paint::Unknown => "unknown",
        Paint::Arm(i) => return format!("arm{}", i % ARMS),
        Paint::Pale(i) => return format!("arm{} pale", i % ARMS),
        Paint::Band(i) => return format!("arm{} band", i % ARMS),
    };
    own.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_goes_through_its_points_and_knows_numbers_only() {
        assert_eq!(through(&[Point(0.0, 1.5), Point(2.0, f64::NAN)]), "M0 1.5L2 0");
    }
}
