//! The words around what a document says: of the page itself, and of what is opened beside it.

use crate::catalogue::{Language, Names};
use crate::report::spaces::in_language;
use crate::words::Words;
use crate::words::told::ClauseState;
use std::collections::BTreeMap;

const fn said(en: &'static str, fr: &'static str) -> Names {
    Names::with_places(en, fr)
}

/// By the name that the template and the script call them by.
const WORDS: &[(&str, Names)] = &[
    ("skip", said("Skip to the report", "Aller au rapport")),
    ("search", said("Search", "Rechercher")),
    (
        "search_hint",
        said("Label, identifier, clause, patient or finding", "Libellé, identifiant, article, patient ou constat"),
    ),
    ("no_hit", said("Nothing is called so.", "Rien ne porte ce nom.")),
    ("one_hit", said("1 found", "1 trouvé")),
    ("hits", said("{n} found", "{n} trouvés")),
    ("first_hits", said("{n} found, of which the first {shown}", "{n} trouvés, dont les {shown} premiers")),
    ("panel", said("Where it comes from", "D’où cela vient")),
    ("close", said("Close", "Fermer")),
    ("in_report", said("In the report", "Dans le rapport")),
    ("address", said("Its address", "Son adresse")),
    ("identifier", said("Identifier", "Identifiant")),
    ("exact", said("At full precision", "En pleine précision")),
    ("numbers_here", said("Numbers printed here", "Nombres imprimés ici")),
    ("stands_as", said("It stands as", "Il tient lieu de")),
    ("population", said("Population", "Population")),
    ("options", said("Options", "Options")),
    ("page", said("What the method is", "Ce qu’est la méthode")),
    (
        "no_method",
        said(
            "It is counted, or the matching made it: no method of an analysis gave it.",
            "Il est compté, ou l’appariement l’a donné\u{a0}: aucune méthode d’analyse.",
        ),
    ),
    ("prose", said("Text", "Texte")),
    ("tables", said("Tables of the data", "Tables de données")),
    ("rows", said("{n} rows", "{n} lignes")),
    ("made", said("Numbers that it made", "Nombres qu’il a donnés")),
    ("shown_in_report", said("shown in the report", "montré dans le rapport")),
    ("glance", said("Clauses at a glance", "Les articles d’un coup d’œil")),
    (
        "glance_about",
        said(
            "What became of each clause. Its number leads to its text, its formal text and every number that it made.",
            "Ce qu’il est advenu de chaque article. Son numéro mène à son texte, à son texte formel et à chacun des nombres qu’il a donnés.",
        ),
    ),
    ("state", said("State", "État")),
    ("numbers", said("Numbers", "Nombres")),
    ("clause_title", said("Title", "Titre")),
    ("methods", said("Methods", "Méthodes")),
    (
        "methods_about",
        said(
            "What the reference of the language says of each method that gave a number.",
            "Ce qu’estime ou teste chaque méthode qui a donné un nombre, et ce que font ses options. La référence du langage, qui est en anglais, a les équations\u{a0}; `prespec explain` en donne la page.",
        ),
    ),
    ("kind_record", said("number", "nombre")),
    ("kind_clause", said("clause", "article")),
    ("kind_method", said("method", "méthode")),
    ("kind_patient", said("patient", "patient")),
    ("kind_finding", said("finding", "constat")),
    ("behind", said("Patients behind it", "Les patients derrière")),
    ("sum", said("All", "Tous")),
    ("one_by_one", said("One by one", "Un par un")),
    (
        "left_to_trace",
        said(
            "There are too many patients for this page: `prespec trace` tells those behind a number.",
            "Les patients sont trop nombreux pour cette page\u{a0}: `prespec trace` dit ceux derrière un nombre.",
        ),
    ),
    ("patient", said("Patient", "Patient")),
    ("arm", said("Arm", "Bras")),
    ("time_zero", said("Time zero", "Temps zéro")),
    ("value", said("Value", "Valeur")),
    ("in_this_number", said("In the number that was opened", "Dans le nombre ouvert")),
    ("day", said("Day", "Jour")),
    ("what", said("What", "Quoi")),
    ("where", said("Where", "Où")),
    ("exam_line", said("{exam}, day {day}, {response}: {result}", "{exam}, jour {day}, {response}\u{a0}: {result}")),
    ("read_from", said("Read from these rows", "Lu dans ces lignes")),
    ("value_of", said("Value of the criterion", "Valeur du critère")),
    ("rule_row", said("Row of the rule", "Ligne de la règle")),
    ("computed", said("computed", "calculé")),
    ("untold", said("something that is read is missing", "il manque quelque chose de ce qui est lu")),
    ("derived", said("Derived", "Dérivé")),
    ("known", said("Dates, quantities and timepoints", "Dates, grandeurs et temps d’évaluation")),
    ("findings", said("Findings", "Constats")),
    ("rows_of_files", said("Rows of the files", "Lignes des fichiers")),
    ("file_line", said("File and line", "Fichier et ligne")),
    (
        "equal_sign",
        said(
            "“=” stands before what the plan calls a value for which the binding takes several texts.",
            "«\u{a0}=\u{a0}» précède le nom que le plan donne à une valeur que la liaison lit de plusieurs textes.",
        ),
    ),
    ("seen", said("What stands there", "Ce qui s’y trouve")),
    ("expected", said("What was expected", "Ce qui était attendu")),
    ("resting", said("Numbers that may rest on it", "Nombres qui peuvent en dépendre")),
    (
        "resting_patient",
        said(
            "Those that are read from the table and have the patient among those behind them.",
            "Ceux qui sont lus dans la table et dont le patient est parmi ceux qui sont derrière.",
        ),
    ),
    ("resting_table", said("Those that are read from the table.", "Ceux qui sont lus dans la table.")),
    ("found_all", said("Every finding", "Chaque constat")),
    (
        "found_first",
        said(
            "Of {all} the first {n}; findings.csv has every one.",
            "Sur {all}, les {n} premiers\u{a0}; findings.csv les a tous.",
        ),
    ),
    ("code", said("Code", "Code")),
    ("kind_section", said("section", "section")),
    ("scroll", said("Table, to be scrolled", "Tableau à faire défiler")),
    ("drawn", said("The numbers that are drawn", "Les nombres représentés")),
    ("clause_head", said("Clause", "Article")),
    ("draft_mark", said("Draft", "Brouillon")),
    ("final_mark", said("Final", "Définitif")),
];

/// In the language of the report.
pub fn words(language: Language) -> BTreeMap<&'static str, String> {
    let states = ClauseState::ALL.iter().map(|state| (state.word(), state.names()));
    let own = WORDS.iter().copied().chain(states).map(|(name, names)| (name, names.of(language)));
    let told = Words::of(language).trace();
    // As a trace says it.
    let all = own.chain([
        ("formal", told.formal),
        ("steps", told.steps),
        ("made_none", told.made_none),
        ("clause", told.clause_title),
        ("settled", told.settled),
        ("timeline", told.course),
        ("examinations", told.examinations),
        ("values", told.values),
        ("populations", told.populations),
        ("named", told.named),
        ("no_finding", told.no_finding),
    ]);
    all.map(|(name, said)| (name, in_language(said, language))).collect()
}
