//! `bartlett`: whether several groups have one variance.

use super::Input;
use super::chi_squared::push_test;
use super::continuous::groups;
use super::statistic::{Answer, At};
use crate::catalogue::bartlett::{Gives, Options};
use crate::stats::continuous::groups::bartlett;

pub(super) fn run(input: &Input, _: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    push_test(
        &mut output,
        [Gives::ChiSquared, Gives::Df, Gives::PValue],
        &At::all(),
        &groups(input).and_then(|g| bartlett(&g)),
    );
    output
}
