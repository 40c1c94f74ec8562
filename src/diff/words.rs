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
pub const RUNS: Names = said("Runs compared", "Analyses comparées");
pub const SAME_NUMBERS: Names =
    said("No number differs: {of} are the same.", "Aucun nombre ne diffère\u{a0}: {of} sont identiques.");
pub const DIFFER: Names = said("The runs differ in: {list}", "Les analyses diffèrent par\u{a0}: {list}");
pub const DIFFER_NOTHING: Names = said("The runs differ in nothing.", "Les analyses ne diffèrent en rien.");
pub const DECIDING: Names = said("What decides, changed: {n}", "Ce qui décide, modifié\u{a0}: {n}");
pub const NUMBERS: Names =
    said("Other numbers that changed: {n}, of {of} in all", "Autres nombres modifiés\u{a0}: {n}, sur {of} en tout");
pub const BY_CAUSE: Names = said(
    "Numbers that changed, by cause: {n}, of {of} in all",
    "Nombres modifiés, par cause\u{a0}: {n}, sur {of} en tout",
);
pub const MORE: Names = said("and {n} more", "et {n} de plus");
pub const FROM_TO: Names = said("{before} → {after}", "{before} → {after}");
pub const ABSENT: Names = said("absent", "absent");
pub const CAUSE: Names = said("cause: {list}", "cause\u{a0}: {list}");
pub const CAUSES: Names = said("causes: {list}", "causes\u{a0}: {list}");
pub const TOGETHER: Names = said(
    "they act together: what one does depends on another",
    "elles agissent ensemble\u{a0}: l’effet de l’une dépend d’une autre",
);
pub const ALONE: Names =
    said("this alone: {alone}; all but this: {undone}", "seule\u{a0}: {alone}\u{a0}; toutes sauf elle\u{a0}: {undone}");
pub const DATA: Names = said("data", "données");
pub const DATA_OF: Names = said("data ({files})", "données ({files})");
pub const PLAN: Names = said("plan", "plan");
pub const CRITERION: Names = said("criterion", "critère");
pub const BINDING_FILE: Names = said("binding", "correspondance des fichiers");
pub const ENGINE: Names = said("version of prespec", "version de prespec");
pub const AND: Names = said(" with ", " avec ");
pub const CELLS: Names = said("of the data: {list}", "des données\u{a0}: {list}");
pub const CELLS_OF: Names = said("{table}, {column} ({rows})", "{table}, {column} ({rows})");
pub const ROWS_ADDED: Names = said("rows added", "lignes ajoutées");
pub const ROWS_REMOVED: Names = said("rows removed", "lignes retirées");
pub const BY_PATIENTS: Names = said("patients: {list}", "patients\u{a0}: {list}");
pub const AND_MORE: Names = said("{list} and {n} more", "{list} et {n} de plus");
pub const PATIENTS: Names = said("Patients who changed: {n}", "Patients modifiés\u{a0}: {n}");
pub const KNOWN: Names = said("among the patients", "parmi les patients");
pub const ARM: Names = said("arm", "bras");
pub const POPULATION: Names = said("population {of}", "population {of}");
pub const PAIR: Names = said("pair of {of}", "paire de {of}");
pub const RESPONSE: Names = said("response {of}", "réponse {of}");
pub const ENDPOINT: Names = said("{of}", "{of}");
pub const ROWS: Names = said("Rows of the data that changed: {n}", "Lignes de données modifiées\u{a0}: {n}");
pub const NO_ROWS: Names = said(
    "There are too many rows to be listed one by one.",
    "Les lignes sont trop nombreuses pour être énumérées une à une.",
);
pub const LINE: Names = said("line {line}", "ligne {line}");
pub const LINES: Names = said("line {before}, now {after}", "ligne {before}, désormais {after}");
