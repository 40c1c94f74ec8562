//! `bartlett`: whether several groups have one variance.

use super::{Asks, Groups, Id, Method, OutcomeKind, Use, gives, options};

options! {}

gives! {
    ChiSquared: test(Statistic);
    Df: test(Statistic);
    PValue: test(PValue);
}

pub const METHOD: Method = Method {
    id: Id::Bartlett,
    name: "bartlett",
    title: "Bartlett's test of equal variances",
    title_fr: "Test de Bartlett de l’égalité des variances",
    begins_with_name: true,
    citation: "Bartlett MS. Proc R Soc Lond A 1937;160:268–282",
    takes: &[OutcomeKind::Continuous],
    uses: &[Use::Assumption],
    estimates: &[],
    groups: Groups::Together,
    asks: Asks::NOTHING,
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: None,
    page: include_str!("pages/bartlett.md"),
};
