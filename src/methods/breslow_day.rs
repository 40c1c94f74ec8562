//! `breslow_day`: whether the odds ratio is the same in all strata.

use super::chi_squared::push_test;
use super::statistic::At;
use super::table::two_groups_by_stratum;
use super::{Input, Output};
use crate::catalogue::breslow_day::{self as declared, Options};
use crate::stats::contingency::mantel_haenszel::breslow_day;

pub(super) fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output::default();
    let tarone = match options.tarone {
        declared::Tarone::Yes => true,
        declared::Tarone::No => false,
    };
    push_test(&mut output, &At::test(), &two_groups_by_stratum(input).and_then(|s| breslow_day(&s, tarone)));
    output
}
