//! `proportion`: the proportion of responders in each group.

use super::{Condition, Groups, Id, Method, OptionKind, OptionSpec, OutcomeKind, Use};

pub const METHOD: Method = Method {
    id: Id::Proportion,
    name: "proportion",
    title: "Proportion with confidence interval",
    citation: "Clopper CJ, Pearson ES. Biometrika 1934;26:404–413; Newcombe RG. Stat Med 1998;17:857–872; Brown LD, Cai TT, DasGupta A. Stat Sci 2001;16:101–133",
    takes: &[OutcomeKind::YesNo],
    uses: &[Use::Estimate],
    estimates: &[],
    groups: Groups::Any,
    reads: &[],
    needs: &[],
    options: &[
        OptionSpec {
            name: "interval",
            kind: OptionKind::Choice(&["clopper_pearson", "wilson", "jeffreys", "agresti_coull", "mid_p", "wald"]),
            default: Some("clopper_pearson"),
            about: "How the confidence interval is made.",
        },
        OptionSpec {
            name: "correction",
            kind: OptionKind::Choice(&["no", "yes"]),
            default: Some("no"),
            about: "Continuity correction of the intervals `wilson` and `wald`; the others have none.",
        },
    ],
    option_reads: &[],
    conditions: &[Condition { option: "correction", when: "interval", is: &["wilson", "wald"] }],
    never: &[],
    variant: Some("interval"),
    page: include_str!("pages/proportion.md"),
};
