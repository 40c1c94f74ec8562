//! `kruskal_wallis`: whether several groups have one location.

use super::Input;
use super::chi_squared::of_groups;
use super::statistic::Answer;
use crate::catalogue::kruskal_wallis::{Gives, Options};
use crate::stats::continuous::groups::kruskal_wallis;

pub(super) fn run(input: &Input, _: &Options) -> Answer<Gives> {
    of_groups(input, [Gives::ChiSquared, Gives::Df, Gives::PValue], kruskal_wallis)
}
