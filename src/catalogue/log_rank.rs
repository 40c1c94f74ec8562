//! `log_rank`: whether survival differs between the groups.

use super::{Condition, Groups, Id, Limits, Method, OptionKind, OptionReads, OptionSpec, OutcomeKind, Reads, Use};

pub const METHOD: Method = Method {
    id: Id::LogRank,
    name: "log_rank",
    title: "Log-rank test",
    citation: "Mantel N. Cancer Chemother Rep 1966;50:163–170; Klein JP, Moeschberger ML. Survival Analysis, 2nd ed. 2003, chapter 7",
    takes: &[OutcomeKind::TimeToEvent],
    uses: &[Use::Decide, Use::Estimate],
    estimates: &[],
    groups: Groups::Several,
    reads: &[Reads::Strata],
    needs: &[],
    options: &[
        OptionSpec {
            name: "weight",
            kind: OptionKind::Choice(&["equal", "gehan", "tarone_ware", "peto", "fleming_harrington"]),
            default: Some("equal"),
            about: "What an event time counts: 1, the number at risk, its square root, survival just before it, or a product of powers.",
        },
        OptionSpec {
            name: "rho",
            kind: OptionKind::Number(Limits::NOT_NEGATIVE),
            default: Some("0"),
            about: "With fleming_harrington: the power of survival just before the time.",
        },
        OptionSpec {
            name: "gamma",
            kind: OptionKind::Number(Limits::NOT_NEGATIVE),
            default: Some("0"),
            about: "With fleming_harrington: the power of one minus that survival.",
        },
        OptionSpec {
            name: "form",
            kind: OptionKind::Choice(&["heterogeneity", "trend"]),
            default: Some("heterogeneity"),
            about: "Any difference, or a trend over groups in their order.",
        },
    ],
    option_reads: &[OptionReads { option: "form", values: &["trend"], reads: Reads::Order }],
    conditions: &[
        Condition { option: "rho", when: "weight", is: &["fleming_harrington"] },
        Condition { option: "gamma", when: "weight", is: &["fleming_harrington"] },
    ],
    never: &[],
    variant: Some("weight"),
    page: include_str!("pages/log_rank.md"),
};
