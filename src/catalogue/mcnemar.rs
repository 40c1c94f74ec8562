//! `mcnemar`: the test of matched pairs.

use super::{Condition, Groups, Id, Method, OptionKind, OptionReads, OptionSpec, OutcomeKind, Reads, Use};

pub const METHOD: Method = Method {
    id: Id::Mcnemar,
    name: "mcnemar",
    title: "McNemar's test of matched pairs",
    citation: "McNemar Q. Psychometrika 1947;12:153–157; Fagerland MW, Lydersen S, Laake P. BMC Med Res Methodol 2013;13:91",
    takes: &[OutcomeKind::YesNo],
    uses: &[Use::Decide],
    estimates: &[],
    groups: Groups::Two,
    reads: &[],
    needs: &[],
    options: &[
        OptionSpec {
            name: "form",
            kind: OptionKind::Choice(&["exact", "asymptotic", "mid_p"]),
            default: Some("exact"),
            about: "The binomial distribution of the discordant pairs, its mid-P version, or chi-squared.",
        },
        OptionSpec {
            name: "correction",
            kind: OptionKind::Choice(&["no", "yes"]),
            default: Some("no"),
            about: "Continuity correction of the asymptotic form; the others have none.",
        },
        OptionSpec {
            name: "by",
            kind: OptionKind::Choice(&["pair"]),
            default: Some("pair"),
            about: "What is matched.",
        },
    ],
    option_reads: &[OptionReads { option: "by", values: &["pair"], reads: Reads::Pairs }],
    conditions: &[Condition { option: "correction", when: "form", is: &["asymptotic"] }],
    never: &[],
    variant: Some("form"),
    page: include_str!("pages/mcnemar.md"),
};
