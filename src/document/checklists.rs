//! Checklists of reporting guidelines: which items the statements of the plan answer, in which clauses, and which they do not.
//!
//! The items stand in `templates/checklists.json`, by their numbers and in our own short words. An item is answered by a
//! statement of a kind, by one that has a certain key, or whose key says a certain word; what no statement can answer is left to
//! the paragraphs.

use super::{Signed, heading};
use crate::catalogue::{Language, Names};
use crate::plan::ir::Design;
use crate::report::document::{Align, Block, Column, Row, Span, Style, Table, Text, sentence, text};
use crate::run::RunError;
use crate::syntax::tree::{Item, Kind, Statement};
use serde::Deserialize;

const TITLE: Names = Names { en: "Checklists", fr: "Listes de contrôle" };
const ABOUT: Names = Names {
    en: "Of the reporting guideline for a study of this design, the items by number in our own short words, and the clauses whose statements answer them. That a clause is named says that a statement of the right kind stands there, and not that it says enough. An item without a clause is answered by no statement: it is for the paragraphs, or for the report.",
    fr: "De la recommandation de présentation pour une étude de ce type, les points par numéro dans nos propres mots, et les articles dont les énoncés y répondent. Qu’un article soit nommé dit qu’un énoncé du bon genre s’y trouve, et non qu’il en dit assez. Un point sans article n’a de réponse dans aucun énoncé\u{a0}: il revient aux paragraphes, ou au rapport.",
};
const ITEM: Names = Names { en: "Item", fr: "Point" };
const ASKS: Names = Names { en: "What it asks", fr: "Ce qu’il demande" };
const CLAUSES: Names = Names { en: "Clauses", fr: "Articles" };
const OPEN: Names = Names { en: "no statement", fr: "aucun énoncé" };
const UNANSWERED: Names = Names::with_places(
    "{n} of {all} items have no statement: {items}. {citation}",
    "{n} points sur {all} sont sans énoncé\u{a0}: {items}. {citation}",
);

/// Items of a guideline, for studies of one kind.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Checklist {
    name: String,
    observational: bool,
    citation: String,
    items: Vec<Asked>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    number: String,
    en: String,
    fr: String,
    /// Any of these answers it.
    by: Vec<By>,
}

/// A statement, one that has this key, or one in which the key is this word.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct By {
    head: String,
    key: Option<String>,
    says: Option<String>,
}

const CHECKLISTS: &str = include_str!("../../templates/checklists.json");

pub(super) fn section(signed: &Signed) -> Result<Vec<Block>, RunError> {
    let observational = match signed.plan.settings.design {
        Some(Design::RandomisedTrial) => false,
        Some(design) if design.is_observational() => true,
        // No guideline of such a design is among them.
        Some(_) | None => return Ok(vec![]),
    };
    let all: Vec<Checklist> = serde_json::from_str(CHECKLISTS).map_err(|e| RunError::Encode(e.to_string()))?;
    let mut blocks = vec![heading(1, signed.said(TITLE), true), Block::paragraph(text(signed.said(ABOUT)))];
    for checklist in all.iter().filter(|checklist| checklist.observational == observational) {
        blocks.push(heading(2, &checklist.name, false));
        blocks.extend(of(signed, checklist));
    }
    Ok(blocks)
}

fn of(signed: &Signed, checklist: &Checklist) -> [Block; 2] {
    let mut open: Vec<&str> = vec![];
    let mut rows = vec![];
    for item in &checklist.items {
        let clauses = answered(signed, item);
        if clauses.is_empty() {
            open.push(&item.number);
        }
        let links = clauses.iter().map(|clause| vec![signed.book.clause(clause)]).collect::<Vec<Text>>();
        let said = match links.is_empty() {
            true => vec![Span::styled(signed.said(OPEN), Style::Quiet)],
            false => links.join(&Span::new(", ")),
        };
        let asks = match signed.language() {
            Language::English => &item.en,
            Language::French => &item.fr,
        };
        rows.push(Row { cells: vec![text(&item.number), text(asks), said], ..Row::default() });
    }
    let columns = vec![
        Column::short(signed.said(ITEM), Align::Left),
        Column::prose(signed.said(ASKS)),
        Column::prose(signed.said(CLAUSES)),
    ];
    let fillings = [
        ("n", text(&open.len().to_string())),
        ("all", text(&checklist.items.len().to_string())),
        ("items", text(&open.join(", "))),
        ("citation", text(&checklist.citation)),
    ];
    [
        Block::Table(Table { columns, rows, unnumbered: true, small: true, ..Table::default() }),
        Block::Aside { text: sentence(signed.said(UNANSWERED), &fillings) },
    ]
}

/// The numbers of the clauses that hold a statement which answers it, in their order.
fn answered(signed: &Signed, item: &Asked) -> Vec<String> {
    let mut found = vec![];
    for clause in &signed.compiled.documents.plan.clauses {
        let is_answered = clause.statements().any(|statement| item.by.iter().any(|by| by.is_in(statement)));
        if is_answered && !clause.number.is_empty() {
            found.push(clause.number.clone());
        }
    }
    found
}

impl By {
    fn is_in(&self, statement: &Statement) -> bool {
        if statement.head.node != self.head {
            return false;
        }
        let Some(key) = &self.key else { return true };
        // What is like another says its changes in the options of its value.
        let changes = statement.value.iter().flat_map(|value| &value.elements).flat_map(|element| &element.options);
        statement.items.iter().chain(changes).any(|item| {
            let Item::Entry(entry) = item else { return false };
            let named = entry.key.as_ref().is_some_and(|of| of.node == *key);
            let says = |word: &String| {
                let elements = entry.value.iter().flat_map(|value| &value.elements);
                elements.into_iter().any(|e| matches!(&e.expression.kind, Kind::Name(name) if name == word))
            };
            named && self.says.as_ref().is_none_or(says)
        })
    }
}
