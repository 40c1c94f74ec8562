//! `signed_rank`: Wilcoxon's test of pairs with the centre it tests.

use super::continuous::pair_differences;
use super::statistic::{At, number};
use super::wilcoxon::{form, kind};
use super::yes_no::{incomplete_sets, with_width};
use super::{Input, Output};
use crate::catalogue::Statistic;
use crate::catalogue::signed_rank::Options;
use crate::number::{NotEstimable, Quantity};
use crate::stats::continuous::signed_rank::SignedRank;

pub(super) fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output { incomplete_sets: incomplete_sets(input), ..Output::default() };
    let ranks = pair_differences(input).and_then(|d| SignedRank::new(&d));
    let interval = ranks.clone().and_then(|r| {
        with_width(r.centre_interval(input.level, kind(options.interval))?, NotEstimable::DifferencesTied)
    });
    output.push_interval(&At::estimate(), ranks.clone().and_then(|r| r.centre()), interval);
    output.push(Statistic::V, At::test(), number(ranks.clone().map(|r| r.v())));
    let p_value = ranks.and_then(|r| match form(options.form, options.correction)? {
        (true, _) => r.exact(),
        (_, corrected) => r.asymptotic(corrected),
    });
    output.push(Statistic::PValue, At::test().in_(Quantity::PValue), number(p_value));
    output
}
