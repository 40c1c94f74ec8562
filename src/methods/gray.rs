//! `gray`: whether the cumulative incidence of each cause differs between the groups.

use super::competing::{causes, competing_times};
use super::log_rank::add_test;
use super::statistic::{Answer, At};
use super::{Input, Term};
use crate::catalogue::gray::{Gives, Options};
use crate::stats::survival::competing::gray::gray_test;

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    let times = competing_times(input);
    for (place, name) in causes(input).iter().enumerate() {
        let test = times.clone().and_then(|times| {
            gray_test(&times, place + 1, &input.group, input.groups, input.strata.as_deref(), options.rho)
        });
        add_test(
            &mut output,
            [Gives::ChiSquared, Gives::Df, Gives::PValue],
            &At::all().term(Term::Cause(name.clone())),
            &test,
        );
    }
    output
}
