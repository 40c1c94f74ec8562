//! The words around the rows of the rules of criteria, one table for each language.

use super::Words;
use crate::catalogue::Language;

#[derive(Debug)]
pub struct RuleWords {
    pub title: &'static str,
    pub sentence: &'static str,
    pub caption: &'static str,
    pub note: &'static str,
    pub row: &'static str,
    pub rule: &'static str,
    pub readings: &'static str,
    pub first: &'static str,
    pub example: &'static str,
    pub never: &'static str,
    pub unanswered: &'static str,
}

const ENGLISH: RuleWords = RuleWords {
    title: "Rules of the criteria",
    sentence: "How often each case and row of the rules of a criterion gave a value, over all examinations that it reads and by each reader alone, also after a progression; and of the readers combined how often each case did. The rows are read from the top: one stands for what those above it left. A row that never gave a value was not tried by these data.",
    caption: "How often each row gave the value, {response}",
    note: "Readings with the percentage of those at which the rule was asked; of readers combined these are examinations. Patients are those with at least one such reading. Beside it the first such reading, with the values of the criterion that the row rests on.",
    row: "Case or row",
    rule: "{rule}, clause {clause}, asked at {readings} readings",
    readings: "Readings",
    first: "The first",
    example: "{at}: {read}",
    never: "never",
    unanswered: "no row answers",
};

const FRENCH: RuleWords = RuleWords {
    title: "Règles des critères",
    sentence: "Combien de fois chaque cas et chaque ligne des règles d’un critère a donné une valeur, sur tous les examens qu’il lit et par chaque lecteur seul, même après une progression\u{a0}; et, pour les lecteurs réunis, combien de fois chaque cas l’a fait. Les lignes se lisent de haut en bas\u{a0}: chacune vaut pour ce que celles du dessus ont laissé. Une ligne qui n’a jamais donné de valeur n’a pas été éprouvée par ces données.",
    caption: "Combien de fois chaque ligne a donné la valeur, {response}",
    note: "Lectures, avec le pourcentage de celles où la règle a été interrogée\u{a0}; pour les lecteurs réunis, ce sont des examens. Les patients sont ceux ayant au moins une telle lecture. À côté, la première de ces lectures, avec les valeurs du critère sur lesquelles la ligne repose.",
    row: "Cas ou ligne",
    rule: "{rule}, article {clause}, interrogée à {readings} lectures",
    readings: "Lectures",
    first: "La première",
    example: "{at}\u{a0}: {read}",
    never: "jamais",
    unanswered: "aucune ligne ne répond",
};

impl Words {
    pub fn rules(&self) -> &'static RuleWords {
        match self.language {
            Language::English => &ENGLISH,
            Language::French => &FRENCH,
        }
    }
}
