//! `sign_test`: how many differences of pairs are positive.

use super::Input;
use super::continuous::pair_differences;
use super::statistic::{Answer, At, number, side};
use super::yes_no::incomplete_sets;
use crate::catalogue::sign_test::{Gives, Options};
use crate::stats::continuous::signed_rank::SignedRank;

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::leaving_out(incomplete_sets(input));
    let ranks = pair_differences(input).and_then(|d| SignedRank::new(&d));
    let p_value = ranks.and_then(|r| match side(options.alternative) {
        None => r.sign_test(),
        Some(side) => r.sign_test_tail(side),
    });
    output.push(Gives::PValue, &At::all(), number(p_value));
    output
}
