//! `breslow_day`: whether the odds ratio is the same in all strata.

use super::chi_squared::push_test;
use super::option::choice;
use super::statistic::At;
use super::table::two_groups_by_stratum;
use super::{Groups, Input, Method, Options, OutcomeKind, Output, Reads, Use};
use crate::stats::contingency::mantel_haenszel::breslow_day;

pub const METHOD: Method = Method {
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
    run,
};

fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output::default();
    let tarone = options.word("tarone") != "no";
    push_test(&mut output, &At::test(), &two_groups_by_stratum(input).and_then(|s| breslow_day(&s, tarone)));
    output
}
