//! `poisson_test`: the exact test of a given incidence rate.

use super::events::rates;
use super::statistic::{At, number};
use super::{Input, Output};
use crate::catalogue::Statistic;
use crate::catalogue::poisson_test::Options;
use crate::number::Quantity;
use crate::stats::rates::poisson_test;

pub(super) fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output::default();
    let rates = rates(input);
    let null = options.null / options.per;
    for group in 0..input.groups {
        let rate = rates.clone().map(|r| r.get(group).copied().unwrap_or_default());
        let p_value = rate.and_then(|r| poisson_test(r, null));
        output.push(Statistic::PValue, At::test().group(group).in_(Quantity::PValue), number(p_value));
    }
    output
}
