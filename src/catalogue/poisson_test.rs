//! `poisson_test`: the exact test of a given incidence rate.

use super::{Asks, Groups, Id, Limits, Method, OutcomeKind, Use, gives, options};

options! {
    null: number(Limits::NOT_NEGATIVE) = 1, "The rate that is tested." ("null", "hypothèse nulle");
    per: number(Limits::POSITIVE) = 36525, "The time to which that rate refers, in the unit of the time at risk; 36525 days are 100 years." ("per", "pour");
}

gives! {
    PValue: test(PValue).each(Group);
}

pub const METHOD: Method = Method {
    id: Id::PoissonTest,
    name: "poisson_test",
    title: "Exact test of an incidence rate",
    title_fr: "Test exact d’un taux d’incidence",
    begins_with_name: false,
    citation: "Garwood F. Biometrika 1936;28:437–442; Hirji KF. Exact Analysis of Discrete Data. 2006, chapter 2",
    takes: &[OutcomeKind::Events],
    uses: &[Use::Decide],
    estimates: &[],
    groups: Groups::Any,
    asks: Asks::NOTHING,
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: None,
    page: include_str!("pages/poisson_test.md"),
};
