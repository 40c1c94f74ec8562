//! `poisson_test`: the exact test of a given incidence rate.

use super::Input;
use super::events::rates;
use super::statistic::{Answer, At, number};
use crate::catalogue::poisson_test::{Gives, Options};
use crate::stats::rates::poisson_test;

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    let rates = rates(input);
    let null = options.null / options.per;
    for group in 0..input.groups {
        let rate = rates.clone().map(|r| r.get(group).copied().unwrap_or_default());
        let p_value = rate.and_then(|r| poisson_test(r, null));
        output.push(Gives::PValue, &At::all().group(group), number(p_value));
    }
    output
}
