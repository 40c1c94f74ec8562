//! The report: a PDF made from the results and from nothing else.
//!
//! [`pages`] arranges the results into a [`document`], a tree of headings, paragraphs, tables and drawings in which every
//! number leads to its row in the appendix. The source of the document is composed of fixed parts by the sections that the
//! plan asks for and their order, which are names of a closed list, and reads that tree as JSON. No text of the results
//! is ever part of the source. No statistic is computed here.

mod clean;
mod document;
mod figure;
mod lines;
mod links;
mod markdown;
mod metrics;
mod pages;
mod select;
mod world;

use crate::results::Results;
use crate::words::Words;
use document::Section;
use std::fmt;
use world::Frame;

/// Why there is no PDF, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportError(String);

impl fmt::Display for ReportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ReportError {}

/// The report as a PDF file (PDF/A-2a and PDF/UA-1). The same results give the same bytes.
pub fn pdf(results: &Results) -> Result<Vec<u8>, ReportError> {
    let language = results.report.language;
    let frame = Frame { language, draft: results.study.draft, sections: Section::ORDER };
    world::typeset(&frame, data(results)?, date(&results.study.cut_off), &ident(results))
}

/// The arranged report as JSON: what the templates read.
pub fn data(results: &Results) -> Result<Vec<u8>, ReportError> {
    let document = pages::document(results, Words::of(results.report.language));
    serde_json::to_vec(&document).map_err(|e| ReportError(format!("the report could not be arranged: {e}")))
}

/// Two reports have the same identifier when plan, data and engine are the same.
fn ident(results: &Results) -> String {
    let study = &results.study;
    [&study.name, &study.plan_digest, &study.data_digest, &study.engine, &study.cut_off].map(String::as_str).join("\n")
}

/// The cut-off is the date of the document: the only date that the inputs have. PDF/A asks for one, so where it cannot be
/// read the document bears the first day of its calendar.
fn date(cut_off: &str) -> world::Date {
    let part = |i: usize| cut_off.split('-').nth(i);
    let read = || Some((part(0)?.parse().ok()?, part(1)?.parse().ok()?, part(2)?.parse().ok()?));
    read().unwrap_or(world::FIRST_DAY)
}
