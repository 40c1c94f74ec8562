//! `binomial_test`: the exact test of a given proportion.

use super::{Asks, Groups, Id, Limits, Method, OutcomeKind, Use, gives, options};

options! {
    null: number(Limits::SHARE) = 0.5, "The proportion that is tested." ("null", "hypothèse nulle");
}

gives! {
    PValue: test(PValue).each(Group);
}

pub const METHOD: Method = Method {
    id: Id::BinomialTest,
    name: "binomial_test",
    title: "Exact binomial test",
    title_fr: "Test binomial exact",
    begins_with_name: false,
    citation: "Clopper CJ, Pearson ES. Biometrika 1934;26:404–413; Hirji KF. Exact Analysis of Discrete Data. 2006, chapter 2",
    takes: &[OutcomeKind::YesNo],
    uses: &[Use::Decide],
    estimates: &[],
    groups: Groups::Any,
    asks: Asks::NOTHING,
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: None,
    page: include_str!("pages/binomial_test.md"),
};
