//! The proportions of an analysis at its timepoints, side by side.

use super::analysis::panel_title;
use crate::catalogue::Statistic;
use crate::number::Quantity;
use crate::report::clean::clean;
use crate::report::document::{Figure, text};
use crate::report::figure::points::{self, Category, Dot};
use crate::report::lines::Line;
use crate::report::select::{Book, Panel};
use crate::results::AnalysisInfo;
use crate::words::{fill, lower_first};

/// Whether there is a proportion at more than one timepoint.
pub fn has_figure(book: &Book, panels: &[Panel]) -> bool {
    panels.iter().filter(|p| proportion(book, p).is_some()).count() > 1
}

/// None where fewer than two timepoints have a proportion in each arm.
pub fn figure(book: &Book, analysis: &AnalysisInfo, panels: &[Panel], arms: &[&str]) -> Option<Figure> {
    let words = book.words;
    let of = |panel: &Panel| Some(category(book, panel_title(book, panel), proportion(book, panel)?, arms));
    let categories: Vec<Category> = panels.iter().filter_map(of).collect();
    if categories.len() < 2 {
        return None;
    }
    let first = panels.iter().find_map(|p| Some((p, proportion(book, p)?)));
    let (panel, line) = first?;
    let method = line.method.and_then(|m| words.interval_of(m));
    let labels: Vec<&str> = arms.iter().map(|a| book.arm(a)).collect();
    let one = |c: &Category| {
        let dots = c.dots.iter().map(|d| format!("{} {}", labels.get(d.arm).copied().unwrap_or(""), d.text));
        format!("{}: {}", c.label, dots.collect::<Vec<_>>().join(", "))
    };
    let listed: Vec<String> = categories.iter().map(one).collect();
    let axis = if analysis.basis.response { words.points_axis } else { words.points_axis_outcome };
    let note = fill(words.points_note, &[("level", &book.level()), ("method", &method.unwrap_or_default())]);
    Some(Figure {
        caption: text(&fill(words.points_caption, &[("analysis", &analysis.label)])),
        about: book.about(panel.population, panel.population_n, &analysis.clause),
        alt: clean(&fill(words.points_alt, &[("points", &listed.join("; "))])),
        drawing: points::draw(words, axis, &labels, &categories, book.letters),
        notes: vec![(String::new(), text(&note))],
        shows: categories.into_iter().flat_map(|c| c.dots).flat_map(|d| d.shows).collect(),
    })
}

fn proportion<'a, 'b>(book: &Book, panel: &'b Panel<'a>) -> Option<&'b Line<'a>> {
    let of_arms = |l: &&Line| {
        panel.timepoint.is_some()
            && panel.contrast.is_none()
            && panel.subgroup.is_none()
            && l.statistic == Statistic::Estimate
            && l.quantity == Quantity::Proportion
            && l.groups.iter().any(|(_, m)| m.lower.is_some() && book.is_estimable(m.estimate))
    };
    panel.lines.iter().find(of_arms)
}

fn category(book: &Book, label: String, line: &Line, arms: &[&str]) -> Category {
    let percent = |i: usize| Some(book.record(i)?.value.finite()? * 100.0);
    let dot = |(arm, name): (usize, &&str)| {
        let (_, m) = line.groups.iter().find(|(g, _)| g == name)?;
        let shown = book.measure(m);
        Some(Dot {
            arm,
            estimate: percent(m.estimate)?,
            lower: m.lower.and_then(percent),
            upper: m.upper.and_then(percent),
            text: shown.text,
            shows: shown.shows,
            estimate_text: book.number(m.estimate).text,
        })
    };
    Category { label: lower_first(&label), dots: arms.iter().enumerate().filter_map(dot).collect() }
}
