//! `matched_odds_ratio`: the odds ratio conditional on the pairs.

use super::{Asks, Effect, Groups, Id, Method, OutcomeKind, Reads, Use, choice, gives, options};

choice! {
    Interval {
        Exact "exact" ("exact", "exact"),
        Wilson "wilson" ("Wilson", "Wilson"),
    }
}

options! {
    interval: choice(Interval) = Exact, "The interval of the share of the discordant pairs that is turned into odds." ("interval", "intervalle") is Interval;
}

gives! {
    Estimate [Lower, Upper]: estimate(Ratio).called("Matched odds ratio", "Rapport des cotes apparié");
    Pairs: estimate(Count);
    Both: estimate(Count);
    FirstOnly: estimate(Count);
    SecondOnly: estimate(Count);
    Neither: estimate(Count);
}

pub const METHOD: Method = Method {
    id: Id::MatchedOddsRatio,
    name: "matched_odds_ratio",
    title: "Odds ratio of matched pairs",
    title_fr: "Rapport des cotes de paires appariées",
    begins_with_name: false,
    citation: "Agresti A. Categorical Data Analysis, 3rd ed. 2013, section 11.2; Agresti A, Min Y. Biostatistics 2005;6:1–15",
    takes: &[OutcomeKind::YesNo],
    uses: &[Use::Estimate],
    estimates: &[Effect::OddsRatio],
    groups: Groups::Two,
    asks: Asks { needs: &[Reads::Pairs], ..Asks::NOTHING },
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: Some(OPTION.interval.name()),
    page: include_str!("pages/matched_odds_ratio.md"),
};
