//! `variance_ratio`: the variances of two groups compared.

use super::continuous::two_groups;
use super::statistic::{At, number};
use super::{Input, Output};
use crate::catalogue::Statistic;
use crate::catalogue::variance_ratio::Options;
use crate::number::Quantity;
use crate::stats::continuous::means::{VarianceRatio, variance_ratio};

pub(super) fn run(input: &Input, _: &Options) -> Output {
    let mut output = Output::default();
    let ratio = two_groups(input).and_then(|(a, b)| variance_ratio(&a, &b));
    let interval = ratio.clone().map(|r| r.interval(input.level));
    output.push_interval(&At::estimate().in_(Quantity::Ratio), ratio.clone().map(|r| r.estimate), interval);
    output.push(Statistic::PValue, At::test().in_(Quantity::PValue), number(ratio.map(VarianceRatio::p_value)));
    output
}
