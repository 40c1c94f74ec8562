//! `breslow_day`: whether the odds ratio is the same in all strata.

use super::Input;
use super::chi_squared::push_test;
use super::statistic::{Answer, At};
use super::table::two_groups_by_stratum;
use crate::catalogue::breslow_day::{self as declared, Gives, Options};
use crate::stats::contingency::mantel_haenszel::breslow_day;

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    let tarone = match options.tarone {
        declared::Tarone::Yes => true,
        declared::Tarone::No => false,
    };
    push_test(
        &mut output,
        [Gives::ChiSquared, Gives::Df, Gives::PValue],
        &At::all(),
        &two_groups_by_stratum(input).and_then(|s| breslow_day(&s, tarone)),
    );
    output
}
