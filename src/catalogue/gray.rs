//! `gray`: whether the cumulative incidence of each cause differs between the groups.

use super::{Groups, Id, Limits, Method, OptionKind, OptionSpec, OutcomeKind, Reads, Use};

pub const METHOD: Method = Method {
    id: Id::Gray,
    name: "gray",
    title: "Gray's test of cumulative incidence",
    citation: "Gray RJ. Ann Stat 1988;16:1141–1154",
    takes: &[OutcomeKind::CompetingRisks],
    uses: &[Use::Decide, Use::Estimate],
    estimates: &[],
    groups: Groups::Several,
    reads: &[Reads::Strata],
    needs: &[],
    options: &[OptionSpec {
        name: "rho",
        kind: OptionKind::Number(Limits::ANY),
        default: Some("0"),
        about: "The power of one minus the incidence by which times are weighted.",
    }],
    option_reads: &[],
    conditions: &[],
    never: &[],
    variant: None,
    page: include_str!("pages/gray.md"),
};
