//! `incidence_rate`: events per time at risk in each group.

use super::{Asks, Groups, Id, Limits, Method, OutcomeKind, Use, choice, gives, options};

choice! {
    Interval {
        Garwood "garwood" ("Garwood", "Garwood"),
        Byar "byar" ("Byar", "Byar"),
    }
}

options! {
    interval: choice(Interval) = Garwood, "The exact Poisson interval, or Byar's approximation." ("interval", "intervalle") is Interval;
    per: number(Limits::POSITIVE) = 36525, "The time to which the rate refers, in the unit of the time at risk; 36525 days are 100 years." ("per", "pour");
}

gives! {
    Events: estimate(Count).each(Group);
    TimeAtRisk: estimate(TimeAtRisk).each(Group);
    Estimate [Lower, Upper]: estimate(Rate).each(Group);
}

pub const METHOD: Method = Method {
    id: Id::IncidenceRate,
    name: "incidence_rate",
    title: "Incidence rate",
    title_fr: "Taux d’incidence",
    begins_with_name: false,
    citation: "Garwood F. Biometrika 1936;28:437–442; Breslow NE, Day NE. Statistical Methods in Cancer Research II. IARC 1987, section 2.3",
    takes: &[OutcomeKind::Events],
    uses: &[Use::Estimate],
    estimates: &[],
    groups: Groups::Any,
    asks: Asks::NOTHING,
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: Some(OPTION.interval.name()),
    page: include_str!("pages/incidence_rate.md"),
};
