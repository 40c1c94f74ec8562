//! What nothing reads of the files that the binding beside the plan names.

use super::{Signed, heading};
use crate::catalogue::Names;
use crate::report::document::{Align, Block, Column, Row, Span, Style, Table, Text, text};
use crate::run::columns::FileColumns;

const TITLE: Names = Names { en: "Columns that nothing reads", fr: "Colonnes que rien ne lit" };
const ABOUT: Names = Names {
    en: "By the binding beside the plan, and by the first line of each file; no other line was read for this document. Neither is part of the plan or of its digest.",
    fr: "D’après la liaison placée à côté du plan et la première ligne de chaque fichier\u{a0}; aucune autre ligne n’a été lue pour ce document. Ni l’une ni l’autre ne fait partie du plan ou de son empreinte.",
};
const FILE: Names = Names { en: "File", fr: "Fichier" };
const COLUMN: Names = Names { en: "Column", fr: "Colonne" };
const REASON: Names = Names { en: "Why it is not read", fr: "Pourquoi elle n’est pas lue" };
const UNSTATED: Names = Names { en: "no reason is stated", fr: "aucune raison n’est indiquée" };
const ALL_READ: Names = Names { en: "every column is read", fr: "toutes les colonnes sont lues" };
const NOT_THERE: Names = Names {
    en: "the file was not there: only what the binding names is known",
    fr: "le fichier n’était pas là\u{a0}: seul est connu ce que nomme la liaison",
};

/// Nothing where no binding stands beside the plan.
pub(super) fn section(signed: &Signed) -> Vec<Block> {
    if signed.files.is_empty() {
        return vec![];
    }
    let rows = signed.files.iter().flat_map(|file| of_file(signed, file)).collect();
    let columns = vec![
        Column::short(signed.said(FILE), Align::Left),
        Column::short(signed.said(COLUMN), Align::Left),
        Column::prose(signed.said(REASON)),
    ];
    vec![
        heading(1, signed.said(TITLE), true),
        Block::paragraph(text(signed.said(ABOUT))),
        Block::Table(Table { columns, rows, unnumbered: true, ..Table::default() }),
    ]
}

fn of_file(signed: &Signed, file: &FileColumns) -> Vec<Row> {
    let row = |column: Text, why: Text| {
        let name = vec![Span::styled(&file.file, Style::Code)];
        Row { cells: vec![name, column, why], ..Row::default() }
    };
    let of_column = |column: &str, because: Option<&str>| {
        let why = because.unwrap_or_else(|| signed.said(UNSTATED));
        row(vec![Span::styled(column, Style::Code)], text(why))
    };
    let named = file.not_read.iter().map(|own| of_column(&own.column, own.because.as_deref()));
    let rest = match (file.is_there, file.not_read.is_empty()) {
        (false, _) => Some(NOT_THERE),
        (true, true) => Some(ALL_READ),
        (true, false) => None,
    };
    named.chain(rest.map(|said| row(Text::new(), text(signed.said(said))))).collect()
}
