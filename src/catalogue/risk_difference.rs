//! `risk_difference`: the difference of the proportions of responders.

use super::{Condition, Groups, Id, Method, OptionKind, OptionReads, OptionSpec, OutcomeKind, Reads, Use};

pub const METHOD: Method = Method {
    id: Id::RiskDifference,
    name: "risk_difference",
    title: "Difference of proportions",
    citation: "Newcombe RG. Stat Med 1998;17:873–890 (independent groups) and 1998;17:2635–2650 (paired); Tango T. Stat Med 1998;17:891–908; Miettinen O, Nurminen M. Stat Med 1985;4:213–226",
    takes: &[OutcomeKind::YesNo],
    uses: &[Use::Estimate],
    estimates: &["risk_difference"],
    groups: Groups::Two,
    reads: &[],
    needs: &[],
    options: &[
        OptionSpec {
            name: "interval",
            kind: OptionKind::Choice(&[
                "newcombe_hybrid_score",
                "miettinen_nurminen",
                "mee",
                "agresti_caffo",
                "wald",
                "newcombe_paired",
                "newcombe_paired_method_8",
                "newcombe_paired_method_9",
                "tango_paired",
                "wald_paired",
            ]),
            default: None,
            about: "How the confidence interval is made; those named `paired` need matched pairs.",
        },
        OptionSpec {
            name: "correction",
            kind: OptionKind::Choice(&["no", "yes"]),
            default: Some("no"),
            about: "Continuity correction of the intervals `newcombe_hybrid_score` and `wald`; the others have none.",
        },
    ],
    option_reads: &[OptionReads {
        option: "interval",
        values: &[
            "newcombe_paired",
            "newcombe_paired_method_8",
            "newcombe_paired_method_9",
            "tango_paired",
            "wald_paired",
        ],
        reads: Reads::Pairs,
    }],
    conditions: &[Condition { option: "correction", when: "interval", is: &["newcombe_hybrid_score", "wald"] }],
    never: &[],
    variant: Some("interval"),
    page: include_str!("pages/risk_difference.md"),
};
