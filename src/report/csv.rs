//! The back end for other programs to read the tables: each table of the report as a file of comma-separated values, and an index
//! of them. A table without a number has the name of its place.
//!
//! A file has one line of heads and a line for each row, and nothing beside them: what stands over and under a table is in the
//! index. A cell holds what the report prints, with a minus sign and spaces that programs read as such; no cell is changed
//! because a spreadsheet would take it for a formula.

use super::document::{Row, Span, Style, Table, Text, noted, said};
use super::pieces::{Body, Piece, Unnumbered, unnumbered};
use super::{Export, Exported, Exporting, ReportError};
use crate::catalogue::{Language, Names};

pub const CSV: Export = Export { name: "csv", write };

/// What a row stands below, in tables that have rows below others.
const BELOW: Names = Names::with_places("Below", "Sous");
/// The marks of the notes that a row refers to.
const NOTE: Names = Names::with_places("Note", "Note");

const INDEX: &str = "tables.csv";
/// Names of columns for programs, the same in every language.
const HEADS: [&str; 9] =
    ["number", "title", "about", "populations", "clauses", "notes", "references", "status", "file"];

fn write(of: &Exporting) -> Result<Vec<Exported>, ReportError> {
    let mut files = vec![];
    let mut index = vec![HEADS.map(str::to_string).to_vec()];
    for piece in &of.pieces {
        if let Body::Table(table) = piece.body {
            let file = format!("{}.csv", piece.name);
            index.push(line(of, piece, &file));
            files.push(Exported::new(&file, lines(&rows(table, of.document.language))?));
        }
    }
    for one in unnumbered(of.document) {
        let file = format!("{}.csv", one.name);
        index.push(line_of_place(of, &one, &file));
        files.push(Exported::new(&file, lines(&rows(one.table, of.document.language))?));
    }
    files.insert(0, Exported::new(INDEX, lines(&index)?));
    Ok(files)
}

fn lines(rows: &[Vec<String>]) -> Result<Vec<u8>, ReportError> {
    // A row of one empty cell would be an empty line, which readers skip: the crate quotes it.
    let mut writer = csv::WriterBuilder::new().flexible(false).from_writer(vec![]);
    let written = rows.iter().try_for_each(|row| writer.write_record(row));
    let failed = |why: String| ReportError::new(format!("a table could not be written: {why}"));
    written.map_err(|e| failed(e.to_string()))?;
    writer.into_inner().map_err(|e| failed(e.to_string()))
}

/// What the index says of a table.
fn line(of: &Exporting, piece: &Piece, file: &str) -> Vec<String> {
    let notes: Vec<String> = noted(piece.body.notes()).collect();
    let references: Vec<String> =
        piece.body.references().into_iter().map(|(number, citation)| format!("{number} {citation}")).collect();
    vec![
        piece.number.to_string(),
        said(piece.body.caption()),
        said(piece.body.about()),
        piece.body.populations(of.results).join("; "),
        piece.body.clauses(of.results).join("; "),
        notes.join("\n"),
        references.join("\n"),
        of.flags().join("; "),
        file.to_string(),
    ]
    .into_iter()
    .map(|cell| typed(&cell))
    .collect()
}

/// What the index says of a table that has no number.
fn line_of_place(of: &Exporting, one: &Unnumbered, file: &str) -> Vec<String> {
    let body = Body::Table(one.table);
    let notes: Vec<String> = noted(body.notes()).collect();
    let none = String::new();
    let clause = one.clause.clone().unwrap_or_default();
    let populations = body.populations(of.results).join("; ");
    let line = [none.clone(), one.under.clone(), said(body.about()), populations, clause, notes.join("\n"), none];
    let line = line.into_iter().chain([of.flags().join("; "), file.to_string()]);
    line.map(|cell| typed(&cell)).collect()
}

/// The line of heads, then the rows.
fn rows(table: &Table, language: Language) -> Vec<Vec<String>> {
    let below = below(&table.rows);
    let nested = below.iter().any(|headings| !headings.is_empty());
    let noted = table.rows.iter().any(|row| row.cells.iter().any(|cell| !marks(cell).is_empty()));
    let first = |text: &str| nested.then(|| text.to_string());
    let last = |text: &str| noted.then(|| text.to_string());
    let mut rows = vec![];
    rows.push(first(BELOW.of(language)).into_iter().chain(heads(table)).chain(last(NOTE.of(language))).collect());
    for (at, (row, headings)) in table.rows.iter().zip(&below).enumerate() {
        // A heading is said of the rows below it; one without any is a row.
        let heads_rows = row.group && table.rows.get(at + 1).is_some_and(|next| !next.group);
        if heads_rows {
            continue;
        }
        let shown = if row.group { 1 } else { row.cells.len() };
        let cell = |i: usize| row.cells.get(i).filter(|_| i < shown).map(unmarked).unwrap_or_default();
        let cells = (0..table.columns.len()).map(cell);
        let own: Vec<String> = row.cells.iter().take(shown).map(marks).filter(|marks| !marks.is_empty()).collect();
        rows.push(first(&headings.join(" / ")).into_iter().chain(cells).chain(last(&own.join(" "))).collect());
    }
    rows
}

/// Of each column, after what several have in common.
fn heads(table: &Table) -> Vec<String> {
    let mut common: Vec<String> = vec![];
    for (count, head) in &table.groups {
        common.extend(std::iter::repeat_n(unmarked(head), *count));
    }
    common.resize(table.columns.len(), String::new());
    let head = |(head, common): (String, String)| match (common.is_empty(), head.is_empty()) {
        (true, _) => head,
        (false, true) => common,
        (false, false) => format!("{common}: {head}"),
    };
    table.columns.iter().map(|column| unmarked(&column.head)).zip(common).map(head).collect()
}

/// Of each row, what it stands below: a heading, and rows that are indented less.
fn below(rows: &[Row]) -> Vec<Vec<String>> {
    let mut open: Vec<(usize, String)> = vec![];
    let mut all = vec![];
    for row in rows {
        let depth = if row.group { 0 } else { row.indent + 1 };
        open.retain(|(above, _)| *above < depth);
        all.push(open.iter().map(|(_, text)| text.clone()).collect());
        open.push((depth, row.cells.first().map(unmarked).unwrap_or_default()));
    }
    all
}

/// The marks of notes in a cell.
fn marks(cell: &Text) -> String {
    let marks = cell.iter().filter(|span| span.style == Style::Superscript);
    marks.map(|span| span.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// A cell without them, so that a number is not followed by one.
fn unmarked(cell: &Text) -> String {
    let spans: Vec<Span> = cell.iter().filter(|span| span.style != Style::Superscript).cloned().collect();
    typed(said(&spans).trim())
}

/// With the signs of a keyboard where those of print would keep a program from reading a number.
fn typed(text: &str) -> String {
    text.replace('−', "-").replace(['\u{a0}', '\u{202f}'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::document::{Column, text};

    fn row(group: bool, indent: usize, cells: &[&str]) -> Row {
        Row { group, indent, cells: cells.iter().map(|c| text(c)).collect() }
    }

    fn table(rows: Vec<Row>) -> Table {
        let columns = vec![Column::prose("What"), Column::numbers("n"), Column::numbers("p")];
        Table { groups: vec![(1, vec![]), (2, text("All"))], columns, rows, ..Table::default() }
    }

    #[test]
    fn a_row_says_what_it_stands_below() {
        let table = table(vec![
            row(true, 0, &["Women"]),
            row(false, 0, &["Age", "", "−0.2"]),
            row(false, 1, &["Mean", "63.3\u{a0}y", ""]),
            row(false, 0, &["Sex", "1"]),
            row(true, 0, &["Nobody"]),
        ]);
        let expected = [
            ["Below", "What", "All: n", "All: p"],
            ["Women", "Age", "", "-0.2"],
            ["Women / Age", "Mean", "63.3 y", ""],
            ["Women", "Sex", "1", ""],
            ["", "Nobody", "", ""],
        ];
        assert_eq!(rows(&table, Language::English), expected);
    }

    #[test]
    fn a_mark_stands_apart_from_its_number() {
        let mut table = table(vec![row(false, 0, &["Age", "12", "0.03"])]);
        table.rows[0].cells[2].push(Span::styled("a", Style::Superscript));
        assert_eq!(rows(&table, Language::French)[1], ["Age", "12", "0.03", "a"]);
        assert_eq!(rows(&table, Language::French)[0][3], "Note");
    }

    /// Quoted where it must be, and else as it stands.
    #[test]
    fn hostile_cells_stay_cells() {
        let cells = ["=1+1", "a,\"b\"", "<i>&{\\rtf"];
        let written = lines(&rows(&table(vec![row(false, 0, &cells)]), Language::English)).expect("a file");
        let mut reader = csv::Reader::from_reader(&written[..]);
        let read: Vec<csv::StringRecord> = reader.records().map(|r| r.expect("a row")).collect();
        assert_eq!(read[0].iter().collect::<Vec<_>>(), cells);
    }
}
