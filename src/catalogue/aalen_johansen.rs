//! `aalen_johansen`: the cumulative incidence of each cause in each group.

use super::{Asks, Groups, Id, Method, OutcomeKind, Use, choice, gives, options};

choice! {
    Interval {
        LogLog "log_log" ("log-log", "log-log"),
        Plain "plain" ("plain", "simple"),
        Log "log" ("log", "logarithme"),
    }
}

choice! {
    Error {
        Aalen "aalen" ("Aalen", "Aalen"),
        Jackknife "jackknife" ("jackknife", "jackknife"),
    }
}

options! {
    interval: choice(Interval) = LogLog, "The scale on which the interval of the incidence is symmetric." ("interval", "intervalle") is Interval;
    at: days = none, "Days at which the incidence is read." ("at", "à");
    error: choice(Error) = Aalen, "The variance: Aalen's, or the infinitesimal jackknife." ("error", "erreur standard");
}

gives! {
    N: estimate(Count).each(Group);
    Events: estimate(Count).each(GroupAndCause);
    Incidence [Lower, Upper]: estimate(Proportion).each(GroupAndCause).at(OPTION.at);
    StandardError: estimate(Statistic).each(GroupAndCause).at(OPTION.at);
    AtRisk: estimate(Count).each(GroupAndCause).at(OPTION.at);
}

pub const METHOD: Method = Method {
    id: Id::AalenJohansen,
    name: "aalen_johansen",
    title: "Cumulative incidence (Aalen–Johansen)",
    title_fr: "Incidence cumulée (Aalen–Johansen)",
    begins_with_name: false,
    citation: "Aalen OO, Johansen S. Scand J Stat 1978;5:141–150; Aalen OO. Ann Stat 1978;6:534–545",
    takes: &[OutcomeKind::CompetingRisks],
    uses: &[Use::Estimate],
    estimates: &[],
    groups: Groups::Any,
    asks: Asks::NOTHING,
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: Some(OPTION.error.name()),
    page: include_str!("pages/aalen_johansen.md"),
};
