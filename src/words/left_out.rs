//! Why a patient or a pair is left out, in words. No reason is without them: the compiler asks for each.

use super::Words;
use crate::catalogue::Language;
use crate::results::LeftOut;

impl Words {
    pub fn left_out(&self, reason: LeftOut) -> &'static str {
        match self.language {
            Language::English => reason.label(),
            Language::French => french(reason),
        }
    }
}

fn french(reason: LeftOut) -> &'static str {
    match reason {
        LeftOut::UnknownArm => "Bras inconnu",
        LeftOut::MissingValue => "Critère de jugement manquant",
        LeftOut::DoesNotApply => "Critère de réponse non applicable",
        LeftOut::NotBegun => "Critère de réponse pas encore commencé, ou jamais",
        LeftOut::UndeterminedTest => "Test indéterminé",
        LeftOut::UndeterminedReference => "Référence indéterminée",
        LeftOut::MissingBaseline => "Valeur initiale manquante",
        LeftOut::BaselineOfZero => "Valeur initiale de 0, sans variation en pour cent",
        LeftOut::MissingCovariate => "Covariable manquante",
        LeftOut::UnusableValue => "Critère de jugement inutilisable",
        LeftOut::UnusableExposure => "Exposition inutilisable",
        LeftOut::BeforeTimeZero => "Événement ou fin du suivi avant le temps zéro",
        LeftOut::NeverStarts => "Ce qui fait commencer la durée n’a pas eu lieu",
        LeftOut::OverBefore => "Événement ou fin de la durée avant ce qui la fait commencer",
        LeftOut::ImpossibleTime => "Temps négatif, ou non postérieur à l’entrée",
        LeftOut::NotAtRisk => "Non suivis au-delà du point de repère (landmark)",
        LeftOut::NoTimeAtRisk => "Aucun temps à risque",
        LeftOut::NoWeight => "Poids nul ou négatif",
        LeftOut::IncompletePair => "Paires sans leurs deux membres",
    }
}
