//! The words of a list of queries, one table for each language.

use super::{Words, fill};
use crate::catalogue::Language;
use crate::results::{Answer, AnswerKind, Asked, QueryState, StandingValue, Stands};
use serde::Serialize;

/// What is printed around what is asked, with places `{name}`.
#[derive(Debug, Serialize)]
pub struct QueryWords {
    pub sheet: &'static str,
    /// Heads of the columns.
    pub number: &'static str,
    pub follows_from: &'static str,
    pub state: &'static str,
    pub severity: &'static str,
    pub patient: &'static str,
    pub file: &'static str,
    pub row: &'static str,
    pub column: &'static str,
    pub stands: &'static str,
    pub expected: &'static str,
    pub reference: &'static str,
    pub answer: &'static str,
    pub text: &'static str,
    pub by: &'static str,
    pub on: &'static str,
    pub previous: &'static str,
    pub control: &'static str,
    /// States.
    pub new: &'static str,
    pub repeated: &'static str,
    pub changed: &'static str,
    pub closed_confirmed: &'static str,
    pub closed_unknown: &'static str,
    pub closed_gone: &'static str,
    pub number_unknown: &'static str,
    /// Kinds of answer.
    pub corrected: &'static str,
    pub confirmed: &'static str,
    pub cannot_be_known: &'static str,
    pub choose: &'static str,
    pub not_chosen: &'static str,
    pub missing: &'static str,
    pub in_other_row: &'static str,
    pub named: &'static str,
    pub clause: &'static str,
}

static ENGLISH: QueryWords = QueryWords {
    sheet: "Queries",
    number: "Number",
    follows_from: "Follows from",
    state: "State",
    severity: "Severity",
    patient: "Patient",
    file: "File",
    row: "Row",
    column: "Column",
    stands: "What stands there",
    expected: "What is expected",
    reference: "Reference",
    answer: "Answer",
    text: "Corrected value, remark",
    by: "Answered by",
    on: "Answered on",
    previous: "Answer before",
    control: "Control",
    new: "new",
    repeated: "repeated: still found",
    changed: "changed: another value stands there now",
    closed_confirmed: "closed: confirmed as it is",
    closed_unknown: "closed: cannot be known",
    closed_gone: "closed: no longer found",
    number_unknown: "no query of this study has this number",
    corrected: "corrected",
    confirmed: "confirmed as it is",
    cannot_be_known: "cannot be known",
    choose: "Choose one of the three answers, or leave the cell empty.",
    not_chosen: "no answer chosen",
    missing: "missing",
    in_other_row: "{value} ({file}, row {row})",
    named: "{label}: {value}",
    clause: "{code}, clause {clause}",
};

static FRENCH: QueryWords = QueryWords {
    sheet: "Demandes",
    number: "Numéro",
    follows_from: "Découle de",
    state: "État",
    severity: "Gravité",
    patient: "Patient",
    file: "Fichier",
    row: "Ligne",
    column: "Colonne",
    stands: "Ce qui y figure",
    expected: "Ce qui est attendu",
    reference: "Référence",
    answer: "Réponse",
    text: "Valeur corrigée, remarque",
    by: "Répondu par",
    on: "Répondu le",
    previous: "Réponse précédente",
    control: "Contrôle",
    new: "nouvelle",
    repeated: "répétée\u{a0}: toujours présente",
    changed: "modifiée\u{a0}: une autre valeur y figure maintenant",
    closed_confirmed: "close\u{a0}: confirmée telle quelle",
    closed_unknown: "close\u{a0}: ne peut être connue",
    closed_gone: "close\u{a0}: n’est plus présente",
    number_unknown: "aucune demande de cette étude n’a ce numéro",
    corrected: "corrigée",
    confirmed: "confirmée telle quelle",
    cannot_be_known: "ne peut être connue",
    choose: "Choisissez l’une des trois réponses, ou laissez la cellule vide.",
    not_chosen: "aucune réponse choisie",
    missing: "manquant",
    in_other_row: "{value} ({file}, ligne {row})",
    named: "{label}\u{a0}: {value}",
    clause: "{code}, clause {clause}",
};

impl Words {
    pub fn queries(&self) -> &'static QueryWords {
        match self.language {
            Language::English => &ENGLISH,
            Language::French => &FRENCH,
        }
    }

    /// What separates the cells of a file that a spreadsheet opens by itself: where the comma stands in numbers, it is no other.
    pub fn separator(&self) -> u8 {
        match self.language {
            Language::English => b',',
            Language::French => b';',
        }
    }

    pub fn query_state(&self, state: QueryState) -> &'static str {
        let words = self.queries();
        match state {
            QueryState::New => words.new,
            QueryState::Repeated => words.repeated,
            QueryState::Changed => words.changed,
            QueryState::Confirmed => words.closed_confirmed,
            QueryState::CannotBeKnown => words.closed_unknown,
        }
    }

    pub fn answer_kind(&self, kind: AnswerKind) -> &'static str {
        let words = self.queries();
        match kind {
            AnswerKind::Corrected => words.corrected,
            AnswerKind::Confirmed => words.confirmed,
            AnswerKind::CannotBeKnown => words.cannot_be_known,
        }
    }

    /// The kind that a cell names, in any language; none where it names none.
    pub fn answer_kind_of(text: &str) -> Option<AnswerKind> {
        let named = |kind: &AnswerKind| {
            Language::ALL.iter().any(|language| {
                let word = Words::of(*language).answer_kind(*kind);
                word.to_lowercase() == text.trim().to_lowercase()
            })
        };
        AnswerKind::ALL.into_iter().find(named)
    }

    /// `Opposed on: missing; Date of death: 12/05/2025 (followup.csv, row 52)`.
    pub fn stands(&self, stands: &Stands) -> String {
        match stands {
            Stands::Nothing => String::new(),
            Stands::Text(text) => text.clone(),
            Stands::Values(values) => {
                values.iter().map(|value| self.standing_value(value)).collect::<Vec<_>>().join("; ")
            }
        }
    }

    fn standing_value(&self, value: &StandingValue) -> String {
        let words = self.queries();
        let text = if value.text.is_empty() { words.missing } else { value.text.as_str() };
        let row = value.elsewhere.as_ref().map(|(_, row)| row.to_string()).unwrap_or_default();
        let placed = value.elsewhere.as_ref().map(|(file, _)| {
            fill(words.in_other_row, &[("value", text), ("file", file.as_str()), ("row", row.as_str())])
        });
        let text = placed.as_deref().unwrap_or(text);
        match value.label.as_str() {
            "" => text.to_string(),
            label => fill(words.named, &[("label", label), ("value", text)]),
        }
    }

    /// `D013, clause 2.1`.
    pub fn query_reference(&self, asked: &Asked) -> String {
        match (asked.code, asked.clause.as_str()) {
            (Some(code), "") => code.to_string(),
            (Some(code), clause) => fill(self.queries().clause, &[("code", code), ("clause", clause)]),
            (None, clause) => clause.to_string(),
        }
    }

    /// The answer that was given, who gave it and when, as far as that was written.
    pub fn answer_given(&self, answer: &Answer) -> String {
        let kind = answer.kind.map_or(self.queries().not_chosen, |kind| self.answer_kind(kind));
        let parts = [kind, &answer.text, &answer.by, &answer.on];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Part, parts};
    use std::collections::BTreeSet;

    #[test]
    fn both_languages_have_the_same_places() {
        let fields = |words: &QueryWords| serde_json::to_value(words).expect("a table");
        let (en, fr) = (fields(&ENGLISH), fields(&FRENCH));
        let places = |text: &serde_json::Value| -> BTreeSet<String> {
            let of = parts(text.as_str().expect("a text"));
            of.filter_map(|part| if let Part::Place(name, _) = part { Some(name.to_string()) } else { None }).collect()
        };
        for (key, text) in en.as_object().expect("fields") {
            assert_eq!(places(text), places(&fr[key]), "{key}");
            assert!(fr[key].as_str().is_some_and(|text| !text.is_empty()), "{key}");
        }
    }

    #[test]
    fn an_answer_is_known_in_both_languages_and_by_no_other_word() {
        for language in [Language::English, Language::French] {
            for kind in AnswerKind::ALL {
                let word = Words::of(language).answer_kind(kind);
                assert_eq!(Words::answer_kind_of(&format!(" {} ", word.to_uppercase())), Some(kind));
            }
        }
        assert_eq!(Words::answer_kind_of("perhaps confirmed as it is"), None);
    }
}
