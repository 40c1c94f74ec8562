//! `breslow_day`: whether the odds ratio is the same in all strata.

use super::option::choice;
use super::{Groups, Id, Method, OutcomeKind, Reads, Use};

pub const METHOD: Method = Method {
    id: Id::BreslowDay,
    name: "breslow_day",
    title: "Breslow–Day test of homogeneous odds ratios",
    citation: "Breslow NE, Day NE. Statistical Methods in Cancer Research I. IARC 1980, section 4.4; Tarone RE. Biometrika 1985;72:91–95",
    takes: &[OutcomeKind::YesNo],
    uses: &[Use::Assumption],
    estimates: &[],
    groups: Groups::Two,
    reads: &[Reads::Strata],
    needs: &[Reads::Strata],
    options: &[choice("tarone", &["yes", "no"], Some("yes"), "Tarone's correction.")],
    option_reads: &[],
    conditions: &[],
    never: &[],
    variant: None,
    page: include_str!("pages/breslow_day.md"),
};
