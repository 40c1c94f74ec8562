//! Kaplan–Meier figures of an analysis.

use super::analysis::in_sentence;
use super::basis;
use crate::catalogue::{self, Names, Statistic};
use crate::number::{Number, Quantity, TimeUnit};
use crate::report::clean::clean;
use crate::report::document::{Block, Figure, text};
use crate::report::figure::Drawing;
use crate::report::figure::kaplan_meier::{self, Arm, Labels, Marked};
use crate::report::lines::{Line, Measure};
use crate::report::select::{Book, Panel};
use crate::results::{AnalysisInfo, Curve, FigureAxis, LabelKind, Standing};
use crate::words::{capitalised, fill, is_reverse, lower_first};

const FROM_LANDMARK: Names =
    Names::with_places("{unit} from the landmark (day {day})", "{unit} depuis le landmark (jour {day})");
const FROM_START: Names = Names::with_places("{unit} from {start}", "{unit} depuis\u{a0}: {start}");
const AXIS: Names = Names::with_places(
    "The axis is in {unit} of {days} days; the times themselves are counted in days.",
    "L’axe est en {unit} de {days} jours\u{a0}; les temps eux-mêmes sont comptés en jours.",
);
const REVERSE_CAPTION: Names =
    Names::with_places("{analysis} (reverse Kaplan–Meier)", "{analysis} (Kaplan–Meier inversé)");
const REVERSE_NOTE: Names = Names::with_places(
    "Bands: pointwise {level} confidence limits. Ticks: patients with the event, who are observed no longer. Broken lines: medians, where reached. Observed: just before the time; had event and ended: before it.",
    "Bandes\u{a0}: limites de confiance ponctuelles à {level}. Traits\u{a0}: patients avec l’événement, qui ne sont plus suivis. Lignes brisées\u{a0}: médianes, si atteintes. Suivis\u{a0}: juste avant le temps\u{a0}; événement et fin de suivi\u{a0}: avant lui.",
);
const REVERSE_ALT: Names = Names::with_places(
    "Reverse Kaplan–Meier curves, {endpoint}, by {unit}.",
    "Courbes de Kaplan–Meier inversées, {endpoint}, en {unit}.",
);
const REVERSE_ALT_ARM: Names = Names::with_places(
    "{arm}: {patients} patients, {events} ends of follow-up",
    "{arm}\u{a0}: {patients} patients, {events} fins de suivi",
);
const UNDER_OBSERVATION: Names = Names { en: "Patients still under observation", fr: "Patients encore suivis" };

pub fn has_curves(book: &Book, analysis: &str) -> bool {
    book.results.curves.iter().any(|c| c.analysis == analysis)
}

/// Whether the curve counts up from 0, as an incidence, and not down from 1.
fn rises(curves: &[&Curve]) -> bool {
    curves.iter().any(|c| c.survival.first() == Some(&0.0))
}

/// What a curve is of: an endpoint in a population, or the end of its observation.
fn subject(curve: &Curve) -> (&str, &str, bool) {
    (&curve.endpoint, &curve.population, curve.of_censoring)
}

/// One figure for each endpoint and population that the analysis has curves of; the reverse estimate is of another thing than
/// the endpoint, and has its own.
pub fn figures(book: &Book, analysis: &AnalysisInfo, panels: &[Panel]) -> Vec<Block> {
    let mut curves: Vec<&Curve> = book.results.curves.iter().filter(|c| c.analysis == analysis.name).collect();
    // As in the columns of the table.
    let order = crate::report::select::in_order(analysis);
    curves.sort_by_key(|c| order.iter().position(|arm| *arm == c.group));
    let mut subjects: Vec<(&str, &str, bool)> = Vec::new();
    for curve in &curves {
        if !subjects.contains(&subject(curve)) {
            subjects.push(subject(curve));
        }
    }
    let of = |one: (&str, &str, bool)| {
        let members: Vec<&Curve> = curves.iter().copied().filter(|c| subject(c) == one).collect();
        let (endpoint, population, _) = one;
        let panel = panels.iter().find(|p| p.endpoint == Some(endpoint) && p.population == population);
        figure(book, analysis, &members, panel.or(panels.first()))
    };
    subjects.into_iter().map(|s| Block::Figure(of(s))).collect()
}

fn figure(book: &Book, analysis: &AnalysisInfo, curves: &[&Curve], panel: Option<&Panel>) -> Figure {
    let words = book.words;
    let of_censoring = curves.iter().any(|c| c.of_censoring);
    // The median of a time to the event is none of follow-up.
    let own = |line: &&Line| {
        line.method.is_none_or(|m| m.name != catalogue::kaplan_meier::METHOD.name || is_reverse(m) == of_censoring)
    };
    let lines: Vec<Line> = panel.iter().flat_map(|p| &p.lines).filter(own).cloned().collect();
    let lines = lines.as_slice();
    // The first cause is the one of interest; what competes is drawn beside it.
    let first = analysis.basis.causes.first().map(|(name, _)| name);
    let is_first = |c: &Curve| c.cause.is_none() || c.cause.as_ref() == first;
    let beside =
        |c: &Curve| curves.iter().copied().filter(|o| o.group == c.group && !is_first(o)).collect::<Vec<&Curve>>();
    let shown = || curves.iter().copied().filter(|c| is_first(c));
    let arms: Vec<Arm> = shown().map(|c| Arm { beside: beside(c), ..arm(book, c, lines) }).collect();
    let marked = axis_of(book, curves);
    let endpoint = match of_censoring {
        true => book.said(UNDER_OBSERVATION),
        false => curves.first().map_or("", |c| book.label(LabelKind::Endpoint, &c.endpoint)),
    };
    let rising = rises(curves);
    let unit = marked.map_or(analysis.basis.times_in, |axis| axis.unit);
    let axis = axis_said(book, analysis, marked.is_some(), unit);
    let labels = Labels { vertical: endpoint, horizontal: &axis };
    // What is estimated of the endpoint is no estimate of follow-up.
    let (effect, mut shows) = if of_censoring { Told::default() } else { effect(book, lines) };
    let drawing = match marked {
        Some(axis) => drawn_in(book, &labels, &arms, axis, &effect),
        None => kaplan_meier::draw((words, book.letters), &labels, &arms, &Marked::At(&days(lines)), &effect),
    };
    let (alt, described) = alternative(book, analysis, endpoint, (&arms, lines));
    shows.extend(described);
    let caption = match (of_censoring, rising) {
        (true, _) => book.said(REVERSE_CAPTION),
        (false, true) => words.incidence_caption,
        (false, false) => words.km_caption,
    };
    let clause = curves.first().map_or(analysis.clause.as_str(), |c| c.clause.as_str());
    let (population, n) = panel.map_or(("", Some(0)), |p| (p.population, p.population_n));
    Figure {
        caption: text(&fill(caption, &[("analysis", &analysis.label)])),
        about: book.about(population, n, clause),
        alt: clean(&alt),
        drawing,
        notes: vec![(String::new(), text(&note(book, analysis, (of_censoring, rising), marked)))],
        shows,
    }
}

/// In what the axis is to be marked, where a figure of the plan says so of this endpoint.
fn axis_of(book: &Book, curves: &[&Curve]) -> Option<FigureAxis> {
    let endpoint = &curves.first()?.endpoint;
    book.results
        .report
        .figures
        .iter()
        .filter(|figure| figure.endpoints.contains(endpoint))
        .find_map(|figure| figure.axis)
}

/// The curves, counted in days, in the unit of the axis.
fn drawn_in(book: &Book, labels: &Labels, arms: &[Arm], axis: FigureAxis, effect: &[String]) -> Drawing {
    let own: Vec<Curve> = arms.iter().map(|arm| per(arm.curve, axis)).collect();
    let beside: Vec<Vec<Curve>> =
        arms.iter().map(|arm| arm.beside.iter().map(|curve| per(curve, axis)).collect()).collect();
    let all: Vec<Arm> = arms
        .iter()
        .zip(&own)
        .zip(&beside)
        .map(|((arm, curve), beside)| Arm {
            label: arm.label,
            curve,
            beside: beside.iter().collect(),
            median: arm.median.map(|median| median / axis.days),
        })
        .collect();
    kaplan_meier::draw((book.words, book.letters), labels, &all, &Marked::In(axis.unit), effect)
}

/// The curve with its times in the unit of the axis.
fn per(curve: &Curve, axis: FigureAxis) -> Curve {
    Curve { time: curve.time.iter().map(|days| days / axis.days).collect(), ..curve.clone() }
}

fn axis_said(book: &Book, analysis: &AnalysisInfo, marked: bool, unit: TimeUnit) -> String {
    let words = book.words;
    let unit = capitalised(words.times(unit));
    match (analysis.basis.landmark, &analysis.basis.counted_from) {
        (Some(day), _) if marked => fill(book.said(FROM_LANDMARK), &[("unit", &unit), ("day", &day.to_string())]),
        (Some(day), _) => fill(words.days_from_landmark, &[("day", &day.to_string())]),
        (None, Some(start)) if marked => {
            fill(book.said(FROM_START), &[("unit", &unit), ("start", &words.counted_from(start))])
        }
        (None, Some(start)) => fill(words.days_from_start, &[("start", &words.counted_from(start))]),
        (None, None) => unit,
    }
}

fn note(
    book: &Book,
    analysis: &AnalysisInfo,
    (of_censoring, rising): (bool, bool),
    marked: Option<FigureAxis>,
) -> String {
    let (words, basis, level) = (book.words, &analysis.basis, book.level());
    let template = match (rising, basis.causes.len()) {
        (false, _) if of_censoring => book.said(REVERSE_NOTE),
        (false, _) => words.km_note,
        (true, 0 | 1) => words.incidence_note_one,
        (true, _) => words.incidence_note,
    };
    let cause = basis.causes.first().map(|(_, label)| lower_first(label)).unwrap_or_default();
    let others = basis::competing(book, basis);
    let note = fill(template, &[("level", &level), ("cause", &cause), ("others", &others)]);
    let axis = marked.map(|axis| {
        let days = words.number(&axis.days.to_string());
        fill(book.said(AXIS), &[("unit", words.times(axis.unit)), ("days", &days)])
    });
    basis::origin(book, basis).into_iter().chain([note]).chain(axis).collect::<Vec<_>>().join(" ")
}

/// Texts, and the identifiers of the records that they print.
type Told<T> = (T, Vec<String>);

/// The hazard ratio with its interval and p-value, to stand beside the curves; nothing where none is estimated.
fn effect(book: &Book, lines: &[Line]) -> Told<Vec<String>> {
    let ratio = lines.iter().find(|l| {
        l.standing == Standing::Estimate
            && l.is_whole()
            && l.comparison.is_some_and(|m| book.record(m.estimate).is_some_and(|r| r.quantity == Quantity::Ratio))
    });
    let Some((line, measure)) = ratio.and_then(|l| Some((l, l.comparison?))) else {
        return Told::default();
    };
    let shown = in_sentence(book, &measure);
    let mut shows = shown.shows;
    let mut all = vec![format!("{} {}", book.words.statistic(line.statistic), shown.text)];
    let of_test = |l: &&Line| l.p_value.is_some() && matches!(l.standing, Standing::MainTest | Standing::Estimate);
    let test =
        lines.iter().find(|l| of_test(l) && l.standing == Standing::MainTest).or_else(|| lines.iter().find(of_test));
    if let Some((line, record)) = test.and_then(|l| Some((l, book.record(l.p_value?)?))) {
        let method = line.method.map(|m| book.words.method(m) + &book.words.form(m)).unwrap_or_default();
        all.push(format!("{} ({})", book.words.p_value(&record.value), lower_first(&method)));
        shows.push(record.id.clone());
    }
    (all, shows)
}

/// What a line says of the patients of a curve; those of the only curve are of no one arm.
fn of_curve<'l>(line: &'l Line, curve: &Curve, lines: &[Line]) -> Option<&'l Measure> {
    let has_arm = |l: &Line| l.groups.iter().any(|(g, _)| *g == curve.group);
    match lines.iter().any(has_arm) {
        true => line.groups.iter().find(|(g, _)| *g == curve.group).map(|(_, m)| m),
        false => line.comparison.as_ref(),
    }
}

/// How many patients the curve is of: what its table says, as those who enter late are not at risk from the start.
fn patients(book: &Book, curve: &Curve, lines: &[Line]) -> Option<i64> {
    let counted = |l: &Line| {
        let measure = of_curve(l, curve, lines)?;
        let index = if l.statistic == Statistic::N { measure.estimate } else { measure.of? };
        match book.record(index)?.value {
            Number::Count(n) => Some(n),
            Number::Real(_)
            | Number::Infinite
            | Number::NegativeInfinite
            | Number::NotEstimable(_)
            | Number::Withheld(_) => None,
        }
    };
    let method = lines.iter().find(|l| l.statistic == Statistic::Median && l.is_whole())?.method;
    lines.iter().filter(|l| l.method == method).find_map(counted)
}

fn arm<'a>(book: &Book<'a>, curve: &'a Curve, lines: &[Line]) -> Arm<'a> {
    let mut medians = lines.iter().filter(|l| l.statistic == Statistic::Median && l.is_whole());
    let record = medians.find_map(|l| of_curve(l, curve, lines)).and_then(|m| book.record(m.estimate));
    let median = record.and_then(|r| r.value.finite());
    Arm { label: book.arm(&curve.group), curve, beside: vec![], median }
}

/// The days at which survival is reported.
fn days(lines: &[Line]) -> Vec<f64> {
    let reported = lines.iter().filter(|l| matches!(l.statistic, Statistic::Survival | Statistic::Incidence));
    // Whole days below 2^53 are exact.
    let mut days: Vec<f64> = reported.filter_map(|l| Some(l.time? as f64)).collect();
    days.sort_by(f64::total_cmp);
    days.dedup();
    days
}

fn alternative(book: &Book, analysis: &AnalysisInfo, endpoint: &str, (arms, lines): (&[Arm], &[Line])) -> Told<String> {
    let words = book.words;
    let (unit, of_unit) = (analysis.basis.times_in, words.times(analysis.basis.times_in));
    let rising = arms.iter().any(|a| a.curve.survival.first() == Some(&0.0));
    let of_censoring = arms.iter().any(|a| a.curve.of_censoring);
    let (curves, of_arm) = match (of_censoring, rising) {
        (true, _) => (book.said(REVERSE_ALT), book.said(REVERSE_ALT_ARM)),
        (false, true) => (words.incidence_alt, words.km_alt_arm),
        (false, false) => (words.km_alt, words.km_alt_arm),
    };
    let mut text = fill(curves, &[("endpoint", endpoint), ("unit", of_unit)]);
    let mut shows = vec![];
    for arm in arms {
        let curve = arm.curve;
        let at_start = || curve.at_risk.first().copied().unwrap_or(0).to_string();
        let patients = patients(book, curve, lines).map_or_else(at_start, |n| n.to_string());
        let events: usize = curve.events.iter().sum();
        let fillings = [("arm", arm.label), ("patients", &patients), ("events", &events.to_string())];
        let mut parts = vec![fill(of_arm, &fillings)];
        for line in lines.iter().filter(|l| l.statistic == Statistic::Survival) {
            if let (Some(day), Some(m)) = (line.time, of_curve(line, curve, lines)) {
                let estimate = in_sentence(book, m);
                shows.extend(estimate.shows);
                let at = words.at_time(&day.to_string(), unit);
                parts.push(fill(words.km_alt_day, &[("at", at.trim_start()), ("estimate", &estimate.text)]));
            }
        }
        parts.push(match arm.median {
            Some(median) => {
                fill(words.km_alt_median, &[("median", &words.number(&median.to_string())), ("unit", of_unit)])
            }
            None => words.km_alt_no_median.to_string(),
        });
        if rising {
            parts.pop();
        }
        text.push_str(&format!(" {}.", parts.join("; ")));
    }
    (text, shows)
}
