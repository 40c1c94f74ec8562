//! `sign_test`: how many differences of pairs are positive.

use super::Input;
use super::continuous::pair_differences;
use super::statistic::{Answer, At, number};
use super::yes_no::incomplete_sets;
use crate::catalogue::sign_test::{Gives, Options};
use crate::stats::continuous::signed_rank::SignedRank;

pub(super) fn run(input: &Input, _: &Options) -> Answer<Gives> {
    let mut output = Answer::leaving_out(incomplete_sets(input));
    let p_value = pair_differences(input).and_then(|d| SignedRank::new(&d)).and_then(|r| r.sign_test());
    output.push(Gives::PValue, &At::all(), number(p_value));
    output
}
