//! Where the plan or its conduct departs from the protocol, and what the plan names that this report does not contain.

use super::heading;
use crate::catalogue::Names;
use crate::report::document::{Block, Text, sentence, text};
use crate::report::markdown;
use crate::report::select::Book;
use crate::results::{ClauseText, Mark};

const DEVIATIONS: Names = Names { en: "Deviations from the protocol", fr: "Écarts au protocole" };
const AS_STATED: Names = Names::with_places(
    "As the plan states them in clause {clause}:",
    "Tels que le plan les énonce à l’article {clause}\u{a0}:",
);
const NOT_CONTAINED: Names = Names {
    en: "What the plan names and this report does not contain",
    fr: "Ce que le plan prévoit et qui n’est pas dans ce rapport",
};
const PLANNED: Names = Names::with_places("{title} (clause {clause})", "{title} (article {clause})");

pub fn section(book: &Book) -> Vec<Block> {
    let clauses = &book.results.clauses;
    let mut blocks = vec![];
    let stated = book.results.report.deviations.iter();
    let stated: Vec<&ClauseText> = stated.filter_map(|n| clauses.iter().find(|clause| clause.number == *n)).collect();
    if !stated.is_empty() {
        blocks.push(heading(1, book.said(DEVIATIONS), false));
    }
    for clause in stated {
        let introduction = sentence(book.said(AS_STATED), &[("clause", vec![book.clause(&clause.number)])]);
        blocks.push(Block::Introduction { text: introduction });
        blocks.extend(markdown::blocks(&clause.text));
    }
    let planned: Vec<&ClauseText> = clauses.iter().filter(|clause| clause.mark == Mark::Planned).collect();
    if !planned.is_empty() {
        blocks.push(heading(if blocks.is_empty() { 1 } else { 2 }, book.said(NOT_CONTAINED), false));
        let items = planned.iter().map(|clause| vec![Block::paragraph(item(book, clause))]).collect();
        blocks.push(Block::List { ordered: false, items });
    }
    blocks
}

fn item(book: &Book, clause: &ClauseText) -> Text {
    let fillings = [("title", text(&clause.title)), ("clause", vec![book.clause(&clause.number)])];
    sentence(book.said(PLANNED), &fillings)
}
