//! `sign_test`: how many differences of pairs are positive.

use super::continuous::pair_differences;
use super::statistic::{At, number};
use super::yes_no::incomplete_sets;
use super::{Input, Output};
use crate::catalogue::Statistic;
use crate::catalogue::sign_test::Options;
use crate::number::Quantity;
use crate::stats::continuous::signed_rank::SignedRank;

pub(super) fn run(input: &Input, _: &Options) -> Output {
    let mut output = Output { incomplete_sets: incomplete_sets(input), ..Output::default() };
    let p_value = pair_differences(input).and_then(|d| SignedRank::new(&d)).and_then(|r| r.sign_test());
    output.push(Statistic::PValue, At::test().in_(Quantity::PValue), number(p_value));
    output
}
