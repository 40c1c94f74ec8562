//! `matched_odds_ratio`: the odds ratio conditional on the pairs.

use super::Input;
use super::risk_difference::push_pairs;
use super::statistic::{Answer, At};
use super::yes_no::{incomplete_sets, pairs};
use crate::catalogue::matched_odds_ratio::{self as declared, Bounded, Gives, Options};
use crate::stats::proportion::paired::{odds_ratio, odds_ratio_exact, odds_ratio_wilson};

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::leaving_out(incomplete_sets(input));
    let pairs = pairs(input);
    let interval = pairs.clone().and_then(|p| match options.interval {
        declared::Interval::Wilson => odds_ratio_wilson(p, input.level),
        declared::Interval::Exact => odds_ratio_exact(p, input.level),
    });
    output.push_interval(Bounded::Estimate, &At::all(), pairs.clone().and_then(odds_ratio), interval);
    let cells = [Gives::Pairs, Gives::Both, Gives::FirstOnly, Gives::SecondOnly, Gives::Neither];
    push_pairs(&mut output, cells, &pairs);
    output
}
