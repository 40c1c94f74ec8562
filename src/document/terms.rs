//! What the plan defines under a name, and the abbreviations of the tables.

use super::{Signed, heading};
use crate::catalogue::Names;
use crate::plan::ir::Header;
use crate::report::abbreviations;
use crate::report::document::{Align, Block, Column, Row, Span, Style, Table, text};

const TITLE: Names = Names { en: "Definitions and abbreviations", fr: "Définitions et abréviations" };
const DEFINED: Names = Names { en: "Defined by this plan", fr: "Définis par ce plan" };
const ABBREVIATIONS: Names = Names { en: "Abbreviations of the tables", fr: "Abréviations des tableaux" };
const TERM: Names = Names { en: "Term", fr: "Terme" };
const NAME: Names = Names { en: "Name", fr: "Nom" };
const KIND: Names = Names { en: "What it is", fr: "Ce que c’est" };
const CLAUSE: Names = Names { en: "Clause", fr: "Article" };

pub(super) fn section(signed: &Signed) -> Vec<Block> {
    let plan = signed.plan;
    let mut found: Vec<(&Header, Names)> = vec![];
    found.extend(plan.tables.iter().map(|t| (&t.header, Names { en: "table of the data", fr: "table des données" })));
    found.extend(plan.events.iter().map(|e| (&e.header, Names { en: "event", fr: "événement" })));
    found.extend(plan.defines.iter().map(|d| (&d.header, Names { en: "quantity", fr: "grandeur" })));
    found.extend(plan.populations.iter().map(|p| (&p.header, Names { en: "population", fr: "population" })));
    found.extend(plan.responses.iter().map(|r| (&r.header, Names { en: "response", fr: "réponse" })));
    found.extend(
        plan.intercurrents
            .iter()
            .map(|i| (&i.header, Names { en: "intercurrent event", fr: "événement intercurrent" })),
    );
    found.extend(plan.endpoints.iter().map(|e| (&e.header, Names { en: "endpoint", fr: "critère de jugement" })));
    found.extend(plan.matchings.iter().map(|m| (&m.header, Names { en: "matching", fr: "appariement" })));
    let row = |(header, kind): (&Header, Names)| Row {
        cells: vec![
            text(&header.label),
            vec![Span::styled(&header.name, Style::Code)],
            text(signed.said(kind)),
            vec![signed.book.clause(plan.clause_number(header.clause))],
        ],
        ..Row::default()
    };
    let columns = vec![
        Column::prose(signed.said(TERM)),
        Column::short(signed.said(NAME), Align::Left),
        Column::short(signed.said(KIND), Align::Left),
        Column::short(signed.said(CLAUSE), Align::Left),
    ];
    let rows = found.into_iter().map(row).collect();
    let short = abbreviations::list(&signed.results.report);
    let pairs = short.into_iter().map(|(short, long)| (text(short), text(long))).collect();
    vec![
        heading(1, signed.said(TITLE), true),
        heading(2, signed.said(DEFINED), false),
        Block::Table(Table { columns, rows, unnumbered: true, small: true, ..Table::default() }),
        heading(2, signed.said(ABBREVIATIONS), false),
        Block::Pairs { pairs },
    ]
}
