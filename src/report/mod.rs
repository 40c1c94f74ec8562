//! The report: a [`document`] made from the results and from nothing else, and the back ends that print it.
//!
//! [`pages`] arranges the results into a tree of headings, paragraphs, tables and drawings in which every number leads to
//! its row in the appendix. It knows nothing of what prints it: widths, fonts and pages are a matter of a back end, such
//! as [`mod@pdf`] or [`plain_text`]. No statistic is computed here.

pub(crate) mod abbreviations;
mod clean;
mod csv;
pub mod displays;
pub(crate) mod document;
mod export;
pub(crate) mod figure;
mod html;
mod lines;
pub(crate) mod markdown;
mod office;
pub(crate) mod pages;
mod paint;
mod parquet;
mod pdf;
mod pieces;
mod plain_text;
mod png;
mod printed;
pub(crate) mod select;
mod shells;
mod spaces;
mod svg;
mod xml;

pub use csv::CSV;
pub use export::{Export, Exported};
pub use html::HTML;
pub use html::clause_address;
pub(crate) use html::safe;
pub use office::{DOCX, RTF};
pub use parquet::PARQUET;
pub use pdf::PDF;
pub use plain_text::TEXT;
pub use png::PNG;
pub use spaces::in_language;
pub use svg::SVG;

use export::Exporting;
pub use printed::{Contents, printed};
pub use shells::shells;

use crate::results::Results;
pub use document::Document;
use figure::letters::Even;
use std::collections::BTreeSet;
use std::fmt;

/// Why the report could not be made, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportError(String);

impl ReportError {
    fn new(why: String) -> ReportError {
        ReportError(why)
    }
}

impl fmt::Display for ReportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ReportError {}

/// A form in which the report can be had.
pub struct Format {
    pub name: &'static str,
    write: fn(&Results) -> Result<Vec<u8>, ReportError>,
}

/// The back ends, one line each.
pub const FORMATS: &[Format] = &[PDF, HTML, TEXT];

/// The forms in which tables and figures travel one by one, one line each.
pub const EXPORTS: &[Export] = &[CSV, SVG, PNG, RTF, DOCX, PARQUET];

impl Format {
    /// The report as the bytes of a file. The same results give the same bytes.
    pub fn write(&self, results: &Results) -> Result<Vec<u8>, ReportError> {
        (self.write)(results)
    }
}

/// The report as a PDF file (PDF/A-2a and PDF/UA-1).
pub fn pdf(results: &Results) -> Result<Vec<u8>, ReportError> {
    PDF.write(results)
}

/// The tables and figures of the report one by one, in the forms that are asked for.
pub fn export(results: &Results, forms: &[&Export]) -> Result<Vec<Exported>, ReportError> {
    export::export(results, forms, &pdf::letters())
}

/// The plan as a document, as a PDF file. The same document gives the same bytes.
pub fn plan_pdf(document: &Document) -> Result<Vec<u8>, ReportError> {
    pdf::write(document)
}

/// The same for a browser: one file, which asks the network for nothing and runs nothing.
pub fn plan_html(document: &Document) -> Result<Vec<u8>, ReportError> {
    html::alone(document).map(String::into_bytes)
}

/// The same for a terminal.
pub fn plan_text(document: &Document) -> String {
    plain_text::write(document)
}

/// The identifiers of the records that the report displays in its sections; the appendix lists them.
pub fn displayed(results: &Results) -> BTreeSet<String> {
    pages::displayed(results, &Even)
}

/// The arranged report as JSON, its drawings for letters of one width.
pub fn data(results: &Results) -> Result<Vec<u8>, ReportError> {
    let document = pages::document(results, &Even);
    serde_json::to_vec(&document).map_err(|e| ReportError(format!("the report could not be arranged: {e}")))
}
