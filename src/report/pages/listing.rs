//! Appendix A: every number shown, with its identifier and clause; and where the numbers come from.

use super::heading;
use crate::report::document::{Align, Block, Cell, Column, Row, Span, Style, Table, text};
use crate::report::select::{Book, anchor};
use crate::results::format::format;
use crate::results::{Number, Record};

pub fn section(book: &Book) -> Vec<Block> {
    let shown = book.shown();
    if shown.is_empty() {
        return vec![];
    }
    let sentence = "Each number of this report, in the order of the plan. The identifier finds the number in results.json, and \
                    with “prespec trace” the patients and rules it was computed from.";
    vec![
        heading(1, "Appendix A. Results shown", true),
        Block::paragraph(text(sentence)),
        Block::Table(numbers(book, &shown)),
        heading(2, "Sources", false),
        Block::Table(populations(book)),
        Block::Table(tables(book)),
    ]
}

fn numbers(book: &Book, shown: &[(usize, &Record)]) -> Table {
    let mut table = Table {
        columns: vec![
            Column::new("Identifier", Align::Left, 1.0),
            // Set widths spare the template from measuring hundreds of rows.
            Column { width: Some(7.0), ..Column::new("As printed", Align::Right, 0.0) },
            Column { width: Some(12.5), ..Column::new("Full precision", Align::Left, 0.0) },
        ],
        unnumbered: true,
        small: true,
        ..Table::default()
    };
    let mut group = ("", "");
    for (index, record) in shown {
        if group != (&record.analysis, &record.clause) {
            group = (&record.analysis, &record.clause);
            let title =
                vec![Span::new(&format!("{}, clause ", title(book, &record.analysis))), book.clause(&record.clause)];
            table.rows.push(Row { group: true, cells: vec![title.into()], ..Row::default() });
        }
        let cells: Vec<Cell> = vec![
            vec![Span::styled(&record.id, Style::Code).anchored(anchor(*index))].into(),
            text(&format(&record.value, record.quantity)).into(),
            text(&full(&record.value)).into(),
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
fn full(number: &Number) -> String {
    match number {
        Number::Count(n) => n.to_string(),
        Number::Real(x) if *x != 0.0 && (x.abs() < 1e-5 || x.abs() >= 1e15) => format!("{x:e}"),
        Number::Real(x) => x.to_string(),
        Number::Infinite => "∞".to_string(),
        Number::NegativeInfinite => "−∞".to_string(),
        Number::NotEstimable(reason) => reason.clone(),
    }
}

fn populations(book: &Book) -> Table {
    let mut table = Table {
        caption: text("Populations"),
        about: text("The digest is of the pseudonyms, one a line, in the order of the key."),
        columns: vec![
            Column::new("Population", Align::Left, 1.0),
            Column::new("Patients", Align::Right, 0.0),
            Column::new("Clause", Align::Center, 0.0),
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
        caption: text("Tables of the data"),
        about: text("The digest is of the typed rows in the order of the key."),
        columns: vec![
            Column::new("Table", Align::Left, 1.0),
            Column::new("Rows", Align::Right, 0.0),
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
