//! Appendix A: an index of the numbers shown, by the part of the report that they stand in; and where the numbers come from.

use super::heading;
use crate::report::document::{Align, Block, Column, Place, Row, Section, Span, Style, Table, Text, sentence, text};
use crate::report::select::Book;
use crate::results::picked::{PickedBy, PickedRows};
use crate::results::{LabelKind, Record, Role, format, identity};

/// A line of the index: the numbers shown of one analysis, population or matching under one clause.
pub struct Line<'a> {
    pub place: Place,
    /// What their identifiers begin with.
    pub prefix: String,
    pub shown: Vec<&'a Record>,
    /// Where in the report they stand, and after what else of it.
    at: (Section, usize, usize),
}

impl Line<'_> {
    /// Its place, and the records that the report shows of it.
    pub fn records(&self) -> (String, Vec<String>) {
        let place = match &self.place {
            Place::Results(first) => first.clone(),
            Place::Clause(_) | Place::Reference(_) => String::new(),
        };
        (place, self.shown.iter().map(|record| record.id.clone()).collect())
    }
}

/// `shown`: the records that the report shows, with their positions; in the order of the parts of the report.
pub fn index<'a>(book: &Book<'a>, shown: &[(usize, &'a Record)]) -> Vec<Line<'a>> {
    let analyses = book.analyses();
    let role = |role: Role| analyses.iter().position(|a| a.role == role).unwrap_or(usize::MAX);
    let analysis = |name: &str| analyses.iter().position(|a| a.name == name).unwrap_or(usize::MAX);
    let mut lines: Vec<Line> = Vec::new();
    for (position, record) in shown {
        let place = book.place(*position);
        match lines.iter_mut().find(|line| line.place == place) {
            Some(line) => line.shown.push(record),
            None => lines.push(Line {
                place,
                prefix: String::new(),
                shown: vec![record],
                at: (part(book, record).0, role(record.role), analysis(&record.analysis)),
            }),
        }
    }
    for line in &mut lines {
        line.prefix = prefix(&line.shown);
    }
    lines.sort_by_key(|line| line.at);
    lines
}

pub fn section(book: &Book, index: &[Line]) -> Vec<Block> {
    if index.is_empty() {
        return vec![];
    }
    let words = book.words;
    let code = |text: &str| vec![Span::styled(text, Style::Code)];
    let count: usize = index.iter().map(|line| line.shown.len()).sum();
    // Digests are of what a copy for circulation does not tell.
    if book.results.study.circulated.is_some() {
        let fillings = [("n", text(&count.to_string())), ("file", code("results.json"))];
        return vec![
            heading(1, words.appendix_numbers, true),
            Block::paragraph(sentence(words.circulation().index, &fillings)),
            Block::Table(numbers(book, index)),
        ];
    }
    let fillings = [
        ("n", text(&count.to_string())),
        ("file", code("results.json")),
        ("page", code("report.html")),
        ("command", code("prespec trace")),
    ];
    vec![
        heading(1, words.appendix_numbers, false),
        Block::paragraph(sentence(words.appendix_numbers_sentence, &fillings)),
        Block::Table(numbers(book, index)),
        heading(2, words.sources, false),
        Block::Table(populations(book)),
        Block::Table(tables(book)),
    ]
}

/// The part of the report that a number stands in, and its heading.
fn part(book: &Book, record: &Record) -> (Section, String) {
    let words = book.words;
    let of = |section, heading: &str| (section, heading.to_string());
    match record.role {
        Role::SampleSize | Role::Attrition => of(Section::Patients, words.patients),
        Role::Balance => of(Section::Matching, words.matching),
        Role::Baseline => of(Section::Baseline, words.baseline),
        Role::Rules => of(Section::Rules, words.rules().title),
        Role::Primary | Role::Secondary | Role::Sensitivity | Role::Supplementary | Role::Agreement | Role::Lesions => {
            match book.results.events.iter().any(|e| e.analysis == record.analysis) {
                true => of(Section::Safety, words.safety),
                false => (Section::Analyses, words.role(record.role)),
            }
        }
    }
}

/// The words that the identifiers of all have in common, but for the statistic; the identifier itself where there is no such
/// word.
fn prefix<'r>(records: &[&'r Record]) -> String {
    let place = |record: &&'r Record| record.id.rsplit_once('.').map_or("", |(place, _)| place);
    let common = identity::in_common(records.iter().map(place));
    let own = || records.first().map(|first| first.id.clone()).unwrap_or_default();
    if common.is_empty() { own() } else { common }
}

fn numbers(book: &Book, index: &[Line]) -> Table {
    let words = book.words;
    let mut table = Table {
        caption: text(words.index_caption),
        about: text(words.index_about),
        columns: vec![
            Column::prose(words.index_of),
            Column::short(words.index_begins, Align::Left),
            Column::short(words.clause_head, Align::Center),
            Column::short(words.index_numbers, Align::Right),
        ],
        small: true,
        ..Table::default()
    };
    let mut before = None;
    for line in index {
        let Some(record) = line.shown.first() else { continue };
        let (_, part) = part(book, record);
        if before.as_ref() != Some(&part) {
            table.rows.push(Row { group: true, cells: vec![text(&part)], ..Row::default() });
            before = Some(part);
        }
        let cells = vec![
            text(title(book, record)),
            vec![Span::styled(&line.prefix, Style::Code).anchored(line.place.clone())],
            vec![book.clause(&record.clause)],
            text(&line.shown.len().to_string()),
        ];
        table.rows.push(Row { indent: 1, cells, ..Row::default() });
    }
    table
}

/// The label of an analysis, a population, a matching, a family of tests or a number of patients that was planned.
fn title<'a>(book: &Book<'a>, record: &'a Record) -> &'a str {
    if record.role == Role::Baseline {
        return book.words.baseline;
    }
    if record.role == Role::Rules {
        return book.words.rules().title;
    }
    let (name, results) = (record.analysis.as_str(), book.results);
    let analysis = results.analyses.iter().find(|a| a.name == name).map(|a| a.label.as_str());
    let family = || results.families.iter().find(|f| f.name == name).map(|f| f.label.as_str());
    let size = || results.sample_sizes.iter().find(|s| s.name == name).map(|s| s.label.as_str());
    let population = || book.population(name).map(|p| p.label.as_str());
    let known = analysis.or_else(family).or_else(size).or_else(population).filter(|label| !label.is_empty());
    known.unwrap_or_else(|| match record.role {
        Role::Agreement => book.label(LabelKind::Agreement, name),
        Role::Lesions => book.label(LabelKind::Lesions, name),
        Role::Primary
        | Role::Secondary
        | Role::Sensitivity
        | Role::Supplementary
        | Role::SampleSize
        | Role::Attrition
        | Role::Balance
        | Role::Baseline
        | Role::Rules => book.label(LabelKind::Matching, name),
    })
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
        small: true,
        ..Table::default()
    };
    for population in &book.results.populations {
        let cells: Vec<Text> = vec![
            text(&population.label),
            text(&format::patients(population.n)),
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
        small: true,
        ..Table::default()
    };
    for source in &book.results.tables {
        let cells: Vec<Text> = vec![
            text(&source.label),
            text(&format::patients(source.rows)),
            vec![Span::styled(&source.digest, Style::Code)],
        ];
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

    fn begins(ids: &[&str]) -> String {
        let records: Vec<Record> = ids.iter().map(|id| Record { id: (*id).into(), ..Record::default() }).collect();
        prefix(&records.iter().collect::<Vec<_>>())
    }

    #[test]
    fn identifiers_begin_with_the_words_that_all_have() {
        assert_eq!(begins(&["primary.recist.M6.estimate", "primary.recist.M6.p_value"]), "primary.recist.M6");
        assert_eq!(begins(&["response.recist.M3.n", "response.recist.M36.n", "response.n"]), "response");
        assert_eq!(begins(&["pairs.pairs", "pairs.pairs.aim"]), "pairs");
        assert_eq!(begins(&["alone"]), "alone");
        assert_eq!(begins(&[]), "");
    }
}
