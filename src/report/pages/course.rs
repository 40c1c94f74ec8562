//! Patients one by one: how their tumours changed, how they responded, and what happened to them.

use super::heading;
use crate::report::clean::clean;
use crate::report::document::{Block, Figure, Span, Text, text};
use crate::report::figure::{spider, swimmer, waterfall};
use crate::report::select::Book;
use crate::results::{FigureData, FigureKind, FigurePatient, LabelKind};
use crate::words::{capitalised, fill};

pub fn section(book: &Book) -> Vec<Block> {
    let drawn = |figure: &FigureData| match figure.kind {
        FigureKind::Waterfall => Some(waterfall(book, figure)),
        FigureKind::Spider => Some(spider(book, figure)),
        FigureKind::Swimmer => Some(swimmer(book, figure)),
        FigureKind::Attrition | FigureKind::LovePlot | FigureKind::Forest | FigureKind::KaplanMeier => None,
    };
    let figures: Vec<Block> = book.results.report.figures.iter().filter_map(drawn).map(Block::Figure).collect();
    if figures.is_empty() {
        return figures;
    }
    std::iter::once(heading(1, book.words.course, true)).chain(figures).collect()
}

/// The patients of each arm, in the order of the arms.
fn by_arm<'a>(book: &Book<'a>, figure: &'a FigureData) -> Vec<(&'a str, Vec<&'a FigurePatient>)> {
    let of = |arm: &'a str| figure.patients.iter().filter(|p| p.arm.as_deref() == Some(arm)).collect::<Vec<_>>();
    let arms = book.results.arms.iter().map(|a| (book.arm(&a.name), of(&a.name)));
    arms.filter(|(_, patients)| !patients.is_empty()).collect()
}

/// Population, clause, and whose measurement of what.
fn about(book: &Book, figure: &FigureData) -> Text {
    let population = figure.population.as_deref().unwrap_or("");
    let mut all = book.about(population, figure.population_n, &figure.clause);
    if let (Some(sum), Some(response), Some(reader)) = (&figure.sum, &figure.response, &figure.reader) {
        let fillings =
            [("sum", sum.as_str()), ("response", book.label(LabelKind::Response, response)), ("reader", reader)];
        all.extend([Span::new(" "), Span::new(&fill(book.words.by_reader, &fillings))]);
    }
    all
}

/// From the best response to the worst.
const BEST: &[&[&str]] =
    &[&["CR", "iCR"], &["PR", "iPR"], &["SD", "iSD", "NON_CR_NON_PD", "NON_iCR_NON_iUPD"], &["PD", "iUPD", "iCPD"]];

/// The best combined response of a patient up to the first progression; none where there is no response at all.
fn best_response(book: &Book, response: &str, patient: &str) -> Option<String> {
    let own = book.results.derived.adjudicated.iter().filter(|a| a.response == response && a.patient == patient);
    let mut sequence: Vec<(i64, &str)> = own.filter_map(|a| Some((a.day, a.result.as_deref()?))).collect();
    sequence.sort_by_key(|(day, _)| *day);
    let rank = |result: &str| BEST.iter().position(|words| words.contains(&result)).unwrap_or(BEST.len());
    let progression = sequence.iter().position(|(_, result)| rank(result) == BEST.len() - 1);
    let until = progression.map_or(sequence.len(), |at| at + 1);
    let results = sequence.iter().take(until).map(|(_, result)| *result);
    results.min_by_key(|result| rank(result)).map(str::to_string)
}

/// What the letters of the responses drawn mean, each once.
fn codes<'r>(book: &Book, results: impl Iterator<Item = &'r str>) -> String {
    let mut named: Vec<&str> = Vec::new();
    for result in results {
        named.extend(book.words.listed_term(&format!("response {result}")).filter(|n| !named.contains(n)));
    }
    named.retain(|n| n.ends_with(')'));
    if named.is_empty() { String::new() } else { format!(" {}.", capitalised(&named.join("; "))) }
}

fn waterfall(book: &Book, figure: &FigureData) -> Figure {
    let words = book.words;
    let response = figure.response.as_deref().unwrap_or("");
    let mut groups: Vec<waterfall::Group> = Vec::new();
    for (label, patients) in by_arm(book, figure) {
        let bar = |p: &&FigurePatient| {
            Some(waterfall::Bar { change: p.best?, result: best_response(book, response, &p.patient) })
        };
        let mut bars: Vec<waterfall::Bar> = patients.iter().filter_map(bar).collect();
        bars.sort_by(|a, b| b.change.total_cmp(&a.change));
        groups.push(waterfall::Group { label, bars });
    }
    let drawn: usize = groups.iter().map(|g| g.bars.len()).sum();
    let without = (figure.patients.len() - drawn).to_string();
    let arm = |g: &waterfall::Group| {
        let count = |holds: &dyn Fn(f64) -> bool| g.bars.iter().filter(|b| holds(b.change)).count().to_string();
        let (down, up) = (count(&|c| c <= -30.0), count(&|c| c >= 20.0));
        let n = g.bars.len().to_string();
        fill(words.waterfall_alt_arm, &[("arm", g.label), ("n", &n), ("down", &down), ("up", &up)])
    };
    let arms = groups.iter().map(arm).collect::<Vec<_>>().join("; ");
    let mut note = fill(words.waterfall_note, &[("without", &without)]);
    if groups.iter().flat_map(|g| &g.bars).any(|b| b.change > waterfall::LIMIT) {
        let limit = waterfall::LIMIT.to_string();
        note.push_str(&format!(" {}", fill(words.clipped, &[("limit", &limit)])));
    }
    note.push_str(&codes(book, groups.iter().flat_map(|g| &g.bars).filter_map(|b| b.result.as_deref())));
    Figure {
        caption: text(words.waterfall_caption),
        about: about(book, figure),
        alt: clean(&fill(words.waterfall_alt, &[("n", &drawn.to_string()), ("arms", &arms)])),
        drawing: waterfall::draw(words, words.change_axis, &groups, book.letters),
        notes: vec![(String::new(), text(&note))],
        shows: vec![],
    }
}

fn spider(book: &Book, figure: &FigureData) -> Figure {
    let words = book.words;
    let line = |p: &&FigurePatient| {
        let points = p.points.iter().filter_map(|point| Some((point.day as f64, point.change?)));
        let points: Vec<(f64, f64)> = points.collect();
        (points.len() > 1).then_some(points)
    };
    let group = |(label, patients): (_, Vec<&FigurePatient>)| spider::Group {
        label,
        lines: patients.iter().filter_map(line).collect(),
    };
    let groups: Vec<spider::Group> = by_arm(book, figure).into_iter().map(group).collect();
    let n: usize = groups.iter().map(|g| g.lines.len()).sum();
    let mut note = words.spider_note.to_string();
    if groups.iter().flat_map(|g| &g.lines).flatten().any(|(_, change)| *change > spider::LIMIT) {
        let limit = spider::LIMIT.to_string();
        note.push_str(&format!(" {}", fill(words.clipped, &[("limit", &limit)])));
    }
    Figure {
        caption: text(words.spider_caption),
        about: about(book, figure),
        alt: clean(&fill(words.spider_alt, &[("n", &n.to_string())])),
        drawing: spider::draw(words, words.change_axis, &groups),
        notes: vec![(String::new(), text(&note))],
        shows: vec![],
    }
}

/// The position of a name in a list, to which it is added where it is new.
fn kind(names: &mut Vec<String>, name: &str) -> usize {
    names.iter().position(|n| n == name).unwrap_or_else(|| {
        names.push(name.to_string());
        names.len() - 1
    })
}

fn swimmer(book: &Book, figure: &FigureData) -> Figure {
    let words = book.words;
    let (mut given, mut marks) = (Vec::new(), Vec::new());
    let mut lane = |p: &&FigurePatient| {
        let end = p.end.unwrap_or(0).max(p.marks.iter().map(|(_, _, day)| *day).max().unwrap_or(0));
        swimmer::Lane {
            end: end as f64,
            responses: p.points.iter().filter_map(|q| Some((q.day as f64, q.result.clone()?))).collect(),
            given: p
                .given
                .iter()
                .flat_map(|(name, days)| {
                    let kind = kind(&mut given, name);
                    days.iter().map(move |day| (*day as f64, kind))
                })
                .collect(),
            marks: p.marks.iter().map(|(_, label, day)| (*day as f64, kind(&mut marks, label))).collect(),
            alive: !p.marks.iter().any(|(_, _, day)| *day >= end),
        }
    };
    let mut groups: Vec<swimmer::Group> = Vec::new();
    for (label, patients) in by_arm(book, figure) {
        let mut lanes: Vec<swimmer::Lane> = patients.iter().map(&mut lane).collect();
        lanes.sort_by(|a, b| b.end.total_cmp(&a.end));
        groups.push(swimmer::Group { label, lanes });
    }
    let arm = |g: &swimmer::Group| {
        let ends = || g.lanes.iter().map(|l| l.end);
        let shortest = ends().fold(f64::INFINITY, f64::min).to_string();
        let longest = ends().fold(0.0, f64::max).to_string();
        let n = g.lanes.len().to_string();
        let fillings = [("arm", g.label), ("n", n.as_str()), ("shortest", &shortest), ("longest", &longest)];
        fill(words.swimmer_alt_arm, &fillings)
    };
    let arms = groups.iter().map(arm).collect::<Vec<_>>().join("; ");
    let n: usize = groups.iter().map(|g| g.lanes.len()).sum();
    let responses = groups.iter().flat_map(|g| &g.lanes).flat_map(|l| &l.responses);
    let codes = codes(book, responses.map(|(_, result)| result.as_str()));
    Figure {
        caption: text(words.swimmer_caption),
        about: about(book, figure),
        alt: clean(&fill(words.swimmer_alt, &[("n", &n.to_string()), ("arms", &arms)])),
        drawing: swimmer::draw(words, &groups, &given, &marks, book.letters),
        notes: vec![(String::new(), text(&format!("{}{codes}", words.swimmer_note)))],
        shows: vec![],
    }
}
