//! Checklists of reporting guidelines: which items the statements of the plan answer, in which clauses, and which they do not.
//!
//! The items stand in `templates/checklists.json`, by their numbers and in our own short words. An item is answered by a
//! statement of a kind, by one that has a certain key, or whose key says a certain word; what no statement can answer is left to
//! the paragraphs.

use super::{Signed, heading, trial};
use crate::catalogue::{Language, Names};
use crate::plan::ir::Design;
use crate::report::document::{Align, Block, Column, Row, Span, Style, Table, Text, sentence, text};
use crate::run::RunError;
use crate::syntax::tree::{Item, Kind, Statement};
use serde::Deserialize;

const TITLE: Names = Names { en: "Checklists", fr: "Listes de contrôle" };
const ABOUT: Names = Names {
    en: "Of each guideline for a study of this design, the items by number in our own short words, and the clauses whose statements answer them. That a clause is named says that a statement of the right kind stands there, and not that it says enough. An item without a clause is answered by no statement: it is for the paragraphs, or for the report.",
    fr: "De chaque recommandation pour une étude de ce type, les points par numéro dans nos propres mots, et les articles dont les énoncés y répondent. Qu’un article soit nommé dit qu’un énoncé du bon genre s’y trouve, et non qu’il en dit assez. Un point sans article n’a de réponse dans aucun énoncé\u{a0}: il revient aux paragraphes, ou au rapport.",
};
const ITEM: Names = Names { en: "Item", fr: "Point" };
const ASKS: Names = Names { en: "What it asks", fr: "Ce qu’il demande" };
const CLAUSES: Names = Names { en: "Clauses", fr: "Articles" };
const OPEN: Names = Names { en: "no statement", fr: "aucun énoncé" };
const UNANSWERED: Names = Names::with_places(
    "{n} of {all} items have no statement: {items}. {citation}",
    "{n} points sur {all} sont sans énoncé\u{a0}: {items}. {citation}",
);

/// Of which studies a guideline speaks.
#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Of {
    Randomised,
    Observational,
    /// Observational, with a primary analysis that compares arms as a trial would.
    Emulation,
}

impl Of {
    fn is_of(self, signed: &Signed, design: Design) -> bool {
        match self {
            Of::Randomised => design == Design::RandomisedTrial,
            Of::Observational => design.is_observational(),
            Of::Emulation => trial::emulated(signed).is_some(),
        }
    }
}

/// Items of a guideline, for studies of one kind.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Checklist {
    name: String,
    of: Of,
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
    let Some(design) = signed.plan.settings.design else { return Ok(vec![]) };
    let mut all: Vec<Checklist> = serde_json::from_str(CHECKLISTS).map_err(|e| RunError::Encode(e.to_string()))?;
    all.retain(|checklist| checklist.of.is_of(signed, design));
    // No guideline of such a design is among them.
    if all.is_empty() {
        return Ok(vec![]);
    }
    let mut blocks = vec![heading(1, signed.said(TITLE), true), Block::paragraph(text(signed.said(ABOUT)))];
    for checklist in &all {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::registry::{head_words, keys};

    /// An item is answered by what the language has; numbers, and those of them that have letters, follow each other.
    #[test]
    fn items_are_answered_by_statements_that_there_are() {
        let all: Vec<Checklist> = serde_json::from_str(CHECKLISTS).expect("checklists");
        let counted: Vec<(&str, usize, usize)> = all
            .iter()
            .map(|list| {
                let whole = |item: &Asked| item.number.split(|c: char| !c.is_ascii_digit()).next().map(str::to_string);
                let mut heads: Vec<String> = list.items.iter().filter_map(whole).collect();
                heads.dedup();
                let in_order: Vec<String> = (1..=heads.len()).map(|n| n.to_string()).collect();
                assert_eq!(heads, in_order, "{}", list.name);
                (list.name.as_str(), list.items.len(), heads.len())
            })
            .collect();
        // As the papers count them: with their letters, and by whole numbers.
        let expected = [
            ("STROBE 2007", 27, 22),
            ("CONSORT 2010", 37, 25),
            ("TARGET 2025", 39, 21),
            ("Hiemstra 2019, items 1a to 12b", 18, 12),
            ("CONSORT 2025", 42, 30),
            ("SPIRIT 2025", 53, 34),
        ];
        assert_eq!(counted, expected);
        for by in all.iter().flat_map(|list| &list.items).flat_map(|item| &item.by) {
            assert!(head_words().contains(&by.head.as_str()), "{}", by.head);
            let known = by.key.as_ref().is_none_or(|key| keys(&by.head).contains(&key.as_str()));
            assert!(known, "{}: {:?}", by.head, by.key);
        }
    }
}
