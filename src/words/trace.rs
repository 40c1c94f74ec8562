//! The words of a trace, one table for each language.

use super::{Pairs, Words, fill, listed};
use crate::catalogue::Language;
use crate::number::{Number, Quantity};
use crate::results::trace::{List, ReadingAt, ReadingsCounted};
use crate::results::{Multiplicity, PlaceInSet, Results, StepInfo, StepPart};

/// What is printed around what the results hold, with places `{name}`.
#[derive(Debug)]
pub struct TraceWords {
    pub infinite: &'static str,
    pub minus_infinite: &'static str,
    pub identifier: &'static str,
    pub method: &'static str,
    pub stands_as: &'static str,
    /// A name and what it is.
    pub named: &'static str,
    /// Before a number of a clause, at the beginning of a line and within one.
    pub clause_title: &'static str,
    pub clause: &'static str,
    /// Over a statement that is like another, at a line that it takes over, and at one that is its own.
    pub written_out: &'static str,
    pub taken_over: &'static str,
    pub stated_here: &'static str,
    pub steps: &'static str,
    pub tables: &'static str,
    pub table: &'static str,
    pub settled: &'static str,
    pub patients: &'static str,
    pub digest: &'static str,
    pub no_arm: &'static str,
    pub day_event: &'static str,
    pub day_censored: &'static str,
    pub time_event: &'static str,
    pub time_censored: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    pub left_out: &'static str,
    pub unknown: &'static str,
    pub not_counted: &'static str,
    pub combined: &'static str,
    pub read_after: &'static str,
    pub counted_from: &'static str,
    pub baseline: &'static str,
    pub no_baseline: &'static str,
    pub counted: &'static str,
    pub lesions: &'static str,
    pub lesion: &'static str,
    pub no_category: &'static str,
    pub events: &'static str,
    pub event: &'static str,
    pub on_day: &'static str,
    pub no_day: &'static str,
    pub readings: &'static str,
    pub reading: &'static str,
    pub excluded: &'static str,
    pub not_met: &'static str,
    pub remaining: &'static str,
    pub requirements_not_met: &'static str,
    pub pairs: &'static str,
    pub distance: &'static str,
    /// Of a table: `{table}` the one above it.
    pub row_of: &'static str,
    pub in_order: &'static str,
    pub logit: &'static str,
    pub of_requirement: &'static str,
    // Of a clause.
    pub formal: &'static str,
    pub made: &'static str,
    pub made_none: &'static str,
    // Of a patient.
    pub patient: &'static str,
    pub time_zero: &'static str,
    pub course: &'static str,
    pub day: &'static str,
    pub beginnings: &'static str,
    pub examinations: &'static str,
    pub values: &'static str,
    pub known: &'static str,
    pub timepoints: &'static str,
    pub matchings: &'static str,
    pub populations: &'static str,
    pub no_exam: &'static str,
    pub is_in: &'static str,
    pub paired_with: &'static str,
    pub covariate_missing: &'static str,
    pub in_no_pair: &'static str,
    pub findings: &'static str,
    pub no_finding: &'static str,
    pub finding: &'static str,
    /// Where not all is told: how many are left, and what tells the rest.
    pub more: &'static str,
    pub each_patient: &'static str,
    pub whole: &'static str,
    // What a trace may rest on no more.
    pub findings_later: &'static str,
    pub findings_not_told: &'static str,
    pub changed: &'static str,
    pub refused: &'static str,
    pub untold_run: &'static str,
    pub no_such: &'static str,
    pub no_such_patient: &'static str,
    pub not_of_patient: &'static str,
    pub nearest: &'static str,
}

const ENGLISH: TraceWords = TraceWords {
    infinite: "infinite",
    minus_infinite: "minus infinite",
    identifier: "identifier: {id}",
    method: "method: {method}",
    stands_as: "stands as: {stands}",
    named: "{name}: {value}",
    clause_title: "Clause {clause}",
    clause: "clause {clause}",
    written_out: "{head} {name}, like {like}, in full   {place}",
    taken_over: "as in {name}, clause {clause}",
    stated_here: "stated here",
    steps: "Steps, the last first",
    tables: "Tables",
    table: "{label} ({name}), {rows} rows, sha-256 {digest}",
    settled: "What settled it",
    patients: "Patients: {label} ({name}), n = {n}, clause {clause}",
    digest: "sha-256 of the pseudonyms {digest}",
    no_arm: "no arm",
    day_event: "day {time}, event",
    day_censored: "day {time}, censored",
    time_event: "time {time}, event",
    time_censored: "time {time}, censored",
    yes: "yes",
    no: "no",
    left_out: "left out",
    unknown: "unknown",
    not_counted: "not counted",
    combined: "{exam}, day {day}, {response}: {result} ({because})",
    counted_from: "counted from {start}",
    read_after: "{response}, read after day {day}, {baseline}, by {step}, {clause}",
    baseline: "baseline {exam} on day {day}",
    no_baseline: "no baseline examination",
    counted: "Patients {what}: {n}, of {label} ({name}), clause {clause}",
    lesions: "Lesions counted: {lesions}, of {patients} patients",
    lesion: "{exam}, day {day}, {reader}: {lesions}",
    no_category: "no category",
    events: "Events counted: {events}, of {patients} patients",
    event: "{row}, {day}, {what}",
    on_day: "day {day}",
    no_day: "no day",
    readings: "Readings counted: {readings}, of {patients} patients",
    reading: "{exam}, day {day}",
    excluded: "excluded here first",
    not_met: "who do not meet it",
    remaining: "remaining after it",
    requirements_not_met: "not met: {requirements}",
    pairs: "Pairs: {n}, the treated patient first",
    distance: "distance {distance}",
    row_of: "{label}: the row of {table} each belongs to",
    in_order: "{label}, in order",
    logit: "logit {logit}",
    of_requirement: "{what} (“{label}”)",
    formal: "Formal text",
    made: "Numbers that it made: {n}",
    made_none: "It made no number.",
    patient: "Patient {patient}",
    time_zero: "time zero {date}",
    course: "Course, in days from time zero",
    day: "day {day}",
    beginnings: "From when on criteria read",
    examinations: "Examinations and responses",
    values: "Values of endpoints",
    known: "Dates and quantities",
    timepoints: "Timepoints",
    matchings: "Matching",
    populations: "Populations",
    no_exam: "no examination",
    is_in: "in it",
    paired_with: "pair {n}, with {patient}, distance {distance}",
    covariate_missing: "left out, a covariate is missing",
    in_no_pair: "in no pair",
    findings: "Findings: {n}",
    no_finding: "Nothing was found.",
    finding: "{code} {rule}, {place}, {clause}: {found}; expected: {expected}",
    more: "and {n} more",
    each_patient: "Behind it stand patients: {n}. Without `--brief` each is told, with `--patient ID` one of them.",
    whole: "Without `--brief` everything is told.",
    findings_later: "findings.csv in this folder is of a later run, which was blocked; the results are those of the run before",
    findings_not_told: "The findings of this run are not in the folder.",
    changed: "{files} in this folder: not as run.json says that it was written; a run was broken off, or a file was changed",
    refused: "nothing is told: {files} in this folder is not as run.json says that it was written; a run was broken off, or a file was changed",
    untold_run: "no run.json in this folder says that results.json and {patients} are of one run; what is said of patients may be of another",
    no_such: "there is no result and no clause `{name}` in {path}",
    no_such_patient: "there is no patient `{name}` in {path}",
    not_of_patient: "patient {patient} is not behind `{name}`",
    nearest: "; the nearest is `{name}`",
};

const FRENCH: TraceWords = TraceWords {
    infinite: "infini",
    minus_infinite: "moins l’infini",
    identifier: "identifiant\u{a0}: {id}",
    method: "méthode\u{a0}: {method}",
    stands_as: "tient lieu de\u{a0}: {stands}",
    named: "{name}\u{a0}: {value}",
    clause_title: "Article {clause}",
    clause: "article {clause}",
    written_out: "{head} {name}, à l’image de {like}, en entier   {place}",
    taken_over: "comme dans {name}, article {clause}",
    stated_here: "énoncé ici",
    steps: "Étapes, la dernière d’abord",
    tables: "Tables",
    table: "{label} ({name}), {rows} lignes, sha-256 {digest}",
    settled: "Ce qui a décidé",
    patients: "Patients\u{a0}: {label} ({name}), n = {n}, article {clause}",
    digest: "sha-256 des pseudonymes {digest}",
    no_arm: "aucun bras",
    day_event: "jour {time}, événement",
    day_censored: "jour {time}, censuré",
    time_event: "temps {time}, événement",
    time_censored: "temps {time}, censuré",
    yes: "oui",
    no: "non",
    left_out: "non pris en compte",
    unknown: "inconnu",
    not_counted: "non comptée",
    combined: "{exam}, jour {day}, {response}\u{a0}: {result} ({because})",
    counted_from: "compté depuis\u{a0}: {start}",
    read_after: "{response}, lu après le jour {day}, {baseline}, par {step}, {clause}",
    baseline: "examen initial {exam} le jour {day}",
    no_baseline: "aucun examen initial",
    counted: "Patients {what}\u{a0}: {n}, de {label} ({name}), article {clause}",
    lesions: "Lésions comptées\u{a0}: {lesions}, chez {patients} patients",
    lesion: "{exam}, jour {day}, {reader}\u{a0}: {lesions}",
    readings: "Lectures comptées\u{a0}: {readings}, chez {patients} patients",
    reading: "{exam}, jour {day}",
    no_category: "sans catégorie",
    events: "Événements comptés\u{a0}: {events}, chez {patients} patients",
    event: "{row}, {day}, {what}",
    on_day: "jour {day}",
    no_day: "sans jour",
    excluded: "exclus ici en premier",
    not_met: "qui ne le satisfont pas",
    remaining: "restant ensuite",
    requirements_not_met: "non satisfait\u{a0}: {requirements}",
    pairs: "Paires\u{a0}: {n}, le patient traité d’abord",
    distance: "distance {distance}",
    row_of: "{label}\u{a0}: la ligne de {table} dont chacune relève",
    in_order: "{label}, dans l’ordre",
    logit: "logit {logit}",
    of_requirement: "{what} («\u{a0}{label}\u{a0}»)",
    formal: "Texte formel",
    made: "Nombres qu’il a donnés\u{a0}: {n}",
    made_none: "Il n’a donné aucun nombre.",
    patient: "Patient {patient}",
    time_zero: "temps zéro {date}",
    course: "Parcours, en jours depuis le temps zéro",
    day: "jour {day}",
    beginnings: "À partir de quand les critères lisent",
    examinations: "Examens et réponses",
    values: "Valeurs des critères de jugement",
    known: "Dates et grandeurs",
    timepoints: "Temps d’évaluation",
    matchings: "Appariement",
    populations: "Populations",
    no_exam: "aucun examen",
    is_in: "en fait partie",
    paired_with: "paire {n}, avec {patient}, distance {distance}",
    covariate_missing: "non pris en compte, une covariable est manquante",
    in_no_pair: "dans aucune paire",
    findings: "Constats\u{a0}: {n}",
    no_finding: "Rien n’a été constaté.",
    finding: "{code} {rule}, {place}, {clause}\u{a0}: {found}\u{a0}; attendu\u{a0}: {expected}",
    more: "et encore {n}",
    each_patient: "Patients derrière ce nombre\u{a0}: {n}. Sans `--brief`, chacun est dit\u{a0}; avec `--patient ID`, l’un d’eux.",
    whole: "Sans `--brief`, tout est dit.",
    findings_later: "findings.csv dans ce dossier provient d’une exécution ultérieure, qui a été arrêtée\u{a0}; les résultats sont ceux de l’exécution précédente",
    findings_not_told: "Les constats de cette exécution ne sont pas dans le dossier.",
    changed: "{files} dans ce dossier\u{a0}: autre que ce que run.json dit avoir été écrit\u{a0}; une exécution a été interrompue, ou un fichier modifié",
    refused: "rien n’est dit\u{a0}: {files} dans ce dossier n’est pas ce que run.json dit avoir été écrit\u{a0}; une exécution a été interrompue, ou un fichier modifié",
    untold_run: "aucun run.json dans ce dossier ne dit que results.json et {patients} proviennent d’une même exécution\u{a0}; ce qui est dit des patients peut provenir d’une autre",
    no_such: "il n’y a ni résultat ni article `{name}` dans {path}",
    no_such_patient: "il n’y a pas de patient `{name}` dans {path}",
    not_of_patient: "le patient {patient} n’est pas derrière `{name}`",
    nearest: "\u{a0}; le plus proche est `{name}`",
};

/// What steps do.
const KINDS: Pairs = &[
    ("read", "lire"),
    ("join", "joindre"),
    ("sort", "ordonner"),
    ("compute", "calculer"),
    ("filter", "filtrer"),
    ("count", "compter"),
    ("any", "chercher s’il y en a"),
    ("min", "prendre le plus petit"),
    ("max", "prendre le plus grand"),
    ("sum", "additionner"),
    ("mean", "prendre la moyenne"),
    ("median", "prendre la médiane"),
    ("select", "choisir une ligne"),
    ("choose", "choisir un examen"),
    ("classify", "répartir"),
    ("members", "former la population"),
    ("tally", "compter les lignes des règles"),
    ("fold", "lire un critère"),
    ("combine", "combiner les lecteurs"),
    ("check", "vérifier"),
    ("declared", "vérifier ce qui est déclaré"),
    ("require", "exiger"),
    ("sets", "former les ensembles"),
    ("match", "apparier"),
    ("intercurrent", "dater un événement intercurrent"),
    ("endpoint", "évaluer un critère de jugement"),
    ("analyse", "analyser"),
    ("describe", "décrire"),
    ("draw", "dessiner"),
    ("adjust", "ajuster"),
    ("size", "calculer la taille"),
    ("lesions", "compter les lésions"),
    ("agree", "comparer les lectures"),
];

impl Words {
    /// `Readings counted: 211, of 88 patients`.
    pub fn readings_counted(&self, counted: &ReadingsCounted) -> String {
        let (readings, patients) = (counted.readings().to_string(), counted.patients.len().to_string());
        fill(self.trace().readings, &[("readings", &readings), ("patients", &patients)])
    }

    /// `E0206, day 61, R1`.
    pub fn reading_at(&self, at: &ReadingAt) -> String {
        let said = fill(self.trace().reading, &[("exam", at.exam), ("day", &at.day.to_string())]);
        said + &at.reader.map(|reader| format!(", {reader}")).unwrap_or_default()
    }

    pub fn trace(&self) -> &'static TraceWords {
        match self.language {
            Language::English => &ENGLISH,
            Language::French => &FRENCH,
        }
    }

    /// What a step does, by its word in the results.
    pub fn step_kind<'k>(&self, kind: &'k str) -> &'k str {
        match self.language {
            Language::English => kind,
            Language::French => listed(KINDS, kind).unwrap_or(kind),
        }
    }

    /// Whether a test that decides is one of several, in a trace.
    pub fn traced_multiplicity(&self, multiplicity: &Multiplicity) -> String {
        match (self.language, multiplicity) {
            (Language::English, _) => multiplicity.to_string(),
            (Language::French, Multiplicity::Unadjusted) => "non ajusté".to_string(),
            (Language::French, Multiplicity::Family { name, procedure }) => {
                format!("{name} ({})", self.procedure(procedure))
            }
        }
    }

    /// What a step makes.
    pub fn step(&self, results: &Results, step: &StepInfo) -> String {
        let said = self.trace();
        let label = ("label", step.label.as_str());
        match &step.part {
            StepPart::Itself => step.label.clone(),
            StepPart::InOrder => fill(said.in_order, &[label]),
            StepPart::RowOf { table } => {
                let above = results.tables.iter().find(|t| t.name == *table).map_or(table, |t| &t.label);
                fill(said.row_of, &[label, ("table", above)])
            }
        }
    }

    /// Whether a lesion has a place in a ranked set, and why.
    pub fn place_in_set(&self, standing: PlaceInSet) -> &'static str {
        match self.language {
            Language::English => match standing {
                PlaceInSet::Kept => "keeps its place",
                PlaceInSet::Taken => "takes a place",
                PlaceInSet::Full => "finds no place left",
                PlaceInSet::FullOfEach => "finds no place left for its kind",
                PlaceInSet::Alike => "is ranked alike with others, and there are not places for all of them",
                PlaceInSet::Passed => "took no place when it appeared",
            },
            Language::French => match standing {
                PlaceInSet::Kept => "garde sa place",
                PlaceInSet::Taken => "prend une place",
                PlaceInSet::Full => "ne trouve plus de place",
                PlaceInSet::FullOfEach => "ne trouve plus de place pour son genre",
                PlaceInSet::Alike => "est à égalité avec d’autres, et il n’y a pas de place pour toutes",
                PlaceInSet::Passed => "n’a pas pris de place à son apparition",
            },
        }
    }

    /// A list of patients of a matching.
    pub fn matched_list(&self, list: List) -> &'static str {
        match self.language {
            Language::English => match list {
                List::Unmatched => "Treated patients without a control",
                List::LeftOut => "Patients left out, a covariate missing",
                List::Treated => "Treated patients to be matched",
                List::Controls => "Controls to choose from",
                List::Complete => "Patients with all covariates",
            },
            Language::French => match list {
                List::Unmatched => "Patients traités sans témoin",
                List::LeftOut => "Patients non pris en compte, une covariable manquante",
                List::Treated => "Patients traités à apparier",
                List::Controls => "Témoins parmi lesquels choisir",
                List::Complete => "Patients dont toutes les covariables sont connues",
            },
        }
    }

    /// At full precision: the digits of the results, or why there are none.
    pub fn exact(&self, value: &Number) -> String {
        match value {
            Number::Count(n) => n.to_string(),
            Number::Real(v) => v.to_string(),
            Number::Infinite => self.trace().infinite.to_string(),
            Number::NegativeInfinite => self.trace().minus_infinite.to_string(),
            Number::NotEstimable(reason) => match self.language {
                Language::English => format!("not estimable: {}", self.reason(reason)),
                Language::French => format!("non estimable\u{a0}: {}", self.reason(reason)),
            },
            Number::Withheld(_) => self.value(value, Quantity::Count),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_french_trace_has_words_for_codes() {
        let (english, french) = (Words::of(Language::English), Words::of(Language::French));
        let family = Multiplicity::Family { name: "both".into(), procedure: "benjamini_hochberg".into() };
        assert_eq!(english.traced_multiplicity(&family), "both (benjamini_hochberg)");
        assert!(!french.traced_multiplicity(&family).contains('_'));
        assert_eq!(french.traced_multiplicity(&Multiplicity::Unadjusted), "non ajusté");
        assert_eq!((english.step_kind("fold"), french.step_kind("fold")), ("fold", "lire un critère"));
    }
}
