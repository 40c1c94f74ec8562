//! Forest plot: estimates with their intervals, one line each, beside the numbers.

use super::axis::{Axis, ratio_ticks, tick_label, ticks};
use super::{Anchor, Drawing, Paint, Point, SIZE, Shape, WIDTH};
use crate::report::figure::letters::Letters;
use crate::words::Words;

pub const STANDS: super::Stands = super::Stands::WithItsResults;

const LEADING: f64 = 13.0;
const TOP: f64 = 6.0;

/// Between two lines of one label.
const CLOSE: f64 = 9.5;
/// What a page holds below its heading and the caption.
const PAGE: f64 = 560.0;

#[derive(Clone)]
pub struct Effect {
    /// A heading over the lines that follow; it has no estimate.
    pub heading: bool,
    pub label: String,
    pub estimate: f64,
    /// None where a limit is infinite or cannot be estimated: the line then reaches the edge.
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    /// As printed.
    pub text: String,
    /// The records drawn, by identifier.
    pub shows: Vec<String>,
    /// Of the heading above it.
    pub child: bool,
    /// Drawn larger.
    pub primary: bool,
}

/// What the effects are measured on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// No effect at 0.
    Difference,
    /// No effect at 1; logarithmic.
    Ratio,
}

/// Where the labels end and the numbers begin: for all pages alike.
struct Columns {
    left: f64,
    right: f64,
}

impl Columns {
    fn of(all: &[Effect], letters: &dyn Letters) -> Columns {
        let widest =
            |texts: &mut dyn Iterator<Item = &String>| texts.map(|t| letters.width(t) * SIZE).fold(40.0, f64::max);
        let left = widest(&mut all.iter().filter(|e| !e.heading).map(|e| &e.label)).min(WIDTH * 0.42) + 16.0;
        let right = WIDTH - widest(&mut all.iter().map(|e| &e.text)).min(WIDTH * 0.3) - 14.0;
        Columns { left, right }
    }

    /// The lines of a label: beside its interval, or over the whole width for a heading.
    fn label(&self, effect: &Effect, letters: &dyn Letters) -> Vec<String> {
        let width = if effect.heading { WIDTH } else { self.left - 8.0 - indent(effect) };
        letters.wrap(&effect.label, width / SIZE)
    }

    fn height(&self, effect: &Effect, letters: &dyn Letters) -> f64 {
        LEADING + CLOSE * self.label(effect, letters).len().saturating_sub(1) as f64
    }
}

fn indent(effect: &Effect) -> f64 {
    if effect.child { 8.0 } else { 0.0 }
}

/// The effects by page, the lines below a heading together with it where a page holds them; where it does not, the heading
/// stands over each part of them.
pub fn pages(effects: &[Effect], letters: &dyn Letters) -> Vec<Vec<Effect>> {
    let columns = Columns::of(effects, letters);
    let height = |of: &[Effect]| of.iter().map(|e| columns.height(e, letters)).sum::<f64>();
    let mut pages: Vec<Vec<Effect>> = vec![vec![]];
    for group in effects.chunk_by(|_, next| next.child) {
        let heading = group.first().filter(|e| e.heading);
        let whole = height(group) <= PAGE;
        for (at, effect) in group.iter().enumerate() {
            // A group that a page holds is placed as one; another is filled in line by line.
            let placed = if whole && at == 0 { group } else { std::slice::from_ref(effect) };
            let page = pages.last().map_or(0.0, |page| height(page));
            if page > 0.0 && page + height(placed) > PAGE {
                pages.push(heading.filter(|_| at > 0).cloned().into_iter().collect());
            }
            if let Some(page) = pages.last_mut() {
                page.push(effect.clone());
            }
        }
    }
    pages
}

/// `title`: of the axis. `sides`: what a value left and right of no effect favours. `all`: the effects of every page, which have
/// one axis.
pub fn draw(
    words: &Words,
    title: &str,
    sides: (&str, &str),
    (effects, all): (&[Effect], &[Effect]),
    scale: Scale,
    letters: &dyn Letters,
) -> Drawing {
    let columns = Columns::of(all, letters);
    let Columns { left, right } = columns;
    let heights: Vec<f64> = effects.iter().map(|e| columns.height(e, letters)).collect();
    let bottom = TOP + heights.iter().sum::<f64>() + 4.0;
    let shown = || all.iter().filter(|e| !e.heading);
    let values = || shown().flat_map(|e| [Some(e.estimate), e.lower, e.upper]).flatten();
    let none = if scale == Scale::Ratio { 1.0 } else { 0.0 };
    let (low, high) = (values().fold(none, f64::min), values().fold(none, f64::max));
    let marks = if scale == Scale::Ratio { ratio_ticks(low, high) } else { ticks(low, high, 5) };
    let (from, to) = (marks.first().copied().unwrap_or(low), marks.last().copied().unwrap_or(high));
    let x = match scale {
        Scale::Ratio => Axis::logarithmic(from, to, left, right),
        Scale::Difference => Axis::linear(from, to, left, right),
    };
    let mut drawing = Drawing::new(bottom + 48.0);
    drawing.segment(Point(x.at(none), TOP - 4.0), Point(x.at(none), bottom), 0.6, Paint::Ink);
    drawing.segment(Point(left, bottom), Point(right, bottom), 0.6, Paint::Ink);
    for mark in marks {
        drawing.segment(Point(x.at(mark), bottom), Point(x.at(mark), bottom + 3.0), 0.6, Paint::Ink);
        drawing.text(Point(x.at(mark), bottom + 9.5), Anchor::Middle, &words.number(&tick_label(mark)));
    }
    drawing.text(Point(f64::midpoint(left, right), bottom + 20.5), Anchor::Middle, title);
    for (i, (side, anchor)) in [(sides.0, Anchor::End), (sides.1, Anchor::Start)].into_iter().enumerate() {
        let said = if anchor == Anchor::End { format!("← {side}") } else { format!("{side} →") };
        let width = letters.width(&said) * SIZE;
        // Beside no effect, one below the other, and within the page.
        let at = match anchor {
            Anchor::End => (x.at(none) - 6.0).max(width),
            Anchor::Start | Anchor::Middle => (x.at(none) + 6.0).min(WIDTH - width).max(0.0),
        };
        drawing.styled(Point(at, bottom + 31.5 + CLOSE * i as f64), anchor, &said, Paint::Quiet, false);
    }
    let mut y = TOP;
    for (effect, height) in effects.iter().zip(heights) {
        draw_effect(&mut drawing, (effect, &columns.label(effect, letters)), y + height / 2.0, &x, (left, right));
        y += height;
    }
    drawing
}

fn draw_effect(
    drawing: &mut Drawing,
    (effect, label): (&Effect, &[String]),
    y: f64,
    x: &Axis,
    (left, right): (f64, f64),
) {
    let first = y - CLOSE * (label.len().saturating_sub(1)) as f64 / 2.0;
    for (i, line) in label.iter().enumerate() {
        let at = Point(indent(effect), first + CLOSE * i as f64);
        drawing.styled(at, Anchor::Start, line, Paint::Ink, effect.heading);
    }
    if effect.heading {
        return;
    }
    let low = effect.lower.map_or(left, |v| x.within(v));
    let high = effect.upper.map_or(right, |v| x.within(v));
    drawing.segment(Point(low, y), Point(high, y), 0.9, Paint::Arm(0));
    for (end, known) in [(low, effect.lower.is_some()), (high, effect.upper.is_some())] {
        if known {
            drawing.segment(Point(end, y - 2.0), Point(end, y + 2.0), 0.9, Paint::Arm(0));
        }
    }
    let side = if effect.primary { 6.5 } else { 4.5 };
    drawing.shapes.push(Shape::Square { at: Point(x.within(effect.estimate), y), side, paint: Paint::Arm(0) });
    drawing.text(Point(WIDTH, y), Anchor::End, &effect.text);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::figure::letters::Even;

    fn effect(label: &str, heading: bool, child: bool) -> Effect {
        let (label, text) = (label.to_string(), "1.0 (0.5 to 2.0)".to_string());
        let (lower, upper) = (Some(0.5), Some(2.0));
        Effect { heading, label, estimate: 1.0, lower, upper, text, shows: vec![], child, primary: false }
    }

    fn group(name: &str, lines: usize) -> Vec<Effect> {
        let children = (0..lines).map(|i| effect(&format!("{name} {i}"), false, true));
        std::iter::once(effect(name, true, false)).chain(children).collect()
    }

    fn labels(pages: &[Vec<Effect>]) -> Vec<Vec<&str>> {
        pages.iter().map(|page| page.iter().map(|e| e.label.as_str()).collect()).collect()
    }

    /// 560 points hold 43 lines of 13.
    #[test]
    fn a_group_stands_on_one_page_where_a_page_holds_it() {
        let effects = [group("a", 30), group("b", 20), vec![effect("alone", false, false)]].concat();
        let pages = pages(&effects, &Even);
        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [31, 22]);
        assert_eq!(labels(&pages)[1][0], "b");
        assert_eq!(labels(&pages).concat(), effects.iter().map(|e| e.label.as_str()).collect::<Vec<_>>());
    }

    #[test]
    fn the_heading_stands_over_each_part_of_a_group_that_no_page_holds() {
        let effects = group("a", 90);
        let pages = pages(&effects, &Even);
        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [43, 43, 7]);
        assert!(pages.iter().all(|page| page[0].label == "a" && page[0].heading));
    }

    /// Each line of a label is above the next, and none reaches the intervals.
    #[test]
    fn a_long_label_stands_on_several_lines() {
        let long = "progression free survival censored at a new line of treatment in the whole eligible cohort";
        let effects = [effect(long, false, false), effect("short", false, false)];
        let columns = Columns::of(&effects, &Even);
        let lines = columns.label(&effects[0], &Even);
        assert!(lines.len() > 1 && lines.iter().all(|l| Even.width(l) * SIZE <= columns.left - 8.0), "{lines:?}");
        assert!(columns.height(&effects[0], &Even) > columns.height(&effects[1], &Even));
    }
}
