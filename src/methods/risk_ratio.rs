//! `risk_ratio`: the ratio of the proportions of responders.

use super::statistic::{At, number};
use super::yes_no::two_groups;
use super::{Input, Output};
use crate::catalogue::Statistic;
use crate::catalogue::risk_ratio::Options;
use crate::number::Quantity;
use crate::stats::proportion::ratio::{e_value, e_value_of_limit, katz, risk_ratio};

pub(super) fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output::default();
    let groups = two_groups(input);
    let ratio = groups.clone().and_then(|(a, b)| risk_ratio(a, b));
    let interval = groups.and_then(|(a, b)| katz(a, b, input.level));
    let at = At::estimate().in_(Quantity::Ratio);
    output.push_interval(&at, ratio.clone(), interval.clone());
    if options.e_value.is_yes() {
        output.push(Statistic::EValue, at.clone(), number(ratio.and_then(e_value)));
        output.push(Statistic::EValueOfLimit, at, number(interval.and_then(e_value_of_limit)));
    }
    output
}
