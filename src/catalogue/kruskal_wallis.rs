//! `kruskal_wallis`: whether several groups have one location.

use super::{Asks, Groups, Id, Method, OutcomeKind, Use, gives, options};

options! {}

gives! {
    ChiSquared: test(Statistic);
    Df: test(Statistic);
    PValue: test(PValue);
}

pub const METHOD: Method = Method {
    id: Id::KruskalWallis,
    name: "kruskal_wallis",
    title: "Kruskal–Wallis test",
    title_fr: "Test de Kruskal–Wallis",
    begins_with_name: true,
    citation: "Kruskal WH, Wallis WA. J Am Stat Assoc 1952;47:583–621",
    takes: &[OutcomeKind::Continuous],
    uses: &[Use::Decide],
    estimates: &[],
    groups: Groups::Together,
    asks: Asks::NOTHING,
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: None,
    page: include_str!("pages/kruskal_wallis.md"),
};
