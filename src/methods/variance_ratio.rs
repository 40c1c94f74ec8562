//! `variance_ratio`: the variances of two groups compared.

use super::Input;
use super::continuous::two_groups;
use super::statistic::{Answer, At, number};
use crate::catalogue::variance_ratio::{Bounded, Gives, Options};
use crate::stats::continuous::means::{VarianceRatio, variance_ratio};

pub(super) fn run(input: &Input, _: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    let ratio = two_groups(input).and_then(|(a, b)| variance_ratio(&a, &b));
    let interval = ratio.clone().map(|r| r.interval(input.level));
    output.push_interval(Bounded::Estimate, &At::all(), ratio.clone().map(|r| r.estimate), interval);
    output.push(Gives::PValue, &At::all(), number(ratio.map(VarianceRatio::p_value)));
    output
}
