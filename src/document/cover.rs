//! The title page: what is signed, by whom, and how it is known again.

use super::Signed;
use crate::catalogue::Names;
use crate::report::document::{Block, Column, Row, Span, Style, Table, Text, text};
use crate::results::ENGINE;

const DIGEST: Names =
    Names { en: "SHA-256 of the texts of plan and criteria", fr: "SHA-256 des textes du plan et des critères" };
const MADE_BY: Names = Names { en: "Made by", fr: "Produit par" };
const EQUAL: Names = Names {
    en: "This document shows the plan whose texts have the digest above, and no other. The plan that is sealed, and that the report of the results names, must have the same one.",
    fr: "Ce document montre le plan dont les textes ont l’empreinte ci-dessus, et aucun autre. Le plan scellé, que nomme le rapport des résultats, doit avoir la même.",
};
const SIGNATURES: Names = Names { en: "Signatures", fr: "Signatures" };
const NAME: Names = Names { en: "Name", fr: "Nom" };
const ROLE: Names = Names { en: "Role", fr: "Fonction" };
const DATE: Names = Names { en: "Date", fr: "Date" };
const SIGNATURE: Names = Names { en: "Signature", fr: "Signature" };

/// Who signs writes name and role by hand.
const LINES: usize = 4;

pub(super) fn blocks(signed: &Signed) -> Vec<Block> {
    vec![
        identification(signed),
        Block::paragraph(text(signed.said(EQUAL))),
        Block::Subtitle { text: text(signed.said(SIGNATURES)) },
        signatures(signed),
    ]
}

fn identification(signed: &Signed) -> Block {
    let (study, words) = (&signed.results.study, signed.book.words);
    let mut pairs: Vec<(Text, Text)> = vec![(text(words.study), vec![Span::styled(&study.name, Style::Code)])];
    pairs.extend(study.front_matter().map(|(key, value)| (text(&words.front_matter(key)), text(value))));
    pairs.push((text(signed.said(DIGEST)), vec![Span::styled(&study.plan_digest, Style::Code)]));
    pairs.push((text(signed.said(MADE_BY)), text(ENGINE)));
    pairs.retain(|(_, value)| value.iter().any(|span| !span.text.is_empty()));
    Block::Pairs { pairs }
}

fn signatures(signed: &Signed) -> Block {
    let columns = [NAME, ROLE, DATE, SIGNATURE].map(|head| Column::prose(signed.said(head)));
    // Two lines of height to write on.
    let empty = || vec![Span::new("\u{a0}"), Span::line_break(), Span::new("\u{a0}")];
    let row = |_| Row { cells: (0..4).map(|_| empty()).collect(), ..Row::default() };
    Block::Table(Table {
        columns: columns.into(),
        rows: (0..LINES).map(row).collect(),
        unnumbered: true,
        ..Table::default()
    })
}
