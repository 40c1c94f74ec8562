//! What the crate says in words, in the languages of a report.

use crate::catalogue::Names;

pub const RESULTS_OF: Names = Names::with_places(
    "Results of the study {study}, computed by {engine} from data cut off on {date}.",
    "Résultats de l’étude {study}, calculés par {engine} à partir de données arrêtées le {date}.",
);
pub const UNDATED: Names = Names {
    en: "When they were computed is not stated: the date published is that of the cut-off.",
    fr: "La date du calcul n’est pas indiquée\u{a0}: la date de publication est celle de l’arrêt des données.",
};
pub const NO_LICENCE: Names = Names { en: "No licence", fr: "Aucune licence" };
pub const NO_LICENCE_IS: Names = Names {
    en: "No licence is granted. report.html, patients.jsonl and findings.csv hold pseudonyms, dates and findings of single patients, and are for those who may see the data.",
    fr: "Aucune licence n’est accordée. report.html, patients.jsonl et findings.csv contiennent des pseudonymes, des dates et des constatations de patients et sont réservés à qui peut voir les données.",
};
pub const RUN_OF: Names = Names::with_places("Run of the study {study}", "Exécution de l’étude {study}");
pub const RUN_IS: Names = Names::with_places(
    "The statistical analysis plan carried out on its data by {engine}",
    "Le plan d’analyse statistique exécuté sur ses données par {engine}",
);
pub const PLAN: Names = Names {
    en: "Document of the plan: the plan itself, or a response criterion",
    fr: "Document du plan\u{a0}: le plan lui-même, ou un critère de réponse",
};
pub const BINDING: Names = Names {
    en: "Where each table of the plan is found in the files",
    fr: "Où chaque table du plan se trouve dans les fichiers",
};
pub const DATA: Names = Names { en: "File of the data", fr: "Fichier des données" };

/// The files of every run.
pub const FILES: [(&str, Names); 6] = [
    ("findings.csv", Names { en: "What was found in the data", fr: "Ce qui a été constaté dans les données" }),
    ("results.json", Names { en: "All numbers at full precision", fr: "Tous les nombres en pleine précision" }),
    ("report.pdf", Names { en: "Report", fr: "Rapport" }),
    ("report.html", Names { en: "Report for a browser", fr: "Rapport pour un navigateur" }),
    ("patients.jsonl", Names { en: "What was derived of each patient", fr: "Ce qui a été dérivé de chaque patient" }),
    (
        "run.json",
        Names { en: "Files read and written, with their hashes", fr: "Fichiers lus et écrits, avec leurs empreintes" },
    ),
];
