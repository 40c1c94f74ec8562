//! What was found in the data, by rule and severity.

use super::{counted, heading};
use crate::report::document::{Align, Block, Cell, Column, Row, Span, Style, Table, sentence, text};
use crate::report::select::Book;
use crate::results::FindingCount;

/// The severest first.
const SEVERITIES: &[&str] = &["blocks_lock", "query", "note"];

pub fn section(book: &Book) -> Vec<Block> {
    let words = book.words;
    let mut blocks = vec![heading(1, words.findings, false)];
    let findings: Vec<&FindingCount> = book.results.findings.iter().collect();
    let total: usize = findings.iter().map(|f| f.count).sum();
    if total == 0 {
        blocks.push(Block::paragraph(text(words.no_finding)));
        return blocks;
    }
    let fillings = [
        ("findings", text(&counted(total, words.one_finding, words.findings_n))),
        ("file", vec![Span::styled("findings.csv", Style::Code)]),
    ];
    blocks.push(Block::paragraph(sentence(words.findings_sentence, &fillings)));
    blocks.push(Block::Table(table(book, findings)));
    blocks
}

fn table(book: &Book, mut findings: Vec<&FindingCount>) -> Table {
    let words = book.words;
    let rank = |f: &FindingCount| SEVERITIES.iter().position(|s| *s == f.severity).unwrap_or(SEVERITIES.len());
    findings.sort_by_key(|f| rank(f));
    let mut table = Table {
        caption: text(words.findings_caption),
        about: text(words.findings_about),
        columns: vec![
            Column::new(words.rule, Align::Left, 1.0),
            Column::new(words.data_table, Align::Left, 0.0),
            Column::new(words.code, Align::Left, 0.0),
            Column::new(words.clause_head, Align::Center, 0.0),
            Column::new(words.findings_head, Align::Right, 0.0),
        ],
        ..Table::default()
    };
    let mut severity = "";
    for finding in findings {
        if finding.severity != severity {
            severity = &finding.severity;
            table.rows.push(Row { group: true, cells: vec![text(&words.severity(severity)).into()], ..Row::default() });
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
