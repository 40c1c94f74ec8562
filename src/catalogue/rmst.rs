//! `rmst`: mean survival time up to a day, in each group and compared.

use super::{Groups, Id, Method, OptionKind, OptionSpec, OutcomeKind, Use};

pub const METHOD: Method = Method {
    id: Id::Rmst,
    name: "rmst",
    title: "Restricted mean survival time",
    citation: "Royston P, Parmar MK. BMC Med Res Methodol 2013;13:152; Uno H et al. J Clin Oncol 2014;32:2380–2385",
    takes: &[OutcomeKind::TimeToEvent],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &["rmst_difference"],
    groups: Groups::Any,
    reads: &[],
    needs: &[],
    options: &[
        OptionSpec {
            name: "to",
            kind: OptionKind::Day,
            default: None,
            about: "The day up to which the mean is taken.",
        },
        OptionSpec {
            name: "contrast",
            kind: OptionKind::Choice(&["difference", "ratio", "lost_ratio"]),
            default: Some("difference"),
            about: "What compares the groups: the difference of the means, their ratio, or the ratio of the times lost.",
        },
    ],
    option_reads: &[],
    conditions: &[],
    never: &[],
    variant: Some("contrast"),
    page: include_str!("pages/rmst.md"),
};
