//! `kruskal_wallis`: whether several groups have one location.

use super::chi_squared::push_test;
use super::continuous::groups;
use super::statistic::At;
use super::{Input, Output};
use crate::catalogue::kruskal_wallis::Options;
use crate::stats::continuous::groups::kruskal_wallis;

pub(super) fn run(input: &Input, _: &Options) -> Output {
    let mut output = Output::default();
    push_test(&mut output, &At::test(), &groups(input).and_then(|g| kruskal_wallis(&g)));
    output
}
