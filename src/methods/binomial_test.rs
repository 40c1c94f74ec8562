//! `binomial_test`: the exact test of a given proportion.

use super::Input;
use super::statistic::{Answer, At, number};
use super::yes_no::counts;
use crate::catalogue::binomial_test::{Gives, Options};
use crate::stats::proportion::one_sample::binomial_test;

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    let counts = counts(input);
    for group in 0..input.groups {
        let count = counts.clone().map(|c| c.get(group).copied().unwrap_or_default());
        let p_value = count.and_then(|c| binomial_test(c, options.null));
        output.push(Gives::PValue, &At::all().group(group), number(p_value));
    }
    output
}
