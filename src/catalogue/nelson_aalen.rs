//! `nelson_aalen`: the cumulative hazard in each group.

use super::{Asks, Groups, Id, Method, OutcomeKind, Use, choice, gives, options};

choice! {
    Interval {
        Log "log" ("log", "logarithme"),
        Plain "plain" ("plain", "simple"),
    }
}

options! {
    interval: choice(Interval) = Log, "The scale on which the interval of the cumulative hazard is symmetric." ("interval", "intervalle") is Interval;
    at: days = none, "Days at which the cumulative hazard is read." ("at", "à");
}

gives! {
    N: estimate(Count).each(Group);
    Events: estimate(Count).each(Group);
    CumulativeHazard [Lower, Upper]: estimate(Statistic).each(Group).at(OPTION.at);
    StandardError: estimate(Statistic).each(Group).at(OPTION.at);
}

pub const METHOD: Method = Method {
    id: Id::NelsonAalen,
    name: "nelson_aalen",
    title: "Nelson–Aalen estimate of the cumulative hazard",
    title_fr: "Risque cumulé de Nelson–Aalen",
    begins_with_name: true,
    citation: "Nelson W. Technometrics 1972;14:945–966; Aalen OO. Ann Stat 1978;6:701–726",
    takes: &[OutcomeKind::TimeToEvent],
    uses: &[Use::Estimate],
    estimates: &[],
    groups: Groups::Any,
    asks: Asks::NOTHING,
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: Some(OPTION.interval.name()),
    page: include_str!("pages/nelson_aalen.md"),
};
