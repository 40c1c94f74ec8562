//! Appendix A: every number shown, with its identifier and clause; and where the numbers come from.

use super::heading;
use crate::report::document::{Align, Block, Cell, Column, Row, Span, Style, Table, sentence, text};
use crate::report::select::{Book, anchor};
use crate::results::{Number, Record};

pub fn section(book: &Book) -> Vec<Block> {
    let shown = book.shown();
    if shown.is_empty() {
        return vec![];
    }
    let words = book.words;
    let code = |text: &str| vec![Span::styled(text, Style::Code)];
    let fillings = [("file", code("results.json")), ("command", code("prespec trace"))];
    vec![
        heading(1, words.appendix_numbers, true),
        Block::paragraph(sentence(words.appendix_numbers_sentence, &fillings)),
        Block::Table(numbers(book, &shown)),
        heading(2, words.sources, false),
        Block::Table(populations(book)),
        Block::Table(tables(book)),
    ]
}

fn numbers(book: &Book, shown: &[(usize, &Record)]) -> Table {
    let mut table = Table {
        columns: vec![
            Column::new(book.words.identifier, Align::Left, 1.0),
            // Set widths spare the template from measuring hundreds of rows.
            Column { width: Some(7.0), ..Column::new(book.words.as_printed, Align::Right, 0.0) },
            Column { width: Some(12.5), ..Column::new(book.words.full_precision, Align::Left, 0.0) },
        ],
        unnumbered: true,
        small: true,
        ..Table::default()
    };
    let mut group = ("", "");
    for (index, record) in shown {
        if group != (&record.analysis, &record.clause) {
            group = (&record.analysis, &record.clause);
            let fillings =
                [("title", text(title(book, &record.analysis))), ("clause", vec![book.clause(&record.clause)])];
            let title = sentence(book.words.numbers_group, &fillings);
            table.rows.push(Row { group: true, cells: vec![title.into()], ..Row::default() });
        }
        let cells: Vec<Cell> = vec![
            vec![Span::styled(&record.id, Style::Code).anchored(anchor(*index))].into(),
            text(&book.words.format(&record.value, record.quantity)).into(),
            text(&full(book, &record.value)).into(),
        ];
        table.rows.push(Row { cells, ..Row::default() });
    }
    table
}

/// The label of an analysis, a population or a matching.
fn title<'a>(book: &Book<'a>, name: &'a str) -> &'a str {
    let analysis = book.results.analyses.iter().find(|a| a.name == name).map(|a| a.label.as_str());
    let population = book.population(name).map(|p| p.label.as_str());
    analysis.or(population).unwrap_or_else(|| book.label("matching", name))
}

/// The shortest text that reads back as the same number.
fn full(book: &Book, number: &Number) -> String {
    match number {
        Number::Count(n) => n.to_string(),
        Number::Real(x) if *x != 0.0 && (x.abs() < 1e-5 || x.abs() >= 1e15) => format!("{x:e}"),
        Number::Real(x) => x.to_string(),
        Number::Infinite => "∞".to_string(),
        Number::NegativeInfinite => "−∞".to_string(),
        Number::NotEstimable(reason) => book.words.reason(reason).to_string(),
    }
}

fn populations(book: &Book) -> Table {
    let mut table = Table {
        caption: text(book.words.populations),
        about: text(book.words.populations_about),
        columns: vec![
            Column::new(book.words.population, Align::Left, 1.0),
            Column::new(book.words.patients_head, Align::Right, 0.0),
            Column::new(book.words.clause_head, Align::Center, 0.0),
            Column::new("SHA-256", Align::Left, 0.0),
        ],
        ..Table::default()
    };
    for population in &book.results.populations {
        let cells: Vec<Cell> = vec![
            text(&population.label).into(),
            text(&population.n.to_string()).into(),
            vec![book.clause(&population.clause)].into(),
            vec![Span::styled(&population.digest, Style::Code)].into(),
        ];
        table.rows.push(Row { cells, ..Row::default() });
    }
    table
}

fn tables(book: &Book) -> Table {
    let mut table = Table {
        caption: text(book.words.tables_of_data),
        about: text(book.words.tables_about),
        columns: vec![
            Column::new(book.words.data_table, Align::Left, 1.0),
            Column::new(book.words.rows, Align::Right, 0.0),
            Column::new("SHA-256", Align::Left, 0.0),
        ],
        ..Table::default()
    };
    for source in &book.results.tables {
        let cells: Vec<Cell> = vec![
            text(&source.label).into(),
            text(&source.rows.to_string()).into(),
            vec![Span::styled(&source.digest, Style::Code)].into(),
        ];
        table.rows.push(Row { cells, ..Row::default() });
    }
    table
}
