//! Typst with everything in memory: the templates, one JSON file of data, the embedded fonts. No file system, no
//! network, no clock.

use super::fonts::fonts;
use super::links::lead;
use crate::catalogue::Language;
use crate::report::ReportError;
use crate::report::document::Section;
use serde::Serialize;
use std::sync::OnceLock;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

const MAIN: &str = "report.typ";
const DATA: &str = "report.json";
/// Composed by [`compose`].
const TEMPLATE: &str = include_str!("../../../templates/report.typ.j2");
const PARTS: &[(&str, &str)] = &[
    ("blocks.typ", include_str!("../../../templates/blocks.typ")),
    ("drawing.typ", include_str!("../../../templates/drawing.typ")),
];

/// Year, month and day of the document.
pub type Date = (i32, u8, u8);

/// Where no date can be read.
pub const FIRST_DAY: Date = (1970, 1, 1);

/// What the source of the document depends on: names of closed lists, never a text of the results.
#[derive(Serialize)]
pub struct Frame {
    pub language: Language,
    pub draft: bool,
    pub locked: bool,
    pub sections: Vec<Section>,
}

/// The source of the document. A name that the template does not know is an error.
fn compose(frame: &Frame) -> Result<String, ReportError> {
    let mut templates = minijinja::Environment::new();
    templates.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
    let source = templates.render_str(TEMPLATE, minijinja::value::Serde(frame));
    source.map_err(|e| ReportError(format!("the template of the report could not be composed: {e:#}")))
}

/// Typesets the data with the templates, as PDF/A-2a and PDF/UA-1.
///
/// `ident` distinguishes this document from every other; the bytes depend on nothing but the arguments.
pub fn typeset(frame: &Frame, data: Vec<u8>, date: Date, ident: &str) -> Result<Vec<u8>, ReportError> {
    let valid = |(year, month, day): Date| Datetime::from_ymd(year, month, day).filter(|_| (1..=9999).contains(&year));
    let date = valid(date).or_else(|| valid(FIRST_DAY));
    let world = InMemory::new(compose(frame)?, data, date)?;
    let document = typst::compile::<PagedDocument>(&world).output.map_err(|e| failed("typeset", &e))?;
    let document = lead(&document)?;
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
        .map_err(|e| ReportError(format!("the PDF standards do not go together: {}", e.message())))?;
    let midnight = date.and_then(|d| Datetime::from_ymd_hms(d.year()?, d.month()?, d.day()?, 0, 0, 0));
    let options = PdfOptions {
        ident: Smart::Custom(ident.to_string()),
        creator: Smart::Custom(Some("prespec".to_string())),
        timestamp: midnight.map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|e| failed("written as PDF/A", &e))
}

/// The first message says what is wrong; hints often say where.
fn failed(what: &str, errors: &[SourceDiagnostic]) -> ReportError {
    let messages = errors.iter().take(3).map(|e| {
        let hints = e.hints.iter().map(|h| format!(" ({})", h.v));
        format!("{}{}", e.message, hints.collect::<String>())
    });
    ReportError(format!("the report could not be {what}: {}", messages.collect::<Vec<_>>().join("; ")))
}

struct InMemory {
    main: FileId,
    data: (FileId, Bytes),
    sources: Vec<Source>,
    today: Option<Datetime>,
}

impl InMemory {
    fn new(source: String, data: Vec<u8>, today: Option<Datetime>) -> Result<InMemory, ReportError> {
        let parts = PARTS.iter().map(|(path, text)| (*path, (*text).to_string()));
        let sources = parts.chain([(MAIN, source)]).map(|(path, text)| Ok(Source::new(id(path)?, text)));
        Ok(InMemory {
            main: id(MAIN)?,
            data: (id(DATA)?, Bytes::new(data)),
            sources: sources.collect::<Result<_, ReportError>>()?,
            today,
        })
    }
}

fn id(path: &str) -> Result<FileId, ReportError> {
    let path =
        VirtualPath::new(path).map_err(|e| ReportError(format!("the template {path} has no valid name: {e:?}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn library() -> &'static LazyHash<Library> {
    static LIBRARY: OnceLock<LazyHash<Library>> = OnceLock::new();
    LIBRARY.get_or_init(|| LazyHash::new(library_with_heads_of_rows()))
}

/// That a cell is the head of its row can be said only with this feature, which changes nothing else.
fn library_with_heads_of_rows() -> Library {
    Library::builder().with_features(std::iter::once(Feature::A11yExtras).collect()).build()
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}

impl World for InMemory {
    fn library(&self) -> &LazyHash<Library> {
        library()
    }
    fn book(&self) -> &LazyHash<FontBook> {
        fonts().book()
    }
    fn main(&self) -> FileId {
        self.main
    }
    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.iter().find(|s| s.id() == id).cloned().ok_or_else(|| not_found(id))
    }
    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data.0 { Ok(self.data.1.clone()) } else { Err(not_found(id)) }
    }
    fn font(&self, index: usize) -> Option<Font> {
        fonts().font(index)
    }
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        self.today
    }
}
