//! What the file calls the things that neither the plan nor the report has a name for, in the languages of a report.

use crate::catalogue::Names;

pub const PLANNED_ANALYSES: Names = Names { en: "List of planned analyses", fr: "Liste des analyses prévues" };
pub const PLANNED_OUTPUTS: Names = Names { en: "List of planned outputs", fr: "Liste des sorties prévues" };
pub const PARTS: Names = Names { en: "Part of the report", fr: "Partie du rapport" };
pub const TEXT_OF: Names = Names::with_places("{part}: text", "{part}\u{a0}: texte");
pub const MADE_BY: Names = Names::with_places(
    "Computed by {engine}. Data cut-off {date}. SHA-256 of the plan {plan}, of the data {data}.",
    "Calculé par {engine}. Arrêt des données {date}. SHA-256 du plan {plan}, des données {data}.",
);
pub const BEGINS: Names = Names::with_places(
    "In results.json the identifiers of these numbers begin with {prefix}",
    "Dans results.json, les identifiants de ces nombres commencent par {prefix}",
);
pub const COUNTS: Names = Names { en: "Counts and description", fr: "Effectifs et description" };
pub const COUNTS_ARE: Names = Names {
    en: "Numbers of patients, events and readings, their shares, and what describes a characteristic",
    fr: "Nombres de patients, d’événements et de lectures, leurs parts, et ce qui décrit une caractéristique",
};
pub const NO_OPTION: Names = Names { en: "without options", fr: "sans option" };

pub const PLAN: Names = Names { en: "Statistical analysis plan", fr: "Plan d’analyse statistique" };
pub const CRITERION: Names = Names { en: "Response criterion", fr: "Critère de réponse" };
pub const REPORT: Names = Names { en: "Report", fr: "Rapport" };
pub const RECORDS: Names = Names {
    en: "All numbers of the study at full precision",
    fr: "Tous les nombres de l’étude en pleine précision",
};

pub const ARM: Names = Names { en: "Arm", fr: "Bras" };
pub const EXPOSURE: Names = Names { en: "Exposure", fr: "Exposition" };
pub const OCCASION: Names = Names { en: "Value or baseline", fr: "Valeur ou valeur initiale" };
pub const COMPARISON: Names = Names { en: "Comparison", fr: "Comparaison" };
pub const ALL_GROUPS: Names = Names { en: "All groups", fr: "Tous les groupes" };
pub const TIME: Names = Names { en: "Time", fr: "Temps" };
pub const SUBGROUP: Names = Names::with_places("Subgroup: {by}", "Sous-groupe\u{a0}: {by}");
pub const COVARIATE: Names = Names { en: "Term of the model", fr: "Terme du modèle" };
pub const STRATUM: Names = Names { en: "Stratum", fr: "Strate" };
pub const CAUSE: Names = Names { en: "Cause", fr: "Cause" };
pub const CATEGORY: Names = Names { en: "Category", fr: "Catégorie" };
pub const SHIFT: Names = Names { en: "Shift from baseline", fr: "Passage depuis l’état initial" };
pub const READING: Names = Names { en: "Reading", fr: "Lecture" };
pub const RESPONSE: Names = Names { en: "Response", fr: "Réponse" };
pub const REQUIREMENT: Names = Names { en: "Requirement", fr: "Condition requise" };
pub const CHARACTERISTIC: Names = Names { en: "Characteristic", fr: "Caractéristique" };
pub const LEFT_OUT: Names = Names { en: "Why left out", fr: "Motif d’exclusion" };
pub const EVENT: Names = Names { en: "Adverse event", fr: "Événement indésirable" };
pub const WORST_GRADE: Names = Names { en: "Worst grade", fr: "Grade le plus élevé" };
pub const MET: Names = Names { en: "Intercurrent event", fr: "Événement intercurrent" };
pub const SETTLED: Names = Names { en: "What settles the value", fr: "Ce qui décide de la valeur" };
pub const P_VALUE: Names = Names { en: "Adjusted p-value", fr: "Valeur p ajustée" };
pub const RULE: Names = Names { en: "Rule of a criterion", fr: "Règle d’un critère" };

pub const SENSITIVITY: Names = Names {
    en: "Analysis that asks whether the main result holds under other assumptions (ICH E9(R1))",
    fr: "Analyse qui demande si le résultat principal tient sous d’autres hypothèses (ICH E9(R1))",
};
pub const SUPPLEMENTARY: Names = Names {
    en: "Analysis that adds to the understanding of the effect (ICH E9(R1))",
    fr: "Analyse qui complète la compréhension de l’effet (ICH E9(R1))",
};
pub const AGREEMENT: Names =
    Names { en: "Agreement of readings of the same thing", fr: "Accord de lectures de la même chose" };
pub const LESIONS: Names = Names {
    en: "Counts whose denominators are single lesions",
    fr: "Effectifs dont les dénominateurs sont des lésions",
};
pub const RULES: Names = Names {
    en: "How often each rule of a response criterion gave a value",
    fr: "Combien de fois chaque règle d’un critère de réponse a donné une valeur",
};
pub const SAMPLE_SIZE: Names = Names {
    en: "What the planned number of patients can show",
    fr: "Ce que le nombre prévu de patients peut montrer",
};
pub const DISPOSITION: Names = Names {
    en: "How the patients of the data become those of a population",
    fr: "Comment les patients des données deviennent ceux d’une population",
};
pub const BALANCE: Names = Names {
    en: "A matching: its pairs, its score, and the balance before and after",
    fr: "Un appariement\u{a0}: ses paires, son score, et l’équilibre avant et après",
};
pub const BASELINE: Names = Names { en: "Characteristics at baseline", fr: "Caractéristiques à l’inclusion" };
pub const PAGE: Names =
    Names { en: "A page for a browser, in one file", fr: "Une page pour un navigateur, en un fichier" };
