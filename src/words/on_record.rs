//! What is on record of a plan and its data, and why a report is a draft.

use super::{Words, fill};
use crate::catalogue::Language;
use crate::results::record::{Fixed, FixedWhen};

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
    pub prespecified: &'static str,
    pub amended_before: &'static str,
    pub amended_after: &'static str,
    pub not_sealed: &'static str,
    pub not_compared: &'static str,
    /// `{fixed}`, `{at}`.
    pub sealed_at: &'static str,
    /// `{fixed}`, `{analyses}`.
    pub fixed_analyses: &'static str,
    pub amendments: &'static str,
    pub amendments_sentence: &'static str,
    /// `{at}`, `{by}`, `{when}`.
    pub amended_by: &'static str,
    pub before_seen: &'static str,
    /// `{at}`.
    pub after_seen: &'static str,
    pub first_seal: &'static str,
    pub texts_not_compared: &'static str,
    pub amended_clause: &'static str,
    pub what_changed: &'static str,
    pub why_changed: &'static str,
    pub added: &'static str,
    pub removed: &'static str,
    pub changed: &'static str,
    pub rests_on_other: &'static str,
    pub text_only: &'static str,
    pub text_too: &'static str,
    pub unchanged: &'static str,
    pub no_reason: &'static str,
    /// `{amendment}`, `{date}`, `{because}`.
    pub amendment: &'static str,
    /// `{before}`, `{after}`.
    pub from_to: &'static str,
    /// `{text}`.
    pub new_line: &'static str,
    pub gone_line: &'static str,
    /// `{analyses}`.
    pub reaches: &'static str,
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
    prespecified: "Prespecified",
    amended_before: "Amended before outcomes were seen",
    amended_after: "Amended after outcomes were seen",
    not_sealed: "Not in a sealed plan",
    not_compared: "Whether it was prespecified cannot be told, for a sealed text is not understood by this version",
    sealed_at: "{fixed} (sealed {at})",
    fixed_analyses: "{fixed}: {analyses}.",
    amendments: "Amendments",
    amendments_sentence: "What the plan says otherwise since it was first sealed, by the texts that were sealed; the reasons are those of the plan. Outcomes may have been seen from the first run on that the log has.",
    amended_by: "Sealed {at}, {by}; {when}; entry",
    before_seen: "before outcomes were seen",
    after_seen: "after outcomes were seen (from {at} on)",
    first_seal: "the plan was first sealed",
    texts_not_compared: "This version does not understand one of the two sealed texts: what changed cannot be told.",
    amended_clause: "Clause",
    what_changed: "What changed",
    why_changed: "Why",
    added: "added",
    removed: "removed",
    changed: "changed",
    rests_on_other: "stands as it was, and what it rests on does not",
    text_only: "the text reads otherwise; no statement means another thing",
    text_too: "the text reads otherwise as well",
    unchanged: "named, and means what it meant",
    no_reason: "The plan gives no reason.",
    amendment: "{amendment} ({date}): “{because}”",
    from_to: "{before} → {after}",
    new_line: "new: {text}",
    gone_line: "gone: {text}",
    reaches: "analyses that rest on it: {analyses}",
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
    prespecified: "Préspécifié",
    amended_before: "Amendé avant que des résultats aient été vus",
    amended_after: "Amendé après que des résultats ont été vus",
    not_sealed: "Absent de tout plan scellé",
    not_compared: "On ne peut dire si cela était préspécifié, car cette version ne comprend pas un texte scellé",
    sealed_at: "{fixed} (scellé le {at})",
    fixed_analyses: "{fixed}\u{a0}: {analyses}.",
    amendments: "Amendements",
    amendments_sentence: "Ce que le plan dit autrement depuis qu’il a été scellé pour la première fois, d’après les textes scellés\u{a0}; les motifs sont ceux du plan. Des résultats ont pu être vus à partir de la première exécution que contient le journal.",
    amended_by: "Scellé le {at}, {by}\u{a0}; {when}\u{a0}; inscription",
    before_seen: "avant que des résultats aient été vus",
    after_seen: "après que des résultats ont été vus (dès le {at})",
    first_seal: "premier scellement du plan",
    texts_not_compared: "Cette version ne comprend pas l’un des deux textes scellés\u{a0}: on ne peut dire ce qui a changé.",
    amended_clause: "Article",
    what_changed: "Ce qui a changé",
    why_changed: "Motif",
    added: "ajouté",
    removed: "retiré",
    changed: "modifié",
    rests_on_other: "écrit comme avant, mais ce dont il dépend a changé",
    text_only: "le texte se lit autrement\u{a0}; aucun énoncé ne change de sens",
    text_too: "le texte se lit aussi autrement",
    unchanged: "nommé, et de même sens qu’avant",
    no_reason: "Le plan ne donne aucun motif.",
    amendment: "{amendment} ({date})\u{a0}: «\u{a0}{because}\u{a0}»",
    from_to: "{before} → {after}",
    new_line: "nouveau\u{a0}: {text}",
    gone_line: "retiré\u{a0}: {text}",
    reaches: "analyses qui en dépendent\u{a0}: {analyses}",
};

impl RecordWords {
    pub fn fixed(&self, fixed: Fixed) -> &'static str {
        match fixed {
            Fixed::Prespecified => self.prespecified,
            Fixed::AmendedBefore => self.amended_before,
            Fixed::AmendedAfter => self.amended_after,
            Fixed::NotSealed => self.not_sealed,
            Fixed::NotCompared => self.not_compared,
        }
    }

    /// With the seal since which it is so.
    pub fn fixed_when(&self, known: &FixedWhen) -> String {
        let fixed = self.fixed(known.fixed);
        match &known.since {
            Some(seal) => fill(self.sealed_at, &[("fixed", fixed), ("at", &seal.at)]),
            None => fixed.to_string(),
        }
    }
}

impl Words {
    pub fn on_record(&self) -> &'static RecordWords {
        match self.language {
            Language::English => &EN,
            Language::French => &FR,
        }
    }
}
