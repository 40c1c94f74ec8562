//! The back end for vector graphics: each figure of the report as SVG, of its width on the page, its texts as texts.

use super::document::Figure;
use super::figure::{Anchor, Dash, Drawing, Paint, Point, Shape, round, through};
use super::paint::colour;
use super::pieces::Piece;
use super::xml::{Element, element};
use super::{Export, Exported, Exporting, ReportError};

pub const SVG: Export = Export { name: "svg", write };

fn write(of: &Exporting) -> Result<Vec<Exported>, ReportError> {
    let file = |(piece, figure): (&Piece, &Figure)| {
        let title = of.title(piece);
        Exported::new(&format!("{}.svg", piece.name), picture(figure, &title, &of.flags(), &str::to_string).file())
    };
    Ok(of.figures().map(file).collect())
}

/// Room under a drawing for what must be said of it wherever it goes, and the size of its letters.
const UNDER: f64 = 11.0;
const SMALL: f64 = 6.0;
/// Points of a centimetre.
pub const CENTIMETRE: f64 = 72.0 / 2.54;
/// From the middle of capital letters to the line that they stand on, in em.
const TO_BASELINE: f64 = 0.323;
const FAMILY: &str = "'Libertinus Serif', 'Times New Roman', serif";

/// `flags` stand under it: that the data are simulated, that the report is a draft. `shown` makes a text fit for a font.
pub fn picture(figure: &Figure, title: &str, flags: &[&str], shown: &dyn Fn(&str) -> String) -> Element {
    let drawing = &figure.drawing;
    let under = if flags.is_empty() { 0.0 } else { UNDER };
    let (width, height) = (drawing.width, round(drawing.height + under));
    let flags = (!flags.is_empty()).then(|| {
        let at = Point(width, height - UNDER / 2.0);
        letters(at, Anchor::End, &shown(&flags.join(" · ")), SMALL, Paint::Quiet, false)
    });
    let ground = element("rect").with("width", width).with("height", height).with("fill", "#ffffff");
    element("svg")
        .with("xmlns", "http://www.w3.org/2000/svg")
        .with("width", format!("{}cm", round(width / CENTIMETRE)))
        .with("height", format!("{}cm", round(height / CENTIMETRE)))
        .with("viewBox", format!("0 0 {width} {height}"))
        .with("role", "img")
        .with("font-family", FAMILY)
        .child(element("title").text(title))
        .child(element("desc").text(&figure.alt))
        .child(ground)
        .children(marks(drawing, shown))
        .children(flags)
}

fn marks(drawing: &Drawing, shown: &dyn Fn(&str) -> String) -> Vec<Element> {
    drawing.shapes.iter().map(|shape| mark(shape, shown)).collect()
}

fn mark(shape: &Shape, shown: &dyn Fn(&str) -> String) -> Element {
    match shape {
        Shape::Line { points, stroke, paint, dash } => {
            let line = along(&through(points), *stroke, *paint).with("stroke-linejoin", "miter");
            match dash {
                Dash::Solid => line,
                Dash::Dashed => line.with("stroke-dasharray", "3 2"),
            }
        }
        Shape::Segments { segments, stroke, paint } => {
            let path: String = segments.iter().map(|(from, to)| through(&[*from, *to])).collect();
            along(&path, *stroke, *paint)
        }
        Shape::Area { points, paint } => {
            painted(element("path").with("d", format!("{}Z", through(points))), "fill", "fill-opacity", *paint)
        }
        Shape::Dot { at, radius, paint, filled } => {
            let (x, y) = at.place();
            let circle = element("circle").with("cx", x).with("cy", y).with("r", round(*radius));
            match filled {
                true => {
                    painted(circle, "fill", "fill-opacity", *paint).with("stroke", "#ffffff").with("stroke-width", 0.4)
                }
                false => {
                    painted(circle.with("fill", "#ffffff"), "stroke", "stroke-opacity", *paint).with("stroke-width", 1)
                }
            }
        }
        Shape::Square { at, side, paint } => {
            let (x, y) = Point(at.0 - side / 2.0, at.1 - side / 2.0).place();
            let square =
                element("rect").with("x", x).with("y", y).with("width", round(*side)).with("height", round(*side));
            painted(square, "fill", "fill-opacity", *paint)
        }
        Shape::Text { at, anchor, text, size, paint, strong } => {
            letters(*at, *anchor, &shown(text), *size, *paint, *strong)
        }
    }
}

fn letters(at: Point, anchor: Anchor, text: &str, size: f64, paint: Paint, strong: bool) -> Element {
    let (x, y) = Point(at.0, at.1 + size * TO_BASELINE).place();
    let letters = element("text").with("x", x).with("y", y).with("text-anchor", anchor.word()).with("font-size", size);
    let letters = if strong { letters.with("font-weight", 600) } else { letters };
    painted(letters, "fill", "fill-opacity", paint).text(text)
}

fn along(path: &str, stroke: f64, paint: Paint) -> Element {
    let path = element("path").with("d", path).with("fill", "none").with("stroke-width", stroke);
    painted(path, "stroke", "stroke-opacity", paint)
}

/// In a colour, which has two digits of opacity where it is not solid.
fn painted(shape: Element, attribute: &'static str, opacity: &'static str, paint: Paint) -> Element {
    let colour = colour(paint);
    let (solid, rest) = colour.split_at_checked(7).unwrap_or((&colour, ""));
    let shape = shape.with(attribute, solid);
    match u8::from_str_radix(rest, 16) {
        Ok(part) => shape.with(opacity, round(f64::from(part) / 255.0)),
        Err(_) => shape,
    }
}
