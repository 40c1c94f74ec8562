//! `kruskal_wallis`: whether several groups have one location.

use super::Input;
use super::chi_squared::push_test;
use super::continuous::groups;
use super::statistic::{Answer, At};
use crate::catalogue::kruskal_wallis::{Gives, Options};
use crate::stats::continuous::groups::kruskal_wallis;

pub(super) fn run(input: &Input, _: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    push_test(
        &mut output,
        [Gives::ChiSquared, Gives::Df, Gives::PValue],
        &At::all(),
        &groups(input).and_then(|g| kruskal_wallis(&g)),
    );
    output
}
