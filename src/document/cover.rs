//! The title page: what is signed, by whom, and how it is known again.

use super::Signed;
use crate::calendar;
use crate::catalogue::Names;
use crate::plan::ir::Amendment;
use crate::report::document::{Align, Block, Column, Row, Span, Style, Table, Text, text};
use crate::report::pages::cover;
use crate::results::ENGINE;
use crate::words::fill;

const DIGEST: Names =
    Names { en: "SHA-256 of the texts of plan and criteria", fr: "SHA-256 des textes du plan et des critères" };
const MADE_BY: Names = Names { en: "Made by", fr: "Produit par" };
const EQUAL: Names = Names {
    en: "This document shows the plan whose texts have the digest above, and no other. The plan that is sealed, and that the report of the results names, must have the same one.",
    fr: "Ce document montre le plan dont les textes ont l’empreinte ci-dessus, et aucun autre. Le plan scellé, que nomme le rapport des résultats, doit avoir la même.",
};
const SEALED: Names = Names { en: "Sealed", fr: "Scellé" };
const SEALED_LAST: Names = Names { en: "Sealed last", fr: "Dernier scellement" };
const AT_BY: Names = Names::with_places("{at}, {by}; entry ", "{at}, {by}\u{a0}; inscription ");
const THIS_TEXT: Names = Names {
    en: "This is the plan that is sealed, by the entry of study.log that is cited above.",
    fr: "C’est le plan scellé, par l’inscription du journal study.log citée ci-dessus.",
};
const OTHER_TEXT: Names = Names {
    en: "This is not the plan that is sealed: its texts are others than those of the entry of study.log that is cited above.",
    fr: "Ce n’est pas le plan scellé\u{a0}: ses textes sont autres que ceux de l’inscription du journal study.log citée ci-dessus.",
};
const AMENDMENTS: Names = Names { en: "Amendments", fr: "Amendements" };
const AMENDMENT: Names = Names { en: "Amendment", fr: "Amendement" };
const CLAUSES: Names = Names { en: "Clauses", fr: "Articles" };
const REASON: Names = Names { en: "Reason", fr: "Motif" };
const DATE: Names = Names { en: "Date", fr: "Date" };

/// Where the plan does not say who signs, this too is written by hand.
const LINES: usize = 4;

pub(super) fn blocks(signed: &Signed) -> Vec<Block> {
    let mut blocks = vec![identification(signed), Block::paragraph(text(signed.said(EQUAL)))];
    if let Some(last) = signed.seal {
        let said = if last.is_of_this_text { THIS_TEXT } else { OTHER_TEXT };
        blocks.push(Block::paragraph(text(signed.said(said))));
    }
    blocks.extend(amendments(signed));
    let roles: Vec<&str> = match signed.results.report.title_page.signatures.as_slice() {
        [] => vec![""; LINES],
        roles => roles.iter().map(String::as_str).collect(),
    };
    blocks.extend(cover::signatures(signed.language(), &roles));
    blocks
}

/// As the plan states them; what changed follows from the sealed texts, and the report of a run lists it.
fn amendments(signed: &Signed) -> Vec<Block> {
    let words = signed.book.words;
    if signed.plan.amendments.is_empty() {
        return vec![];
    }
    let row = |amendment: &Amendment| {
        let clauses = amendment.clauses.iter().map(|(id, _)| vec![signed.book.clause(signed.plan.clause_number(*id))]);
        let cells = vec![
            text(&words.date(&calendar::iso(amendment.date))),
            text(&amendment.header.label),
            clauses.collect::<Vec<Text>>().join(&Span::new(", ")),
            text(amendment.because.trim()),
        ];
        Row { cells, ..Row::default() }
    };
    let columns = vec![
        Column::short(signed.said(DATE), Align::Left),
        Column::prose(signed.said(AMENDMENT)),
        Column::short(signed.said(CLAUSES), Align::Left),
        Column::prose(signed.said(REASON)),
    ];
    let rows = signed.plan.amendments.iter().map(row).collect();
    let table = Table { columns, rows, unnumbered: true, ..Table::default() };
    vec![Block::Subtitle { text: text(signed.said(AMENDMENTS)) }, Block::Table(table)]
}

fn identification(signed: &Signed) -> Block {
    let (study, words) = (&signed.results.study, signed.book.words);
    let mut pairs: Vec<(Text, Text)> = vec![(text(words.study), vec![Span::styled(&study.name, Style::Code)])];
    pairs.extend(cover::formal(signed.book));
    pairs.extend(study.front_matter().map(|(key, value)| (text(&words.front_matter(key)), text(value))));
    pairs.push((text(signed.said(DIGEST)), vec![Span::styled(&study.plan_digest, Style::Code)]));
    pairs.push((text(signed.said(MADE_BY)), text(ENGINE)));
    pairs.extend(signed.seal.map(|last| {
        let name = if last.is_of_this_text { SEALED } else { SEALED_LAST };
        let told = fill(signed.said(AT_BY), &[("at", &last.seal.at), ("by", &last.seal.by)]);
        (text(signed.said(name)), vec![Span::new(&told), Span::styled(&last.seal.entry, Style::Code)])
    }));
    pairs.retain(|(_, value)| value.iter().any(|span| !span.text.is_empty()));
    Block::Pairs { pairs }
}
