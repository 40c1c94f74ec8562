//! What was found in the data, by rule and severity.

use super::{counted, heading};
use crate::report::document::{Align, Block, Column, Row, Span, Style, Table, Text, sentence, text};
use crate::report::select::Book;
use crate::results::{FindingCount, UnusableColumn};
use crate::words::fill;

pub fn section(book: &Book) -> Vec<Block> {
    let words = book.words;
    let mut blocks = vec![heading(1, words.findings, false)];
    let findings: Vec<&FindingCount> = book.results.findings.iter().collect();
    let total: usize = findings.iter().map(|f| f.count).sum();
    if let Some(circulated) = &book.results.study.circulated {
        let smallest = circulated.smallest.to_string();
        blocks.push(Block::paragraph(text(&fill(words.circulation().findings, &[("smallest", &smallest)]))));
        blocks.extend((total > 0).then(|| Block::Table(table(book, findings))));
    } else if total == 0 {
        blocks.push(Block::paragraph(text(words.no_finding)));
    } else {
        blocks.extend(counts(book, findings, total));
    }
    if let Some(unusable) = unusable(book) {
        blocks.push(Block::paragraph(text(&unusable)));
        blocks.push(Block::Table(unusable_columns(book)));
    }
    blocks
}

fn counts(book: &Book, findings: Vec<&FindingCount>, total: usize) -> [Block; 2] {
    let words = book.words;
    let fillings = [
        ("findings", text(&counted(total, words.one_finding, words.findings_n))),
        ("file", vec![Span::styled("findings.csv", Style::Code)]),
    ];
    [Block::paragraph(sentence(words.findings_sentence, &fillings)), Block::Table(table(book, findings))]
}

/// How many values are unknown to every analysis, of how many patients, and where; none where all can be used.
pub fn unusable(book: &Book) -> Option<String> {
    let (words, found) = (book.words, &book.results.unusable);
    let template = match found.values {
        0 => return None,
        1 => words.unusable_one,
        _ => words.unusable_n,
    };
    let values = counted(found.values, words.one_value, words.values_n);
    let patients = counted(found.patients, words.one_patient, words.patients_n);
    let of = |columns: &[UnusableColumn]| {
        let labels: Vec<&str> = columns.iter().map(|c| c.column_label.as_str()).collect();
        let table = columns.first().map_or("", |c| c.table_label.as_str());
        fill(words.table_columns, &[("table", table), ("columns", &labels.join(", "))])
    };
    let columns: Vec<String> = found.columns.chunk_by(|a, b| a.table == b.table).map(of).collect();
    Some(fill(template, &[("values", &values), ("patients", &patients), ("columns", &columns.join("; "))]))
}

fn unusable_columns(book: &Book) -> Table {
    let words = book.words;
    let row = |found: &UnusableColumn| {
        let counts = [found.values, found.patients].map(|n| text(&n.to_string()));
        let cells = [text(&found.table_label), text(&found.column_label)].into_iter().chain(counts);
        Row { cells: cells.collect(), ..Row::default() }
    };
    Table {
        caption: text(words.unusable_caption),
        about: text(words.unusable_about),
        columns: vec![
            Column::prose(words.data_table),
            Column::prose(words.column_head),
            Column::short(words.values_head, Align::Right),
            Column::short(words.patients_head, Align::Right),
        ],
        rows: book.results.unusable.columns.iter().map(row).collect(),
        ..Table::default()
    }
}

fn table(book: &Book, mut findings: Vec<&FindingCount>) -> Table {
    let words = book.words;
    // The severest first.
    findings.sort_by_key(|f| f.severity);
    let mut table = Table {
        caption: text(words.findings_caption),
        about: text(words.findings_about),
        columns: vec![
            Column::prose(words.rule),
            Column::short(words.data_table, Align::Left),
            Column::short(words.code, Align::Left),
            Column::short(words.clause_head, Align::Center),
            Column::short(words.findings_head, Align::Right),
        ],
        ..Table::default()
    };
    let mut severity = None;
    for finding in findings {
        if severity != Some(finding.severity) {
            severity = Some(finding.severity);
            table.rows.push(Row {
                group: true,
                cells: vec![text(&words.severity(finding.severity))],
                ..Row::default()
            });
        }
        let label = book.results.tables.iter().find(|t| t.name == finding.table).map_or(&finding.table, |t| &t.label);
        let cells: Vec<Text> = vec![
            text(words.finding_rule(&finding.rule)),
            text(label),
            text(&finding.code),
            vec![book.clause(&finding.clause)],
            text(&finding.count.to_string()),
        ];
        table.rows.push(Row { indent: 1, cells, ..Row::default() });
    }
    table
}
