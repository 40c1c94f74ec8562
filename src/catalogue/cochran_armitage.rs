//! `cochran_armitage`: test of a trend of proportions over the groups.

use super::{Asks, Groups, Id, Method, OutcomeKind, Reads, Use, gives, options};

options! {}

gives! {
    ChiSquared: test(Statistic);
    Df: test(Statistic);
    PValue: test(PValue);
}

pub const METHOD: Method = Method {
    id: Id::CochranArmitage,
    name: "cochran_armitage",
    title: "Cochran–Armitage test for trend",
    title_fr: "Test de tendance de Cochran–Armitage",
    begins_with_name: true,
    citation: "Cochran WG. Biometrics 1954;10:417–451; Armitage P. Biometrics 1955;11:375–386",
    takes: &[OutcomeKind::YesNo],
    uses: &[Use::Decide],
    estimates: &[],
    groups: Groups::Together,
    asks: Asks { needs: &[Reads::Order], ..Asks::NOTHING },
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: None,
    page: include_str!("pages/cochran_armitage.md"),
};
