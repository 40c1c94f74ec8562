//! Proportions with their intervals, by arm, at each of several timepoints.

use super::axis::{Axis, tick_label};
use super::room::Room;
use super::side_by_side::{legend, symbol};
use super::{Anchor, Drawing, Paint, Point, SIZE, WIDTH};
use crate::report::figure::letters::Letters;
use crate::words::Words;

const LEFT: f64 = 40.0;
const TOP: f64 = 18.0;
const PLOT: f64 = 130.0;
const LEADING: f64 = 10.0;

/// What stands at one place of the horizontal axis.
pub struct Category {
    pub label: String,
    pub dots: Vec<Dot>,
}

/// In percent.
pub struct Dot {
    pub arm: usize,
    pub estimate: f64,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    /// As printed, with its interval and alone.
    pub text: String,
    pub estimate_text: String,
    /// The records drawn, by identifier.
    pub shows: Vec<String>,
}

pub fn draw(words: &Words, title: &str, arms: &[&str], categories: &[Category], letters: &dyn Letters) -> Drawing {
    let y = Axis::linear(0.0, 100.0, TOP + PLOT, TOP);
    let step = (WIDTH - LEFT) / categories.len().max(1) as f64;
    let labels: Vec<Vec<String>> = categories.iter().map(|c| letters.wrap(&c.label, (step - 6.0) / SIZE)).collect();
    let lines = labels.iter().map(Vec::len).max().unwrap_or(1);
    let mut drawing = Drawing::new(TOP + PLOT + 8.0 + LEADING * lines as f64);
    for share in [0.0, 25.0, 50.0, 75.0, 100.0] {
        let paint = if share == 0.0 { Paint::Ink } else { Paint::Faint };
        drawing.segment(Point(LEFT, y.at(share)), Point(WIDTH, y.at(share)), 0.5, paint);
        drawing.text(Point(LEFT - 6.0, y.at(share)), Anchor::End, &words.number(&tick_label(share)));
    }
    drawing.segment(Point(LEFT, y.at(100.0)), Point(LEFT, y.at(0.0)), 0.6, Paint::Ink);
    drawing.text(Point(0.0, 5.0), Anchor::Start, title);
    legend(&mut drawing, arms, letters);
    let mut written: Vec<(Point, &String)> = Vec::new();
    for (i, (category, label)) in categories.iter().zip(labels).enumerate() {
        let center = LEFT + step * (i as f64 + 0.5);
        let spread = (step / 4.0).min(22.0);
        for dot in &category.dots {
            let x = center + spread * (dot.arm as f64 - (arms.len() as f64 - 1.0) / 2.0);
            if let (Some(lower), Some(upper)) = (dot.lower, dot.upper) {
                drawing.segment(Point(x, y.at(lower)), Point(x, y.at(upper)), 1.0, Paint::Arm(dot.arm));
            }
            symbol(&mut drawing, Point(x, y.at(dot.estimate)), dot.arm);
            written.push((Point(x, y.at(dot.estimate)), &dot.estimate_text));
        }
        for (line, text) in label.iter().enumerate() {
            drawing.text(Point(center, TOP + PLOT + 9.0 + LEADING * line as f64), Anchor::Middle, text);
        }
    }
    let mut room = Room::beside(&drawing, letters);
    for (Point(x, y), text) in written {
        room.write(
            &mut drawing,
            &[(Point(x + 5.0, y), Anchor::Start), (Point(x - 5.0, y), Anchor::End)],
            text,
            Paint::Ink,
        );
    }
    drawing
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Language;
    use crate::report::figure::Shape;
    use crate::report::figure::letters::Even;

    /// Of two marks that stand close, at one height or not, no number lies over the mark or the interval of the other.
    #[test]
    fn a_number_is_printed_only_where_it_covers_nothing() {
        let dot = |arm, estimate: f64| Dot {
            arm,
            estimate,
            lower: Some(estimate - 20.0),
            upper: Some(estimate + 20.0),
            text: String::new(),
            estimate_text: format!("{estimate}.0"),
            shows: vec![],
        };
        let category = |label: &str| Category { label: label.into(), dots: vec![dot(0, 41.0), dot(1, 26.0)] };
        let printed = |labels: &[&str]| {
            let categories: Vec<Category> = labels.iter().map(|label| category(label)).collect();
            let drawing = draw(Words::of(Language::English), "Responders", &["A", "B"], &categories, &Even);
            let number = |s: &Shape| matches!(s, Shape::Text { text, .. } if text.ends_with(".0"));
            drawing.shapes.iter().filter(|s| number(s)).count()
        };
        assert_eq!(printed(&["a", "b"]), 4, "beside each mark, on its outer side");
        let many = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
        assert!(printed(&many) < 24);
    }

    #[test]
    fn a_higher_proportion_stands_higher_and_every_arm_has_a_mark() {
        let dot = |arm, estimate| Dot {
            arm,
            estimate,
            lower: Some(10.0),
            upper: Some(90.0),
            text: String::new(),
            estimate_text: String::new(),
            shows: vec![],
        };
        let category = || Category { label: "3 months".into(), dots: vec![dot(0, 60.0), dot(1, 30.0)] };
        let drawing = draw(Words::of(Language::English), "Responders", &["A", "B"], &[category(), category()], &Even);
        let dots = drawing.shapes.iter().filter_map(|s| if let Shape::Dot { at, .. } = s { Some(at.1) } else { None });
        let squares =
            drawing.shapes.iter().filter_map(|s| if let Shape::Square { at, .. } = s { Some(at.1) } else { None });
        let (dots, squares): (Vec<f64>, Vec<f64>) = (dots.collect(), squares.collect());
        assert_eq!((dots.len(), squares.len()), (3, 3));
        assert!(dots.last() < squares.last());
    }
}
