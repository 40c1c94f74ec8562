//! Figures as display lists: lines, areas, dots and texts on a sheet of its own size, from the top left corner.
//!
//! Lengths are in parts of the sheet, [`WIDTH`] of which are its width whatever the page; anything that can draw a line can
//! draw it. What lies beside a text leaves room for it by the [`letters`] it will be set in.

mod axis;
pub mod butterfly;
pub mod letters;
mod named_curves;
pub mod overlap;
mod patients;
pub mod points;
pub mod response;
mod room;
pub mod side_by_side;

use super::clean::clean;
use super::document::Figure;
use super::select::Book;
use crate::catalogue::figure::each_figure;
use crate::results::{FigureData, FigureKind};
use serde::{Serialize, Serializer};

/// Where a figure stands.
pub enum Stands {
    /// In the pages of the results that it is drawn from: of the patients, the matching, the effects, an analysis.
    WithItsResults,
    /// Among the patients one by one.
    AmongPatients(fn(&Book, &FigureData) -> Figure),
}

macro_rules! figures {
    ($($module:ident $variant:ident = $word:literal takes $takes:ident: $about:literal,)+) => {
        $(pub mod $module;)+

        fn stands(kind: FigureKind) -> Stands {
            match kind {
                $(FigureKind::$variant => $module::STANDS,)+
            }
        }
    };
}
each_figure!(figures);

/// The figure of patients one by one that the plan asks for; none where it stands with the results that it is drawn from.
pub fn of_patients(book: &Book, data: &FigureData) -> Option<Figure> {
    match stands(data.kind) {
        Stands::AmongPatients(figure) => Some(figure(book, data)),
        Stands::WithItsResults => None,
    }
}

/// Width of the sheet.
pub const WIDTH: f64 = 468.0;
/// Size of the type.
pub const SIZE: f64 = 8.0;

#[derive(Debug, Default, Serialize)]
pub struct Drawing {
    pub width: f64,
    pub height: f64,
    pub shapes: Vec<Shape>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Shape {
    /// An open line through points.
    Line {
        points: Vec<Point>,
        stroke: f64,
        paint: Paint,
        dash: Dash,
    },
    /// Separate lines of one stroke.
    Segments {
        segments: Vec<(Point, Point)>,
        stroke: f64,
        paint: Paint,
    },
    /// A closed shape without outline.
    Area {
        points: Vec<Point>,
        paint: Paint,
    },
    /// A circle, filled or open.
    Dot {
        at: Point,
        radius: f64,
        paint: Paint,
        filled: bool,
    },
    /// A square, filled.
    Square {
        at: Point,
        side: f64,
        paint: Paint,
    },
    Text {
        at: Point,
        anchor: Anchor,
        text: String,
        size: f64,
        paint: Paint,
        strong: bool,
    },
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point(pub f64, pub f64);

impl Point {
    /// Nothing that is not a number may reach a picture.
    pub fn place(self) -> (f64, f64) {
        let finite = |x: f64| if x.is_finite() { round(x) } else { 0.0 };
        (finite(self.0), finite(self.1))
    }
}

impl Serialize for Point {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.place().serialize(serializer)
    }
}

/// A path of SVG from the first point through the others.
pub fn through(points: &[Point]) -> String {
    let step = |(i, point): (usize, &Point)| {
        let (x, y) = point.place();
        format!("{}{x} {y}", if i == 0 { "M" } else { "L" })
    };
    points.iter().enumerate().map(step).collect()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Dash {
    Solid,
    Dashed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    /// As SVG has it.
    pub fn word(self) -> &'static str {
        match self {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        }
    }
}

/// Colours by what they stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Paint {
    Ink,
    Quiet,
    Faint,
    Ground,
    /// The arm with this position.
    Arm(usize),
    /// Tumour responses; the unknown one is white.
    Complete,
    Partial,
    Stable,
    /// Without a target to measure: neither complete response nor progression.
    NonTarget,
    Progression,
    Unknown,
    /// Its colour, lighter, for what stands behind.
    Pale(usize),
    /// Its confidence band.
    Band(usize),
}

/// To a thousandth: keeps the file small and its digits the same everywhere.
pub fn round(x: f64) -> f64 {
    (x * 1000.0).round() / 1000.0
}

impl Drawing {
    pub fn new(height: f64) -> Drawing {
        Drawing { width: WIDTH, height: round(height), shapes: vec![] }
    }

    pub fn line(&mut self, points: Vec<Point>, stroke: f64, paint: Paint, dash: Dash) {
        if points.len() > 1 {
            self.shapes.push(Shape::Line { points, stroke, paint, dash });
        }
    }

    pub fn segment(&mut self, from: Point, to: Point, stroke: f64, paint: Paint) {
        self.line(vec![from, to], stroke, paint, Dash::Solid);
    }

    pub fn segments(&mut self, segments: Vec<(Point, Point)>, stroke: f64, paint: Paint) {
        if !segments.is_empty() {
            self.shapes.push(Shape::Segments { segments, stroke, paint });
        }
    }

    pub fn area(&mut self, points: Vec<Point>, paint: Paint) {
        if points.len() > 2 {
            self.shapes.push(Shape::Area { points, paint });
        }
    }

    pub fn text(&mut self, at: Point, anchor: Anchor, text: &str) {
        self.styled(at, anchor, text, Paint::Ink, false);
    }

    pub fn styled(&mut self, at: Point, anchor: Anchor, text: &str, paint: Paint, strong: bool) {
        self.shapes.push(Shape::Text { at, anchor, text: clean(text), size: SIZE, paint, strong });
    }
}
