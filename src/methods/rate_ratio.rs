//! `rate_ratio`: the ratio of two incidence rates.

use super::events::two_rates;
use super::statistic::{At, number};
use super::{Input, Output};
use crate::catalogue::Statistic;
use crate::catalogue::rate_ratio::{self as declared, Options};
use crate::number::Quantity;
use crate::stats::rates::{rate_ratio, rate_ratio_exact, rate_ratio_test, rate_ratio_wald};

pub(super) fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output::default();
    let rates = two_rates(input);
    let interval = rates.clone().and_then(|(a, b)| match options.interval {
        declared::Interval::Wald => rate_ratio_wald(a, b, input.level),
        declared::Interval::Exact => rate_ratio_exact(a, b, input.level),
    });
    let at = At::estimate().in_(Quantity::Ratio);
    output.push_interval(&at, rates.clone().and_then(|(a, b)| rate_ratio(a, b)), interval);
    let p_value = rates.and_then(|(a, b)| rate_ratio_test(a, b));
    output.push(Statistic::PValue, At::test().in_(Quantity::PValue), number(p_value));
    output
}
