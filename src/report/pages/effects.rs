//! Forest plots: every estimated comparison of the report on one scale for differences and one for ratios.

use super::analysis::panel_title;
use super::heading;
use crate::report::clean::clean;
use crate::report::document::{Block, Figure, text};
use crate::report::figure::forest::{self, Effect, Scale};
use crate::report::lines::Measure;
use crate::report::metrics::Metrics;
use crate::report::select::Book;
use crate::report::words::{fill, lower_first};
use crate::results::format::Quantity;
use crate::results::{AnalysisInfo, Number};

pub fn section(book: &Book, metrics: &Metrics) -> Vec<Block> {
    let scales =
        [(Quantity::ProportionDifference, book.words.difference_axis), (Quantity::Ratio, book.words.ratio_axis)];
    let figures: Vec<Block> =
        scales.iter().filter_map(|(q, title)| figure(book, *q, title, metrics)).map(Block::Figure).collect();
    if figures.is_empty() || !book.wants("forest") {
        return vec![];
    }
    std::iter::once(heading(1, book.words.effects, false)).chain(figures).collect()
}

fn figure(book: &Book, quantity: Quantity, title: &str, metrics: &Metrics) -> Option<Figure> {
    let words = book.words;
    let analyses = book.analyses();
    let mut effects: Vec<Effect> = Vec::new();
    let mut statistics: Vec<String> = Vec::new();
    for analysis in &analyses {
        let lines = lines(book, analysis, quantity, &mut statistics);
        match lines.len() {
            0 => {}
            1 => effects.extend(lines.into_iter().map(|e| Effect { label: analysis.label.clone(), ..e })),
            _ => {
                effects.push(heading_line(&analysis.label));
                effects.extend(lines);
            }
        }
    }
    if statistics.len() > 1 {
        // Ratios of different kinds on one scale: each says which it is.
        for effect in effects.iter_mut().filter(|e| !e.heading) {
            effect.text = format!("{}{}", effect.kind, effect.text);
        }
    }
    let shown = effects.iter().filter(|e| !e.heading).count();
    if shown < 2 {
        return None;
    }
    let title = match statistics.as_slice() {
        [one] if quantity == Quantity::Ratio && one != "estimate" => words.statistic(one),
        _ => title.to_string(),
    };
    let compared = analyses.iter().find(|a| a.compare.len() == 2).map(|a| a.compare.clone()).unwrap_or_default();
    let arm = compared.first().map(|a| lower_first(book.arm_label(a))).unwrap_or_default();
    let sides = (fill(words.lower_with, &[("arm", &arm)]), fill(words.higher_with, &[("arm", &arm)]));
    let scale = if quantity == Quantity::Ratio { Scale::Ratio } else { Scale::Difference };
    let level = book.level();
    let one = |e: &Effect| if e.heading { format!("{}:", e.label) } else { format!("{} {};", e.label, e.text) };
    let listed = effects.iter().map(one).collect::<Vec<_>>().join(" ");
    let alt = fill(words.forest_alt, &[("measure", &title), ("level", &level), ("effects", &listed)]);
    Some(Figure {
        caption: text(&fill(words.forest_caption, &[("measure", &title)])),
        about: text(&fill(words.forest_about, &[("level", &level)])),
        alt: clean(&alt),
        drawing: forest::draw(words, &title, (&sides.0, &sides.1), &effects, scale, metrics),
        notes: vec![],
    })
}

fn heading_line(label: &str) -> Effect {
    Effect {
        heading: true,
        label: label.to_string(),
        estimate: 0.0,
        lower: None,
        upper: None,
        text: String::new(),
        primary: false,
        kind: String::new(),
    }
}

fn lines(book: &Book, analysis: &AnalysisInfo, quantity: Quantity, statistics: &mut Vec<String>) -> Vec<Effect> {
    let mut effects = Vec::new();
    for panel in book.panels(&analysis.name) {
        for line in panel.lines.iter().filter(|l| l.standing == "estimates" && l.term.is_none()) {
            let Some(measure) = line.comparison else { continue };
            let of_scale = book.record(measure.estimate).is_some_and(|r| r.quantity == quantity);
            let Some(estimate) = real(book, measure.estimate).filter(|_| of_scale && measure.lower.is_some()) else {
                continue;
            };
            if !statistics.contains(&line.statistic) {
                statistics.push(line.statistic.clone());
            }
            let kind = match (line.statistic.as_str(), line.method) {
                ("estimate", Some(method)) => book.words.short_statistic(&method.name),
                (statistic, _) => book.words.short_statistic(statistic),
            };
            let title = panel_title(book, &panel);
            effects.push(Effect { kind: format!("{kind} "), ..effect(book, analysis, &title, &measure, estimate) });
        }
    }
    effects
}

fn effect(book: &Book, analysis: &AnalysisInfo, label: &str, measure: &Measure, estimate: f64) -> Effect {
    let scaled = |x: f64| match book.record(measure.estimate).map(|r| r.quantity) {
        Some(Quantity::ProportionDifference) => x * 100.0,
        _ => x,
    };
    Effect {
        heading: false,
        label: label.to_string(),
        estimate: scaled(estimate),
        lower: measure.lower.and_then(|i| real(book, i)).map(scaled),
        upper: measure.upper.and_then(|i| real(book, i)).map(scaled),
        text: book.measure(measure).text,
        primary: analysis.role == "primary",
        kind: String::new(),
    }
}

fn real(book: &Book, index: usize) -> Option<f64> {
    match book.record(index)?.value {
        Number::Real(x) => Some(x),
        Number::Count(n) => Some(n as f64),
        _ => None,
    }
}
