//! `aalen_johansen`: the cumulative incidence of each cause in each group.

use super::{Groups, Id, Method, OptionKind, OptionSpec, OutcomeKind, Use};

pub const METHOD: Method = Method {
    id: Id::AalenJohansen,
    name: "aalen_johansen",
    title: "Cumulative incidence (Aalen–Johansen)",
    citation: "Aalen OO, Johansen S. Scand J Stat 1978;5:141–150; Aalen OO. Ann Stat 1978;6:534–545",
    takes: &[OutcomeKind::CompetingRisks],
    uses: &[Use::Estimate],
    estimates: &[],
    groups: Groups::Any,
    reads: &[],
    needs: &[],
    options: &[
        OptionSpec {
            name: "interval",
            kind: OptionKind::Choice(&["log_log", "plain", "log"]),
            default: Some("log_log"),
            about: "The scale on which the interval of the incidence is symmetric.",
        },
        OptionSpec {
            name: "at",
            kind: OptionKind::Days,
            default: Some("none"),
            about: "Days at which the incidence is read.",
        },
        OptionSpec {
            name: "error",
            kind: OptionKind::Choice(&["aalen", "jackknife"]),
            default: Some("aalen"),
            about: "The variance: Aalen's, or the infinitesimal jackknife.",
        },
    ],
    option_reads: &[],
    conditions: &[],
    never: &[],
    variant: Some("error"),
    page: include_str!("pages/aalen_johansen.md"),
};
