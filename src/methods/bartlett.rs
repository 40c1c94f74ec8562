//! `bartlett`: whether several groups have one variance.

use super::Input;
use super::chi_squared::of_groups;
use super::statistic::Answer;
use crate::catalogue::bartlett::{Gives, Options};
use crate::stats::continuous::groups::bartlett;

pub(super) fn run(input: &Input, _: &Options) -> Answer<Gives> {
    of_groups(input, [Gives::ChiSquared, Gives::Df, Gives::PValue], bartlett)
}
