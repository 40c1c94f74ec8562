//! The back end for PDF (PDF/A-2a and PDF/UA-1), through Typst in memory with its own fonts.
//!
//! [`page`] writes a document as the JSON that the templates read, with the widths that [`columns`] finds for its tables;
//! [`world`] typesets it, and [`links`] leads its links. The source is composed of fixed parts and of names of closed lists:
//! no text of the results is ever part of it.

pub mod columns;
mod fonts;
mod glyphs;
mod links;
mod page;
mod world;

use super::document::Document;
use super::{Format, ReportError, pages};
use fonts::Metrics;
pub use fonts::font_files;
pub use glyphs::fit;
use world::Frame;

pub const PDF: Format = Format { name: "pdf", write: |results| write(&pages::document(results, &letters())) };

/// The face that drawings are set in.
pub fn letters() -> Metrics {
    Metrics::new()
}

/// The document as a PDF file. The same document gives the same bytes.
pub(super) fn write(document: &Document) -> Result<Vec<u8>, ReportError> {
    let frame = Frame {
        language: document.language,
        draft: document.draft,
        locked: document.locked,
        sections: document.sections.keys().copied().collect(),
    };
    let data = serde_json::to_vec(&page::data(document));
    let data = data.map_err(|e| ReportError(format!("the report could not be arranged: {e}")))?;
    world::typeset(&frame, data, date(&document.cut_off), &document.identity).map(without_suspects)
}

/// That no tag is suspect is what is taken where nothing is said of it, and where it is said poppler takes it for an error. The words
/// stand in the catalogue, the last dictionary that could hold them; every byte stays in its place.
fn without_suspects(mut pdf: Vec<u8>) -> Vec<u8> {
    const SAID: &[u8] = b"/MarkInfo<</Marked true/Suspects false>>";
    const UNSAID: &[u8] = b"/MarkInfo<</Marked true               >>";
    if let Some(at) = pdf.windows(SAID.len()).rposition(|window| window == SAID) {
        pdf[at..at + UNSAID.len()].copy_from_slice(UNSAID);
    }
    pdf
}

/// The date of the data is the date of the document. PDF/A asks for one, so where it cannot be read the document bears the
/// first day of its calendar.
fn date(cut_off: &str) -> world::Date {
    let part = |i: usize| cut_off.split('-').nth(i);
    let read = || Some((part(0)?.parse().ok()?, part(1)?.parse().ok()?, part(2)?.parse().ok()?));
    read().unwrap_or(world::FIRST_DAY)
}
