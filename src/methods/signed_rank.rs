//! `signed_rank`: Wilcoxon's test of pairs with the centre it tests.

use super::Input;
use super::continuous::pair_differences;
use super::statistic::{Answer, At, number, side};
use super::wilcoxon::{form, kind};
use super::yes_no::{incomplete_sets, with_width};
use crate::catalogue::signed_rank::{Bounded, Gives, Options};
use crate::number::NotEstimable;
use crate::stats::continuous::signed_rank::SignedRank;

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::leaving_out(incomplete_sets(input));
    let ranks = pair_differences(input).and_then(|d| SignedRank::new(&d));
    let interval = ranks.clone().and_then(|r| {
        with_width(r.centre_interval(input.level, kind(options.interval))?, NotEstimable::DifferencesTied)
    });
    output.push_interval(Bounded::Estimate, &At::all(), ranks.clone().and_then(|r| r.centre()), interval);
    output.push(Gives::V, &At::all(), number(ranks.clone().map(|r| r.v())));
    let p_value = ranks.and_then(|r| match (form(options.form, options.correction)?, side(options.alternative)) {
        ((true, _), None) => r.exact(),
        ((true, _), Some(side)) => r.exact_tail(side),
        ((false, corrected), None) => r.asymptotic(corrected),
        ((false, corrected), Some(side)) => r.asymptotic_tail(corrected, side),
    });
    output.push(Gives::PValue, &At::all(), number(p_value));
    output
}
