//! Appendix B: the clauses of the plan in their own words.

use super::heading;
use crate::report::document::{Block, Span, Style, text};
use crate::report::markdown;
use crate::report::select::{Book, clause_anchor};

pub fn section(book: &Book) -> Vec<Block> {
    if book.results.clauses.is_empty() {
        return vec![];
    }
    let sentence = "The prose of the plan. The formal statements that were carried out stand in the plan itself, under the \
                    clause and at the line given.";
    let mut blocks = vec![heading(1, "Appendix B. Clauses of the plan", true), Block::paragraph(text(sentence))];
    for (i, clause) in book.results.clauses.iter().enumerate() {
        let level = 2 + clause.number.matches('.').count().min(1);
        let mut title = vec![Span::new(&format!("{} {}", clause.number, clause.title)).anchored(clause_anchor(i))];
        let place = format!("{}:{}", clause.file, clause.line);
        let mark = match clause.mark.as_str() {
            "binding" | "" => place,
            mark => format!("{mark} · {place}"),
        };
        title.push(Span::styled(&format!("  {mark}"), Style::Quiet));
        blocks.push(Block::Heading { level, text: title, new_page: false, listed: false });
        blocks.extend(markdown::blocks(&clause.text));
    }
    blocks
}
