//! `nelson_aalen`: the cumulative hazard in each group.

use super::{Groups, Id, Method, OptionKind, OptionSpec, OutcomeKind, Use};

pub const METHOD: Method = Method {
    id: Id::NelsonAalen,
    name: "nelson_aalen",
    title: "Nelson–Aalen estimate of the cumulative hazard",
    citation: "Nelson W. Technometrics 1972;14:945–966; Aalen OO. Ann Stat 1978;6:701–726",
    takes: &[OutcomeKind::TimeToEvent],
    uses: &[Use::Estimate],
    estimates: &[],
    groups: Groups::Any,
    reads: &[],
    needs: &[],
    options: &[
        OptionSpec {
            name: "interval",
            kind: OptionKind::Choice(&["log", "plain"]),
            default: Some("log"),
            about: "The scale on which the interval of the cumulative hazard is symmetric.",
        },
        OptionSpec {
            name: "at",
            kind: OptionKind::Days,
            default: Some("none"),
            about: "Days at which the cumulative hazard is read.",
        },
    ],
    option_reads: &[],
    conditions: &[],
    never: &[],
    variant: Some("interval"),
    page: include_str!("pages/nelson_aalen.md"),
};
