//! `fleiss_kappa`: Fleiss' κ of three or more readers.

use super::{Groups, Id, Method, OutcomeKind, Use, options};

options! {}

pub const METHOD: Method = Method {
    id: Id::FleissKappa,
    name: "fleiss_kappa",
    title: "Fleiss' kappa of several readers",
    title_fr: "Kappa de Fleiss de plusieurs lecteurs",
    citation: "Fleiss JL. Psychol Bull 1971;76:378–382; Fleiss JL, Nee JCM, Landis JR. Psychol Bull 1979;86:974–977; Gwet KL. Br J Math Stat Psychol 2008;61:29–48",
    takes: &[OutcomeKind::SeveralReadings],
    uses: &[Use::Estimate],
    estimates: &[],
    groups: Groups::None,
    reads: &[],
    needs: &[],
    options: Options::SPECS,
    conditions: &[],
    never: &[],
    variant: None,
    page: include_str!("pages/fleiss_kappa.md"),
};
