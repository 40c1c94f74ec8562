//! What is on record of a plan and its data, and why a report is a draft.

use super::Words;
use crate::catalogue::Language;

pub struct RecordWords {
    pub final_mark: &'static str,
    pub no_lock: &'static str,
    pub final_title: &'static str,
    pub final_body: &'static str,
    pub sealed: &'static str,
    pub locked: &'static str,
    /// `{at}`, `{by}`.
    pub at_by: &'static str,
    pub plan_changed: &'static str,
    pub not_locked: &'static str,
    /// `{because}`.
    pub unlocked: &'static str,
    pub lock_changed: &'static str,
    /// `{files}`.
    pub files_changed: &'static str,
    /// `{engine}`.
    pub other_engine: &'static str,
    pub numbers_changed: &'static str,
    /// `{steps}`.
    pub steps_changed: &'static str,
}

static EN: RecordWords = RecordWords {
    final_mark: "FINAL",
    no_lock: "No lock of the data is on record",
    final_title: "Final",
    final_body: "The plan is the one that was sealed, and every file and every step is as it was locked. Small counts are not suppressed: for the investigators only.",
    sealed: "Plan sealed",
    locked: "Data locked",
    at_by: "{at}, {by}; entry",
    plan_changed: "the plan is not the one that was sealed",
    not_locked: "the plan is sealed, and its data are not locked",
    unlocked: "the data were unlocked (“{because}”)",
    lock_changed: "the manifest lock.json is not as it was written at the lock",
    files_changed: "not as they were locked: {files}",
    other_engine: "the data were locked with {engine}",
    numbers_changed: "the same files give other numbers than at the lock",
    steps_changed: "steps that are not as they were locked: {steps}",
};

static FR: RecordWords = RecordWords {
    final_mark: "DÉFINITIF",
    no_lock: "Aucun gel des données n’est enregistré",
    final_title: "Version définitive",
    final_body: "Le plan est celui qui a été scellé, et chaque fichier et chaque étape sont tels qu’ils ont été gelés. Les petits effectifs ne sont pas masqués\u{a0}; réservé aux investigateurs.",
    sealed: "Plan scellé",
    locked: "Données gelées",
    at_by: "{at}, {by}\u{a0}; inscription",
    plan_changed: "le plan n’est pas celui qui a été scellé",
    not_locked: "le plan est scellé, et ses données ne sont pas gelées",
    unlocked: "les données ont été dégelées («\u{a0}{because}\u{a0}»)",
    lock_changed: "le manifeste lock.json n’est pas tel qu’il a été écrit lors du gel",
    files_changed: "fichiers différents de ceux du gel\u{a0}: {files}",
    other_engine: "les données ont été gelées avec {engine}",
    numbers_changed: "les mêmes fichiers donnent d’autres nombres que lors du gel",
    steps_changed: "étapes différentes de celles du gel\u{a0}: {steps}",
};

impl Words {
    pub fn on_record(&self) -> &'static RecordWords {
        match self.language {
            Language::English => &EN,
            Language::French => &FR,
        }
    }
}
