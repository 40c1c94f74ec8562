//! `matched_odds_ratio`: the odds ratio conditional on the pairs.

use super::risk_difference::push_pairs;
use super::statistic::At;
use super::yes_no::{incomplete_sets, pairs};
use super::{Input, Output};
use crate::catalogue::matched_odds_ratio::{self as declared, Options};
use crate::number::Quantity;
use crate::stats::proportion::paired::{odds_ratio, odds_ratio_exact, odds_ratio_wilson};

pub(super) fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output { incomplete_sets: incomplete_sets(input), ..Output::default() };
    let pairs = pairs(input);
    let interval = pairs.clone().and_then(|p| match options.interval {
        declared::Interval::Wilson => odds_ratio_wilson(p, input.level),
        declared::Interval::Exact => odds_ratio_exact(p, input.level),
    });
    output.push_interval(&At::estimate().in_(Quantity::Ratio), pairs.clone().and_then(odds_ratio), interval);
    push_pairs(&mut output, &pairs);
    output
}
