//! Forest plots: every estimated comparison of the report on one scale for differences and one for ratios.

use super::analysis::panel_title;
use super::heading;
use crate::catalogue::Statistic;
use crate::number::{Number, Quantity};
use crate::report::clean::clean;
use crate::report::document::{Block, Figure, text};
use crate::report::figure::forest::{self, Effect, Scale};
use crate::report::lines::{Line, Measure};
use crate::report::select::Book;
use crate::results::{AnalysisInfo, Contrast, FigureKind, Role, Standing};
use crate::words::{fill, lower_first};

pub fn section(book: &Book) -> Vec<Block> {
    if !book.wants(FigureKind::Forest) {
        return vec![];
    }
    let mut kinds = vec![None];
    // Ratios of different kinds point in different directions: each has an axis of its own.
    kinds.extend(ratios(book).into_iter().map(Some));
    // The sides are named by one comparison: another would be drawn on the wrong one.
    let compared = compared(book);
    let mut figures = vec![];
    for kind in &kinds {
        for (at, of) in compared.iter().enumerate() {
            let sides = Sides { of: of.as_ref(), first: at == 0, alone: compared.len() == 1 };
            figures.extend(self::figures(book, kind.as_ref(), &sides));
        }
    }
    if figures.is_empty() {
        return vec![];
    }
    let figures = figures.into_iter().map(Block::Figure);
    std::iter::once(heading(1, book.words.effects, false)).chain(figures).collect()
}

/// What is estimated: a statistic, or what the estimate of a method is called.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Statistic(Statistic),
    Method(String),
}

/// The kinds of ratios in the analyses shown, in their order: hazard ratios, odds ratios, ….
fn ratios(book: &Book) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = Vec::new();
    for line in book.analyses().iter().flat_map(|a| lines(book, a, Quantity::Ratio)) {
        if !kinds.contains(&line.kind) {
            kinds.push(line.kind);
        }
    }
    kinds
}

/// What is compared with what in the analyses shown, in their order. Where no two arms are, all are taken together; what compares
/// no arms, such as an exposure, stands with the first comparison.
fn compared(book: &Book) -> Vec<Option<Contrast>> {
    let mut found: Vec<Option<Contrast>> = Vec::new();
    let of_both = |analysis: &AnalysisInfo| {
        let quantities = [Quantity::ProportionDifference, Quantity::Ratio];
        quantities.into_iter().flat_map(|quantity| lines(book, analysis, quantity)).collect::<Vec<_>>()
    };
    for line in book.analyses().iter().flat_map(of_both).filter(|line| line.compared.is_some()) {
        if !found.contains(&line.compared) {
            found.push(line.compared);
        }
    }
    if found.is_empty() { vec![None] } else { found }
}

/// The comparison that names the sides of a figure.
struct Sides<'c> {
    of: Option<&'c Contrast>,
    /// What compares no arms stands with the first.
    first: bool,
    /// No other comparison has a figure.
    alone: bool,
}

/// An estimate of the forest, and what it compares.
struct Estimated {
    kind: Kind,
    compared: Option<Contrast>,
    effect: Effect,
}

/// Of the differences of proportions, or of the ratios of one kind, of one comparison; one for each page that they fill, and
/// none where there are fewer than two.
fn figures(book: &Book, kind: Option<&Kind>, named: &Sides) -> Vec<Figure> {
    let words = book.words;
    let quantity = if kind.is_some() { Quantity::Ratio } else { Quantity::ProportionDifference };
    let mut effects: Vec<Effect> = Vec::new();
    for analysis in book.analyses() {
        let exposure = named.first && analysis.basis.exposure.is_some();
        let stands = |of: Option<&Contrast>| of == named.of || of.is_none() && exposure;
        let lines = lines(book, analysis, quantity).into_iter().filter(|line| stands(line.compared.as_ref()));
        let lines = lines.filter(|line| kind.is_none_or(|kind| line.kind == *kind));
        let lines: Vec<Effect> = lines.map(|line| line.effect).collect();
        match lines.len() {
            0 => {}
            1 => effects.extend(lines.into_iter().map(|e| Effect { label: analysis.label.clone(), child: false, ..e })),
            _ => {
                effects.push(heading_line(&analysis.label));
                effects.extend(lines);
            }
        }
    }
    if effects.iter().filter(|e| !e.heading).count() < 2 {
        return vec![];
    }
    let title = match kind {
        None => words.difference_axis.to_string(),
        Some(Kind::Statistic(statistic)) => words.statistic(*statistic),
        Some(Kind::Method(called)) => called.clone(),
    };
    let arm = named.of.map(|of| lower_first(book.arm_label(&of.arm))).unwrap_or_default();
    let sides = match kind {
        Some(Kind::Statistic(
            Statistic::HazardRatio | Statistic::CauseSpecificHazardRatio | Statistic::SubdistributionHazardRatio,
        )) => [words.lower_hazard, words.higher_hazard],
        Some(Kind::Statistic(_) | Kind::Method(_)) | None => [words.lower_with, words.higher_with],
    };
    let [lower, higher] = sides.map(|side| fill(side, &[("arm", &arm)]));
    let scale = if quantity == Quantity::Ratio { Scale::Ratio } else { Scale::Difference };
    let level = book.level();
    let pages = forest::pages(&effects, book.letters);
    let of_page = |(index, shown): (usize, &Vec<Effect>)| {
        let one = |e: &Effect| if e.heading { format!("{}:", e.label) } else { format!("{} {};", e.label, e.text) };
        let listed = shown.iter().map(one).collect::<Vec<_>>().join(" ");
        let alt = fill(words.forest_alt, &[("measure", &title), ("level", &level), ("effects", &listed)]);
        let large = shown.iter().any(|e| e.primary).then(|| words.forest_large.to_string());
        let about: Vec<String> = std::iter::once(fill(words.forest_about, &[("level", &level)])).chain(large).collect();
        let caption = match named.of.filter(|_| !named.alone) {
            Some(of) => {
                let compared = lower_first(&words.contrast_label(book.results, of));
                fill(words.forest_of, &[("measure", &title), ("compared", &compared)])
            }
            None => fill(words.forest_caption, &[("measure", &title)]),
        };
        let (part, parts) = ((index + 1).to_string(), pages.len().to_string());
        let caption = match pages.len() {
            1 => caption,
            _ => fill(words.part_of, &[("caption", &caption), ("part", &part), ("parts", &parts)]),
        };
        Figure {
            caption: text(&caption),
            about: text(&about.join(" ")),
            alt: clean(&alt),
            drawing: forest::draw(words, &title, (&lower, &higher), (shown, &effects), scale, book.letters),
            notes: vec![],
            shows: shown.iter().flat_map(|e| e.shows.clone()).collect(),
        }
    };
    pages.iter().enumerate().map(of_page).collect()
}

fn heading_line(label: &str) -> Effect {
    Effect {
        heading: true,
        label: label.to_string(),
        estimate: 0.0,
        lower: None,
        upper: None,
        text: String::new(),
        shows: vec![],
        child: false,
        primary: false,
    }
}

fn lines(book: &Book, analysis: &AnalysisInfo, quantity: Quantity) -> Vec<Estimated> {
    let mut found = Vec::new();
    for panel in book.panels(&analysis.name) {
        for line in panel.lines.iter().filter(|l| l.standing == Standing::Estimate && l.is_whole()) {
            for (compared, measure) in measures(analysis, panel.contrast, line) {
                let of_scale = book.record(measure.estimate).is_some_and(|r| r.quantity == quantity);
                let Some(estimate) = real(book, measure.estimate).filter(|_| of_scale && measure.lower.is_some())
                else {
                    continue;
                };
                let kind = match (line.statistic, line.method) {
                    (Statistic::Estimate, Some(method)) => Kind::Method(book.words.estimate_of(method)),
                    (statistic, _) => Kind::Statistic(statistic),
                };
                let effect = effect(book, analysis, &panel_title(book, &panel), &measure, estimate);
                found.push(Estimated { kind, compared, effect });
            }
        }
    }
    found
}

/// The comparison of a line, or those of a model of several arms, which has one for each arm and none for the reference.
fn measures(analysis: &AnalysisInfo, contrast: Option<&Contrast>, line: &Line) -> Vec<(Option<Contrast>, Measure)> {
    let pair = |arm: &str, reference: &str| Contrast { arm: arm.to_string(), reference: reference.to_string() };
    match (contrast, analysis.compare.as_slice(), line.comparison) {
        (Some(contrast), _, Some(measure)) => vec![(Some(contrast.clone()), measure)],
        (None, [arm, reference], Some(measure)) => vec![(Some(pair(arm, reference)), measure)],
        (None, [], Some(measure)) => vec![(None, measure)],
        (None, [_, reference, _, ..], None) if line.groups.iter().all(|(arm, _)| arm != reference) => {
            line.groups.iter().map(|(arm, measure)| (Some(pair(arm, reference)), *measure)).collect()
        }
        (_, _, _) => vec![],
    }
}

fn effect(book: &Book, analysis: &AnalysisInfo, label: &str, measure: &Measure, estimate: f64) -> Effect {
    let scaled = |x: f64| match book.record(measure.estimate).map(|r| r.quantity) {
        Some(Quantity::ProportionDifference) => x * 100.0,
        _ => x,
    };
    let shown = book.measure(measure);
    Effect {
        heading: false,
        label: label.to_string(),
        estimate: scaled(estimate),
        lower: measure.lower.and_then(|i| real(book, i)).map(scaled),
        upper: measure.upper.and_then(|i| real(book, i)).map(scaled),
        text: shown.text,
        shows: shown.shows,
        child: true,
        primary: analysis.role == Role::Primary,
    }
}

fn real(book: &Book, index: usize) -> Option<f64> {
    match book.record(index)?.value {
        Number::Real(x) => Some(x),
        Number::Count(n) => Some(n as f64),
        _ => None,
    }
}
