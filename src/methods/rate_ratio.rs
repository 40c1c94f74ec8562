//! `rate_ratio`: the ratio of two incidence rates.

use super::Input;
use super::events::two_rates;
use super::statistic::{Answer, At, number};
use crate::catalogue::rate_ratio::{self as declared, Bounded, Gives, Options};
use crate::stats::rates::{rate_ratio, rate_ratio_exact, rate_ratio_test, rate_ratio_wald};

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    let rates = two_rates(input);
    let interval = rates.clone().and_then(|(a, b)| match options.interval {
        declared::Interval::Wald => rate_ratio_wald(a, b, input.level),
        declared::Interval::Exact => rate_ratio_exact(a, b, input.level),
    });
    let at = At::all();
    output.push_interval(Bounded::Estimate, &at, rates.clone().and_then(|(a, b)| rate_ratio(a, b)), interval);
    let p_value = rates.and_then(|(a, b)| rate_ratio_test(a, b));
    output.push(Gives::PValue, &At::all(), number(p_value));
    output
}
