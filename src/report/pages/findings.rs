//! What was found in the data, by rule and severity.

use super::{counted, heading};
use crate::report::document::{Align, Block, Cell, Column, Row, Span, Style, Table, text};
use crate::report::select::Book;
use crate::report::words;
use crate::results::FindingCount;

/// The severest first.
const SEVERITIES: &[&str] = &["blocks_lock", "query", "note"];

pub fn section(book: &Book) -> Vec<Block> {
    let mut blocks = vec![heading(1, "Findings in the data", true)];
    let findings: Vec<&FindingCount> = book.results.findings.iter().collect();
    let total: usize = findings.iter().map(|f| f.count).sum();
    let sentence = match total {
        0 => "No check of the data failed.".to_string(),
        n => format!(
            "The checks of the data gave {}. None was corrected by the analysis; each is listed with its file, row and column in ",
            counted(n, "finding", "findings")
        ),
    };
    let mut paragraph = text(&sentence);
    if total > 0 {
        paragraph.extend([Span::styled("findings.csv", Style::Code), Span::new(".")]);
    }
    blocks.push(Block::paragraph(paragraph));
    if !findings.is_empty() {
        blocks.push(Block::Table(table(book, findings)));
    }
    blocks
}

fn table(book: &Book, mut findings: Vec<&FindingCount>) -> Table {
    let rank = |f: &FindingCount| SEVERITIES.iter().position(|s| *s == f.severity).unwrap_or(SEVERITIES.len());
    findings.sort_by_key(|f| rank(f));
    let mut table = Table {
        caption: text("Findings by rule and severity"),
        about: text("Checks that follow from the declarations of the plan, and the plan’s own checks."),
        columns: vec![
            Column::new("Rule", Align::Left, 1.0),
            Column::new("Table", Align::Left, 0.0),
            Column::new("Code", Align::Left, 0.0),
            Column::new("Clause", Align::Center, 0.0),
            Column::new("Findings", Align::Right, 0.0),
        ],
        ..Table::default()
    };
    let mut severity = "";
    for finding in findings {
        if finding.severity != severity {
            severity = &finding.severity;
            table.rows.push(Row {
                group: true,
                cells: vec![text(&words::severity(severity)).into()],
                ..Row::default()
            });
        }
        let label = book.results.tables.iter().find(|t| t.name == finding.table).map_or(&finding.table, |t| &t.label);
        let cells: Vec<Cell> = vec![
            text(&finding.rule).into(),
            text(label).into(),
            text(&finding.code).into(),
            vec![book.clause(&finding.clause)].into(),
            text(&finding.count.to_string()).into(),
        ];
        table.rows.push(Row { indent: 1, cells, ..Row::default() });
    }
    table
}
