//! The warnings that the plan accepts, with the results that they concern and no others.

use crate::report::document::{Block, Span, Text, sentence, text};
use crate::report::select::{Book, Panel};
use crate::results::{Accepted, AnalysisInfo, Concern, LabelKind, Record};
use crate::words::{fill, lower_first};

/// For the synopsis: the warnings about one result.
pub fn of_panel(book: &Book, analysis: &AnalysisInfo, panel: &Panel) -> Option<Block> {
    let words = book.words;
    let about = |c: &Concern| {
        c.analysis == analysis.name
            && Some(c.endpoint.as_str()) == panel.endpoint
            && (c.response.as_deref(), c.timepoint.as_deref()) == (panel.response, panel.timepoint)
    };
    let warnings: Vec<&Accepted> = book.results.accepted.iter().filter(|a| a.concerns.iter().any(about)).collect();
    if warnings.is_empty() {
        return None;
    }
    let mut all = text(words.reserve);
    for (i, warning) in warnings.into_iter().enumerate() {
        all.push(Span::new(if i == 0 { " " } else { "; " }));
        let of: Vec<&Concern> = warning.concerns.iter().filter(|c| about(c)).collect();
        all.extend(item(book, warning, &of));
    }
    all.push(Span::new("."));
    Some(Block::paragraph(all))
}

/// `arms are settled after time zero … (clause 3.2), answered by …`.
fn item(book: &Book, warning: &Accepted, about: &[&Concern]) -> Text {
    let words = book.words;
    let title = lower_first(words.warning(warning.warning));
    let fillings = [("title", text(&title)), ("clause", vec![book.clause(&warning.clause)])];
    let mut all = sentence(words.reserve_item, &fillings);
    all.push(Span::new(&format!(", {}", answer(book, warning, about))));
    all
}

/// The analyses that answer a warning about these results: of the same endpoint, response and timepoint.
fn answer(book: &Book, warning: &Accepted, about: &[&Concern]) -> String {
    let same = |r: &Record, c: &&Concern| {
        r.endpoint.as_deref() == Some(c.endpoint.as_str())
            && (r.response.as_deref(), r.point()) == (c.response.as_deref(), c.timepoint.as_deref())
    };
    let answers = |name: &&String| {
        let mut records = book.results.records.iter().filter(|r| r.analysis == **name);
        records.any(|r| about.iter().any(|c| same(r, c)))
    };
    let analyses: Vec<String> = warning.answered_by.iter().filter(answers).map(|name| label(book, name)).collect();
    match analyses.is_empty() {
        true => book.words.reserve_not_answered.to_string(),
        false => fill(book.words.reserve_answered, &[("analyses", &analyses.join("; "))]),
    }
}

/// For the title page: what answers the warning, or that nothing does.
pub fn answers(book: &Book, warning: &Accepted) -> String {
    let analyses: Vec<String> = warning.answered_by.iter().map(|name| label(book, name)).collect();
    match analyses.is_empty() {
        true => book.words.not_answered.to_string(),
        false => fill(book.words.answered_by, &[("analyses", &analyses.join("; "))]),
    }
}

/// Of more endpoints than these the title page says how many they are: each is named with its analysis.
const NAMED: usize = 8;

/// For the title page: the endpoints a warning is accepted for, at the timepoints where not at all.
pub fn endpoints(book: &Book, warning: &Accepted) -> String {
    if warning.endpoints.len() > NAMED {
        return fill(book.words.many_endpoints, &[("n", &warning.endpoints.len().to_string())]);
    }
    let one = |(i, endpoint): (usize, &String)| {
        let points = warning.timepoints.get(i).map(Vec::as_slice).unwrap_or_default();
        let points: Vec<String> = points.iter().map(|p| book.label(LabelKind::Timepoint, p).to_string()).collect();
        let label = book.label(LabelKind::Endpoint, endpoint);
        if points.is_empty() { label.to_string() } else { format!("{label} ({})", points.join(", ")) }
    };
    warning.endpoints.iter().enumerate().map(one).collect::<Vec<_>>().join(", ")
}

/// For the introduction of an analysis: the warnings about it, at the timepoints they concern.
pub fn of_analysis(book: &Book, analysis: &AnalysisInfo, panels: &[Panel]) -> Text {
    let words = book.words;
    let mut all = Text::new();
    for warning in &book.results.accepted {
        let of: Vec<&Concern> = warning.concerns.iter().filter(|c| c.analysis == analysis.name).collect();
        if of.is_empty() {
            continue;
        }
        let about =
            |p: &Panel| of.iter().any(|c| (c.response.as_deref(), c.timepoint.as_deref()) == (p.response, p.timepoint));
        let points = points(book, &of);
        let everywhere = points.is_empty() || panels.iter().all(about);
        let template = if everywhere { words.warning_of } else { words.warning_of_some };
        let fillings = [("points", text(&points)), ("warning", item(book, warning, &of))];
        all.push(Span::new(" "));
        all.extend(sentence(template, &fillings));
    }
    all
}

fn label(book: &Book, analysis: &str) -> String {
    let found = book.results.analyses.iter().find(|a| a.name == analysis);
    found.map_or(analysis, |a| a.label.as_str()).to_string()
}

/// The timepoints that a warning concerns, by response where they are not the same of each.
fn points(book: &Book, of: &[&Concern]) -> String {
    let mut by_response: Vec<(Option<&str>, Vec<String>)> = vec![];
    for concern in of {
        let Some(point) = concern.timepoint.as_deref() else { continue };
        let point = book.label(LabelKind::Timepoint, point).to_string();
        match by_response.iter_mut().find(|(response, _)| *response == concern.response.as_deref()) {
            Some((_, points)) if points.contains(&point) => {}
            Some((_, points)) => points.push(point),
            None => by_response.push((concern.response.as_deref(), vec![point])),
        }
    }
    let Some((_, first)) = by_response.first() else { return String::new() };
    if by_response.iter().all(|(_, points)| points == first) {
        return book.words.join(first);
    }
    let one = |(response, points): &(Option<&str>, Vec<String>)| {
        let response = response.map(|r| book.label(LabelKind::Response, r)).unwrap_or_default();
        let fillings = [("response", response), ("points", &book.words.join(points))];
        fill(book.words.concerned_points, &fillings)
    };
    by_response.iter().map(one).collect::<Vec<_>>().join("; ")
}
