//! The pages in their order. Each file makes one part from the results; none writes a number that is not a record.

mod analysis;
mod balance;
mod cover;
mod effects;
mod events;
mod findings;
mod listing;
mod patients;
mod plan;
mod survival;
mod synopsis;

use super::document::{Block, Document, Span, text};
use super::metrics::Metrics;
use super::select::Book;
use super::words;
use crate::results::{AnalysisInfo, Results};

/// The whole report.
pub fn document(results: &Results) -> Document {
    let book = Book::new(results);
    let metrics = Metrics::new();
    let mut sections = synopsis::section(&book, &metrics);
    sections.extend(patients::section(&book, &metrics));
    sections.extend(balance::section(&book, &metrics));
    sections.extend(analyses(&book, &metrics));
    sections.extend(effects::section(&book, &metrics));
    sections.extend(events::section(&book, &metrics));
    sections.extend(findings::section(&book));
    // The listing knows what was shown, so it is made after all that shows numbers.
    sections.extend(listing::section(&book));
    sections.extend(plan::section(&book));
    let title = title(results);
    Document {
        title: text(title),
        plain_title: super::clean::clean(title),
        running: text(&running_head(results)),
        cover: cover::blocks(&book),
        sections,
    }
}

/// A document must have a title; the name of the study stands in for a missing one.
fn title(results: &Results) -> &str {
    let titles = [results.study.title.as_str(), results.study.name.as_str()];
    titles.into_iter().find(|t| !t.trim().is_empty()).unwrap_or("Report of a study")
}

fn running_head(results: &Results) -> String {
    let version = results.study.meta.iter().find(|(key, _)| key == "version");
    let plan = version.map(|(_, v)| format!("plan {v}")).into_iter();
    let cut_off = Some(&results.study.cut_off).filter(|c| !c.is_empty()).map(|c| format!("data cut-off {c}"));
    std::iter::once(results.study.name.clone()).chain(plan).chain(cut_off).collect::<Vec<_>>().join(" · ")
}

/// One section for each role, in the order in which the plan first uses it.
fn analyses(book: &Book, metrics: &Metrics) -> Vec<Block> {
    let all = book.analyses();
    let mut roles: Vec<&str> = Vec::new();
    for analysis in &all {
        if !roles.contains(&analysis.role.as_str()) {
            roles.push(&analysis.role);
        }
    }
    let mut blocks = Vec::new();
    for role in roles {
        let members: Vec<&AnalysisInfo> = all.iter().filter(|a| a.role == role).collect();
        blocks.push(heading(1, &words::role(role), true));
        for (i, analysis) in members.iter().enumerate() {
            blocks.extend(analysis::section(book, analysis, i > 0, metrics));
        }
    }
    blocks
}

fn heading(level: usize, title: &str, new_page: bool) -> Block {
    Block::Heading { level, text: vec![Span::new(title)], new_page, listed: true }
}

/// `one`, `two`, … for small numbers that begin no sentence, then figures.
fn counted(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}
