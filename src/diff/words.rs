//! What is said around what differs, in the languages of a report.

use crate::catalogue::Names;

const fn said(en: &'static str, fr: &'static str) -> Names {
    Names::with_places(en, fr)
}

pub const PLANS: Names = said("Plans compared", "Plans comparés");
pub const SIDES: Names = said("{before} → {after}", "{before} → {after}");
pub const SAME_MEANING: Names = said(
    "The two plans mean the same: nothing that is computed or checked differs.",
    "Les deux plans disent la même chose\u{a0}: rien de ce qui est calculé ou contrôlé ne diffère.",
);
pub const OTHER_MEANING: Names =
    said("Statements that mean another thing: {n}", "Énoncés dont le sens change\u{a0}: {n}");
pub const OTHER_WORDING: Names =
    said("Written otherwise, and the same in meaning: {n}", "Écrits autrement, de même sens\u{a0}: {n}");
pub const MOVED: Names = said("In another clause: {n}", "Dans un autre article\u{a0}: {n}");
pub const CLAUSES: Names = said("Clauses: {n}", "Articles\u{a0}: {n}");
pub const PROSE: Names = said("Prose only: {n}", "Texte seul\u{a0}: {n}");
pub const FRONT_MATTER: Names = said("Front matter: {n}", "En-tête\u{a0}: {n}");
pub const ADDED: Names = said("added", "ajouté");
pub const REMOVED: Names = said("removed", "retiré");
pub const CHANGED: Names = said("changed", "modifié");
pub const CLAUSE: Names = said("clause {clause}", "article {clause}");
pub const FROM_CLAUSE: Names = said("clause {before}, now {after}", "article {before}, désormais {after}");
pub const OF_DOCUMENT: Names = said("{statement} of {document}", "{statement} de {document}");
pub const REACHES: Names = said("analyses that rest on it: {list}", "analyses qui en dépendent\u{a0}: {list}");
pub const RESTS: Names = said(
    "it stands as it was, and what it rests on does not; as it is understood",
    "il est écrit comme avant, mais ce dont il dépend a changé\u{a0}; tel qu’il est compris",
);
pub const BINDING_TEXT: Names = said("binding text", "texte contraignant");
pub const TEXT: Names = said("text", "texte");
pub const BINDING: Names = said("binding", "contraignant");
pub const INFORMATIVE: Names = said("informative", "informatif");
pub const PLANNED: Names = said("planned", "prévu");
pub const MARKED: Names = said("marked {before}, now {after}", "marqué {before}, désormais {after}");
