//! `cochran_armitage`: test of a trend of proportions over the groups.

use super::Input;
use super::chi_squared::push_test;
use super::statistic::{Answer, At};
use super::yes_no::counts;
use crate::catalogue::cochran_armitage::{Gives, Options};
use crate::stats::contingency::trend::cochran_armitage;

pub(super) fn run(input: &Input, _: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    let scores: Vec<f64> = (1..=input.groups).map(|g| g as f64).collect();
    push_test(
        &mut output,
        [Gives::ChiSquared, Gives::Df, Gives::PValue],
        &At::all(),
        &counts(input).and_then(|c| cochran_armitage(&c, &scores)),
    );
    output
}
