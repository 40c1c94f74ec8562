//! Appendix A: every number shown, with its identifier and clause; and where the numbers come from.

use super::heading;
use crate::number::Number;
use crate::report::document::{Align, Block, Column, Row, Span, Style, Table, Text, sentence, text};
use crate::report::select::{Book, stem};
use crate::results::picked::{PickedBy, PickedRows};
use crate::results::{LabelKind, Record, Role};
use std::collections::BTreeMap;

/// `shown`: the records that the report shows, with their positions.
pub fn section(book: &Book, shown: &[(usize, &Record)]) -> Vec<Block> {
    if shown.is_empty() {
        return vec![];
    }
    let words = book.words;
    let code = |text: &str| vec![Span::styled(text, Style::Code)];
    let fillings = [("file", code("results.json")), ("command", code("prespec trace"))];
    vec![
        heading(1, words.appendix_numbers, true),
        Block::paragraph(sentence(words.appendix_numbers_sentence, &fillings)),
        Block::Entries { lines: numbers(book, shown) },
        heading(2, words.sources, false),
        Block::Table(populations(book)),
        Block::Table(tables(book)),
    ]
}

fn numbers(book: &Book, shown: &[(usize, &Record)]) -> Vec<Text> {
    let mut rows: Vec<Vec<(usize, &Record)>> = Vec::new();
    let mut places: BTreeMap<usize, usize> = BTreeMap::new();
    for (index, record) in shown {
        let place = *places.entry(book.row(*index)).or_insert_with(|| {
            rows.push(vec![]);
            rows.len() - 1
        });
        rows[place].push((*index, record));
    }
    let mut lines: Vec<Text> = Vec::new();
    let mut group = ("", "");
    for members in &rows {
        let Some((index, record)) = members.first() else { continue };
        if group != (&record.analysis, &record.clause) {
            group = (&record.analysis, &record.clause);
            let title = vec![Span::styled(title(book, record), Style::Strong)];
            let fillings = [("title", title), ("clause", vec![book.clause(&record.clause)])];
            lines.push(sentence(book.words.numbers_group, &fillings));
        }
        let value = |(_, record): &(usize, &Record)| {
            format!("{}\u{a0}{}", record.id.rsplit('.').next().unwrap_or(""), value(book, record))
        };
        let values: Vec<String> = members.iter().map(value).collect();
        let identifier = Span::styled(stem(&record.id), Style::Code).anchored(book.place(*index));
        lines.push(vec![identifier, Span::new(&format!(" {}", values.join("; ")))]);
    }
    lines
}

/// As printed, and with more digits where that is another number.
fn value(book: &Book, record: &Record) -> String {
    let printed = book.words.format(&record.value, record.quantity);
    let full = full(book, &record.value);
    if printed == full { printed } else { format!("{printed}\u{a0}({full})") }
}

/// The label of an analysis, a population or a matching.
fn title<'a>(book: &Book<'a>, record: &'a Record) -> &'a str {
    if record.role == Role::Baseline {
        return book.words.baseline;
    }
    if record.role == Role::Rules {
        return book.words.rules().title;
    }
    let name = record.analysis.as_str();
    let analysis = book.results.analyses.iter().find(|a| a.name == name).map(|a| a.label.as_str());
    let population = book.population(name).map(|p| p.label.as_str());
    analysis.or(population).unwrap_or_else(|| book.label(LabelKind::Matching, name))
}

/// To six digits: enough to tell a number from any other that rounds alike, and short enough for a page.
fn full(book: &Book, number: &Number) -> String {
    match number {
        Number::Count(n) => n.to_string(),
        Number::Real(x) => six_digits(*x),
        Number::Infinite => "∞".to_string(),
        Number::NegativeInfinite => "−∞".to_string(),
        Number::NotEstimable(reason) => book.words.reason(reason).to_string(),
    }
}

fn six_digits(x: f64) -> String {
    let text = format!("{x:.5e}");
    let Some((_, exponent)) = text.split_once('e').and_then(|(m, e)| Some((m, e.parse::<i32>().ok()?))) else {
        return text;
    };
    if !(-5..15).contains(&exponent) {
        return text.replace('-', "−");
    }
    let decimals = usize::try_from(5 - exponent).unwrap_or(0);
    let fixed = format!("{x:.decimals$}");
    let short = if fixed.contains('.') { fixed.trim_end_matches('0').trim_end_matches('.') } else { &fixed };
    short.replace('-', "−")
}

fn populations(book: &Book) -> Table {
    let mut table = Table {
        caption: text(book.words.populations),
        about: text(book.words.populations_about),
        columns: vec![
            Column::prose(book.words.population),
            Column::short(book.words.patients_head, Align::Right),
            Column::short(book.words.clause_head, Align::Center),
            Column::short("SHA-256", Align::Left),
        ],
        ..Table::default()
    };
    for population in &book.results.populations {
        let cells: Vec<Text> = vec![
            text(&population.label),
            text(&population.n.to_string()),
            vec![book.clause(&population.clause)],
            vec![Span::styled(&population.digest, Style::Code)],
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
            Column::prose(book.words.data_table),
            Column::short(book.words.rows, Align::Right),
            Column::short("SHA-256", Align::Left),
        ],
        ..Table::default()
    };
    for source in &book.results.tables {
        let cells: Vec<Text> =
            vec![text(&source.label), text(&source.rows.to_string()), vec![Span::styled(&source.digest, Style::Code)]];
        table.rows.push(Row { cells, ..Row::default() });
        let picked = source.picked.iter().map(|picked| (String::new(), rows_picked(book, &source.label, picked)));
        table.notes.extend(picked);
    }
    table
}

/// Which rows of its file a table reads, and how many.
fn rows_picked(book: &Book, label: &str, picked: &PickedRows) -> Text {
    let words = book.words;
    let code = |code: &String| match code.as_str() {
        "" => text(words.picked_blank),
        code => vec![Span::styled(code, Style::Code)],
    };
    let by = |by: &PickedBy| {
        let codes: Vec<Text> = by.codes.iter().map(code).collect();
        let column = vec![Span::styled(&by.column, Style::Code)];
        sentence(words.picked_in, &[("codes", codes.join(&Span::new(words.picked_or))), ("column", column)])
    };
    let by: Vec<Text> = picked.by.iter().map(by).collect();
    let fillings = [
        ("table", text(label)),
        ("by", by.join(&Span::new(", "))),
        ("rows", text(&picked.rows.to_string())),
        ("left", text(&picked.left.to_string())),
    ];
    sentence(words.picked, &fillings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_digits_are_kept_and_no_more() {
        let cases = [
            (0.5625, "0.5625"),
            (1.0 / 3.0, "0.333333"),
            (-283.123456, "−283.123"),
            (1234567.8, "1234568"),
            (0.0, "0"),
            (0.00001234567, "0.0000123457"),
            (1.5e-9, "1.50000e−9"),
        ];
        for (x, expected) in cases {
            assert_eq!(six_digits(x), expected);
        }
    }
}
