//! Forest plots: every estimated comparison of the report on one scale for differences of proportions, one for each kind of ratio,
//! and one for the differences of means of each endpoint.

use super::analysis::panel_title;
use super::heading;
use crate::catalogue::{self, Names, Statistic};
use crate::number::Quantity;
use crate::report::clean::clean;
use crate::report::document::{Block, Figure, text};
use crate::report::figure::forest::{self, Effect, Scale};
use crate::report::lines::{Line, Measure};
use crate::report::select::{Book, Panel};
use crate::results::{AnalysisInfo, Better, Contrast, FigureKind, LabelKind, Role, Standing};
use crate::words::{fill, lower_first};

pub fn section(book: &Book) -> Vec<Block> {
    if !book.wants(FigureKind::Forest) {
        return vec![];
    }
    let all: Vec<OfAnalysis> = book.analyses().iter().map(|analysis| (analysis, lines(book, analysis))).collect();
    let mut kinds = vec![Axis::Proportions];
    // Ratios of different kinds point in different directions: each has an axis of its own.
    kinds.extend(ratios(&all).into_iter().map(Axis::Ratio));
    // Means of different endpoints have different units.
    kinds.extend(endpoints_of_means(&all));
    // The sides are named by one comparison: another would be drawn on the wrong one.
    let compared = compared(&all);
    let mut figures = vec![];
    for kind in &kinds {
        for (at, of) in compared.iter().enumerate() {
            let sides = Sides { of: of.as_ref(), first: at == 0, alone: compared.len() == 1 };
            figures.extend(self::figures(book, &all, kind, &sides));
        }
    }
    if figures.is_empty() {
        return vec![];
    }
    let figures = figures.into_iter().map(Block::Figure);
    std::iter::once(heading(1, book.words.effects, false)).chain(figures).collect()
}

const MEANS: Names = Names::with_places("Difference of means: {endpoint}", "Différence de moyennes\u{a0}: {endpoint}");
const MEANS_ABOUT: Names = Names::with_places(
    "{populations}. Estimates with {level} confidence intervals.",
    "{populations}. Estimations avec intervalles de confiance à {level}.",
);
const LOWER: Names = Names::with_places("lower with {arm}", "plus bas avec {arm}");
const HIGHER: Names = Names::with_places("higher with {arm}", "plus haut avec {arm}");
const LOWER_BETTER: Names = Names::with_places("lower with {arm}: better", "plus bas avec {arm}\u{a0}: mieux");
const HIGHER_BETTER: Names = Names::with_places("higher with {arm}: better", "plus haut avec {arm}\u{a0}: mieux");
const LOWER_WORSE: Names = Names::with_places("lower with {arm}: worse", "plus bas avec {arm}\u{a0}: moins bien");
const HIGHER_WORSE: Names = Names::with_places("higher with {arm}: worse", "plus haut avec {arm}\u{a0}: moins bien");

/// An analysis shown, and what it estimates.
type OfAnalysis<'b> = (&'b AnalysisInfo, Vec<Estimated>);

/// What stands together on one axis.
enum Axis<'b> {
    Proportions,
    Ratio(Kind),
    /// Differences of means of an endpoint, by its name, and the first analysis that estimates one.
    Means(String, &'b AnalysisInfo),
}

impl Axis<'_> {
    fn takes(&self, line: &Estimated) -> bool {
        match self {
            Axis::Proportions => line.scale == On::Proportions,
            Axis::Ratio(kind) => line.scale == On::Ratio && line.kind == *kind,
            Axis::Means(endpoint, _) => line.scale == On::Means && line.endpoint.as_deref() == Some(endpoint),
        }
    }
}

/// What an estimate is measured on, in the order of the figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum On {
    Proportions,
    Ratio,
    Means,
}

/// What is estimated: a statistic, or what the estimate of a method is called.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Statistic(Statistic),
    Method(String),
}

/// The kinds of ratios in the analyses shown, in their order: hazard ratios, odds ratios, ….
fn ratios(all: &[OfAnalysis]) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = Vec::new();
    for line in all.iter().flat_map(|(_, lines)| lines).filter(|line| line.scale == On::Ratio) {
        if !kinds.contains(&line.kind) {
            kinds.push(line.kind.clone());
        }
    }
    kinds
}

/// The endpoints of which differences of means are estimated, in the order of the analyses.
fn endpoints_of_means<'b>(all: &[OfAnalysis<'b>]) -> Vec<Axis<'b>> {
    let mut endpoints: Vec<(&String, &'b AnalysisInfo)> = Vec::new();
    for (analysis, lines) in all {
        for endpoint in lines.iter().filter(|line| line.scale == On::Means).filter_map(|line| line.endpoint.as_ref()) {
            if !endpoints.iter().any(|(known, _)| *known == endpoint) {
                endpoints.push((endpoint, analysis));
            }
        }
    }
    endpoints.into_iter().map(|(endpoint, first)| Axis::Means(endpoint.clone(), first)).collect()
}

/// What is compared with what in the analyses shown, in their order. Where no two arms are, all are taken together; what compares
/// no arms, such as an exposure, stands with the first comparison.
fn compared(all: &[OfAnalysis]) -> Vec<Option<Contrast>> {
    let mut found: Vec<Option<Contrast>> = Vec::new();
    // Within an analysis as their figures stand.
    let in_order = |(_, lines): &'_ OfAnalysis| {
        let mut compared: Vec<(On, Option<Contrast>)> =
            lines.iter().map(|line| (line.scale, line.compared.clone())).collect();
        compared.sort_by_key(|(scale, _)| *scale);
        compared
    };
    for (_, compared) in all.iter().flat_map(in_order).filter(|(_, compared)| compared.is_some()) {
        if !found.contains(&compared) {
            found.push(compared);
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
#[derive(Clone)]
struct Estimated {
    scale: On,
    kind: Kind,
    endpoint: Option<String>,
    /// The population with its number of patients.
    population: String,
    /// How many patients the estimate is of: in all, or of both arms.
    n: Option<String>,
    compared: Option<Contrast>,
    effect: Effect,
}

/// Of one axis and one comparison; one for each page that they fill, and none where there are fewer than two.
fn figures(book: &Book, all: &[OfAnalysis], axis: &Axis, named: &Sides) -> Vec<Figure> {
    let words = book.words;
    let mut effects: Vec<Effect> = Vec::new();
    let mut populations: Vec<String> = Vec::new();
    let mut of_analyses: Vec<(&AnalysisInfo, Vec<Estimated>)> = Vec::new();
    for (analysis, lines) in all {
        let exposure = named.first && analysis.basis.exposure.is_some();
        let stands = |of: Option<&Contrast>| of == named.of || of.is_none() && exposure;
        let lines = lines.iter().filter(|line| stands(line.compared.as_ref()) && axis.takes(line));
        let lines: Vec<Estimated> = lines.cloned().collect();
        for line in &lines {
            if !populations.contains(&line.population) {
                populations.push(line.population.clone());
            }
        }
        of_analyses.push((analysis, lines));
    }
    let of_means = matches!(axis, Axis::Means(..));
    for (analysis, lines) in of_analyses {
        // The population of each is named where there are several.
        let label = match lines.first().filter(|_| of_means && populations.len() > 1) {
            Some(first) => format!("{}, {}", analysis.label, lower_first(&first.population)),
            None => analysis.label.clone(),
        };
        let counted = |label: String, n: &Option<String>| match n.as_ref().filter(|_| of_means) {
            Some(n) => format!("{label} ({})", fill(words.n, &[("n", n)])),
            None => label,
        };
        match lines.len() {
            0 => {}
            1 => effects.extend(lines.into_iter().map(|line| Effect {
                label: counted(label.clone(), &line.n),
                child: false,
                ..line.effect
            })),
            _ => {
                effects.push(heading_line(&label));
                let one = |line: Estimated| Effect { label: counted(line.effect.label, &line.n), ..line.effect };
                effects.extend(lines.into_iter().map(one));
            }
        }
    }
    if effects.iter().filter(|e| !e.heading).count() < 2 {
        return vec![];
    }
    let title = match axis {
        Axis::Proportions => words.difference_axis.to_string(),
        Axis::Ratio(Kind::Statistic(statistic)) => words.statistic(*statistic),
        Axis::Ratio(Kind::Method(called)) => called.clone(),
        Axis::Means(endpoint, first) => {
            let title =
                fill(book.said(MEANS), &[("endpoint", &lower_first(book.label(LabelKind::Endpoint, endpoint)))]);
            let unit = first.basis.measured_in.as_ref().map(|unit| words.measured_in(unit));
            // Many a label says its unit itself.
            match unit.filter(|unit| !title.ends_with(unit)) {
                Some(unit) => format!("{title}, {unit}"),
                None => title,
            }
        }
    };
    let arm = named.of.map(|of| lower_first(book.arm_label(&of.arm))).unwrap_or_default();
    let [lower, higher] = sides(book, axis).map(|side| fill(side, &[("arm", &arm)]));
    let scale = match axis {
        Axis::Ratio(_) => Scale::Ratio,
        Axis::Proportions | Axis::Means(..) => Scale::Difference,
    };
    let level = book.level();
    let pages = forest::pages(&effects, book.letters);
    let of_page = |(index, shown): (usize, &Vec<Effect>)| {
        let one = |e: &Effect| if e.heading { format!("{}:", e.label) } else { format!("{} {};", e.label, e.text) };
        let listed = shown.iter().map(one).collect::<Vec<_>>().join(" ");
        let alt = fill(words.forest_alt, &[("measure", &title), ("level", &level), ("effects", &listed)]);
        let large = shown.iter().any(|e| e.primary).then(|| words.forest_large.to_string());
        let about = match of_means {
            true => fill(book.said(MEANS_ABOUT), &[("level", &level), ("populations", &populations.join("; "))]),
            false => fill(words.forest_about, &[("level", &level)]),
        };
        let about: Vec<String> = std::iter::once(about).chain(large).collect();
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

/// What a value left and right of no effect says; of means with the direction that the plan calls the better one.
fn sides(book: &Book, axis: &Axis) -> [&'static str; 2] {
    let words = book.words;
    match axis {
        Axis::Ratio(Kind::Statistic(
            Statistic::HazardRatio | Statistic::CauseSpecificHazardRatio | Statistic::SubdistributionHazardRatio,
        )) => [words.lower_hazard, words.higher_hazard],
        Axis::Ratio(Kind::Statistic(_) | Kind::Method(_)) | Axis::Proportions => [words.lower_with, words.higher_with],
        Axis::Means(_, first) => {
            let names = match first.basis.better {
                Some(Better::Higher) => [LOWER_WORSE, HIGHER_BETTER],
                Some(Better::Lower) => [LOWER_BETTER, HIGHER_WORSE],
                None => [LOWER, HIGHER],
            };
            names.map(|name| book.said(name))
        }
    }
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

fn lines(book: &Book, analysis: &AnalysisInfo) -> Vec<Estimated> {
    let mut found = Vec::new();
    for panel in book.panels(&analysis.name) {
        for line in panel.lines.iter().filter(|l| l.standing == Standing::Estimate && l.is_whole()) {
            for (compared, measure) in measures(analysis, panel.contrast, line) {
                let scale = book.record(measure.estimate).and_then(|record| on(line, record.quantity));
                let estimate = real(book, measure.estimate).filter(|_| measure.lower.is_some());
                let (Some(scale), Some(estimate)) = (scale, estimate) else { continue };
                let kind = match (line.statistic, line.method) {
                    (Statistic::Estimate, Some(method)) => Kind::Method(book.words.estimate_of(method)),
                    (statistic, _) => Kind::Statistic(statistic),
                };
                found.push(Estimated {
                    scale,
                    kind,
                    endpoint: panel.endpoint.map(str::to_string),
                    population: book.population_line(panel.population, panel.population_n),
                    n: counted(book, &panel, line, compared.as_ref()),
                    compared,
                    effect: effect(book, analysis, &panel_title(book, &panel), &measure, estimate),
                });
            }
        }
    }
    found
}

/// The scale of an estimate; none of what stands in no forest.
fn on(line: &Line, quantity: Quantity) -> Option<On> {
    match quantity {
        Quantity::ProportionDifference => Some(On::Proportions),
        Quantity::Ratio => Some(On::Ratio),
        Quantity::Count
        | Quantity::Proportion
        | Quantity::Days
        | Quantity::Mean
        | Quantity::Rate
        | Quantity::TimeAtRisk
        | Quantity::PValue
        | Quantity::Statistic => is_of_means(line).then_some(On::Means),
    }
}

/// What a method estimates that is there for differences of means.
fn is_of_means(line: &Line) -> bool {
    let method = line.method.and_then(|method| catalogue::named(&method.name));
    let estimates = method.is_some_and(|m| m.estimates.contains(&catalogue::Effect::MeanDifference));
    line.statistic == Statistic::Estimate && estimates
}

/// How many patients stand behind an estimate: as its method counts them in all, else as another of the panel counts those of both
/// arms; none where no record says so.
fn counted(book: &Book, panel: &Panel, line: &Line, compared: Option<&Contrast>) -> Option<String> {
    let shown = |measure: &Measure| {
        let record = book.record(measure.estimate)?;
        Some(book.words.value(&record.value, record.quantity))
    };
    let counts = || panel.lines.iter().filter(|l| l.statistic == Statistic::N && l.is_whole());
    let own = counts().filter(|l| l.method == line.method).find_map(|l| shown(l.comparison.as_ref()?));
    own.or_else(|| {
        let of = |l: &Line, arm: &str| l.groups.iter().find(|(group, _)| *group == arm).and_then(|(_, m)| shown(m));
        let Contrast { arm, reference } = compared?;
        counts().find_map(|l| Some(format!("{}, {}", of(l, arm)?, of(l, reference)?)))
    })
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
    book.record(index)?.value.finite()
}
