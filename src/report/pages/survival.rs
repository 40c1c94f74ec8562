//! Kaplan–Meier figures of an analysis.

use super::analysis::in_sentence;
use crate::report::clean::clean;
use crate::report::document::{Block, Figure, Span, text};
use crate::report::figure::kaplan_meier::{self, Arm};
use crate::report::lines::Line;
use crate::report::select::{Book, Panel};
use crate::results::format::level;
use crate::results::{AnalysisInfo, Curve, Number};

pub fn has_curves(book: &Book, analysis: &str) -> bool {
    book.results.curves.iter().any(|c| c.analysis == analysis)
}

/// One figure for each endpoint and population that the analysis has curves of.
pub fn figures(book: &Book, analysis: &AnalysisInfo, panels: &[Panel]) -> Vec<Block> {
    let curves: Vec<&Curve> = book.results.curves.iter().filter(|c| c.analysis == analysis.name).collect();
    let mut subjects: Vec<(&str, &str)> = Vec::new();
    for curve in &curves {
        if !subjects.contains(&(&curve.endpoint, &curve.population)) {
            subjects.push((&curve.endpoint, &curve.population));
        }
    }
    let of = |(endpoint, population): (&str, &str)| {
        let members: Vec<&Curve> =
            curves.iter().copied().filter(|c| c.endpoint == endpoint && c.population == population).collect();
        let panel = panels.iter().find(|p| p.endpoint == Some(endpoint) && p.population == population);
        figure(book, analysis, &members, panel.or(panels.first()))
    };
    subjects.into_iter().map(|s| Block::Figure(of(s))).collect()
}

fn figure(book: &Book, analysis: &AnalysisInfo, curves: &[&Curve], panel: Option<&Panel>) -> Figure {
    let lines: &[Line] = panel.map(|p| p.lines.as_slice()).unwrap_or_default();
    let arms: Vec<Arm> = curves.iter().map(|c| arm(book, c, lines)).collect();
    let endpoint = curves.first().map_or("", |c| book.label("endpoint", &c.endpoint));
    let drawing = kaplan_meier::draw(endpoint, &arms, &days(lines));
    let population = panel.map(|p| book.population_line(p.population, p.population_n)).unwrap_or_default();
    let clause = curves.first().map_or(analysis.clause.as_str(), |c| c.clause.as_str());
    let level = level(book.results.study.level);
    let note = format!(
        "Shaded: {level} confidence bands, pointwise. Upright marks: censored patients. Broken lines: medians, where reached. \
         At risk: just before the day; censored and events: before the day."
    );
    Figure {
        caption: text(&format!("{} (Kaplan–Meier)", analysis.label)),
        about: vec![Span::new(&format!("{population}. Clause ")), book.clause(clause), Span::new(".")],
        alt: clean(&alternative(book, endpoint, &arms, lines)),
        drawing,
        notes: vec![(String::new(), text(&note))],
    }
}

fn arm<'a>(book: &Book<'a>, curve: &'a Curve, lines: &[Line]) -> Arm<'a> {
    let median = lines.iter().filter(|l| l.statistic == "median" && l.term.is_none());
    let record =
        median.flat_map(|l| &l.groups).find(|(g, _)| *g == curve.group).and_then(|(_, m)| book.record(m.estimate));
    let median = record.and_then(|r| match r.value {
        Number::Real(x) => Some(x),
        Number::Count(n) => Some(n as f64),
        _ => None,
    });
    Arm { label: book.arm(&curve.group), curve, median }
}

/// The days at which survival is reported.
fn days(lines: &[Line]) -> Vec<f64> {
    let reported = lines.iter().filter(|l| l.statistic == "survival");
    let mut days: Vec<f64> = reported.filter_map(|l| l.term?.parse().ok()).collect();
    days.sort_by(f64::total_cmp);
    days.dedup();
    days
}

fn alternative(book: &Book, endpoint: &str, arms: &[Arm], lines: &[Line]) -> String {
    let mut text = format!("Kaplan–Meier curves, {endpoint}, by days.");
    for arm in arms {
        let curve = arm.curve;
        let patients = curve.at_risk.first().copied().unwrap_or(0);
        let events: usize = curve.events.iter().sum();
        text.push_str(&format!(" {}: {patients} patients, {events} events", arm.label));
        for line in lines.iter().filter(|l| l.statistic == "survival") {
            if let (Some(day), Some((_, m))) = (line.term, line.groups.iter().find(|(g, _)| *g == curve.group)) {
                text.push_str(&format!("; at day {day}, {}", in_sentence(book, m).text));
            }
        }
        match arm.median {
            Some(median) => text.push_str(&format!("; median {median} days.")),
            None => text.push_str("; median not reached."),
        }
    }
    text
}
