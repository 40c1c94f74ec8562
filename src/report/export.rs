//! The report as files for other programs: its tables and figures one by one, in the forms that are asked for.

use super::document::{Document, Figure, said};
use super::figure::letters::Letters;
use super::pieces::{Body, Piece, pieces};
use super::{ReportError, pages};
use crate::results::Results;
use crate::words::Words;
use std::cell::OnceCell;

/// A form in which tables and figures can be had one by one.
pub struct Export {
    /// As it is asked for; its files stand in a folder of this name.
    pub name: &'static str,
    pub(super) write: fn(&Exporting) -> Result<Vec<Exported>, ReportError>,
}

/// A file of an export.
#[derive(Debug)]
pub struct Exported {
    /// Below the folder, with `/`.
    pub path: String,
    pub bytes: Vec<u8>,
}

impl Exported {
    pub(super) fn new(path: &str, bytes: Vec<u8>) -> Exported {
        Exported { path: path.to_string(), bytes }
    }
}

/// What every form is made from.
pub(super) struct Exporting<'d> {
    pub results: &'d Results,
    pub document: &'d Document,
    pub words: &'static Words,
    pub pieces: Vec<Piece<'d>>,
    /// Each figure as it was drawn first, whatever forms take it.
    pub drawn: OnceCell<Result<Vec<Vec<u8>>, ReportError>>,
}

impl<'d> Exporting<'d> {
    pub fn figures(&self) -> impl Iterator<Item = (&Piece<'d>, &'d Figure)> {
        self.pieces.iter().filter_map(|piece| match piece.body {
            Body::Figure(figure) => Some((piece, figure)),
            Body::Table(_) => None,
        })
    }

    /// `Table 3. Attrition: eligible patients`.
    pub fn title(&self, piece: &Piece) -> String {
        let kind = match piece.body {
            Body::Table(_) => self.words.table,
            Body::Figure(_) => self.words.figure,
        };
        format!("{kind} {}. {}", piece.number, said(piece.body.caption()))
    }

    /// What must be said wherever a part of the report goes: that the data are simulated, that it is a draft.
    pub fn flags(&self) -> Vec<&'static str> {
        self.document.marked.into_iter().chain(self.document.draft.then_some(self.words.draft)).collect()
    }
}

/// The files of the forms asked for, those of each in its folder. The same results give the same bytes.
pub(super) fn export(
    results: &Results,
    forms: &[&Export],
    letters: &dyn Letters,
) -> Result<Vec<Exported>, ReportError> {
    let document = pages::document(results, letters);
    let (words, pieces) = (Words::of(document.language), pieces(&document));
    let of = Exporting { results, document: &document, words, pieces, drawn: OnceCell::new() };
    let mut files = vec![];
    for form in forms {
        let in_folder = |file: Exported| Exported { path: format!("{}/{}", form.name, file.path), ..file };
        files.extend((form.write)(&of)?.into_iter().map(in_folder));
    }
    Ok(files)
}
