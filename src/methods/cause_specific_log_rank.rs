//! `cause_specific_log_rank`: whether the hazard of one cause differs between the groups.

use super::Input;
use super::competing::of_cause;
use super::log_rank::{add_group, add_test};
use super::statistic::{Answer, At, observations};
use crate::catalogue::cause_specific_log_rank::{Gives, Options};
use crate::number::NotEstimable;
use crate::stats::survival::log_rank::{Weight, log_rank};

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let tested = of_cause(input, options.cause).and_then(|of_cause| {
        log_rank(&observations(&of_cause)?, &input.group, input.groups, input.strata.as_deref(), Weight::LogRank)
    });
    let test = tested.as_ref().map_err(NotEstimable::clone).and_then(|test| test.heterogeneity());
    let mut output = Answer::default();
    add_test(&mut output, [Gives::ChiSquared, Gives::Df, Gives::PValue], &At::all(), &test);
    for group in 0..input.groups {
        add_group(&mut output, [Gives::N, Gives::Observed, Gives::Expected], group, &tested);
    }
    output
}
