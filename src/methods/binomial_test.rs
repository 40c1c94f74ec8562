//! `binomial_test`: the exact test of a given proportion.

use super::statistic::{At, number};
use super::yes_no::counts;
use super::{Input, Output};
use crate::catalogue::Statistic;
use crate::catalogue::binomial_test::Options;
use crate::number::Quantity;
use crate::stats::proportion::one_sample::binomial_test;

pub(super) fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output::default();
    let counts = counts(input);
    for group in 0..input.groups {
        let count = counts.clone().map(|c| c.get(group).copied().unwrap_or_default());
        let p_value = count.and_then(|c| binomial_test(c, options.null));
        output.push(Statistic::PValue, At::test().group(group).in_(Quantity::PValue), number(p_value));
    }
    output
}
