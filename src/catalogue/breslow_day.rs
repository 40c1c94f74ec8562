//! `breslow_day`: whether the odds ratio is the same in all strata.

use super::{Asks, Groups, Id, Method, OutcomeKind, Reads, Use, choice, gives, options};

choice! {
    Tarone {
        Yes "yes" ("yes", "oui") is Mute,
        No "no" ("no", "non") is Mute,
    }
}

options! {
    tarone: choice(Tarone) = Yes, "Tarone's correction." ("tarone", "Tarone");
}

gives! {
    ChiSquared: test(Statistic);
    Df: test(Statistic);
    PValue: test(PValue);
}

pub const METHOD: Method = Method {
    id: Id::BreslowDay,
    name: "breslow_day",
    title: "Breslow–Day test of homogeneous odds ratios",
    title_fr: "Test de Breslow–Day d’homogénéité des rapports des cotes",
    begins_with_name: true,
    citation: "Breslow NE, Day NE. Statistical Methods in Cancer Research I. IARC 1980, section 4.4; Tarone RE. Biometrika 1985;72:91–95",
    takes: &[OutcomeKind::YesNo],
    uses: &[Use::Assumption],
    estimates: &[],
    groups: Groups::Two,
    asks: Asks { reads: &[Reads::Strata], needs: &[Reads::Strata], ..Asks::NOTHING },
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: None,
    page: include_str!("pages/breslow_day.md"),
};
