//! `rank_sum`: Wilcoxon's test of two groups with the shift it tests.

use super::Input;
use super::continuous::two_groups;
use super::statistic::{Answer, At, number, side};
use super::wilcoxon::{form, kind};
use super::yes_no::with_width;
use crate::catalogue::rank_sum::{Bounded, Gives, Options};
use crate::number::NotEstimable;
use crate::stats::continuous::rank_sum::RankSum;

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    let ranks = two_groups(input).and_then(|(a, b)| RankSum::new(&a, &b));
    let interval = ranks.clone().and_then(|r| {
        with_width(r.shift_interval(input.level, kind(options.interval))?, NotEstimable::DifferencesTied)
    });
    output.push_interval(Bounded::Estimate, &At::all(), ranks.clone().and_then(|r| r.shift()), interval);
    let probability = ranks.clone().map(|r| r.probability());
    output.push(Gives::ProbabilityLarger, &At::all(), number(probability));
    output.push(Gives::U, &At::all(), number(ranks.clone().map(|r| r.u())));
    let p_value = ranks.and_then(|r| match (form(options.form, options.correction)?, side(options.alternative)) {
        ((true, _), None) => r.exact(),
        ((true, _), Some(side)) => r.exact_tail(side),
        ((false, corrected), None) => r.asymptotic(corrected),
        ((false, corrected), Some(side)) => r.asymptotic_tail(corrected, side),
    });
    output.push(Gives::PValue, &At::all(), number(p_value));
    output
}
