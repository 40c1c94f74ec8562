//! `odds_ratio`: the sample odds ratio of two groups.

use super::{Asks, Effect, Groups, Id, Method, OutcomeKind, Use, choice, gives, options};

choice! {
    Interval {
        Woolf "woolf" ("Woolf", "Woolf"),
        Haldane "haldane" ("Haldane", "Haldane"),
    }
}

options! {
    interval: choice(Interval) = Woolf, "Wald's interval on the logarithm, of the table as it is or with ½ added to each cell (estimate included)." ("interval", "intervalle") is Interval;
}

gives! {
    Estimate [Lower, Upper]: estimate(Ratio).called("Odds ratio", "Rapport des cotes");
}

pub const METHOD: Method = Method {
    id: Id::OddsRatio,
    name: "odds_ratio",
    title: "Odds ratio",
    title_fr: "Rapport des cotes",
    begins_with_name: false,
    citation: "Woolf B. Ann Hum Genet 1955;19:251–253; Haldane JBS. Ann Hum Genet 1956;20:309–311",
    takes: &[OutcomeKind::YesNo],
    uses: &[Use::Estimate],
    estimates: &[Effect::OddsRatio],
    groups: Groups::Two,
    asks: Asks::NOTHING,
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: Some(OPTION.interval.name()),
    page: include_str!("pages/odds_ratio.md"),
};
