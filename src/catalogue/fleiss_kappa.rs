//! `fleiss_kappa`: Fleiss' κ of three or more readers.

use super::{Asks, Groups, Id, Method, OutcomeKind, Use, gives, options};

options! {}

gives! {
    N: estimate(Count);
    Readers: estimate(Count);
    ObservedAgreement: estimate(Proportion);
    Estimate [Lower, Upper]: estimate(Statistic);
    StandardError: estimate(Statistic);
    Z: test(Statistic);
    PValue: test(PValue);
    OfCategory as Estimate: estimate(Statistic).each(Category);
    CategoryZ as Z: test(Statistic).each(Category);
    CategoryPValue as PValue: test(PValue).each(Category);
}

pub const METHOD: Method = Method {
    id: Id::FleissKappa,
    name: "fleiss_kappa",
    title: "Fleiss' kappa of several readers",
    title_fr: "Kappa de Fleiss de plusieurs lecteurs",
    begins_with_name: true,
    citation: "Fleiss JL. Psychol Bull 1971;76:378–382; Fleiss JL, Nee JCM, Landis JR. Psychol Bull 1979;86:974–977; Gwet KL. Br J Math Stat Psychol 2008;61:29–48",
    takes: &[OutcomeKind::SeveralReadings],
    uses: &[Use::Estimate],
    estimates: &[],
    groups: Groups::None,
    asks: Asks::NOTHING,
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: None,
    page: include_str!("pages/fleiss_kappa.md"),
};
