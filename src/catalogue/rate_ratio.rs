//! `rate_ratio`: the ratio of two incidence rates.

use super::{Asks, Effect, Groups, Id, Method, OutcomeKind, Use, choice, gives, options};

choice! {
    Interval {
        Exact "exact" ("exact", "exact"),
        Wald "wald" ("Wald", "Wald"),
    }
}

options! {
    interval: choice(Interval) = Exact, "The exact interval given all events, or Wald's on the logarithm." ("interval", "intervalle") is Interval;
}

gives! {
    Estimate [Lower, Upper]: estimate(Ratio).called("Rate ratio", "Rapport des taux");
    PValue: test(PValue);
}

pub const METHOD: Method = Method {
    id: Id::RateRatio,
    name: "rate_ratio",
    title: "Ratio of incidence rates",
    title_fr: "Rapport de taux d’incidence",
    begins_with_name: false,
    citation: "Rothman KJ, Greenland S, Lash TL. Modern Epidemiology, 3rd ed. 2008, chapter 14; Przyborowski J, Wilenski H. Biometrika 1940;31:313–323",
    takes: &[OutcomeKind::Events],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &[Effect::RateRatio],
    groups: Groups::Two,
    asks: Asks::NOTHING,
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: Some(OPTION.interval.name()),
    page: include_str!("pages/rate_ratio.md"),
};
