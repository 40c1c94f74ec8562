//! The pages in their order. Each file makes one part from the results; none writes a number that is not a record.

mod account;
mod agreement;
mod analysis;
mod balance;
mod baseline;
mod basis;
mod course;
mod cover;
mod decisions;
mod effects;
mod findings;
mod listing;
mod notes;
mod overlap;
mod patients;
mod plan;
mod points;
mod references;
mod safety;
mod survival;
mod synopsis;
mod warnings;

use super::document::{Block, Document, Fixed, Section, Span, text};
use super::metrics::Metrics;
use super::select::Book;
use crate::results::{AnalysisInfo, Results, Role};
use crate::words::{Words, fill};
use std::collections::BTreeMap;

/// The whole report, in these words.
pub fn document(results: &Results, words: &'static Words) -> Document {
    let book = Book::new(results, words);
    let metrics = Metrics::new();
    let mut sections = BTreeMap::new();
    sections.insert(Section::Synopsis, synopsis::section(&book, &metrics));
    sections.insert(Section::Patients, patients::section(&book, &metrics));
    sections.insert(Section::Baseline, baseline::section(&book, &metrics));
    sections.insert(Section::Matching, balance::section(&book, &metrics));
    sections.insert(Section::Analyses, analyses(&book, &metrics));
    sections.insert(Section::Effects, effects::section(&book, &metrics));
    sections.insert(Section::Course, course::section(&book, &metrics));
    sections.insert(Section::Safety, safety::section(&book, &metrics));
    sections.insert(Section::Findings, findings::section(&book));
    // These tell what was shown and referred to, so they are made after all that shows numbers.
    sections.insert(Section::References, references::section(&book));
    sections.insert(Section::Numbers, listing::section(&book));
    sections.insert(Section::Clauses, plan::section(&book));
    let title = title(results, words);
    let listed = |b: &&Block| matches!(b, Block::Heading { level: 1 | 2, listed: true, .. });
    let entries = sections.values().flatten().filter(listed).count();
    Document {
        entries,
        title: text(title),
        plain_title: super::clean::clean(title),
        running: text(&running_head(results, words)),
        simulated: results.study.simulated.as_ref().map(|_| words.simulated),
        words: fixed(words),
        cover: cover::blocks(&book),
        sections,
    }
}

/// A document must have a title; the name of the study stands in for a missing one.
fn title<'a>(results: &'a Results, words: &'static Words) -> &'a str {
    let titles = [results.study.title.as_str(), results.study.name.as_str()];
    titles.into_iter().find(|t| !t.trim().is_empty()).unwrap_or(words.untitled)
}

fn running_head(results: &Results, words: &Words) -> String {
    let version = results.study.meta.iter().find(|(key, _)| key == "version");
    let plan = version.map(|(_, v)| fill(words.plan_version, &[("version", v)])).into_iter();
    let cut_off = Some(&results.study.cut_off).filter(|c| !c.is_empty());
    let cut_off = cut_off.map(|c| fill(words.cut_off_of, &[("date", &words.date(c))]));
    std::iter::once(results.study.name.clone()).chain(plan).chain(cut_off).collect::<Vec<_>>().join(" · ")
}

fn fixed(words: &'static Words) -> Fixed {
    let mut page = words.page.splitn(3, ['{', '}']).collect::<Vec<_>>();
    let rest = page.pop().unwrap_or("");
    let (between, after) = rest.split_once("{pages}").unwrap_or((rest, ""));
    Fixed {
        report_of: words.report_of,
        contents: words.contents,
        page: [page.first().copied().unwrap_or(""), between, after].map(super::clean::clean),
        draft: words.draft,
        table: words.table,
        figure: words.figure,
    }
}

/// One section for each role, in the order in which the plan first uses it.
fn analyses(book: &Book, metrics: &Metrics) -> Vec<Block> {
    let all = book.analyses();
    let mut roles: Vec<Role> = Vec::new();
    for analysis in &all {
        if !roles.contains(&analysis.role) {
            roles.push(analysis.role);
        }
    }
    let mut blocks = Vec::new();
    for (r, role) in roles.into_iter().enumerate() {
        let members: Vec<&AnalysisInfo> = all.iter().filter(|a| a.role == role).collect();
        // What fills a page with its figure begins one; the analyses after the primary one share its page.
        let fills = |a: &&AnalysisInfo| {
            survival::has_curves(book, &a.name) || (r > 1 && points::has_figure(book, &book.panels(&a.name)))
        };
        let new_page = r == 0 || members.first().is_some_and(fills);
        blocks.push(heading(1, &book.words.role(role), new_page));
        for (i, analysis) in members.iter().enumerate() {
            blocks.extend(analysis::section(book, analysis, metrics, i == 0));
        }
    }
    blocks
}

fn heading(level: usize, title: &str, new_page: bool) -> Block {
    Block::Heading { level, text: vec![Span::new(title)], new_page, listed: true }
}

/// `1 finding`, `3 findings`.
fn counted(n: usize, one: &str, many: &str) -> String {
    if n == 1 { one.to_string() } else { fill(many, &[("n", &n.to_string())]) }
}
