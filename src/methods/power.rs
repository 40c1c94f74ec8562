//! `power`: how likely the main test is to be significant, if the truth is as assumed.

use super::statistic::{Answer, At, number};
use super::{Input, Outcome, mcnemar};
use crate::catalogue::power::{Gives, Options};
use crate::number::NotEstimable;
use crate::stats::power::{Discordance, PlannedPairs};

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    let truth = Discordance { share: options.discordant, difference: options.difference };
    let power = planned(input, |p| match options.is_possible() {
        true => Ok(p.power(truth)),
        false => Err(NotEstimable::NoSuchPairs),
    });
    output.push(Gives::Power, &At::all(), number(power));
    output
}

/// What is asked of the planned pairs, with the test that will decide.
pub(super) fn planned<T>(
    input: &Input,
    ask: impl Fn(&PlannedPairs) -> Result<T, NotEstimable>,
) -> Result<T, NotEstimable> {
    let Outcome::PlannedPairs { pairs, alpha, test, interval: _ } = &input.outcome else {
        return Err(NotEstimable::WrongOutcome);
    };
    if *pairs == 0 {
        return Err(NotEstimable::NoPair);
    }
    let p_value = |table| mcnemar::p_value(table, test);
    ask(&PlannedPairs { pairs: *pairs, alpha: *alpha, p_value: &p_value })
}
