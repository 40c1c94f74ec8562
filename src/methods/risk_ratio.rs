//! `risk_ratio`: the ratio of the proportions of responders.

use super::Input;
use super::statistic::{Answer, At, number};
use super::yes_no::two_groups;
use crate::catalogue::risk_ratio::{Bounded, Gives, Options};
use crate::stats::proportion::ratio::{e_value, e_value_of_limit, katz, risk_ratio};

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    let groups = two_groups(input);
    let ratio = groups.clone().and_then(|(a, b)| risk_ratio(a, b));
    let interval = groups.and_then(|(a, b)| katz(a, b, input.level));
    let at = At::all();
    output.push_interval(Bounded::Estimate, &at, ratio.clone(), interval.clone());
    if options.e_value.is_yes() {
        output.push(Gives::EValue, &at, number(ratio.and_then(e_value)));
        output.push(Gives::EValueOfLimit, &at, number(interval.and_then(e_value_of_limit)));
    }
    output
}
