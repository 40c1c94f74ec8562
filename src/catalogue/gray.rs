//! `gray`: whether the cumulative incidence of each cause differs between the groups.

use super::{Asks, Groups, Id, Limits, Method, OutcomeKind, Reads, Use, gives, options};

options! {
    rho: number(Limits::ANY) = 0, "The power of one minus the incidence by which times are weighted." ("rho", "rho");
}

gives! {
    ChiSquared: test(Statistic).each(Cause);
    Df: test(Count).each(Cause);
    PValue: test(PValue).each(Cause);
}

pub const METHOD: Method = Method {
    id: Id::Gray,
    name: "gray",
    title: "Gray's test of cumulative incidence",
    title_fr: "Test de Gray d’égalité des incidences cumulées",
    begins_with_name: true,
    citation: "Gray RJ. Ann Stat 1988;16:1141–1154",
    takes: &[OutcomeKind::CompetingRisks],
    uses: &[Use::Decide, Use::Estimate],
    estimates: &[],
    groups: Groups::Several,
    asks: Asks { reads: &[Reads::Strata], ..Asks::NOTHING },
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: None,
    page: include_str!("pages/gray.md"),
};
