//! `cochran_armitage`: test of a trend of proportions over the groups.

use super::chi_squared::push_test;
use super::statistic::At;
use super::yes_no::counts;
use super::{Input, Output};
use crate::catalogue::cochran_armitage::Options;
use crate::stats::contingency::trend::cochran_armitage;

pub(super) fn run(input: &Input, _: &Options) -> Output {
    let mut output = Output::default();
    let scores: Vec<f64> = (1..=input.groups).map(|g| g as f64).collect();
    push_test(&mut output, &At::test(), &counts(input).and_then(|c| cochran_armitage(&c, &scores)));
    output
}
