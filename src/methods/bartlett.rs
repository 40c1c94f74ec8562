//! `bartlett`: whether several groups have one variance.

use super::chi_squared::push_test;
use super::continuous::groups;
use super::statistic::At;
use super::{Input, Output};
use crate::catalogue::bartlett::Options;
use crate::stats::continuous::groups::bartlett;

pub(super) fn run(input: &Input, _: &Options) -> Output {
    let mut output = Output::default();
    push_test(&mut output, &At::test(), &groups(input).and_then(|g| bartlett(&g)));
    output
}
