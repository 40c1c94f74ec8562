//! What the compiler asks of a plan that may be as it should: a plan answers by `accept`, with its reason, of the statements that it names.

use super::Names;
use serde::{Deserialize, Serialize};

/// A question about a statement, as a plan accepts it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Question {
    #[default]
    AlwaysSo,
    OtherEstimand,
    NoProtection,
    WindowGap,
    AdmitsTreatment,
    OtherLabel,
    NoLastDay,
    LastOfItsKind,
    FirstBaseline,
    SettledLate,
    CauseWithoutDate,
    CensoredElsewhere,
    CaliperElsewhere,
    CountedAsSuccess,
    ReadElsewhere,
    ChosenByOutcome,
    BaselineAmong,
    LevelUnspent,
    OtherDirection,
    NoEffect,
}

impl Question {
    pub const ALL: &'static [Question] = &[
        Question::AlwaysSo,
        Question::OtherEstimand,
        Question::NoProtection,
        Question::WindowGap,
        Question::AdmitsTreatment,
        Question::OtherLabel,
        Question::NoLastDay,
        Question::LastOfItsKind,
        Question::FirstBaseline,
        Question::SettledLate,
        Question::CauseWithoutDate,
        Question::CensoredElsewhere,
        Question::CaliperElsewhere,
        Question::CountedAsSuccess,
        Question::ReadElsewhere,
        Question::ChosenByOutcome,
        Question::BaselineAmong,
        Question::LevelUnspent,
        Question::OtherDirection,
        Question::NoEffect,
    ];

    /// As a plan names it.
    pub fn word(self) -> &'static str {
        match self {
            Question::AlwaysSo => "always_so",
            Question::OtherEstimand => "other_estimand",
            Question::NoProtection => "no_protection",
            Question::WindowGap => "window_gap",
            Question::AdmitsTreatment => "admits_treatment",
            Question::OtherLabel => "other_label",
            Question::NoLastDay => "no_last_day",
            Question::LastOfItsKind => "last_of_its_kind",
            Question::FirstBaseline => "first_baseline",
            Question::SettledLate => "settled_late",
            Question::CauseWithoutDate => "cause_without_date",
            Question::CensoredElsewhere => "censored_elsewhere",
            Question::CaliperElsewhere => "caliper_elsewhere",
            Question::CountedAsSuccess => "counted_as_success",
            Question::ReadElsewhere => "read_elsewhere",
            Question::ChosenByOutcome => "chosen_by_outcome",
            Question::BaselineAmong => "baseline_among",
            Question::LevelUnspent => "level_unspent",
            Question::OtherDirection => "other_direction",
            Question::NoEffect => "no_effect",
        }
    }

    /// The code of the diagnostic that asks it.
    pub fn code(self) -> &'static str {
        match self {
            Question::AlwaysSo => "P060",
            Question::OtherEstimand => "P061",
            Question::NoProtection => "P062",
            Question::WindowGap => "P064",
            Question::AdmitsTreatment => "P065",
            Question::OtherLabel => "P070",
            Question::NoLastDay
            | Question::LastOfItsKind
            | Question::FirstBaseline
            | Question::SettledLate
            | Question::CauseWithoutDate
            | Question::CensoredElsewhere
            | Question::CaliperElsewhere
            | Question::BaselineAmong => "P071",
            Question::CountedAsSuccess => "P072",
            Question::ReadElsewhere => "P073",
            Question::ChosenByOutcome => "P074",
            Question::LevelUnspent => "P101",
            Question::OtherDirection => "P102",
            Question::NoEffect => "P103",
        }
    }

    /// As the report says what is accepted.
    pub fn names(self) -> Names {
        match self {
            Question::AlwaysSo => Names {
                en: "A condition holds whatever the data are",
                fr: "Une condition est vraie quelles que soient les données",
            },
            Question::OtherEstimand => Names {
                en: "A sensitivity analysis has another estimand than what it is like",
                fr: "Une analyse de sensibilité a un autre estimand que l’analyse dont elle dérive",
            },
            Question::NoProtection => Names {
                en: "A procedure may not protect what it is used for",
                fr: "Une procédure peut ne pas protéger ce pour quoi elle sert",
            },
            Question::WindowGap => Names {
                en: "Some days lie in no window, or in two",
                fr: "Certains jours ne sont dans aucune fenêtre, ou sont dans deux",
            },
            Question::AdmitsTreatment => Names {
                en: "A group that is called alone admits the treatment",
                fr: "Un groupe nommé « seul » admet le traitement",
            },
            Question::OtherLabel => Names {
                en: "A label says another thing than its statement",
                fr: "Un libellé dit autre chose que son énoncé formel",
            },
            Question::NoLastDay => {
                Names { en: "A success has no last day", fr: "Un succès n’a pas de dernier jour" }
            }
            Question::LastOfItsKind => Names {
                en: "Time zero, or what ends a time, is the last event of its kind",
                fr: "Le temps zéro, ou ce qui met fin à un délai, est le dernier événement de son genre",
            },
            Question::FirstBaseline => Names {
                en: "The examination at baseline is the first of its window and not the last",
                fr: "L’examen à l’inclusion est le premier de sa fenêtre et non le dernier",
            },
            Question::SettledLate => Names {
                en: "Arms are settled only when an endpoint has ended",
                fr: "Les bras ne sont fixés qu’une fois un critère de jugement achevé",
            },
            Question::CauseWithoutDate => Names {
                en: "What is laid to a treatment may have come before it",
                fr: "Ce qui est imputé à un traitement peut l’avoir précédé",
            },
            Question::CensoredElsewhere => Names {
                en: "A time is censored at another date than its events are told by",
                fr: "Un délai est censuré à une autre date que celle qui révèle ses événements",
            },
            Question::CaliperElsewhere => Names {
                en: "A caliper is measured among other patients than those matched",
                fr: "Un calibre est mesuré chez d’autres patients que ceux qui sont appariés",
            },
            Question::CountedAsSuccess => Names {
                en: "A death, or what is not known, counts as a success",
                fr: "Un décès, ou ce qui n’est pas connu, compte comme un succès",
            },
            Question::ReadElsewhere => Names {
                en: "What belongs together is read in two places",
                fr: "Ce qui va ensemble est lu à deux endroits",
            },
            Question::ChosenByOutcome => Names {
                en: "Patients are chosen by the outcome by which they are compared",
                fr: "Des patients sont choisis d’après le critère par lequel ils sont comparés",
            },
            Question::BaselineAmong => Names {
                en: "What is measured afterwards may be the baseline itself",
                fr: "Ce qui est mesuré ensuite peut être la valeur initiale elle-même",
            },
            Question::LevelUnspent => Names {
                en: "A graph leaves a part of the level to no hypothesis",
                fr: "Un graphe laisse une part du seuil à aucune hypothèse",
            },
            Question::OtherDirection => Names {
                en: "The text says the other direction as the better one",
                fr: "Le texte dit meilleure l’autre direction",
            },
            Question::NoEffect => Names {
                en: "A power is asked for, and no effect is assumed",
                fr: "Une puissance est demandée sans qu’un effet soit supposé",
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_written_by_its_word() {
        for question in Question::ALL {
            assert_eq!(serde_json::to_value(question).expect("a word"), question.word());
        }
    }
}
