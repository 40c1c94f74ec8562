//! `rank_sum`: Wilcoxon's test of two groups with the shift it tests.

use super::continuous::two_groups;
use super::statistic::{At, number};
use super::wilcoxon::{form, kind};
use super::yes_no::with_width;
use super::{Input, Output};
use crate::catalogue::Statistic;
use crate::catalogue::rank_sum::Options;
use crate::number::{NotEstimable, Quantity};
use crate::stats::continuous::rank_sum::RankSum;

pub(super) fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output::default();
    let ranks = two_groups(input).and_then(|(a, b)| RankSum::new(&a, &b));
    let interval = ranks.clone().and_then(|r| {
        with_width(r.shift_interval(input.level, kind(options.interval))?, NotEstimable::DifferencesTied)
    });
    output.push_interval(&At::estimate(), ranks.clone().and_then(|r| r.shift()), interval);
    let probability = ranks.clone().map(|r| r.probability());
    output.push(Statistic::ProbabilityLarger, At::estimate().in_(Quantity::Proportion), number(probability));
    output.push(Statistic::U, At::test(), number(ranks.clone().map(|r| r.u())));
    let p_value = ranks.and_then(|r| match form(options.form, options.correction)? {
        (true, _) => r.exact(),
        (_, corrected) => r.asymptotic(corrected),
    });
    output.push(Statistic::PValue, At::test().in_(Quantity::PValue), number(p_value));
    output
}
