//! What of a sealed plan was fixed before outcomes were seen, and how it was amended.

use super::heading;
use crate::report::document::{Align, Block, Column, Row, Span, Style, Table, Text, sentence, text};
use crate::report::select::Book;
use crate::results::AnalysisInfo;
use crate::results::record::{
    Amended, AmendmentStated, ClauseAmended, Compared, Fixed, HowAmended, LineAmended, OnRecord, StatementAmended,
};
use crate::words::{fill, lower_first};

/// Of one analysis, with a space before it. Of a plan that was never sealed nothing.
pub fn standing(book: &Book, analysis: &str) -> Option<Span> {
    let known = on_record(book)?.fixed(analysis)?;
    Some(Span::new(&format!(" {}.", book.words.on_record().fixed_when(known))))
}

fn on_record<'a>(book: &Book<'a>) -> Option<&'a OnRecord> {
    book.results.study.on_record.as_ref()
}

/// Of all that the report shows, what was prespecified first.
pub fn standings(book: &Book, analyses: &[AnalysisInfo]) -> Option<Text> {
    let words = book.words.on_record();
    let on_record = on_record(book)?;
    let of = |fixed: Fixed| {
        let is = |analysis: &&AnalysisInfo| on_record.fixed(&analysis.name).is_some_and(|known| known.fixed == fixed);
        let labels: Vec<String> = analyses.iter().filter(is).map(|analysis| lower_first(&analysis.label)).collect();
        let said = [("fixed", words.fixed(fixed)), ("analyses", &labels.join("; "))];
        (!labels.is_empty()).then(|| fill(words.fixed_analyses, &said))
    };
    let said: Vec<String> = Fixed::ALL.into_iter().filter_map(of).collect();
    (!said.is_empty()).then(|| text(&said.join(" ")))
}

pub fn section(book: &Book) -> Vec<Block> {
    let words = book.words.on_record();
    let amended = on_record(book).map_or(&[][..], |on_record| &on_record.amended);
    if amended.is_empty() {
        return vec![];
    }
    let columns = vec![
        Column::short(words.amended_clause, Align::Left),
        Column::prose(words.what_changed),
        Column::prose(words.why_changed),
    ];
    let rows = amended.iter().flat_map(|amended| of_seal(book, amended)).collect();
    vec![
        heading(1, words.amendments, true),
        Block::paragraph(text(words.amendments_sentence)),
        Block::Table(Table { columns, rows, unnumbered: true, small: true, ..Table::default() }),
    ]
}

fn of_seal(book: &Book, amended: &Amended) -> Vec<Row> {
    let words = book.words.on_record();
    let when = match (&amended.seen, amended.compared) {
        (Some(seen), _) => fill(words.after_seen, &[("at", &seen.at)]),
        (None, Compared::First) => words.first_seal.to_string(),
        (None, Compared::WithBefore | Compared::NotUnderstood) => words.before_seen.to_string(),
    };
    let seal = fill(words.amended_by, &[("at", &amended.seal.at), ("by", &amended.seal.by), ("when", &when)]);
    let head = vec![Span::new(&format!("{seal} ")), Span::styled(&amended.seal.entry, Style::Code)];
    let mut rows = vec![Row { group: true, cells: vec![head], ..Row::default() }];
    let what = match amended.compared {
        Compared::First => "",
        Compared::WithBefore => words.unchanged,
        Compared::NotUnderstood => words.texts_not_compared,
    };
    if amended.compared == Compared::NotUnderstood && amended.amendments.is_empty() {
        rows.push(row(book, "", text(what), vec![]));
    }
    let changed = |clause: &str| amended.clauses.iter().any(|known| known.clause == clause);
    rows.extend(amended.clauses.iter().map(|clause| of_clause(book, clause, amended)));
    for amendment in &amended.amendments {
        let idle = amendment.clauses.iter().filter(|clause| !changed(clause));
        rows.extend(idle.map(|clause| row(book, clause, text(what), reason(book, amendment))));
    }
    rows
}

fn row(book: &Book, clause: &str, what: Text, why: Text) -> Row {
    Row { cells: vec![vec![book.clause(clause)], what, why], ..Row::default() }
}

fn of_clause(book: &Book, clause: &ClauseAmended, amended: &Amended) -> Row {
    let words = book.words.on_record();
    let mut lines: Vec<Text> = clause.statements.iter().flat_map(|statement| of_statement(book, statement)).collect();
    if clause.text {
        lines.push(text(if clause.statements.is_empty() { words.text_only } else { words.text_too }));
    }
    let reasons: Vec<Text> =
        amended.amendments.iter().filter(|a| a.clauses.contains(&clause.clause)).map(|a| reason(book, a)).collect();
    let none = || if clause.statements.is_empty() { vec![] } else { text(words.no_reason) };
    let why = if reasons.is_empty() { none() } else { on_lines(reasons) };
    row(book, &clause.clause, on_lines(lines), why)
}

fn on_lines(lines: Vec<Text>) -> Text {
    lines.join(&Span::line_break())
}

fn reason(book: &Book, amendment: &AmendmentStated) -> Text {
    let words = book.words.on_record();
    let date = book.words.date(&amendment.date);
    let because = amendment.because.trim();
    text(&fill(words.amendment, &[("amendment", &amendment.label), ("date", &date), ("because", because)]))
}

fn of_statement(book: &Book, statement: &StatementAmended) -> Vec<Text> {
    let words = book.words.on_record();
    let how = match statement.how {
        HowAmended::Added => words.added,
        HowAmended::Removed => words.removed,
        HowAmended::Changed => words.changed,
        HowAmended::RestsOnOther => words.rests_on_other,
    };
    let label = if statement.label.is_empty() { String::new() } else { format!(" “{}”", statement.label) };
    let mut lines = vec![vec![Span::styled(&statement.statement, Style::Code), Span::new(&format!("{label}: {how}"))]];
    lines.extend(statement.lines.iter().filter_map(|line| of_line(book, line)));
    if !statement.analyses.is_empty() {
        lines.push(text(&fill(words.reaches, &[("analyses", &labels(book, &statement.analyses))])));
    }
    lines
}

/// An analysis that is gone has no label.
fn labels(book: &Book, names: &[String]) -> String {
    let label = |name: &String| {
        let known = book.results.analyses.iter().find(|analysis| analysis.name == *name);
        known.map_or_else(|| name.clone(), |analysis| analysis.label.clone())
    };
    names.iter().map(label).collect::<Vec<_>>().join(", ")
}

fn of_line(book: &Book, line: &LineAmended) -> Option<Text> {
    let words = book.words.on_record();
    // Lines of the plan: they stay as they were written.
    let line_of = |line: &str| vec![Span::styled(line, Style::Code)];
    match (&line.before, &line.after) {
        (Some(before), Some(after)) => {
            Some(sentence(words.from_to, &[("before", line_of(before)), ("after", line_of(after))]))
        }
        (None, Some(after)) => Some(sentence(words.new_line, &[("text", line_of(after))])),
        (Some(before), None) => Some(sentence(words.gone_line, &[("text", line_of(before))])),
        (None, None) => None,
    }
}
