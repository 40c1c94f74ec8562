//! Appendix B: the clauses of the plan in their own words, each with the results that it produced.

use super::heading;
use super::listing::Line;
use crate::report::document::{Align, Block, Column, Place, Row, Span, Style, Table, Text, sentence, text};
use crate::report::markdown;
use crate::report::select::Book;
use crate::results::{ClauseText, Mark, WrittenFrom, WrittenLine, WrittenOut};

/// Each leads to the lines of the index that it made.
pub fn section(book: &Book, index: &[Line]) -> Vec<Block> {
    if book.results.clauses.is_empty() {
        return vec![];
    }
    let words = book.words;
    let introduction = Block::paragraph(text(words.appendix_clauses_sentence));
    let mut blocks = vec![heading(1, words.appendix_clauses, true), introduction];
    for clause in &book.results.clauses {
        let level = 2 + clause.number.matches('.').count().min(1);
        let mut title = vec![
            Span::new(&format!("{} {}", clause.number, clause.title)).anchored(Place::Clause(clause.number.clone())),
        ];
        let place = format!("{}:{}", clause.file, clause.line);
        let mark = match clause.mark {
            Mark::Informative => format!("{} · {place}", words.informative),
            Mark::Planned => format!("{} · {place}", words.planned),
            Mark::Binding => place,
        };
        title.push(Span::styled(&format!("  {mark}"), Style::Quiet));
        blocks.push(Block::Heading { level, text: title, new_page: false, listed: false });
        blocks.extend(markdown::blocks(&clause.text));
        let statements = book.results.written_out.iter().filter(|w| w.clause == clause.number);
        blocks.extend(statements.flat_map(|written| written_out(book, written)));
        blocks.push(Block::Aside { text: outcome(book, clause, index) });
    }
    blocks
}

/// A statement that is like another, in full: each line with the clause that it is taken over from.
fn written_out(book: &Book, written: &WrittenOut) -> [Block; 2] {
    let words = book.words;
    let code = |text: &str| vec![Span::styled(text, Style::Code)];
    let statement = code(&format!("{} {}", written.head, written.name));
    let fillings = [("statement", statement), ("line", text(&written.line.to_string())), ("like", code(&written.like))];
    let introduction = Block::Introduction { text: sentence(words.written_out, &fillings) };
    let row = |line: &WrittenLine| {
        let from = match &line.from {
            WrittenFrom::Frame => Text::new(),
            WrittenFrom::Here => vec![Span::styled(words.stated_here, Style::Strong)],
            WrittenFrom::Statement { name, clause } => {
                sentence(words.taken_over, &[("name", code(name)), ("clause", vec![book.clause(clause)])])
            }
        };
        let stated = format!("{}{}", "\u{a0}\u{a0}".repeat(line.depth), line.text);
        Row { cells: vec![code(&stated), from], ..Row::default() }
    };
    let columns = vec![Column::prose(words.written_line), Column::short(words.written_where, Align::Left)];
    let rows = written.lines.iter().map(row).collect();
    [introduction, Block::Table(Table { columns, rows, unnumbered: true, small: true, ..Table::default() })]
}

/// What came of a clause: the numbers shown under it, or why there are none.
fn outcome(book: &Book, clause: &ClauseText, index: &[Line]) -> Text {
    let words = book.words;
    let of_clause = |line: &&Line| line.shown.first().is_some_and(|record| record.clause == clause.number);
    let lines: Vec<&Line> = index.iter().filter(of_clause).collect();
    let count: usize = lines.iter().map(|line| line.shown.len()).sum();
    match (lines.as_slice(), clause.mark) {
        ([_, ..], _) => {
            let link = |line: &&Line| vec![Span::styled(&line.prefix, Style::Code).to(line.place.clone())];
            let links = lines.iter().map(link).collect::<Vec<_>>().join(&Span::new(", "));
            sentence(words.results_of_clause, &[("count", text(&count.to_string())), ("links", links)])
        }
        ([], Mark::Informative) => text(words.not_executed_informative),
        ([], Mark::Planned) => text(words.not_executed_planned),
        ([], Mark::Binding) => text(words.no_result_shown),
    }
}
