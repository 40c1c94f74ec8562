//! Kaplan–Meier curves with confidence bands, marks for censored patients, medians, and the table of patients at risk,
//! censored and with an event under the axis (as asked for by the readers in Morris et al., BMJ Open 2019;9:e030215).

use super::axis::{Axis, tick_label, ticks};
use super::letters::Letters;
use super::named_curves::{self, Named};
use super::{Anchor, Dash, Drawing, Paint, Point, WIDTH};
use crate::catalogue::Names;
use crate::number::TimeUnit;
use crate::results::Curve;
use crate::words::Words;

pub const STANDS: super::Stands = super::Stands::WithItsResults;

const LEFT: f64 = 62.0;
const RIGHT: f64 = 14.0;
const TOP: f64 = 18.0;
const PLOT: f64 = 176.0;
/// From one line of the table to the next.
const LEADING: f64 = 9.4;

/// One arm of the figure.
pub struct Arm<'a> {
    pub label: &'a str,
    pub curve: &'a Curve,
    /// Of competing causes; drawn broken, without bands.
    pub beside: Vec<&'a Curve>,
    /// As estimated; none where it is not reached.
    pub median: Option<f64>,
}

/// What the axes show.
pub struct Labels<'a> {
    pub vertical: &'a str,
    pub horizontal: &'a str,
}

/// `times`: where the axis is marked, round numbers where empty; of curves in a unit of their own, steps that are usual in it.
/// `effect`: lines of
/// text to stand beside the curves, in the corner that they leave free.
pub fn draw(
    (words, letters): (&Words, &dyn Letters),
    labels: &Labels,
    arms: &[Arm],
    marked: &Marked,
    effect: &[String],
) -> Drawing {
    let marks = marks(arms, marked);
    let last = marks.last().copied().unwrap_or(1.0);
    let x = Axis::linear(0.0, last, LEFT, WIDTH - RIGHT);
    let y = Axis::linear(0.0, 1.0, TOP + PLOT, TOP);
    let table = TOP + PLOT + 34.0;
    let lines = rows(words, arms);
    let each = LEADING * (lines.len() + 1) as f64 + 2.0;
    let mut drawing = Drawing::new(table + arms.len() as f64 * each - 2.0);
    axes(&mut drawing, words, labels, &x, &y, &marks);
    for (i, arm) in arms.iter().enumerate() {
        band(&mut drawing, arm.curve, i, last, &x, &y);
    }
    for (i, arm) in arms.iter().enumerate() {
        median(&mut drawing, arm, i, &x, &y);
    }
    for (i, arm) in arms.iter().enumerate() {
        curve(&mut drawing, arm.curve, i, &x, &y);
        for other in &arm.beside {
            curve_beside(&mut drawing, other, i, &x, &y);
        }
    }
    name(&mut drawing, letters, arms, effect, &x, &y);
    for (i, arm) in arms.iter().enumerate() {
        numbers(&mut drawing, &lines, arm, i, table + i as f64 * each, &x, &marks);
    }
    drawing
}

/// The names of the arms at their curves where there is room, else in a legend, and the lines of the effect in the corner that is
/// free.
fn name(drawing: &mut Drawing, letters: &dyn Letters, arms: &[Arm], effect: &[String], x: &Axis, y: &Axis) {
    let write = |drawing: &mut Drawing, Point(from, top): Point| {
        for (i, line) in effect.iter().enumerate() {
            drawing.text(Point(from, top + LEADING * i as f64), Anchor::Start, line);
        }
    };
    let corners: Vec<(usize, Vec<Point>)> = arms
        .iter()
        .enumerate()
        .flat_map(|(i, arm)| std::iter::once(arm.curve).chain(arm.beside.iter().copied()).map(move |curve| (i, curve)))
        .map(|(i, curve)| (i, steps(&points_of(curve), x, y)))
        .collect();
    let rises = arms.iter().any(|a| a.curve.survival.first() == Some(&0.0));
    let free = |labels: &[&str]| free_corner((labels, effect), y.at(0.0), rises, &corners);
    let before = drawing.shapes.len();
    write(drawing, free(&[]));
    let named = corners.iter().map(|(i, corners)| Named { label: arms[*i].label, corners, group: *i });
    if named_curves::write(drawing, &named.collect::<Vec<_>>(), letters) {
        return;
    }
    drawing.shapes.truncate(before);
    let labels: Vec<&str> = arms.iter().map(|arm| arm.label).collect();
    let Point(from, corner) = free(&labels);
    for (i, label) in labels.iter().enumerate() {
        legend(drawing, label, i, Point(from, corner + LEADING * i as f64));
    }
    write(drawing, Point(from, corner + LEADING * arms.len() as f64));
}

/// Where the axis is marked.
pub enum Marked<'a> {
    /// At these times, as far as they go; at round numbers where there are none.
    At(&'a [f64]),
    /// In steps that are usual in this unit, in which the curves are.
    In(TimeUnit),
}

/// Of some six marks, the steps between two.
fn usual(unit: TimeUnit) -> &'static [f64] {
    match unit {
        TimeUnit::Days => &[7.0, 30.0, 60.0, 90.0, 180.0, 365.0, 730.0, 1825.0],
        TimeUnit::Weeks => &[1.0, 2.0, 4.0, 8.0, 12.0, 26.0, 52.0, 104.0, 260.0],
        TimeUnit::Months => &[1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 60.0, 120.0],
        TimeUnit::Years => &[0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0],
    }
}

fn in_steps(last: f64, unit: TimeUnit) -> Vec<f64> {
    let Some(step) = usual(unit).iter().find(|step| last <= **step * 8.0) else { return ticks(0.0, last, 6) };
    let steps = (last / step).ceil().max(1.0) as usize;
    (0..=steps).map(|i| i as f64 * step).collect()
}

fn marks(arms: &[Arm], marked: &Marked) -> Vec<f64> {
    let last = arms.iter().filter_map(|a| a.curve.time.last()).copied().fold(0.0, f64::max);
    let days = match marked {
        Marked::In(unit) => return in_steps(last, *unit),
        Marked::At(days) => days,
    };
    if days.iter().any(|d| *d >= last) {
        let mut marks = vec![0.0];
        marks.extend(days.iter().copied().filter(|d| *d > 0.0));
        return marks;
    }
    ticks(0.0, last, 6)
}

fn axes(drawing: &mut Drawing, words: &Words, labels: &Labels, x: &Axis, y: &Axis, marks: &[f64]) {
    for share in [0.25, 0.5, 0.75, 1.0] {
        drawing.segment(Point(LEFT, y.at(share)), Point(WIDTH - RIGHT, y.at(share)), 0.4, Paint::Faint);
    }
    drawing.segment(Point(LEFT, y.at(1.0)), Point(LEFT, y.at(0.0)), 0.6, Paint::Ink);
    drawing.segment(Point(LEFT, y.at(0.0)), Point(WIDTH - RIGHT, y.at(0.0)), 0.6, Paint::Ink);
    for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
        drawing.segment(Point(LEFT - 3.0, y.at(share)), Point(LEFT, y.at(share)), 0.6, Paint::Ink);
        drawing.text(Point(LEFT - 6.0, y.at(share)), Anchor::End, &words.number(&tick_label(share * 100.0)));
    }
    for mark in marks {
        drawing.segment(Point(x.at(*mark), y.at(0.0)), Point(x.at(*mark), y.at(0.0) + 3.0), 0.6, Paint::Ink);
        drawing.text(Point(x.at(*mark), y.at(0.0) + 10.0), Anchor::Middle, &words.number(&tick_label(*mark)));
    }
    drawing.styled(
        Point(LEFT - 22.0, TOP - 12.0),
        Anchor::Start,
        &format!("{}, %", labels.vertical),
        Paint::Ink,
        false,
    );
    drawing.text(Point(f64::midpoint(LEFT, WIDTH - RIGHT), y.at(0.0) + 21.0), Anchor::Middle, labels.horizontal);
}

/// Corners of a step function: the value holds from its time to the next.
fn steps(points: &[(f64, f64)], x: &Axis, y: &Axis) -> Vec<Point> {
    let mut line: Vec<Point> = Vec::new();
    let mut before: Option<f64> = None;
    for (i, (time, value)) in points.iter().enumerate() {
        if before == Some(*value) && i + 1 < points.len() {
            continue;
        }
        if let Some(before) = before.filter(|b| b != value) {
            line.push(Point(x.at(*time), y.at(before)));
        }
        line.push(Point(x.at(*time), y.at(*value)));
        before = Some(*value);
    }
    line
}

fn curve(drawing: &mut Drawing, curve: &Curve, arm: usize, x: &Axis, y: &Axis) {
    let points = points_of(curve);
    drawing.line(steps(&points, x, y), 1.3, Paint::Arm(arm), Dash::Solid);
    let censored = points.iter().zip(&curve.censored).filter(|(_, censored)| **censored > 0);
    let tick = |((time, survival), _): (&(f64, f64), _)| {
        let (left, top) = (x.at(*time), y.at(*survival));
        (Point(left, top - 3.0), Point(left, top + 3.0))
    };
    drawing.segments(censored.map(tick).collect(), 0.7, Paint::Arm(arm));
}

fn curve_beside(drawing: &mut Drawing, curve: &Curve, arm: usize, x: &Axis, y: &Axis) {
    drawing.line(steps(&points_of(curve), x, y), 1.0, Paint::Arm(arm), Dash::Dashed);
}

/// The band stands where both limits do, and reaches as far as the curve.
fn band(drawing: &mut Drawing, curve: &Curve, arm: usize, last: f64, x: &Axis, y: &Axis) {
    let end = curve.time.last().copied().unwrap_or(last);
    let limits = curve.lower.iter().zip(&curve.upper).map(|(l, u)| Some(((*l)?, (*u)?)));
    let rows: Vec<(f64, Option<(f64, f64)>)> = curve.time.iter().copied().zip(limits).collect();
    for run in rows.split(|(_, limits)| limits.is_none()) {
        let Some((last_time, _)) = run.last() else { continue };
        let next = rows.iter().map(|(time, _)| *time).find(|time| time > last_time).unwrap_or(end);
        let side = |pick: fn(&(f64, f64)) -> f64| {
            let mut side: Vec<(f64, f64)> = run.iter().filter_map(|(t, l)| Some((*t, pick(l.as_ref()?)))).collect();
            if let Some((_, value)) = side.last().copied() {
                side.push((next, value));
            }
            steps(&side, x, y)
        };
        let mut outline = side(|l| l.1);
        outline.extend(side(|l| l.0).into_iter().rev());
        drawing.area(outline, Paint::Band(arm));
    }
}

fn median(drawing: &mut Drawing, arm: &Arm, i: usize, x: &Axis, y: &Axis) {
    if let Some(median) = arm.median {
        let corner = Point(x.at(median), y.at(0.5));
        drawing.line(vec![Point(LEFT, y.at(0.5)), corner], 0.6, Paint::Quiet, Dash::Dashed);
        drawing.line(vec![corner, Point(x.at(median), y.at(0.0))], 0.8, Paint::Arm(i), Dash::Dashed);
    }
}

fn legend(drawing: &mut Drawing, label: &str, arm: usize, Point(from, at): Point) {
    drawing.segment(Point(from, at), Point(from + 16.0, at), 1.6, Paint::Arm(arm));
    drawing.text(Point(from + KEY, at), Anchor::Start, label);
}

/// What stands before a label.
const KEY: f64 = 20.0;
/// No letter of the texts is wider as a rule.
const LETTER: f64 = 4.4;

/// Where what stands beside the curves begins, labels of a key above the lines of the effect. A curve that falls leaves the lower
/// corner to the left free, one that rises the upper; where it does not, as one that falls at once, it may leave the one across.
fn free_corner(
    (labels, effect): (&[&str], &[String]),
    bottom: f64,
    rises: bool,
    curves: &[(usize, Vec<Point>)],
) -> Point {
    let widths = labels.iter().map(|label| KEY + LETTER * label.chars().count() as f64);
    let wide = widths.chain(effect.iter().map(|line| LETTER * line.chars().count() as f64)).fold(0.0, f64::max);
    let high = LEADING * (labels.len() + effect.len()).saturating_sub(1) as f64;
    let (left, right) = (LEFT + 8.0, (WIDTH - RIGHT - 4.0 - wide).max(LEFT + 8.0));
    let (above, below) = (TOP + 8.0, bottom - 10.0 - high);
    let usual = if rises { Point(left, above) } else { Point(left, below) };
    let across = if rises { Point(right, below) } else { Point(right, above) };
    let is_free = |Point(from, top): &Point| {
        let meets = |a: &Point, b: &Point| {
            let within = |low: f64, high: f64, one: f64, other: f64| one.min(other) <= high && one.max(other) >= low;
            within(*from, from + wide, a.0, b.0) && within(top - LEADING, top + high + 2.0, a.1, b.1)
        };
        !curves.iter().any(|(_, line)| line.windows(2).any(|pair| matches!(pair, [a, b] if meets(a, b))))
    };
    [usual, across].into_iter().find(is_free).unwrap_or(usual)
}

fn points_of(curve: &Curve) -> Vec<(f64, f64)> {
    curve.time.iter().copied().zip(curve.survival.iter().copied()).collect()
}

/// A line of the table under the axis.
type Count = (&'static str, fn(&Curve, usize) -> usize);

const OBSERVED: Names = Names { en: "Observed", fr: "Suivis" };
const HAD_EVENT: Names = Names { en: "Had event", fr: "Événement" };
const ENDED: Names = Names { en: "Ended", fr: "Fin de suivi" };

/// A competing event is no censoring: it has a line of its own where there can be one. What is counted of follow-up are its
/// ends, and whoever has the event is no longer observed for it.
fn rows(words: &Words, arms: &[Arm]) -> Vec<Count> {
    let reverse = arms.iter().any(|a| a.curve.of_censoring);
    let [at_risk, censored, events] = match reverse {
        true => [OBSERVED, HAD_EVENT, ENDED].map(|names| names.of(words.language)),
        false => [words.at_risk, words.censored, words.events],
    };
    let competing = arms.iter().any(|a| !a.curve.competing.is_empty());
    let mut rows: Vec<Count> = vec![
        (at_risk, |curve, before| curve.at_risk.get(before).copied().unwrap_or(0)),
        (censored, |curve, before| curve.censored.iter().take(before).sum()),
    ];
    if competing {
        rows.push((words.competing, |curve, before| curve.competing.iter().take(before).sum()));
    }
    rows.push((events, |curve, before| curve.events.iter().take(before).sum()));
    rows
}

/// At risk just before each day, and those who left until then, so that together they are the patients.
fn numbers(drawing: &mut Drawing, rows: &[Count], arm: &Arm, i: usize, top: f64, x: &Axis, marks: &[f64]) {
    let curve = arm.curve;
    drawing.segment(Point(0.0, top), Point(10.0, top), 1.6, Paint::Arm(i));
    drawing.styled(Point(14.0, top), Anchor::Start, arm.label, Paint::Ink, true);
    for (row, (name, count)) in rows.iter().enumerate() {
        let at = top + LEADING * (row + 1) as f64;
        drawing.styled(Point(0.0, at), Anchor::Start, name, Paint::Quiet, false);
        for mark in marks {
            let before = curve.time.iter().take_while(|time| *time < mark).count();
            drawing.text(Point(x.at(*mark), at), Anchor::Middle, &count(curve, before).to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Language;
    use crate::report::figure::Shape;
    use crate::report::figure::letters::Even;

    const SURVIVAL: Labels = Labels { vertical: "Survival", horizontal: "Days" };

    /// Five patients: events on days 10 and 20, one censored on day 15, two on day 30.
    fn five() -> Curve {
        Curve {
            group: "a".into(),
            time: vec![0.0, 10.0, 15.0, 20.0, 30.0],
            survival: vec![1.0, 0.8, 0.8, 0.533, 0.533],
            lower: vec![None, Some(0.2), Some(0.2), Some(0.1), Some(0.1)],
            upper: vec![None, Some(0.97), Some(0.97), Some(0.86), Some(0.86)],
            at_risk: vec![5, 5, 4, 3, 2],
            events: vec![0, 1, 0, 1, 0],
            censored: vec![0, 0, 1, 0, 2],
            ..Curve::default()
        }
    }

    fn drawn(days: &[f64], median: Option<f64>) -> Drawing {
        let curve = five();
        let arm = Arm { label: "A", curve: &curve, beside: vec![], median };
        draw((Words::of(Language::English), &Even), &SURVIVAL, &[arm], &Marked::At(days), &[])
    }

    fn texts(drawing: &Drawing) -> Vec<&str> {
        drawing
            .shapes
            .iter()
            .filter_map(|s| if let Shape::Text { text, .. } = s { Some(text.as_str()) } else { None })
            .collect()
    }

    #[test]
    fn numbers_are_at_risk_just_before_and_left_before_each_day() {
        let drawing = drawn(&[10.0, 20.0, 30.0], None);
        let texts = texts(&drawing);
        let row = |name: &str| {
            let start = texts.iter().position(|t| *t == name).expect("the row") + 1;
            texts[start..start + 4].to_vec()
        };
        assert_eq!(row("At risk"), ["5", "5", "3", "2"]);
        assert_eq!(row("Censored"), ["0", "0", "1", "1"]);
        assert_eq!(row("Events"), ["0", "0", "1", "2"]);
    }

    /// Of the reverse estimate the events are ends of follow-up, and the censored those who had the event.
    #[test]
    fn what_a_reverse_estimate_counts_is_called_so() {
        let curve = Curve { of_censoring: true, ..five() };
        let arm = Arm { label: "A", curve: &curve, beside: vec![], median: None };
        let drawing = draw((Words::of(Language::English), &Even), &SURVIVAL, &[arm], &Marked::At(&[20.0, 30.0]), &[]);
        let texts = texts(&drawing);
        let row = |name: &str| {
            let start = texts.iter().position(|t| *t == name).expect("the row") + 1;
            texts[start..start + 3].to_vec()
        };
        assert_eq!(row("Observed"), ["5", "3", "2"]);
        assert_eq!(row("Had event"), ["0", "1", "1"]);
        assert_eq!(row("Ended"), ["0", "1", "2"]);
        assert!(!texts.contains(&"Events") && !texts.contains(&"Censored"));
    }

    /// 730 days are 24 months of 30.4375 days but half a day: steps of three months enclose them, as steps of 2.5 do not.
    #[test]
    fn marks_are_usual_in_their_unit() {
        assert_eq!(in_steps(730.0 / 30.4375, TimeUnit::Months), [0.0, 3.0, 6.0, 9.0, 12.0, 15.0, 18.0, 21.0, 24.0]);
        assert_eq!(in_steps(1022.0 / 365.25, TimeUnit::Years), [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0]);
        assert_eq!(in_steps(40.0, TimeUnit::Weeks), [0.0, 8.0, 16.0, 24.0, 32.0, 40.0]);
        assert_eq!(in_steps(0.0, TimeUnit::Months), [0.0, 1.0]);
    }

    #[test]
    fn a_competing_event_is_counted_as_such_and_has_no_tick() {
        let curve = Curve { censored: vec![0, 0, 0, 0, 2], competing: vec![0, 0, 1, 0, 0], ..five() };
        let other = Curve { survival: vec![0.0, 0.0, 0.2, 0.2, 0.2], ..five() };
        let arm = Arm { label: "A", curve: &curve, beside: vec![&other], median: None };
        let drawing = draw((Words::of(Language::English), &Even), &SURVIVAL, &[arm], &Marked::At(&[20.0, 31.0]), &[]);
        let texts = texts(&drawing);
        let row = |name: &str| {
            let start = texts.iter().position(|t| *t == name).expect("the row") + 1;
            texts[start..start + 3].to_vec()
        };
        assert_eq!(row("Censored"), ["0", "0", "2"]);
        assert_eq!(row("Competing"), ["0", "1", "1"]);
        assert_eq!(row("Events"), ["0", "1", "2"]);
        let ticks = drawing.shapes.iter().find_map(|s| match s {
            Shape::Segments { segments, .. } => Some(segments.len()),
            _ => None,
        });
        assert_eq!(ticks, Some(1), "the two censored on day 30 share one tick");
        let broken = |s: &&Shape| matches!(s, Shape::Line { dash: Dash::Dashed, .. });
        assert_eq!(drawing.shapes.iter().filter(broken).count(), 1);
    }

    #[test]
    fn the_curve_falls_in_steps_and_the_band_begins_with_its_first_limit() {
        let drawing = drawn(&[10.0, 20.0, 30.0], None);
        let x = Axis::linear(0.0, 30.0, LEFT, WIDTH - RIGHT);
        let y = Axis::linear(0.0, 1.0, TOP + PLOT, TOP);
        let step = |time: f64, share: f64| Point(x.at(time), y.at(share));
        let expected = vec![
            step(0.0, 1.0),
            step(10.0, 1.0),
            step(10.0, 0.8),
            step(20.0, 0.8),
            step(20.0, 0.533),
            step(30.0, 0.533),
        ];
        let curves = drawing.shapes.iter().filter_map(|s| match s {
            Shape::Line { points, stroke, .. } if *stroke == 1.3 => Some(points.clone()),
            _ => None,
        });
        assert_eq!(curves.collect::<Vec<_>>(), [expected]);
        let band =
            drawing.shapes.iter().find_map(|s| if let Shape::Area { points, .. } = s { Some(points) } else { None });
        let band = band.expect("a band");
        assert_eq!(band.first(), Some(&step(10.0, 0.97)));
        assert_eq!(band.last(), Some(&step(10.0, 0.2)));
    }

    /// A curve that falls at once runs through the corner below: what stands beside it stands above, to the right.
    #[test]
    fn the_legend_stands_where_no_curve_runs() {
        let place = |survival: [f64; 5]| {
            let curve = Curve { survival: survival.to_vec(), ..five() };
            let arm = Arm { label: "A", curve: &curve, beside: vec![], median: None };
            let effect = ["Hazard ratio 0.50 (95% CI 0.30 to 0.80)".to_string()];
            let drawing = draw((Words::of(Language::English), &Even), &SURVIVAL, &[arm], &Marked::At(&[30.0]), &effect);
            let found = drawing.shapes.iter().find_map(|s| match s {
                Shape::Text { at, text, .. } if text.starts_with("Hazard") => Some(*at),
                _ => None,
            });
            found.expect("the line")
        };
        let (slow, quick) = (place([1.0, 0.9, 0.8, 0.7, 0.7]), place([1.0, 0.1, 0.05, 0.02, 0.0]));
        assert!(slow.0 < WIDTH / 2.0 && slow.1 > TOP + PLOT / 2.0, "{slow:?}");
        assert!(quick.0 > WIDTH / 2.0 && quick.1 < TOP + PLOT / 2.0, "{quick:?}");
    }

    #[test]
    fn a_median_has_two_broken_lines_and_none_where_it_is_not_reached() {
        let broken =
            |d: &Drawing| d.shapes.iter().filter(|s| matches!(s, Shape::Line { dash: Dash::Dashed, .. })).count();
        assert_eq!(broken(&drawn(&[], Some(20.0))), 2);
        assert_eq!(broken(&drawn(&[], None)), 0);
    }

    #[test]
    fn no_patient_and_no_day_still_make_a_figure() {
        let empty = Curve::default();
        let drawing = draw(
            (Words::of(Language::English), &Even),
            &SURVIVAL,
            &[Arm { label: "A", curve: &empty, beside: vec![], median: None }],
            &Marked::At(&[]),
            &[],
        );
        assert!(texts(&drawing).contains(&"At risk"));
    }
}
